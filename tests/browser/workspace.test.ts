// The workspace in a real browser over the real host and farm: a prompt is priced, made, watched, kept, discarded,
// compared and run again, by mouse and by keys alone.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openWorld, type World } from "./programs.ts";
import { findings, windows } from "./seen.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();
const words = "A lighthouse on a headland at first light, the lamp still burning";
const tiles = (page: Page) => page.locator("[data-item]");
const states = (page: Page) => tiles(page).evaluateAll((all) => all.map((tile) => tile.getAttribute("data-state")));
const prompt = (page: Page) => page.getByRole("textbox", { name: "Prompt" });
const make = (page: Page) => page.locator("[data-make]");
const goTo = (page: Page, hash: string) => page.evaluate((to) => (window.location.hash = to), hash);

describe.skipIf(chromium === undefined)("workspace (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
  let world: World;
  let page: Page;
  stepByStep(() => world);
  beforeAll(async () => {
    world = await openWorld(chromium ?? "", true);
    page = await world.page();
    await page.getByText("Farm ready").first().waitFor();
    await goTo(page, "#/workspace");
  });
  afterAll(async () => {
    await world?.close();
  });

  test("an empty workspace teaches, and its examples become the prompt", async () => {
    await page.getByRole("heading", { name: "What do you want to see?" }).waitFor();
    await page.getByRole("button", { name: words }).click();
    expect(await prompt(page).inputValue()).toBe(words);
  });

  test("price and wait stand there before the press, and the button says what is made", async () => {
    await page.getByRole("group", { name: "Images at once" }).getByRole("button", { name: "3" }).click();
    await expect.poll(() => make(page).innerText()).toMatch(/^Make 3 images\s+1 credit$/);
    await expect.poll(() => page.locator("[data-wait]").innerText()).toMatch(/^Wait .*\d+ s/);
  });

  test("without words the button is off and says why", async () => {
    await prompt(page).fill("");
    await expect.poll(() => make(page).getAttribute("aria-disabled")).toBe("true");
    await make(page).focus();
    await page.getByText("Write what it shows.").waitFor();
    await prompt(page).fill(words);
    await expect.poll(() => make(page).getAttribute("aria-disabled")).toBeNull();
  });

  test("three places stand there at once and fill as images arrive", async () => {
    await prompt(page).press("Control+Enter");
    await expect.poll(() => tiles(page).count()).toBe(3);
    await expect.poll(() => page.locator("[data-group]").first().innerText()).toMatch(/lighthouse[\s\S]*Draft engine, draft, 3 images/);
    await expect.poll(() => states(page)).toEqual(["staged", "staged", "staged"]);
    await expect
      .poll(() =>
        tiles(page)
          .locator("img")
          .evaluateAll((all) => (all as HTMLImageElement[]).filter((image) => image.naturalWidth > 0).length),
      )
      .toBe(3);
  });

  test("one is kept and one is discarded by keys, and undo brings it back", async () => {
    await tiles(page).first().locator("[data-tile]").focus();
    await page.keyboard.press("k");
    await expect.poll(() => states(page)).toEqual(["kept", "staged", "staged"]);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("x");
    await expect.poll(() => states(page)).toEqual(["kept", "discarded", "staged"]);
    expect(await tiles(page).nth(1).innerText()).toMatch(/Discarded, gone /);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await expect.poll(() => states(page)).toEqual(["kept", "staged", "staged"]);
    await tiles(page).nth(1).locator("[data-tile]").focus();
    await page.keyboard.press("x");
    await expect.poll(() => states(page)).toEqual(["kept", "discarded", "staged"]);
    await page.keyboard.press("Control+z");
    await expect.poll(() => states(page)).toEqual(["kept", "staged", "staged"]);
  });

  test("the buttons on a tile do the same by mouse", async () => {
    await tiles(page).nth(2).hover();
    await tiles(page).nth(2).getByRole("button", { name: "Discard", exact: true }).click();
    await expect.poll(() => states(page)).toEqual(["kept", "staged", "discarded"]);
    await tiles(page).nth(2).hover();
    await tiles(page).nth(2).getByRole("button", { name: "Keep after all" }).click();
    await expect.poll(() => states(page)).toEqual(["kept", "staged", "kept"]);
  });

  test("two that are chosen are compared side by side, and Escape goes back", async () => {
    await tiles(page).first().locator("[data-tile]").focus();
    await page.keyboard.press("s");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("s");
    await page.keyboard.press("c");
    const lightbox = page
      .getByRole("dialog")
      .filter({ has: page.locator("img") })
      .last();
    await lightbox.waitFor();
    await expect.poll(() => lightbox.locator("img").count()).toBeGreaterThan(1);
    await page.keyboard.press("Escape");
    await expect
      .poll(() =>
        page
          .getByRole("dialog")
          .filter({ has: page.locator("img") })
          .count(),
      )
      .toBe(0);
  });

  test("the recipe of an item says its words and its seed", async () => {
    await tiles(page).first().locator("[data-tile]").focus();
    await page.keyboard.press("i");
    const panel = page.getByRole("complementary", { name: /^Recipe/ });
    await expect.poll(() => panel.innerText()).toContain(words);
    expect(await panel.innerText()).toMatch(/Seed/);
    await page.keyboard.press("i");
    await expect.poll(() => panel.count()).toBe(0);
  });

  test("a filter shows only its kind, and keep all keeps what is left", async () => {
    await page.getByRole("group", { name: "Show" }).getByRole("button", { name: "Clips" }).click();
    await page.getByText("Nothing of this kind.").waitFor();
    await page.getByRole("group", { name: "Show" }).getByRole("button", { name: "All" }).click();
    await expect.poll(() => tiles(page).count()).toBe(3);
    await page.getByRole("button", { name: "Keep all", exact: true }).click();
    await expect.poll(() => states(page)).toEqual(["kept", "kept", "kept"]);
  });

  test("what was made stands there after a reload, and the prompt too", async () => {
    await prompt(page).fill("A pier in the rain");
    await page.reload();
    await expect.poll(() => states(page)).toEqual(["kept", "kept", "kept"]);
    expect(await prompt(page).inputValue()).toBe("A pier in the rain");
  });

  test("run again puts the recipe into the composer with another seed, and the draft before it can be brought back", async () => {
    await page.getByRole("button", { name: "Run again" }).first().click();
    await expect.poll(() => prompt(page).inputValue()).toBe(words);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").fill("All controls");
    await page.keyboard.press("Enter");
    // The palette holds what its screen offers when it opens.
    await page.getByRole("button", { name: "Start afresh" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").fill("Bring back");
    await page.keyboard.press("Enter");
    await expect.poll(() => prompt(page).inputValue()).toBe("A pier in the rain");
    await goTo(page, "#/workspace");
    await tiles(page).first().waitFor();
  });

  test.each(windows)("nothing hinders in the $theme theme at $size.width px", async ({ theme, size }) => {
    const own = await world.page(size, theme);
    await goTo(own, "#/workspace");
    await tiles(own).first().waitFor();
    await own.locator("[data-make]").waitFor();
    expect(await own.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await findings(own)).toEqual([]);
    const shots = process.env["SCREENS_TO"];
    if (shots !== undefined) await own.screenshot({ path: `${shots}/workspace-${size.width}-${theme}.png` });
    await own.context().close();
  });

  test("no page complained", () => {
    expect(world.complaints).toEqual([]);
  });
});
