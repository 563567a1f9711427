// A list of the library as a grid needs it: how many there are and on which days, and the cards of whatever is
// looked at, page by page. It holds a few thousand cards however long the list is.
import type { AssetCard, LibraryQuery, LibrarySort } from "../../shared/contract/studio/library-views.ts";
import type { ErrorBody } from "../../shared/contract/errors.ts";
import type { StudioLink } from "../lib/link.ts";

export interface AssetGroup {
  /** "2026-11-25" for a day; empty where the order is not by time. */
  key: string;
  count: number;
}

export interface AssetListState {
  /** Null until it is known. */
  total: number | null;
  bytes: number;
  /** Milliseconds that the core looked. */
  took: number;
  indexing: { done: number; total: number } | null;
  groups: readonly AssetGroup[];
  error: ErrorBody | null;
  /** Rises whenever a card came or changed. */
  version: number;
}

/** What a grid draws from. */
export interface AssetSource {
  state: () => AssetListState;
  subscribe: (changed: () => void) => () => void;
  at(index: number): AssetCard | undefined;
  /** Place of a card that is held; null for one that is not. */
  heldPlace(id: string): number | null;
  /** The places that are seen now, end not included. */
  want(from: number, to: number): void;
  /** Ids of a run of places, both included. */
  ids(from: number, to: number): Promise<string[]>;
  /** Place of an asset in the list; null where it is not in it. */
  place(id: string): Promise<number | null>;
}

export interface AssetList extends AssetSource {
  /** Starts to listen and asks; the answer ends it. */
  open(): () => void;
  query: LibraryQuery;
  sort: LibrarySort;
}

const pageSize = 100;
const mostPages = 40;
const atOnce = 2;
/** Milliseconds between two readings of a list that keeps changing. */
const rereadEvery = 300;

interface Page {
  cards: AssetCard[];
  /** False after a change in the list: shown until the new one has come. */
  fresh: boolean;
}

/** The list that `query` finds, in the order of `sort`. */
export function createAssetList(link: StudioLink, query: LibraryQuery, sort: LibrarySort): AssetList {
  const pages = new Map<number, Page>();
  const listeners = new Set<() => void>();
  const asking = new Set<number>();
  const derived = new Set<string>();
  const byTime = sort === "newest" || sort === "oldest";
  let state: AssetListState = { total: null, bytes: 0, took: 0, indexing: null, groups: [], error: null, version: 0 };
  let wanted: [number, number] = [0, pageSize];
  /** Rises with each change of the list: an older answer is not taken over. */
  let epoch = 0;
  let open = false;

  const set = (next: Partial<AssetListState>) => {
    state = { ...state, ...next, version: state.version + 1 };
    for (const listener of listeners) listener();
  };

  const ask = async (page: number) => {
    asking.add(page);
    const mine = epoch;
    const answer = await link.call("library", "page", { query, sort, start: page * pageSize, limit: pageSize });
    asking.delete(page);
    if (!open) return;
    if (!answer.ok) {
      set({ error: answer.error });
      return;
    }
    if (mine !== epoch) {
      pump();
      return;
    }
    const { assets, total, bytes, took, indexing } = answer.value;
    pages.delete(page);
    pages.set(page, { cards: assets, fresh: true });
    for (const old of pages.keys()) {
      if (pages.size <= mostPages) break;
      if (!inSight(old)) pages.delete(old);
    }
    set({
      bytes,
      took,
      indexing,
      error: null,
      ...(byTime ? {} : { total }),
      ...(byTime || state.groups[0]?.count === total ? {} : { groups: [{ key: "", count: total }] }),
    });
    lookNear();
    pump();
  };
  const inSight = (page: number) => page >= Math.floor(wanted[0] / pageSize) - 1 && page <= Math.floor(wanted[1] / pageSize) + 1;
  const pump = () => {
    if (!open) return;
    const last = Math.max(0, Math.ceil((state.total ?? pageSize) / pageSize) - 1);
    const from = Math.floor(wanted[0] / pageSize);
    const to = Math.min(last, Math.floor(Math.max(wanted[0], wanted[1] - 1) / pageSize));
    for (let page = from; page <= to && asking.size < atOnce; page++)
      if (pages.get(page)?.fresh !== true && !asking.has(page)) void ask(page);
  };
  const days = async () => {
    if (!byTime) return;
    const mine = epoch;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const answer = await link.call("library", "calendar", { query, sort, unit: "day", timeZone });
    if (!open || mine !== epoch) return;
    if (answer.ok) {
      const groups = answer.value.spans.map(({ span, count }) => ({ key: span, count }));
      // The same days stay the same list: what is laid out by it does not move.
      const same =
        groups.length === state.groups.length &&
        groups.every((one, at) => one.key === state.groups[at]?.key && one.count === state.groups[at].count);
      set({ total: answer.value.total, groups: same ? state.groups : groups, error: null });
    } else set({ error: answer.error });
    pump();
  };
  let lastAgain = 0;
  let later: ReturnType<typeof setTimeout> | undefined;
  /** Asks all anew; while much arrives, a few times a second at most. */
  const again = () => {
    clearTimeout(later);
    const rest = lastAgain + rereadEvery - performance.now();
    if (rest > 0) {
      later = setTimeout(again, rest);
      return;
    }
    lastAgain = performance.now();
    epoch += 1;
    for (const page of pages.values()) page.fresh = false;
    void days();
    pump();
  };

  /** Cards in sight whose picture is not made yet are made first. */
  let looking: ReturnType<typeof setTimeout> | undefined;
  const lookNear = () => {
    clearTimeout(looking);
    looking = setTimeout(() => {
      const hashes = new Set<string>();
      for (let index = wanted[0]; index < wanted[1] && hashes.size < 200; index++) {
        const card = at(index);
        if (card !== undefined && !card.thumb && (card.kind === "image" || card.kind === "clip") && !derived.has(card.hash))
          hashes.add(card.hash);
      }
      if (hashes.size === 0) return;
      for (const hash of hashes) derived.add(hash);
      void link.call("imports", "want", { hashes: [...hashes] }).then((answer) => answer.ok && takeDerived(answer.value.files));
    }, 120);
  };
  const takeDerived = (files: readonly { hash: string; thumb: boolean; thumbhash: string | null }[]) => {
    const known = new Map(files.map((file) => [file.hash, file]));
    let changed = false;
    for (const page of pages.values())
      page.cards = page.cards.map((card) => {
        const file = known.get(card.hash);
        if (file === undefined || (file.thumb === card.thumb && file.thumbhash === card.thumbhash)) return card;
        changed = true;
        return { ...card, thumb: file.thumb, thumbhash: file.thumbhash ?? card.thumbhash };
      });
    if (changed) set({});
  };
  const at = (index: number) => pages.get(Math.floor(index / pageSize))?.cards[index % pageSize];
  return {
    query,
    sort,
    state: () => state,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    at,
    heldPlace: (id) => {
      for (const [page, { cards }] of pages) {
        const within = cards.findIndex((card) => card.id === id);
        if (within >= 0) return page * pageSize + within;
      }
      return null;
    },
    want: (from, to) => {
      wanted = [Math.max(0, from), Math.max(to, from + 1)];
      lookNear();
      pump();
    },
    ids: async (from, to) => {
      const [low, high] = [Math.min(from, to), Math.max(from, to)];
      const held: string[] = [];
      for (let index = low; index <= high; index++) {
        const card = at(index);
        if (card === undefined) break;
        held.push(card.id);
      }
      if (held.length === high - low + 1) return held;
      const answer = await link.call("library", "range", { query, sort, from: low, to: high });
      return answer.ok ? answer.value.ids : held;
    },
    place: async (id) => {
      const answer = await link.call("library", "place", { query, sort, assetId: id });
      return answer.ok ? answer.value.index : null;
    },
    open: () => {
      open = true;
      const stops = [
        link.on("library.changed", again),
        link.on("library.indexing", ({ indexing }) => {
          set({ indexing });
          if (indexing === null) again();
        }),
        link.on("imports.derived", ({ files }) => takeDerived(files)),
        link.on("core.restarted", again),
        link.onStatus((status) => status.state === "ready" && again()),
      ];
      again();
      return () => {
        open = false;
        clearTimeout(looking);
        clearTimeout(later);
        for (const stop of stops) stop();
      };
    },
  };
}
