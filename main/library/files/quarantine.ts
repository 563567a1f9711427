// The quarantine: files that could not be taken in, each with its reason. Tried again, taken off the list, or kept as documents.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { AssetId, IdMaker } from "../../../shared/domain/ids.ts";
import { codedErrorOf } from "../../errors.ts";
import type { Events } from "../../events.ts";
import type { Clock } from "../../ports.ts";
import type { AssetQueries } from "../assets/asset-queries.ts";
import type { Blobs } from "../blobs.ts";
import type { Destination, FileQueries, QuarantineRow } from "./file-queries.ts";
import type { FileThread } from "./file-threads.ts";
import { anyDocument, type Copied } from "./intake.ts";
import type { Keeper } from "./keeper.ts";
import type { Look } from "./look.ts";
import { safeName } from "./names.ts";

interface QuarantinePorts {
  queries: FileQueries;
  assets: AssetQueries;
  blobs: Blobs;
  keeper: Keeper;
  thread: FileThread;
  events: Events;
  clock: Clock;
  ids: IdMaker;
  /** The background work on these files begins, or begins again. */
  added: (hashes: string[], importId: string | null) => void;
}

export interface Quarantine {
  /** A file whose bytes lie in the store and cannot be used. */
  putUpload(
    file: { importId: string; name: string; hash: string | null; bytes: number; reason: string; canKeep: boolean },
    to: Destination,
  ): void;
  /** An asset that turned out damaged: put aside until it can be used. */
  putAsset(hash: string, reason: string): void;
  retry(ids: readonly string[]): Promise<number>;
  remove(ids: readonly string[]): number;
  keepAsDocument(ids: readonly string[]): Promise<number>;
}

/** The quarantine of a library. */
export function createQuarantine({ queries, assets, blobs, keeper, thread, events, clock, ids, added }: QuarantinePorts): Quarantine {
  const told = () => events.send("imports.quarantine", { total: queries.quarantineCount() });

  /** The bytes of a row in the store, looked into; its reason where they cannot be used. */
  const fetch = async (
    row: QuarantineRow,
    asDocument: boolean,
  ): Promise<{ hash: string; bytes: number; look: Look } | { reason: string; canKeep: boolean }> => {
    if (row.hash !== null) {
      const look = asDocument ? anyDocument : await thread.run<Look>({ task: "inspect", file: blobs.pathOf(row.hash) }).done;
      return { hash: row.hash, bytes: row.bytes, look };
    }
    if (row.path === null) return { reason: row.reason, canKeep: false };
    const partial = blobs.partial(`import-again-${row.id}`);
    const [copied] = await thread.run<Copied[]>({ task: "copy", files: [{ path: row.path, partial }], asDocument }).done;
    if (copied === undefined || !copied.ok) return copied ?? { reason: row.reason, canKeep: row.canKeep };
    await blobs.take([{ file: partial, hash: copied.hash }]);
    return copied;
  };
  const again = async (id: string, asDocument: boolean): Promise<boolean> => {
    const row = queries.quarantined(id);
    if (row === null || (asDocument && !row.canKeep)) return false;
    if (row.assetId !== null && row.hash !== null) {
      const assetId = row.assetId;
      const hash = row.hash;
      queries.together(() => {
        if (asDocument) queries.asDocument(assetId);
        assets.setState(assetId as AssetId, "kept", clock.now());
        queries.removeQuarantine(id);
      });
      assets.changed();
      added([hash], row.importId);
      return true;
    }
    const fetched = await fetch(row, asDocument).catch((error: unknown) => {
      const coded = codedErrorOf(error, blobs.folder);
      if (coded instanceof CodedError && coded.code !== "media_failed") throw coded;
      return { reason: row.reason, canKeep: row.canKeep };
    });
    if ("reason" in fetched || !fetched.look.ok) {
      const { reason, canKeep } = "reason" in fetched ? fetched : (fetched.look as { reason: string; canKeep: boolean });
      queries.setReason(id, reason, canKeep, clock.now());
      return false;
    }
    const { hash, bytes, look } = fetched;
    const kept = queries.together(() => {
      // Somebody else was faster.
      if (!queries.removeQuarantine(id)) return null;
      const outcome = keeper.keep({ name: row.name, hash, bytes, look }, row.destination);
      if (row.importId !== null) queries.progress(row.importId, { failed: -1, [outcome.same ? "same" : "copied"]: 1 });
      return outcome;
    });
    if (kept === null) return false;
    if (!kept.same) added([hash], row.importId);
    return true;
  };
  const each = async (which: readonly string[], asDocument: boolean): Promise<number> => {
    let changed = 0;
    try {
      for (const id of which) if (await again(id, asDocument)) changed += 1;
    } finally {
      told();
    }
    return changed;
  };
  return {
    putUpload({ importId, name, hash, bytes, reason, canKeep }, destination) {
      queries.insertQuarantine({
        id: ids(),
        importId,
        name: safeName(name),
        path: null,
        hash,
        bytes,
        reason,
        canKeep,
        destination,
        assetId: null,
        at: clock.now(),
      });
      told();
    },
    putAsset(hash, reason) {
      // What a farm or the studio made is told by its own screens; here come files that people brought.
      const broken = assets
        .byHash(hash)
        .filter((asset) => asset.origin === "imported" && (asset.state === "kept" || asset.state === "staged"));
      if (broken.length === 0) return;
      queries.together(() => {
        for (const { id: assetId, name, bytes, projectId } of broken) {
          assets.setState(assetId, "trashed", clock.now());
          const destination = { projectId, collectionId: null, tags: [], again: true };
          queries.insertQuarantine({
            id: ids(),
            importId: null,
            name,
            path: null,
            hash,
            bytes,
            reason,
            canKeep: true,
            destination,
            assetId,
            at: clock.now(),
          });
        }
      });
      told();
    },
    retry: (which) => each(which, false),
    remove(which) {
      const changed = queries.together(() => which.filter((id) => queries.removeQuarantine(id)).length);
      told();
      return changed;
    },
    keepAsDocument: (which) => each(which, true),
  };
}
