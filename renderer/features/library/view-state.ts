// What the library's screen looks for and how it shows it: kept while one is elsewhere; size and view kept on this computer.
import { create } from "zustand";
import type { LibraryQuery, LibrarySort } from "../../../shared/contract/studio/library-views.ts";
import { createChosen } from "../../ui/chosen.ts";

interface ViewState {
  query: LibraryQuery;
  sort: LibrarySort;
  view: "grid" | "list";
  /** Least width of a tile. */
  least: number;
  /** Whether collections and searches stand beside the grid. */
  side: boolean;
}

const storageKey = "studio.library-view";

function kept(): Partial<Pick<ViewState, "view" | "least" | "side">> {
  try {
    const { view, least, side } = JSON.parse(window.localStorage.getItem(storageKey) ?? "{}") as Record<string, unknown>;
    return {
      ...(view === "list" ? { view } : {}),
      ...(typeof least === "number" && least >= leastTile && least <= mostTile ? { least } : {}),
      ...(typeof side === "boolean" ? { side } : {}),
    };
  } catch {
    return {};
  }
}

export const leastTile = 96;
export const mostTile = 320;

export const useLibraryView = create<ViewState>(() => ({ query: {}, sort: "newest", view: "grid", least: 148, side: false, ...kept() }));

/** Changes what is looked for or how it is shown. */
export function setView(change: Partial<ViewState>): void {
  useLibraryView.setState(change);
  const { view, least, side } = useLibraryView.getState();
  window.localStorage.setItem(storageKey, JSON.stringify({ view, least, side }));
}

/** The choice on the screen; it outlives a visit elsewhere. */
export const chosen = createChosen();

/** Changes the query: members that are undefined or empty leave it. */
export function changeQuery(change: { [K in keyof LibraryQuery]?: LibraryQuery[K] | undefined }): void {
  setView({ query: cleaned({ ...useLibraryView.getState().query, ...change }) });
}

/** The query without what filters nothing, with its members in one order. */
export function cleaned(query: { [K in keyof LibraryQuery]?: LibraryQuery[K] | undefined }): LibraryQuery {
  const entries = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries) as LibraryQuery;
}

/** Whether the trash is what is looked at. */
export const isTrash = (query: LibraryQuery) => query.states?.length === 1 && query.states[0] === "trashed";
