// What the worker thread does with files that come in: finds them without following links, and copies them into the library's half
// files, hashed as they are written, looked into, and synced.
import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fdatasync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  rmSync,
  writeSync,
} from "node:fs";
import { promisify } from "node:util";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { ByteSource } from "../../../shared/media/metadata/source.ts";
import { asFileError } from "../blobs.ts";
import { type Look, lookAt, type Refused } from "./look.ts";

export interface WalkRequest {
  /** Bytes of the paths: a name need not be text. */
  paths: Uint8Array[];
  /** The library's own folders, which are never taken in. */
  own: string[];
}

/** Files found since the last part. */
export interface WalkPart {
  files: { path: Uint8Array; bytes: number }[];
  /** Links, devices, hidden files: what is left where it is. */
  left: number;
  /** Folders and files that could not be read, with the reason. */
  unread: { path: Uint8Array; reason: string }[];
}

export interface CopyRequest {
  /** `partial`: where the copy is written. */
  files: { path: Uint8Array; partial: string }[];
  /** Takes whatever it is as a document. */
  asDocument?: boolean;
}

/** What became of one file: a synced copy in its partial file, or the reason why there is none. */
export type Copied = { ok: true; hash: string; bytes: number; look: Look } | (Refused & { bytes: number });

const slash = Buffer.from("/");
const deepest = 200;
const flush = 500;

const cancelled = (shared: BigInt64Array<SharedArrayBuffer>): void => {
  if (Atomics.load(shared, 0) !== 0n) throw new CodedError("cancelled");
};

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/** Why a file cannot be read, in words. */
function unreadable(error: unknown): string {
  const code = codeOf(error);
  if (code === "EACCES" || code === "EPERM") return "It may not be read: this account has no permission. Allow reading it, then try again.";
  if (code === "ENOENT" || code === "ENOTDIR") return "It is not there any more. Put it back where it was, then try again.";
  if (code === "ENAMETOOLONG") return "Its path is too long for this system. Move it to a folder with a shorter path, then try again.";
  if (code === "EIO") return "Its disk reports an error while reading. Copy it from another place, then try again.";
  return `It cannot be read (${code === "" ? "unknown error" : code}). Check the disk that it lies on, then try again.`;
}

const isHidden = (name: Buffer): boolean => name[0] === 0x2e || /^(thumbs\.db|desktop\.ini)$/i.test(name.toString("latin1"));

/** Finds the files below the paths. Paths that a person named may be links; none inside is followed, so there are no loops. */
export function walkPaths({ paths, own }: WalkRequest, shared: BigInt64Array<SharedArrayBuffer>, part: (found: WalkPart) => void): null {
  let found: WalkPart = { files: [], left: 0, unread: [] };
  const tell = () => {
    part(found);
    found = { files: [], left: 0, unread: [] };
  };
  const mine = new Set(own.filter((folder) => existsSync(folder)).map((folder) => realpathSync(folder)));
  /** Folders that were seen, by device and number: a bind mount may show one twice, or inside itself. */
  const seen = new Set<string>();
  const visit = (file: Buffer, depth: number, named: boolean): void => {
    cancelled(shared);
    try {
      const stat = lstatSync(file, { bigint: true });
      if (stat.isDirectory()) {
        const key = `${stat.dev}:${stat.ino}`;
        if (depth > deepest || (stat.ino !== 0n && seen.has(key)) || mine.has(realpathSync(file))) {
          found.left += 1;
          return;
        }
        seen.add(key);
        for (const name of readdirSync(file, { encoding: "buffer" }).toSorted((a, b) => a.compare(b))) {
          if (isHidden(name)) found.left += 1;
          else visit(Buffer.concat([file, slash, name]), depth + 1, false);
        }
      } else if (stat.isSymbolicLink() && named) visit(realpathSync(file, "buffer"), depth, false);
      else if (stat.isFile()) found.files.push({ path: file, bytes: Number(stat.size) });
      else found.left += 1;
    } catch (error) {
      if (error instanceof CodedError) throw error;
      found.unread.push({ path: file, reason: unreadable(error) });
    }
    if (found.files.length + found.unread.length >= flush) tell();
  };
  for (const path of paths) visit(Buffer.from(path), 0, true);
  tell();
  return null;
}

/** A source that reads the open file through a window, so that many little reads are few calls. */
export function fileSource(fd: number, size: number): ByteSource {
  const window = Buffer.alloc(64 * 1024);
  let [from, filled] = [0, 0];
  const fill = (into: Buffer, at: number): number => {
    let done = 0;
    while (done < into.length) {
      const count = readSync(fd, into, done, into.length - done, at + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  };
  return {
    size,
    read(at, wanted) {
      const length = Math.max(0, Math.min(wanted, size - at));
      if (length > window.length) {
        const large = Buffer.alloc(length);
        return large.subarray(0, fill(large, at));
      }
      if (at < from || at + length > from + filled) {
        from = at;
        filled = fill(window, at);
      }
      return Buffer.from(window.subarray(at - from, Math.min(filled, at - from + length)));
    },
  };
}

/** A file that a person keeps although nothing is known of it. */
export const anyDocument: Look = {
  ok: true,
  kind: "document",
  contentType: "application/octet-stream",
  width: null,
  height: null,
  recipe: null,
  found: null,
};

const block = Buffer.alloc(1 << 20);
const sync = promisify(fdatasync);

/** Copies one file; the copy stays open for the sync. Null for what is no file any more. */
async function copyOne(
  path: Buffer,
  partial: string,
  asDocument: boolean,
  shared: BigInt64Array<SharedArrayBuffer>,
): Promise<{ fd: number; copied: Copied }> {
  // No link is followed at the end, and a pipe does not hold the thread.
  const from = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(from).isFile()) throw new CodedError("not_found");
    const fd = openSync(partial, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600);
    try {
      const hash = createHash("sha256");
      let bytes = 0;
      for (;;) {
        cancelled(shared);
        const count = readSync(from, block, 0, block.length, null);
        if (count === 0) break;
        hash.update(block.subarray(0, count));
        for (let done = 0; done < count;) {
          try {
            done += writeSync(fd, block, done, count - done);
          } catch (error) {
            throw new WriteError(error);
          }
        }
        bytes += count;
        Atomics.add(shared, 1, BigInt(count));
      }
      return {
        fd,
        copied: {
          ok: true,
          hash: hash.digest("hex"),
          bytes,
          look: asDocument ? anyDocument : await lookAt(fileSource(fd, bytes), partial),
        },
      };
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  } finally {
    closeSync(from);
  }
}

/** A failure of the library's own disk, not of the file that is read. */
class WriteError extends Error {
  constructor(cause: unknown) {
    super("the library's disk refused a write", { cause });
  }
}

/**
 * Copies files one after the other and syncs them together. A file that cannot be used has no copy left. Throws CodedError disk_full and
 * cancelled, with no copy left.
 */
export async function copyBatch({ files, asDocument = false }: CopyRequest, shared: BigInt64Array<SharedArrayBuffer>): Promise<Copied[]> {
  const results: Copied[] = [];
  const open: number[] = [];
  try {
    for (const { path, partial } of files) {
      try {
        const { fd, copied } = await copyOne(Buffer.from(path), partial, asDocument, shared);
        if (copied.ok && copied.look.ok) open.push(fd);
        else closeSync(fd);
        if (copied.ok && !copied.look.ok) rmSync(partial, { force: true });
        results.push(copied.ok && !copied.look.ok ? { ...copied.look, bytes: copied.bytes } : copied);
      } catch (error) {
        rmSync(partial, { force: true });
        if (error instanceof WriteError) throw asFileError(error.cause);
        if (error instanceof CodedError && error.code !== "not_found") throw error;
        const reason = error instanceof CodedError ? "It is no file any more. Choose it again." : unreadable(error);
        results.push({
          ok: false,
          reason: codeOf(error) === "ELOOP" ? "It is a link now, and links are not followed. Import what it points to." : reason,
          canKeep: false,
          bytes: 0,
        });
      }
    }
    await Promise.all(open.map((fd) => sync(fd)));
    return results;
  } catch (error) {
    for (const { partial } of files) rmSync(partial, { force: true });
    throw asFileError(error);
  } finally {
    for (const fd of open) closeSync(fd);
  }
}

/** Looks into a file that lies here already. */
export async function inspectFile(file: string): Promise<Look> {
  const fd = openSync(file, "r");
  try {
    return await lookAt(fileSource(fd, fstatSync(fd).size), file);
  } finally {
    closeSync(fd);
  }
}
