// The whole road in a real browser: approve, see the price, render on a real farm, watch the jobs, see
// the clips, export, and find everything again after the host was killed.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openWorld, type World } from "./programs.ts";
import { findings, windows } from "./seen.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();
const story = `The Letter

At dawn ANNA, thirty, in a green coat, walks along the beach with a lantern.

"Is anybody there?" says Anna.

That night, inside the lighthouse, Anna sits at a table and reads a letter.
`;

const cards = (page: Page) => page.locator("[data-shot]");
const states = (page: Page) => cards(page).evaluateAll((all) => all.map((card) => card.textContent ?? ""));
/** Waits until there are shots and each of them shows `state`; ends at once when one shows what it cannot come from. */
async function allAre(page: Page, state: string, never = /Failed|Blocked|Cancelled/): Promise<void> {
  let seen: string[] = [];
  await expect
    .poll(
      async () => {
        seen = await states(page);
        return seen.some((label) => never.test(label)) || (seen.length > 0 && seen.every((label) => label.includes(state)));
      },
      { timeout: 110_000, interval: 200 },
    )
    .toBe(true);
  expect(seen.filter((label) => !label.includes(state))).toEqual([]);
}
const freeCredits = async (page: Page) => Number((await page.getByRole("img", { name: /free to spend/ }).innerText()).replace(/\D/g, ""));

const withChromium = describe.skipIf(chromium === undefined);
let world: World | undefined;
let page: Page;
const opened = (): World => {
  if (world === undefined) throw new Error("the programs did not start");
  return world;
};
beforeAll(async () => {
  if (chromium === undefined) return;
  world = await openWorld(chromium, true);
  page = await world.page();
});
afterAll(async () => {
  await world?.close();
});

withChromium("a film (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
  stepByStep(() => world);

  test("a story becomes frames, and each is drawn before it can be approved", async () => {
    await page.getByRole("textbox", { name: "Story" }).fill(story);
    await page.getByRole("button", { name: "Make a storyboard" }).click();
    await allAre(page, "To approve");
  });

  test("Render says its price and wait before the press", async () => {
    await page.getByText("Farm ready").waitFor();
    const shots = await cards(page).count();
    await page.getByRole("button", { name: `Approve all ${shots} frames` }).click();
    await allAre(page, "Approved");
    const render = page.getByRole("button", { name: new RegExp(`^Render ${shots} approved shots\\s*\\d+ credits?`) });
    await render.waitFor();
    expect(await page.locator("main").innerText()).toMatch(/(to \d+|about \d+) (s|min)\s+wait, if sent now/);
  });

  test("the jobs are seen on their way, and every clip arrives", async () => {
    const before = await freeCredits(page);
    await page.getByRole("button", { name: /^Render \d+ approved/ }).click();
    await page.getByRole("link", { name: /^Queue/ }).click();
    await page
      .getByText(/^(Running|In line|Done)/)
      .first()
      .waitFor();
    await page.getByRole("link", { name: "Storyboard", exact: true }).click();
    await allAre(page, "Rendered", /Failed|Blocked|Cancelled|To approve/);
    await expect.poll(() => freeCredits(page)).toBeLessThan(before);
  });

  test("a rendered shot plays in place", async () => {
    await cards(page).first().click();
    await page.keyboard.press("Space");
    const video = page.locator("video").first();
    await video.waitFor();
    await expect.poll(() => video.evaluate((node: HTMLVideoElement) => node.videoWidth)).toBeGreaterThan(0);
    await page.keyboard.press("Space");
    await video.waitFor({ state: "detached" });
  });

  test("the film is exported, checked, and its file is there", async () => {
    await page.getByRole("link", { name: "Exports", exact: true }).click();
    await page.getByRole("button", { name: "Export the film" }).click();
    await page.getByText("checks passed").waitFor({ timeout: 90_000 });
    expect(await page.getByRole("region", { name: "Quality report" }).innerText()).toMatch(/Frame count/);
    const film = readdirSync(opened().folder, { recursive: true, encoding: "utf8" }).find(
      (name) => name.endsWith(".mp4") && !name.includes("blobs"),
    );
    const shown = await page.getByRole("listitem").first().innerText();
    expect(shown).toContain(".mp4");
    if (film !== undefined) {
      expect(statSync(join(opened().folder, film)).size).toBeGreaterThan(10_000);
      expect(readFileSync(join(opened().folder, film)).subarray(4, 8).toString()).toBe("ftyp");
    }
  });

  test("what is left to know is a note, and the checks count checks alone", async () => {
    const report = page.getByRole("region", { name: "Quality report" });
    const notes = report.getByRole("list", { name: "Notes" });
    expect(await notes.innerText()).toMatch(/Provenance[^]*unsigned/);
    expect(await report.getByRole("list").first().innerText()).not.toContain("Provenance");
    const checks = await report.getByRole("list").first().getByRole("listitem").count();
    expect(await report.innerText()).toContain(`/${checks}`);
  });

  test("the finished film plays from its file", async () => {
    await page.getByRole("button", { name: "Play", exact: true }).click();
    const video = page.getByRole("dialog", { name: /the finished file/ }).locator("video");
    expect(await video.getAttribute("src")).toContain("/export/");
    await expect.poll(() => video.evaluate((node: HTMLVideoElement) => node.duration)).toBeGreaterThan(1);
    await expect.poll(() => video.evaluate((node: HTMLVideoElement) => node.videoWidth)).toBe(1280);
    await page.keyboard.press("Escape");
    await video.waitFor({ state: "detached" });
  });

  for (const width of [1440, 1120, 768, 390]) {
    test(`nothing in a job's row lies on another at ${width} px, however long its state is`, async () => {
      await page.getByRole("link", { name: /^Queue/ }).click();
      await page.setViewportSize({ width, height: 900 });
      const row = page.locator(".job-row").first();
      await row.waitFor();
      await row
        .locator(".chip span")
        .last()
        .evaluate((node) => (node.textContent = "Running, last seen 100%"));
      const laps = await row.evaluate((node) => {
        const parts = [...node.children]
          .map((part) => ({ name: part.className, boxes: [part, ...part.querySelectorAll("*")].map((one) => one.getBoundingClientRect()) }))
          .map(({ name, boxes }) => ({ name, boxes: boxes.filter((box) => box.width > 0 && box.height > 0) }));
        const found: string[] = [];
        parts.forEach((one, at) => {
          for (const other of parts.slice(at + 1))
            if (
              one.boxes.some((a) =>
                other.boxes.some(
                  (b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5,
                ),
              )
            )
              found.push(`${one.name} on ${other.name}`);
        });
        const chip = node.querySelector<HTMLElement>(".chip > span:last-child");
        return { found, cut: chip !== null && chip.scrollWidth > chip.clientWidth };
      });
      await page.setViewportSize({ width: 1440, height: 900 });
      expect(laps).toEqual({ found: [], cut: false });
      await page.getByRole("link", { name: "Exports", exact: true }).click();
    });
  }

  test("a new word makes exactly its clip stale", async () => {
    await page.getByRole("link", { name: "Storyboard", exact: true }).click();
    await cards(page).first().click();
    await page.getByRole("textbox", { name: "Action" }).fill("Anna stands still and looks at the sea with her lantern.");
    await page.getByText("All changes saved").waitFor();
    await expect.poll(async () => (await states(page)).filter((label) => label.includes("Stale")).length).toBe(1);
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await expect.poll(async () => (await states(page)).filter((label) => label.includes("Stale")).length).toBe(0);
  });

  test("killed and started again, everything is where it was", async () => {
    await opened().restartHost("SIGKILL");
    await page.reload();
    await allAre(page, "Rendered");
    await page.getByRole("link", { name: /^Queue/ }).click();
    await page.getByText("Done").first().waitFor();
    await page.getByRole("link", { name: "Exports", exact: true }).click();
    await page.getByText("checks passed").waitFor();
  });
});

withChromium("the screens of a film", () => {
  test.each(windows)("no screen breaks WCAG 2.2 AA or scrolls sideways at $size.width px, $theme", async ({ theme, size }) => {
    const seen = await opened().page(size, theme);
    await seen.getByRole("link", { name: /The Letter/ }).waitFor();
    const film = (await seen.getByRole("link", { name: /The Letter/ }).getAttribute("href")) ?? "";
    for (const screen of ["", "storyboard", "queue", "exports"]) {
      if (screen !== "") {
        await seen.evaluate(
          (hash) => {
            window.location.hash = hash;
          },
          film.replace("storyboard", screen),
        );
        await seen.getByRole("navigation", { name: "Main" }).waitFor();
      }
      await seen.locator("main").waitFor();
      await expect
        .poll(() =>
          seen.evaluate(
            () =>
              document.fonts.status === "loaded" &&
              [...document.images].every((image) => image.complete) &&
              !/^Opening/m.test(document.querySelector("main")?.innerText ?? ""),
          ),
        )
        .toBe(true);
      expect(await findings(seen), screen).toEqual([]);
      expect(await seen.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), screen).toBe(true);
    }
    await seen.context().close();
  });

  test("no page complained", () => {
    expect(opened().complaints).toEqual([]);
    expect(existsSync(opened().folder)).toBe(true);
  });
});
