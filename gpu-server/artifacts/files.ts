// Small things that the stores do with files.
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** Makes names in a folder last through a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return; // a folder cannot be opened there, and a rename is durable by itself
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Up to `count` bytes from `position`, in `into` where it is given; fewer only at the end of the file. */
export async function readAt(handle: FileHandle, position: number, count: number, into?: Buffer): Promise<Buffer> {
  const buffer = into ?? Buffer.allocUnsafe(count);
  let got = 0;
  while (got < count) {
    const { bytesRead } = await handle.read(buffer, got, count - got, position + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return buffer.subarray(0, got);
}
