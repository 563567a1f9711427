// What can be done is found by its name in the palette, with its key; and what opens over a screen closes
// by Escape and gives the focus back to what opened it.
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openWorld, type World } from "./programs.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();
const story = "INT. KITCHEN - NIGHT\n\nANNA pours tea.\n\nTOM looks at the door.\n\nEXT. GARDEN - DAY\n\nANNA runs to the gate.\n";

const palette = (page: Page) => page.getByRole("dialog", { name: "Commands" });

/** The palette's lines as "label | key". */
async function commands(page: Page): Promise<string[]> {
  await page.keyboard.press("Control+k");
  await palette(page).waitFor();
  const lines = await palette(page)
    .getByRole("option")
    .evaluateAll((all) => all.map((line) => [...line.children].map((part) => part.textContent).join(" | ")));
  await page.keyboard.press("Escape");
  await palette(page).waitFor({ state: "detached" });
  return lines;
}

const focused = (target: Locator) => expect.poll(() => target.evaluate((node) => node === document.activeElement)).toBe(true);

describe.skipIf(chromium === undefined)("what can be reached (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
  let world: World;
  let page: Page;
  const card = () => page.locator("[data-shot]").first();
  stepByStep(() => world);
  beforeAll(async () => {
    world = await openWorld(chromium ?? "", false);
    page = await world.page();
  });
  afterAll(async () => {
    await world?.close();
  });

  test("a script becomes frames that can be approved", async () => {
    await page.getByRole("textbox", { name: "Story" }).fill(story);
    await page.getByRole("button", { name: "Make a storyboard" }).click();
    await expect
      .poll(() => page.locator("[data-shot]").allTextContents())
      .toSatisfy((all: string[]) => all.length > 0 && all.every((text) => text.includes("To approve")));
  });

  test("the palette lists what can be done with the selected shot, each with its key", async () => {
    await card().click();
    expect(await commands(page)).toEqual(
      expect.arrayContaining([
        "Approve frame 1A | A",
        "Approve the frames of scene 1 | Shift A",
        "Play: Shot 1A | Space",
        "Edit the words of shot 1A | E",
        "Redraw with another seed | R",
        "Move shot 1A | M",
        "Select the next shot too | Shift →",
        "Remove the shot | Delete",
        "All keys | ?",
      ]),
    );
  });

  test("what is typed right behind the palette's key goes into the palette, however late the screen is drawn", async () => {
    const before = await card().textContent();
    await card().focus();
    await page.evaluate(() => {
      const draw = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (run) => window.setTimeout(() => draw(run), 700);
      window.addEventListener("drawn", () => (window.requestAnimationFrame = draw), { once: true });
    });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("area");
    expect(await palette(page).getByRole("combobox").inputValue()).toBe("area");
    await page.evaluate(() => window.dispatchEvent(new Event("drawn")));
    await page.keyboard.press("Escape");
    await palette(page).waitFor({ state: "detached" });
    await focused(card());
    expect(await card().textContent()).toBe(before);
  });

  test("a command of the palette does what its key does", async () => {
    for (const [name, bar] of [
      ["Select the next shot too", "2 shots selected"],
      ["Clear the selection", null],
    ] as const) {
      await page.keyboard.press("Control+k");
      await page.keyboard.type(name);
      await page.keyboard.press("Enter");
      if (bar === null) await page.getByRole("toolbar", { name: "Selected shots" }).waitFor({ state: "detached" });
      else await page.getByText(bar).waitFor();
    }
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Edit the words");
    await page.keyboard.press("Enter");
    await focused(page.getByRole("textbox", { name: "Action" }));
    await page.keyboard.press("Escape");
    await focused(card());
  });

  test("a command has the last word on the focus and the palette opens fresh again at once, however late the screen is drawn", async () => {
    await card().focus();
    await page.evaluate(() => {
      const draw = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (run) => window.setTimeout(() => draw(run), 700);
      window.addEventListener("drawn", () => (window.requestAnimationFrame = draw), { once: true });
    });
    for (const name of ["Select the next shot too", "Clear the selection", "Edit the words"]) {
      await page.keyboard.press("Control+k");
      await page.keyboard.type(name);
      expect(await palette(page).getByRole("combobox").inputValue()).toBe(name);
      await page.keyboard.press("Enter");
    }
    await page.evaluate(() => window.dispatchEvent(new Event("drawn")));
    await focused(page.getByRole("textbox", { name: "Action" }));
    await page.keyboard.press("Escape");
    await focused(card());
    await page.getByRole("toolbar", { name: "Selected shots" }).waitFor({ state: "detached" });
  });

  test("the queue offers what can be done with the chosen job, each with its key", async () => {
    await page.keyboard.press("a");
    await page.getByRole("button", { name: /^Render 1 approved shot/ }).click();
    await page.getByText("1 shot waits here for the farm").waitFor();
    await page.getByRole("link", { name: /^Queue/ }).click();
    await page.locator("[data-job]").waitFor();
    expect(await commands(page)).toContain("Cancel Scene 1, shot A | Delete");
    await page.locator("[data-job]").click();
    await page.keyboard.press("Delete");
    await page.getByText("Cancelled").first().waitFor();
    expect(await commands(page)).toContain("Try again: Scene 1, shot A | R");
    await page.getByRole("link", { name: "Storyboard", exact: true }).click();
    await card().click();
  });

  test("Escape closes the palette and the keys, and the card has the focus again", async () => {
    for (const [key, name] of [
      ["Control+k", "Commands"],
      ["?", "All keys"],
    ] as const) {
      await card().focus();
      await page.keyboard.press(key);
      await page.getByRole("dialog", { name }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog", { name }).waitFor({ state: "detached" });
      await focused(card());
    }
  });

  test("Escape closes a scene's settings and the large picture, and their buttons have the focus again", async () => {
    const more = page.getByRole("button", { name: "More for scene 1", exact: true });
    await more.click();
    await page.getByRole("menuitem", { name: "Place, light and mood" }).click();
    await page.locator(".dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".dialog").waitFor({ state: "detached" });
    await focused(more);
    const large = page.getByRole("button", { name: "Open large" });
    await large.click();
    await page.locator(".dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".dialog").waitFor({ state: "detached" });
    await focused(large);
  });

  test("Escape folds the sheet of a small window, and its head has the focus again", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const head = page.locator("[data-peek]");
    await head.click();
    await page.getByRole("textbox", { name: "Action" }).waitFor();
    await page.keyboard.press("Escape");
    await focused(head);
  });

  test("Escape leaves a field of the open sheet for the sheet's head, the next one folds it", async () => {
    await page.locator("[data-peek]").click();
    await page.getByRole("textbox", { name: "Action" }).focus();
    await page.keyboard.press("Escape");
    await focused(page.getByRole("region", { name: "Shot 1A" }).getByRole("heading", { name: "Shot 1A" }));
    // Its keys go on from there, with the focus in the sheet.
    await page.keyboard.press("ArrowRight");
    await focused(page.getByRole("region", { name: "Shot 1B" }).getByRole("heading", { name: "Shot 1B" }));
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Escape");
    await focused(page.locator("[data-peek]"));
  });

  test("in a middle window Escape closes the inspector, and the card has the focus again", async () => {
    await page.setViewportSize({ width: 1000, height: 800 });
    await card().click();
    await card().click();
    await page.getByRole("textbox", { name: "Action" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
    await focused(card());
  });

  test("no page complained", () => {
    expect(world.complaints).toEqual([]);
  });
});
