// What can be done with what is chosen in the library: each changes it in the core in one step, and says how to take it back.
import type { AssetChange } from "../../../shared/contract/studio/library.ts";
import type { LibraryQuery, LibrarySelection } from "../../../shared/contract/studio/library-views.ts";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import { strings } from "../../app/strings.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { errorText, type Notify } from "../../app/toasts.ts";
import type { StudioLink } from "../../lib/link.ts";
import type { AssetSource } from "../../ui/asset-source.ts";
import type { Chosen } from "../../ui/chosen.ts";

/** What is chosen, as the contract names it; null for nothing. */
export function selectionOf(chosen: Chosen, query: LibraryQuery): LibrarySelection | null {
  const { all, ids } = chosen.store.getState();
  if (all) return { query, ...(ids.size === 0 ? {} : { except: [...ids] }) };
  return ids.size === 0 ? null : { ids: [...ids] };
}

type Changed = { count: number; undo: string | null };

export interface LibraryActions {
  change(select: LibrarySelection, change: AssetChange, quiet?: boolean): Promise<boolean>;
  trash: (select: LibrarySelection) => Promise<boolean>;
  restore: (select: LibrarySelection) => Promise<boolean>;
  /** For good. Without ids: all that lies in the trash. */
  purge: (ids?: string[]) => Promise<boolean>;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

/** The actions over `link`. */
export function createLibraryActions(link: StudioLink, notify: Notify): LibraryActions {
  const refused = (result: CallResult<unknown>): result is Extract<CallResult<unknown>, { ok: false }> => {
    if (result.ok) return false;
    notify({ title: strings.errors.notDone, text: errorText(result.error), tone: "fail" });
    return true;
  };
  const undo = async () => {
    const result = await link.call("library", "undo", {});
    refused(result);
  };
  /** Takes this step back and no other: what was done since stays. */
  const takeBack = async (done: Changed, otherwise: (() => void) | null) => {
    const history = await link.call("library", "history", {});
    if (history.ok && history.value.undo === done.undo) await undo();
    else otherwise?.();
  };
  const restore = async (select: LibrarySelection) => {
    const result = await link.call("library", "restore", { select });
    if (refused(result)) return false;
    notify({ title: words.restored(result.value.count), tone: "ok" });
    return true;
  };
  return {
    undo,
    restore,
    redo: async () => {
      refused(await link.call("library", "redo", {}));
    },
    change: async (select, change, quiet = true) => {
      const result = await link.call("library", "change", { select, change });
      if (refused(result)) return false;
      const done = result.value;
      if (!quiet && done.count > 0 && done.undo !== null)
        notify({ title: done.undo, tone: "ok", action: { label: strings.common.undo, run: () => void takeBack(done, null) } });
      return true;
    },
    trash: async (select) => {
      const result = await link.call("library", "trash", { select });
      if (refused(result)) return false;
      const done = result.value;
      notify({
        title: words.trashed(done.count),
        action: { label: strings.common.undo, run: () => void takeBack(done, "ids" in select ? () => void restore(select) : null) },
      });
      return true;
    },
    purge: async (ids) => {
      const result = await link.call("library", "emptyTrash", ids === undefined ? {} : { ids });
      if (refused(result)) return false;
      notify({ title: words.removed(result.value.count), tone: "ok" });
      return true;
    },
  };
}

/** Chooses what stands at `at` once the list without `gone` has come, so that keys go on from there. */
export function chooseNext(source: AssetSource, chosen: Chosen, at: number, gone: ReadonlySet<string>): void {
  chosen.none();
  const take = () => {
    const { total } = source.state();
    if (total === 0) return true;
    const index = Math.min(at, (total ?? 1) - 1);
    const card = source.at(index);
    if (card === undefined || gone.has(card.id)) return false;
    // Whoever chose something else meanwhile keeps it.
    if (chosen.store.getState().ids.size === 0) chosen.only(index, card.id);
    return true;
  };
  const stop = source.subscribe(() => {
    if (take()) stop();
  });
  setTimeout(stop, 5000);
}
