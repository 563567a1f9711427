// Named queries that read the library for its lists and its search index. They write nothing but the end of the log.
import type { Connection } from "../database.ts";
import type { ColumnRecord } from "./columns.ts";

type Raw = Record<string, string | number | null>;

/** Texts of an asset that words are looked for in. */
export interface AssetWords {
  number: number;
  text: string;
}

export type CatalogueQueries = ReturnType<typeof catalogueQueries>;

/** Prepares the queries on an open studio.db. */
export function catalogueQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const number = (sql: string) => database.prepare<unknown[], number | null>(sql).pluck();
  const columns = `number, kind, state, origin, rating, quality, engine, project_id, stars, draft, has_recipe, bytes,
    max(coalesce(width, 0), coalesce(height, 0)) AS side, added_at, name_key`;
  const links = (where: string) => ({
    tags: one(`SELECT asset, target FROM asset_tag WHERE ${where} ORDER BY asset, target`),
    collections: one(`SELECT asset, target FROM asset_collection WHERE ${where} ORDER BY asset, target`),
    characters: one(`SELECT asset, target FROM asset_character WHERE ${where} ORDER BY asset, target`),
  });
  const words = `SELECT asset.number, asset.name, caption, note, recipe_json, project.title AS project,
      (SELECT group_concat(tag.name, ' ') FROM asset_tag JOIN tag ON tag.id = asset_tag.target WHERE asset_tag.asset = asset.number) AS tags,
      (SELECT group_concat(character.name, ' ') FROM asset_character JOIN character ON character.id = asset_character.target
        WHERE asset_character.asset = asset.number) AS characters
    FROM asset LEFT JOIN asset_text ON asset_text.asset = asset.number LEFT JOIN project ON project.id = asset.project_id`;
  const statements = {
    slice: one(`SELECT ${columns} FROM asset WHERE number > ? ORDER BY number LIMIT ?`),
    sliceLinks: links("asset > ? AND asset <= ?"),
    some: one(`SELECT ${columns} FROM asset WHERE number IN (SELECT value FROM json_each(?))`),
    someLinks: links("asset IN (SELECT value FROM json_each(?))"),
    last: number("SELECT seq FROM sqlite_sequence WHERE name = 'asset_change'"),
    oldest: number("SELECT min(number) FROM asset_change"),
    changed: one("SELECT number, asset FROM asset_change WHERE number > ? ORDER BY number LIMIT ?"),
    wordsChanged: one("SELECT number, asset FROM asset_change WHERE number > ? AND words = 1 ORDER BY number LIMIT ?"),
    drop: one("DELETE FROM asset_change WHERE number <= ?"),
    library: database.prepare<[], string>("SELECT value FROM library_fact WHERE name = 'id'").pluck(),
    byName: database
      .prepare<[], string>("SELECT json_group_array(number) FROM (SELECT number FROM asset ORDER BY name_key, number)")
      .pluck(),
    byBytes: database
      .prepare<[], string>("SELECT json_group_array(number) FROM (SELECT number FROM asset ORDER BY bytes DESC, number DESC)")
      .pluck(),
    nameKey: database.prepare<[number], string>("SELECT name_key FROM asset WHERE number = ?").pluck(),
    newest: number("SELECT number FROM asset WHERE state = 'kept' ORDER BY added_at DESC, number DESC LIMIT ?"),
    sums: one("SELECT count(*) AS total, coalesce(sum(bytes), 0) AS bytes FROM asset WHERE state = 'kept'"),
    sameFile: number(
      "SELECT number FROM asset WHERE hash IN (SELECT hash FROM asset WHERE state IN ('kept', 'staged') GROUP BY hash HAVING count(*) > 1)",
    ),
    hashes: one("SELECT number, hash FROM asset WHERE kind IN ('image', 'clip') AND number > ? ORDER BY number LIMIT ?"),
    ofHashes: one("SELECT number, hash FROM asset WHERE hash IN (SELECT value FROM json_each(?))"),
    words: one(`${words} WHERE asset.number IN (SELECT value FROM json_each(?))`),
    wordsSlice: one(`${words} WHERE asset.number > ? ORDER BY asset.number LIMIT ?`),
    count: number("SELECT count(*) FROM asset WHERE number > ?"),
  };
  const recordsOf = (rows: Raw[], found: Record<"tags" | "collections" | "characters", Raw[]>): ColumnRecord[] => {
    const targets = (list: Raw[]) => {
      const by = new Map<number, string[]>();
      for (const { asset, target } of list) {
        const own = by.get(Number(asset));
        if (own === undefined) by.set(Number(asset), [String(target)]);
        else own.push(String(target));
      }
      return by;
    };
    const tags = targets(found.tags);
    const collections = targets(found.collections);
    const characters = targets(found.characters);
    return rows.map(
      (raw) =>
        ({
          number: raw.number,
          kind: raw.kind,
          state: raw.state,
          origin: raw.origin,
          rating: raw.rating,
          quality: raw.quality,
          engine: raw.engine,
          projectId: raw.project_id,
          stars: raw.stars,
          draft: raw.draft === 1,
          hasRecipe: raw.has_recipe === 1,
          bytes: raw.bytes,
          side: raw.side,
          addedAt: raw.added_at,
          nameKey: raw.name_key,
          tags: tags.get(Number(raw.number)) ?? [],
          collections: collections.get(Number(raw.number)) ?? [],
          characters: characters.get(Number(raw.number)) ?? [],
        }) as ColumnRecord,
    );
  };
  return {
    /** The next rows after `number`. */
    slice(after: number, limit: number): ColumnRecord[] {
      const rows = statements.slice.all(after, limit);
      const last = rows.at(-1)?.number ?? after;
      const { tags, collections, characters } = statements.sliceLinks;
      return recordsOf(rows, {
        tags: tags.all(after, last),
        collections: collections.all(after, last),
        characters: characters.all(after, last),
      });
    },
    /** Rows by their numbers, without those that are gone. */
    some(numbers: readonly number[]): ColumnRecord[] {
      const list = JSON.stringify(numbers);
      const { tags, collections, characters } = statements.someLinks;
      return recordsOf(statements.some.all(list), {
        tags: tags.all(list),
        collections: collections.all(list),
        characters: characters.all(list),
      });
    },
    /** Number of the last change that was ever logged. */
    lastChange: (): number => statements.last.get() ?? 0,
    /** Number of the oldest change that is still in the log; null where it is empty. */
    oldestChange: (): number | null => statements.oldest.get() ?? null,
    /** Changes after `seen`: the number of the last one, and the assets. */
    changesAfter(seen: number, limit: number): { last: number; assets: Set<number> } {
      const rows = statements.changed.all(seen, limit);
      return { last: Number(rows.at(-1)?.number ?? seen), assets: new Set(rows.map((row) => Number(row.asset))) };
    },
    /** Those of them by which words may be found elsewhere; `last` also when there is none: the end of the log. */
    wordChangesAfter(seen: number, limit: number): { last: number; assets: Set<number> } {
      const rows = statements.wordsChanged.all(seen, limit);
      const last = rows.length < limit ? (statements.last.get() ?? seen) : Number(rows.at(-1)?.number);
      return { last, assets: new Set(rows.map((row) => Number(row.asset))) };
    },
    dropChanges: (upTo: number): void => void statements.drop.run(upTo),
    libraryId: (): string => statements.library.get() ?? "",
    byName: (): number[] => JSON.parse(statements.byName.get() ?? "[]") as number[],
    byBytes: (): number[] => JSON.parse(statements.byBytes.get() ?? "[]") as number[],
    nameKey: (asset: number): string | null => statements.nameKey.get(asset) ?? null,
    /** The newest of the library, for the first look before the lists are there. */
    newest: (limit: number): number[] => statements.newest.all(limit).map(Number),
    sums(): { total: number; bytes: number } {
      const raw = statements.sums.get();
      return { total: Number(raw?.total ?? 0), bytes: Number(raw?.bytes ?? 0) };
    },
    /** Assets whose file another asset of library or workspace has too. */
    sameFile: (): number[] => statements.sameFile.all().map(Number),
    /** Pictures and clips after `number`, with their files. */
    hashes: (after: number, limit: number) =>
      statements.hashes.all(after, limit).map((raw) => ({ number: Number(raw.number), hash: String(raw.hash) })),
    ofHashes: (hashes: readonly string[]) =>
      statements.ofHashes.all(JSON.stringify(hashes)).map((raw) => ({ number: Number(raw.number), hash: String(raw.hash) })),
    words: (numbers: readonly number[]): AssetWords[] => statements.words.all(JSON.stringify(numbers)).map(wordsOfRow),
    wordsSlice: (after: number, limit: number): AssetWords[] => statements.wordsSlice.all(after, limit).map(wordsOfRow),
    /** How many assets there are after `number`. */
    countAfter: (asset: number): number => statements.count.get(asset) ?? 0,
  };
}

interface RecipeWords {
  prompt?: unknown;
  negative?: unknown;
  shot?: { cast?: { name?: unknown }[]; place?: unknown };
}

function wordsOfRow(raw: Raw): AssetWords {
  const texts = [raw.name, raw.caption, raw.note, raw.project, raw.tags, raw.characters];
  if (typeof raw.recipe_json === "string") {
    const { prompt, negative, shot } = JSON.parse(raw.recipe_json) as RecipeWords;
    texts.push(
      ...[prompt, negative, shot?.place, ...(shot?.cast ?? []).map((member) => member.name)].filter((text) => typeof text === "string"),
    );
  }
  // A line end between two texts: a phrase never goes over it.
  return { number: Number(raw.number), text: texts.filter((text) => typeof text === "string" && text !== "").join("\n") };
}
