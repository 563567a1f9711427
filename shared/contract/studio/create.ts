// Create: making images and clips with every parameter: what the connected farm can do, price and wait, sending,
// exact copies, presets, drafts, masks and better words.
import { z } from "zod";
import { jobKinds, qualities } from "../../domain/job.ts";
import { etaSchema } from "../farm-http.ts";
import { createDraftSchema, createTasks } from "./draft.ts";
import { jobViewSchema } from "./views.ts";

const id = z.uuid();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const at = z.iso.datetime({ offset: true });
const none = z.strictObject({});
const done = z.object({});
const presetName = z.string().trim().min(1, "A preset needs a name.").max(80, "A preset's name has at most 80 characters.");

/** Members of a draft that an engine may or may not honour. */
export const createParameters = [
  "model",
  "size",
  "count",
  "seed",
  "steps",
  "guidance",
  "sampler",
  "negative",
  "references",
  "weight",
  "role",
  "strength",
  "mask",
  "firstFrame",
  "lastFrame",
  "frames",
] as const;
export type CreateParameter = (typeof createParameters)[number];

/** What a person should know of how it is honoured; null where there is nothing. */
const note = z.string().nullable();
/** One control: what may be set, or why it is off. */
const parameterStateSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("off"), reason: z.string() }),
  z.object({
    state: z.literal("number"),
    min: z.number(),
    max: z.number(),
    step: z.number(),
    /** Null: the engine chooses. */
    default: z.number().nullable(),
    note,
  }),
  /** Values as texts, those of `count` too. */
  z.object({ state: z.literal("choice"), options: z.array(z.string()), default: z.string().nullable(), note }),
  /** One of `sizes` (`default`: which of them stands when none is named); any within `range` where the engine takes others too. */
  z.object({
    state: z.literal("size"),
    sizes: z.array(z.object({ width: z.number().int(), height: z.number().int() })),
    default: z.number().int(),
    range: z.object({ min: z.number(), max: z.number(), step: z.number() }).optional(),
    note: note.optional(),
  }),
  /** Files of the library: at most so many. */
  z.object({ state: z.literal("files"), most: z.number().int(), note }),
  z.object({ state: z.literal("text"), most: z.number().int(), note }),
]);
export type CreateAbility = z.output<typeof parameterStateSchema>;

/** What one engine does of one task, at each of its qualities. */
const taskAbilitySchema = z.object({
  task: z.enum(createTasks),
  /** Null where the engine does it; else why not, in words. */
  off: z.string().nullable(),
  note,
  parameters: z.record(z.enum(createParameters), parameterStateSchema),
});
export type TaskAbility = z.output<typeof taskAbilitySchema>;

const engineAbilitySchema = z.object({
  id: z.string(),
  /** "Draft engine", "SDXL". */
  name: z.string(),
  kinds: z.array(z.enum(jobKinds)),
  qualities: z.array(z.enum(qualities)),
  models: z.array(z.object({ id: z.string(), name: z.string(), bytes: z.number() })),
  /** One for each of the tasks, in their order. */
  tasks: z.array(taskAbilitySchema),
  /** Seconds until a job of this engine would begin; null while that is not known. */
  wait: etaSchema.nullable(),
});
export type EngineAbility = z.output<typeof engineAbilitySchema>;

export const abilitiesSchema = z.object({
  /** True while a farm is there; the engines are those last seen otherwise. */
  connected: z.boolean(),
  farm: z.string().nullable(),
  /** Why making waits, in words, and what happens with what is sent now; null while a farm is there. */
  waits: z.string().nullable(),
  /** What needs no farm, in words. */
  offline: z.array(z.string()),
  engines: z.array(engineAbilitySchema),
  /** Tasks that no engine of the farm does, with the reason; also what a quality would choose. */
  tasks: z.array(
    z.object({
      task: z.enum(createTasks),
      off: z.string().nullable(),
      /** The engine that the farm chooses for a quality when none is named; null where none serves it. */
      engines: z.record(z.enum(qualities), z.string().nullable()),
    }),
  ),
});
export type Abilities = z.output<typeof abilitiesSchema>;

const refusalSchema = z.object({
  /** Member of the draft: "steps", "references.1", "prompt". */
  field: z.string(),
  reason: z.string(),
});

export const createQuoteSchema = z.object({
  /** What is sent now, then what would follow it ("then a clip"), which asks again. */
  steps: z.array(
    z.object({
      /** "3 images, SDXL", "Then a clip, 5 s". */
      title: z.string(),
      /** False for what follows and is not sent now. */
      now: z.boolean(),
      engine: z.string().nullable(),
      credits: z.number().int(),
      /** Seconds until it is here; null while the farm is away. */
      wait: etaSchema.nullable(),
    }),
  ),
  /** Credits of what is sent now. */
  credits: z.number().int(),
  /** Seconds until what is sent now is here; null while the farm is away. */
  wait: etaSchema.nullable(),
  available: z.number().int().nullable(),
  priceList: z.string().nullable(),
  /** Files of the library that go along, as far as the farm does not have them: how many, and their bytes together. */
  files: z.object({ count: z.number().int(), bytes: z.number() }),
  /** What of the draft cannot be sent, by field. Empty: it may be pressed. */
  refused: z.array(refusalSchema),
  /** Why nothing can be sent now that is no matter of a field (credits, price list); null where there is none. */
  blockedBy: z.string().nullable(),
});
export type CreateQuote = z.output<typeof createQuoteSchema>;

export const presetSchema = z.object({
  id,
  name: z.string(),
  /** What it sets. Files of the library are no part of a preset. */
  draft: createDraftSchema,
  createdAt: at,
  changedAt: at,
});
export type Preset = z.output<typeof presetSchema>;
const presets = z.object({ presets: z.array(presetSchema) });

const recipeDraft = z.object({
  draft: createDraftSchema,
  /** What of the recipe is not the same here, in words ("The reference is not in this library any more."). */
  notes: z.array(z.string()),
});

export const createContract = {
  /** What the connected farm's engines can do now; asked again after `farm.changed`. */
  abilities: { input: none, output: abilitiesSchema },
  /** Credits, wait and what of the draft is refused. Sends nothing. */
  quote: { input: z.strictObject({ draft: createDraftSchema }), output: createQuoteSchema },
  /**
   * Sends a draft; without a farm it waits in the outbox. Answers the job and the group of the workspace where its results
   * arrive (their ids are the same). Fails with `fields` that name members of the draft. `expectedCredits`: the price shown.
   */
  submit: {
    input: z.strictObject({ draft: createDraftSchema, expectedCredits: z.number().int().optional() }),
    output: z.object({ groupId: id, job: jobViewSchema }),
  },
  /** A new asset with the very same bytes: free, at once, without a farm. It stands in the workspace. */
  exactCopy: { input: z.strictObject({ assetId: id }), output: z.object({ assetId: id, groupId: id }) },
  /** Better words for a prompt, by the farm's text engine. The prompt itself is not touched. */
  enhance: {
    input: z.strictObject({ prompt: z.string().trim().min(1, "Write what the picture shows.").max(8000) }),
    output: z.object({ prompt: z.string(), changes: z.array(z.string()), engine: z.string() }),
  },
  presets: { input: none, output: presets },
  /** Keeps a preset; one of the same name (however it is capitalised) is replaced when `replace`, else it is a conflict. */
  savePreset: {
    input: z.strictObject({ name: presetName, draft: createDraftSchema, replace: z.boolean().default(false) }),
    output: presetSchema,
  },
  renamePreset: { input: z.strictObject({ presetId: id, name: presetName }), output: presetSchema },
  removePreset: { input: z.strictObject({ presetId: id }), output: done },
  /** Brings a removed preset back, while the core runs. */
  restorePreset: { input: z.strictObject({ presetId: id }), output: presetSchema },
  /** The text of a preset file (docs/presets.md): one preset, or all of them without ids. */
  exportPresets: {
    input: z.strictObject({ presetIds: z.array(id).max(1000).default([]) }),
    output: z.object({ fileName: z.string(), text: z.string() }),
  },
  /** Reads a preset file. A name that is taken gets a number; what cannot be used is said. */
  importPresets: {
    input: z.strictObject({ text: z.string().max(1_000_000, "A preset file has at most 1 MB.") }),
    output: z.object({ presets: z.array(presetSchema), skipped: z.array(z.object({ name: z.string(), reason: z.string() })) }),
  },
  /** The draft as it was left, also by an earlier run; a fresh one at first. */
  current: { input: none, output: z.object({ draft: createDraftSchema }) },
  /** Keeps the draft as it stands. */
  keepDraft: { input: z.strictObject({ draft: createDraftSchema }), output: done },
  /** The draft that would make an asset again; touches nothing. */
  draftOf: { input: z.strictObject({ assetId: id }), output: recipeDraft },
  /** The draft of "then a clip" for an image that was made with it, or of a plain clip that begins with the image. */
  clipFrom: { input: z.strictObject({ assetId: id }), output: recipeDraft },
  /** Keeps a painted mask (PNG, base64; white where the picture may change) as a file of the library. */
  keepMask: {
    input: z.strictObject({ base64: z.string().min(1).max(24_000_000, "A mask has at most 16 MB.") }),
    output: z.object({
      hash: sha256,
      width: z.number().int(),
      height: z.number().int(),
      /** Share that may change, 0 to 1. */ share: z.number(),
    }),
  },
} as const;

export const createEvents = {
  /** Presets changed: ask again. */
  "create.presets": z.object({}),
} as const;
