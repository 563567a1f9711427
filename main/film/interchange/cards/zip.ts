// Zip files that people bring: read with bounds on number, size and ratio, so that no archive fills disk or memory, and
// names are only names. And written, for CHARX and shared characters.
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import yauzl from "yauzl";
import { ZipFile } from "yazl";
import { CodedError } from "../../../../shared/contract/errors.ts";

const megabyte = 1024 * 1024;
const limits = {
  entries: 2000,
  /** Of one file, unpacked. */
  one: 256 * megabyte,
  /** Of all together. */
  all: 1024 * megabyte,
  /** Unpacked against packed; counted from where it matters. */
  ratio: 200,
  ratioFrom: megabyte,
};

export interface ZipEntry {
  name: string;
  bytes: number;
}

const refuse = (message: string, field = "(whole)"): never => {
  throw new CodedError("invalid_input", message, { fields: [{ path: field, message }] });
};

/** What a name may not be, in words; null for a plain relative one. */
function wrongName(name: string): string | null {
  if (name.length > 400) return "is longer than 400 characters";
  // Control characters hide what a name is.
  if (/[\p{Cc}\\]/u.test(name)) return "has characters that names do not have";
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) return "names a place outside of the file";
  return name.split("/").some((part) => part === ".." || part === ".") ? "names a place outside of the file" : null;
}

/**
 * Reads every file of a zip in order, one at a time. `take` gets the name and a stream that is bounded. Throws
 * invalid_input in words for what is damaged, locked or made to do harm.
 */
export async function readZip(file: string, take: (entry: ZipEntry, stream: Readable) => Promise<void>): Promise<void> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    );
  }).catch(() => refuse("The file is no zip that can be opened: it is damaged, or cut off."));
  try {
    if (zip.entryCount > limits.entries)
      refuse(`The file holds more than ${limits.entries.toLocaleString("en")} files: it is no character.`);
    const entries = await listed(zip);
    const seen = new Set<string>();
    let all = 0;
    for (const entry of entries) {
      const name = entry.fileName;
      const shown = JSON.stringify(name.slice(0, 80));
      const wrong = wrongName(name);
      if (wrong !== null) refuse(`A file in it has a name that ${wrong} (${shown}). Nothing was taken in.`, name.slice(0, 80));
      const key = name.normalize("NFC").toLowerCase();
      if (seen.has(key))
        refuse(`The file holds ${shown} twice: it is not clear which one counts. Nothing was taken in.`, name.slice(0, 80));
      seen.add(key);
      if (name.endsWith("/")) continue;
      if (entry.isEncrypted()) refuse("The file is locked with a password. Save it without one and try again.", name);
      all += entry.uncompressedSize;
      if (entry.uncompressedSize > limits.one || all > limits.all)
        refuse("The file unpacks to more than a character has (1 GB in all, 256 MB a file). Nothing was taken in.", name);
      if (entry.uncompressedSize > limits.ratioFrom && entry.uncompressedSize > entry.compressedSize * limits.ratio)
        refuse(`${shown} unpacks to far more than a picture or a text does. Nothing was taken in.`, name);
    }
    for (const entry of entries) {
      if (entry.fileName.endsWith("/")) continue;
      const stream = await new Promise<Readable>((resolve, reject) => {
        zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
      }).catch(() => refuse(`${JSON.stringify(entry.fileName.slice(0, 80))} cannot be unpacked. Ask for the file again.`, entry.fileName));
      await take({ name: entry.fileName, bytes: entry.uncompressedSize }, stream);
    }
  } catch (error) {
    if (error instanceof CodedError || (error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    refuse("The file is damaged: not all of it can be unpacked. Ask for it again from where it came.");
  } finally {
    zip.close();
  }
}

function listed(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    zip.on("entry", (entry: yauzl.Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.once("end", () => resolve(entries));
    zip.once("error", (error: Error) => {
      // The library's own words for names that lead out of the folder.
      const trick = /relative path|absolute path|invalid characters/.test(error.message);
      reject(
        trick
          ? new CodedError("invalid_input", "A file in it has a name that leads out of its folder. Nothing was taken in.", {
              fields: [{ path: "(whole)", message: "A name leads out of the folder." }],
            })
          : error,
      );
    });
    zip.readEntry();
  });
}

/** The bytes of a stream, at most `most`. Throws invalid_input. */
export async function bytesOf(stream: Readable, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) refuse("A text in the file is larger than a card is. Nothing was taken in.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Writes a zip: texts as they are, files by their path. Pictures are packed already and stay as they are. */
export async function writeZip(file: string, entries: readonly { name: string; text?: string; from?: string }[]): Promise<void> {
  const zip = new ZipFile();
  // The same character gives the same bytes.
  const options = { mtime: new Date("2000-01-01T00:00:00Z"), compress: true };
  for (const { name, text, from } of entries) {
    if (text !== undefined) zip.addBuffer(Buffer.from(text, "utf8"), name, options);
    if (from !== undefined) zip.addFile(from, name, { ...options, compress: false });
  }
  const failed = new Promise<never>((_resolve, reject) => zip.once("error", reject));
  zip.end();
  await Promise.race([pipeline(zip.outputStream, createWriteStream(file)), failed]);
}
