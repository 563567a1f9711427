// Exports of files out of the library: copies with their recipe inside, into a folder, one export after the other. Also copies for
// another program to take by drag and drop.
import { mkdir, readdir, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { CodedError, errorBodyOf, type ErrorBody } from "../../../shared/contract/errors.ts";
import type { FileExportView } from "../../../shared/contract/studio/imports.ts";
import type { AssetId, IdMaker } from "../../../shared/domain/ids.ts";
import { codedErrorOf } from "../../errors.ts";
import type { Events } from "../../events.ts";
import type { Clock, DesktopShell, Logger } from "../../ports.ts";
import type { AssetQueries } from "../assets/asset-queries.ts";
import type { AssetRow } from "../assets/asset-rows.ts";
import type { Blobs } from "../blobs.ts";
import type { FileThread, RunningTask } from "./file-threads.ts";
import { nameParts, safeName } from "./names.ts";
import type { FileToWrite, Written } from "./write-files.ts";

interface FileExportPorts {
  assets: AssetQueries;
  blobs: Blobs;
  thread: FileThread;
  events: Events;
  clock: Clock;
  ids: IdMaker;
  logger: Logger;
  shell: DesktopShell;
  /** Where exports go that name no folder. */
  exportFolder(): string;
  /** Folder of copies for drag and drop; emptied at each start. */
  dragFolder: string;
  /** Program that writes, with its version. */
  creator: string;
}

export interface ExportOptions {
  stripPrompts: boolean;
  names: "name" | "recipe";
}

export interface FileExports {
  start(assetIds: readonly string[], folder: string | undefined, options: ExportOptions): Promise<FileExportView>;
  list(): FileExportView[];
  cancel(exportId: string): FileExportView;
  show(exportId: string): Promise<{ folder: string; opened: boolean }>;
  /** Copies for another program; answers their paths. */
  prepareDrag(assetIds: readonly string[]): Promise<string[]>;
  /** Resolves when nothing is written. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const reserveBytes = 16 * 1024 * 1024;
const mostKept = 50;
const tellEveryMs = 200;

/** Name without its ending: the asset's own, or what it was made with. */
function stemOf(asset: AssetRow, names: ExportOptions["names"]): { stem: string; ending: string } {
  const own = nameParts(safeName(asset.name), asset.contentType);
  if (names === "name" || asset.recipe === null) return own;
  const day = new Date(asset.addedAt).toISOString().slice(0, 10);
  return { stem: safeName(`${day} ${asset.recipe.engine} ${asset.recipe.seed}`, 200), ending: own.ending };
}

/** The exports of a library. */
export function createFileExports(ports: FileExportPorts): FileExports {
  const { assets, blobs, thread, events, clock, ids, logger } = ports;
  const exports = new Map<string, { view: FileExportView; task: RunningTask<null> | null; stopped: boolean }>();
  const timers = new Map<string, NodeJS.Timeout>();
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  const known = (exportId: string) => {
    const found = exports.get(exportId);
    if (found === undefined) throw new CodedError("not_found", "This export is not in the list any more. Start it again.");
    return found;
  };
  const tell = (exportId: string) => {
    if (closed) return;
    clearTimeout(timers.get(exportId));
    timers.delete(exportId);
    events.send("imports.export", { export: structuredClone(known(exportId).view) });
  };
  const tellLater = (exportId: string) => {
    if (!timers.has(exportId))
      timers.set(
        exportId,
        setTimeout(() => tell(exportId), tellEveryMs),
      );
  };
  const fileOf = (asset: AssetRow, options: ExportOptions): FileToWrite => ({
    id: asset.id,
    blob: blobs.pathOf(asset.hash),
    contentType: asset.contentType,
    ...stemOf(asset, options.names),
    inside: { own: { recipe: asset.recipe, found: asset.found }, stripPrompts: options.stripPrompts, creator: ports.creator },
  });
  const openFolder = async (folder: string): Promise<void> => {
    const there = await stat(folder).catch(() => null);
    if (there?.isDirectory() === true) return;
    if (there !== null) throw new CodedError("output_not_writable", `${folder} is a file and not a folder. Choose a folder.`);
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw new CodedError("output_not_writable", `The folder ${folder} cannot be made. Choose another one.`, { cause });
    });
  };
  const checkRoom = async (folder: string, rows: readonly AssetRow[]): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    const needed = rows.reduce((sum, asset) => sum + asset.bytes, reserveBytes);
    if (bavail * bsize >= needed) return;
    const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;
    throw new CodedError(
      "disk_full",
      `The files need ${megabytes(needed)} and the disk of ${folder} has ${megabytes(bavail * bsize)} free. Free some space there or choose another folder; nothing was written.`,
    );
  };
  const end = (exportId: string, state: FileExportView["state"], error: ErrorBody | null) => {
    Object.assign(known(exportId).view, { state, error, endedAt: new Date(clock.now()).toISOString() });
    tell(exportId);
  };
  const run = async (exportId: string, rows: readonly AssetRow[], options: ExportOptions): Promise<void> => {
    const entry = known(exportId);
    if (entry.stopped || closed) return;
    const { view } = entry;
    const names = new Map(rows.map((asset) => [asset.id as string, asset.name]));
    const written = (raw: unknown) => {
      const one = raw as Written;
      if ("reason" in one) view.failed.push({ assetId: one.id, name: names.get(one.id) ?? "", reason: one.reason });
      else {
        view.files.written += 1;
        view.bytes += one.bytes;
        view.names.push(one.name);
      }
      tellLater(exportId);
    };
    try {
      await checkRoom(view.folder, rows);
      entry.task = thread.run<null>({ task: "write", folder: view.folder, files: rows.map((asset) => fileOf(asset, options)) }, written);
      await entry.task.done;
      const [first] = view.failed;
      // What was written stays; nothing written at all is a failure.
      const failed = view.files.written === 0 && first !== undefined;
      end(exportId, failed ? "failed" : "done", failed ? { code: "media_failed", message: first.reason } : null);
    } catch (thrown) {
      const body = errorBodyOf(codedErrorOf(thrown, view.folder));
      if (body.code === "internal")
        logger.error("an export of files failed", { reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : "" });
      end(exportId, entry.stopped || body.code === "cancelled" ? "cancelled" : "failed", entry.stopped ? null : body);
    } finally {
      entry.task = null;
    }
  };
  const rowsOf = (assetIds: readonly string[]): AssetRow[] => {
    const rows = assetIds.flatMap((id) => assets.asset(id) ?? []);
    if (rows.length === 0) throw new CodedError("not_found", "None of these files is in the library any more. Choose others.");
    return rows;
  };
  return {
    async start(assetIds, folder, options) {
      const rows = rowsOf(assetIds);
      const target = folder ?? ports.exportFolder();
      if (!path.isAbsolute(target)) {
        const message = "Name the whole path of the folder, from its disk on.";
        throw new CodedError("invalid_input", message, { fields: [{ path: "folder", message }] });
      }
      await openFolder(target);
      const id = ids() as string;
      const view: FileExportView = {
        id,
        state: "running",
        folder: target,
        files: { wanted: rows.length, written: 0 },
        bytes: 0,
        names: [],
        failed: [],
        startedAt: new Date(clock.now()).toISOString(),
        endedAt: null,
        error: null,
      };
      exports.set(id, { view, task: null, stopped: false });
      for (const [old, { view: seen }] of exports) if (exports.size > mostKept && seen.state !== "running") exports.delete(old);
      last = last.then(() => run(id, rows, options));
      tell(id);
      return structuredClone(view);
    },
    list: () => [...exports.values()].map(({ view }) => structuredClone(view)).toReversed(),
    cancel(exportId) {
      const entry = known(exportId);
      if (entry.view.state === "running") {
        entry.stopped = true;
        if (entry.task === null) end(exportId, "cancelled", null);
        else entry.task.stop();
      }
      return structuredClone(entry.view);
    },
    async show(exportId) {
      const { folder, names } = known(exportId).view;
      const [first] = names;
      return { folder, opened: await ports.shell.showInFolder(first === undefined ? folder : path.join(folder, first)) };
    },
    async prepareDrag(assetIds) {
      const rows = rowsOf(assetIds as AssetId[]);
      // Each drag has a folder of its own: names stay as they are.
      const folder = path.join(ports.dragFolder, ids());
      await openFolder(folder);
      await checkRoom(folder, rows);
      const paths: string[] = [];
      const reasons: string[] = [];
      await thread.run<null>(
        { task: "write", folder, files: rows.map((asset) => fileOf(asset, { stripPrompts: false, names: "name" })) },
        (raw) => {
          const one = raw as Written;
          if ("name" in one) paths.push(path.join(folder, one.name));
          else reasons.push(one.reason);
        },
      ).done;
      if (paths.length === 0) throw new CodedError("media_failed", reasons[0]);
      return paths;
    },
    async idle() {
      await last;
    },
    async close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      for (const entry of exports.values()) {
        entry.stopped = true;
        entry.task?.stop();
      }
      await last;
      for (const name of await readdir(ports.dragFolder).catch(() => []))
        await rm(path.join(ports.dragFolder, name), { recursive: true, force: true });
    },
  };
}
