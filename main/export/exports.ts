// The exports of the library: asked for, rendered one at a time, cancelled, tried again. An export that was
// cut off by a kill goes on at the next start, with every finished piece.
import { existsSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { CodedError, errorBodyOf } from "../../shared/contract/errors.ts";
import type { ExportView } from "../../shared/contract/studio/views.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import { canonicalJson } from "../../shared/domain/recipe.ts";
import { findMediaTools } from "../../shared/media/ffmpeg.ts";
import { codedErrorOf } from "../errors.ts";
import type { Events } from "../events.ts";
import type { Films } from "../film/films.ts";
import { timeText } from "../film/view.ts";
import type { Blobs } from "../library/blobs.ts";
import type { ExportQueries, ExportRow } from "../library/export-queries.ts";
import type { SettingsStore } from "../library/settings.ts";
import type { Clock, Logger, StudioPorts } from "../ports.ts";
import { planFilm } from "./film-plan.ts";
import { openPieceCache } from "./pieces.ts";
import { type ExportProgress, renderFilm } from "./render.ts";
import { checkTarget } from "./target.ts";

interface ExportPorts {
  queries: ExportQueries;
  films: Films;
  blobs: Blobs;
  events: Events;
  clock: Clock;
  ids: IdMaker;
  logger: Logger;
  ports: StudioPorts;
  settings: SettingsStore;
}

export type Exports = ReturnType<typeof createExports>;

/** Bytes that finished pieces may fill: about two hours of joins at 720p. */
const pieceCacheBytes = 2_000_000_000;

export function createExports({ queries, films, blobs, events, clock, ids, logger, ports, settings }: ExportPorts) {
  const queue: string[] = [];
  const progress = new Map<string, ExportProgress>();
  let current: { id: string; stop: AbortController } | null = null;
  let working: Promise<void> | null = null;
  let closed = false;

  const view = (row: ExportRow): ExportView => {
    const now = progress.get(row.id);
    const total = row.plan.pieces.length;
    const done = row.state === "done";
    return {
      id: row.id,
      projectId: row.projectId,
      projectTitle: row.projectTitle,
      state: row.state,
      phase: row.state === "running" ? (now?.phase ?? "plan") : null,
      progress: done ? 1 : (now?.progress ?? 0),
      pieces: now?.pieces ?? { done: done ? total : 0, total, reused: 0 },
      file: row.file,
      captions: row.captions,
      play: done && existsSync(row.file) ? `export/${row.id}` : null,
      poster: row.poster,
      bytes: row.bytes,
      error: row.error,
      createdAt: timeText(row.createdAt),
      endedAt: row.endedAt === null ? null : timeText(row.endedAt),
      report: row.report,
    };
  };
  const put = (row: ExportRow): ExportRow => {
    queries.put(row);
    events.send("export.changed", { export: view(row) });
    return row;
  };
  const known = (id: string): ExportRow => {
    const row = queries.get(id);
    if (row === null) throw new CodedError("not_found", "That export is not in the list any more.");
    return row;
  };

  /** The folder whose disk is being written: pieces lie in the data folder, the film where it was asked for. */
  const diskOf = (row: ExportRow): string => (progress.get(row.id)?.phase === "pieces" ? ports.dataFolder : path.dirname(row.file));

  const render = async (id: string, signal: AbortSignal): Promise<void> => {
    let row = put({ ...known(id), state: "running", error: null, endedAt: null });
    try {
      const tools = await findMediaTools({ environment: ports.environment, platform: ports.platform });
      const cache = await openPieceCache({
        folder: path.join(ports.dataFolder, "cache", "pieces"),
        tools,
        clipFile: blobs.pathOf,
        limit: pieceCacheBytes,
      });
      const { bytes, captions, report } = await renderFilm({
        plan: row.plan,
        file: row.file,
        tools,
        cache,
        clipFile: blobs.pathOf,
        cores: ports.cores,
        signal,
        progress(now) {
          progress.set(id, now);
          events.send("export.changed", { export: view(row) });
        },
      });
      row = { ...row, state: "done", bytes, captions, report, endedAt: clock.now() };
    } catch (error) {
      // Closing is no end: the row stays as it is and goes on at the next start.
      if (closed) return;
      const body = signal.aborted ? new CodedError("cancelled").toBody() : errorBodyOf(codedErrorOf(error, diskOf(row)));
      if (!signal.aborted)
        logger.warn("an export failed", { export: id, code: body.code, reason: error instanceof Error ? error.message : "" });
      row = { ...row, state: signal.aborted ? "cancelled" : "failed", error: signal.aborted ? null : body, endedAt: clock.now() };
    }
    put(row);
  };
  const work = async (): Promise<void> => {
    for (let id = queue.shift(); id !== undefined && !closed; id = queue.shift()) {
      current = { id, stop: new AbortController() };
      await render(id, current.stop.signal);
      current = null;
    }
  };
  const enqueue = (id: string): void => {
    queue.push(id);
    working ??= work().finally(() => {
      working = null;
      // An export that was asked for in the last moment starts the next round.
      if (queue.length > 0 && !closed) enqueue(queue.shift() as string);
    });
  };

  /** A free name in the exports folder: "Title.mp4", "Title 2.mp4". */
  const defaultFile = async (title: string): Promise<string> => {
    const chosen = settings.read().exportFolder;
    const folder = chosen ?? ports.exportFolder;
    // The studio's own folder is made where it is missing; one that the creator chose is theirs.
    if (chosen === null) await mkdir(folder, { recursive: true });
    const name =
      title
        .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, " ")
        .replaceAll(/\s+/g, " ")
        .trim()
        .slice(0, 80) || "Film";
    const taken = new Set(queries.all().map((row) => row.file));
    for (let number = 1; ; number += 1) {
      const file = path.join(folder, number === 1 ? `${name}.mp4` : `${name} ${number}.mp4`);
      if (!taken.has(file) && (await stat(file).catch(() => null)) === null) return file;
    }
  };

  return {
    list: () => queries.all().map(view),
    get: (id: string) => view(known(id)),
    /** The file of a finished export; null for any other. It may have been moved away since. */
    finishedFile(id: string): string | null {
      const row = queries.get(id);
      return row !== null && row.state === "done" ? row.file : null;
    },
    /** Plans an export and starts it. Throws CodedError film_incomplete and the target's own errors before any work. */
    async start({
      projectId,
      file,
      allowMissing,
    }: {
      projectId: string;
      file?: string | undefined;
      allowMissing: boolean;
    }): Promise<ExportView> {
      const film = films.rows(projectId);
      const plan = planFilm(film, films.standing(film), allowMissing, ports.version);
      await findMediaTools({ environment: ports.environment, platform: ports.platform });
      if (file !== undefined && !path.isAbsolute(file)) {
        throw new CodedError("invalid_input", undefined, {
          fields: [{ path: "file", message: "Give the film's whole path, from the root of the disk." }],
        });
      }
      const target = file ?? (await defaultFile(film.project.title));
      await checkTarget(target, 1_000_000);
      // The same film to the same file is the same export: a run that was cut off goes on.
      const same = queries.all().find((row) => row.file === target && (row.state === "queued" || row.state === "running"));
      if (same !== undefined) {
        if (canonicalJson(same.plan) === canonicalJson(plan)) return view(same);
        throw new CodedError("conflict", "Another export is writing this file. Cancel it, or choose another name.");
      }
      const row = put({
        id: ids(),
        projectId,
        projectTitle: film.project.title,
        state: "queued",
        file: target,
        plan,
        captions: null,
        poster: plan.poster,
        bytes: null,
        error: null,
        report: null,
        createdAt: clock.now(),
        endedAt: null,
      });
      enqueue(row.id);
      return view(row);
    },
    cancel(exportId: string): ExportView {
      const row = known(exportId);
      if (row.state !== "queued" && row.state !== "running") return view(row);
      const at = queue.indexOf(exportId);
      if (at >= 0) queue.splice(at, 1);
      if (current?.id === exportId) current.stop.abort();
      return view(put({ ...row, state: "cancelled", endedAt: clock.now() }));
    },
    /** The same plan to the same file again; what is finished stays finished. */
    retry(exportId: string): ExportView {
      const row = known(exportId);
      if (row.state === "queued" || row.state === "running") throw new CodedError("conflict", "The export is still under way.");
      progress.delete(exportId);
      const next = put({ ...row, state: "queued", error: null, report: null, bytes: null, endedAt: null });
      enqueue(exportId);
      return view(next);
    },
    async showInFolder(exportId: string) {
      const { file } = known(exportId);
      return { folder: path.dirname(file), opened: await ports.shell.showInFolder(file) };
    },
    /** Goes on with what was under way when the studio ended. */
    resume(): void {
      for (const row of queries.all().toReversed()) if (row.state === "queued" || row.state === "running") enqueue(row.id);
    },
    async close(): Promise<void> {
      closed = true;
      current?.stop.abort();
      await working;
    },
  };
}
