// The room of the library's files: verify, repair, sweep, move, a film's folder out and in; and the sweep that comes by itself.
import { readdir, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Handlers } from "../../../shared/contract/studio/index.ts";
import { type StorageState, type SweepReport, type VerifyReport, verifyReportSchema } from "../../../shared/contract/studio/storage.ts";
import type { Events } from "../../events.ts";
import type { FarmService } from "../../farm/farm.ts";
import type { Films } from "../../film/films.ts";
import type { Painter } from "../../film/painter.ts";
import type { Lasting } from "../../keep-open.ts";
import type { StudioPorts } from "../../ports.ts";
import type { Blobs } from "../blobs.ts";
import { backupsOf, type Connection, pruneBackups } from "../database.ts";
import { wantedArtifacts } from "../marks.ts";
import type { SettingsStore } from "../settings.ts";
import { openFilmFolder, writeFilmFolder } from "./film-folder.ts";
import { bytesBelow, dropMove, dropOld, moveLibrary } from "./move.ts";
import { libraryPlace } from "./place.ts";
import { repairLibrary } from "./repair.ts";
import { createTagMaker } from "./tag-maker.ts";
import type { StorageQueries } from "./storage-queries.ts";
import type { TaskContext } from "./tasks.ts";
import { type Verified, verifyLibrary } from "./verify.ts";
import { namedOf, sizeOf } from "./workers.ts";

interface StoragePorts {
  database: Connection;
  cache: Connection;
  blobs: Blobs;
  events: Events;
  settings: SettingsStore;
  ports: StudioPorts;
  farm: FarmService;
  films: Films;
  painter: Painter;
  choices: StorageQueries;
  lasting: Lasting;
}

export interface StorageRoom {
  handlers: Handlers["storage"];
  /** Removes what nothing uses and what is old enough. */
  sweep: () => Promise<SweepReport>;
  close(): void;
}

/** The first sweep waits until the start's own work is done. */
const sweepAfterMs = 60_000;
const verifyNote = "lastVerify";

/** Opens the room. */
export function createStorageRoom(shared: StoragePorts): StorageRoom {
  const { database, cache, blobs, events, settings, ports, farm, films, choices, lasting } = shared;
  const { clock, ids, logger, shell } = ports;
  const { tasks } = lasting;
  const place = () => libraryPlace(ports.dataFolder);
  const where = { library: lasting.place.library, blobs: lasting.place.blobs };
  const studioFile = path.join(where.library, "studio.db");
  const folders = { database, blobs, clock, ids, version: ports.version };
  pruneBackups(studioFile, settings.read().backups);

  const lastVerify = (): VerifyReport | null => {
    const text = choices.note(verifyNote);
    const parsed = text === null ? null : verifyReportSchema.safeParse(JSON.parse(text));
    return parsed?.success === true ? parsed.data : null;
  };
  const verify = async (context: Partial<TaskContext>): Promise<Verified> => {
    const verified = await verifyLibrary({ place: where, threads: ports.cores, now: () => clock.now(), ...context });
    choices.putNote(verifyNote, JSON.stringify(verified.report));
    return verified;
  };
  const sweep = async (dryRun: boolean, hours: number, context: Partial<TaskContext> = {}): Promise<SweepReport> => {
    const wanted = wantedArtifacts(cache);
    context.progress?.phase(dryRun ? "Counting what nothing uses" : "Removing what nothing uses");
    const swept = await blobs.sweep({
      named: () => namedOf(where),
      wanted: (name) => wanted.has(name.replace(/^artifact-/, "").replace(/\.etag$/, "")),
      before: clock.now() - hours * 3600 * 1000,
      dryRun,
      ...(context.signal === undefined ? {} : { signal: context.signal }),
      gone(bytes) {
        context.progress?.file();
        context.progress?.bytes(bytes);
      },
    });
    return { at: new Date(clock.now()).toISOString(), dryRun, olderThanHours: hours, ...swept };
  };
  const state = async (): Promise<StorageState> => {
    const now = place();
    const sizes = await sizesIn(where.library);
    const { bavail, bsize } = await statfs(now.root);
    const last = lastVerify();
    const stored = await sizeOf(where);
    return {
      folder: now.root,
      dataFolder: ports.dataFolder,
      bytes: {
        databases: sizes.studio,
        files: stored.bytes,
        rebuildable: sizes.rebuildable,
        free: bavail * bsize,
      },
      files: stored.files,
      backups: await Promise.all(
        backupsOf(studioFile).map(async ({ name }) => {
          const found = await stat(path.join(where.library, name));
          return { name, bytes: found.size, at: found.mtime.toISOString() };
        }),
      ),
      movedFrom:
        now.movedFrom === null
          ? null
          : {
              folder: now.movedFrom.folder,
              bytes: await bytesBelow(now.movedFrom.folder),
              at: new Date(now.movedFrom.at).toISOString(),
            },
      unfinishedMove:
        now.moving === null || tasks.current()?.state === "running"
          ? null
          : { folder: now.moving.to, bytes: await bytesBelow(now.moving.to) },
      secretsIn: ports.secrets.place,
      lastVerify: last,
      task: tasks.current(),
    };
  };
  const idle = () => {
    if (tasks.current()?.state === "running")
      throw new CodedError("conflict", "The library is being worked on. Wait until that is done, or cancel it.");
  };
  const changed = async () => {
    events.send("storage.changed", {});
    return state();
  };
  const sweeping = setTimeout(() => {
    if (tasks.current()?.state === "running") return;
    sweep(false, settings.read().sweepAfterHours).then(
      ({ removed, bytes, kept }) => logger.info("unused files were removed", { removed, bytes, kept }),
      (error: unknown) => logger.warn("unused files could not be removed", { reason: error instanceof Error ? error.message : "" }),
    );
  }, sweepAfterMs);
  sweeping.unref();

  return {
    sweep: () => sweep(false, settings.read().sweepAfterHours),
    close: () => clearTimeout(sweeping),
    handlers: {
      state,
      verify: () => tasks.run("verify", async (context) => ({ verify: (await verify(context)).report })),
      repair: () =>
        tasks.run("repair", async (context) => {
          const verified = await verify(context);
          const repair = await repairLibrary(
            {
              blobs,
              queries: choices,
              clock,
              logger,
              paint: (snapshot, language) => shared.painter.paint(snapshot, language),
              refetch: (hashes) => farm.transfers.refetch(hashes, farm.transferRows()),
            },
            verified,
            context,
          );
          return { verify: verified.report, repair };
        }),
      sweep: ({ dryRun, olderThanHours }) =>
        tasks.run("sweep", async (context) => ({ sweep: await sweep(dryRun, olderThanHours ?? settings.read().sweepAfterHours, context) })),
      move: ({ folder }) =>
        tasks.run("move", async (context) => {
          await moveLibrary({ dataFolder: ports.dataFolder, from: place(), clock, switchLibrary: lasting.switchLibrary }, folder, context);
          return { folder };
        }),
      async confirmMove() {
        idle();
        await dropOld(ports.dataFolder, place());
        return changed();
      },
      async dropMove() {
        idle();
        await dropMove(ports.dataFolder, place());
        return changed();
      },
      async cancel() {
        tasks.cancel();
        await tasks.idle();
        return state();
      },
      writeFolder: ({ projectId, folder }) => {
        films.rows(projectId);
        const parent = folder ?? path.join(settings.read().exportFolder ?? ports.exportFolder, "films");
        return tasks.run("folder", async (context) => ({ ...(await writeFilmFolder(folders, projectId, parent, context)), projectId }));
      },
      openFolder: ({ folder }) =>
        tasks.run("open", async (context) => {
          const { projectId, lacking } = await openFilmFolder(folders, folder, context, {
            tagId: createTagMaker(database, ids),
            check: (id) => void films.view(id),
          });
          if (lacking.length > 0) {
            choices.putMissing(
              lacking.map((hash) => ({ hash, usedBy: [`the film that was opened from ${folder}`] })),
              clock.now(),
            );
            events.send("notice", {
              level: "warning",
              text: `${lacking.length} of the film's files were not in ${folder}, or damaged. Copy the folder again, or repair the library.`,
            });
          }
          events.send("projects.changed", {});
          return { projectId, folder };
        }),
      async show({ folder }) {
        const shown = folder ?? tasks.current()?.folder ?? place().root;
        return { folder: shown, opened: await shell.showInFolder(shown) };
      },
    },
  };
}

/** Bytes of studio.db with its log, and of what can be made again. */
async function sizesIn(folder: string): Promise<{ studio: number; rebuildable: number }> {
  const sizes = { studio: 0, rebuildable: 0 };
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(path.join(folder, name)).catch(() => null);
    if (found === null || name.endsWith(".backup")) continue;
    sizes[name.startsWith("studio.db") ? "studio" : "rebuildable"] += found.size;
  }
  return sizes;
}
