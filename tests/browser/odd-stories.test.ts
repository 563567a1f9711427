// Stories of a kind that nobody tried first: other writing directions, pictures for names, words without end,
// letters that are not seen, and three hundred shots. Each opens, fits the window and can be worked on.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openWorld, type World } from "./programs.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();
const endless = "wonder".repeat(334);
const invisible = "\u200b\u200d\u2060\ufeff\u00ad";

const stories: [string, string][] = [
  [
    "Arabic",
    "المنارة\n\nعند الفجر تمشي ليلى على الشاطئ وفي يدها فانوس.\n\nقالت ليلى: «هل من أحد هنا؟»\n\nفي الليل، داخل المنارة، تجلس ليلى إلى الطاولة وتقرأ رسالة.\n",
  ],
  [
    "Hebrew",
    'המגדלור\n\nעם שחר נועה הולכת על החוף עם פנס ביד.\n\n"יש כאן מישהו?" שואלת נועה.\n\nבלילה, בתוך המגדלור, נועה יושבת ליד השולחן וקוראת מכתב.\n',
  ],
  [
    "names of emoji",
    "EXT. BEACH 🏖️ - DAY\n\n🦊 walks along the water with a lantern 🏮.\n\n🦊\nIs anybody there? 👋🏽\n\nINT. LIGHTHOUSE - NIGHT\n\n👨‍👩‍👧 sit at a table and read a letter.\n",
  ],
  [
    "words without end",
    `INT. ${endless} - NIGHT\n\nANNA reads ${endless} aloud.\n\n${endless.toUpperCase()}\n${endless}\n\nEXT. GARDEN - DAY\n\nANNA runs to ${endless}.\n`,
  ],
  [
    "letters that are not seen",
    `INT. KIT${invisible}CHEN - NIGHT\n\nAN${invisible}NA pours tea.\n\n${invisible}\n\nT${invisible}OM looks at the door.\n\nEXT. GAR${invisible}DEN - DAY\n\nANNA runs to the gate.\n`,
  ],
  [
    "three hundred shots",
    Array.from(
      { length: 100 },
      (_, at) => `INT. ROOM ${at + 1} - NIGHT\n\nANNA pours tea.\n\nTOM looks at the door.\n\nANNA opens the window.\n`,
    ).join("\n"),
  ],
];

const large = { width: 1440, height: 900 };
const small = { width: 390, height: 844 };
const fits = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement ?? document.documentElement;
    return scrollWidth <= window.innerWidth ? "fits" : `${scrollWidth} px in a window of ${window.innerWidth}`;
  });
/** Controls of the page that have a toast over their middle: "what by which". */
const covered = (page: Page, controls: string) =>
  page.locator(controls).evaluateAll((all) =>
    all.flatMap((control) => {
      const box = control.getBoundingClientRect();
      const toast = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.closest(".toast");
      return box.height > 0 && toast ? [`${control.textContent} by ${toast.textContent}`] : [];
    }),
  );

describe.skipIf(chromium === undefined)("odd stories (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
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
  const card = () => page.locator("[data-shot]").first();

  /** From a film's screen in a small window: the fifth place at its foot holds the rest. */
  const toFilms = async () => {
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Films" }).click();
  };

  test("what a small window says of what was done covers nothing that stands fixed in it", async () => {
    await page.setViewportSize(small);
    await page.getByRole("textbox", { name: "Story" }).fill("INT. KITCHEN - NIGHT\n\nANNA pours tea.\n");
    await page.getByRole("button", { name: "Make a storyboard" }).click();
    const approve = page.locator(".sheet").getByRole("button", { name: "Approve", exact: true });
    await approve.click();
    await page.getByRole("dialog", { name: /approved/ }).waitFor();
    expect(await covered(page, "header a, header button, .rail a, h1, h1 button, main .btn, .sheet button")).toEqual([]);
    await page.locator("[data-peek]").click();
    await page.getByRole("textbox", { name: "Action" }).waitFor();
    // What lies behind an open sheet is out of reach anyway.
    expect(await covered(page, ".rail a, .sheet button")).toEqual([]);
    await page
      .getByRole("dialog", { name: /approved/ })
      .getByRole("button", { name: "Undo" })
      .click();
    await page.keyboard.press("Escape");
    await approve.waitFor();
    await toFilms();
  });

  for (const [name, story] of stories) {
    test(`${name}: the film opens, fits a large and a small window, and a shot can be worked on in both`, async () => {
      await page.setViewportSize(large);
      await page.getByRole("textbox", { name: "Story" }).fill(story);
      await page.getByRole("button", { name: "Make a storyboard" }).click();
      await card().click();
      if (name === "three hundred shots") await page.getByText("100 scenes, 300 shots").waitFor();
      const action = page.getByRole("textbox", { name: "Action" });
      expect(await fits(page)).toBe("fits");
      await action.fill(`${name}: a door opens.`);
      await expect.poll(() => card().textContent()).toContain("a door opens.");

      await page.getByRole("button", { name: "Story", exact: true }).click();
      for (const size of [small, large]) {
        await page.setViewportSize(size);
        expect(await fits(page)).toBe("fits");
      }
      await page.getByRole("button", { name: "Frames", exact: true }).click();

      await page.setViewportSize(small);
      // The card that was pressed has its sheet open here.
      expect(await action.inputValue()).toBe(`${name}: a door opens.`);
      await action.fill(`${name}: a door closes.`);
      expect(await fits(page)).toBe("fits");
      await page.locator(".sheet").getByRole("button", { name: "Close" }).click();
      await page.locator("[data-peek]").click();
      await page.locator(".sheet").getByRole("button", { name: "Close" }).click();
      await expect.poll(() => card().textContent()).toContain("a door closes.");
      expect(await fits(page)).toBe("fits");
      await toFilms();
      await page.getByRole("textbox", { name: "Story" }).waitFor();
      expect(await fits(page)).toBe("fits");
    });
  }

  test("no page complained", () => {
    expect(world.complaints).toEqual([]);
  });
});
