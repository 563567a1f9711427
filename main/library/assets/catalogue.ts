// The library's lists: columns of every asset, filled after the start and kept up by the log of changes, in slices that
// keep the core answering; and the search index that is fed by the same log.
import type { LibraryQuery, LibrarySort } from "../../../shared/contract/studio/library-views.ts";
import { searchOf } from "../../../shared/domain/words.ts";
import type { CatalogueQueries } from "./catalogue-queries.ts";
import { Columns } from "./columns.ts";
import { byStars, countFacets, type FacetCounts, findSlots, type Found } from "./filters.ts";
import type { LookAlikes } from "./look-alikes.ts";
import type { Indexing, WordIndex } from "./word-index.ts";

const sliceRows = 1500;
/** What is fewer than this part of the library is sorted by itself. */
const fewShare = 16;
/** Results kept, so that the pages of a list are found once. */
const keptResults = 6;

/** What a list is of: slots in order, with their sum. Valid until the next change. */
export interface Listed {
  slots: Uint32Array;
  bytes: number;
}

interface CataloguePorts {
  queries: CatalogueQueries;
  words: WordIndex;
  alikes: LookAlikes;
  /** Tells which assets changed; null where they are too many to name. */
  changed: (numbers: readonly number[] | null) => void;
  indexing: (state: Indexing | null) => void;
  failed: (error: unknown) => void;
}

export type Catalogue = ReturnType<typeof createCatalogue>;

/** A breath between slices: what waits in the core goes first. */
export const breath = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Creates the lists; `start` begins to fill them. */
export function createCatalogue({ queries, words, alikes, changed, indexing, failed }: CataloguePorts) {
  const columns = new Columns();
  const results = new Map<string, Listed>();
  const orders = new Map<"name" | "largest", { version: number; slots: Uint32Array }>();
  let closed = false;
  let loaded = false;
  /** Last change that the columns know. */
  let seen = 0;
  let work: Promise<void> | null = null;
  let told: string | null = null;

  const load = async (): Promise<void> => {
    seen = queries.lastChange();
    columns.loading = true;
    let last = 0;
    for (;;) {
      const rows = queries.slice(last, sliceRows);
      for (const row of rows) columns.put(row);
      if (rows.length < sliceRows) break;
      last = rows.at(-1)?.number ?? last;
      await breath();
      if (closed) return;
    }
    columns.loading = false;
    loaded = true;
  };
  /** Reads the rows that changed since; false when there were none. */
  const refresh = (): boolean => {
    const { last, assets } = queries.changesAfter(seen, sliceRows);
    if (assets.size === 0) return false;
    const numbers = [...assets];
    const there = new Set<number>();
    for (const row of queries.some(numbers)) {
      columns.put(row);
      there.add(row.number);
    }
    for (const number of numbers) if (!there.has(number)) columns.drop(number);
    seen = last;
    if (gathered !== null) {
      for (const number of numbers) gathered.add(number);
      if (gathered.size > 200) gathered = null;
    }
    return true;
  };
  let gathered: Set<number> | null = new Set();
  const tell = (): void => {
    if (gathered !== null && gathered.size === 0) return;
    changed(gathered === null ? null : [...gathered]);
    gathered = new Set();
  };
  const tellIndexing = (): void => {
    const state = words.indexing();
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    indexing(state);
  };
  const run = async (): Promise<void> => {
    if (!loaded) await load();
    while (!closed && refresh()) {
      if (seen < queries.lastChange()) await breath();
    }
    if (closed) return;
    tell();
  };
  /** Until the columns know everything that was written before the call. */
  const ready = async (): Promise<void> => {
    while (!closed && (!loaded || seen < queries.lastChange())) {
      work ??= run().finally(() => {
        work = null;
      });
      await work;
    }
  };
  let feeding: Promise<void> | null = null;
  const feed = async (): Promise<void> => {
    while (!closed && words.step()) {
      tellIndexing();
      await breath();
    }
    if (closed) return;
    tellIndexing();
    queries.dropChanges(Math.min(seen, words.seen()));
  };
  const keepUp = async (): Promise<void> => {
    try {
      await ready();
      if (!closed) await (feeding ??= feed().finally(() => void (feeding = null)));
    } catch (error) {
      if (!closed) failed(error);
    }
  };
  let wanted = false;

  const orderOf = (sort: "name" | "largest"): Uint32Array => {
    const version = sort === "name" ? columns.nameVersion : columns.bytesVersion;
    const known = orders.get(sort);
    if (known?.version === version) return known.slots;
    const numbers = sort === "name" ? queries.byName() : queries.byBytes();
    const slots = new Uint32Array(numbers.length);
    let length = 0;
    for (const number of numbers) {
      const slot = columns.slotOf(number);
      if (slot !== -1) slots[length++] = slot;
    }
    orders.set(sort, { version, slots: slots.subarray(0, length) });
    return slots.subarray(0, length);
  };
  /** What the columns do not hold of a query. */
  const foundOf = async (query: LibraryQuery): Promise<Found> => {
    const found: Found = {};
    if (query.text !== undefined) {
      const search = searchOf(query.text);
      words.catchUp();
      if (search.all !== null) found.text = words.find(search.all);
      if (search.none !== null) found.without = words.find(search.none);
    }
    if (query.duplicates === "same-file") found.duplicates = queries.sameFile();
    if (query.duplicates === "look-alike") found.duplicates = await alikes.all();
    return found;
  };

  return {
    columns,
    ready,
    get loaded() {
      return loaded;
    },
    /** To be called after any change, also before its transaction ends. */
    touched: (): void => {
      if (wanted || closed) return;
      wanted = true;
      setImmediate(() => {
        wanted = false;
        if (!closed) void keepUp();
      });
    },
    /** What a query lists, in order. */
    async list(query: LibraryQuery, sort: LibrarySort): Promise<Listed> {
      await ready();
      const found = await foundOf(query);
      // What was awaited may have let changes in: the columns are made whole again before they are looked through.
      await ready();
      const key = `${columns.version} ${words.version()} ${alikes.version()} ${sort} ${JSON.stringify(query)}`;
      const known = results.get(key);
      if (known !== undefined) {
        results.delete(key);
        results.set(key, known);
        return known;
      }
      // Few that have the words: only they are looked through, not every asset.
      const few = found.text !== undefined && found.text.length < columns.count / fewShare ? found.text : null;
      const order = sort === "name" || sort === "largest" ? orderOf(sort) : few === null ? columns.byTime() : columns.fewByTime(few);
      const oldest = findSlots(columns, order, query, found);
      const newest = sort === "newest" || sort === "stars" ? oldest.reverse() : oldest;
      const slots = sort === "stars" ? byStars(columns, newest) : newest;
      let bytes = 0;
      for (let index = 0; index < slots.length; index += 1) bytes += columns.bytes[slots[index] as number] as number;
      const listed = { slots, bytes };
      results.set(key, listed);
      for (const old of results.keys()) {
        if (results.size <= keptResults) break;
        results.delete(old);
      }
      return listed;
    },
    async facets(query: LibraryQuery): Promise<FacetCounts> {
      await ready();
      const found = await foundOf(query);
      await ready();
      return countFacets(columns, query, found);
    },
    nameKey: queries.nameKey,
    async close(): Promise<void> {
      closed = true;
      await work?.catch(() => undefined);
      await feeding?.catch(() => undefined);
    },
  };
}
