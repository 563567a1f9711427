// A row of the library's assets as the services use it: JSON parsed, ids branded.
import type { AssetKind, AssetOrigin, AssetState } from "../../../shared/domain/asset.ts";
import type { AssetId, ProjectId, ShotId, TakeId } from "../../../shared/domain/ids.ts";
import type { Quality, Rating } from "../../../shared/domain/job.ts";
import type { Recipe } from "../../../shared/domain/recipe.ts";

export interface AssetRow {
  id: AssetId;
  /** SHA-256 of its blob. */
  hash: string;
  kind: AssetKind;
  contentType: string;
  name: string;
  bytes: number;
  /** Pixels; null where it has none. */
  width: number | null;
  height: number | null;
  /** Frames of a clip or samples of a sound, on the grid of `rate` a second. */
  frames: number | null;
  rate: { num: number; den: number } | null;
  state: AssetState;
  /** When it came into its state. */
  stateAt: number;
  origin: AssetOrigin;
  /** 0 to 5. */
  stars: number;
  rating: Rating;
  caption: string;
  note: string;
  recipe: Recipe | null;
  /** What an imported file said of its making, as it stood there. */
  found: { tool: string; text: string } | null;
  engine: string | null;
  model: string | null;
  quality: Quality | null;
  seed: number | null;
  projectId: ProjectId | null;
  shotId: ShotId | null;
  takeId: TakeId | null;
  /** The studio's own id of the job, and the place of the file among the job's files of this kind. */
  jobId: string | null;
  jobIndex: number | null;
  parentId: AssetId | null;
  addedAt: number;
}

/** An asset to write: what is not said is empty, and engine, model, quality and seed are read from the recipe. */
export type NewAsset = Pick<AssetRow, "id" | "hash" | "kind" | "contentType" | "name" | "bytes" | "state" | "origin" | "addedAt"> &
  Partial<Omit<AssetRow, "engine" | "model" | "quality" | "seed" | "stateAt">>;
