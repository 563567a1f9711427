// Changes of the library as steps that can be undone: written whole before the first row is touched, done in slices that
// keep the core answering, and finished at the next start where they were cut short.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { LibraryHistory } from "../../../shared/contract/studio/library-views.ts";
import type { Clock } from "../../ports.ts";
import { asStorageError } from "../database.ts";
import { breath } from "./catalogue.ts";
import type { Cell, CommandQueries, Field, LibraryChange, LibraryCommand, Relation } from "./command-queries.ts";

/** Assets of one transaction. */
const sliceAssets = 400;

interface CommandPorts {
  queries: CommandQueries;
  clock: Clock;
  /** Rows of assets were written. */
  touched: () => void;
  /** Tags, collections or saved searches were. */
  listsChanged: () => void;
  historyChanged: (history: LibraryHistory) => void;
}

export type Commands = ReturnType<typeof createCommands>;
export type Changed = LibraryHistory & { count: number };

/** The part of a step that gives assets a value; null where all have it. */
export function fieldChange(queries: CommandQueries, field: Field, assets: readonly number[], after: Cell): LibraryChange | null {
  const values = queries.values(field, assets);
  const other = assets.filter((asset) => values.has(asset) && values.get(asset) !== after);
  if (other.length === 0) return null;
  const before = other.map((asset) => values.get(asset) ?? null);
  return { field, assets: other, before: before.every((value) => value === before[0]) ? before.slice(0, 1) : before, after };
}

/** The part of a step that puts assets into a relation or takes them out; null where nothing changes by it. */
export function relationChange(
  queries: CommandQueries,
  relation: Relation,
  target: string,
  assets: readonly number[],
  added: boolean,
): LibraryChange | null {
  const having = new Set(queries.having(relation, target, assets));
  const other = assets.filter((asset) => having.has(asset) !== added);
  return other.length === 0 ? null : { relation, target, assets: other, added };
}

/** Creates the log's writer; steps that were cut short are finished by `finish`. */
export function createCommands({ queries, clock, touched, listsChanged, historyChanged }: CommandPorts) {
  let line: Promise<unknown> = Promise.resolve();
  let closed = false;
  /** One step after the other. */
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const own = line.then(work);
    line = own.catch(() => undefined);
    return own;
  };
  /** Writes one side of a step in slices. The first one goes with `first`, the last with `last`. */
  const write = async (changes: readonly LibraryChange[], side: "before" | "after", first: () => void, last: () => void) => {
    const ordered = side === "after" ? changes : changes.toReversed();
    const slices: (() => void)[] = [];
    let room = 0;
    let current: (() => void)[] = [first];
    const flush = () => {
      const parts = current;
      slices.push(() => {
        for (const part of parts) part();
      });
      current = [];
      room = sliceAssets;
    };
    room = sliceAssets;
    for (const change of ordered) {
      const length = "assets" in change ? change.assets.length : 1;
      for (let from = 0; from < length;) {
        if (room === 0) flush();
        const start = from;
        const end = Math.min(length, from + room);
        current.push(() => queries.apply(change, side, start, end));
        room -= end - from;
        from = end;
      }
    }
    current.push(last);
    flush();
    for (const [index, slice] of slices.entries()) {
      // Only between slices: the first one has to be there, with it the whole step.
      if (index > 0) await breath();
      if (closed) throw new CodedError("cancelled", "The studio was closed. The change goes on at its next start.");
      queries.transaction(slice);
      touched();
    }
  };
  const told = (changes: readonly LibraryChange[], count: number): Changed => {
    if (changes.some((change) => "table" in change || ("relation" in change && change.relation !== "character"))) listsChanged();
    const history = queries.labels();
    historyChanged(history);
    return { ...history, count };
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw asStorageError(error);
    }
  };
  const step = (entry: LibraryCommand, side: "before" | "after") =>
    write(
      entry.changes,
      side,
      () => queries.setCommandState(entry.number, side === "after" ? "doing" : "undoing"),
      () => queries.setCommandState(entry.number, side === "after" ? "done" : "undone"),
    );

  return {
    /** Does what `plan` says of the library as it is when its turn comes. Nothing to do: no step. */
    run: (plan: () => { label: string; count: number; changes: (LibraryChange | null)[] }): Promise<Changed> =>
      inLine(() =>
        guarded(async () => {
          const { label, count, changes: planned } = plan();
          const changes = planned.filter((change) => change !== null);
          if (changes.length === 0) return { ...queries.labels(), count: 0 };
          let number = 0;
          await write(
            changes,
            "after",
            () => {
              number = queries.insertCommand(label, count, changes, "doing", clock.now());
            },
            () => queries.setCommandState(number, "done"),
          );
          return told(changes, count);
        }),
      ),
    undo: (): Promise<Changed> =>
      inLine(() =>
        guarded(async () => {
          const entry = queries.lastDone();
          if (entry === null) throw new CodedError("conflict", "There is nothing to undo.");
          await step(entry, "before");
          return told(entry.changes, entry.count);
        }),
      ),
    redo: (): Promise<Changed> =>
      inLine(() =>
        guarded(async () => {
          const entry = queries.firstUndone();
          if (entry === null) throw new CodedError("conflict", "There is nothing to redo.");
          await step(entry, "after");
          return told(entry.changes, entry.count);
        }),
      ),
    /** Finishes steps that a stop cut short. */
    finish: (): Promise<void> =>
      inLine(() =>
        guarded(async () => {
          for (const entry of queries.unfinished()) await step(entry, entry.state === "doing" ? "after" : "before");
        }),
      ),
    /** Removes for good what lies in the trash, or those of `assets` that do. */
    empty: (assets: readonly number[] | null): Promise<Changed> =>
      inLine(() =>
        guarded(async () => {
          let count = 0;
          for (let from = 0; !closed; from += sliceAssets) {
            const part = assets === null ? queries.trashed(sliceAssets) : assets.slice(from, from + sliceAssets);
            if (part.length === 0) break;
            count += queries.remove(part);
            touched();
            await breath();
          }
          return { ...queries.labels(), count };
        }),
      ),
    history: () => queries.labels(),
    async close(): Promise<void> {
      closed = true;
      await line;
    },
  };
}
