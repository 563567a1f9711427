// Assets for tests: rows as the services write them, in a studio of their own.
import { createHash } from "node:crypto";
import path from "node:path";
import { type Connection, openDatabase } from "../database.ts";
import { cacheMigrations } from "../cache-schema.ts";
import { studioMigrations } from "../studio-schema.ts";
import type { AssetId } from "../../../shared/domain/ids.ts";
import type { NewAsset } from "./asset-rows.ts";

/** Both files of a library in `folder`. */
export function openLibrary(folder: string): { database: Connection; cache: Connection } {
  return {
    database: openDatabase({ file: path.join(folder, "studio.db"), migrations: studioMigrations, synchronous: "FULL" }),
    cache: openDatabase({ file: path.join(folder, "cache.db"), migrations: cacheMigrations, synchronous: "NORMAL" }),
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
