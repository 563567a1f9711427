// Wires every service of the studio over its ports: library, films, farm, exports. Plain Node; hosts,
// command line and tests use the same one.
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { SweepReport } from "../shared/contract/studio/storage.ts";
import { drawingVersion } from "../shared/domain/animatic/index.ts";
import { createAccount } from "./account/account.ts";
import { createCreditHandlers } from "./account/credits.ts";
import { createExportHandlers } from "./account/export.ts";
import { createFarmLine } from "./account/farm-line.ts";
import { agentOf } from "./account/views.ts";
import { createDispatch, type Dispatch } from "./dispatch.ts";
import type { Events } from "./events.ts";
import { createExports, type Exports } from "./export/exports.ts";
import { createFarm, type FarmService } from "./farm/farm.ts";
import { createSessions } from "./farm/sessions.ts";
import { createFilmCards } from "./film/cards.ts";
import { createFilms, type Films } from "./film/films.ts";
import { createPainter } from "./film/painter.ts";
import { createStills, type Stills } from "./film/stills.ts";
import { createHandlers } from "./handlers.ts";
import { keepOpen, type Lasting } from "./keep-open.ts";
import { assetQueries } from "./library/assets/asset-queries.ts";
import { createTakeAssets } from "./library/assets/take-assets.ts";
import { type Blobs, openBlobs } from "./library/blobs.ts";
import { characterQueries } from "./library/characters/character-queries.ts";
import { consentQueries } from "./library/characters/consent-queries.ts";
import { createFilmLooks } from "./library/characters/film-looks.ts";
import { cacheMigrations } from "./library/cache-schema.ts";
import { openDatabase, openRebuildable } from "./library/database.ts";
import { exportQueries } from "./library/export-queries.ts";
import type { FilesService } from "./library/files/files-room.ts";
import { filmQueries } from "./library/film-queries.ts";
import { jobQueries } from "./library/job-queries.ts";
import { createSettingsHandlers } from "./library/settings-handlers.ts";
import { openSettings } from "./library/settings.ts";
import { storageQueries } from "./library/storage/storage-queries.ts";
import { studioMigrations } from "./library/studio-schema.ts";
import { createNotifier } from "./notify.ts";
import type { StudioPorts } from "./ports.ts";
import { createRooms } from "./rooms.ts";
import { readSamples } from "./samples.ts";

export interface Studio {
  /** One call of the contract. Never throws. */
  call: Dispatch;
  events: Events;
  blobs: Blobs;
  films: Films;
  stills: Stills;
  farm: FarmService;
  exports: Exports;
  /** Thumbnails, proxies, uploads and downloads, for the hosts. */
  files: FilesService;
  /** Removes files that nothing in the library speaks of any more. */
  sweep(): Promise<SweepReport>;
  /** Finishes what is being written and lets the data folder go. */
  close(): Promise<void>;
}

/** Drawing threads: a second one helps, more only take the machine from the farm beside it. */
const drawingThreads = 2;

export interface StudioOptions {
  /** False: no farm until `farm.use` names one (the command line). */
  connect?: boolean;
}

/**
 * Opens the data folder and starts the services. Throws CodedError data_locked, data_newer, output_not_writable,
 * disk_full. The farm is connected to in the background.
 */
export function createStudio(ports: StudioPorts, options: StudioOptions = {}): Promise<Studio> {
  return keepOpen(ports, (lasting) => openServices(ports, options, lasting));
}

/** Starts the services over the library where it lies now. */
async function openServices(ports: StudioPorts, options: StudioOptions, lasting: Lasting): Promise<Studio> {
  const undo: (() => unknown)[] = [];
  try {
    const { library, blobs: blobFolder } = lasting.place;
    const { events } = lasting;
    mkdirSync(library, { recursive: true, mode: 0o700 });
    const database = openDatabase({ file: path.join(library, "studio.db"), migrations: studioMigrations, synchronous: "FULL" });
    undo.push(() => database.close());
    const cache = openRebuildable({ file: path.join(library, "cache.db"), migrations: cacheMigrations, synchronous: "NORMAL" }, () =>
      ports.logger.warn("cache.db was damaged and is made again"),
    );
    undo.push(() => cache.close());
    const blobs = await openBlobs(blobFolder);
    const settings = openSettings(ports.dataFolder);
    const samples = await readSamples(path.join(ports.productFolder, "shared", "samples"));
    const assets = assetQueries(database);
    const queries = filmQueries(database, createTakeAssets(assets, ports.ids));
    const choices = storageQueries(database, cache);
    const { clock, ids, logger } = ports;

    const films = createFilms({
      films: queries,
      clock,
      ids,
      events,
      userName: ports.userName,
      drawingVersion,
      jobsOf: (projectId) => farm.jobsOf(projectId),
      farmFacts: () => farm.facts(),
      cards: createFilmCards({ database, cache, clock, drawingVersion }),
      looks: createFilmLooks({ characters: characterQueries(database), consents: consentQueries(database), clock }),
    });
    const jobs = jobQueries(database, cache);
    const sessions = createSessions(ports.secrets);
    const farm: FarmService = createFarm({
      queries: jobs,
      filmQueries: queries,
      films: () => films,
      blobs,
      events,
      clock,
      ids,
      logger,
      settings,
      choices,
      sessions,
      localFarm: ports.localFarm,
      agent: agentOf(ports.version, ports.platform),
      accountChanged: () => account.changed(),
    });
    const line = createFarmLine({ line: farm.line, clock, ...jobs });
    const account = createAccount({
      farm,
      line,
      sessions,
      events,
      clock,
      logger,
      ...jobs,
      revision: (projectId) => queries.project(projectId)?.revision ?? null,
    });
    const exportFolder = () => settings.read().exportFolder ?? ports.exportFolder;
    const copies = createExportHandlers({ line, shell: ports.shell, exportFolder });
    undo.push(() => copies.close());
    const credits = createCreditHandlers({
      line,
      clock,
      shell: ports.shell,
      exportFolder,
      titleOf: (label) => farm.titleOf(label),
    });
    const atOnce = Math.min(drawingThreads, ports.cores);
    const painter = createPainter(atOnce);
    undo.push(() => painter.close());
    const stills = createStills({
      films: queries,
      blobs,
      painter,
      atOnce,
      clock,
      ids,
      logger,
      drawingVersion,
      drawn: (take) => films.shotChanged(take.projectId, new Set([take.shotId])),
    });
    undo.push(() => stills.close());
    films.attach(stills);
    const exports = createExports({ queries: exportQueries(database), films, blobs, events, clock, ids, logger, ports, settings });
    undo.push(() => exports.close());
    undo.push(() => farm.close());
    undo.push(() => account.close());
    const rooms = createRooms({ database, cache, blobs, assets, events, settings, ports, farm, films, painter, choices, lasting });
    undo.push(() => rooms.close());
    const handlers = createHandlers({
      rooms: rooms.handlers,
      films,
      farm,
      exports,
      settings: createSettingsHandlers({
        settings,
        queries: choices,
        events,
        exportFolder: ports.exportFolder,
        knownProject: (projectId) => void films.rows(projectId),
      }),
      samples,
      ports,
      account: { ...account.handlers, ...credits, ...copies.handlers },
    });
    undo.push(createNotifier({ events, settings }));
    exports.resume();
    // A farm that is away must not keep the studio from opening.
    if (options.connect !== false) {
      farm
        .start()
        .catch((error: unknown) =>
          logger.error("the farm could not be looked for", { reason: error instanceof Error ? error.message : "" }),
        );
    }
    return {
      call: createDispatch(handlers, logger, ports.dataFolder),
      events,
      blobs,
      films,
      stills,
      farm,
      exports,
      files: rooms.files,
      sweep: rooms.sweep,
      async close() {
        for (const step of undo.toReversed()) await step();
      },
    };
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
}
