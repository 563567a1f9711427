// What every page must be: nothing found by axe, nothing over the edge of a small window.
import AxeBuilder from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

interface Axe {
  run(
    context: Document,
    options: object,
  ): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}

const wide = { width: 1440, height: 900 };
const small = { width: 390, height: 844 };
/** Windows in which a screen is looked at: each theme and each width once, all four in the long run. */
export const windows = [
  { theme: "dark", size: wide },
  { theme: "light", size: small },
  ...(process.env["STUDIO_TEST_ALL"] === "1"
    ? [
        { theme: "light", size: wide },
        { theme: "dark", size: small },
      ]
    : []),
] as { theme: "dark" | "light"; size: { width: number; height: number } }[];

/** Findings of axe on the page as it stands, by WCAG 2.2 AA and good practice: "rule: element". */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AxeBuilder.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 240) ?? ""}`),
    );
  });
}

/** Holds that nothing reaches over the right edge of a window of 390 px, but inside of what scrolls by itself. */
export async function fitsSmall(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  const wide = () =>
    page.evaluate(() => {
      const scrolls = (node: Element | null): boolean =>
        node !== null && node !== document.body && (/auto|scroll/.test(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
      return [...document.querySelectorAll("body *")]
        .filter((node) => node.getBoundingClientRect().width > 0 && node.closest(".sr-only") === null)
        .filter((node) => node.getBoundingClientRect().right > window.innerWidth + 1 && !scrolls(node.parentElement))
        .map((node) => node.outerHTML.slice(0, 160));
    });
  await expect.poll(wide).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
}
