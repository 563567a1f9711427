// Imports: what was asked for becomes a row, then its files are found, copied and made assets in the background. A row of a file goes
// in the same step that writes its asset, so that an import that was cut off goes on where it was.
import { readdirSync, rmSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";
import { CodedError, errorBodyOf, type ErrorBody } from "../../../shared/contract/errors.ts";
import type { ImportView } from "../../../shared/contract/studio/imports.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import { codedErrorOf } from "../../errors.ts";
import type { Events } from "../../events.ts";
import type { Clock, Logger } from "../../ports.ts";
import type { Blobs } from "../blobs.ts";
import type { Destination, FileQueries, ImportRow, Progress, WaitingFile } from "./file-queries.ts";
import type { FileThread, RunningTask } from "./file-threads.ts";
import type { Copied, WalkPart } from "./intake.ts";
import type { Keeper } from "./keeper.ts";
import { safeName } from "./names.ts";
import { importView } from "./views.ts";

interface ImportPorts {
  queries: FileQueries;
  blobs: Blobs;
  keeper: Keeper;
  thread: FileThread;
  events: Events;
  clock: Clock;
  ids: IdMaker;
  logger: Logger;
  /** Folders that are never taken in: the library's own. */
  own: string[];
  /** Files of an import whose background work is not done. */
  derivingOf: (importId: string) => number;
  /** New assets: their background work may begin. */
  added: (hashes: string[], importId: string) => void;
}

export interface Imports {
  start(paths: string[], destination: Destination): ImportView;
  /** Announces an upload: files come one by one. */
  beginUpload(title: string, files: number, bytes: number, destination: Destination): ImportView;
  finishUpload(importId: string): ImportView;
  list(): ImportView[];
  /** Assets that an import of this start has brought or met. */
  taken(importId: string): string[];
  cancel(importId: string): ImportView;
  resume(importId: string): ImportView;
  /** Tells the screens of an import, at most four times a second. */
  tell: (importId: string) => void;
  /** Goes on with what was not done at the last end. */
  goOn(): void;
  /** Resolves when no import works. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const ended = new Set<ImportRow["state"]>(["done", "cancelled", "failed"]);
/** Files, and bytes, that are copied together: one sync of the disk for all of them. */
const batchFiles = 16;
const batchBytes = 48 * 1024 * 1024;
/** Room that is left free beside what comes in. */
const reserveBytes = 64 * 1024 * 1024;
const tellEveryMs = 250;
const mostBrought = 10_000;
const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;

/** The imports of a library. */
export function createImports(ports: ImportPorts): Imports {
  const { queries, blobs, keeper, thread, events, clock, ids, logger, derivingOf } = ports;
  const brought = new Map<string, string[]>();
  /** Imports whose end could not be written: a disk without a byte left takes not even that. */
  const halted = new Map<string, ErrorBody>();
  /** Told and not told yet, by import. */
  const timers = new Map<string, NodeJS.Timeout>();
  const stopped = new Set<string>();
  let current: { importId: string; task: RunningTask<unknown> | null } | null = null;
  let working: Promise<void> | null = null;
  let closed = false;

  const asItIs = (row: ImportRow): ImportRow => {
    const error = halted.get(row.id);
    return error === undefined ? row : { ...row, state: "waiting", error };
  };
  const known = (importId: string): ImportRow => {
    const row = queries.import(importId);
    if (row === null) throw new CodedError("not_found", "This import is not in the list any more. Start it again.");
    return asItIs(row);
  };
  const tellNow = (importId: string): ImportView => {
    clearTimeout(timers.get(importId));
    timers.delete(importId);
    const view = importView(known(importId), derivingOf(importId));
    events.send("imports.changed", { import: view });
    return view;
  };
  const tell = (importId: string): void => {
    if (closed || timers.has(importId)) return;
    timers.set(
      importId,
      setTimeout(() => {
        timers.delete(importId);
        if (!closed && queries.import(importId) !== null) tellNow(importId);
      }, tellEveryMs),
    );
  };
  const end = (importId: string, state: ImportRow["state"], error: ErrorBody | null): ImportView => {
    queries.setImportState(importId, state, error, ended.has(state) ? clock.now() : null);
    return tellNow(importId);
  };
  const begin = (row: Pick<ImportRow, "source" | "title" | "paths" | "found" | "foundBytes">, to: Destination): ImportView => {
    keeper.check(to);
    const id: string = ids();
    queries.insertImport({ id, state: row.source === "paths" ? "looking" : "running", startedAt: clock.now(), ...row, ...to });
    if (row.source === "paths") work();
    return tellNow(id);
  };

  const quarantine = (row: ImportRow, file: Buffer, bytes: number, reason: string, canKeep: boolean): void => {
    const { projectId, collectionId, tags, again } = row;
    queries.insertQuarantine({
      id: ids(),
      importId: row.id,
      name: safeName(file),
      path: file,
      hash: null,
      bytes,
      reason,
      canKeep,
      destination: { projectId, collectionId, tags, again },
      assetId: null,
      at: clock.now(),
    });
  };
  const runTask = async <T>(importId: string, task: RunningTask<T>): Promise<T> => {
    current = { importId, task };
    return task.done;
  };

  const walk = async (row: ImportRow): Promise<void> => {
    queries.together(() => queries.restartWalk(row.id));
    const found = (raw: unknown) => {
      const { files, left, unread } = raw as WalkPart;
      if (stopped.has(row.id)) return;
      queries.together(() => {
        for (const { path: file, bytes } of files) queries.insertFile(row.id, Buffer.from(file), bytes);
        for (const { path: file, reason } of unread) quarantine(row, Buffer.from(file), 0, reason, false);
        const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
        queries.progress(row.id, { found: files.length + unread.length, foundBytes: bytes, leftOut: left, failed: unread.length });
      });
      tell(row.id);
    };
    await runTask(row.id, thread.run({ task: "walk", paths: row.paths, own: ports.own }, found));
    if (stopped.has(row.id)) throw new CodedError("cancelled");
  };
  const checkRoom = async (row: ImportRow): Promise<void> => {
    const { bavail, bsize } = await statfs(blobs.folder);
    const needed = row.foundBytes - row.copiedBytes + reserveBytes;
    if (bavail * bsize >= needed) return;
    throw new CodedError(
      "disk_full",
      `The import needs ${gigabytes(needed)} and the disk of ${blobs.folder} has ${gigabytes(bavail * bsize)} free. Free some space there, then go on with the import; nothing was lost.`,
    );
  };

  const partialOf = (file: WaitingFile): string => blobs.partial(`import-${file.importId}-${file.number}`);
  const copy = (files: WaitingFile[]): RunningTask<Copied[]> =>
    thread.run<Copied[]>({ task: "copy", files: files.map((file) => ({ path: file.path, partial: partialOf(file) })) });

  /** Writes what became of a batch in one step. */
  const commit = async (row: ImportRow, files: WaitingFile[], results: Copied[]): Promise<void> => {
    const pairs = files.flatMap((file, at) => (results[at] === undefined ? [] : [{ file, copied: results[at] }]));
    await blobs.take(pairs.flatMap(({ file, copied }) => (copied.ok ? [{ file: partialOf(file), hash: copied.hash }] : [])));
    const fresh: string[] = [];
    queries.together(() => {
      const progress = { copied: 0, copiedBytes: 0, same: 0, failed: 0 } satisfies Progress;
      // Cancelled meanwhile: the bytes lie in the store without a name, and the next sweep takes them.
      if (stopped.has(row.id)) return;
      for (const { file, copied } of pairs) {
        queries.removeFile(file.number);
        progress.copiedBytes += copied.bytes;
        if (!copied.ok || !copied.look.ok) {
          const { reason, canKeep } = copied.ok ? (copied.look as { reason: string; canKeep: boolean }) : copied;
          quarantine(row, file.path, copied.bytes || file.bytes, reason, canKeep);
          progress.failed += 1;
          continue;
        }
        const { hash, bytes, look } = copied;
        const { same, assetId } = keeper.keep({ name: safeName(file.path, 200), hash, bytes, look }, row);
        progress[same ? "same" : "copied"] += 1;
        const ids = brought.get(row.id) ?? [];
        brought.set(row.id, ids);
        if (ids.length < mostBrought) ids.push(assetId);
        if (!same) fresh.push(hash);
      }
      queries.progress(row.id, progress);
    });
    if (fresh.length > 0) ports.added(fresh, row.id);
    tell(row.id);
    if (pairs.some(({ copied }) => !copied.ok)) events.send("imports.quarantine", { total: queries.quarantineCount() });
  };
  /** A batch whose thread broke is done file by file; the one that breaks it is named. */
  const copyApart = async (row: ImportRow, files: WaitingFile[]): Promise<Copied[]> => {
    const results: Copied[] = [];
    for (const file of files) {
      try {
        results.push(...(await runTask(row.id, copy([file]))));
      } catch (error) {
        const code = error instanceof CodedError ? error.code : "internal";
        if (code === "disk_full" || code === "cancelled") throw error;
        rmSync(partialOf(file), { force: true });
        logger.warn("a file could not be looked into", { code, reason: error instanceof Error ? error.message : "" });
        const reason = "The file cannot be looked into: reading it failed. Keep it as a document, or save it again and try once more.";
        results.push({ ok: false, reason, canKeep: true, bytes: file.bytes });
      }
    }
    return results;
  };
  const nextBatch = (importId: string, after: number): WaitingFile[] => {
    let bytes = 0;
    return queries.files(importId, after, batchFiles).filter((file, at) => (bytes += file.bytes) <= batchBytes || at === 0);
  };
  const copyAll = async (row: ImportRow): Promise<void> => {
    let committing: Promise<void> = Promise.resolve();
    let after = 0;
    try {
      for (;;) {
        const files = nextBatch(row.id, after);
        if (files.length === 0) break;
        after = files.at(-1)?.number ?? after;
        // The next batch is copied while the one before is written down.
        const results = await runTask(row.id, copy(files)).catch((error: unknown) => {
          const code = error instanceof CodedError ? error.code : "internal";
          if (closed || code === "disk_full" || code === "cancelled") throw error;
          return copyApart(row, files);
        });
        await committing;
        if (stopped.has(row.id)) throw new CodedError("cancelled");
        committing = commit(row, files, results);
        committing.catch(() => undefined);
      }
    } finally {
      await committing;
    }
  };
  const runOne = async (row: ImportRow): Promise<void> => {
    let walked = row.state !== "looking";
    try {
      if (!walked) {
        await walk(row);
        walked = true;
        queries.setImportState(row.id, "running", null, null);
        tellNow(row.id);
      }
      await checkRoom(known(row.id));
      await copyAll(row);
      end(row.id, "done", null);
    } catch (thrown) {
      if (closed || stopped.has(row.id)) return;
      const error = codedErrorOf(thrown, blobs.folder);
      const body = errorBodyOf(error);
      if (body.code === "internal")
        logger.error("an import failed", { reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : "" });
      try {
        if (!walked) queries.together(() => queries.restartWalk(row.id));
        end(row.id, body.code === "disk_full" ? "waiting" : "failed", body);
      } catch (unwritten) {
        halted.set(row.id, errorBodyOf(codedErrorOf(unwritten, blobs.folder)));
        tellNow(row.id);
      }
    } finally {
      current = null;
    }
  };
  const work = (): void => {
    if (closed || working !== null) return;
    const line = async () => {
      for (;;) {
        const next = queries
          .openImports()
          .find((row) => row.source === "paths" && row.state !== "waiting" && !stopped.has(row.id) && !halted.has(row.id));
        if (closed || next === undefined) return;
        await runOne(next);
      }
    };
    working = line()
      .catch((error: unknown) => logger.error("imports stopped", { reason: error instanceof Error ? error.message : "" }))
      .finally(() => {
        working = null;
      });
  };
  return {
    start(paths, destination) {
      const relative = paths.find((one) => !path.isAbsolute(one));
      if (relative !== undefined) {
        const message = "Name the whole path, from its disk on.";
        throw new CodedError("invalid_input", message, { fields: [{ path: `paths.${paths.indexOf(relative)}`, message }] });
      }
      const title = safeName(paths[0] ?? "", 200);
      return begin({ source: "paths", title, paths: paths.map((one) => Buffer.from(one, "utf8")), found: 0, foundBytes: 0 }, destination);
    },
    beginUpload: (title, files, bytes, destination) =>
      begin({ source: "upload", title: safeName(title, 200), paths: [], found: files, foundBytes: bytes }, destination),
    finishUpload(importId) {
      const row = known(importId);
      if (row.source !== "upload") throw new CodedError("conflict", "This import reads a folder; it ends by itself.");
      return ended.has(row.state) ? importView(row, derivingOf(importId)) : end(importId, "done", null);
    },
    taken: (importId) => brought.get(known(importId).id) ?? [],
    list: () => queries.imports().map((row) => importView(asItIs(row), derivingOf(row.id))),
    cancel(importId) {
      const row = known(importId);
      if (ended.has(row.state)) return importView(row, derivingOf(importId));
      stopped.add(importId);
      if (current?.importId === importId) current.task?.stop();
      queries.together(() => queries.removeFiles(importId));
      return end(importId, "cancelled", null);
    },
    resume(importId) {
      const row = known(importId);
      if (row.state !== "waiting") return importView(row, derivingOf(importId));
      // What was found stays found; a walk that was cut off begins again.
      if (!halted.delete(importId)) queries.setImportState(importId, row.found > 0 ? "running" : "looking", null, null);
      work();
      return tellNow(importId);
    },
    tell,
    goOn() {
      const folder = path.dirname(blobs.partial("import-"));
      for (const name of readdirSync(folder)) if (name.startsWith("import-")) rmSync(path.join(folder, name), { force: true });
      work();
    },
    async idle() {
      while (working !== null) await working;
    },
    async close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      current?.task?.stop();
      await working;
    },
  };
}
