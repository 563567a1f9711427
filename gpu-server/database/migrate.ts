// Numbered SQL migrations: each file runs once, in order, in its own transaction, under a lock that
// two first starts at once share. A database of a newer farm is refused.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Logger } from "../ports.ts";

const ownMigrations = join(import.meta.dirname, "migrations");
/** Any fixed number: all farms on one database wait for the same lock. */
const lockNumber = 7_305_119_246;

/** Brings the database at `url` to this version's schema; `folder` holds other migrations in a test. Throws CodedError data_newer, or the failing migration's error. */
export async function migrate(url: string, log: Logger, folder = ownMigrations): Promise<void> {
  const files = (await readdir(folder)).filter((name) => /^\d{3}-[\w-]+\.sql$/.test(name)).sort();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockNumber]);
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
      await client.query("begin");
      try {
        await client.query(sql);
        await client.query("insert into farm.schema_version values ($1, $2, clock_timestamp())", [version, file]);
        await client.query("commit");
      } catch (error) {
        await client.query("rollback");
        throw error;
      }
      log.info("migration applied", { file });
    }
  } finally {
    await client.end();
  }
}
