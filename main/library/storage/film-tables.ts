// The rows of the library that make up one film, as plain objects by table: what a film's folder holds
// (docs/library-format.md), and the way back into a library.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Connection } from "../database.ts";

type Cell = string | number | null;
/** Columns whose name ends in _json hold their parsed value here. */
export type Row = Record<string, unknown>;
export type Tables = Record<string, Row[]>;

/** Tables of a film, parents first. `where` finds the rows by the film's id. */
const filmTables: { table: string; where: string }[] = [
  { table: "project", where: "id = @film" },
  { table: "scene", where: "project_id = @film" },
  { table: "shot", where: "project_id = @film" },
  { table: "approval", where: "project_id = @film" },
  { table: "take", where: "project_id = @film" },
  { table: "command", where: "project_id = @film" },
  { table: "choice", where: "project_id = @film" },
  { table: "project_defaults", where: "project_id = @film" },
];
const castIds =
  "SELECT character_id FROM film_cast WHERE project_id = @film UNION SELECT character_id FROM look_span WHERE project_id = @film";
const referenceIds = `SELECT reference_id FROM character_reference WHERE character_id IN (${castIds})`;
const consentIds = `SELECT consent_id FROM consent_reference WHERE reference_id IN (${referenceIds})`;
/** Tables of the film's cast: the same character in another library is the same one, so these rows never get new ids. */
const castTables: { table: string; where: string }[] = [
  { table: "character", where: `id IN (${castIds})` },
  { table: "character_version", where: `character_id IN (${castIds})` },
  { table: "character_card", where: `character_id IN (${castIds})` },
  { table: "reference", where: `id IN (${referenceIds})` },
  { table: "character_reference", where: `character_id IN (${castIds})` },
  { table: "consent", where: `id IN (${consentIds})` },
  { table: "consent_reference", where: `consent_id IN (${consentIds})` },
  { table: "consent_revocation", where: `consent_id IN (${consentIds})` },
];
const linkTables: { table: string; where: string }[] = [
  { table: "film_cast", where: "project_id = @film" },
  { table: "look_span", where: "project_id = @film" },
];
/** Columns that a library counts for itself. */
const counted: Record<string, string> = { command: "number", consent_reference: "number", asset: "number" };

const columnsOf = (database: Connection, table: string): Set<string> =>
  new Set(database.prepare<unknown[], string>("SELECT name FROM pragma_table_info(?)").pluck().all(table));

/** Every row of the film, with its assets, their words and tags, and its cast. */
export function filmRows(database: Connection, filmId: string): Tables {
  const tables: Tables = {};
  const read = (table: string, where: string, from = table) => {
    const order = columnsOf(database, table).has("number") ? " ORDER BY number" : "";
    const rows = database.prepare<unknown[], Record<string, Cell>>(`SELECT * FROM "${from}" WHERE ${where}${order}`).all({ film: filmId });
    tables[table] = rows.map((row) => opened(row, counted[table]));
  };
  database.transaction(() => {
    for (const { table, where } of [...filmTables, ...castTables, ...linkTables]) read(table, where);
    tables.asset = database
      .prepare<unknown[], Record<string, Cell>>("SELECT * FROM asset WHERE project_id = @film AND state <> 'discarded' ORDER BY number")
      .all({ film: filmId })
      .map((row) => {
        const text = database.prepare<unknown[], Record<string, Cell>>("SELECT * FROM asset_text WHERE asset = ?").get(row.number);
        const tags = database
          .prepare<unknown[], string>(
            "SELECT tag.name FROM asset_tag JOIN tag ON tag.id = asset_tag.target WHERE asset_tag.asset = ? ORDER BY 1",
          )
          .pluck()
          .all(row.number);
        return { ...opened(row, "number"), text: text === undefined ? null : opened(text, "asset"), tags };
      });
  })();
  return tables;
}

function opened(row: Record<string, Cell>, without: string | undefined): Row {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => name !== without)
      .map(([name, value]) => [name, name.endsWith("_json") && typeof value === "string" ? (JSON.parse(value) as unknown) : value]),
  );
}

const refuse = (message: string) => new CodedError("invalid_input", message, { fields: [{ path: "folder", message }] });

/** The row as the database takes it: known columns alone, JSON as text again. */
function closed(row: Row, columns: ReadonlySet<string>, table: string): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const [name, value] of Object.entries(row)) {
    if (!columns.has(name)) continue;
    if (name.endsWith("_json")) cells[name] = value === null ? null : JSON.stringify(value);
    else if (value === null || typeof value === "string" || (typeof value === "number" && Number.isFinite(value))) cells[name] = value;
    else throw refuse(`The film's file says something of ${table}.${name} that no library can hold. Nothing was taken in.`);
  }
  return cells;
}

/** Ids that belong to the film alone: they get new ones where the library has the film already. */
export function ownIds(tables: Tables): Set<string> {
  const ids = new Set<string>();
  for (const table of ["project", "scene", "shot", "take", "asset"])
    for (const row of tables[table] ?? []) {
      if (typeof row.id === "string") ids.add(row.id);
      if (typeof row.job_id === "string") ids.add(row.job_id);
    }
  return ids;
}

/** Writes a film's rows; the caller holds the transaction. `tagId` finds or makes a tag of a name. */
export function insertFilm(database: Connection, tables: Tables, tagId: (name: string) => string): void {
  const insert = (table: string, rows: readonly Row[], how = "INSERT") => {
    const columns = columnsOf(database, table);
    const skip = counted[table];
    if (skip !== undefined) columns.delete(skip);
    for (const row of rows) {
      const cells = closed(row, columns, table);
      const names = Object.keys(cells);
      if (names.length === 0) continue;
      database
        .prepare(
          `${how} INTO "${table}" (${names.map((name) => `"${name}"`).join(", ")}) VALUES (${names.map((name) => `@${name}`).join(", ")})`,
        )
        .run(cells);
    }
  };
  for (const { table } of filmTables) insert(table, tables[table] ?? []);
  const knownConsents = new Set(database.prepare<unknown[], string>("SELECT id FROM consent").pluck().all());
  for (const { table } of castTables) {
    // What was said of a consent this library has already is here already.
    const rows = (tables[table] ?? []).filter((row) => table !== "consent_reference" || !knownConsents.has(String(row.consent_id)));
    insert(table, rows, "INSERT OR IGNORE");
  }
  for (const { table } of linkTables) insert(table, tables[table] ?? [], "INSERT OR IGNORE");
  for (const row of tables.asset ?? []) {
    insert("asset", [row]);
    const number = database.prepare<unknown[], number>("SELECT number FROM asset WHERE id = ?").pluck().get(row.id);
    if (number === undefined) throw refuse("A file of the film has no id. Nothing was taken in.");
    const text = (typeof row.text === "object" && row.text !== null ? row.text : {}) as Row;
    database.prepare("DELETE FROM asset_text WHERE asset = ?").run(number);
    insert("asset_text", [{ ...text, asset: number }]);
    const tags = Array.isArray(row.tags) ? row.tags.filter((one) => typeof one === "string") : [];
    for (const name of tags) insert("asset_tag", [{ asset: number, target: tagId(name) }], "INSERT OR IGNORE");
  }
}
