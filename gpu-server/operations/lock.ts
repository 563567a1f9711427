// A data folder belongs to one farm at a time. The lock is a transaction on a small SQLite file: the
// operating system lets it go when the process dies, however it dies.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CodedError } from "../../shared/contract/errors.ts";

/** Takes the data folder, creating it where missing; returns what lets it go. Throws CodedError data_locked, output_not_writable. */
export function lockData(data: string): () => void {
  let file: DatabaseSync;
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    writeFileSync(join(data, "lock.db"), "", { flag: "a", mode: 0o600 });
    file = new DatabaseSync(join(data, "lock.db"), { timeout: 0 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOSPC")
      throw new CodedError("disk_full", `The disk of ${data} is full. Free some space and start the farm again.`, { cause: error });
    throw new CodedError("output_not_writable", `The farm's data folder ${data} cannot be written. Choose another with --data.`, {
      cause: error,
    });
  }
  try {
    file.exec("pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    file.close();
    if (!(error instanceof Error) || !error.message.includes("locked")) throw error;
    throw new CodedError("data_locked", `Another farm works on the data folder ${data}. Stop it, or choose another folder with --data.`, {
      cause: error,
    });
  }
  return () => file.close();
}
