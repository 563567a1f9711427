// The database's own time a submission: of submissions that came through HTTP, beside the same function called by pgbench on
// the same server, one client each. Time inside the function alone, as PostgreSQL counts it (track_functions).
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../../gpu-server/database/pool.ts";
import type { BenchRow } from "../print/report.ts";

/** PostgreSQL tells its counts of an idle connection after at most 10 s. */
const untilTold = 11_000;

/** Why pgbench cannot run here; null where it can. */
function missing(): string | null {
  try {
    execFileSync("pgbench", ["--version"], { stdio: "ignore" });
    return null;
  } catch {
    return "pgbench is not installed (the package postgresql-contrib or postgresql has it)";
  }
}

async function counted(owner: Database): Promise<{ calls: number; ms: number }> {
  const [row] = await owner.query<{ calls: number; ms: number }>(
    "select sum(calls)::float8 as calls, sum(total_time)::float8 as ms from pg_stat_user_functions where schemaname = 'farm' and funcname = 'submit'",
  );
  return { calls: row?.calls ?? 0, ms: row?.ms ?? 0 };
}

/** Counts time inside functions on connections that open from now on. */
export async function countFunctions(owner: Database): Promise<void> {
  const [row] = await owner.query<{ name: string }>("select current_database() as name");
  await owner.query(`alter database "${row?.name}" set track_functions = 'pl'`);
}

/**
 * The row of the benchmark; none where there is no pgbench. `submitByHttp` sends `count` submissions one after the other;
 * `job` is one element of the function's p_jobs with the id ID.
 */
export async function submitBesidePgbench(
  owner: Database,
  url: string,
  work: { submitByHttp(count: number): Promise<void>; account: string; job: object; input: Buffer },
  count: number,
): Promise<BenchRow[]> {
  const why = missing();
  if (why !== null) {
    console.log(`The database's own time beside pgbench's is left out: ${why}.`);
    return [];
  }
  const folder = mkdtempSync(path.join(tmpdir(), "pgbench-"));
  try {
    const script = path.join(folder, "submit.sql");
    // A colon and a word would be a variable of the script.
    const jobs = JSON.stringify([work.job]).replaceAll("'", "''").replaceAll(":", ": ");
    writeFileSync(
      script,
      `select farm.submit('${work.account}', gen_random_uuid()::text, decode(md5(random()::text), 'hex'), replace('${jobs}', 'ID', id::text)::jsonb,
         array['\\x${work.input.toString("hex")}'::bytea], null, 1000000) from (select gen_random_uuid() as id) as made;`.replaceAll(
        "\n",
        " ",
      ),
    );
    const pgbench = () =>
      execFileSync("pgbench", ["-n", "-c", "1", "-t", String(count), "-M", "prepared", "-f", script, url], {
        env: { ...process.env, PGOPTIONS: "-c role=farm_api -c search_path=farm" },
        stdio: "pipe",
      });
    /** Milliseconds inside the function, a call of what `run` makes. */
    const timed = async (run: () => unknown) => {
      const before = await counted(owner);
      await run();
      await sleep(untilTold);
      const after = await counted(owner);
      return (after.ms - before.ms) / (after.calls - before.calls);
    };
    // In turns, so that a slow moment of the machine falls on both; the better of each.
    const ours: number[] = [];
    const theirs: number[] = [];
    await work.submitByHttp(100);
    await sleep(untilTold);
    for (let turn = 0; turn < 2; turn += 1) {
      ours.push(await timed(() => work.submitByHttp(count)));
      theirs.push(await timed(pgbench));
    }
    const [value, baselineValue] = [Math.min(...ours), Math.min(...theirs)];
    return [
      {
        metric: "the database's own time a submit through HTTP, one client",
        value,
        unit: "ms",
        baseline: "the same function by pgbench",
        baselineValue,
        ratio: value / baselineValue,
        goal: { op: "<=", value: 1.1 },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
