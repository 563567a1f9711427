// The parts of uploads put together over a data folder and a database.
import { join } from "node:path";
import process from "node:process";
import type { AccountId, IdMaker } from "../../shared/domain/ids.ts";
import { findMediaTools } from "../../shared/media/ffmpeg.ts";
import type { Database } from "../database/pool.ts";
import type { Keyring } from "../jobs/keyring.ts";
import type { ArtifactStore, Clock, Logger } from "../ports.ts";
import { createUploadFiles } from "./disk.ts";
import { createInspector } from "./inspect.ts";
import { removeUploadOrphans, retireUploads } from "./retention.ts";
import { createUploadRows, type UploadRows } from "./rows.ts";
import { createTusServer, type TusServer } from "./tus.ts";
import { createUploads } from "./uploads.ts";

/** The folder of uploads that are under way, in a farm's data folder. */
export const uploadFolder = (data: string) => join(data, "uploads");

export interface OpenUploads {
  tus: TusServer;
  rows: UploadRows;
  /** Removes what is due. Returns how many files went. */
  retire(): Promise<number>;
  /** Removes the files of an account's uploads, whatever their rows say; inputs are files of the store. Twice is once. */
  forget(accountId: AccountId): Promise<void>;
}

export interface OpenUploadsPorts {
  data: string;
  api: Database;
  operations: Database;
  keyring: Keyring;
  store: ArtifactStore;
  newId: IdMaker;
  random: (count: number) => Uint8Array;
  clock: Clock;
  logger: Logger;
}

export async function openUploads(ports: OpenUploadsPorts): Promise<OpenUploads> {
  const { api, operations, keyring, store, newId, random, clock, logger } = ports;
  const files = await createUploadFiles({ folder: uploadFolder(ports.data), random });
  const rows = createUploadRows(api, keyring);
  const inspect = createInspector(() => findMediaTools({ environment: process.env, platform: process.platform }));
  const uploads = createUploads({ rows, files, store, keyring, inspect, newId, random, logger });
  return {
    tus: createTusServer(uploads, newId),
    rows,
    retire: async () => (await retireUploads(operations, store, files)) + (await removeUploadOrphans(operations, files, clock.now())),
    async forget(accountId) {
      const rows = await operations.query<{ id: string }>("select upload_id as id from upload where account_id = $1", [accountId]);
      for (const { id } of rows) await files.remove(id);
    },
  };
}
