// Opens the studio's SQLite files: pragmas, numbered migrations with a backup first, refusal of a file
// that a newer version wrote.
import { existsSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { CodedError } from "../../shared/contract/errors.ts";

export type Connection = Database.Database;

/** Migrations in order: entry n brings a file from user_version n to n + 1. Published ones never change. */
export type Migrations = readonly string[];

export interface OpenOptions {
  file: string;
  migrations: Migrations;
  /** FULL: nothing acknowledged is ever lost. NORMAL: a power cut may lose the last moments, never the file. */
  synchronous: "FULL" | "NORMAL";
}

/**
 * Opens (or creates) a database and brings it to the newest version. Before a file with data is migrated, a copy
 * `<file>.v<version>.backup` is written. Throws CodedError data_newer and disk_full.
 */
export function openDatabase({ file, migrations, synchronous }: OpenOptions): Connection {
  const isNew = !existsSync(file);
  const database = new Database(file);
  try {
    const version = database.pragma("user_version", { simple: true }) as number;
    if (version > migrations.length) {
      throw new CodedError(
        "data_newer",
        `${path.basename(file)} was written by a newer version of the studio (format ${version}, this one knows ${migrations.length}). Update the studio to open it; nothing was changed.`,
      );
    }
    database.pragma("journal_mode = WAL");
    database.pragma(`synchronous = ${synchronous}`);
    database.pragma("foreign_keys = ON");
    database.pragma("busy_timeout = 2000");
    if (version === migrations.length) return database;
    if (!isNew && version > 0) backUp(database, `${file}.v${version}.backup`);
    for (let next = version; next < migrations.length; next += 1) {
      const step = migrations[next] as string;
      database.transaction(() => {
        database.exec(step);
        database.pragma(`user_version = ${next + 1}`);
      })();
    }
    return database;
  } catch (error) {
    database.close();
    throw asStorageError(error);
  }
}

function backUp(database: Connection, target: string): void {
  if (existsSync(target)) return;
  database.prepare("VACUUM INTO ?").run(target);
}

/** A full disk said by SQLite as the product's own error; anything else as it is. */
export function asStorageError(error: unknown): unknown {
  if (error instanceof Database.SqliteError && error.code === "SQLITE_FULL")
    return new CodedError("disk_full", undefined, { cause: error });
  return error;
}
