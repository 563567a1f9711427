// Rows of the library as the services use them: JSON columns parsed, ids branded.
import type { ErrorBody } from "../../shared/contract/errors.ts";
import type { JobRequest } from "../../shared/contract/farm-http.ts";
import type { StoryFormat } from "../../shared/domain/breakdown.ts";
import type { AssetId, ProjectId, SceneId, ShotId, TakeId } from "../../shared/domain/ids.ts";
import type { JobKind, Quality } from "../../shared/domain/job.ts";
import type { Recipe } from "../../shared/domain/recipe.ts";
import type { FilmLooks } from "../film/film-looks.ts";
import type {
  CastMember,
  DialogueLine,
  Mood,
  Setting,
  ShotAngle,
  ShotMove,
  ShotSize,
  TimeOfDay,
  Weather,
} from "../../shared/domain/shot.ts";

export interface ProjectRow {
  id: ProjectId;
  title: string;
  story: string;
  format: StoryFormat;
  language: string;
  cast: { name: string; description: string }[];
  notUnderstood: { start: number; end: number; reason: string }[];
  quality: Quality;
  revision: number;
  createdAt: number;
  openedAt: number;
  removedAt: number | null;
  origin: string | null;
}

export interface SceneRow {
  id: SceneId;
  projectId: ProjectId;
  position: number;
  heading: string;
  setting: Setting;
  place: string;
  time: TimeOfDay;
  weather: Weather;
  mood: Mood;
  seed: number;
  source: { start: number; end: number } | null;
}

export interface ShotRow {
  id: ShotId;
  projectId: ProjectId;
  sceneId: SceneId;
  position: number;
  size: ShotSize;
  angle: ShotAngle;
  move: ShotMove;
  frames: number;
  cast: CastMember[];
  props: string[];
  action: string;
  dialogue: DialogueLine[];
  seed: number;
  source: { start: number; end: number } | null;
}

export interface ApprovalRow {
  /** The shot's id. */
  id: ShotId;
  projectId: ProjectId;
  at: number;
  by: string;
  still: string;
  madeFrom: string;
}

export interface TakeRow {
  id: TakeId;
  projectId: ProjectId;
  shotId: ShotId;
  kind: "frame" | "clip";
  madeFrom: string;
  drawnFrom: string | null;
  still: string | null;
  clip: string | null;
  proxy: string | null;
  thumbnail: string | null;
  segment: number;
  frames: number;
  jobId: string | null;
  createdAt: number;
}
export type TakeWithRecipe = TakeRow & { recipe: Recipe };

/** A clip that the creator chose for one segment of a shot. */
export interface ChoiceRow {
  /** Of `choiceId`. */
  id: string;
  projectId: ProjectId;
  takeId: TakeId;
  /** What a clip of the segment would have been made from when it was chosen. */
  basis: string;
  at: number;
}

/** Names the choice for one segment of a shot. */
export const choiceId = (shotId: string, segment: number) => `${shotId}:${segment}`;

/** A film's rows as one snapshot of the database. */
export interface FilmRows {
  project: ProjectRow;
  /** In film order. */
  scenes: SceneRow[];
  /** In film order. */
  shots: ShotRow[];
  approvals: Map<string, ApprovalRow>;
  /** By `choiceId`. */
  choices: Map<string, ChoiceRow>;
  /** Newest first, by shot. */
  takes: Map<string, TakeRow[]>;
  /** Its characters, their looks, and takes that may not be used. */
  looks: FilmLooks;
}

/** One row of the film before and after a command; null where it did not exist. */
export type FilmChange =
  | { table: "scene"; before: SceneRow | null; after: SceneRow | null }
  | { table: "shot"; before: ShotRow | null; after: ShotRow | null }
  | { table: "approval"; before: ApprovalRow | null; after: ApprovalRow | null }
  | { table: "choice"; before: ChoiceRow | null; after: ChoiceRow | null }
  | { table: "title"; before: string; after: string };

export interface CommandRow {
  number: number;
  label: string;
  changes: FilmChange[];
}

export interface SubmissionRow {
  id: string;
  /** Null where it is for no film. */
  projectId: string | null;
  sceneId: string | null;
  body: string | null;
  state: "unsent" | "unknown" | "sent" | "refused" | "cancelled";
  /** The account that it was sent to, or may have been. */
  accountId: string | null;
  /** The account that asked for it; null where none was known, and the first one that signs in takes it over. */
  forAccount: string | null;
  error: ErrorBody | null;
  createdAt: number;
}

/** One segment of a job that the studio sent, with everything that its take will need. */
export interface JobSegment {
  shotId: ShotId;
  label: string;
  segment: number;
  start: number;
  frames: number;
  madeFrom: string;
  recipe: Recipe;
}

/** One result of a job that makes assets, with everything that the asset will say of itself. */
export interface JobResult {
  kind: "image" | "clip";
  /** Among those of its kind. */
  index: number;
  name: string;
  /** Of a clip. */
  frames: number | null;
  recipe: Recipe;
  parentId: AssetId | null;
}

export interface SubmissionJobRow {
  id: string;
  submissionId: string;
  position: number;
  projectId: ProjectId | null;
  sceneId: SceneId | null;
  title: string;
  quality: Quality;
  segments: JobSegment[];
  /** Null: a job of a film's shots, which makes takes. */
  results: JobResult[] | null;
  spec: JobRequest;
  farmId: string | null;
  cancelWanted: boolean;
  createdAt: number;
}

/** A job as it is kept in memory: what is sent is read from the library when it is sent. */
export type KnownJobRow = Omit<SubmissionJobRow, "spec"> & { kind: JobKind };
