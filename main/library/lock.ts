// The data folder belongs to one studio at a time. The lock is a transaction on a small SQLite file: the
// operating system lets it go when the process dies, however it dies, so no stale lock can be left behind.
import { mkdirSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { CodedError } from "../../shared/contract/errors.ts";

export interface FolderLock {
  release(): void;
}

/** Takes the data folder, creating it where it is missing. Throws CodedError data_locked, output_folder_missing or output_not_writable. */
export function lockFolder(folder: string): FolderLock {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CodedError("output_not_writable", `The data folder ${folder} cannot be created. Choose another with --data.`, {
      cause: error,
    });
  }
  let database: Database.Database;
  try {
    database = new Database(path.join(folder, "lock.db"), { timeout: 0 });
  } catch (error) {
    throw new CodedError("output_not_writable", `The data folder ${folder} cannot be written. Choose another with --data.`, {
      cause: error,
    });
  }
  try {
    // No journal: the file never holds anything, and a journal left by a killed process would have to be played back.
    database.pragma("journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      throw new CodedError(
        "data_locked",
        `Another studio works on the data folder ${folder}. Close it, or choose another folder with --data.`,
        { fields: [{ path: "data", message: folder }] },
      );
    }
    if (error instanceof Database.SqliteError && /READONLY|CANTOPEN|PERM/.test(error.code)) {
      throw new CodedError("output_not_writable", `The data folder ${folder} cannot be written. Choose another with --data.`, {
        cause: error,
      });
    }
    throw error;
  }
  return {
    release() {
      if (!database.open) return;
      database.exec("ROLLBACK");
      database.close();
    },
  };
}
