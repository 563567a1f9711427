// One look over a whole library without reading the files themselves: what lies there, what is needed, whether the
// databases are sound. Blocks its thread: for worker threads only.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import type Database from "better-sqlite3";
import { hashesOf, neededIn, openToRead } from "./uses.ts";
import type { DatabaseTrouble, StoredFile, StorePlace, Survey } from "./worker-messages.ts";

const hashPattern = /^[0-9a-f]{64}$/;

/** Rows that would be one thing twice, or speak of what is not there. Each query answers one text a row. */
const rules: { table: string; kind: "reference" | "doubled"; sql: string; text: string }[] = [
  {
    table: "take",
    kind: "doubled",
    sql: "SELECT job_id || ', ' || shot_id || ', ' || segment FROM take WHERE job_id IS NOT NULL GROUP BY job_id, shot_id, segment HAVING count(*) > 1",
    text: "A clip of one job stands in the library twice.",
  },
  {
    table: "submission_job",
    kind: "doubled",
    sql: "SELECT farm_id FROM submission_job WHERE farm_id IS NOT NULL GROUP BY farm_id HAVING count(*) > 1",
    text: "A job of the farm stands in the library twice.",
  },
  {
    table: "asset",
    kind: "doubled",
    sql: "SELECT job_id || ', ' || kind || ', ' || job_index FROM asset WHERE job_id IS NOT NULL GROUP BY job_id, kind, job_index HAVING count(*) > 1",
    text: "A result of one job stands in the library twice.",
  },
  {
    table: "choice",
    kind: "reference",
    sql: "SELECT id FROM choice WHERE take_id NOT IN (SELECT id FROM take)",
    text: "A chosen clip is not in the library any more. The newest one is used instead.",
  },
  {
    table: "approval",
    kind: "reference",
    sql: "SELECT id FROM approval WHERE id NOT IN (SELECT id FROM shot)",
    text: "An approval speaks of a shot that is gone. It has no effect.",
  },
];

/** Looks over the library at `place`. */
export function surveyLibrary(place: StorePlace, phase: (words: string) => void): Survey {
  phase("Listing the files");
  const files = [...storedFiles(path.join(place.blobs, "sha256"))];
  const survey: Survey = {
    files,
    partial: partialIn(path.join(place.blobs, "partial")),
    needed: new Map(),
    named: new Set(),
    troubles: [],
  };
  for (const name of ["studio.db", "cache.db", "thumbs.db"]) {
    phase(`Checking ${name}`);
    let database: Database.Database | null = null;
    try {
      database = openToRead(path.join(place.library, name));
      if (database === null) continue;
      survey.troubles.push(...integrity(database, name));
      if (name === "thumbs.db") continue;
      if (name === "studio.db") {
        survey.troubles.push(...brokenRules(database));
        survey.needed = neededIn(database);
      }
      for (const hash of hashesOf(database)) survey.named.add(hash);
    } catch (error) {
      survey.troubles.push({ kind: "database", what: name, text: damagedText(name, error instanceof Error ? error.message : "") });
    } finally {
      database?.close();
    }
  }
  return survey;
}

/** How many files lie in a library, and their bytes. */
export function sizeOfFiles(place: StorePlace): { files: number; bytes: number } {
  const size = { files: 0, bytes: 0 };
  for (const { bytes } of storedFiles(path.join(place.blobs, "sha256"))) {
    size.files += 1;
    size.bytes += bytes;
  }
  return size;
}

function* storedFiles(root: string): Generator<StoredFile> {
  for (const prefix of namesIn(root)) {
    const folder = path.join(root, prefix);
    const inside = namesIn(folder);
    if (inside === notAFolder) yield stored(folder, prefix, false);
    for (const name of inside) yield stored(path.join(folder, name), name, name.startsWith(prefix));
  }
}

function stored(file: string, name: string, atHome: boolean): StoredFile {
  const hash = hashPattern.test(name) ? name : null;
  return { file, hash, atHome: atHome && hash !== null, bytes: sizeOf(file) };
}

const notAFolder: string[] = [];
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return notAFolder;
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

function partialIn(folder: string): { files: number; bytes: number } {
  const names = namesIn(folder);
  return { files: names.length, bytes: names.reduce((sum, name) => sum + sizeOf(path.join(folder, name)), 0) };
}

function damagedText(name: string, detail: string): string {
  const way =
    name === "studio.db"
      ? "Close the studio and put the newest good copy in its place: backups lie beside it."
      : "It holds nothing that cannot be made again: repair does.";
  return `The database ${name} is damaged${detail === "" ? "" : ` (${detail})`}. ${way}`;
}

function integrity(database: Database.Database, name: string): DatabaseTrouble[] {
  const found = database.prepare<unknown[], string>("PRAGMA integrity_check(20)").pluck().all();
  const troubles: DatabaseTrouble[] = found
    .filter((line) => line !== "ok")
    .map((line) => ({ kind: "database" as const, what: name, text: damagedText(name, line) }));
  const foreign = database.prepare<unknown[], { table: string; rowid: number; parent: string }>("PRAGMA foreign_key_check").all();
  for (const { table, rowid, parent } of foreign.slice(0, 20))
    troubles.push({
      kind: "reference",
      what: `${name}: ${table} ${rowid}`,
      text: `A row of ${table} speaks of a row of ${parent} that is not there.`,
    });
  return troubles;
}

function brokenRules(database: Database.Database): DatabaseTrouble[] {
  const tables = new Set(database.prepare<unknown[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all());
  return rules.flatMap(({ table, kind, sql, text }) =>
    tables.has(table)
      ? database
          .prepare<unknown[], string>(sql)
          .pluck()
          .all()
          .map((what) => ({ kind, what, text }))
      : [],
  );
}
