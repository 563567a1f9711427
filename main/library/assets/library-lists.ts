// Handlers that read lists: pages, places, calendars and counts over the catalogue.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Handlers } from "../../../shared/contract/studio/index.ts";
import type { LibraryQuery, LibrarySort } from "../../../shared/contract/studio/library-views.ts";
import type { AssetQueries } from "./asset-queries.ts";
import type { AssetViews } from "./asset-views.ts";
import { isTimeZone, spansOf } from "./calendar.ts";
import type { Catalogue, Listed } from "./catalogue.ts";
import type { CatalogueQueries } from "./catalogue-queries.ts";
import type { CommandQueries } from "./command-queries.ts";
import type { WordIndex } from "./word-index.ts";

interface ListPorts {
  catalogue: Catalogue;
  reads: CatalogueQueries;
  queries: CommandQueries;
  assets: AssetQueries;
  views: AssetViews;
  words: WordIndex;
}

/** Where a page ended: the values by which its last asset stands where it stands, and its number. */
interface Key {
  sort: LibrarySort;
  values: (string | number)[];
  number: number;
}

function keyOf(cursor: string, sort: LibrarySort): Key {
  const bad = (message: string) => new CodedError("invalid_input", undefined, { fields: [{ path: "cursor", message }] });
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw bad("This is no place in a list. Begin the list again.");
  }
  if (
    !Array.isArray(key) ||
    key.length < 3 ||
    typeof key.at(-1) !== "number" ||
    !key.slice(1).every((part) => typeof part === "string" || typeof part === "number")
  )
    throw bad("This is no place in a list. Begin the list again.");
  if (key[0] !== sort) throw bad("This place is of a list in another order. Begin the list again.");
  return { sort, values: key.slice(1, -1) as (string | number)[], number: key.at(-1) as number };
}

const emptyQuery = (query: LibraryQuery) =>
  Object.values(query).every((value) => value === undefined || value === "" || (Array.isArray(value) && value.length === 0));

type Reading = Pick<Handlers["library"], "page" | "place" | "range" | "calendar" | "facets">;

/** Creates the handlers. */
export function createLibraryLists({ catalogue, reads, queries, assets, views, words }: ListPorts): Reading {
  const { columns } = catalogue;
  const valuesOf = (slot: number, sort: LibrarySort): (string | number)[] => {
    const number = columns.number[slot] as number;
    if (sort === "name") return [reads.nameKey(number) ?? ""];
    if (sort === "largest") return [columns.bytes[slot] as number];
    if (sort === "stars") return [columns.stars[slot] as number, columns.addedAt[slot] as number];
    return [columns.addedAt[slot] as number];
  };
  /** Place of the first one behind a key. */
  const placeAfter = ({ slots }: Listed, key: Key): number => {
    const rising = key.sort === "oldest" || key.sort === "name";
    const behind = (slot: number): boolean => {
      const values = [...valuesOf(slot, key.sort), columns.number[slot] as number];
      const own = [...key.values, key.number];
      for (const [index, value] of values.entries()) {
        const other = own[index] as string | number;
        if (value === other) continue;
        return rising ? value > other : value < other;
      }
      return false;
    };
    let low = 0;
    let high = slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (behind(slots[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const cursorOf = (slot: number, sort: LibrarySort) =>
    Buffer.from(JSON.stringify([sort, ...valuesOf(slot, sort), columns.number[slot] as number])).toString("base64url");
  const named = (counts: ReadonlyMap<string, number>, names: ReadonlyMap<string, string>) =>
    [...counts]
      .flatMap(([id, count]) => {
        const name = names.get(id);
        return name === undefined ? [] : [{ id, name, count }];
      })
      .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const counted = <T extends string>(counts: ReadonlyMap<string, number>) =>
    [...counts]
      .map(([value, count]) => ({ value: value as T, count }))
      .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

  return {
    page: async ({ query, sort, cursor, start, limit }) => {
      const began = performance.now();
      // The first look after the start does not wait until every asset is in the columns.
      if (!catalogue.loaded && sort === "newest" && cursor === null && (start ?? 0) === 0 && emptyQuery(query)) {
        const lines = assets.lines(reads.newest(limit));
        const last = lines.at(-1);
        const next =
          lines.length < limit || last === undefined
            ? null
            : Buffer.from(JSON.stringify([sort, last.addedAt, last.number])).toString("base64url");
        return { assets: views.cards(lines), next, start: 0, ...reads.sums(), took: performance.now() - began, indexing: words.indexing() };
      }
      const listed = await catalogue.list(query, sort);
      const { slots, bytes } = listed;
      const from = cursor !== null ? placeAfter(listed, keyOf(cursor, sort)) : Math.min(start ?? 0, slots.length);
      const own = slots.subarray(from, from + limit);
      const last = own.at(-1);
      return {
        assets: views.cards(assets.lines(Array.from(own, (slot) => columns.number[slot] as number))),
        next: last === undefined || from + own.length >= slots.length ? null : cursorOf(last, sort),
        start: from,
        total: slots.length,
        bytes,
        took: performance.now() - began,
        indexing: words.indexing(),
      };
    },
    place: async ({ query, sort, assetId }) => {
      const { slots } = await catalogue.list(query, sort);
      const [line] = assets.linesById([assetId]);
      const index = line === undefined ? -1 : slots.indexOf(columns.slotOf(line.number));
      return { index: index === -1 ? null : index, total: slots.length };
    },
    range: async ({ query, sort, from, to }) => {
      const { slots } = await catalogue.list(query, sort);
      const [first, last] = from <= to ? [from, to] : [to, from];
      if (last - first >= 20_000) {
        const message = "At most 20,000 can be chosen one by one. Choose all of the search instead.";
        throw new CodedError("invalid_input", message, { fields: [{ path: "to", message }] });
      }
      const numbers = Array.from(slots.subarray(first, last + 1), (slot) => columns.number[slot] as number);
      return { ids: assets.lines(numbers).map((line) => line.id) };
    },
    calendar: async ({ query, sort, unit, timeZone }) => {
      if (!isTimeZone(timeZone)) {
        const message = "There is no time zone of this name. Use one such as Europe/Oslo.";
        throw new CodedError("invalid_input", message, { fields: [{ path: "timeZone", message }] });
      }
      const { slots } = await catalogue.list(query, sort);
      const times = Array.from(slots, (slot) => columns.addedAt[slot] as number);
      return { spans: spansOf(times, unit, timeZone), total: slots.length };
    },
    facets: async ({ query }) => {
      const { total, counts, stars } = await catalogue.facets(query);
      return {
        total,
        kinds: counted(counts.kind),
        engines: counted(counts.engine),
        qualities: counted(counts.quality),
        ratings: counted(counts.rating),
        states: counted(counts.state),
        origins: counted(counts.origin),
        stars: [...stars].map(([value, count]) => ({ value, count })),
        projects: named(counts.project, queries.projectNames([...counts.project.keys()])),
        characters: named(counts.character, queries.characterNames([...counts.character.keys()])),
        tags: named(counts.tag, new Map(queries.tags().map((tag) => [tag.id, tag.name]))),
        collections: named(counts.collection, new Map(queries.collections().map((row) => [row.id, row.name]))),
      };
    },
  };
}
