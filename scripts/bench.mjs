// npm run bench: runs the benchmarks, each a file tests/bench/<name>.ts; without a name all of them, into docs/benchmarks.md.
// Options are the benchmark's own: --json FILE, --quick.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureFfmpeg } from "./setup/ffmpeg.mjs";
import { node24, programEnv } from "./setup/node24.mjs";
import { root, typedIn } from "./setup/paths.mjs";
import { setUp } from "./setup/program.mjs";
import { foreground } from "./setup/run.mjs";

const folder = join(root, "tests", "bench");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length))
  .sort();
const [first, ...rest] = process.argv.slice(2);
const one = first !== undefined && !first.startsWith("-") ? first : undefined;
if (one !== undefined && !names.includes(one)) {
  console.error(`There is no benchmark called ${one}. There are: ${names.join(", ")}.`);
  process.exit(2);
}

await setUp();
const ffmpeg = await ensureFfmpeg();
const env = programEnv({ FARM_PRICES: "test", ...(ffmpeg.path === undefined ? {} : { FFMPEG_PATH: ffmpeg.path }) });
const run = (name, args, cwd) => foreground(node24(), [join(folder, `${name}.ts`), ...args], { cwd, env });

if (one !== undefined) {
  process.exitCode = await run(one, rest, typedIn);
} else {
  const quick = process.argv.includes("--quick");
  const scratch = mkdtempSync(join(tmpdir(), "studio-bench-"));
  const pages = [];
  for (const name of names) {
    const file = join(scratch, `${name}.json`);
    const code = await run(name, ["--json", file, "--alone", ...process.argv.slice(2)], root);
    if (code === 0 && existsSync(file)) pages.push(page(JSON.parse(readFileSync(file, "utf8"))));
    else {
      console.error(code === 0 ? `The benchmark ${name} wrote no rows.` : `The benchmark ${name} ended with exit code ${code}.`);
      process.exitCode = 1;
    }
  }
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(join(root, "docs"), { recursive: true });
  writeFileSync(
    join(root, "docs", "benchmarks.md"),
    ["# Benchmarks", "", `Written by \`npm run bench${quick ? " -- --quick" : ""}\`.`, "", ...pages].join("\n"),
  );
}

/** One benchmark as a table: the shape of its JSON is in docs/architecture.md. */
function page({ name, date, machine, commit, rows }) {
  const number = (value) => (typeof value === "number" ? String(Number(value.toPrecision(4))) : "");
  const lines = rows.map((row) => {
    const goal = row.goal ? `${row.goal.op} ${row.goal.value} ${row.met ? "met" : "not met"}` : "";
    const baseline = row.baseline ? `${row.baseline} ${number(row.baselineValue)}` : "";
    return `| ${row.metric} | ${number(row.value)} ${row.unit} | ${baseline} | ${number(row.ratio)} | ${goal} |`;
  });
  const where = typeof machine === "string" ? machine : JSON.stringify(machine);
  return [
    `## ${name}`,
    "",
    `${date}, ${where}, ${commit}`,
    "",
    "| metric | value | baseline | ratio | goal |",
    "|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}
