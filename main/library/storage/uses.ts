// What uses which file. Two questions: which hashes stand anywhere in the library (what may never be swept), and
// which files it must have, with the name of what needs each (what verify looks for).
import { existsSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { StorePlace } from "./worker-messages.ts";

const hashes = /[0-9a-f]{64}/g;

/** Rows that need their file: hash, and in words what needs it. A table that an older library lacks asks for nothing. */
const needs: { table: string; sql: string }[] = [
  {
    table: "take",
    sql: ["still", "clip", "proxy", "thumbnail"]
      .map(
        (column) =>
          `SELECT take.${column} AS hash, project.title || ', ' || CASE take.kind WHEN 'frame' THEN 'a frame' ELSE 'the ${column === "clip" ? "clip" : `${column} of a clip`}' END || coalesce(' of shot ' || json_extract(take.recipe_json, '$.shot.sceneNumber') || '.' || json_extract(take.recipe_json, '$.shot.shotNumber'), '') AS words FROM take JOIN project ON project.id = take.project_id WHERE take.${column} IS NOT NULL`,
      )
      .join(" UNION ALL "),
  },
  {
    table: "approval",
    sql: "SELECT approval.still AS hash, project.title || ', an approved picture' AS words FROM approval JOIN project ON project.id = approval.project_id",
  },
  { table: "asset", sql: "SELECT hash, name AS words FROM asset WHERE state <> 'discarded'" },
  { table: "reference", sql: "SELECT hash, 'a reference of a character' AS words FROM reference" },
  {
    table: "character_card",
    sql: "SELECT json_extract(file.value, '$.hash') AS hash, 'the card of ' || character.name AS words FROM character_card JOIN character ON character.id = character_card.character_id, json_each(character_card.files_json) AS file WHERE json_extract(file.value, '$.hash') IS NOT NULL",
  },
  {
    table: "film_export",
    sql: "SELECT poster AS hash, project_title || ', the picture of an export' AS words FROM film_export WHERE poster IS NOT NULL",
  },
];

/** Opens a database of the library to read alone; null where it is not there. */
export function openToRead(file: string): Database.Database | null {
  if (!existsSync(file)) return null;
  const database = new Database(file);
  database.pragma("query_only = ON");
  return database;
}

const hasTable = (database: Database.Database, table: string) =>
  database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) !== undefined;

/** Every hash that stands in any text of the databases. More than files may match; that only keeps more. */
export function namedIn(place: StorePlace): Set<string> {
  const named = new Set<string>();
  for (const name of ["studio.db", "cache.db"]) {
    const database = openToRead(path.join(place.library, name));
    if (database === null) continue;
    try {
      for (const hash of hashesOf(database)) named.add(hash);
    } finally {
      database.close();
    }
  }
  return named;
}

/** Hashes in the texts of every table of an open database. */
export function* hashesOf(database: Database.Database): Generator<string> {
  const tables = database
    .prepare<unknown[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'",
    )
    .pluck()
    .all();
  for (const table of tables) {
    const columns = database
      .prepare<unknown[], string>("SELECT name FROM pragma_table_info(?) WHERE upper(type) = 'TEXT'")
      .pluck()
      .all(table);
    if (columns.length === 0) continue;
    const list = columns.map((column) => `"${column}"`).join(", ");
    for (const row of database.prepare<unknown[], (string | null)[]>(`SELECT ${list} FROM "${table}"`).raw().iterate())
      for (const text of row) if (text !== null && text.length >= 64) for (const hash of text.match(hashes) ?? []) yield hash;
  }
}

/** The files that the library must have, with what needs each. At most ten names a file. */
export function neededIn(database: Database.Database): Map<string, string[]> {
  const needed = new Map<string, string[]>();
  for (const { table, sql } of needs) {
    if (!hasTable(database, table)) continue;
    for (const { hash, words } of database.prepare<unknown[], { hash: string; words: string }>(sql).iterate()) {
      const names = needed.get(hash);
      if (names === undefined) needed.set(hash, [words]);
      else if (names.length < 10 && !names.includes(words)) names.push(words);
    }
  }
  return needed;
}
