// Trees of files copied with a hash of each, for backups.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Files that are copied at the same time. */
const atOnce = 16;

/** A file of a backup: its path with `/`, and what it must be. */
export interface SavedFile {
  path: string;
  bytes: number;
  sha256: string;
}

/** What lies below `folder`, as paths with `/`; a folder ends in one. What `skip` is true for is left out with all below it. */
export async function* treeOf(folder: string, skip: (path: string) => boolean = () => false, below = ""): AsyncGenerator<string> {
  for (const entry of await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])) {
    const path = `${below}${entry.name}`;
    if (skip(path)) continue;
    if (entry.isDirectory()) {
      yield `${path}/`;
      yield* treeOf(folder, skip, `${path}/`);
    } else if (entry.isFile()) yield path;
  }
}

/** Copies a file, synced to the disk; null when it is not there any more. */
export async function copyFile(from: string, to: string): Promise<Omit<SavedFile, "path"> | null> {
  const hash = createHash("sha256");
  let bytes = 0;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const target = await open(to, "w", 0o600);
  try {
    for await (const part of createReadStream(from, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
      hash.update(part);
      for (let at = 0; at < part.length;) at += (await target.write(part, at)).bytesWritten;
      bytes += part.length;
    }
    await target.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return null;
  } finally {
    await target.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** The hash of a file; null when it is not there. */
export async function hashOf(file: string): Promise<string | null> {
  const hash = createHash("sha256");
  try {
    for await (const part of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) hash.update(part);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return null;
  }
  return hash.digest("hex");
}

/** Does `work` for each of `items`, a few at once: what they wait for is the disk. */
export async function eachOf<Item>(items: AsyncIterable<Item> | Iterable<Item>, work: (item: Item) => Promise<unknown>): Promise<void> {
  const running = new Set<Promise<unknown>>();
  for await (const item of items) {
    const one: Promise<unknown> = work(item).finally(() => running.delete(one));
    // The first failure ends all; what fails beside it has nobody else to tell.
    one.catch(() => undefined);
    running.add(one);
    if (running.size >= atOnce) await Promise.race(running);
  }
  await Promise.all(running);
}
