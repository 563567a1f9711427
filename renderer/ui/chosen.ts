// Which cards of a grid are chosen: some by name, or all but some; and the card from which keys go on.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { AssetSource } from "./asset-source.ts";

export interface ChosenState {
  /** True: everything of the list but `ids`. */
  all: boolean;
  ids: ReadonlySet<string>;
  /** Place and id of the card that keys go on from; -1 and null where there is none. */
  at: number;
  id: string | null;
  /** Place from which a run is drawn. */
  anchor: number;
}

export interface Chosen {
  store: StoreApi<ChosenState>;
  /** One alone. */
  only(at: number, id: string | null): void;
  /** One more or one less. */
  toggle(at: number, id: string): void;
  /** Moves on without choosing. */
  stand(at: number, id: string | null): void;
  /** From the anchor to `at`; `more` keeps what is chosen beside it. */
  run(source: AssetSource, at: number, more: boolean): Promise<void>;
  /** What a rectangle touches, beside `before`. */
  put(ids: Iterable<string>, before: ReadonlySet<string>): void;
  everything(): void;
  none(): void;
}

export const isChosen = (state: Pick<ChosenState, "all" | "ids">, id: string) => state.all !== state.ids.has(id);
export const chosenCount = (state: Pick<ChosenState, "all" | "ids">, total: number) =>
  state.all ? Math.max(0, total - state.ids.size) : state.ids.size;

const nothing: ChosenState = { all: false, ids: new Set(), at: -1, id: null, anchor: -1 };

/** A choice with nothing in it. */
export function createChosen(): Chosen {
  const store = createStore<ChosenState>(() => nothing);
  let runs = 0;
  const set = (next: Partial<ChosenState>) => {
    runs += 1;
    store.setState(next);
  };
  return {
    store,
    only: (at, id) => set({ all: false, ids: new Set(id === null ? [] : [id]), at, id, anchor: at }),
    toggle: (at, id) => {
      const ids = new Set(store.getState().ids);
      if (!ids.delete(id)) ids.add(id);
      set({ ids, at, id, anchor: at });
    },
    stand: (at, id) => set({ at, id, anchor: at }),
    run: async (source, at, more) => {
      const { anchor, ids, all } = store.getState();
      set({ at, id: source.at(at)?.id ?? null });
      const mine = runs;
      const run = await source.ids(anchor < 0 ? at : anchor, at);
      // Keys held down draw many runs; the last one counts.
      if (mine !== runs) return;
      const kept = more && !all ? ids : [];
      store.setState({ all: false, ids: new Set([...kept, ...run]), id: source.at(at)?.id ?? run.at(anchor <= at ? -1 : 0) ?? null });
    },
    put: (ids, before) => set({ all: false, ids: new Set([...before, ...ids]) }),
    everything: () => set({ all: true, ids: new Set() }),
    none: () => set({ all: false, ids: new Set() }),
  };
}
