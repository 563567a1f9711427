// npm run test:faults: the long campaigns of faults (tests/faults/*.campaign.ts), and one table of what each tried, lost and
// doubled at the end. Words after the command choose campaigns by the names of their tests. Exit code 1 when anything was lost or doubled, or a test failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureFfmpeg } from "./setup/ffmpeg.mjs";
import { node24, programEnv } from "./setup/node24.mjs";
import { root } from "./setup/paths.mjs";
import { setUp } from "./setup/program.mjs";
import { foreground } from "./setup/run.mjs";

await setUp();
const ffmpeg = await ensureFfmpeg();
const scratch = mkdtempSync(join(tmpdir(), "studio-faults-"));
const table = join(scratch, "table.jsonl");
const names = process.argv.slice(2);
const code = await foreground(
  node24(),
  [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--project=faults",
    "campaign",
    ...(names.length === 0 ? [] : ["-t", names.join(" ")]),
  ],
  {
    cwd: root,
    env: programEnv({
      FARM_PRICES: "test",
      STUDIO_TEST_ALL: "1",
      FAULT_TABLE: table,
      ...(ffmpeg.path === undefined ? {} : { FFMPEG_PATH: ffmpeg.path }),
    }),
    stdio: ["ignore", "inherit", "inherit"],
  },
);
const rows = existsSync(table)
  ? readFileSync(table, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
  : [];
rmSync(scratch, { recursive: true, force: true });
console.log("\n| fault | tried | lost | doubled | served again after, s | |\n|---|---|---|---|---|---|");
for (const { fault, tried, lost, doubled, recovery, note = "" } of rows)
  console.log(`| ${fault} | ${tried} | ${lost} | ${doubled} | ${recovery === undefined ? "" : recovery.toFixed(1)} | ${note} |`);
process.exitCode = code === 0 ? 0 : 1;
