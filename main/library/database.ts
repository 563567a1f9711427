// Opens the studio's SQLite files: pragmas, numbered migrations with a backup first, refusal of a file
// that a newer version wrote.
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
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
  let database: Connection;
  try {
    database = new Database(file);
  } catch (error) {
    throw asStorageError(error);
  }
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
  // A copy that was cut short must not pass for one.
  rmSync(`${target}.half`, { force: true });
  database.prepare("VACUUM INTO ?").run(`${target}.half`);
  renameSync(`${target}.half`, target);
}

/**
 * Opens a database that can be made again from the rest. One that is damaged is set aside as `<file>.damaged` and begun
 * anew; `damaged` hears of it.
 */
export function openRebuildable(options: OpenOptions, damaged: () => void): Connection {
  try {
    return openDatabase(options);
  } catch (error) {
    const code = error instanceof Database.SqliteError ? error.code : "";
    if (!code.startsWith("SQLITE_CORRUPT") && code !== "SQLITE_NOTADB") throw error;
    damaged();
    for (const end of ["", "-wal", "-shm"])
      if (existsSync(options.file + end)) renameSync(options.file + end, `${options.file}${end}.damaged`);
    return openDatabase(options);
  }
}

/** Copies from before an update that lie beside a database, the newest version first. */
export function backupsOf(file: string): { name: string; version: number }[] {
  const pattern = /\.v(\d+)\.backup$/;
  return readdirSync(path.dirname(file))
    .filter((name) => name.startsWith(`${path.basename(file)}.v`) && pattern.test(name))
    .map((name) => ({ name, version: Number(pattern.exec(name)?.[1]) }))
    .sort((one, other) => other.version - one.version);
}

/** Removes all but the newest `keep` copies of a database. */
export function pruneBackups(file: string, keep: number): void {
  for (const { name } of backupsOf(file).slice(keep)) rmSync(path.join(path.dirname(file), name), { force: true });
}

/** A full disk said by SQLite as the product's own error; anything else as it is. */
export function asStorageError(error: unknown): unknown {
  if (error instanceof Database.SqliteError && error.code === "SQLITE_FULL")
    return new CodedError("disk_full", undefined, { cause: error });
  return error;
}
