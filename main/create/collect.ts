// When a file of a job without takes is on this computer it becomes an asset: once, however often it is looked at, also when the
// studio ends in between, and never again after the creator threw it away.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { libraryTypeByContent, libraryTypes } from "../../shared/contract/file-type.ts";
import type { AssetState } from "../../shared/domain/asset.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import type { Recipe } from "../../shared/domain/recipe.ts";
import { clipRate } from "../../shared/domain/timecode.ts";
import { readMetadata } from "../../shared/media/metadata/read.ts";
import type { JobRecord } from "../farm/job-record.ts";
import type { AssetQueries } from "../library/assets/asset-queries.ts";
import type { NewAsset } from "../library/assets/asset-rows.ts";
import type { Blobs } from "../library/blobs.ts";
import type { TransferRow } from "../library/job-queries.ts";
import type { JobResult } from "../library/rows.ts";
import type { Clock, Logger } from "../ports.ts";
import type { GroupQueries } from "./group-queries.ts";

interface CollectPorts {
  groups: GroupQueries;
  assets: AssetQueries;
  blobs: Pick<Blobs, "pathOf">;
  clock: Clock;
  ids: IdMaker;
  logger: Logger;
  /** Files of a job on their way here or arrived. */
  filesOf(jobId: string): readonly TransferRow[];
  /** The state in which results of the group arrive. */
  stateOf(groupId: string): AssetState;
  /** An asset came to be. */
  collected(groupId: string, asset: NewAsset): void;
}

/** What the file says of itself. */
interface Looked {
  contentType: string;
  width: number | null;
  height: number | null;
  recipe: Recipe | null;
}

function lookAt(path: string): Looked {
  const handle = openSync(path, "r");
  try {
    const { size } = fstatSync(handle);
    const read = (at: number, length: number): Buffer => {
      const piece = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
      const got = readSync(handle, piece, 0, piece.length, at);
      return piece.subarray(0, got);
    };
    const contentType = libraryTypeByContent(read(0, 4096)) ?? "application/octet-stream";
    const { width, height, recipe } = readMetadata(contentType, { size, read });
    return { contentType, width, height, recipe };
  } finally {
    closeSync(handle);
  }
}

/** Makes the assets of jobs. */
export function createCollector(ports: CollectPorts) {
  const { groups, assets, clock, ids, logger } = ports;

  const assetOf = (job: JobRecord, result: JobResult, file: TransferRow): NewAsset => {
    const looked = lookAt(ports.blobs.pathOf(file.sha256));
    const engine = job.mirror.engine || result.recipe.engine;
    const parent = result.parentId === null ? null : assets.asset(result.parentId);
    // Twice the size is known before anything has measured the file.
    const grown = result.recipe.task === "upscale" && parent !== null && parent.kind === result.kind ? parent : null;
    const width = looked.width ?? looked.recipe?.width ?? (grown?.width ?? 0) * 2;
    const height = looked.height ?? looked.recipe?.height ?? (grown?.height ?? 0) * 2;
    const frames = result.frames ?? (result.kind === "clip" ? (grown?.frames ?? null) : null);
    const recipe: Recipe = {
      ...result.recipe,
      engine,
      model: result.recipe.model || looked.recipe?.model || "",
      width: width || result.recipe.width,
      height: height || result.recipe.height,
      draft: engine === "draft" && (grown === null || grown.draft),
    };
    const now = clock.now();
    return {
      id: ids<"asset">(),
      hash: file.sha256,
      kind: result.kind,
      contentType: looked.contentType in libraryTypes ? looked.contentType : result.kind === "clip" ? "video/mp4" : "image/png",
      name: result.name,
      bytes: file.bytes,
      width: recipe.width || null,
      height: recipe.height || null,
      frames,
      rate: frames === null ? null : (grown?.rate ?? clipRate),
      state: ports.stateOf(job.row.id),
      origin: "made",
      rating: recipe.rating,
      recipe,
      projectId: job.row.projectId,
      jobId: job.row.id,
      jobIndex: result.index,
      parentId: result.parentId,
      addedAt: now,
    };
  };

  return {
    /** Makes the assets whose files are here and that were not made yet. */
    collect(job: JobRecord): void {
      const wanted = job.row.results ?? [];
      const here = ports.filesOf(job.row.id).filter((file) => file.state === "done");
      if (here.length === 0) return;
      const known = new Set(groups.results(job.row.id).map(({ kind, index }) => `${kind}:${index}`));
      for (const result of wanted) {
        const file = here.find((row) => row.kind === result.kind && row.segment === result.index);
        if (file === undefined || known.has(`${result.kind}:${result.index}`)) continue;
        try {
          const asset = assetOf(job, result, file);
          const added = groups.transaction(() => {
            if (!groups.insertResult(job.row.id, { kind: result.kind, index: result.index, assetId: asset.id })) return false;
            assets.insert(asset);
            return true;
          });
          if (added) ports.collected(job.row.id, asset);
        } catch (error) {
          // A file that cannot be read now, or a full disk: the next look makes it.
          logger.error("a result could not be taken in", { job: job.row.id, reason: error instanceof Error ? error.message : "" });
        }
      }
    },
  };
}
