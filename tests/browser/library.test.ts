// The library in a real browser over the real core with a real library: found, chosen, rated, tagged, collected, compared,
// looked at large, thrown away and brought back, by mouse and by keyboard alone; few elements however long the list is.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillLibrary } from "./library-world.ts";
import { findChromium, openWorld, type World } from "./programs.ts";
import { findings, fitsSmall } from "./seen.ts";
import { stepByStep } from "./telling.ts";

const chromium = findChromium();

const grid = (page: Page) => page.getByRole("grid", { name: "Assets" });
const tiles = (page: Page) => page.locator("[data-asset]");
const tile = (page: Page, name: string | RegExp) => grid(page).getByRole("gridcell", { name }).first();
const chosenTiles = (page: Page) => page.locator("[data-asset][aria-selected=true]");
const inspector = (page: Page) => page.getByRole("complementary");
const search = (page: Page) => page.getByRole("textbox", { name: "Search the library" });
const head = (page: Page) => page.locator(".library-head");
const lightbox = (page: Page) => page.locator(".lightbox");
const dialog = (page: Page, name: string | RegExp) => page.getByRole("dialog", { name });
const focused = (target: Locator) => expect.poll(() => target.evaluate((node) => node === document.activeElement)).toBe(true);

/** Goes to a screen by its address. */
async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => (window.location.hash = to), hash);
}

describe.skipIf(chromium === undefined)("library (skipped without a Chromium: install one or set CHROMIUM_PATH)", () => {
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

  test("an empty library says what it is for, and a file that is chosen there comes in", async () => {
    await page.getByRole("textbox", { name: "Story" }).waitFor();
    await visit(page, "#/library");
    await page.getByRole("heading", { name: "Everything you make or bring in is found here" }).waitFor();
    const file = join(world.folder, "shore.png");
    writeFileSync(
      file,
      await sharp({ create: { width: 200, height: 320, channels: 3, background: "#345" } })
        .png()
        .toBuffer(),
    );
    await page.locator("[data-import-files]").setInputFiles(file);
    await tile(page, /shore/).waitFor();
    // Taller than wide, and yet no higher than its row.
    await tile(page, /shore/).locator("img").waitFor();
    const heights = await tile(page, /shore/).evaluate((node) => [node, node.parentElement].map((one) => one?.clientHeight));
    expect(heights[0]).toBe(heights[1]);
    expect(await head(page).textContent()).toContain("1 item");
  });

  test("dragged out of the page, an asset is saved as its own file under its name", async () => {
    const offered = await tile(page, /shore/).evaluate((node) => {
      const dataTransfer = new DataTransfer();
      node.dispatchEvent(new DragEvent("dragstart", { bubbles: true, cancelable: true, dataTransfer }));
      return dataTransfer.getData("DownloadURL");
    });
    const [, name, address = ""] = /^application\/octet-stream:([^:]+):(http.+)$/.exec(offered) ?? [];
    expect(name).toBe("shore.png");
    const answer = await page.request.get(address);
    expect(answer.headers()["content-disposition"]).toContain('filename="shore.png"');
    expect((await answer.body()).equals(readFileSync(join(world.folder, "shore.png")))).toBe(true);
  });

  test("a file that is none is listed with its reason and can be taken off", async () => {
    const file = join(world.folder, "broken.png");
    writeFileSync(file, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1, 2, 3]));
    await page.locator("[data-import-files]").setInputFiles(file);
    await page.getByRole("button", { name: "See the reasons" }).click();
    const list = dialog(page, "Files that could not be taken in");
    await list.getByText("broken.png").waitFor();
    await list.getByRole("button", { name: "Take off the list", exact: true }).click();
    await list.getByText("Every file was taken in.").waitFor();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "detached" });
  });

  test("some hundred assets stand under their days, newest first", async () => {
    await world.host.stop();
    await fillLibrary(join(world.folder, "studio"), { images: 60, more: 700 });
    await world.restartHost();
    await page.reload();
    await tiles(page).nth(20).waitFor();
    await expect.poll(() => head(page).textContent()).toContain("764 items");
    await grid(page)
      .getByRole("rowheader", { name: /^Yesterday/ })
      .waitFor();
    expect(await grid(page).getAttribute("aria-rowcount")).toMatch(/^\d{3}$/);
    // Thumbnails are made for what is seen.
    await expect.poll(() => tiles(page).locator("img").count(), { timeout: 30_000 }).toBeGreaterThan(12);
  });

  test("scrolling to the end and back keeps the page small, and every place is drawn", async () => {
    const most = await grid(page).evaluate(async (node) => {
      let elements = 0;
      const frame = () => new Promise((next) => requestAnimationFrame(next));
      for (const to of [...Array(60).keys()].map((step) => (step < 30 ? step / 29 : (59 - step) / 29))) {
        node.scrollTop = to * node.scrollHeight;
        await frame();
        await frame();
        elements = Math.max(elements, node.querySelectorAll("*").length);
      }
      return elements;
    });
    expect(most).toBeLessThanOrEqual(600);
    await grid(page).evaluate((node) => (node.scrollTop = node.scrollHeight));
    await expect.poll(() => grid(page).locator("[aria-busy=true]").count()).toBe(0);
    await tile(page, /again 699/).waitFor();
    await grid(page).evaluate((node) => (node.scrollTop = 0));
  });

  test("words, and how many they find; the field is reached and left by keys", async () => {
    await grid(page).focus();
    await page.keyboard.press("/");
    await focused(search(page));
    await page.keyboard.type("foghorn");
    await page.getByText(/^1 found in \d+ ms$/).waitFor();
    await expect.poll(() => tiles(page).count()).toBe(1);
    await page.keyboard.press("Enter");
    await focused(grid(page));
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    await expect.poll(() => head(page).textContent()).toContain("764 items");
    await page.keyboard.press("Escape");
    await focused(grid(page));
  });

  test("filters are chips that can be taken away; nothing found says what to loosen", async () => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    const panel = dialog(page, "Filter");
    await panel.getByRole("button", { name: /^Clips/ }).click();
    await expect.poll(() => tiles(page).count()).toBe(1);
    await panel.getByRole("group", { name: "Stars" }).getByRole("button", { name: "5" }).click();
    await page.getByRole("heading", { name: "Nothing fits all of that" }).waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Without stars: 5" }).click();
    await expect.poll(() => tiles(page).count()).toBe(1);
    await page.getByRole("button", { name: "Remove the filter Kind: Clip" }).click();
    await expect.poll(() => head(page).textContent()).toContain("764 items");
  });

  test("one is chosen by the mouse; several with Ctrl, Shift, a rectangle, and everything by a key", async () => {
    await tiles(page).nth(0).click();
    expect(await chosenTiles(page).count()).toBe(1);
    await tiles(page)
      .nth(3)
      .click({ modifiers: ["Shift"] });
    await expect.poll(() => chosenTiles(page).count()).toBe(4);
    await tiles(page)
      .nth(1)
      .click({ modifiers: ["ControlOrMeta"] });
    await expect.poll(() => chosenTiles(page).count()).toBe(3);
    await inspector(page).getByRole("heading", { name: "3 chosen" }).waitFor();
    const box = await tiles(page).nth(0).boundingBox();
    const end = await tiles(page).nth(1).boundingBox();
    if (box === null || end === null) throw new Error("The tiles are not there.");
    await page.mouse.move(box.x - 12, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 30, box.y + 20);
    await page.mouse.move(end.x + 20, end.y + 30, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => chosenTiles(page).count()).toBe(2);
    await grid(page).focus();
    await page.keyboard.press("Control+a");
    await inspector(page).getByRole("heading", { name: "764 chosen" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => chosenTiles(page).count()).toBe(0);
  });

  test("arrows, Home, End and pages move through the whole list; the focus stays in the grid", async () => {
    await tiles(page).nth(0).click();
    await grid(page).focus();
    const active = () =>
      grid(page)
        .getAttribute("aria-activedescendant")
        .then((id) => page.locator(`[id="${id ?? ""}"]`).getAttribute("data-index"));
    await page.keyboard.press("ArrowRight");
    await expect.poll(active).toBe("1");
    await page.keyboard.press("End");
    await expect.poll(active).toBe("763");
    await expect.poll(() => chosenTiles(page).count()).toBe(1);
    await focused(grid(page));
    await page.keyboard.press("PageUp");
    expect(Number(await active())).toBeLessThan(763);
    await page.keyboard.press("Home");
    await expect.poll(active).toBe("0");
    await page.keyboard.press("Shift+ArrowDown");
    await expect.poll(() => chosenTiles(page).count()).toBeGreaterThan(1);
    await page.keyboard.press("Shift+End");
    await inspector(page)
      .getByRole("heading", { name: /^764 chosen$/ })
      .waitFor();
    await page.keyboard.press("Home");
    // Scrolled away, the focus is still what it was, and the next key goes on from there.
    await grid(page).evaluate((node) => (node.scrollTop = 3000));
    await focused(grid(page));
    await page.keyboard.press("ArrowRight");
    await expect.poll(active).toBe("1");
    await tile(page, /./).waitFor();
  });

  test("keys rate; a tag is added in a dialog and found by; both can be undone", async () => {
    await tile(page, "harbour dawn 0, image, 4 stars").click();
    await page.keyboard.press("2");
    await tile(page, "harbour dawn 0, image, 2 stars").waitFor();
    await page.keyboard.press("0");
    await tile(page, "harbour dawn 0, image").waitFor();
    await page.keyboard.press("Control+z");
    await tile(page, "harbour dawn 0, image, 2 stars").waitFor();
    await page.keyboard.press("t");
    await dialog(page, "Tag it").getByRole("combobox", { name: "Name of the tag" }).fill("beacon");
    await page.keyboard.press("Enter");
    await dialog(page, "Tag it").getByRole("button", { name: "Remove the tag beacon" }).waitFor();
    await page.keyboard.press("Escape");
    await dialog(page, "Tag it").waitFor({ state: "detached" });
    await search(page).fill("beacon");
    await expect.poll(() => tiles(page).count()).toBe(1);
    await search(page).fill("");
    await expect.poll(() => head(page).textContent()).toContain("764 items");
    await tile(page, /^harbour dawn 0, /).click();
    await inspector(page).getByRole("button", { name: "Remove the tag beacon" }).click();
    await inspector(page).getByRole("button", { name: "Remove the tag beacon" }).waitFor({ state: "detached" });
  });

  test("the inspector tells the recipe, and what is typed there is kept", async () => {
    await tile(page, /^headland noon 1, /).click();
    await inspector(page).getByText("A headland at noon, the light low over the water, slow push in").waitFor();
    for (const fact of ["SDXL, fast", "sdxl base 1.0", "90 417 001", "40, 6.5", "640 × 400"])
      await inspector(page).getByText(fact, { exact: true }).waitFor();
    await inspector(page).getByRole("textbox", { name: "Caption" }).fill("Where the road ends");
    await grid(page).focus();
    await page.reload();
    await tile(page, /^headland noon 1, /).click();
    await expect.poll(() => inspector(page).getByRole("textbox", { name: "Caption" }).inputValue()).toBe("Where the road ends");
    await inspector(page).getByRole("button", { name: "Run again" }).click();
    await expect.poll(() => page.url()).toMatch(/#\/create\/[0-9a-f-]{36}$/);
    await page.goBack();
    await tiles(page).first().waitFor();
  });

  test("the place in the list is the same when one comes back", async () => {
    await grid(page).evaluate((node) => (node.scrollTop = 2400));
    await visit(page, "#/queue");
    await grid(page).waitFor({ state: "detached" });
    await visit(page, "#/library");
    await tiles(page).first().waitFor();
    await expect.poll(() => grid(page).evaluate((node) => node.scrollTop)).toBe(2400);
    await page.getByRole("slider", { name: "Go to a date" }).focus();
    await page.keyboard.press("End");
    await expect.poll(() => grid(page).evaluate((node) => node.scrollTop)).toBeGreaterThan(2400);
    await page.keyboard.press("Home");
    await expect.poll(() => grid(page).evaluate((node) => node.scrollTop)).toBe(0);
  });

  test("to the trash with its undo; from the trash it is brought back or gone for good", async () => {
    await tile(page, /^Foghorn/).click();
    await page.keyboard.press("Delete");
    await tile(page, /^Foghorn/).waitFor({ state: "detached" });
    // Keys go on with what stands there now.
    await expect.poll(() => chosenTiles(page).count()).toBe(1);
    await page.getByRole("button", { name: "Undo" }).first().click();
    await tile(page, /^Foghorn/).waitFor();
    await tile(page, /^Foghorn/).click();
    await page.keyboard.press("Delete");
    await tile(page, /^Foghorn/).waitFor({ state: "detached" });
    await page.keyboard.press("b");
    await page.getByRole("navigation", { name: "Collections and searches" }).getByRole("button", { name: "Trash" }).click();
    await tile(page, /^Foghorn/).click();
    await page.keyboard.press("r");
    await page.getByRole("heading", { name: "The trash is empty" }).waitFor();
    await page.getByRole("button", { name: "Go to the library" }).click();
    await tile(page, /^Foghorn/).waitFor();
  });

  test("a collection is made of what is chosen, gets more by dragging, and a search is saved", async () => {
    await tiles(page).nth(0).click();
    await page.keyboard.press("Shift+C");
    await dialog(page, "Add to a collection").getByRole("button", { name: "New collection" }).click();
    await dialog(page, "New collection").getByRole("textbox").fill("Best of the coast");
    await page.keyboard.press("Enter");
    const side = page.getByRole("navigation", { name: "Collections and searches" });
    const place = side.getByRole("button", { name: /^Best of the coast/ }).first();
    await expect.poll(() => place.textContent()).toMatch(/1$/);
    await tiles(page).nth(5).dragTo(place);
    await expect.poll(() => place.textContent()).toMatch(/2$/);
    await place.click();
    await expect.poll(() => tiles(page).count()).toBe(2);
    await side.getByRole("button", { name: "Save this search" }).click();
    await dialog(page, "Save this search").getByRole("textbox").fill("Coast");
    await page.keyboard.press("Enter");
    await side.getByRole("button", { name: "Everything" }).click();
    await expect.poll(() => tiles(page).count()).toBeGreaterThan(2);
    await side.getByRole("button", { name: "Coast", exact: true }).click();
    await expect.poll(() => tiles(page).count()).toBe(2);
    await side.getByRole("button", { name: "Everything" }).click();
    await page.keyboard.press("b");
  });

  test("large: next, zoom, actual size and back by keys, and the grid has the focus again", async () => {
    await tile(page, /^harbour dawn 0, /).click();
    await page.keyboard.press("Space");
    await lightbox(page)
      .getByText(/^\d+ of 764$/)
      .waitFor();
    const stage = lightbox(page).locator("[data-stage]");
    await stage.waitFor();
    await page.keyboard.press("+");
    await expect.poll(() => stage.getAttribute("data-scale")).toBe("1.250");
    await page.keyboard.press("-");
    await expect.poll(() => stage.getAttribute("data-scale")).toBe("1.000");
    const box = await stage.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => Number(await stage.getAttribute("data-scale"))).toBeGreaterThan(2);
    await page.keyboard.press("f");
    await expect.poll(() => stage.getAttribute("data-scale")).toBe("1.000");
    const before = await lightbox(page).getByRole("heading").first().textContent();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => lightbox(page).getByRole("heading").first().textContent()).not.toBe(before);
    await page.keyboard.press("i");
    await lightbox(page).getByRole("complementary", { name: "Recipe" }).waitFor();
    await page.keyboard.press("i");
    await page.keyboard.press("Escape");
    await lightbox(page).waitFor({ state: "detached" });
    await focused(grid(page));
  });

  test("a clip is stepped frame by frame with its time code, played and stopped by keys", async () => {
    await tile(page, /^Beam over the water/).click();
    await page.keyboard.press("Enter");
    const code = lightbox(page).locator("[data-timecode]");
    await expect.poll(() => code.textContent()).toContain("00:00:02:15");
    await expect
      .poll(() =>
        lightbox(page)
          .locator("video")
          .evaluate((node) => (node as HTMLVideoElement).readyState),
      )
      .toBeGreaterThan(1);
    for (let step = 0; step < 17; step++) await page.keyboard.press(".");
    await expect.poll(() => code.textContent()).toMatch(/^00:00:01:01/);
    await page.keyboard.press(",");
    await expect.poll(() => code.textContent()).toMatch(/^00:00:01:00/);
    await page.keyboard.press("l");
    await expect.poll(() => code.textContent()).not.toMatch(/^00:00:01:00/);
    await page.keyboard.press("k");
    const stood = await code.textContent();
    await page.keyboard.press("j");
    await expect.poll(() => code.textContent()).not.toBe(stood);
    await page.keyboard.press("k");
    await page.keyboard.press("o");
    await expect.poll(() => lightbox(page).getByRole("button", { name: "Loop" }).getAttribute("aria-pressed")).toBe("true");
    await page.keyboard.press("Escape");
    await lightbox(page).waitFor({ state: "detached" });
  });

  test("a sound has its wave and a document its words", async () => {
    await tile(page, /^Foghorn/).dblclick();
    await expect.poll(() => lightbox(page).locator(".sound-all").getAttribute("d"), { timeout: 30_000 }).toMatch(/^M0\.5/);
    await lightbox(page).getByRole("slider", { name: "Place in the sound" }).waitFor();
    await page.keyboard.press("Escape");
    await tile(page, /^The keeper/).dblclick();
    await lightbox(page).getByText("The keeper winds the lamp.").waitFor();
    await page.keyboard.press("Escape");
    await lightbox(page).waitFor({ state: "detached" });
  });

  test("two are compared side by side with what differs, and zoom as one", async () => {
    await tile(page, /^headland noon 1, /).click();
    await tile(page, /^forest dusk 2, /).click({ modifiers: ["ControlOrMeta"] });
    await page.keyboard.press("c");
    await lightbox(page).getByRole("heading", { name: "Compare 2" }).waitFor();
    await lightbox(page).getByRole("row", { name: /^Seed/ }).waitFor();
    expect(await lightbox(page).getByRole("row", { name: /^Seed/ }).textContent()).toMatch(/90\D*417\D*001.*90\D*417\D*002/);
    await expect.poll(() => lightbox(page).locator("[data-stage]").count()).toBe(2);
    await page.keyboard.press("+");
    await expect
      .poll(() =>
        lightbox(page)
          .locator("[data-stage]")
          .evaluateAll((all) => all.map((node) => (node as HTMLElement).dataset["scale"])),
      )
      .toEqual(["1.250", "1.250"]);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await lightbox(page).waitFor({ state: "detached" });
  });

  test("several are changed in one step that is undone in one", async () => {
    await tile(page, /^headland noon 1, /).click();
    await tile(page, /^forest dusk 2, /).click({ modifiers: ["ControlOrMeta"] });
    await inspector(page).getByRole("group", { name: "Stars" }).getByRole("button", { name: "Rate with 3 stars" }).click();
    await tile(page, "headland noon 1, image, 3 stars").waitFor();
    await tile(page, "forest dusk 2, image, 3 stars").waitFor();
    await page.keyboard.press("Control+z");
    await tile(page, "headland noon 1, image").waitFor();
    await tile(page, "forest dusk 2, image").waitFor();
  });

  test("the same as a table", async () => {
    await page.getByRole("button", { name: "List", exact: true }).click();
    await grid(page).getByRole("columnheader", { name: "Engine" }).waitFor();
    await grid(page)
      .getByRole("row", { name: /^Foghorn/ })
      .click();
    await inspector(page).getByRole("heading", { name: "Foghorn" }).waitFor();
    expect(await grid(page).evaluate((node) => node.querySelectorAll("*").length)).toBeLessThanOrEqual(600);
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "Grid", exact: true }).click();
  });

  test("everything that can be done is in the palette with its key", async () => {
    await tile(page, /^headland noon 1, /).click();
    await page.keyboard.press("Control+k");
    const lines = await dialog(page, "Commands")
      .getByRole("option")
      .evaluateAll((all) => all.map((line) => [...line.children].map((part) => part.textContent).join(" | ")));
    expect(lines).toEqual(
      expect.arrayContaining([
        "Open large | Space",
        "Send to shot",
        "Use this recipe | I",
        "Compare | C",
        "Tag it | T",
        "Add to a collection | Shift C",
        "Export the file | Ctrl E",
        "Rate with 3 stars | 3",
        "Clear the stars | 0",
        "Move to the trash | Delete",
        "Search the library | /",
        "Choose all | Ctrl A",
      ]),
    );
    await page.keyboard.press("Escape");
  });

  test("both appearances hold to the contrast and names of WCAG", async () => {
    expect(await findings(page)).toEqual([]);
    await page.evaluate(() => (document.documentElement.dataset["theme"] = "light"));
    expect(await findings(page)).toEqual([]);
    await page.evaluate(() => (document.documentElement.dataset["theme"] = "dark"));
  });

  test("in a small window nothing scrolls sideways, filters lie under one button, and the sheet tells the asset", async () => {
    await fitsSmall(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await tiles(page).first().waitFor();
    const columns = Number(await grid(page).getAttribute("aria-colcount"));
    expect(columns).toBeGreaterThanOrEqual(2);
    expect(columns).toBeLessThanOrEqual(3);
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await dialog(page, "Filter")
      .getByRole("button", { name: /^Documents/ })
      .click();
    await dialog(page, "Filter").getByRole("button", { name: "Close" }).click();
    await expect.poll(() => tiles(page).count()).toBe(1);
    await tiles(page).first().click();
    await page.locator("[data-peek]").click();
    await page.getByRole("region", { name: "The keeper" }).getByRole("textbox", { name: "Note" }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test("no page complained", () => {
    expect(world.complaints).toEqual([]);
  });
});
