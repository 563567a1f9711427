// The workspace: what was just made arrives here first and is kept, discarded, compared or sent on. One group a job,
// also while it waits and runs; results fill it as they arrive.
import { z } from "zod";
import { qualities } from "../../domain/job.ts";
import { jobViewSchema } from "./views.ts";

const id = z.uuid();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const at = z.iso.datetime({ offset: true });
const none = z.strictObject({});
const someAssets = z.array(id).min(1).max(1000);

const itemStates = ["waiting", "making", "arriving", "lost", "staged", "kept", "discarded"] as const;

/** A place of a group: a result, or the place where one will stand. */
export const workspaceItemSchema = z.object({
  /** Place in the group, from 0. */
  index: z.number().int(),
  /**
   * `waiting`: not begun. `making`: the farm works on it. `arriving`: made, and on its way to this computer. `lost`: it ended without
   * it, and the group's job says why. `discarded`: gone at `goneAt`.
   */
  state: z.enum(itemStates),
  /** Null until it is here. */
  assetId: id.nullable(),
  name: z.string(),
  kind: z.enum(["image", "clip", "audio", "document"]),
  /** The file itself (`media + hash`). */
  hash: sha256.nullable(),
  /** A still of a clip, where the farm sent one. */
  poster: sha256.nullable(),
  /** A small moving copy of a clip. */
  proxy: sha256.nullable(),
  /** Newest preview while it is made. */
  preview: sha256.nullable(),
  /** 0 to 1 while it is made. */
  progress: z.number().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  frames: z.number().int().nullable(),
  seconds: z.number().nullable(),
  seed: z.number().int().nullable(),
  stars: z.number().int(),
  /** When a discarded one is gone. */
  goneAt: at.nullable(),
  /** Where it was sent, in words: "Shot 3B, as a take". */
  sentTo: z.array(z.string()),
});
export type WorkspaceItem = z.output<typeof workspaceItemSchema>;

export const workspaceGroupSchema = z.object({
  /** The job's id where it has one. */
  id,
  /** What was asked for, in the film's own words; else the file's name. */
  title: z.string(),
  /** "SDXL, high, 3 images". */
  facts: z.string(),
  kind: z.enum(["image", "edit", "upscale", "clip", "extend", "copy"]),
  quality: z.enum(qualities).nullable(),
  projectId: id.nullable(),
  createdAt: at,
  /** The job with its place, wait, progress and failure; null for what the core made by itself. */
  job: jobViewSchema.nullable(),
  /** Results that were asked for. */
  count: z.number().int(),
  items: z.array(workspaceItemSchema),
  /** True where "then a clip" waits for the choice of an image (`create.clipFrom`). */
  chain: z.boolean(),
});
export type WorkspaceGroup = z.output<typeof workspaceGroupSchema>;

/** What was done, to be taken back with `workspace.undo`. */
const doneSchema = z.object({
  undoId: id,
  /** "3 images kept". */
  text: z.string(),
  groups: z.array(workspaceGroupSchema),
});

export const workspaceContract = {
  /** Newest first; `next` opens the page after. */
  groups: {
    input: z.strictObject({
      cursor: z.string().max(120).optional(),
      limit: z.number().int().min(1).max(50).default(12),
      show: z.enum(["all", "images", "clips"]).default("all"),
    }),
    output: z.object({
      groups: z.array(workspaceGroupSchema),
      next: z.string().nullable(),
      /** Items that wait for a decision, of all groups. */
      fresh: z.number().int(),
    }),
  },
  group: { input: z.strictObject({ groupId: id }), output: workspaceGroupSchema },
  keep: { input: z.strictObject({ assetIds: someAssets }), output: doneSchema },
  /** Gone after a day; until then it stands where it stood. */
  discard: { input: z.strictObject({ assetIds: someAssets }), output: doneSchema },
  /** Everything that waits for a decision: of one group, or of all. */
  keepAll: { input: z.strictObject({ groupId: id.optional() }), output: doneSchema },
  /** Takes back what keep, discard, keepAll or sendToLibrary did; what changed since stays as it is. */
  undo: { input: z.strictObject({ undoId: id }), output: z.object({ text: z.string(), groups: z.array(workspaceGroupSchema) }) },
  /** Away from the workspace: what it holds stays where it is in the library, what waits is kept. */
  putAway: { input: z.strictObject({ groupId: id }), output: doneSchema },
  /** Into the library, with a collection of it if one is named. */
  sendToLibrary: { input: z.strictObject({ assetIds: someAssets, collectionId: id.optional() }), output: doneSchema },
  /** A take of the shot: an image as a frame, a clip as the clip of a segment (the first one without one). Undone in the film's own log. */
  sendToShot: {
    input: z.strictObject({ assetId: id, shotId: id, segment: z.number().int().min(0).optional() }),
    output: z.object({ takeId: id, projectId: id, text: z.string(), group: workspaceGroupSchema.nullable() }),
  },
  /** References of the character, with a consent record that says they were made here. */
  sendToCharacter: {
    input: z.strictObject({ assetIds: someAssets, characterId: id, angle: z.string().max(40).optional() }),
    output: z.object({ text: z.string(), groups: z.array(workspaceGroupSchema) }),
  },
  /** How many wait for a decision; for the rail. */
  fresh: { input: none, output: z.object({ fresh: z.number().int() }) },
} as const;

export const workspaceEvents = {
  /** A group came, changed or (null) went: the screen puts it in its place by `createdAt` and id. */
  "workspace.group": z.object({ groupId: id, group: workspaceGroupSchema.nullable(), fresh: z.number().int() }),
} as const;
