// SHA-256 of files, read in pieces as fast as the disk gives them. Blocks its thread: for worker threads only.
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import type { Hashed } from "./worker-messages.ts";

const buffer = Buffer.allocUnsafe(1 << 20);
/** Bytes after which progress is told. */
const tellEvery = 16 << 20;

/** Hashes each file in turn; `read` hears how many bytes were read since it was told last. */
export function hashFiles(files: readonly string[], read: (bytes: number) => void): Hashed[] {
  let untold = 0;
  const tell = (bytes: number) => {
    untold += bytes;
    if (untold < tellEvery) return;
    read(untold);
    untold = 0;
  };
  const hashed = files.map((file): Hashed => {
    let handle: number | undefined;
    try {
      handle = openSync(file, "r");
      const hash = createHash("sha256");
      for (;;) {
        const length = readSync(handle, buffer, 0, buffer.length, null);
        if (length === 0) break;
        hash.update(buffer.subarray(0, length));
        tell(length);
      }
      return { file, hash: hash.digest("hex") };
    } catch {
      return { file, hash: null };
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
  });
  if (untold > 0) read(untold);
  return hashed;
}
