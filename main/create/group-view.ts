// A group of the workspace as the screens see it: what it asked for, its job, and each of its results, arrived or not. Pure.
import type { WorkspaceGroup, WorkspaceItem } from "../../shared/contract/studio/workspace.ts";
import type { JobView } from "../../shared/contract/studio/views.ts";
import { isTerminal } from "../../shared/domain/job.ts";
import { secondsOf } from "../../shared/domain/timecode.ts";
import type { JobRecord } from "../farm/job-record.ts";
import type { AssetLine } from "../library/assets/asset-rows.ts";
import type { TransferRow } from "../library/job-queries.ts";
import type { JobResult } from "../library/rows.ts";
import { counted } from "../words.ts";
import { engineName } from "./abilities.ts";
import type { GroupRow, MadeResult } from "./group-queries.ts";

/** How long what was discarded stays. */
export const discardedMs = 24 * 3600 * 1000;

export interface GroupParts {
  row: GroupRow;
  /** Null for what the core made by itself, and for a job of another account. */
  job: JobRecord | null;
  jobView: JobView | null;
  files: readonly TransferRow[];
  results: readonly MadeResult[];
  /** Assets of the group that are still there, by id. */
  assets: ReadonlyMap<string, AssetLine>;
  sentTo: (assetId: string) => string[];
}

const timeText = (ms: number) => new Date(ms).toISOString();

const empty = {
  assetId: null,
  hash: null,
  poster: null,
  proxy: null,
  preview: null,
  progress: null,
  width: null,
  height: null,
  frames: null,
  seconds: null,
  seed: null,
  stars: 0,
  goneAt: null,
  sentTo: [],
} as const;

function itemOfAsset(asset: AssetLine, index: number, { files, sentTo }: GroupParts): WorkspaceItem | null {
  if (asset.state === "trashed") return null;
  const beside = (kind: "thumbnail" | "proxy") =>
    files.find((file) => file.kind === kind && file.segment === asset.jobIndex && file.state === "done")?.sha256 ?? null;
  return {
    index,
    state: asset.state,
    assetId: asset.id,
    name: asset.name,
    kind: asset.kind,
    hash: asset.hash,
    poster: beside("thumbnail"),
    proxy: beside("proxy"),
    preview: null,
    progress: null,
    width: asset.width,
    height: asset.height,
    frames: asset.frames,
    seconds: asset.frames === null || asset.rate === null ? null : secondsOf(asset.frames, asset.rate),
    seed: asset.seed,
    stars: asset.stars,
    goneAt: asset.state === "discarded" ? timeText(asset.stateAt + discardedMs) : null,
    sentTo: sentTo(asset.id),
  };
}

/** A place whose file is not in the library: how far it is. */
function itemOnItsWay(result: JobResult, place: number, { job, files }: GroupParts): WorkspaceItem {
  const { kind, index, name, recipe, frames } = result;
  const plain = { ...empty, index: place, name, kind, frames, seed: recipe.seed, sentTo: [] };
  const file = files.find((row) => row.kind === kind && row.segment === index);
  if (file !== undefined) return { ...plain, state: file.state === "lost" ? "lost" : "arriving" };
  if (job === null) return { ...plain, state: "lost" };
  const { mirror } = job;
  if (isTerminal(mirror.state)) return { ...plain, state: "lost" };
  if (mirror.state !== "running") return { ...plain, state: "waiting" };
  const preview = mirror.previews[index] ?? null;
  const many = job.row.results?.length ?? 1;
  const done = (mirror.progress ?? 0) * many - index;
  const begun = mirror.begun.includes(index) || done > 0 || many === 1 || index === firstUndelivered(job, files);
  if (!begun) return { ...plain, state: "waiting" };
  return { ...plain, state: "making", preview, progress: mirror.progress === null ? null : Math.min(1, Math.max(0, done)) };
}

function firstUndelivered(job: JobRecord, files: readonly TransferRow[]): number {
  return (job.row.results ?? []).find(({ kind, index }) => !files.some((row) => row.kind === kind && row.segment === index))?.index ?? 0;
}

const nouns: Record<WorkspaceGroup["kind"], string> = {
  image: "image",
  edit: "edit",
  upscale: "enlargement",
  clip: "clip",
  extend: "clip",
  copy: "exact copy",
};

/** "SDXL, high, 3 images". */
function factsOf({ row, job }: GroupParts): string {
  const noun = nouns[row.task];
  const many = row.count === 1 && row.task === "copy" ? "Exact copy" : counted(row.count, noun).replace(/copys$/, "copies");
  if (row.draft === null) return many;
  const engine = job?.mirror.engine || row.draft.engine;
  return [...(engine ? [engineName(engine)] : []), row.draft.quality, many]
    .filter((word, index, all) => index === 0 || all[0] !== word)
    .join(", ");
}

/** The view of a group. */
export function groupView(parts: GroupParts): WorkspaceGroup {
  const { row, job, jobView, results, assets } = parts;
  const madeOf = (kind: string, index: number) => results.find((one) => one.kind === kind && one.index === index);
  const items: (WorkspaceItem | null)[] =
    job === null
      ? [...results.map(({ assetId }) => assetId), ...(row.assetId === null ? [] : [row.assetId])].map((assetId, index) => {
          const asset = assets.get(assetId);
          return asset === undefined ? null : itemOfAsset(asset, index, parts);
        })
      : (job.row.results ?? []).map((result, place) => {
          const made = madeOf(result.kind, result.index);
          if (made === undefined) return itemOnItsWay(result, place, parts);
          const asset = assets.get(made.assetId);
          return asset === undefined ? null : itemOfAsset(asset, place, parts);
        });
  return {
    id: row.id,
    title: row.title,
    facts: factsOf(parts),
    kind: row.task,
    quality: row.draft?.quality ?? null,
    projectId: row.projectId,
    createdAt: timeText(row.createdAt),
    job: jobView,
    count: row.count,
    items: items.filter((item) => item !== null),
    chain: row.draft !== null && row.draft.chain !== null,
  };
}
