// Create in a real browser over the real host and farm: the drawing follows the words, presets, recipes, reasons of what
// is off, exact copies, and masks painted by mouse and by keys.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openWorld, type World } from "./programs.ts";
import { findings, windows } from "./seen.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();
const words = "An old man in a yellow coat walks along a pier in the rain";
const prompt = (page: Page) => page.getByRole("textbox", { name: "Prompt" });
const make = (page: Page) => page.locator("[data-make]");
const goTo = (page: Page, hash: string) => page.evaluate((to) => (window.location.hash = to), hash);
const strip = (page: Page) => page.getByRole("region", { name: "Made of late" }).getByRole("button");
const draftPicture = (page: Page) => page.locator("[data-live-draft]").first().getAttribute("src");
/** The part that will change, in percent. */
const share = async (page: Page) => Number(/^(\d+) %/.exec(await page.locator("[data-mask-share]").innerText())?.[1] ?? 0);
const seed = (page: Page) => page.getByRole("textbox", { name: "Seed", exact: true });

describe.skipIf(chromium === undefined)("create (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
  let world: World;
  let page: Page;
  /** The asset whose recipe is opened later. */
  let assetId = "";
  stepByStep(() => world);
  beforeAll(async () => {
    world = await openWorld(chromium ?? "", true);
    page = await world.page();
    await page.getByText("Farm ready").first().waitFor();
    await goTo(page, "#/create");
    await prompt(page).waitFor();
  });
  afterAll(async () => {
    await world?.close();
  });

  test("the drawing follows the words as they are typed", async () => {
    await prompt(page).fill(words);
    await expect.poll(() => draftPicture(page)).toMatch(/^blob:/);
    const before = await draftPicture(page);
    await prompt(page).pressSequentially(" at night", { delay: 5 });
    await expect.poll(() => draftPicture(page)).not.toBe(before);
    await prompt(page).fill(words);
  });

  test("what the engine cannot honour is locked with the engine's own reason", async () => {
    const locked = page.getByRole("group", { name: /^Steps, Guidance, Sampler, cannot be changed/ });
    await locked.waitFor();
    expect(await locked.innerText()).toMatch(/draft engine/i);
    await page.getByRole("group", { name: /^References, cannot be changed/ }).waitFor();
    const sound = page.getByRole("button", { name: "Sound" });
    expect(await sound.getAttribute("aria-disabled")).toBe("true");
    expect(await sound.innerText()).toMatch(/audio engine/);
    expect(await page.getByRole("group", { name: "Quality" }).getByRole("button", { name: "High" }).isDisabled()).toBe(true);
  });

  test("the steps say price and wait, and the button repeats them", async () => {
    await page.getByRole("group", { name: "Images at once" }).getByRole("button", { name: "3" }).click();
    await expect.poll(() => make(page).innerText()).toMatch(/^Make 3 images\s+1 credit[\s,]+.*\d+ s$/);
    await expect.poll(() => page.getByRole("table", { name: "What it costs" }).innerText()).toMatch(/3 images/);
  });

  test("a seed that is none is said at its field and changes nothing", async () => {
    await seed(page).fill("41x");
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(/digits/);
    await seed(page).fill("418 204 771");
    await seed(page).press("Enter");
    await page.getByRole("button", { name: "Another seed each time" }).waitFor();
    expect(await seed(page).inputValue()).toBe("418 204 771");
  });

  test("three drafts are made and arrive in the strip", async () => {
    await prompt(page).press("Control+Enter");
    await expect.poll(() => strip(page).count()).toBe(3);
    await expect
      .poll(() =>
        strip(page)
          .locator("img")
          .evaluateAll((all) => (all as HTMLImageElement[]).every((image) => image.naturalWidth > 0)),
      )
      .toBe(true);
  });

  test("a preset is saved, marks what was changed since, and is chosen again", async () => {
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("textbox", { name: "Name of the preset" }).fill("Three at once");
    await page.keyboard.press("Enter");
    const menu = page.getByRole("button", { name: /^Preset\s*Three at once/ });
    await menu.waitFor();
    expect(await menu.innerText()).not.toMatch(/change/);
    await page.getByRole("group", { name: "Images at once" }).getByRole("button", { name: "6" }).click();
    await expect.poll(() => menu.innerText()).toMatch(/1 change/);
    await menu.click();
    await page.getByRole("menuitem", { name: "Back to the preset" }).click();
    await expect.poll(() => menu.innerText()).not.toMatch(/change/);
    // Words and seed are none of a preset's business.
    expect([await prompt(page).inputValue(), await seed(page).inputValue()]).toEqual([words, "418 204 771"]);
  });

  test("a preset goes out as a file and comes in again under a name of its own; what is none is refused", async () => {
    await page.getByRole("button", { name: /^Preset\s*Three at once/ }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Export to a file" }).click()]);
    const file = join(world.folder, "preset.json");
    await download.saveAs(file);
    expect(readFileSync(file, "utf8")).toContain("Three at once");
    await page.locator("[data-preset-file]").setInputFiles(file);
    await page.getByText("1 preset read").first().waitFor();
    await page.getByRole("button", { name: /^Preset\s*Three at once/ }).click();
    await page.getByRole("menuitem", { name: "Three at once 2" }).waitFor();
    await page.keyboard.press("Escape");
    const bad = join(world.folder, "bad.json");
    writeFileSync(bad, "{ not json");
    await page.locator("[data-preset-file]").setInputFiles(bad);
    await page
      .getByText(/no preset file/)
      .first()
      .waitFor();
  });

  test("draft and preset stand there after a reload", async () => {
    await page.reload();
    await page.getByRole("button", { name: /^Preset\s*Three at once/ }).waitFor();
    expect([await prompt(page).inputValue(), await seed(page).inputValue()]).toEqual([words, "418 204 771"]);
  });

  test("the recipe of an asset opens, and the draft before it is brought back", async () => {
    await goTo(page, "#/workspace");
    const made = page.locator("[data-item] [data-tile]").nth(1);
    await made.focus();
    await page.keyboard.press("i");
    await page.getByRole("button", { name: "Rerun with one change" }).click();
    await expect.poll(() => page.url()).toMatch(/#\/create\/[0-9a-f-]{36}$/);
    assetId = page.url().split("/").at(-1) ?? "";
    await expect.poll(() => seed(page).inputValue()).not.toBe("418 204 771");
    expect(await prompt(page).inputValue()).toBe(words);
    await prompt(page).fill("Something else");
    await page.getByRole("button", { name: "Bring back my draft" }).click();
    await expect.poll(() => seed(page).inputValue()).toBe("418 204 771");
    expect(await prompt(page).inputValue()).toBe(words);
  });

  test("an edit asks for its picture, says why no engine does it, and an exact copy is free", async () => {
    await goTo(page, "#/create");
    await page.getByRole("button", { name: "Edit", exact: true }).first().click();
    await page.getByRole("heading", { name: "Which picture changes?" }).waitFor();
    await page.getByRole("button", { name: "Choose a picture" }).click();
    await page.getByRole("dialog", { name: "Choose a picture" }).locator("li button").first().click();
    await page.locator("[data-mask-stage]").waitFor();
    await expect.poll(() => make(page).getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("group", { name: /^Mask, cannot be changed/ }).waitFor();
    await page.getByRole("switch", { name: "Exact copy" }).click();
    await page.getByRole("button", { name: /^Copy the file/ }).click();
    await page.getByText("Copied, byte for byte").first().waitFor();
  });

  test("a mask is painted by mouse, inverted and taken back, and its part is said", async () => {
    expect(await page.locator("[data-mask-share]").innerText()).toBe("nothing is masked");
    const box = await page.locator("[data-mask-stage]").boundingBox();
    if (box === null) throw new Error("the picture is not there");
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => share(page)).toBeGreaterThan(1);
    const painted = await share(page);
    await page.keyboard.press("x");
    await expect.poll(() => share(page)).toBeGreaterThanOrEqual(99 - painted);
    await page.keyboard.press("Control+z");
    await expect.poll(() => share(page)).toBe(painted);
    await page.keyboard.press("Control+z");
    await expect.poll(() => share(page)).toBe(0);
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(() => share(page)).toBe(painted);
  });

  test("a rectangle and a lasso paint too, and the eraser wipes", async () => {
    const before = await share(page);
    const box = await page.locator("[data-mask-stage]").boundingBox();
    if (box === null) throw new Error("the picture is not there");
    const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
    await page.keyboard.press("m");
    await page.mouse.move(...at(0.7, 0.1));
    await page.mouse.down();
    await page.mouse.move(...at(0.9, 0.3), { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => share(page)).toBe(before + 4);
    await page.keyboard.press("l");
    await page.mouse.move(...at(0.1, 0.7));
    await page.mouse.down();
    for (const [x, y] of [at(0.3, 0.7), at(0.3, 0.9), at(0.1, 0.9)]) await page.mouse.move(x, y, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => share(page)).toBeGreaterThanOrEqual(before + 7);
    const all = await share(page);
    await page.keyboard.press("e");
    await page.mouse.move(...at(0.72, 0.2));
    await page.mouse.down();
    await page.mouse.move(...at(0.88, 0.2), { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => share(page)).toBeLessThan(all);
  });

  test("keys alone paint: brush larger, arrows, Space held, Enter down and up", async () => {
    await page.getByRole("button", { name: "Clear the mask" }).click();
    await expect.poll(() => share(page)).toBe(0);
    await page.keyboard.press("b");
    await page.keyboard.press("p");
    await expect.poll(() => page.evaluate(() => document.activeElement?.hasAttribute("data-mask-stage"))).toBe(true);
    const width = () => page.locator("[data-mask-cursor]").evaluate((node) => node.getBoundingClientRect().width);
    await page.keyboard.press("ArrowRight");
    const small = await width();
    await page.keyboard.press("]");
    await expect.poll(width).toBeGreaterThan(small);
    await page.keyboard.down(" ");
    for (let press = 0; press < 6; press += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.up(" ");
    await expect.poll(() => share(page)).toBeGreaterThan(1);
    const once = await share(page);
    await page.keyboard.press("Enter");
    for (let press = 0; press < 6; press += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => share(page)).toBeGreaterThan(once);
  });

  test("the mask is kept with the draft and opens again as it was painted", async () => {
    const painted = await share(page);
    await page.locator("[data-mask-share][data-kept=true]").waitFor();
    // Picture and mask both: what is kept of the draft is priced with it.
    await page.getByText(/^2 files go to the farm first/).waitFor();
    await page.waitForFunction(() => window.localStorage.getItem("studio.create-draft") === null);
    await page.reload();
    await page.locator("[data-mask-stage]").waitFor();
    await expect.poll(() => share(page)).toBeGreaterThanOrEqual(painted - 1);
    expect(await share(page)).toBeLessThanOrEqual(painted + 1);
  });

  test("an address with a recipe opens it directly, and one that is none says so", async () => {
    await goTo(page, `#/create/${assetId}`);
    await expect.poll(() => prompt(page).inputValue()).toBe(words);
    await goTo(page, "#/create/01a00000-0000-7000-8000-000000000001");
    await page.getByText("That was not done").first().waitFor();
    expect(await prompt(page).inputValue()).toBe(words);
  });

  test.each(windows)("nothing hinders in the $theme theme at $size.width px, on every tab", async ({ theme, size }) => {
    const own = await world.page(size, theme);
    await goTo(own, "#/create");
    for (const tab of ["Image", "Edit", "Clip"]) {
      await own.getByRole("button", { name: tab, exact: true }).first().click();
      await own.locator("[data-make]").first().waitFor();
      expect(await own.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      expect(await findings(own)).toEqual([]);
      const shots = process.env["SCREENS_TO"];
      if (shots !== undefined) await own.screenshot({ path: `${shots}/create-${tab.toLowerCase()}-${size.width}-${theme}.png` });
    }
    await own.context().close();
  });

  test("no page complained", () => {
    expect(world.complaints).toEqual([]);
  });
});
