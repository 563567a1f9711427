// The cast in a real browser over the real host, without a farm: a name of the story becomes a character with references,
// looks, words and consent, by mouse and by keyboard, and what is taken back can be seen before.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openWorld, type World } from "./programs.ts";
import { findings, fitsSmall } from "./seen.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();
const story = readFileSync(join(import.meta.dirname, "../../shared/samples/paper-boats.txt"), "utf8");
const portrait = (red: number) =>
  sharp({ create: { width: 320, height: 400, channels: 3, background: { r: red, g: 90, b: 120 } } })
    .png()
    .toBuffer();

describe.skipIf(chromium === undefined)("characters (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
  let world: World;
  let page: Page;
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const part = (name: string | RegExp) => page.getByRole("tab", { name }).click();
  stepByStep(() => world);
  beforeAll(async () => {
    world = await openWorld(chromium ?? "", false);
    page = await world.page();
  });
  afterAll(async () => {
    await world?.close();
  });

  test("the names of a story wait to become characters", async () => {
    await page.getByRole("textbox", { name: "Story" }).fill(story);
    await button("Make a storyboard").click();
    await page.locator("[data-shot]").first().waitFor();
    await page.getByRole("link", { name: "Characters" }).click();
    await page.getByRole("heading", { name: "Who is in this film?" }).waitFor();
    expect(await findings(page)).toEqual([]);
  });

  test("a name becomes a character with its page", async () => {
    const first = button(/^Make a character of/).first();
    const name = (await first.getAttribute("data-cast-name")) ?? "";
    await first.click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await page.getByRole("link", { name: "Cast", exact: true }).click();
    await page.locator("[data-character]").waitFor();
    await page.getByRole("heading", { name: "Names of the story without a character" }).waitFor();
    await button(new RegExp(`^Make a character of ${name}`)).waitFor({ state: "detached" });
    await page.locator("[data-character]").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name }).waitFor();
  });

  test("what is said of it is kept when one leaves the field", async () => {
    await page.keyboard.press("e");
    await page.getByRole("textbox", { name: "Persona" }).fill("Counts steps when afraid.");
    await page.getByRole("textbox", { name: "Traits" }).fill("patient, watchful, patient");
    await page.keyboard.press("Tab");
    await part("Overview");
    await page.getByText("Counts steps when afraid.").waitFor();
    await page.getByRole("list", { name: "Traits" }).waitFor();
    expect(await page.getByRole("list", { name: "Traits" }).getByRole("listitem").allTextContents()).toEqual(["patient", "watchful"]);
  });

  test("pictures become references, each at an angle of its own, and are asked where they come from", async () => {
    await part("References");
    await page.locator("input[type=file][accept='image/*']").setInputFiles([
      { name: "one.png", mimeType: "image/png", buffer: await portrait(30) },
      { name: "two.png", mimeType: "image/png", buffer: await portrait(200) },
    ]);
    const dialog = page.getByRole("dialog", { name: "Where does it come from, and whom does it show?" });
    await dialog.getByRole("radio", { name: "Another real person" }).check();
    await dialog.getByRole("button", { name: "Record consent" }).click();
    await expect.poll(() => dialog.getByRole("alert").innerText()).toMatch(/evidence/i);
    expect(await findings(page)).toEqual([]);
    await dialog
      .locator("input[type=file]")
      .setInputFiles([{ name: "sheet.txt", mimeType: "text/plain", buffer: Buffer.from("I agree that my face is used in this film.") }]);
    await dialog.getByText("sheet.txt").waitFor();
    await dialog.getByRole("button", { name: "Record consent" }).click();
    await dialog.waitFor({ state: "detached" });
    await button("What to do with the front picture").waitFor();
    await button("What to do with the three-quarter picture").waitFor();
    expect(await findings(page)).toEqual([]);
  });

  test("a reference that is taken out comes back by undo", async () => {
    await button("What to do with the three-quarter picture").click();
    await page.getByRole("menuitem", { name: "Take out of the character" }).click();
    await button("What to do with the three-quarter picture").waitFor({ state: "detached" });
    await button("Undo").first().click();
    await button("What to do with the three-quarter picture").waitFor();
  });

  test("arrow keys go from reference to reference, S makes one the main, undo takes it back", async () => {
    const first = page.getByRole("button", { name: /^Front/ });
    const second = page.getByRole("button", { name: /^Three-quarter/ });
    await first.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => second.evaluate((node) => node === document.activeElement)).toBe(true);
    await page.keyboard.press("s");
    await page.getByRole("button", { name: /^Three-quarter, Main/ }).waitFor();
    await page.keyboard.press("Control+z");
    await page.getByRole("button", { name: /^Front, Main/ }).waitFor();
    await page
      .getByText(/^Taken back: .*: References changed$/)
      .first()
      .waitFor();
  });

  test("a picture of the library becomes a reference by keys alone", async () => {
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog", { name: "Choose a picture" });
    await dialog.locator("input[type=file]").setInputFiles([{ name: "side.png", mimeType: "image/png", buffer: await portrait(120) }]);
    const statement = page.getByRole("dialog", { name: "Where does it come from, and whom does it show?" });
    await statement.getByRole("button", { name: "Record consent" }).click();
    await statement.waitFor({ state: "detached" });
    await button("What to do with the profile picture").waitFor();
    await page.keyboard.press("Control+z");
    await button("What to do with the profile picture").waitFor({ state: "detached" });
    await page.keyboard.press("r");
    await dialog.getByRole("button", { name: "side.png" }).waitFor();
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "From a file" }).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await button("What to do with the profile picture").waitFor();
  });

  test("a look is drawn, and stands from one scene to another", async () => {
    await page.keyboard.press("l");
    const dialog = page.getByRole("dialog", { name: "New look" });
    await dialog.getByLabel("Name").fill("Oilskin");
    await dialog.getByLabel("Costume", { exact: true }).fill("A yellow oilskin");
    await dialog.getByRole("button", { name: "Add look" }).click();
    await dialog.waitFor({ state: "detached" });
    await part("Looks");
    await button("Set scenes").last().click();
    await button(/^Take out of Scene/).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole("link", { name: "Cast", exact: true }).click();
    await page.getByRole("link", { name: /^Oilskin, / }).waitFor();
    expect(await findings(page)).toEqual([]);
    await fitsSmall(page);
    await page.locator("[data-character]").click();
  });

  test("a person in a shot leads to its page", async () => {
    const name = await page.getByRole("heading", { level: 1 }).innerText();
    await page.getByRole("link", { name: "Storyboard" }).click();
    await page.locator("[data-shot]").first().waitFor();
    const link = page.getByRole("link", { name: `Open ${name} in the cast` });
    const shots = page.locator("[data-shot]");
    for (let at = 0; at < (await shots.count()) && !(await link.isVisible()); at++) await shots.nth(at).click();
    expect(await findings(page)).toEqual([]);
    await link.click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  });

  test("a picture is sent from the library to a character", async () => {
    const address = page.url();
    await page.getByRole("link", { name: "Library" }).click();
    await page.locator("[data-import-files]").setInputFiles([{ name: "behind.png", mimeType: "image/png", buffer: await portrait(160) }]);
    await page.getByRole("gridcell", { name: /behind\.png/ }).click();
    await page.keyboard.press("p");
    const dialog = page.getByRole("dialog", { name: "Send the picture to a character" });
    await dialog.getByRole("listitem").first().getByRole("button").waitFor();
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole("listitem").first().getByRole("button").click();
    await page.getByText(/^1 reference added to /).waitFor();
    const statement = page.getByRole("dialog", { name: "Where does it come from, and whom does it show?" });
    await statement.getByRole("button", { name: "Record consent" }).click();
    await statement.waitFor({ state: "detached" });
    await page.goto(address);
    await part("References");
    await button("What to do with the back picture").waitFor();
    await part("Overview");
  });

  test("what taking consent back does is shown before it is done, and a new record can be made", async () => {
    await part("Consent");
    await page.getByRole("heading", { name: "If this consent is taken back" }).waitFor();
    expect(await findings(page)).toEqual([]);
    await fitsSmall(page);
    await button(/^Take consent back/).click();
    await page
      .getByRole("dialog", { name: "Take consent back" })
      .getByRole("button", { name: /^Take consent back/ })
      .click();
    await page.getByText(/^Taken back today/).waitFor();
    await page.getByRole("heading", { name: "If this consent is taken back" }).waitFor({ state: "detached" });
  });

  test("every change made a version, and an older one comes back", async () => {
    await button("More").click();
    await page.getByRole("menuitem", { name: "Versions" }).click();
    const dialog = page.getByRole("dialog", { name: "Versions" });
    await dialog.getByRole("button", { name: /^Version 2:/ }).click();
    await dialog
      .getByText(/^After: /)
      .first()
      .waitFor();
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Bring back" }).last().click();
    await page.keyboard.press("Escape");
    await part("Overview");
    await page.getByText("Nothing is said of this person yet.").waitFor();
    await button("Undo").first().click();
    await page.getByText("Counts steps when afraid.").waitFor();
    expect(await findings(page)).toEqual([]);
    await fitsSmall(page);
  });

  test("a card that was saved comes back as a character of its own", async () => {
    await button("Export card").click();
    await page.getByRole("menuitem", { name: "Card V3, PNG" }).click();
    const download = page.waitForEvent("download");
    await button("Download").click();
    const file = await (await download).path();
    await page.keyboard.press("Escape");
    await page
      .locator("input[type=file][aria-label='Import card']")
      .setInputFiles([{ name: "card.png", mimeType: "image/png", buffer: readFileSync(file) }]);
    const dialog = page.getByRole("dialog", { name: "1 card read" });
    await dialog.getByRole("button", { name: "Open" }).click();
    await page.getByText("Counts steps when afraid.").waitFor();
  });

  test("each part stands in the light too, and in a small window", async () => {
    const light = await world.page(undefined, "light");
    const [at = ""] = /#.*\/characters\/[^/]+/.exec(page.url()) ?? [];
    const cast = at.replace(/\/[^/]+$/, "");
    for (const hash of [cast, at, `${at}/references`, `${at}/looks`, `${at}/persona`, `${at}/consent`, `${at}/takes`]) {
      await light.evaluate((to) => (window.location.hash = to), hash);
      await (hash === cast ? light.locator("[data-character]").first() : light.getByRole("tab", { selected: true })).waitFor();
      await expect.poll(() => light.getByText("Opening", { exact: true }).count()).toBe(0);
      expect(await findings(light)).toEqual([]);
      await fitsSmall(light);
    }
    await light.context().close();
  });

  test("a file that is no card is refused with the reason, and nothing is lost", async () => {
    await page.keyboard.press("Escape");
    await page
      .locator("input[type=file][aria-label='Import card']")
      .setInputFiles([{ name: "card.json", mimeType: "application/json", buffer: Buffer.from('{"spec":"chara_card_v2"') }]);
    const dialog = page.getByRole("dialog", { name: "1 card read" });
    await dialog.getByText(/^Not taken in: /).waitFor();
    await page.keyboard.press("Escape");
    expect(world.complaints).toEqual([]);
  });
});
