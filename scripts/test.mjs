// npm test: sets up what is missing, runs every check and every test that a clean machine can run,
// and ends with one line: N passed, N failed, N skipped.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium, ensureXvfb, howToGetChromium, howToGetXvfb } from "./setup/browser.mjs";
import { runChecks } from "./setup/checks.mjs";
import { ensureFfmpeg } from "./setup/ffmpeg.mjs";
import { node24, programEnv } from "./setup/node24.mjs";
import { root } from "./setup/paths.mjs";
import { setUp } from "./setup/program.mjs";
import { foreground, quietly } from "./setup/run.mjs";

const usage = `npm test -- [--no-skip] [--all] [FILE ...]
  --no-skip  a skipped test fails the run
  --all      the long campaigns too (npm run test:all)
  FILE       only test files whose path holds this text, without the checks`;

const words = process.argv.slice(2);
if (words.includes("--help")) {
  console.log(usage);
  process.exit(0);
}
const unknown = words.find((word) => word.startsWith("-") && word !== "--no-skip" && word !== "--all");
if (unknown !== undefined) {
  console.error(`There is no option ${unknown}.\n${usage}`);
  process.exit(2);
}
const files = words.filter((word) => !word.startsWith("-"));
const all = words.includes("--all");

await setUp();
const ffmpeg = await ensureFfmpeg();
const chromium = await ensureChromium();
if (chromium === undefined) console.log(`No Chromium: the browser tests are skipped. ${howToGetChromium()}`);
if ((await ensureXvfb()) === undefined) console.log(`No Xvfb: the window test is skipped. ${howToGetXvfb()}`);
// Fetched here and not in the test, so that the suite's time is its own.
const runtime = quietly(node24(), [join(root, "scripts/setup/electron-runtime.mjs")], { timeout: 600_000 });
const electron = runtime.ok ? JSON.parse(runtime.stdout) : { reason: "it took too long to fetch" };
if (electron.reason) console.log(`No Electron runtime: the window test is skipped, because ${electron.reason}.`);

const scratch = mkdtempSync(join(tmpdir(), "studio-test-"));
const reportFile = join(scratch, "report.json");
const env = programEnv({
  FARM_PRICES: "test",
  STUDIO_TEST_REPORT: reportFile,
  STUDIO_TEST_ELECTRON: JSON.stringify(electron),
  ...(all ? { STUDIO_TEST_ALL: "1" } : {}),
  ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
  ...(ffmpeg.path === undefined ? {} : { FFMPEG_PATH: ffmpeg.path }),
});
const total = { passed: 0, failed: 0, skipped: 0 };

if (files.length === 0) {
  for (const check of await runChecks()) total[check.ok ? "passed" : "failed"] += 1;
}

const code = await foreground(
  node24(),
  [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    `--reporter=${join(root, "scripts/setup/vitest-reporter.mjs")}`,
    ...files,
  ],
  { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] },
);
let report;
try {
  report = JSON.parse(readFileSync(reportFile, "utf8"));
} catch {
  console.error("The test run ended without a report.");
  report = { passed: 0, failed: 1, skipped: [], suites: [] };
}
rmSync(scratch, { recursive: true, force: true });
total.passed += report.passed;
total.failed += report.failed === 0 && code !== 0 ? 1 : report.failed;
total.skipped = report.skipped.length;

console.log("\nTime of each suite:");
const projects = group(report.suites);
for (const [project, suites] of projects) {
  const seconds = suites.reduce((sum, suite) => sum + suite.seconds, 0);
  console.log(`  ${seconds.toFixed(1).padStart(7)} s  ${project} (${suites.length} files)`);
  for (const suite of suites.toSorted((a, b) => b.seconds - a.seconds))
    console.log(`    ${suite.seconds.toFixed(1).padStart(7)} s  ${suite.file}`);
}
for (const { test, why } of report.skipped) console.log(`skipped: ${test}: ${why}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 || (words.includes("--no-skip") && total.skipped > 0) ? 1 : 0;

/** The suites of each project (Map.groupBy is missing in Node 20). */
function group(suites) {
  const map = new Map();
  for (const suite of suites) map.set(suite.project, [...(map.get(suite.project) ?? []), suite]);
  return map;
}
