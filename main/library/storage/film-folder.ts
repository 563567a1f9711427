// A film as a folder that can be read without the studio: film.json, story.txt and files by hash; and the way back in,
// also on another computer. The format is docs/library-format.md.
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Clock } from "../../ports.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import { asFileError, type Blobs, diskFull } from "../blobs.ts";
import type { Connection } from "../database.ts";
import { filmRows, insertFilm, ownIds, type Tables } from "./film-tables.ts";
import type { TaskContext } from "./tasks.ts";

const formatName = "ourvidz-film";
const formatVersion = 1;
const hashPattern = /[0-9a-f]{64}/g;
/** Largest film.json that is read. */
const mostBytes = 256 << 20;

const filmSchema = z.object({
  format: z.literal(formatName),
  version: z.number().int(),
  schema: z.number().int(),
  writtenAt: z.string(),
  studio: z.string(),
  film: z.object({ id: z.uuid(), title: z.string() }),
  files: z.record(z.string().regex(/^[0-9a-f]{64}$/), z.object({ file: z.string(), bytes: z.number() })),
  tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});

interface FolderPorts {
  database: Connection;
  blobs: Blobs;
  clock: Clock;
  ids: IdMaker;
  /** The studio's version. */
  version: string;
}

const readme = `This folder holds one film of OurVidz Studio. It can be read without the studio.

film.json   everything about the film: scenes, shots, takes with their recipes, approvals, the undo log, cast, files
story.txt   the story as it was pasted
files/      pictures, clips and sounds, each named by the SHA-256 of its bytes

To open it in a studio: Settings, Files and storage, Open a film's folder. Or: npm run studio -- open FOLDER
`;

/** Writes the film as a new folder inside `parent`; answers its path. Throws CodedError not_found, disk_full, output_not_writable. */
export async function writeFilmFolder(
  ports: FolderPorts,
  filmId: string,
  parent: string,
  { signal, progress }: TaskContext,
): Promise<{ folder: string }> {
  const { database, blobs } = ports;
  progress.phase("Gathering the film");
  const tables = filmRows(database, filmId);
  const project = tables.project?.[0];
  if (project === undefined) throw new CodedError("not_found", "That film is not in the library any more.");
  const title = String(project.title);
  const files: Record<string, { file: string; bytes: number }> = {};
  let total = 0;
  for (const hash of new Set(JSON.stringify(tables).match(hashPattern) ?? [])) {
    const found = await stat(blobs.pathOf(hash)).catch(() => null);
    if (found === null) continue;
    files[hash] = { file: `files/${hash}${await endingOf(blobs.pathOf(hash))}`, bytes: found.size };
    total += found.size;
  }
  try {
    await mkdir(parent, { recursive: true });
  } catch (error) {
    throw new CodedError("output_not_writable", `The folder ${parent} cannot be written. Choose another one.`, { cause: error });
  }
  const { bavail, bsize } = await statfs(parent);
  if (bavail * bsize < total + (8 << 20)) throw diskFull(parent);
  const folder = await freeName(parent, title);
  const half = `${folder}.writing`;
  await rm(half, { recursive: true, force: true });
  try {
    await mkdir(path.join(half, "files"), { recursive: true });
    progress.phase("Copying files");
    progress.total(Object.keys(files).length, total);
    for (const [hash, { file, bytes }] of Object.entries(files)) {
      if (signal.aborted) throw new CodedError("cancelled");
      await copyFile(blobs.pathOf(hash), path.join(half, file), constants.COPYFILE_FICLONE);
      progress.file();
      progress.bytes(bytes);
    }
    const film: z.infer<typeof filmSchema> = {
      format: formatName,
      version: formatVersion,
      schema: database.pragma("user_version", { simple: true }) as number,
      writtenAt: new Date(ports.clock.now()).toISOString(),
      studio: ports.version,
      film: { id: filmId, title },
      files,
      tables,
    };
    await writeFile(path.join(half, "film.json"), `${JSON.stringify(film, null, 1)}\n`);
    await writeFile(path.join(half, "story.txt"), typeof project.story === "string" ? project.story : "");
    await writeFile(path.join(half, "README.txt"), readme);
    await rename(half, folder);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    const known = asFileError(error, parent);
    const code = error instanceof Error && "code" in error ? error.code : "";
    throw code === "EACCES" || code === "EROFS"
      ? new CodedError("output_not_writable", `The folder ${parent} cannot be written. Choose another one.`, { cause: error })
      : known;
  }
  return { folder };
}

const refuse = (message: string) => new CodedError("invalid_input", message, { fields: [{ path: "folder", message }] });

/**
 * Takes a film in from a folder. `check` proves the film while nothing is kept yet. Answers its id, and the files that the
 * folder lacks or has damaged. Throws CodedError invalid_input, data_newer, disk_full.
 */
export async function openFilmFolder(
  ports: FolderPorts,
  folder: string,
  { signal, progress }: TaskContext,
  hooks: { tagId: (name: string) => string; check: (filmId: string) => void },
): Promise<{ projectId: string; lacking: string[] }> {
  const { database, blobs, ids } = ports;
  progress.phase("Reading the film");
  const film = await readFilm(folder, database.pragma("user_version", { simple: true }) as number);
  const lacking: string[] = [];
  progress.phase("Taking in files");
  const wanted = Object.entries(film.files);
  progress.total(
    wanted.length,
    wanted.reduce((sum, [, one]) => sum + one.bytes, 0),
  );
  for (const [hash, { file, bytes }] of wanted) {
    if (signal.aborted) throw new CodedError("cancelled");
    if (!(await takeIn(blobs, path.join(folder, "files"), file, hash))) lacking.push(hash);
    progress.file();
    progress.bytes(bytes);
  }
  progress.phase("Taking in the film");
  const { tables, projectId } = asOwn(database, film.tables, film.film.id, ids);
  for (const row of tables.project ?? []) Object.assign(row, { origin: null, removed_at: null, opened_at: ports.clock.now() });
  try {
    database
      .transaction(() => {
        insertFilm(database, tables, hooks.tagId);
        hooks.check(projectId);
      })
      .immediate();
  } catch (error) {
    const known = asFileError(error);
    if (known instanceof CodedError) throw known;
    throw new CodedError(
      "invalid_input",
      `The film in ${folder} does not fit together, so nothing was taken in. Copy its folder again from where it was written.`,
      {
        fields: [{ path: "folder", message: error instanceof Error ? error.message : "" }],
        cause: error,
      },
    );
  }
  return { projectId, lacking };
}

async function readFilm(folder: string, schema: number): Promise<z.infer<typeof filmSchema>> {
  const file = path.join(folder, "film.json");
  const found = await stat(file).catch(() => null);
  if (found?.isFile() !== true) throw refuse(`There is no film.json in ${folder}. Choose the folder of a film.`);
  if (found.size > mostBytes) throw refuse("This film.json is larger than any that a studio writes. Choose another folder.");
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch {
    throw refuse("film.json is damaged. Copy the folder again from where it was written.");
  }
  const head = z.object({ version: z.number(), schema: z.number() }).safeParse(value);
  if (head.success && (head.data.version > formatVersion || head.data.schema > schema))
    throw new CodedError("data_newer", "This film was written by a newer studio. Update the studio to open it; nothing was changed.");
  const parsed = filmSchema.safeParse(value);
  if (!parsed.success) throw refuse("film.json is not the file of a film, or is damaged. Choose a folder that a studio wrote.");
  const own = parsed.data.tables.project ?? [];
  if (own.length !== 1 || own[0]?.id !== parsed.data.film.id)
    throw refuse("film.json does not say which film it is. Choose a folder that a studio wrote.");
  return parsed.data;
}

/** Copies one file into the library under its hash; false where it is not there or not what it should be. */
async function takeIn(blobs: Blobs, folder: string, file: string, hash: string): Promise<boolean> {
  if (await blobs.has(hash)) {
    // Named again: a sweep that is under way leaves it.
    return true;
  }
  // The name inside film.json is not trusted: a file lies in files/ and begins with its hash.
  const name = path.basename(file);
  if (file !== `files/${name}` || !name.startsWith(hash)) return false;
  const half = blobs.partial(`open-${hash}`);
  try {
    await copyFile(path.join(folder, name), half);
  } catch (error) {
    await rm(half, { force: true });
    const known = asFileError(error, blobs.folder);
    if (known instanceof CodedError) throw known;
    return false;
  }
  return blobs.adopt(half, hash).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CodedError && error.code === "media_failed") return false;
      throw asFileError(error, blobs.folder);
    },
  );
}

/** The rows as they are where the library does not have the film, else under new ids. */
function asOwn(database: Connection, tables: Tables, filmId: string, ids: IdMaker): { tables: Tables; projectId: string } {
  const own = ownIds(tables);
  const known = (sql: string, id: string) => database.prepare(sql).get(id) !== undefined;
  const taken = [...own].some(
    (id) =>
      known("SELECT 1 FROM project WHERE id = ?", id) ||
      known("SELECT 1 FROM take WHERE id = ?", id) ||
      known("SELECT 1 FROM asset WHERE id = ?", id),
  );
  if (!taken) return { tables, projectId: filmId };
  const fresh = new Map([...own].map((id) => [id, ids<string & { readonly __id: never }>() as string]));
  const text = JSON.stringify(tables).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => fresh.get(id) ?? id);
  return { tables: JSON.parse(text) as Tables, projectId: fresh.get(filmId) ?? filmId };
}

/** A folder of the film's name that is not there yet. */
async function freeName(parent: string, title: string): Promise<string> {
  const base = [...title]
    .map((char) => (char < " " || `<>:"/\\|?*`.includes(char) ? " " : char))
    .join("")
    .replaceAll(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "")
    .slice(0, 80)
    .trim();
  const taken = new Set((await readdir(parent)).map((name) => name.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const name = `${base || "Film"}${number === 1 ? "" : ` ${number}`}.ourvidz`;
    if (!taken.has(name.toLowerCase())) return path.join(parent, name);
  }
}

/** What other programs know a file by, from its first bytes. */
async function endingOf(file: string): Promise<string> {
  const { open } = await import("node:fs/promises");
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    const text = (from: number, to: number) => buffer.subarray(0, bytesRead).subarray(from, to).toString("latin1");
    if (text(4, 8) === "ftyp") return ".mp4";
    if (text(0, 4) === "RIFF") return text(8, 12) === "WEBP" ? ".webp" : ".wav";
    if (text(1, 4) === "PNG") return ".png";
    if (buffer[0] === 0xff && buffer[1] === 0xd8) return ".jpg";
    return "";
  } finally {
    await handle.close();
  }
}
