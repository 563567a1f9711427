// Files that a page uploads, one request a file: written to a half file and hashed while they arrive. How far one is can be asked, and it goes
// on from there, also after the connection broke or the core was started again.
import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open, rm, stat } from "node:fs/promises";
import { CodedError } from "../../../shared/contract/errors.ts";
import { asFileError, type Blobs, hashFile } from "../blobs.ts";
import type { Destination, FileQueries, ImportRow } from "./file-queries.ts";
import type { FileThread } from "./file-threads.ts";
import type { Keeper } from "./keeper.ts";
import type { Look } from "./look.ts";
import { safeName } from "./names.ts";
import type { Quarantine } from "./quarantine.ts";

interface UploadPorts {
  queries: FileQueries;
  blobs: Blobs;
  keeper: Keeper;
  quarantine: Quarantine;
  thread: FileThread;
  added: (hashes: string[], importId: string) => void;
  tell: (importId: string) => void;
}

/** A file as the page names it: the same three members are the same file when it comes again. */
export interface UploadedFile {
  /** Path below what was dropped, with slashes. */
  path: string;
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
}

export interface UploadAnswer {
  state: "kept" | "same" | "quarantined" | "partial";
  offset: number;
  assetId: string | null;
  reason: string | null;
}

export interface FileUploads {
  /** How many bytes of it are here. */
  offset(importId: string, file: UploadedFile): Promise<number>;
  /** Takes what arrives from `offset` on. Throws CodedError not_found, conflict (with another offset), payload_too_large, disk_full. */
  receive(importId: string, file: UploadedFile, offset: number, body: AsyncIterable<Uint8Array>): Promise<UploadAnswer>;
}

/** The uploads of a library. */
export function createFileUploads({ queries, blobs, keeper, quarantine, thread, added, tell }: UploadPorts): FileUploads {
  /** Hashes that are under way, by half file. */
  const hashing = new Map<string, { hash: Hash; bytes: number }>();
  const busy = new Set<string>();

  const openImport = (importId: string): ImportRow => {
    const row = queries.import(importId);
    if (row === null || row.source !== "upload") throw new CodedError("not_found", "This upload is not known any more. Start it again.");
    if (row.state !== "running") throw new CodedError("conflict", "This upload has ended. Start another one.");
    return row;
  };
  const partialOf = (importId: string, file: UploadedFile): string => {
    const key = createHash("sha256").update(`${file.path}\0${file.size}\0${file.modified}`).digest("hex").slice(0, 32);
    return blobs.partial(`upload-${importId}-${key}`);
  };
  const sizeOf = (partial: string): Promise<number> =>
    stat(partial).then(
      (found) => found.size,
      () => 0,
    );

  const write = async (
    partial: string,
    handle: FileHandle,
    offset: number,
    size: number,
    body: AsyncIterable<Uint8Array>,
  ): Promise<number> => {
    const known = hashing.get(partial);
    const under = known?.bytes === offset ? known : offset === 0 ? { hash: createHash("sha256"), bytes: 0 } : null;
    if (under === null) hashing.delete(partial);
    else hashing.set(partial, under);
    let at = offset;
    for await (const part of body) {
      if (at + part.length > size) throw new CodedError("payload_too_large", "More bytes arrived than the file has. Upload it again.");
      await handle.write(part, 0, part.length, at);
      if (under !== null) {
        under.hash.update(part);
        under.bytes += part.length;
      }
      at += part.length;
    }
    return at;
  };
  const finish = async (row: ImportRow, file: UploadedFile, partial: string): Promise<UploadAnswer> => {
    const under = hashing.get(partial);
    hashing.delete(partial);
    const hash = under?.bytes === file.size ? under.hash.digest("hex") : await hashFile(partial);
    const name = safeName(file.path, 200);
    const { projectId, collectionId, tags, again } = row;
    const destination: Destination = { projectId, collectionId, tags, again };
    const look = await thread.run<Look>({ task: "inspect", file: partial }).done.catch((error: unknown): Look => {
      if (error instanceof CodedError && (error.code === "cancelled" || error.code === "disk_full")) throw error;
      return {
        ok: false,
        reason: "The file cannot be looked into: reading it failed. Keep it as a document, or save it again and try once more.",
        canKeep: true,
      };
    });
    if (file.size === 0) await rm(partial, { force: true });
    else await blobs.take([{ file: partial, hash }]);
    if (!look.ok) {
      queries.together(() => {
        quarantine.putUpload(
          { importId: row.id, name, hash: file.size === 0 ? null : hash, bytes: file.size, reason: look.reason, canKeep: look.canKeep },
          destination,
        );
        queries.progress(row.id, { failed: 1, copiedBytes: file.size });
      });
      tell(row.id);
      return { state: "quarantined", offset: file.size, assetId: null, reason: look.reason };
    }
    const { same, assetId } = queries.together(() => {
      const kept = keeper.keep({ name, hash, bytes: file.size, look }, destination);
      queries.progress(row.id, { [kept.same ? "same" : "copied"]: 1, copiedBytes: file.size });
      return kept;
    });
    if (!same) added([hash], row.id);
    tell(row.id);
    return { state: same ? "same" : "kept", offset: file.size, assetId, reason: null };
  };
  return {
    async offset(importId, file) {
      openImport(importId);
      return Math.min(await sizeOf(partialOf(importId, file)), file.size);
    },
    async receive(importId, file, offset, body) {
      const row = openImport(importId);
      const partial = partialOf(importId, file);
      if (busy.has(partial)) throw new CodedError("conflict", "This file is being uploaded at this moment. Wait until that has ended.");
      busy.add(partial);
      try {
        const there = await sizeOf(partial);
        if (offset !== there) throw new CodedError("conflict", `The file is here up to byte ${there}. Go on from there.`);
        const handle = await open(partial, offset === 0 ? "w" : "r+", 0o600);
        let at: number;
        try {
          at = await write(partial, handle, offset, file.size, body);
          if (at === file.size) await handle.datasync();
        } finally {
          await handle.close();
        }
        if (at < file.size) return { state: "partial", offset: at, assetId: null, reason: null };
        return await finish(row, file, partial);
      } catch (error) {
        if (error instanceof CodedError && error.code === "payload_too_large") await rm(partial, { force: true });
        throw asFileError(error, blobs.folder);
      } finally {
        busy.delete(partial);
      }
    },
  };
}
