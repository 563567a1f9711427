// The rooms of the library beside films: assets, files in and out, what is made outside of a film, characters,
// storage and transfers. Each is created here, over what all of them share.
import type { Handlers } from "../shared/contract/studio/index.ts";
import { createCreateRoom } from "./create/create-room.ts";
import type { Events } from "./events.ts";
import type { FarmService } from "./farm/farm.ts";
import { createTransferHandlers } from "./farm/transfer-handlers.ts";
import type { Films } from "./film/films.ts";
import type { Painter } from "./film/painter.ts";
import type { Lasting } from "./keep-open.ts";
import { type AssetQueries } from "./library/assets/asset-queries.ts";
import { createLibraryRoom } from "./library/assets/library-room.ts";
import type { Blobs } from "./library/blobs.ts";
import { createCharacterRoom } from "./library/characters/characters-room.ts";
import type { Connection } from "./library/database.ts";
import { createFilesRoom, type FilesService } from "./library/files/files-room.ts";
import type { SettingsStore } from "./library/settings.ts";
import type { StorageQueries } from "./library/storage/storage-queries.ts";
import { createStorageRoom, type StorageRoom } from "./library/storage/storage-room.ts";
import type { StudioPorts } from "./ports.ts";

export type RoomHandlers = Pick<Handlers, "library" | "imports" | "workspace" | "create" | "characters" | "storage" | "transfers">;

export interface RoomPorts {
  /** studio.db */
  database: Connection;
  /** cache.db */
  cache: Connection;
  blobs: Blobs;
  assets: AssetQueries;
  events: Events;
  settings: SettingsStore;
  ports: StudioPorts;
  farm: FarmService;
  films: Films;
  painter: Painter;
  /** What a person decided about files and transfers. */
  choices: StorageQueries;
  /** What outlives these services. */
  lasting: Lasting;
}

export interface Rooms {
  handlers: RoomHandlers;
  /** Removes files that nothing in the library speaks of any more. */
  sweep: StorageRoom["sweep"];
  /** What the hosts serve of files beside the contract. */
  files: FilesService;
  /** Finishes what is being written. */
  close(): Promise<void>;
}

/** Creates the rooms; each adds its handlers and what it has to close. */
export function createRooms(shared: RoomPorts): Rooms {
  const closing: (() => unknown)[] = [];
  const library = createLibraryRoom(shared);
  closing.push(() => library.close());
  const files = createFilesRoom({ ...shared, tag: (assetId, name) => library.tag(assetId, name), setFingerprint: library.setFingerprint });
  closing.push(() => files.close());
  library.setThumbs(files.thumbFacts);
  const { events, settings, ports, farm, blobs } = shared;
  const transfers = createTransferHandlers({ farm, blobs, events, shell: ports.shell, limit: () => settings.read().bandwidth });
  closing.push(() => transfers.close());
  const storage = createStorageRoom(shared);
  closing.push(() => storage.close());
  const create = createCreateRoom(shared, {
    addReference: (input) => characters.handlers.addReference(input),
    refusal(hash, use) {
      const consent = characters.consentOf(hash, use);
      return consent === null || consent.allowed ? null : consent.words;
    },
  });
  closing.push(() => create.close());
  const characters = createCharacterRoom({ ...shared, create: create.handlers.create });
  closing.push(() => characters.close());
  return {
    handlers: {
      library: library.handlers,
      imports: files.handlers,
      ...create.handlers,
      characters: characters.handlers,
      storage: storage.handlers,
      transfers: transfers.handlers,
    },
    sweep: storage.sweep,
    files: files.service,
    async close() {
      for (const step of closing.toReversed()) await step();
    },
  };
}
