// A draft of Create: everything a creator sets before pressing. It is kept as it stands, also half filled in, becomes
// jobs of the farm when it is sent, and lies in presets. What may be sent of it is said by `create.quote`.
import { z } from "zod";
import { angles } from "../../domain/character.ts";
import { qualities } from "../../domain/job.ts";

const id = z.uuid();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const side = z.number().int().min(64).max(4096);
/** Most frames of a clip: one minute. */
const mostFrames = 960;

export const createTasks = ["image", "edit", "upscale", "clip", "extend"] as const;
export type CreateTask = (typeof createTasks)[number];

/** A picture or clip of the library by its hash; `assetId` remembers from which asset it was taken. */
const draftFileSchema = z.strictObject({ hash: sha256, assetId: id.nullable().default(null) });
export type DraftFile = z.output<typeof draftFileSchema>;

const draftReferenceSchema = z.strictObject({
  hash: sha256,
  assetId: id.nullable().default(null),
  /** How much it counts, in the range that the engine's ability says (1 is its own measure); null: as the engine does by itself. */
  weight: z.number().min(0).max(2).nullable().default(null),
  /** What it is used for, as the engine's ability names it; null: not said. */
  role: z.string().min(1).max(40).nullable().default(null),
});
export type DraftReference = z.output<typeof draftReferenceSchema>;

/** Where results go when they arrive. They always stand in the workspace too. */
const goesToSchema = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("workspace") }),
  z.strictObject({ to: z.literal("library") }),
  /** As takes of the shot. */
  z.strictObject({ to: z.literal("shot"), shotId: id }),
  /** As references of the character. */
  z.strictObject({ to: z.literal("character"), characterId: id, angle: z.enum(angles).optional() }),
]);
export type GoesTo = z.output<typeof goesToSchema>;

/** The clip that is to be made from the image that the creator chooses; it asks again before it is sent. */
const chainSchema = z.strictObject({
  frames: z.number().int().min(1).max(mostFrames).default(80),
  width: side.nullable().default(null),
  height: side.nullable().default(null),
  lastFrame: draftFileSchema.nullable().default(null),
  /** Words for the movement; those of the image where empty. */
  prompt: z.string().max(8000).default(""),
});

export const createDraftSchema = z.strictObject({
  task: z.enum(createTasks),
  prompt: z.string().max(8000, "A prompt has at most 8,000 characters.").default(""),
  negative: z.string().max(4000, "What is left out has at most 4,000 characters.").default(""),
  /** Null: the farm's own choice by the quality. */
  engine: z.string().max(40).nullable().default(null),
  model: z.string().max(120).nullable().default(null),
  quality: z.enum(qualities).default("draft"),
  /** Pixels; null: the engine's own size. An edit keeps the size of its picture. */
  width: side.nullable().default(null),
  height: side.nullable().default(null),
  /** Null: another one each time; it stands in the recipe then. */
  seed: z.number().int().min(0).max(0xffffffff).nullable().default(null),
  /** Null in all of these: the engine's own default. */
  steps: z.number().int().min(1).max(200).nullable().default(null),
  guidance: z.number().min(0).max(50).nullable().default(null),
  sampler: z.string().max(60).nullable().default(null),
  count: z.union([z.literal(1), z.literal(3), z.literal(6)]).default(1),
  references: z.array(draftReferenceSchema).max(16, "A draft has at most 16 references.").default([]),
  /** The picture to edit or to enlarge. */
  image: draftFileSchema.nullable().default(null),
  /** How much an edit changes: 0.05 keeps nearly all, 1 keeps nothing. */
  strength: z.number().min(0.05, "A strength below 0.05 is a copy: make an exact copy, it is free.").max(1).default(0.6),
  /** Blob of the mask (`keepMask`): white where the picture may change; null: everywhere. */
  mask: sha256.nullable().default(null),
  /** Clips: where they begin and end. */
  firstFrame: draftFileSchema.nullable().default(null),
  lastFrame: draftFileSchema.nullable().default(null),
  /** The clip to extend or to enlarge. */
  clip: draftFileSchema.nullable().default(null),
  /** Length of a clip on the grid of 16 frames a second; up to 80 frames are one segment. */
  frames: z.number().int().min(1).max(mostFrames, "A clip has at most 960 frames (one minute).").default(80),
  chain: chainSchema.nullable().default(null),
  goesTo: goesToSchema.default({ to: "workspace" }),
  /** The film that it is made for, if any. */
  projectId: id.nullable().default(null),
});
export type CreateDraft = z.output<typeof createDraftSchema>;
