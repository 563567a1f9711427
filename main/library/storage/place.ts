// Where the library lies: in the data folder, or where it was moved to. One small file in the data folder says
// so; replacing that file is the moment at which a move happens.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { CodedError } from "../../../shared/contract/errors.ts";

export interface LibraryPlace {
  /** The folder of all of it. */
  root: string;
  /** Databases. */
  library: string;
  /** Files by hash. */
  blobs: string;
  /** Where it was moved from, while what lies there is kept. */
  movedFrom: { folder: string; at: number } | null;
  /** A move that has begun. */
  moving: { to: string } | null;
}

const placeSchema = z.object({
  folder: z.string().nullable().default(null),
  movedFrom: z.object({ folder: z.string(), at: z.number() }).nullable().default(null),
  moving: z.object({ to: z.string() }).nullable().default(null),
});
type PlaceFile = z.infer<typeof placeSchema>;

const fileOf = (dataFolder: string) => path.join(dataFolder, "library-place.json");

/** The folders under `root`, as every library has them. */
export const placeAt = (root: string): LibraryPlace => ({
  root,
  library: path.join(root, "library"),
  blobs: path.join(root, "blobs"),
  movedFrom: null,
  moving: null,
});

function read(dataFolder: string): PlaceFile {
  try {
    return placeSchema.parse(JSON.parse(readFileSync(fileOf(dataFolder), "utf8")));
  } catch (error) {
    if (!existsSync(fileOf(dataFolder))) return placeSchema.parse({});
    // Nobody may guess where a library lies: a guess would open an empty one.
    throw new CodedError(
      "output_folder_missing",
      `${fileOf(dataFolder)} says where the library lies and cannot be read. Put the folder's name into it, or remove the file when the library lies in ${dataFolder}.`,
      { cause: error },
    );
  }
}

/** Where the library of this data folder lies. Throws CodedError output_folder_missing when its disk is not there. */
export function libraryPlace(dataFolder: string): LibraryPlace {
  const { folder, movedFrom, moving } = read(dataFolder);
  const place = placeAt(folder ?? dataFolder);
  if (folder !== null && !existsSync(path.join(place.library, "studio.db")))
    throw new CodedError(
      "output_folder_missing",
      `The library was moved to ${folder}, and that folder is not there. Connect its disk and start again; nothing was changed.`,
    );
  return { ...place, movedFrom, moving };
}

/** Changes what the file says, at once and whole. */
export function changePlace(dataFolder: string, patch: Partial<PlaceFile>): void {
  const next = { ...read(dataFolder), ...patch };
  const file = fileOf(dataFolder);
  if (next.folder === null && next.movedFrom === null && next.moving === null) {
    rmSync(file, { force: true });
    return;
  }
  const handle = openSync(`${file}.new`, "w", 0o600);
  try {
    writeFileSync(handle, `${JSON.stringify(next, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.new`, file);
  syncFolder(dataFolder);
}

function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    fsyncSync(handle);
    closeSync(handle);
  } catch {
    // Windows cannot fsync a folder.
  }
}
