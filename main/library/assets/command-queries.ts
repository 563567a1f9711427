// Named queries that write the library's changes and their log: fields of assets, relations, tags, collections, searches.
import type { Connection } from "../database.ts";

/** Fields of assets that a person changes. */
export const assetFields = ["stars", "name", "name_key", "rating", "project_id", "state", "state_at"] as const;
export const textFields = ["caption", "note"] as const;
export type Field = (typeof assetFields)[number] | (typeof textFields)[number];
export type Cell = string | number | null;

export interface TagRow {
  id: string;
  name: string;
  nameKey: string;
}
export interface CollectionRow {
  id: string;
  name: string;
  position: number;
}
export interface SearchRow {
  id: string;
  name: string;
  query: string;
  sort: string;
  position: number;
}

/** Relations of assets to something by its id. */
export type Relation = "tag" | "collection" | "character";

/** One part of a step. Assets by number; `before` is one value for all or one each. */
export type LibraryChange =
  | { field: Field; assets: number[]; before: Cell[]; after: Cell }
  | { relation: Relation; target: string; assets: number[]; added: boolean }
  | { table: "tag"; before: TagRow | null; after: TagRow | null }
  | { table: "collection"; before: CollectionRow | null; after: CollectionRow | null }
  | { table: "search"; before: SearchRow | null; after: SearchRow | null };

export type CommandState = "doing" | "done" | "undoing" | "undone";
export interface LibraryCommand {
  number: number;
  label: string;
  count: number;
  changes: LibraryChange[];
  state: CommandState;
}

type Raw = Record<string, Cell>;
/** Steps kept. */
const keptSteps = 500;

export type CommandQueries = ReturnType<typeof commandQueries>;

/** Prepares the queries on an open studio.db. */
export function commandQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const list = "(SELECT value FROM json_each(@assets))";
  const write = (table: string, key: string, field: string) => ({
    read: one(`SELECT ${key} AS number, ${field} AS value FROM ${table} WHERE ${key} IN (SELECT value FROM json_each(?))`),
    // What was changed since by something else stays as it is.
    set: one(`UPDATE ${table} SET ${field} = @to WHERE ${key} IN ${list} AND ${field} IS @from`),
    each: one(`UPDATE ${table} SET ${field} = @to WHERE ${key} = @asset AND ${field} IS @from`),
  });
  const fields = new Map<Field, ReturnType<typeof write>>([
    ...assetFields.map((field) => [field, write("asset", "number", field)] as const),
    ...textFields.map((field) => [field, write("asset_text", "asset", field)] as const),
  ]);
  const relation = (table: string) => ({
    having: one(`SELECT asset FROM ${table} WHERE target = @target AND asset IN ${list}`),
    all: one(`SELECT asset FROM ${table} WHERE target = @target`),
    add: one(`INSERT OR IGNORE INTO ${table} (asset, target) SELECT number, @target FROM asset WHERE number IN ${list}`),
    remove: one(`DELETE FROM ${table} WHERE target = @target AND asset IN ${list}`),
  });
  const relations = {
    tag: relation("asset_tag"),
    collection: relation("asset_collection"),
    character: relation("asset_character"),
  };
  const rows = {
    tag: {
      put: one(`INSERT INTO tag (id, name, name_key) VALUES (@id, @name, @nameKey)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key`),
      remove: one("DELETE FROM tag WHERE id = ?"),
    },
    collection: {
      put: one(`INSERT INTO collection (id, name, position) VALUES (@id, @name, @position)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position`),
      remove: one("DELETE FROM collection WHERE id = ?"),
    },
    search: {
      put: one(`INSERT INTO saved_search (id, name, query_json, sort, position) VALUES (@id, @name, @query, @sort, @position)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, query_json = excluded.query_json, sort = excluded.sort, position = excluded.position`),
      remove: one("DELETE FROM saved_search WHERE id = ?"),
    },
  };
  const statements = {
    insert: one("INSERT INTO library_command (label, count, changes_json, state, at) VALUES (?, ?, ?, ?, ?)"),
    setState: one("UPDATE library_command SET state = ? WHERE number = ?"),
    dropUndone: one("DELETE FROM library_command WHERE state = 'undone'"),
    dropOld: one("DELETE FROM library_command WHERE number <= (SELECT max(number) FROM library_command) - ?"),
    last: one("SELECT * FROM library_command WHERE state = 'done' ORDER BY number DESC LIMIT 1"),
    firstUndone: one("SELECT * FROM library_command WHERE state = 'undone' ORDER BY number LIMIT 1"),
    lastLabel: one("SELECT label FROM library_command WHERE state = 'done' ORDER BY number DESC LIMIT 1"),
    undoneLabel: one("SELECT label FROM library_command WHERE state = 'undone' ORDER BY number LIMIT 1"),
    open: one("SELECT * FROM library_command WHERE state IN ('doing', 'undoing') ORDER BY number"),
    tags: one("SELECT id, name FROM tag ORDER BY name_key"),
    tag: one("SELECT id, name, name_key FROM tag WHERE id = ?"),
    tagByKey: one("SELECT id, name, name_key FROM tag WHERE name_key = ?"),
    collections:
      one(`SELECT collection.id, name, position, count(number) AS count FROM collection LEFT JOIN asset_collection ON target = collection.id
      LEFT JOIN (SELECT number FROM asset WHERE state = 'kept') ON number = asset GROUP BY collection.id ORDER BY position, collection.id`),
    collection: one("SELECT id, name, position FROM collection WHERE id = ?"),
    cover: one(
      "SELECT number FROM asset_collection JOIN asset ON number = asset AND state = 'kept' WHERE target = ? ORDER BY asset DESC LIMIT 1",
    ),
    searches: one("SELECT id, name, query_json, sort, position FROM saved_search ORDER BY position, id"),
    tagsOf: one("SELECT tag.id, name FROM asset_tag JOIN tag ON tag.id = target WHERE asset = ? ORDER BY name_key"),
    collectionsOf: one(
      "SELECT collection.id, name FROM asset_collection JOIN collection ON collection.id = target WHERE asset = ? ORDER BY position",
    ),
    charactersOf: one(
      "SELECT character.id, name FROM asset_character JOIN character ON character.id = target WHERE asset = ? ORDER BY name",
    ),
    characterNames: one("SELECT id, name FROM character WHERE id IN (SELECT value FROM json_each(?))"),
    projectNames: one("SELECT id, title AS name FROM project WHERE id IN (SELECT value FROM json_each(?))"),
    deletable: database.prepare<[number], number>("SELECT number FROM asset WHERE state = 'trashed' ORDER BY number LIMIT ?").pluck(),
    remove: one("DELETE FROM asset WHERE state = 'trashed' AND number IN (SELECT value FROM json_each(?))"),
  };
  const command = (raw: Raw | undefined): LibraryCommand | null =>
    raw === undefined
      ? null
      : ({
          number: raw.number,
          label: raw.label,
          count: raw.count,
          changes: JSON.parse(String(raw.changes_json)),
          state: raw.state,
        } as LibraryCommand);
  const tag = (raw: Raw | undefined): TagRow | null =>
    raw === undefined ? null : { id: String(raw.id), name: String(raw.name), nameKey: String(raw.name_key) };
  const named = (raw: Raw) => ({ id: String(raw.id), name: String(raw.name) });
  return {
    transaction: <T>(work: () => T): T => database.transaction(work).immediate(),
    /** Values of a field by asset number. */
    values(field: Field, assets: readonly number[]): Map<number, Cell> {
      const read = fields.get(field)?.read.all(JSON.stringify(assets)) ?? [];
      return new Map(read.map((raw) => [Number(raw.number), raw.value ?? null]));
    },
    /** Those of the assets that stand in the relation. */
    having(kind: Relation, target: string, assets: readonly number[]): number[] {
      return relations[kind].having.all({ target, assets: JSON.stringify(assets) }).map((raw) => Number(raw.asset));
    },
    related: (kind: Relation, target: string): number[] => relations[kind].all.all({ target }).map((raw) => Number(raw.asset)),
    /** Writes one side of a part of a step, for its assets from place `from` to before `to`. */
    apply(change: LibraryChange, side: "before" | "after", from: number, to: number): void {
      if ("field" in change) {
        const own = fields.get(change.field);
        const assets = change.assets.slice(from, to);
        const [first] = change.before;
        if (change.before.length === 1) {
          const [to2, from2] = side === "after" ? [change.after, first] : [first, change.after];
          own?.set.run({ assets: JSON.stringify(assets), to: to2 ?? null, from: from2 ?? null });
          return;
        }
        for (const [index, asset] of assets.entries()) {
          const before = change.before[from + index] ?? null;
          own?.each.run(side === "after" ? { asset, to: change.after, from: before } : { asset, to: before, from: change.after });
        }
      } else if ("relation" in change) {
        const add = change.added === (side === "after");
        relations[change.relation][add ? "add" : "remove"].run({
          target: change.target,
          assets: JSON.stringify(change.assets.slice(from, to)),
        });
      } else if (change[side] === null) rows[change.table].remove.run((change.before ?? change.after)?.id);
      else rows[change.table].put.run(change[side]);
    },
    insertCommand(label: string, count: number, changes: LibraryChange[], state: CommandState, at: number): number {
      statements.dropUndone.run();
      const { lastInsertRowid } = statements.insert.run(label, count, JSON.stringify(changes), state, at);
      statements.dropOld.run(keptSteps);
      return Number(lastInsertRowid);
    },
    setCommandState: (number: number, state: CommandState) => void statements.setState.run(state, number),
    lastDone: () => command(statements.last.get()),
    firstUndone: () => command(statements.firstUndone.get()),
    /** Steps that were cut short. */
    unfinished: () => statements.open.all().map((raw) => command(raw) as LibraryCommand),
    labels: () => ({
      undo: (statements.lastLabel.get()?.label ?? null) as string | null,
      redo: (statements.undoneLabel.get()?.label ?? null) as string | null,
    }),
    /** By name. */
    tags: () => statements.tags.all().map(named),
    tag: (id: string) => tag(statements.tag.get(id)),
    tagByKey: (key: string) => tag(statements.tagByKey.get(key)),
    collections: () => statements.collections.all().map((raw) => ({ ...named(raw), position: Number(raw.position) })),
    collection(id: string): CollectionRow | null {
      const raw = statements.collection.get(id);
      return raw === undefined ? null : { ...named(raw), position: Number(raw.position) };
    },
    /** The newest asset of a collection. */
    cover(id: string): number | null {
      const number = statements.cover.get(id)?.number;
      return number === null || number === undefined ? null : Number(number);
    },
    searches: (): SearchRow[] =>
      statements.searches
        .all()
        .map((raw) => ({ ...named(raw), query: String(raw.query_json), sort: String(raw.sort), position: Number(raw.position) })),
    tagsOf: (asset: number) => statements.tagsOf.all(asset).map(named),
    collectionsOf: (asset: number) => statements.collectionsOf.all(asset).map(named),
    charactersOf: (asset: number) => statements.charactersOf.all(asset).map(named),
    characterNames: (ids: readonly string[]) =>
      new Map(statements.characterNames.all(JSON.stringify(ids)).map((raw) => [String(raw.id), String(raw.name)])),
    projectNames: (ids: readonly string[]) =>
      new Map(statements.projectNames.all(JSON.stringify(ids)).map((raw) => [String(raw.id), String(raw.name)])),
    trashed: (limit: number): number[] => statements.deletable.all(limit),
    /** Removes assets for good; only those that lie in the trash. */
    remove: (assets: readonly number[]): number => statements.remove.run(JSON.stringify(assets)).changes,
  };
}
