// What the worker thread does with files that go out: copies with the recipe and the mark of machine-made media inside. The blob that they
// are made of is only read. A name that is taken is never written over.
import { closeSync, constants, fstatSync, fsyncSync, linkSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { CodedError } from "../../../shared/contract/errors.ts";
import { asFileError } from "../blobs.ts";
import { fileSource } from "./intake.ts";
import { type Inside, partsOf } from "./inside.ts";

export interface FileToWrite {
  id: string;
  blob: string;
  contentType: string;
  /** Name without its ending, and the ending with its dot. */
  stem: string;
  ending: string;
  inside: Inside;
}

export interface WriteRequest {
  folder: string;
  files: FileToWrite[];
}

/** What became of one file. */
export type Written = { id: string; name: string; bytes: number } | { id: string; reason: string };

const block = Buffer.alloc(1 << 20);
const mostNumbers = 10_000;

function writeAll(to: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(to, bytes, done, bytes.length - done);
}

/** Gives the half file its name, with a number where the name is taken. The name appears only with the whole file behind it. */
function nameIt(half: string, folder: string, stem: string, ending: string): string {
  for (let number = 1; number <= mostNumbers; number += 1) {
    const name = `${stem}${number === 1 ? "" : ` ${number}`}${ending}`;
    const target = path.join(folder, name);
    try {
      linkSync(half, target);
      rmSync(half, { force: true });
      return name;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EEXIST") continue;
      if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS" && code !== "EOPNOTSUPP") throw error;
    }
    // A file system without links (FAT): the name is taken first, and then written over with the file.
    try {
      closeSync(openSync(target, "wx"));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") continue;
      throw error;
    }
    renameSync(half, target);
    return name;
  }
  throw new CodedError("output_exists", `There are too many files called ${stem}${ending} in the folder. Choose another folder.`);
}

/** Writes one file. Returns its name and size, and, for types that hold no metadata, writes it beside as XMP. */
function writeOne(folder: string, file: FileToWrite, shared: BigInt64Array<SharedArrayBuffer>): Written {
  const from = openSync(file.blob, constants.O_RDONLY);
  const half = path.join(folder, `.${file.id}.part`);
  try {
    const size = fstatSync(from).size;
    const { parts, beside } = partsOf(fileSource(from, size), file.contentType, file.inside);
    let bytes = 0;
    const to = openSync(half, "wx", 0o644);
    try {
      for (const part of parts) {
        if (!("from" in part)) {
          writeAll(to, part);
          bytes += part.length;
          continue;
        }
        for (let done = 0; done < part.length;) {
          if (Atomics.load(shared, 0) !== 0n) throw new CodedError("cancelled");
          const count = readSync(from, block, 0, Math.min(block.length, part.length - done), part.from + done);
          if (count === 0)
            throw new CodedError("media_failed", "The file in the library is shorter than it says. Run npm run studio -- verify.");
          writeAll(to, block.subarray(0, count));
          done += count;
          bytes += count;
          Atomics.add(shared, 1, BigInt(count));
        }
      }
      fsyncSync(to);
    } finally {
      closeSync(to);
    }
    const name = nameIt(half, folder, file.stem, file.ending);
    if (beside !== null) {
      const packet = openSync(half, "wx", 0o644);
      try {
        writeAll(packet, Buffer.from(beside, "utf8"));
      } finally {
        closeSync(packet);
      }
      nameIt(half, folder, name, ".xmp");
    }
    return { id: file.id, name, bytes };
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  } finally {
    closeSync(from);
  }
}

/** Writes files one after the other; `part` hears of each. A file that cannot be written does not stop the rest; a full disk does. */
export function writeFiles(
  { folder, files }: WriteRequest,
  shared: BigInt64Array<SharedArrayBuffer>,
  part: (written: Written) => void,
): null {
  for (const file of files) {
    try {
      part(writeOne(folder, file, shared));
    } catch (thrown) {
      const error = asFileError(thrown, folder);
      if (error instanceof CodedError && (error.code === "disk_full" || error.code === "cancelled")) throw error;
      const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
      const words = missing
        ? "Its file is missing in the library. Run npm run studio -- verify."
        : error instanceof Error
          ? error.message
          : String(error);
      part({ id: file.id, reason: words });
    }
  }
  return null;
}
