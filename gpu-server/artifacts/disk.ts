// Artifacts on the coordinator's disk: written as a partial, checked, fsynced and renamed, so that a file
// that is there is whole. Nothing here ever holds a plain byte on disk.
import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import { type ArtifactId, isId } from "../../shared/domain/ids.ts";
import type { ArtifactStore } from "../ports.ts";
import { checkSealed, decryptRange } from "./cipher.ts";
import { isFull, isMissing, readAt, syncFolder } from "./files.ts";

export interface DiskOptions {
  /** Folder of the store; made where missing. */
  folder: string;
  /** True beside a running farm: its partials are being written and stay. */
  besideAnother?: boolean;
  /** Opens a partial for writing; another one in the test of a full disk. */
  openPartial?: (file: string) => Promise<FileHandle>;
}

const ending = ".ovza";

/**
 * A store in a folder. Files lie under two levels of folders named by the id's random end (its start is the time and
 * would put a day into one folder). Partials of an earlier run are removed at the start.
 */
export async function createDiskArtifactStore(options: DiskOptions): Promise<ArtifactStore> {
  const partials = path.join(options.folder, "partial");
  if (options.besideAnother !== true) await rm(partials, { recursive: true, force: true });
  await mkdir(partials, { recursive: true });
  const openPartial = options.openPartial ?? ((file: string) => open(file, "wx", 0o600));
  let serial = 0;

  const fileOf = (id: ArtifactId): string => {
    if (!isId(id)) throw new CodedError("invalid_input", "An artifact id is a UUID of version 7.");
    return path.join(options.folder, id.slice(-2), id.slice(-4, -2), id + ending);
  };

  const openStored = async (id: ArtifactId): Promise<FileHandle> => {
    try {
      return await open(fileOf(id), "r");
    } catch (error) {
      if (isMissing(error)) throw new CodedError("artifact_expired", undefined, { cause: error });
      throw error;
    }
  };

  async function* read(id: ArtifactId, key: Uint8Array, range: { start: number; end: number }): AsyncGenerator<Uint8Array> {
    const handle = await openStored(id);
    try {
      const { size } = await handle.stat();
      yield* decryptRange({ length: size, read: (position, count, into) => readAt(handle, position, count, into) }, { key, id }, range);
    } finally {
      await handle.close();
    }
  }

  return {
    async accept(id, body, key, expected) {
      const target = fileOf(id);
      serial += 1;
      const partial = path.join(partials, `${id}.${serial}`);
      try {
        const handle = await openPartial(partial);
        try {
          let plain = { sha256: "", bytes: -1 };
          for await (const part of checkSealed(body, { key, id }, (found) => (plain = found))) {
            for (let at = 0; at < part.length;) at += (await handle.write(part, at)).bytesWritten;
          }
          if (plain.sha256 !== expected.sha256 || plain.bytes !== expected.bytes) {
            throw new CodedError("invalid_input", "The file is not the one that was announced: its hash or length differs.");
          }
          await handle.sync();
        } finally {
          await handle.close();
        }
        await mkdir(path.dirname(target), { recursive: true });
        await rename(partial, target);
        await syncFolder(path.dirname(target));
        await syncFolder(path.dirname(path.dirname(target)));
        await syncFolder(options.folder);
      } catch (error) {
        await rm(partial, { force: true });
        if (isFull(error)) throw new CodedError("disk_full", undefined, { cause: error });
        if (error instanceof CodedError && error.code === "internal") {
          throw new CodedError("invalid_input", "The file did not arrive as it was sealed. Send it again.", { cause: error });
        }
        throw error;
      }
    },
    read,
    async remove(id) {
      await rm(fileOf(id), { force: true });
    },
    async *ids() {
      for (const first of await readdir(options.folder, { withFileTypes: true })) {
        if (!first.isDirectory() || first.name === "partial") continue;
        for (const second of await readdir(path.join(options.folder, first.name))) {
          for (const name of await readdir(path.join(options.folder, first.name, second))) {
            const id = name.slice(0, -ending.length);
            if (name.endsWith(ending) && isId(id)) yield id as ArtifactId;
          }
        }
      }
    },
  };
}
