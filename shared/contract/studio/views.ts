// What the screens see of a project: read models that the core computes and the renderer draws.
import { z } from "zod";
import { qualities, studioJobStates } from "../../domain/job.ts";
import { moods, settings, shotAngles, shotMoves, shotSizes, timesOfDay, weathers } from "../../domain/shot.ts";
import { errorBodySchema } from "../errors.ts";
import { etaSchema } from "../farm-http.ts";
import { castMemberSchema, dialogueLineSchema, shotSnapshotSchema } from "../shot.ts";

const id = z.uuid();
/** SHA-256 of a blob; screens show it through the host's media address. */
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const at = z.iso.datetime({ offset: true });

/** What a shot asks of the creator or does at the moment, in the words of look/README.md 'States'. */
export const shotStates = [
  "draft",
  "to-approve",
  "approved",
  "unsent",
  "unknown",
  "queued",
  "rendering",
  "rendered",
  "stale",
  "failed",
  "blocked",
  "cancelled",
] as const;
export type ShotState = (typeof shotStates)[number];

const clipViewSchema = z.object({
  segment: z.number().int(),
  frames: z.number().int(),
  takeId: id,
  clip: hashSchema,
  proxy: hashSchema.nullable(),
  thumbnail: hashSchema.nullable(),
  stale: z.boolean(),
});

export const shotViewSchema = z.object({
  id,
  sceneId: id,
  /** "3B": scene number and shot letters. */
  label: z.string(),
  number: z.number().int(),
  size: z.enum(shotSizes),
  angle: z.enum(shotAngles),
  move: z.enum(shotMoves),
  frames: z.number().int(),
  cast: z.array(castMemberSchema),
  props: z.array(z.string()),
  action: z.string(),
  dialogue: z.array(dialogueLineSchema),
  seed: z.number().int(),
  /** What the picture is drawn from, for the live drawing. */
  snapshot: shotSnapshotSchema,
  /** The kept still of the shot as it is now; null until the core has drawn it. */
  frame: z.object({ takeId: id, still: hashSchema, draft: z.boolean() }).nullable(),
  approval: z.object({ at, by: z.string(), still: hashSchema }).nullable(),
  /** Clips by segment, newest take each; may be stale. */
  clips: z.array(clipViewSchema),
  segments: z.number().int(),
  takes: z.number().int(),
  state: z.enum(shotStates),
  /** Cause in words where the state has one: "action changed", "credits are back". */
  detail: z.string().nullable(),
  /** 0 to 1 while rendering. */
  progress: z.number().nullable(),
  /** Place in the farm's queue while queued, from 1. */
  position: z.number().int().nullable(),
  eta: etaSchema.nullable(),
  /** Of the shot's own segments, newest first begun; null until one of them has begun. */
  preview: hashSchema.nullable(),
  jobId: id.nullable(),
  source: z.object({ start: z.number().int(), end: z.number().int() }).nullable(),
});
export type ShotView = z.infer<typeof shotViewSchema>;

export const sceneViewSchema = z.object({
  id,
  number: z.number().int(),
  heading: z.string(),
  setting: z.enum(settings),
  place: z.string(),
  time: z.enum(timesOfDay),
  weather: z.enum(weathers),
  mood: z.enum(moods),
  cast: z.array(z.string()),
  shots: z.array(shotViewSchema),
});
export type SceneView = z.infer<typeof sceneViewSchema>;

/** Credits and wait for what is approved and not yet rendered, before anything is spent. */
export const filmQuoteSchema = z.object({
  /** Shots that Render would send. */
  shots: z.number().int(),
  segments: z.number().int(),
  credits: z.number().int(),
  /** Credits to finish the whole film, approved or not. */
  creditsWholeFilm: z.number().int(),
  spent: z.number().int(),
  priceList: z.string().nullable(),
  quality: z.enum(qualities),
  eta: etaSchema.nullable(),
  /** Why nothing can be sent now; null when Render may be pressed. */
  blockedBy: z.string().nullable(),
  scenes: z.array(z.object({ sceneId: id, shots: z.number().int(), segments: z.number().int(), credits: z.number().int() })),
});
export type FilmQuote = z.infer<typeof filmQuoteSchema>;

export const projectViewSchema = z.object({
  id,
  title: z.string(),
  /** Counts every change of the project; screens ask again when it grew. */
  revision: z.number().int(),
  story: z.string(),
  format: z.enum(["prose", "fountain"]),
  /** BCP 47 tag of the story, kept with the film: the option of draw(), so that live and kept stills are the same. */
  language: z.string(),
  cast: z.array(z.object({ name: z.string(), description: z.string() })),
  scenes: z.array(sceneViewSchema),
  frames: z.number().int(),
  quote: filmQuoteSchema,
  undo: z.string().nullable(),
  redo: z.string().nullable(),
  notUnderstood: z.array(z.object({ start: z.number().int(), end: z.number().int(), reason: z.string() })),
});
export type ProjectView = z.infer<typeof projectViewSchema>;

export const projectCardSchema = z.object({
  id,
  title: z.string(),
  scenes: z.number().int(),
  shots: z.number().int(),
  frames: z.number().int(),
  toApprove: z.number().int(),
  rendering: z.number().int(),
  rendered: z.number().int(),
  cover: hashSchema.nullable(),
  openedAt: at,
});
export type ProjectCard = z.infer<typeof projectCardSchema>;

export const jobViewSchema = z.object({
  id,
  projectId: id.nullable(),
  projectTitle: z.string().nullable(),
  /** "Scene 3, shots A to D". */
  title: z.string(),
  shots: z.array(z.object({ shotId: id, label: z.string(), still: hashSchema.nullable() })),
  kind: z.string(),
  engine: z.string(),
  quality: z.enum(qualities),
  state: z.enum(studioJobStates),
  heldBack: z.boolean(),
  position: z.number().int().nullable(),
  phase: z.string().nullable(),
  progress: z.number().nullable(),
  eta: etaSchema.nullable(),
  segmentsDone: z.number().int(),
  segments: z.number().int(),
  preview: hashSchema.nullable(),
  held: z.number().int(),
  captured: z.number().int(),
  refunded: z.number().int(),
  error: errorBodySchema.nullable(),
  blocked: z.object({ rule: z.string(), field: z.string(), message: z.string(), appealable: z.boolean() }).nullable(),
  /** While files that the job names are on their way to the farm: how many are there, and bytes of the one under way. */
  sending: z.object({ done: z.number().int(), total: z.number().int(), sent: z.number(), bytes: z.number() }).nullable().optional(),
  /** Downloads of the job's files to this computer. */
  transfer: z.object({ done: z.number().int(), total: z.number().int(), bytes: z.number(), error: z.string().nullable() }).nullable(),
  createdAt: at,
  endedAt: at.nullable(),
});
export type JobView = z.infer<typeof jobViewSchema>;

export const exportViewSchema = z.object({
  id,
  projectId: id,
  projectTitle: z.string(),
  state: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  phase: z.enum(["plan", "pieces", "join", "check", "finish"]).nullable(),
  progress: z.number(),
  pieces: z.object({ done: z.number().int(), total: z.number().int(), reused: z.number().int() }),
  file: z.string(),
  captions: z.string().nullable(),
  /**
   * Where the finished film plays from, under the host's media address (`media + play`, as a blob's hash), with ranges;
   * null until it is done and when its file is gone (the address then answers 404).
   */
  play: z.string().nullable(),
  poster: hashSchema.nullable(),
  bytes: z.number().nullable(),
  error: errorBodySchema.nullable(),
  createdAt: at,
  endedAt: at.nullable(),
  report: z
    .object({
      frames: z.number().int(),
      expectedFrames: z.number().int(),
      seconds: z.number(),
      width: z.number().int(),
      height: z.number().int(),
      rate: z.string(),
      constantRate: z.boolean(),
      faststart: z.boolean(),
      colour: z.string(),
      decoded: z.boolean(),
      captions: z.number().int(),
      drafts: z.number().int(),
      provenance: z.string(),
      missing: z.array(z.string()),
    })
    .nullable(),
});
export type ExportView = z.infer<typeof exportViewSchema>;

export const farmStatusSchema = z.object({
  /** `none`: no farm is named. `signed-out`: the farm answers, but nobody is signed in there; `message` says why. */
  state: z.enum(["none", "connecting", "connected", "offline", "signed-out"]),
  url: z.string(),
  local: z.boolean(),
  name: z.string().nullable(),
  message: z.string().nullable(),
  /** Who is signed in, or was last while the farm is away. */
  account: z.object({ id, email: z.string(), name: z.string(), localOwner: z.boolean() }).nullable(),
  credits: z.object({ available: z.number().int(), held: z.number().int() }).nullable(),
  priceList: z.string().nullable(),
  engines: z.array(z.object({ id: z.string(), kinds: z.array(z.string()), qualities: z.array(z.enum(qualities)) })),
  lastSeen: at.nullable(),
});
export type FarmStatus = z.infer<typeof farmStatusSchema>;
