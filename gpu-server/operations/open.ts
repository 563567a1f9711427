// The farm's database opened for use: the built-in cluster or the one of DATABASE_URL, migrated, with
// a pool for each role.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import { startCluster } from "../database/cluster.ts";
import { migrate } from "../database/migrate.ts";
import { type Database, openDatabase } from "../database/pool.ts";
import type { Logger } from "../ports.ts";

/** The database by role. */
export interface OpenDatabases {
  url: string;
  api: Database;
  scheduler: Database;
  operations: Database;
  /** The connecting user: identity's tables, and nothing in the hot path of jobs. */
  owner: Database;
  close(): Promise<void>;
}

/** File with the address of a running farm's database, for commands beside it. */
export function databaseUrlFile(data: string): string {
  return join(data, "secrets", "database-url");
}

/** Opens pools on a migrated database at `url`; `then` is called after they have closed. */
export function openPools(url: string, log: Logger, then: () => Promise<void> = () => Promise.resolve()): OpenDatabases {
  const api = openDatabase(url, "farm_api", log, 12);
  const scheduler = openDatabase(url, "farm_scheduler", log, 6);
  const operations = openDatabase(url, "farm_operations", log, 2);
  const owner = openDatabase(url, null, log, 6);
  return {
    url,
    api,
    scheduler,
    operations,
    owner,
    async close() {
      await Promise.all([api, scheduler, operations, owner].map((database) => database.end()));
      await then();
    },
  };
}

/** Starts (or takes) the database of data folder `data` and migrates it. Throws an Error or CodedError with a sentence. */
export async function openDatabases(data: string, externalUrl: string | undefined, log: Logger): Promise<OpenDatabases> {
  const cluster = externalUrl ? null : await startCluster(data, log);
  const url = externalUrl ?? cluster?.url ?? "";
  try {
    await migrate(url, log);
    await writeFile(databaseUrlFile(data), url, { mode: 0o600 });
  } catch (error) {
    await cluster?.stop();
    const { code = "", message } = error as Error & { code?: string };
    if (/^(ECONN|ENOTFOUND|ETIMEDOUT|EAI_|28|3D)/.test(code))
      throw new CodedError("database_unavailable", `The database of DATABASE_URL cannot be used: ${message}. Check the address.`, {
        cause: error,
      });
    throw error;
  }
  return openPools(url, log, async () => cluster?.stop());
}
