// Named queries over imports and the quarantine. Prepared once; nothing else writes SQL about them.
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { AssetKind } from "../../../shared/domain/asset.ts";
import type { Connection } from "../database.ts";

type Raw = Record<string, string | number | Uint8Array | null>;

export interface Destination {
  projectId: string | null;
  collectionId: string | null;
  tags: string[];
  /** Bytes that the library has already become a second asset. */
  again: boolean;
}

export type ImportState = "looking" | "running" | "waiting" | "done" | "cancelled" | "failed";

export interface ImportRow extends Destination {
  id: string;
  source: "paths" | "upload";
  state: ImportState;
  title: string;
  paths: Buffer[];
  found: number;
  foundBytes: number;
  copied: number;
  copiedBytes: number;
  same: number;
  failed: number;
  leftOut: number;
  error: ErrorBody | null;
  startedAt: number;
  endedAt: number | null;
}

/** A file that is still to be copied. */
export interface WaitingFile {
  number: number;
  importId: string;
  path: Buffer;
  bytes: number;
}

export interface QuarantineRow {
  id: string;
  importId: string | null;
  name: string;
  path: Buffer | null;
  hash: string | null;
  bytes: number;
  reason: string;
  canKeep: boolean;
  destination: Destination;
  assetId: string | null;
  at: number;
}

/** What a step adds to an import's counters. */
export type Progress = Partial<Record<"copied" | "copiedBytes" | "same" | "failed" | "found" | "foundBytes" | "leftOut", number>>;

const bufferOf = (value: unknown): Buffer => Buffer.from(value as Uint8Array);

function importOf(raw: Raw): ImportRow {
  return {
    id: raw.id,
    source: raw.source,
    state: raw.state,
    title: raw.title,
    paths: (JSON.parse(String(raw.paths_json)) as string[]).map((path) => Buffer.from(path, "base64")),
    projectId: raw.project_id,
    collectionId: raw.collection_id,
    tags: JSON.parse(String(raw.tags_json)) as string[],
    again: raw.again === 1,
    found: raw.found,
    foundBytes: raw.found_bytes,
    copied: raw.copied,
    copiedBytes: raw.copied_bytes,
    same: raw.same,
    failed: raw.failed,
    leftOut: raw.left_out,
    error: raw.error_json === null ? null : (JSON.parse(String(raw.error_json)) as ErrorBody),
    startedAt: raw.started_at,
    endedAt: raw.ended_at,
  } as ImportRow;
}

function quarantineOf(raw: Raw): QuarantineRow {
  return {
    id: raw.id,
    importId: raw.import_id,
    name: raw.name,
    path: raw.path === null ? null : bufferOf(raw.path),
    hash: raw.hash,
    bytes: raw.bytes,
    reason: raw.reason,
    canKeep: raw.can_keep === 1,
    destination: JSON.parse(String(raw.destination_json)) as Destination,
    assetId: raw.asset_id,
    at: raw.at,
  } as QuarantineRow;
}

/** The file of an asset, for the background work on it. */
export interface AssetFile {
  number: number;
  hash: string;
  contentType: string;
  kind: AssetKind;
  /** The farm made it: a clip of it came with its proxy. */
  made: boolean;
}

const assetFileOf = (raw: Raw): AssetFile =>
  ({ number: raw.number, hash: raw.hash, contentType: raw.content_type, kind: raw.kind, made: raw.origin === "made" }) as AssetFile;

export type FileQueries = ReturnType<typeof fileQueries>;

/** Prepares the queries on an open studio.db. */
export function fileQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const statements = {
    insertImport: one(`INSERT INTO file_import (id, source, state, title, paths_json, project_id, collection_id, tags_json, again, found,
      found_bytes, started_at) VALUES (@id, @source, @state, @title, @paths, @projectId, @collectionId, @tags, @again, @found, @foundBytes,
      @startedAt)`),
    import: one("SELECT * FROM file_import WHERE id = ?"),
    imports: one("SELECT * FROM file_import ORDER BY id DESC LIMIT 50"),
    open: one("SELECT * FROM file_import WHERE state IN ('looking', 'running', 'waiting') ORDER BY id"),
    setState: one("UPDATE file_import SET state = ?, error_json = ?, ended_at = ? WHERE id = ?"),
    progress: one(`UPDATE file_import SET copied = copied + @copied, copied_bytes = copied_bytes + @copiedBytes, same = same + @same,
      failed = failed + @failed, found = found + @found, found_bytes = found_bytes + @foundBytes, left_out = left_out + @leftOut WHERE id = @id`),
    restartWalk: one("UPDATE file_import SET found = 0, found_bytes = 0, left_out = 0 WHERE id = ?"),
    insertFile: one("INSERT INTO import_file (import_id, path, bytes) VALUES (?, ?, ?)"),
    files: one("SELECT number, import_id, path, bytes FROM import_file WHERE import_id = ? AND number > ? ORDER BY number LIMIT ?"),
    removeFile: one("DELETE FROM import_file WHERE number = ?"),
    removeFiles: one("DELETE FROM import_file WHERE import_id = ?"),
    insertQuarantine: one(`INSERT INTO quarantine (id, import_id, name, path, hash, bytes, reason, can_keep, destination_json, asset_id, at)
      VALUES (@id, @importId, @name, @path, @hash, @bytes, @reason, @canKeep, @destination, @assetId, @at)`),
    quarantined: one("SELECT * FROM quarantine WHERE id = ?"),
    quarantine: one("SELECT * FROM quarantine WHERE id < ? ORDER BY id DESC LIMIT ?"),
    quarantineCount: database.prepare<unknown[], number>("SELECT count(*) FROM quarantine").pluck(),
    removeQuarantine: one("DELETE FROM quarantine WHERE id = ?"),
    hasCollection: database.prepare<unknown[], number>("SELECT 1 FROM collection WHERE id = ?").pluck(),
    hasProject: database.prepare<unknown[], number>("SELECT 1 FROM project WHERE id = ?").pluck(),
    asDocument: one("UPDATE asset SET kind = 'document', content_type = 'application/octet-stream' WHERE id = ?"),
    hashesAfter: one("SELECT number, hash, content_type, kind, origin FROM asset WHERE number > ? ORDER BY number LIMIT ?"),
    byHash: one("SELECT number, hash, content_type, kind, origin FROM asset WHERE hash = ? LIMIT 1"),
    setReason: one("UPDATE quarantine SET reason = ?, can_keep = ?, at = ? WHERE id = ?"),
  };
  return {
    /** Runs `work` as one step: all of it is kept, or nothing. */
    together: <T>(work: () => T): T => database.transaction(work).immediate(),
    insertImport(row: Pick<ImportRow, "id" | "source" | "state" | "title" | "paths" | "found" | "foundBytes" | "startedAt"> & Destination) {
      statements.insertImport.run({
        ...row,
        paths: JSON.stringify(row.paths.map((path) => path.toString("base64"))),
        tags: JSON.stringify(row.tags),
        again: row.again ? 1 : 0,
      });
    },
    import(id: string): ImportRow | null {
      const raw = statements.import.get(id);
      return raw === undefined ? null : importOf(raw);
    },
    /** The 50 newest, newest first. */
    imports: (): ImportRow[] => statements.imports.all().map(importOf),
    /** Those that are not at their end, oldest first. */
    openImports: (): ImportRow[] => statements.open.all().map(importOf),
    setImportState(id: string, state: ImportState, error: ErrorBody | null, endedAt: number | null): void {
      statements.setState.run(state, error === null ? null : JSON.stringify(error), endedAt, id);
    },
    progress(id: string, progress: Progress): void {
      const none = { copied: 0, copiedBytes: 0, same: 0, failed: 0, found: 0, foundBytes: 0, leftOut: 0 };
      statements.progress.run({ id, ...none, ...progress });
    },
    /** Forgets what a walk has found, before it begins again. */
    restartWalk(id: string): void {
      statements.removeFiles.run(id);
      statements.restartWalk.run(id);
    },
    insertFile: (importId: string, path: Buffer, bytes: number): void => void statements.insertFile.run(importId, path, bytes),
    /** The next files of an import after `number`, in the order in which they were found. */
    files(importId: string, after: number, limit: number): WaitingFile[] {
      return statements.files
        .all(importId, after, limit)
        .map((raw) => ({ number: raw.number, importId: raw.import_id, path: bufferOf(raw.path), bytes: raw.bytes }) as WaitingFile);
    },
    removeFile: (number: number): void => void statements.removeFile.run(number),
    removeFiles: (importId: string): void => void statements.removeFiles.run(importId),
    insertQuarantine(row: QuarantineRow): void {
      statements.insertQuarantine.run({ ...row, canKeep: row.canKeep ? 1 : 0, destination: JSON.stringify(row.destination) });
    },
    quarantined(id: string): QuarantineRow | null {
      const raw = statements.quarantined.get(id);
      return raw === undefined ? null : quarantineOf(raw);
    },
    /** Newest first, older than `after`. */
    quarantine: (after: string | null, limit: number): QuarantineRow[] => statements.quarantine.all(after ?? "~", limit).map(quarantineOf),
    quarantineCount: (): number => statements.quarantineCount.get() ?? 0,
    removeQuarantine: (id: string): boolean => statements.removeQuarantine.run(id).changes === 1,
    hasCollection: (id: string): boolean => statements.hasCollection.get(id) !== undefined,
    hasProject: (id: string): boolean => statements.hasProject.get(id) !== undefined,
    /** Makes an asset whose file does not decode a document. */
    asDocument: (assetId: string): void => void statements.asDocument.run(assetId),
    /** Files of assets after `number`, in the order in which they came. */
    filesAfter: (number: number, limit: number): AssetFile[] => statements.hashesAfter.all(number, limit).map(assetFileOf),
    fileOf(hash: string): AssetFile | null {
      const raw = statements.byHash.get(hash);
      return raw === undefined ? null : assetFileOf(raw);
    },
    setReason: (id: string, reason: string, canKeep: boolean, at: number): void =>
      void statements.setReason.run(reason, canKeep ? 1 : 0, at, id),
  };
}
