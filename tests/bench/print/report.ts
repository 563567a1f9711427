// How a benchmark says what it measured: a table for people, and with --json FILE the shape that `npm run bench`
// makes docs/benchmarks.md from.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";

/** One measured number. `ratio` is against a baseline of the same run; a goal is judged by the ratio where there is one. */
export interface BenchRow {
  metric: string;
  value: number;
  unit: string;
  baseline?: string;
  baselineValue?: number;
  ratio?: number;
  goal?: { op: "<=" | ">="; value: number };
}

/** Prints the rows of the benchmark `name` and writes them where `--json FILE` of `args` says. */
export function report(name: string, rows: readonly BenchRow[], args: readonly string[]): void {
  const judged = rows.map(({ goal, ...row }) => {
    if (goal === undefined) return row;
    const measured = row.ratio ?? row.value;
    return { ...row, goal, met: goal.op === "<=" ? measured <= goal.value : measured >= goal.value };
  });
  console.table(
    judged.map((row) => ({
      metric: row.metric,
      value: Number(row.value.toPrecision(4)),
      unit: row.unit,
      baseline: row.baselineValue === undefined ? "" : Number(row.baselineValue.toPrecision(4)),
      ratio: row.ratio === undefined ? "" : Number(row.ratio.toFixed(2)),
      goal: "goal" in row ? `${row.goal.op} ${row.goal.value}: ${row.met ? "met" : "not met"}` : "",
    })),
  );
  const at = args.indexOf("--json");
  const file = at < 0 ? undefined : args[at + 1];
  if (file === undefined) return;
  const page = { name, date: new Date().toISOString(), machine: machine(), commit: commit(), rows: judged };
  writeFileSync(file, `${JSON.stringify(page, null, 2)}\n`);
}

function machine(): string {
  return `${availableParallelism()} x ${cpus()[0]?.model.trim() ?? "unknown CPU"}`;
}

/** The commit that was measured; a copy without its history has none. */
function commit(): string {
  try {
    const cwd = import.meta.dirname;
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd, stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
  } catch {
    return "no commit";
  }
}
