// For tests: a database of one's own in a real PostgreSQL that all test files of a run share, and a
// clock for SQL that the test steps.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "../ports.ts";
import { mutated } from "../testing/mutants/apply.ts";
import { type Database, type DatabaseRole, openDatabase } from "./pool.ts";

/** A log for tests that says nothing. */
export const silentLog: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A migrated database of one test file. */
export interface TestDatabase {
  url: string;
  open(role: DatabaseRole | null, max?: number): Database;
  /** Moves SQL's clock on by `ms`, for good. */
  stepClock(ms: number): Promise<void>;
  /** Ends the pools and drops the database. */
  close(): Promise<void>;
}

/** The shared cluster of this run: started by whoever comes first, ended with the run. */
async function sharedCluster(): Promise<string> {
  const run = process.ppid;
  const folder = join(tmpdir(), `ourvidz-test-${run}`);
  const urlFile = join(folder, "url");
  let first = true;
  try {
    mkdirSync(folder, { mode: 0o711 });
  } catch {
    first = false;
  }
  if (first) {
    spawn(process.execPath, [join(import.meta.dirname, "testing-keeper.ts"), folder, String(run)], {
      detached: true,
      stdio: "ignore",
    }).unref();
  }
  for (let tries = 0; tries < 2400; tries += 1) {
    try {
      return readFileSync(urlFile, "utf8");
    } catch {
      await sleep(25);
    }
  }
  throw new Error(`the test database in ${folder} did not start`);
}

async function once(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Makes a database for one test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const shared = await sharedCluster();
  const name = `test_${randomBytes(8).toString("hex")}`;
  const maintenance = shared.replace(/\/farm$/, "/postgres");
  await once(maintenance, `create database ${name} template farm`);
  const url = shared.replace(/\/farm$/, `/${name}`);
  // A deliberate fault in the ledger, which the tests must notice (npm run test:mutants).
  const mutant = process.env["FARM_MUTANT"];
  if (mutant !== undefined) await once(url, await mutated(url, mutant));
  const pools: Database[] = [];
  let stepped = 0;
  return {
    url,
    open(role, max = 4) {
      const pool = openDatabase(url, role, silentLog, max);
      pools.push(pool);
      return pool;
    },
    async stepClock(ms) {
      stepped += ms;
      await once(
        url,
        `create or replace function farm.farm_now() returns timestamptz language sql stable as
         $$ select statement_timestamp() + interval '${stepped} milliseconds' $$`,
      );
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.end()));
      await once(maintenance, `drop database ${name} with (force)`);
    },
  };
}
