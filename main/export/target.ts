// Where a film goes, checked before any work: the folder is there, may be written, has room, and nothing
// but a film is replaced.
import { constants } from "node:fs";
import { access, open, readFile, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import { asFileError, syncFolder } from "../library/blobs.ts";

/** Longest file name that common file systems take, less what a file in the making adds (".new", ".partial"). */
const longestName = 240;

/** Throws CodedError output_folder_missing, output_not_writable, output_exists or disk_full, each naming the field. */
export async function checkTarget(file: string, bytesNeeded: number): Promise<void> {
  const folder = path.dirname(file);
  const field = (message: string) => ({ fields: [{ path: "file", message }] });
  if (Buffer.byteLength(path.basename(file)) > longestName) {
    const words = `The name of the film's file is too long. Give it a name of at most ${longestName} bytes.`;
    throw new CodedError("output_not_writable", words, field(words));
  }
  const found = await stat(folder).catch(() => null);
  if (found === null || !found.isDirectory()) {
    const words = `The folder ${folder} does not exist. Create it, or choose another place for the film.`;
    throw new CodedError("output_folder_missing", words, field(words));
  }
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    const words = `The folder ${folder} cannot be written. Choose a folder that you may write to.`;
    throw new CodedError("output_not_writable", words, field(words));
  }
  const existing = await stat(file).catch(() => null);
  if (existing !== null && !existing.isFile()) {
    const words = `The output ${file} is a folder. Give the film a file name, such as ${path.join(file, "film.mp4")}.`;
    throw new CodedError("output_exists", words, field(words));
  }
  if (existing !== null && existing.size > 0 && !(await isFilm(file))) {
    const words = `The output ${file} is there already and is not a film, so it is not replaced. Choose another name.`;
    throw new CodedError("output_exists", words, field(words));
  }
  if (existing !== null) {
    try {
      await access(file, constants.W_OK);
    } catch {
      const words = `The output ${file} cannot be replaced. Choose another name, or allow writing to it.`;
      throw new CodedError("output_not_writable", words, field(words));
    }
  }
  const space = await statfs(folder).catch(() => null);
  if (space !== null && space.bavail * space.bsize < bytesNeeded) {
    const megabytes = Math.ceil(bytesNeeded / 1_000_000);
    throw new CodedError(
      "disk_full",
      `The disk of ${folder} has no room for the film: about ${megabytes} MB are needed. Free some space and try again; nothing was lost.`,
    );
  }
}

async function isFilm(file: string): Promise<boolean> {
  const handle = await open(file, "r").catch(() => null);
  if (handle === null) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return bytesRead === 8 && buffer.toString("latin1", 4, 8) === "ftyp";
  } finally {
    await handle.close();
  }
}

/** Moves a finished file to its place: fsynced first, so that the name never stands for half a film. */
export async function putInPlace(temporary: string, file: string): Promise<void> {
  const handle = await open(temporary, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncFolder(path.dirname(file));
}

/** Writes a small text file whole or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.new`;
  try {
    if ((await readFile(file, "utf8").catch(() => null)) === text) return;
    await writeFile(temporary, text);
    await putInPlace(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw asFileError(error);
  }
}
