// Assets for tests: rows as the services write them, in a studio of their own.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Connection, openDatabase } from "../database.ts";
import { cacheMigrations } from "../cache-schema.ts";
import { studioMigrations } from "../studio-schema.ts";
import { type AssetId, createIdMaker } from "../../../shared/domain/ids.ts";
import type { NewAsset } from "./asset-rows.ts";

/** Both files of a library in `folder`; ":memory:" for one that leaves nothing. */
export function openLibrary(folder: string): { database: Connection; cache: Connection } {
  return {
    database: openDatabase({
      file: folder === ":memory:" ? folder : path.join(folder, "studio.db"),
      migrations: studioMigrations,
      synchronous: "FULL",
    }),
    cache: openDatabase({
      file: folder === ":memory:" ? folder : path.join(folder, "cache.db"),
      migrations: cacheMigrations,
      synchronous: "NORMAL",
    }),
  };
}

/** A hash that stands for the text. */
export const hashFor = (text: string): string => createHash("sha256").update(text).digest("hex");

/** An id that stands for a number, in the order of numbers. */
export const idFor = (number: number): AssetId => `0190a000-0000-7000-8000-${number.toString(16).padStart(12, "0")}` as AssetId;

/** An image of the library; `number` counts the assets of a test. */
export function imageAsset(number: number, more: Partial<NewAsset> = {}): NewAsset {
  return {
    id: idFor(number),
    hash: hashFor(`file ${number}`),
    kind: "image",
    contentType: "image/png",
    name: `picture ${number}`,
    bytes: 1000 + number,
    width: 832,
    height: 480,
    state: "kept",
    origin: "made",
    addedAt: 1_700_000_000_000 + number * 1000,
    ...more,
  };
}

/** Runs `work` with a folder of its own that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "ourvidz-library-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The ports that the library's room asks for. What goes wrong inside is shown beside the test that it fails. */
export const libraryPorts = {
  clock: { now: () => Date.now() },
  ids: createIdMaker({ now: () => Date.now(), randomBytes }),
  logger: {
    info: () => undefined,
    warn: (words: string, fields?: Record<string, unknown>) => console.warn(words, fields),
    error: (words: string, fields?: Record<string, unknown>) => console.error(words, fields),
  },
};
