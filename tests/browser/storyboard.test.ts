// The storyboard in a real browser over the real host, without a farm: a story becomes frames, words
// change pictures as they are typed, approvals and titles stay, and nothing is lost on the way.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openWorld, type World } from "./programs.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();
const story = readFileSync(join(import.meta.dirname, "../../shared/samples/paper-boats.txt"), "utf8");

/** Makes a film of the sample story by pasting it, and leaves the page on its storyboard. */
async function pasteStory(page: Page, title: string): Promise<void> {
  await page.getByRole("textbox", { name: "Story" }).fill(story);
  await page.getByLabel("Title of the film").fill(title);
  await page.getByRole("button", { name: "Make a storyboard" }).click();
  await page.locator("[data-shot]").first().waitFor();
}

const cards = (page: Page) => page.locator("[data-shot]");
const actionField = (page: Page) => page.getByRole("textbox", { name: "Action" });
/** Address of the inspector's picture. */
const picture = (page: Page) => page.getByRole("complementary").locator("img").first().getAttribute("src");
const saved = (page: Page) => page.getByText("All changes saved").waitFor();

describe.skipIf(chromium === undefined)("storyboard (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
  let world: World;
  let page: Page;
  stepByStep(() => world);
  beforeAll(async () => {
    world = await openWorld(chromium ?? "", false);
    page = await world.page();
  });
  afterAll(async () => {
    await world?.close();
  });

  test("the studio opens dark, whatever the system prefers", async () => {
    await page.getByRole("button", { name: "Open the sample film" }).waitFor();
    expect(
      await page.evaluate(() => [document.documentElement.dataset["theme"], matchMedia("(prefers-color-scheme: light)").matches]),
    ).toEqual(["dark", true]);
  });

  test("the token leaves the address at once", () => {
    expect(page.url()).not.toContain("token");
  });

  test("an empty story is refused at its field, and what was typed stays", async () => {
    await page.getByRole("textbox", { name: "Story" }).fill("   ");
    await page.getByRole("button", { name: "Make a storyboard" }).click();
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(/empty/);
    expect(await page.getByRole("textbox", { name: "Story" }).getAttribute("aria-invalid")).toBe("true");
    expect(await page.getByRole("textbox", { name: "Story" }).inputValue()).toBe("   ");
    await page.getByRole("button", { name: "Clear" }).click();
  });

  test("a file that is no text is refused with what to do", async () => {
    const file = join(world.folder, "photo.txt");
    writeFileSync(file, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 1, 2, 3, 0, 0, 0xfe, 0xff]));
    await page.locator("input[type=file]").setInputFiles(file);
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(/\.txt, \.md or \.fountain/);
  });

  test("a pasted story becomes scenes and shots, each with a frame", async () => {
    await pasteStory(page, "Boats");
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain("Boats");
    expect(await cards(page).count()).toBeGreaterThan(5);
    await expect
      .poll(() =>
        cards(page).evaluateAll((all) => all.filter((card) => /^blob:|\/media\//.test(card.querySelector("img")?.src ?? "")).length),
      )
      .toBe(await cards(page).count());
    // The kept frames replace what was drawn live; only those can be approved.
    await expect.poll(() => cards(page).evaluateAll((all) => all.every((card) => card.textContent?.includes("To approve")))).toBe(true);
  });

  test("typing changes the picture before it is kept, and every letter is kept", async () => {
    await cards(page).nth(1).click();
    const before = await picture(page);
    const words = "A lantern burns on the sand beside a small paper boat.";
    await actionField(page).fill("");
    await actionField(page).pressSequentially(words, { delay: 5 });
    await expect.poll(() => picture(page)).not.toBe(before);
    await saved(page);
    await page.reload();
    await cards(page).nth(1).click();
    expect(await actionField(page).inputValue()).toBe(words);
  });

  test("a reload in the middle of a word loses no letter", async () => {
    await cards(page).nth(2).click();
    await actionField(page).fill("Half a wor");
    await page.reload();
    await cards(page).nth(2).click();
    await expect.poll(() => actionField(page).inputValue()).toBe("Half a wor");
    await saved(page);
  });

  test("one frame is approved by key, a scene by its button, and undo takes it back", async () => {
    await cards(page).first().click();
    await page.keyboard.press("a");
    await expect.poll(() => cards(page).first().textContent()).toContain("Approved");
    const scene = page.getByRole("region", { name: "Scene 2" });
    await scene.getByRole("button", { name: /^Approve( \d+)? frame/ }).click();
    await expect
      .poll(() => scene.locator("[data-shot]").evaluateAll((all) => all.every((card) => card.textContent?.includes("Approved"))))
      .toBe(true);
    await page
      .getByRole("dialog", { name: /frames? approved/ })
      .first()
      .getByRole("button", { name: "Undo" })
      .click();
    await expect.poll(() => scene.locator("[data-shot]").first().textContent()).toContain("To approve");
  });

  test("changing an approved shot asks for its approval again", async () => {
    await cards(page).first().click();
    await actionField(page).fill("A man walks along the water with a lamp.");
    await saved(page);
    await expect.poll(() => cards(page).first().textContent()).toContain("To approve");
  });

  test("arrows move through shots and scenes without a mouse", async () => {
    await cards(page).first().click();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-pressed"))).toBe("true");
    const second = await cards(page).nth(1).getAttribute("data-shot");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-shot"))).toBe(second);
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("section")?.getAttribute("aria-label"))).toBe("Scene 2");
  });

  const order = (scene: number) =>
    page
      .getByRole("region", { name: `Scene ${scene}`, exact: true })
      .locator("[data-shot]")
      .evaluateAll((all) => all.map((card) => card.getAttribute("data-shot") ?? ""));

  test("in a window where every card of a scene is in sight", async () => {
    await page.setViewportSize({ width: 3200, height: 1200 });
    expect((await order(1)).length + (await order(2)).length).toBeGreaterThan(5);
  });

  test("Space lifts a shot, arrows move it over the end of its scene, Escape puts it back", async () => {
    const [first, second] = [await order(1), await order(2)];
    await cards(page).first().click();
    await page.locator(`[data-grip="${first[0]}"]`).focus();
    await page.keyboard.press("Space");
    for (const _shot of first) await page.keyboard.press("ArrowRight");
    await expect.poll(() => order(2)).toEqual([first[0], ...second]);
    expect(await page.locator("main [role=status]").last().innerText()).toMatch(/lifted: 1st of \d+ in scene 2/);
    await page.keyboard.press("Escape");
    await expect.poll(() => order(1)).toEqual(first);
    expect(await page.locator("main [role=status]").last().innerText()).toMatch(/back where it was/);
  });

  test("Space drops it where it is, and undo takes the move back", async () => {
    const first = await order(1);
    await cards(page).first().click();
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    const moved = [first[1], first[0], ...first.slice(2)];
    await expect.poll(() => order(1)).toEqual(moved);
    await page.reload();
    await cards(page).first().waitFor();
    expect(await order(1)).toEqual(moved);
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await expect.poll(() => order(1)).toEqual(first);
  });

  test("a card is dragged into another scene", async () => {
    const [first, second] = [await order(1), await order(2)];
    const target = page.locator(`[data-card="${second[0]}"]`);
    const box = await target.boundingBox();
    await page.locator(`[data-card="${first[1]}"]`).dragTo(target, { targetPosition: { x: (box?.width ?? 0) - 8, y: 40 } });
    await expect.poll(() => order(2)).toEqual([second[0], first[1], ...second.slice(1)]);
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await expect.poll(() => order(1)).toEqual(first);
  });

  test("several shots are moved by keys and by the mouse, each time in one step of undo", async () => {
    const [first, second] = [await order(1), await order(2)];
    const undo = page.getByRole("button", { name: /^Undo/ }).first();
    const choose = async () => {
      await page.locator(`[data-shot="${first[0]}"]`).click();
      await page.locator(`[data-shot="${first[1]}"]`).click({ modifiers: ["Shift"] });
    };
    const moved = [second[0], first[0], first[1], ...second.slice(1)];
    await choose();
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await page.getByRole("dialog", { name: "2 shots moved" }).waitFor();
    expect(await order(2)).toEqual(moved);
    await undo.click();
    await expect.poll(() => order(1)).toEqual(first);
    expect(await order(2)).toEqual(second);
    await choose();
    const target = page.locator(`[data-card="${second[0]}"]`);
    const box = await target.boundingBox();
    await page.locator(`[data-card="${first[1]}"]`).dragTo(target, { targetPosition: { x: (box?.width ?? 0) - 8, y: 40 } });
    await expect.poll(() => order(2)).toEqual(moved);
    await undo.click();
    await expect.poll(() => order(1)).toEqual(first);
    expect(await order(2)).toEqual(second);
    await page.keyboard.press("Escape");
  });

  test("several shots are chosen, approved together and deleted together", async () => {
    const second = await order(2);
    const card = (at: number) => page.locator(`[data-shot="${second[at]}"]`);
    await card(0).click();
    await card(2).click({ modifiers: ["Shift"] });
    const bar = page.getByRole("toolbar", { name: "Selected shots" });
    expect(await bar.innerText()).toContain("3 shots selected");
    await card(1).click({ modifiers: ["Control"] });
    expect(await bar.innerText()).toContain("2 shots selected");
    await bar.getByRole("button", { name: /^Approve 2 frames/ }).click();
    await expect.poll(() => card(2).textContent()).toContain("Approved");
    expect(await card(1).textContent()).toContain("To approve");
    await bar.getByRole("button", { name: "Delete 2 shots" }).click();
    await expect.poll(() => order(2)).toEqual(second.filter((id) => id !== second[0] && id !== second[2]));
    await page.getByRole("dialog", { name: "2 shots removed" }).getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => order(2)).toEqual(second);
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test("no state covers the mark of a draft on its card", async () => {
    const covered = await cards(page).evaluateAll(
      (all) =>
        all.filter((card) => {
          const picture = card.querySelector(".picture")?.getBoundingClientRect();
          if (picture === undefined) return false;
          // Where the drawing puts DRAFT and the slate, in its 1280 by 720.
          const [right, bottom] = [picture.left + (picture.width * 440) / 1280, picture.top + (picture.height * 50) / 720];
          return [...card.querySelectorAll(".over")].some((chip) => {
            const box = chip.getBoundingClientRect();
            return box.left < right && box.top < bottom;
          });
        }).length,
    );
    expect(covered).toBe(0);
    expect(await page.locator("[data-card]").evaluateAll((all) => all.every((card) => card.textContent?.includes("Draft")))).toBe(true);
  });

  test("an older take becomes the shot again", async () => {
    await page.getByRole("region", { name: "Scene 3", exact: true }).locator("[data-shot]").first().click();
    const before = await actionField(page).inputValue();
    await actionField(page).fill("An empty beach.");
    await saved(page);
    const takes = page.getByRole("list", { name: "Takes" }).getByRole("button");
    await expect.poll(() => takes.count()).toBeGreaterThan(1);
    const older = page.getByRole("list", { name: "Takes" }).getByRole("button", { name: /older than the shot/ });
    await older.first().click();
    await page.getByRole("button", { name: "Use this take" }).click();
    await expect.poll(() => actionField(page).inputValue()).toBe(before);
  });

  test("the title is changed in place, and an empty one is refused at the field", async () => {
    await page.getByRole("heading", { level: 1 }).getByRole("button").click();
    const field = page.getByLabel("Title of the film");
    await field.fill("");
    await field.press("Enter");
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(/title/);
    await field.fill("Boats for Jonas");
    await field.press("Enter");
    await expect.poll(() => page.getByRole("heading", { level: 1 }).innerText()).toContain("Boats for Jonas");
  });

  test("the story shows each shot's words and leads to its shot", async () => {
    await page.getByRole("button", { name: "Story", exact: true }).click();
    const passage = page.getByRole("button", { name: /hundred boats/ });
    await passage.click();
    expect(await passage.getAttribute("aria-pressed")).toBe("true");
    expect(await page.locator("main").innerText()).toContain("the great white beam turns, and turns.");
    await page.getByRole("button", { name: "Frames", exact: true }).click();
  });

  test("without a farm what is rendered waits here, and cancelling it costs nothing", async () => {
    await cards(page).first().click();
    await page.keyboard.press("a");
    await page.getByRole("button", { name: /^Render \d+ approved shot/ }).click();
    await page.getByText("Waiting to send").first().waitFor();
    await page.getByRole("link", { name: /^Queue/ }).click();
    await page
      .getByRole("button", { name: /^Cancel Scene/ })
      .first()
      .click();
    await page.getByText("Cancelled").first().waitFor();
    await page.getByRole("link", { name: "Storyboard", exact: true }).click();
    await cards(page).first().waitFor();
  });

  test("a host that dies comes back under the page with everything in place", async () => {
    await cards(page).first().click();
    await world.restartHost("SIGKILL");
    await page.getByText("All changes saved").waitFor();
    await actionField(page).fill("The tide has turned.");
    await saved(page);
    await page.reload();
    await cards(page).first().click();
    expect(await actionField(page).inputValue()).toBe("The tide has turned.");
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain("Boats for Jonas");
  });

  test("a removed film comes back by undo", async () => {
    await page.getByRole("link", { name: "Films", exact: true }).click();
    const film = page.getByRole("link", { name: /Boats for Jonas/ });
    await film.waitFor();
    await film.hover();
    await page.getByRole("button", { name: "Remove Boats for Jonas" }).click();
    await film.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await film.waitFor();
  });

  test("no page complained", () => {
    expect(world.complaints).toEqual([]);
  });
});
