// The blob store: files named by the SHA-256 of their bytes, written to `partial/`, hashed, fsynced and
// renamed into place. A blob never changes, so its hash is also its address, its ETag and its proof.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { CodedError } from "../../shared/contract/errors.ts";

const hashPattern = /^[0-9a-f]{64}$/;

export interface Blobs {
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
  /** Reads every blob and names those whose bytes are not their hash. */
  verify(): Promise<{ checked: number; damaged: string[] }>;
}

/** Opens the store under `folder`, creating it where it is missing. */
export async function openBlobs(folder: string): Promise<Blobs> {
  const root = path.join(folder, "sha256");
  const partialRoot = path.join(folder, "partial");
  await mkdir(root, { recursive: true });
  await mkdir(partialRoot, { recursive: true });
  let counter = 0;

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
    pathOf,
    has,
    partial: (name) => path.join(partialRoot, name.replaceAll(/[^\w.-]/g, "_")),
    async put(bytes) {
      const hash = createHash("sha256").update(bytes).digest("hex");
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
        throw asFileError(error);
      }
      return hash;
    },
    async adopt(partialFile, expected) {
      const hash = await hashFile(partialFile);
      if (expected !== undefined && hash !== expected) {
        await rm(partialFile, { force: true });
        throw new CodedError("media_failed", "A file arrived damaged and was thrown away. It is fetched again.");
      }
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
    async verify() {
      let checked = 0;
      const damaged: string[] = [];
      for (const prefix of await readdir(root)) {
        for (const name of await readdir(path.join(root, prefix))) {
          checked += 1;
          if (!hashPattern.test(name) || (await hashFile(path.join(root, prefix, name))) !== name) damaged.push(name);
        }
      }
      return { checked, damaged };
    },
  };
}

/** SHA-256 of a file's bytes, in hexadecimal. */
async function hashFile(file: string): Promise<string> {
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

/** A file system failure as the product's own error where a person can do something about it. */
export function asFileError(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") return new CodedError("disk_full", undefined, { cause: error });
  return error;
}
