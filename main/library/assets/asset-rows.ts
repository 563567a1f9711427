// A row of the library's assets as the services use it: JSON parsed, ids branded.
import type { AssetKind, AssetOrigin, AssetState } from "../../../shared/domain/asset.ts";
import type { AssetId, ProjectId, ShotId, TakeId } from "../../../shared/domain/ids.ts";
import type { Quality, Rating } from "../../../shared/domain/job.ts";
import type { Recipe } from "../../../shared/domain/recipe.ts";

/** What a list needs of an asset. */
export interface AssetLine {
  /** Its place in the order in which assets came; the key of lists, links and the search index. */
  number: number;
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
  /** Made by the draft engine. */
  draft: boolean;
  hasRecipe: boolean;
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

export interface AssetRow extends AssetLine {
  caption: string;
  note: string;
  recipe: Recipe | null;
  /** What an imported file said of its making, as it stood there. */
  found: { tool: string; text: string } | null;
}

type Read = "engine" | "model" | "quality" | "seed" | "draft" | "hasRecipe" | "stateAt" | "number";

/** An asset to write: what is not said is empty, and engine, model, quality, seed and the draft mark are read from the recipe. */
export type NewAsset = Pick<AssetRow, "id" | "hash" | "kind" | "contentType" | "name" | "bytes" | "state" | "origin" | "addedAt"> &
  Partial<Omit<AssetRow, Read>>;
