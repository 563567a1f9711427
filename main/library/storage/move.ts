// Moves the library to another disk: copied and proved while people work, then, with everything closed for a moment,
// what changed meanwhile and the databases; the place file is replaced last. Until that instant the old library is the
// library, from then on the new one is, so that a crash leaves one good library wherever it comes.
import { constants, existsSync } from "node:fs";
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../../../shared/contract/errors.ts";
import { hashFile, syncFolder } from "../blobs.ts";
import type { SwitchWork } from "../../keep-open.ts";
import type { Clock } from "../../ports.ts";
import { changePlace, type LibraryPlace, placeAt } from "./place.ts";
import type { TaskContext } from "./tasks.ts";

export interface MovePorts {
  dataFolder: string;
  from: LibraryPlace;
  clock: Clock;
  /** Closes everything, runs `work`, opens everything at the place that the file then names. */
  switchLibrary: (work: SwitchWork) => Promise<void>;
}

/** Marks a folder as the half copy of a move, so that it may be gone on with or removed. */
const markName = "library-is-being-moved-here.json";
/** Room that is left free beside the copy. */
const reserveBytes = 64 << 20;

const field = (message: string) => new CodedError("invalid_input", message, { fields: [{ path: "folder", message }] });

/** Copies, proves, and switches. Throws CodedError invalid_input, disk_full, output_not_writable, cancelled. */
export async function moveLibrary(ports: MovePorts, folder: string, { signal, progress }: TaskContext): Promise<void> {
  const { from, dataFolder } = ports;
  if (!path.isAbsolute(folder)) throw field("Name the whole path of the folder, from its disk on.");
  const to = placeAt(path.resolve(folder));
  progress.phase("Looking at the new place");
  await checkTarget(from, to);
  const stored = await filesOf(from.blobs);
  const databases = await databaseFiles(from.library);
  const bytes = [...stored, ...databases].reduce((sum, one) => sum + one.bytes, 0);
  await checkRoom(to.root, bytes, await bytesBelow(to.root));
  changePlace(dataFolder, { moving: { to: to.root } });
  await writeFile(path.join(to.root, markName), JSON.stringify({ from: from.root }));
  progress.phase("Copying files");
  progress.total(
    stored.length,
    stored.reduce((sum, one) => sum + one.bytes, 0),
  );
  await copyStored(from, to, stored, signal, (size) => {
    progress.bytes(size);
    progress.file();
  });
  progress.phase("Switching over");
  await ports.switchLibrary(async () => {
    // Everything is closed: what came meanwhile, then the databases, proved, then the switch itself.
    await copyStored(from, to, await filesOf(from.blobs), signal, () => {});
    await copyPartial(from.blobs, to.blobs);
    await copyDatabases(from.library, to.library);
    if (signal.aborted) throw new CodedError("cancelled");
    await syncFolder(to.root);
    const isHome = to.root === path.resolve(dataFolder);
    changePlace(dataFolder, {
      folder: isHome ? null : to.root,
      movedFrom: { folder: from.root, at: ports.clock.now() },
      moving: null,
    });
    await rm(path.join(to.root, markName), { force: true });
    const home = from.root === path.resolve(dataFolder);
    return () => changePlace(dataFolder, { folder: home ? null : from.root, movedFrom: from.movedFrom, moving: { to: to.root } });
  });
}

/** Removes the half copy of a move that did not end. */
export async function dropMove(dataFolder: string, place: LibraryPlace): Promise<void> {
  const to = place.moving?.to;
  if (to !== undefined && existsSync(path.join(to, markName)) && path.resolve(to) !== path.resolve(place.root)) {
    const half = placeAt(to);
    // The marker goes last: a crash in between leaves what may still be removed.
    await removeLibrary(half);
    await rm(path.join(to, markName), { force: true });
  }
  changePlace(dataFolder, { moving: null });
}

/** Removes what lies at the place that the library was moved from. */
export async function dropOld(dataFolder: string, place: LibraryPlace): Promise<void> {
  const old = place.movedFrom;
  if (old !== null && path.resolve(old.folder) !== path.resolve(place.root)) await removeLibrary(placeAt(old.folder));
  changePlace(dataFolder, { movedFrom: null });
}

/** Bytes of the library's files under a root. */
export async function bytesBelow(root: string): Promise<number> {
  const place = placeAt(root);
  const files = [...(await filesOf(place.blobs)), ...(await databaseFiles(place.library))];
  return files.reduce((sum, one) => sum + one.bytes, 0);
}

async function checkTarget(from: LibraryPlace, to: LibraryPlace): Promise<void> {
  const inside = (one: string, other: string) => one === other || one.startsWith(other + path.sep);
  if (inside(to.root, path.resolve(from.root)) && to.root === path.resolve(from.root))
    throw field("The library lies in this folder already.");
  if (inside(to.root, path.resolve(from.blobs)) || inside(to.root, path.resolve(from.library)))
    throw field("This folder lies inside the library. Choose one outside of it.");
  try {
    await mkdir(to.root, { recursive: true, mode: 0o700 });
    const probe = path.join(to.root, ".probe");
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    throw new CodedError("output_not_writable", `The folder ${to.root} cannot be written. Choose another one.`, { cause: error });
  }
  // A mark that speaks of another library is none of ours.
  const half = (await halfCopyAt(to.root)) === from.root;
  const taken = [to.library, to.blobs].filter((one) => existsSync(one));
  if (!half && taken.length > 0) throw field("There is a library in this folder already. Choose an empty folder.");
}

async function checkRoom(root: string, bytes: number, there: number): Promise<void> {
  const { bavail, bsize } = await statfs(root);
  const needed = bytes - there + reserveBytes;
  if (bavail * bsize < needed)
    throw new CodedError(
      "disk_full",
      `The library needs ${(needed / 1e9).toFixed(2)} GB and the disk of ${root} has ${((bavail * bsize) / 1e9).toFixed(2)} GB free. Free some space there or choose another disk; nothing was moved.`,
    );
}

interface Stored {
  /** Below the folder of all. */
  name: string;
  bytes: number;
}

async function filesOf(blobs: string): Promise<Stored[]> {
  const root = path.join(blobs, "sha256");
  const found: Stored[] = [];
  for (const prefix of await readdir(root).catch(() => [])) {
    for (const name of await readdir(path.join(root, prefix)).catch(() => [])) {
      const file = await stat(path.join(root, prefix, name)).catch(() => null);
      if (file?.isFile() === true) found.push({ name: path.join(prefix, name), bytes: file.size });
    }
  }
  return found;
}

async function databaseFiles(library: string): Promise<Stored[]> {
  const found: Stored[] = [];
  for (const name of await readdir(library).catch(() => [])) {
    const file = await stat(path.join(library, name)).catch(() => null);
    if (file?.isFile() === true) found.push({ name, bytes: file.size });
  }
  return found;
}

/** Copies files by hash that are not at the new place yet; each is hashed there before it gets its name. */
async function copyStored(
  from: LibraryPlace,
  to: LibraryPlace,
  files: readonly Stored[],
  signal: AbortSignal,
  done: (bytes: number) => void,
): Promise<void> {
  const target = path.join(to.blobs, "sha256");
  await mkdir(path.join(to.blobs, "partial"), { recursive: true, mode: 0o700 });
  for (const { name, bytes } of files) {
    if (signal.aborted) throw new CodedError("cancelled");
    const there = path.join(target, name);
    const known = await stat(there).catch(() => null);
    if (known?.size !== bytes) {
      // Swept meanwhile: nothing speaks of it any more.
      if (!existsSync(path.join(from.blobs, "sha256", name))) continue;
      await mkdir(path.dirname(there), { recursive: true });
      const half = path.join(to.blobs, "partial", `move-${path.basename(name)}`);
      await copyWhole(path.join(from.blobs, "sha256", name), half);
      const hash = await hashFile(half);
      // A file that was damaged before is damaged at the new place too: verify speaks of it there.
      if (hash !== path.basename(name) && (await hashFile(path.join(from.blobs, "sha256", name))) !== hash)
        throw new CodedError(
          "media_failed",
          `A file did not arrive whole in ${to.root}. Check that disk, then move again; nothing was switched.`,
        );
      await rename(half, there);
      await syncFolder(path.dirname(there));
    }
    done(bytes);
  }
}

/** A copy whose bytes are on the disk when this resolves. */
async function copyWhole(source: string, target: string): Promise<void> {
  await rm(target, { force: true });
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  const handle = await open(target, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function copyPartial(from: string, to: string): Promise<void> {
  for (const name of await readdir(path.join(from, "partial")).catch(() => []))
    await copyWhole(path.join(from, "partial", name), path.join(to, "partial", name));
}

async function copyDatabases(from: string, to: string): Promise<void> {
  // What an earlier try left would be played into the new copies.
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const { name } of await databaseFiles(from)) {
    const target = path.join(to, name);
    await copyWhole(path.join(from, name), target);
    if ((await hashFile(target)) !== (await hashFile(path.join(from, name))))
      throw new CodedError(
        "media_failed",
        `${name} did not arrive whole in ${to}. Check that disk, then move again; nothing was switched.`,
      );
  }
  await syncFolder(to);
}

/** Removes a library's own files and nothing beside them. */
async function removeLibrary(place: LibraryPlace): Promise<void> {
  await rm(place.library, { recursive: true, force: true });
  await rm(place.blobs, { recursive: true, force: true });
}

/** Where a half copy says that it comes from; null where there is none. */
async function halfCopyAt(folder: string): Promise<string | null> {
  try {
    const { from } = JSON.parse(await readFile(path.join(folder, markName), "utf8")) as { from?: unknown };
    return typeof from === "string" ? from : null;
  } catch {
    return null;
  }
}
