// What a failing browser test says of its cause: what the pages show and complained of, what host and farm
// logged, and where their pictures lie.
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeEach } from "vitest";
import type { World } from "./programs.ts";

/** Lines of a log that are told. */
const lastLines = 30;
/** Characters of a page's text that are told. */
const mostText = 1200;

const tail = (text: string) => text.trimEnd().split("\n").slice(-lastLines).join("\n");

/** One page: its address, what has the focus, its text, and a picture of it. */
async function pageTold(page: Page, picture: string): Promise<string> {
  // A page that hangs or crashed must not keep the rest from being told.
  const timeout = 5000;
  const seen = page.evaluate(
    (most) => ({
      focus: document.activeElement?.outerHTML.slice(0, 200) ?? "none",
      text: document.body.innerText.replaceAll(/\s*\n\s*/g, " | ").slice(0, most),
    }),
    mostText,
  );
  const late = new Promise<null>((resolve) => setTimeout(resolve, timeout, null));
  const said = await Promise.race([seen.catch(() => null), late]);
  const shot = await page.screenshot({ path: picture, timeout }).then(
    () => picture,
    () => "none could be taken",
  );
  return `page ${page.url().split("#token")[0] ?? ""}\n  picture: ${shot}\n  focus: ${said?.focus ?? "it does not answer"}\n  text: ${said?.text ?? ""}`;
}

/** Everything that is known of a world, as text. `name` becomes the pictures' names. */
async function told(world: World | undefined, name: string): Promise<string> {
  if (world === undefined) return "The programs never started.";
  const folder = join(tmpdir(), "studio-browser-failures");
  mkdirSync(folder, { recursive: true });
  const pages = world.browser.contexts().flatMap((context) => context.pages());
  const parts: string[] = [];
  for (const [at, page] of pages.entries())
    parts.push(await pageTold(page, join(folder, `${name.replaceAll(/\W+/g, "-").slice(0, 80)}-${process.pid}-${at}.png`)));
  return [...parts, `what the pages said:\n${world.said.slice(-lastLines).join("\n")}`, tail(world.log())].join("\n");
}

/**
 * For a suite in which each test goes on where the one before ended: its first failure is told with everything known, and
 * what stands after it is skipped, because it would only wait in vain.
 */
export function stepByStep(world: () => World | undefined): void {
  let failed: string | undefined;
  beforeEach((context) => {
    if (failed !== undefined) context.skip(`"${failed}" failed before it`);
    context.onTestFailed(async () => {
      failed ??= context.task.name;
      console.error(`${context.task.name}\n${await told(world(), context.task.name)}`);
    });
  });
}
