// Numbered SQL migrations: each file runs once, in order, in its own transaction, under a lock that
// two first starts at once share. A database of a newer farm is refused.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Logger } from "../ports.ts";

const isMigration = /^\d{3}-[\w-]+\.sql$/;
const ownMigrations = join(import.meta.dirname, "migrations");
/** Any fixed number: all farms on one database wait for the same lock. */
const lockNumber = 7_305_119_246;
/** A migration waits this long for a lock, in ms, and tries this often. */
const lockPatience = 2000;
const lockAttempts = 30;
/** A lock that was not to be had in time, and a deadlock with whoever serves: nothing of the file was applied. */
const inTheWay = new Set(["55P03", "40P01"]);

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => isMigration.test(name)).sort();
}

/** Number of the newest migration that this version knows. */
export async function newestMigration(): Promise<number> {
  return Number((await filesOf(ownMigrations)).at(-1)?.slice(0, 3));
}

/** Runs `work` while nobody else changes the schema of the database at `url`; others wait. */
export async function underMigrationLock<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockNumber]);
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Applies one file. Whoever waits for a table's lock makes everyone behind it wait: so it gives up soon and tries again, and an older
 * coordinator on the same database goes on serving.
 */
async function apply(client: pg.Client, sql: string, version: number, file: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await client.query("begin");
    try {
      await client.query(`set local lock_timeout = ${lockPatience}`);
      await client.query(sql);
      await client.query("insert into farm.schema_version values ($1, $2, clock_timestamp())", [version, file]);
      await client.query("commit");
      return;
    } catch (error) {
      await client.query("rollback");
      if (!inTheWay.has((error as { code?: string }).code ?? "") || attempt >= lockAttempts) throw error;
      await sleep(lockPatience * Math.random());
    }
  }
}

/** Brings the database at `url` to this version's schema; `folder` holds other migrations in a test. Throws CodedError data_newer, or the failing migration's error. */
export async function migrate(url: string, log: Logger, folder = ownMigrations): Promise<void> {
  const files = await filesOf(folder);
  await underMigrationLock(url, async (client) => {
    await client.query("create schema if not exists farm");
    await client.query(
      "create table if not exists farm.schema_version (version integer primary key, name text not null, applied_at timestamptz not null)",
    );
    const { rows } = await client.query<{ version: number }>("select version from farm.schema_version");
    const applied = new Set(rows.map((row) => row.version));
    const newest = Math.max(0, ...applied);
    const known = Number(files.at(-1)?.slice(0, 3));
    if (newest > known)
      throw new CodedError("data_newer", `The farm's database has version ${newest}; this farm knows ${known}. Update the farm.`);
    for (const file of files) {
      const version = Number(file.slice(0, 3));
      if (applied.has(version)) continue;
      const sql = await readFile(join(folder, file), "utf8");
      await apply(client, sql, version, file);
      log.info("migration applied", { file });
    }
  });
}
