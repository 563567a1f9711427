// A library belongs to one studio at a time. On one computer the lock is a transaction on a small SQLite file,
// which the system lets go however the process dies. A folder on a shared disk may be opened by two computers,
// whose systems do not see each other's locks: beside it lies a note with the owner's name, renewed every few seconds.
import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";

export interface FolderLock {
  release(): void;
}

export interface LockOptions {
  /** This computer's name. */
  host?: string;
  /** Takes over from a computer that is not heard of any more. One that is heard of keeps its library. */
  takeOver?: boolean;
  /** Called once when another computer has taken over: from then on nothing may be written. */
  lost?: () => void;
  /** The note is renewed so often, in milliseconds. */
  beatMs?: number;
  /** A note that was not renewed for so long is of a computer that is gone, in milliseconds. */
  deadMs?: number;
}

const noteSchema = z.object({ token: z.string(), host: z.string(), user: z.string(), pid: z.number(), since: z.string() });
type Note = z.infer<typeof noteSchema>;

const noteName = "opened-by.json";

/**
 * Takes the folder, creating it where it is missing. Throws CodedError data_locked (which says who has it, since when, and
 * has the field `takeOver` where they are not heard of any more), output_folder_missing or output_not_writable.
 */
export function lockFolder(folder: string, options: LockOptions = {}): FolderLock {
  const { host = hostname(), beatMs = 10_000, deadMs = 60_000 } = options;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CodedError("output_not_writable", `The data folder ${folder} cannot be created. Choose another with --data.`, {
      cause: error,
    });
  }
  const file = path.join(folder, noteName);
  const database = takeSystemLock(folder, () => readNote(file));
  let beat: NodeJS.Timeout | undefined;
  try {
    const other = readNote(file);
    // Of this computer's own studios the system has just told us that none lives.
    if (other !== null && other.host !== host) refuseOther(folder, file, other, deadMs, options.takeOver === true);
    const mine: Note = { token: randomUUID(), host, user: userName(), pid: process.pid, since: new Date().toISOString() };
    writeNote(file, mine);
    let gone = false;
    beat = setInterval(() => {
      const now = readNote(file);
      if (gone) return;
      if (now !== null && now.token !== mine.token) {
        gone = true;
        clearInterval(beat);
        options.lost?.();
        return;
      }
      try {
        const time = new Date();
        if (now === null) writeNote(file, mine);
        else utimesSync(file, time, time);
      } catch {
        // A disk that is away: the next beat tries again.
      }
    }, beatMs);
    beat.unref();
    return {
      release() {
        clearInterval(beat);
        if (!database.open) return;
        try {
          if (readNote(file)?.token === mine.token) rmSync(file, { force: true });
        } catch {
          // The next one to open it sees that this computer has no studio any more.
        }
        database.exec("ROLLBACK");
        database.close();
      },
    };
  } catch (error) {
    clearInterval(beat);
    database.close();
    throw asOpenError(error, folder);
  }
}

/** The system's own lock. `owner` says who has it. */
function takeSystemLock(folder: string, owner: () => Note | null): Database.Database {
  let database: Database.Database;
  try {
    database = new Database(path.join(folder, "lock.db"), { timeout: 0 });
  } catch (error) {
    throw notWritable(folder, error);
  }
  try {
    // No journal: the file never holds anything, and a journal left by a killed process would have to be played back.
    database.pragma("journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) {
      const note = owner();
      const who = note === null ? "" : ` (${note.user} on ${note.host}, since ${timeText(note.since)})`;
      throw new CodedError(
        "data_locked",
        `Another studio works on the data folder ${folder}${who}. Close it, or choose another folder with --data.`,
        { fields: [{ path: "data", message: folder }] },
      );
    }
    throw asOpenError(error, folder);
  }
}

/** Refuses a folder that another computer has, unless that one is gone and its place is to be taken. */
function refuseOther(folder: string, file: string, note: Note, deadMs: number, takeOver: boolean): void {
  const silent = silentFor(folder, file);
  const who = `${note.user} on the computer ${note.host}, since ${timeText(note.since)}`;
  if (silent < deadMs)
    throw new CodedError("data_locked", `The library in ${folder} is open on another computer: ${who}. Close the studio there first.`, {
      fields: [{ path: "data", message: folder }],
    });
  if (takeOver) return;
  throw new CodedError(
    "data_locked",
    `The library in ${folder} was opened by ${who}, and that computer has not been heard of for ${Math.round(silent / 60_000)} minutes. Make sure that the studio there is closed, then take over: start with --take-over.`,
    { fields: [{ path: "takeOver", message: note.host }] },
  );
}

/** How long the note was not renewed, in milliseconds, by the clock of the disk that it lies on: the computers' own clocks may differ. */
function silentFor(folder: string, file: string): number {
  const probe = path.join(folder, `.now-${randomUUID()}`);
  writeFileSync(probe, "");
  try {
    return Math.max(0, statSync(probe).mtimeMs - statSync(file).mtimeMs);
  } finally {
    rmSync(probe, { force: true });
  }
}

function readNote(file: string): Note | null {
  try {
    const parsed = noteSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function writeNote(file: string, note: Note): void {
  const next = `${file}.${note.token}`;
  const handle = openSync(next, "w", 0o600);
  try {
    writeFileSync(handle, `${JSON.stringify(note, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
}

const timeText = (time: string) => time.replace("T", " ").replace(/\.\d+Z$/, " UTC");

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "somebody";
  }
}

const notWritable = (folder: string, cause: unknown) =>
  new CodedError("output_not_writable", `The data folder ${folder} cannot be written. Choose another with --data.`, { cause });

function asOpenError(error: unknown, folder: string): unknown {
  if (error instanceof Database.SqliteError && /READONLY|CANTOPEN|PERM/.test(error.code)) return notWritable(folder, error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EACCES" || code === "EROFS" || code === "EPERM" ? notWritable(folder, error) : error;
}
