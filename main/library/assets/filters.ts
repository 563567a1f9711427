// A query of the library over the columns: which slots it finds, in which order, and how many of each value.
import type { LibraryQuery } from "../../../shared/contract/studio/library-views.ts";
import type { Columns, Dictionary, Sets } from "./columns.ts";

/** What a query needs that columns do not hold: assets by their numbers. */
export interface Found {
  /** Of the words that must stand there; absent where none are asked for. */
  text?: readonly number[] | undefined;
  /** Of the words that must not. */
  without?: readonly number[] | undefined;
  /** Of duplicates. */
  duplicates?: readonly number[] | undefined;
}

type Facet = "kind" | "engine" | "quality" | "rating" | "state" | "origin" | "stars" | "project" | "character" | "collection";

interface Filter {
  /** The list of counts that is made without it; null: none is. */
  facet: Facet | null;
  holds: (slot: number) => boolean;
}

/** A mask by slot of assets by their numbers. */
function maskOf(columns: Columns, numbers: readonly number[]): Uint8Array {
  const mask = new Uint8Array(columns.width);
  for (const number of numbers) {
    const slot = columns.slotOf(number);
    if (slot !== -1) mask[slot] = 1;
  }
  return mask;
}

/** By code of a dictionary: 1 where it is one of the values. */
function allowed(dictionary: Dictionary, values: readonly string[]): Uint8Array {
  const mask = new Uint8Array(dictionary.values.length);
  for (const value of values) {
    const code = dictionary.find(value);
    if (code !== -1) mask[code] = 1;
  }
  return mask;
}

/** By code of a set: 1 where it holds all of the values. */
function holding(sets: Sets, values: readonly string[]): Uint8Array {
  return Uint8Array.from(sets.members, (members) => (values.every((value) => members.includes(value)) ? 1 : 0));
}

/** The filters of a query. */
function filtersOf(columns: Columns, query: LibraryQuery, found: Found): Filter[] {
  const filters: Filter[] = [];
  const add = (facet: Facet | null, holds: (slot: number) => boolean) => void filters.push({ facet, holds });
  const among = (
    facet: Facet,
    column: Uint8Array | Uint16Array | Uint32Array,
    dictionary: Dictionary,
    values: readonly string[] | undefined,
  ) => {
    if (values === undefined || values.length === 0) return;
    const mask = allowed(dictionary, values);
    add(facet, (slot) => mask[column[slot] as number] === 1);
  };
  const within = (facet: Facet | null, column: Uint32Array, sets: Sets, values: readonly string[] | undefined) => {
    if (values === undefined || values.length === 0) return;
    const mask = holding(sets, values);
    add(facet, (slot) => mask[column[slot] as number] === 1);
  };
  const { words } = columns;
  among("state", columns.state, words, query.states === undefined || query.states.length === 0 ? ["kept"] : query.states);
  if (found.text !== undefined) {
    const mask = maskOf(columns, found.text);
    add(null, (slot) => mask[slot] === 1);
  }
  if (found.without !== undefined) {
    const mask = maskOf(columns, found.without);
    add(null, (slot) => mask[slot] === 0);
  }
  if (found.duplicates !== undefined) {
    const mask = maskOf(columns, found.duplicates);
    add(null, (slot) => mask[slot] === 1);
  }
  among("kind", columns.kind, words, query.kinds);
  among("engine", columns.engine, columns.engines, query.engines);
  among("quality", columns.quality, words, query.qualities);
  among("rating", columns.rating, words, query.ratings);
  among("origin", columns.origin, words, query.origins);
  if (query.projectId !== undefined) among("project", columns.project, columns.projects, [query.projectId]);
  if (query.characterId !== undefined) within("character", columns.characters, columns.characterSets, [query.characterId]);
  if (query.collectionId !== undefined) within("collection", columns.collections, columns.collectionSets, [query.collectionId]);
  within(null, columns.tags, columns.tagSets, query.tagIds);
  const { stars, minBytes, maxBytes, minSide } = query;
  if (stars !== undefined) add("stars", (slot) => (columns.stars[slot] as number) >= stars);
  if (query.addedFrom !== undefined) {
    const from = Date.parse(query.addedFrom);
    add(null, (slot) => (columns.addedAt[slot] as number) >= from);
  }
  if (query.addedTo !== undefined) {
    const to = Date.parse(query.addedTo);
    add(null, (slot) => (columns.addedAt[slot] as number) < to);
  }
  if (minBytes !== undefined) add(null, (slot) => (columns.bytes[slot] as number) >= minBytes);
  if (maxBytes !== undefined) add(null, (slot) => (columns.bytes[slot] as number) <= maxBytes);
  if (minSide !== undefined) add(null, (slot) => (columns.side[slot] as number) >= minSide);
  if (query.draft !== undefined) {
    const wanted = query.draft ? 1 : 0;
    add(null, (slot) => ((columns.flags[slot] as number) & 1) === wanted);
  }
  if (query.hasRecipe !== undefined) {
    const wanted = query.hasRecipe ? 2 : 0;
    add(null, (slot) => ((columns.flags[slot] as number) & 2) === wanted);
  }
  if (query.untagged === true) add(null, (slot) => columns.tags[slot] === 0);
  return filters;
}

/** Slots of `order` that the query finds, in that order. */
export function findSlots(columns: Columns, order: Uint32Array, query: LibraryQuery, found: Found): Uint32Array {
  const filters = filtersOf(columns, query, found);
  // One filter after the other: each looks only at what the ones before have left.
  let list = order;
  let length = order.length;
  for (const { holds } of filters) {
    const next = list === order ? new Uint32Array(length) : list;
    let kept = 0;
    for (let index = 0; index < length; index += 1) {
      const slot = list[index] as number;
      if (holds(slot)) next[kept++] = slot;
    }
    list = next;
    length = kept;
  }
  return list.slice(0, length);
}

/** Slots by stars, the most first, otherwise as they come. */
export function byStars(columns: Columns, slots: Uint32Array): Uint32Array {
  const list = new Uint32Array(slots.length);
  let length = 0;
  for (let stars = 5; stars >= 0; stars -= 1) for (const slot of slots) if (columns.stars[slot] === stars) list[length++] = slot;
  return list;
}

export interface FacetCounts {
  total: number;
  /** By facet: how many by value. */
  counts: Record<Exclude<Facet, "stars"> | "tag", Map<string, number>>;
  stars: Map<number, number>;
}

/** How many of each value: a facet counts what the query without its own filter finds. */
export function countFacets(columns: Columns, query: LibraryQuery, found: Found): FacetCounts {
  const filters = filtersOf(columns, query, found);
  const { words, engines, projects } = columns;
  const sizes = { word: words.values.length, engine: engines.values.length, project: projects.values.length };
  const tally = {
    kind: new Uint32Array(sizes.word),
    state: new Uint32Array(sizes.word),
    origin: new Uint32Array(sizes.word),
    rating: new Uint32Array(sizes.word),
    quality: new Uint32Array(sizes.word),
    engine: new Uint32Array(sizes.engine),
    project: new Uint32Array(sizes.project),
    stars: new Uint32Array(6),
    tag: new Uint32Array(columns.tagSets.members.length),
    collection: new Uint32Array(columns.collectionSets.members.length),
    character: new Uint32Array(columns.characterSets.members.length),
  };
  const columnOf = {
    kind: columns.kind,
    state: columns.state,
    origin: columns.origin,
    rating: columns.rating,
    quality: columns.quality,
    engine: columns.engine,
    project: columns.project,
    stars: columns.stars,
    collection: columns.collections,
    character: columns.characters,
  } as const;
  // Those that the whole query finds, and by facet those that fail its own filter alone.
  const order = columns.byTime();
  const whole = new Uint32Array(order.length);
  let total = 0;
  const without = new Map<Facet, number[]>();
  for (let index = 0; index < order.length; index += 1) {
    const slot = order[index] as number;
    let failed: Filter | null = null;
    let out = false;
    for (const filter of filters) {
      if (filter.holds(slot)) continue;
      out = failed !== null || filter.facet === null;
      failed = filter;
      if (out) break;
    }
    if (out) continue;
    if (failed === null) whole[total++] = slot;
    else {
      const facet = failed.facet as Facet;
      const list = without.get(facet);
      if (list === undefined) without.set(facet, [slot]);
      else list.push(slot);
    }
  }
  const count = (counts: Uint32Array, column: Uint8Array | Uint16Array | Uint32Array, slots: ArrayLike<number>, length: number) => {
    for (let index = 0; index < length; index += 1) {
      const value = column[slots[index] as number] as number;
      counts[value] = (counts[value] as number) + 1;
    }
  };
  for (const facet of Object.keys(columnOf) as Facet[]) {
    count(tally[facet], columnOf[facet], whole, total);
    const others = without.get(facet);
    if (others !== undefined) count(tally[facet], columnOf[facet], others, others.length);
  }
  count(tally.tag, columns.tags, whole, total);
  const named = (counts: Uint32Array, dictionary: Dictionary) => {
    const map = new Map<string, number>();
    for (const [code, value] of dictionary.values.entries())
      if (value !== null && (counts[code] ?? 0) > 0) map.set(value, counts[code] as number);
    return map;
  };
  const spread = (counts: Uint32Array, sets: Sets) => {
    const map = new Map<string, number>();
    for (const [code, members] of sets.members.entries()) {
      const times = counts[code] ?? 0;
      if (times > 0) for (const member of members) map.set(member, (map.get(member) ?? 0) + times);
    }
    return map;
  };
  return {
    total,
    counts: {
      kind: named(tally.kind, words),
      state: named(tally.state, words),
      origin: named(tally.origin, words),
      rating: named(tally.rating, words),
      quality: named(tally.quality, words),
      engine: named(tally.engine, engines),
      project: named(tally.project, projects),
      tag: spread(tally.tag, columns.tagSets),
      collection: spread(tally.collection, columns.collectionSets),
      character: spread(tally.character, columns.characterSets),
    },
    stars: new Map([...tally.stars.entries()].filter(([, times]) => times > 0)),
  };
}
