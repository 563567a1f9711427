// The blob store: files named by the SHA-256 of their bytes, written to `partial/`, hashed, fsynced and
// renamed into place. A blob never changes, so its hash is also its address, its ETag and its proof.
import { createHash } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { CodedError } from "../../shared/contract/errors.ts";

const hashPattern = /^[0-9a-f]{64}$/;

export interface Blobs {
  /** Where the store lies. */
  folder: string;
  /** Where the blob lies; the file may be missing. Throws RangeError when `hash` is not a SHA-256. */
  pathOf: (hash: string) => string;
  has(hash: string): Promise<boolean>;
  /** Keeps bytes; the same bytes twice are one file. Throws CodedError disk_full. */
  put(bytes: Uint8Array): Promise<string>;
  /** A path in `partial/` that belongs to `name` alone and survives restarts. */
  partial(name: string): string;
  /**
   * Takes a finished partial file in: hashes it, fsyncs, renames. Returns its hash; throws CodedError media_failed and
   * removes the file when it is not the `expected` one.
   */
  adopt(partialFile: string, expected?: string): Promise<string>;
  /**
   * Takes finished partial files in that were hashed and synced while they were written. From here on no sweep removes
   * them in this process; the caller writes what names them next. Throws CodedError disk_full.
   */
  take(files: readonly { file: string; hash: string }[]): Promise<void>;
  /** Removes blobs and half files that nothing names and that are older than `before` (ms since 1970). */
  sweep(request: SweepRequest): Promise<Swept>;
  /** Reads every blob and names those whose bytes are not their hash. */
  verify(): Promise<{ checked: number; damaged: string[] }>;
}

export interface SweepRequest {
  /** Hashes that are in use; asked once, after the old files were listed. */
  named: () => ReadonlySet<string> | Promise<ReadonlySet<string>>;
  /** Half files (names in `partial/`) that are still wanted. */
  wanted: (name: string) => boolean;
  before: number;
  /** Counts what would go and removes nothing. */
  dryRun?: boolean;
  /** Stops between two files. */
  signal?: AbortSignal;
  /** Called for each file that goes. */
  gone?: (bytes: number) => void;
}

export interface Swept {
  removed: number;
  bytes: number;
  kept: number;
}

/** Opens the store under `folder`, creating it where it is missing. */
export async function openBlobs(folder: string): Promise<Blobs> {
  const root = path.join(folder, "sha256");
  const partialRoot = path.join(folder, "partial");
  await mkdir(root, { recursive: true });
  await mkdir(partialRoot, { recursive: true });
  let counter = 0;
  /** Blobs that this process was given: their row may not be written yet, so a sweep leaves them. */
  const given = new Set<string>();

  const pathOf = (hash: string) => {
    if (!hashPattern.test(hash)) throw new RangeError("a blob is named by 64 hexadecimal digits");
    return path.join(root, hash.slice(0, 2), hash);
  };
  const has = async (hash: string) =>
    stat(pathOf(hash)).then(
      (found) => found.isFile(),
      () => false,
    );
  const place = async (file: string, hash: string) => {
    const target = pathOf(hash);
    await mkdir(path.dirname(target), { recursive: true });
    await rename(file, target);
    await syncFolder(path.dirname(target));
  };
  return {
    folder,
    pathOf,
    has,
    partial: (name) => path.join(partialRoot, name.replaceAll(/[^\w.-]/g, "_")),
    async put(bytes) {
      const hash = createHash("sha256").update(bytes).digest("hex");
      given.add(hash);
      if (await has(hash)) return hash;
      counter += 1;
      const file = path.join(partialRoot, `put-${process.pid}-${counter}`);
      try {
        const handle = await open(file, "w");
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await place(file, hash);
      } catch (error) {
        await rm(file, { force: true });
        throw asFileError(error, folder);
      }
      return hash;
    },
    async adopt(partialFile, expected) {
      const hash = await hashFile(partialFile);
      if (expected !== undefined && hash !== expected) {
        await rm(partialFile, { force: true });
        throw new CodedError("media_failed", "A file arrived damaged and was thrown away. It is fetched again.");
      }
      given.add(hash);
      if (await has(hash)) {
        await rm(partialFile, { force: true });
        return hash;
      }
      const handle = await open(partialFile, "r+");
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      await place(partialFile, hash);
      return hash;
    },
    async take(files) {
      for (const { hash } of files) given.add(hash);
      const folders = new Set<string>();
      try {
        await Promise.all(
          files.map(async ({ file, hash }) => {
            if (await has(hash)) return rm(file, { force: true });
            const target = pathOf(hash);
            await mkdir(path.dirname(target), { recursive: true });
            folders.add(path.dirname(target));
            return rename(file, target);
          }),
        );
        await Promise.all([...folders].map(syncFolder));
      } catch (error) {
        throw asFileError(error, folder);
      }
    },
    async sweep({ named, wanted, before, dryRun = false, signal, gone }) {
      const swept: Swept = { removed: 0, bytes: 0, kept: 0 };
      const old: { file: string; hash: string | null; bytes: number }[] = [];
      const look = async (directory: string, name: string, hash: string | null) => {
        const file = path.join(directory, name);
        const found = await stat(file).catch(() => null);
        if (found?.isFile() !== true) return;
        if (found.mtimeMs < before) old.push({ file, hash, bytes: found.size });
        else swept.kept += 1;
      };
      for (const { directory, name } of await filesIn(root)) await look(directory, name, hashPattern.test(name) ? name : null);
      for (const name of await readdir(partialRoot)) if (!wanted(name)) await look(partialRoot, name, null);
      const inUse = await named();
      for (const [index, { file, hash, bytes }] of old.entries()) {
        // The core answers others in between.
        if (index % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
        if (signal?.aborted === true) throw new CodedError("cancelled");
        // Looked at and removed in one step: a blob that is given at this moment is either seen here or written again.
        if (hash !== null && (inUse.has(hash) || given.has(hash))) swept.kept += 1;
        else {
          if (!dryRun) rmSync(file, { force: true });
          swept.removed += 1;
          swept.bytes += bytes;
          gone?.(bytes);
        }
      }
      return swept;
    },
    async verify() {
      let checked = 0;
      const damaged: string[] = [];
      for (const { directory, name } of await filesIn(root)) {
        checked += 1;
        if (!hashPattern.test(name) || (await hashFile(path.join(directory, name))) !== name) damaged.push(name);
      }
      return { checked, damaged };
    },
  };
}

/** What lies in the folders of the blobs, and beside them what somebody else has put there. */
async function filesIn(root: string): Promise<{ directory: string; name: string }[]> {
  const found: { directory: string; name: string }[] = [];
  for (const entry of await readdir(root, { withFileTypes: true })) {
    const directory = path.join(root, entry.name);
    if (!entry.isDirectory()) found.push({ directory: root, name: entry.name });
    else for (const name of await readdir(directory)) found.push({ directory, name });
  }
  return found;
}

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** Makes renames inside the folder survive a power cut; systems that cannot open folders do without. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows cannot fsync a folder.
  }
}

/** A file system failure as the product's own error where a person can do something about it; `folder` names the disk. */
export function asFileError(error: unknown, folder?: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(folder, error);
  return error;
}

/** The error of a disk without room, which names the disk by the folder on it where that is known. */
export function diskFull(folder?: string, cause?: unknown): CodedError {
  const words = folder === undefined ? undefined : `The disk of ${folder} is full. Free some space there and try again; nothing was lost.`;
  return new CodedError("disk_full", words, { cause });
}
