// How long a typed letter takes to become a new picture: from the key's event to the painted frame that
// shows the picture drawn from it, in a real Chromium over the real host.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { findChromium, openWorld } from "../browser/programs.ts";
import { type BenchRow, report } from "./print/report.ts";

const story = readFileSync(join(import.meta.dirname, "../../shared/samples/paper-boats.txt"), "utf8");
const words = "On the wet sand stands a lantern, a small boat beside it, and behind them the sea goes dark before the storm.";

/** Notes, for every letter, when its picture has been painted. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { typingTimes: times });
    const field = document.querySelector("[data-field='action'] textarea");
    const image = document.querySelector<HTMLImageElement>("aside .picture img");
    if (field === null || image === null) throw new Error("the inspector is not there");
    let typed: number | undefined;
    field.addEventListener("input", (event) => {
      typed = event.timeStamp;
    });
    image.addEventListener("load", () => {
      const from = typed;
      if (from === undefined) return;
      typed = undefined;
      // A frame's callback runs before its paint; a task queued in it comes after.
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from)));
    });
  });
}

/** Types into a shot and measures; no rows where there is no Chromium. */
export async function benchTyping(): Promise<BenchRow[]> {
  const chromium = findChromium();
  if (chromium === undefined) return [];
  const world = await openWorld(chromium, false);
  try {
    const page = await world.page();
    await page.getByRole("textbox", { name: "Story" }).fill(story);
    await page.getByRole("button", { name: "Make a storyboard" }).click();
    await page.getByText("To approve").first().waitFor();
    await page.locator("[data-shot]").nth(1).click();
    const action = page.getByRole("textbox", { name: "Action" });
    await action.fill("A beach.");
    await page.getByText("All changes saved").waitFor();
    await action.press("End");
    await watch(page);
    await action.pressSequentially(` ${words}`, { delay: 120 });
    await page.waitForTimeout(400);
    const times = await page.evaluate(() => (window as unknown as { typingTimes: number[] }).typingTimes);
    const sorted = times.sort((one, other) => one - other);
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
    return [
      { metric: "typed letter to new picture, p95", value: at(0.95), unit: "ms", goal: { op: "<=", value: 50 } },
      { metric: "typed letter to new picture, median", value: at(0.5), unit: "ms" },
      { metric: "letters measured", value: sorted.length, unit: "letters" },
    ];
  } finally {
    await world.close();
  }
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  const rows = await benchTyping();
  if (rows.length === 0) console.error("Typing was not measured: there is no Chromium here.");
  report("typing", rows, args);
}
