// What the screens see of imports and of the quarantine, from their rows.
import type { ImportView, QuarantineView } from "../../../shared/contract/studio/imports.ts";
import type { ImportRow, QuarantineRow } from "./file-queries.ts";

const timeOf = (at: number) => new Date(at).toISOString();

/** An import for the screens; `deriving`: its files whose thumbnail is not made yet. */
export function importView(row: ImportRow, deriving: number): ImportView {
  return {
    id: row.id,
    from: row.source,
    state: row.state,
    title: row.title,
    projectId: row.projectId,
    collectionId: row.collectionId,
    tags: row.tags,
    files: { found: row.found, copied: row.copied, same: row.same, failed: row.failed, left: row.leftOut },
    bytes: { found: row.foundBytes, copied: row.copiedBytes },
    deriving,
    startedAt: timeOf(row.startedAt),
    endedAt: row.endedAt === null ? null : timeOf(row.endedAt),
    error: row.error,
  };
}

/** A file in quarantine for the screens. */
export function quarantineView(row: QuarantineRow): QuarantineView {
  return {
    id: row.id,
    name: row.name,
    path: row.path === null ? null : row.path.toString("utf8"),
    bytes: row.bytes,
    reason: row.reason,
    canKeep: row.canKeep,
    importId: row.importId,
    at: timeOf(row.at),
  };
}
