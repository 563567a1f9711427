// The search index in cache.db: a contentless FTS5 table of the words of every asset, fed by the log of changes of
// studio.db and made anew in slices where the two do not fit together. Words come ready (shared/domain/words.ts), so that
// SQLite only splits at spaces.
import { wordsOf } from "../../../shared/domain/words.ts";
import type { Connection } from "../database.ts";
import type { AssetWords, CatalogueQueries } from "./catalogue-queries.ts";

export interface Indexing {
  done: number;
  total: number;
}

/** Where the index stands: of which library, up to which change, and to which asset it is being made anew. */
interface Standing {
  library: string;
  seen: number;
  /** Last asset that is in; null once all are. */
  built: number | null;
  /** The rules by which words were made: other ones make it anew. */
  rules: number;
}

/** Grows when shared/domain/words.ts makes other words of a text. */
const rules = 1;
const slice = 60;
/** So many changed assets are taken in before a search is answered, so that what was just named is found. */
const atOnce = 120;

export type WordIndex = ReturnType<typeof createWordIndex>;

/** Opens the index over an open cache.db. */
export function createWordIndex(cache: Connection, library: CatalogueQueries) {
  const statements = {
    read: cache.prepare<[], string>("SELECT value FROM note WHERE name = 'word-index'").pluck(),
    write: cache.prepare<[string]>(
      "INSERT INTO note (name, value) VALUES ('word-index', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    ),
    insert: cache.prepare<[number | bigint, string]>("INSERT INTO asset_words (rowid, words) VALUES (?, ?)"),
    remove: cache.prepare<[number | bigint]>("DELETE FROM asset_words WHERE rowid = ?"),
    empty: cache.prepare("INSERT INTO asset_words (asset_words) VALUES ('delete-all')"),
    find: cache.prepare<[string], string>("SELECT json_group_array(rowid) FROM asset_words WHERE asset_words MATCH ?").pluck(),
  };
  let version = 0;
  let answers = new Map<string, number[]>();
  const write = (next: Standing): void => {
    statements.write.run(JSON.stringify(next));
  };
  const begin = (): Standing => {
    const text = statements.read.get();
    const libraryId = library.libraryId();
    const known = text === undefined ? null : (JSON.parse(text) as Standing);
    const last = library.lastChange();
    const oldest = library.oldestChange();
    // Whole where every change after the last one seen is still in the log.
    const fits =
      known !== null &&
      known.library === libraryId &&
      known.rules === rules &&
      known.seen <= last &&
      (known.seen === last || (oldest !== null && oldest <= known.seen + 1));
    if (fits) return known;
    const fresh: Standing = { library: libraryId, seen: last, built: library.countAfter(0) === 0 ? null : 0, rules };
    cache.transaction(() => {
      statements.empty.run();
      write(fresh);
    })();
    return fresh;
  };
  let standing = begin();
  let total = standing.built === null ? 0 : library.countAfter(0);
  let done = standing.built === null ? 0 : total - library.countAfter(standing.built);

  const keep = (next: Standing, rows: readonly AssetWords[], old: Iterable<number>): void => {
    const documents = rows.map(({ number, text }) => ({ number, words: text.split("\n").map(wordsOf).join(" zzbreakzz ") }));
    cache.transaction(() => {
      for (const number of old) statements.remove.run(BigInt(number));
      for (const { number, words } of documents) statements.insert.run(BigInt(number), words);
      write(next);
    })();
    standing = next;
    version += 1;
    answers = new Map();
  };
  const build = (): void => {
    const rows = library.wordsSlice(standing.built ?? 0, slice);
    const last = rows.at(-1)?.number;
    done += rows.length;
    total = Math.max(total, done);
    keep(
      { ...standing, built: rows.length < slice ? null : (last ?? null) },
      rows,
      rows.map((row) => row.number),
    );
  };
  /** Takes in what changed, at most `atOnce`; false where nothing did. */
  const follow = (): boolean => {
    const { last, assets } = library.wordChangesAfter(standing.seen, atOnce);
    if (last === standing.seen) return false;
    // What the building has not come to yet, it will.
    const own = [...assets].filter((asset) => standing.built === null || asset <= standing.built);
    if (own.length > 0) keep({ ...standing, seen: last }, library.words(own), own);
    else write((standing = { ...standing, seen: last }));
    return true;
  };
  return {
    /** One slice of what is to do; false when all is in. */
    step(): boolean {
      if (standing.built !== null) {
        build();
        return true;
      }
      return follow();
    },
    /** Takes in a few changes at once, before a search is answered. */
    catchUp(): void {
      if (standing.built !== null && total - done <= atOnce) while (standing.built !== null) build();
      if (standing.built === null) follow();
    },
    /** How far it is being made anew; null when it is whole. */
    indexing: (): Indexing | null => (standing.built === null ? null : { done, total }),
    seen: () => standing.seen,
    version: () => version,
    /** Numbers of the assets that an expression of FTS5 matches (shared/domain/words.ts), in no order. */
    find(expression: string): number[] {
      const known = answers.get(expression);
      if (known !== undefined) return known;
      const numbers = JSON.parse(statements.find.get(expression) ?? "[]") as number[];
      if (answers.size >= 8) answers.delete(answers.keys().next().value as string);
      answers.set(expression, numbers);
      return numbers;
    },
  };
}
