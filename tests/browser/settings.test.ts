// Settings and transfers in a real browser: chosen by mouse and by keys alone, kept over a restart of the core; the library
// verified, moved and swept from the screen; a film out as a folder and in again; files paused and let go.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openWorld, type World } from "./programs.ts";
import { findings, fitsSmall } from "./seen.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();
const story = `INT. LIGHTHOUSE - NIGHT

ANNA reads a letter.

EXT. BEACH - DAWN

ANNA walks along the water.
`;
const shots = process.env["STUDIO_SHOTS"];

describe.skipIf(chromium === undefined)("settings (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
  let world: World;
  let page: Page;
  stepByStep(() => world);
  beforeAll(async () => {
    world = await openWorld(chromium ?? "", true);
    page = await world.page();
  });
  afterAll(async () => {
    expect(world.complaints).toEqual([]);
    await world.close();
  });
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true }).last();
  const picture = async (name: string) => {
    if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`) });
  };

  const go = async (hash: string, heading: string) => {
    await page.evaluate((to) => {
      window.location.hash = to;
    }, hash);
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
  };

  test("a film's clips come down under a limit; one is held back and let go, then all, over a restart of the core", async () => {
    await page.getByRole("textbox", { name: "Story" }).fill(story);
    await page.getByRole("button", { name: "Make a storyboard" }).click();
    await page.getByRole("button", { name: /^Approve all \d+ frames/ }).click({ timeout: 120_000 });
    await page.getByText("Farm ready").waitFor();
    await page.getByRole("button", { name: /^Render \d+ approved/ }).waitFor();
    await go("#/settings", "Settings");
    await page.getByRole("switch", { name: "Limit downloads" }).click();
    await page.getByLabel("KB a second").fill("16");
    await page.getByLabel("KB a second").press("Enter");
    await page.goBack();
    await page.getByRole("button", { name: /^Render \d+ approved/ }).click();
    await go("#/queue", "Queue");
    const running = page.locator("[data-transfer][data-state=running]");
    await running.first().waitFor({ timeout: 110_000 });
    await picture("queue-files");
    const first = page.locator("[data-transfer]").first();
    const id = await first.getAttribute("data-transfer");
    const own = page.locator(`[data-transfer="${id}"]`);
    await own.getByRole("button", { name: /^Pause/ }).focus();
    await page.keyboard.press("Enter");
    await own.getByText("Paused by you").waitFor();
    await world.restartHost("SIGKILL");
    await expect.poll(() => own.getAttribute("data-state"), { timeout: 60_000 }).toBe("paused");
    await page.getByRole("button", { name: "Pause all transfers" }).click();
    await expect.poll(() => running.count()).toBe(0);
    await page.setViewportSize({ width: 390, height: 844 });
    await page
      .getByRole("button", { name: /^Files \d/ })
      .or(page.getByRole("radio", { name: /^Files \d/ }))
      .first()
      .click();
    await picture("queue-files-390");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "At most 16.0 kB a second" }).click();
    await page.getByRole("switch", { name: "Limit downloads" }).click();
    await go("#/queue", "Queue");
    await page.getByRole("button", { name: "Go on with all transfers" }).click();
    await expect.poll(() => page.locator("[data-transfer]:not([data-state=done])").count(), { timeout: 110_000 }).toBe(0);
  });

  test("a theme is kept, a limit and notifications are turned on, all over a restart of the core", async () => {
    await go("#/settings", "Settings");
    await page.getByRole("button", { name: "Light", exact: true }).first().click();
    await page.locator("html[data-theme=light]").waitFor({ state: "attached" });
    await page.getByRole("switch", { name: "Limit downloads" }).click();
    const limit = page.getByLabel("KB a second");
    await limit.fill("3");
    await page.getByText("A limit is a number from 16 to 10,000,000.").waitFor();
    await limit.fill("750");
    await limit.press("Enter");
    // Off again: it is kept.
    await page.locator(".settings-form").filter({ has: limit }).locator("button[aria-disabled=true]").waitFor();
    await world.restartHost("SIGKILL");
    await page.reload();
    await page.locator("html[data-theme=light]").waitFor({ state: "attached" });
    await expect.poll(() => page.getByLabel("KB a second").inputValue()).toBe("750");
    await picture("settings-light");
    await page.getByRole("button", { name: "Dark", exact: true }).first().click();
    await page.locator("html[data-theme=dark]").waitFor({ state: "attached" });
    await picture("settings-dark");
  });

  test("a key is changed by pressing another one, works, and can be put back; two actions never share one", async () => {
    const theirs = page.locator("button[data-action='app:mod+k']");
    await theirs.scrollIntoViewIfNeeded();
    await theirs.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+j");
    await expect.poll(() => theirs.innerText()).toBe("Ctrl J");
    await picture("settings-keys");
    await page.keyboard.press("Control+j");
    await page.getByRole("combobox", { name: "Commands" }).waitFor();
    await page.keyboard.press("Escape");
    const undo = page.locator("button[data-action='app:mod+z']");
    await undo.click();
    await page.keyboard.press("Control+j");
    await page.getByText(/Ctrl J does Commands on this screen already/).waitFor();
    await expect.poll(() => theirs.innerText()).toBe("none");
    await button("All as they were").click();
    await expect.poll(async () => [await theirs.innerText(), await undo.innerText()]).toEqual(["Ctrl K", "Ctrl Z"]);
  });

  test("a file that is missing is found with what uses it, and drawn again", async () => {
    const blobs = join(world.folder, "studio", "blobs", "sha256");
    await expect.poll(() => readdirSync(blobs).length).toBeGreaterThan(1);
    await button("Verify").click();
    await page.getByText(/All is well/).waitFor();
    // A frame that the core drew: clips would be asked from the farm.
    const all = readdirSync(blobs).flatMap((prefix) => readdirSync(join(blobs, prefix)).map((name) => join(blobs, prefix, name)));
    rmSync(all.find((file) => readFileSync(file).subarray(1, 4).toString() === "PNG") ?? "");
    await button("Verify").click();
    await page.getByText(/1 finding/).waitFor();
    await page.getByText(/Used by/).waitFor();
    await button("Repair").scrollIntoViewIfNeeded();
    await picture("settings-finding");
    await button("Repair").click();
    await page.getByText("1 picture drawn again, 0 files asked from the farm, 0 missing.").waitFor();
    await button("Count them").click();
    await page.getByText(/Nothing is unused and older than/).waitFor();
  });

  test("the library moves to another disk while the screen is open, and the old one goes on a press", async () => {
    const target = join(world.folder, "other-disk");
    await page.getByLabel("New folder").fill("relative");
    await page.getByLabel("New folder").press("Enter");
    await page
      .getByText(/Name the whole path of the folder/)
      .first()
      .waitFor();
    await page.getByLabel("New folder").fill(target);
    await page.getByLabel("New folder").press("Enter");
    await page.getByText(/The library was moved from/).waitFor();
    expect(existsSync(join(target, "library", "studio.db"))).toBe(true);
    await button("Remove the old one").click();
    await expect.poll(() => existsSync(join(world.folder, "studio", "blobs"))).toBe(false);
    await page.getByText(target, { exact: true }).first().waitFor();
  });

  test("a film goes out as a folder and comes in again", async () => {
    await button("Write its folder").click();
    const said = page.getByText(/^Written to /);
    await said.waitFor();
    const folder = (await said.innerText()).replace("Written to ", "");
    expect(readdirSync(folder)).toContain("film.json");
    await page.getByLabel("Folder of a film").fill(folder);
    await page.getByLabel("Folder of a film").press("Enter");
    await button("Go to the film").click();
    await page.waitForURL(/storyboard|film/);
    await go("#/settings", "Settings");
  });

  test("it can be used at 390 pixels, and nothing is wrong with it for those who do not see it", async () => {
    await page.getByText(/Reads every file and both databases/).waitFor();
    expect(await findings(page)).toEqual([]);
    await fitsSmall(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await picture("settings-390");
    expect(await findings(page)).toEqual([]);
  });
});
