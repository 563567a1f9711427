// The shell's log file: what the core prints and what the window went through.
import { createWriteStream, mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";

const longestBytes = 5 * 1024 * 1024;

/** Returns what appends text to a file; a file that has grown past 5 MiB is put aside first. A disk that is full is no error. */
export function fileLog(file: string): (text: string) => void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestBytes) renameSync(file, `${file}.1`);
  } catch {
    // The stream below fails too, and is then silent.
  }
  const stream = createWriteStream(file, { flags: "a" }).on("error", () => undefined);
  return (text) => void stream.write(text);
}
