// Schemas of the farm's HTTP API under /v1. Fastify routes, OpenAPI, the studio's client and the
// tests use the same ones. Unknown fields are refused.
import { z } from "zod";
import { jobKinds, jobStates, jobTypeNames, jobTypes, maxSegmentsPerJob, qualities, ratings } from "../domain/job.ts";
import { segmentFrames } from "../domain/timecode.ts";
import { engineAbilities } from "./abilities.ts";
import { errorBodySchema } from "./errors.ts";
import { shotSnapshotSchema } from "./shot.ts";

const id = z.uuid();
const time = z.iso.datetime({ offset: true });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const prompt = z.string().trim().min(1, "Write what the picture shows.").max(8000, "A prompt has at most 8,000 characters.");
const seed = z.number().int().min(0).max(0xffffffff);
/** A picture or clip by its hash, or `parent`: the first one that the job of `after` makes. */
const given = z
  .string()
  .regex(/^([0-9a-f]{64}|parent)$/, "Name a file by its SHA-256, or say parent for the result of the job of `after`.");
/** A reference picture: by its hash alone, or with how much it counts and what it is used for. */
const reference = z.union([
  given,
  z.strictObject({
    file: given,
    /** 1 is the engine's own measure. */
    weight: z.number().min(0).max(2).optional(),
    /** As GET /v1/farm names them: character, style, composition and the like. */
    role: z.string().min(1).max(40).optional(),
  }),
]);
const references = z.array(reference).max(16).default([]);
/** How a picture is found; what an engine honours of it, and within what, says GET /v1/farm. */
const sampling = {
  steps: z.number().int().min(1).max(200).optional(),
  guidance: z.number().min(0).max(50).optional(),
  sampler: z.string().min(1).max(60).optional(),
};

export const segmentInputSchema = z.strictObject({
  shotId: id.optional(),
  /** Place of this segment in its shot: first frame and the shot's whole length, for one camera path over all. */
  span: z.strictObject({ start: z.number().int().min(0), total: z.number().int().min(1).max(100_000) }).optional(),
  shot: shotSnapshotSchema.optional(),
  prompt,
  negative: z.string().max(4000).optional(),
  seed,
  frames: z.number().int().min(1).max(segmentFrames, `A segment has at most ${segmentFrames} frames (5 s): cut the shot into several.`),
  firstFrame: given.optional(),
  lastFrame: given.optional(),
  references,
  join: z.enum(["cut", "continue"]).default("cut"),
});
export type SegmentInput = z.infer<typeof segmentInputSchema>;

const size = { width: z.number().int().min(64).max(4096).optional(), height: z.number().int().min(64).max(4096).optional() };

const videoInputSchema = z.strictObject({
  segments: z.array(segmentInputSchema).min(1).max(maxSegmentsPerJob),
  /** A clip that the first segment goes on from. */
  extend: given.optional(),
  ...sampling,
  ...size,
});
const imageInputSchema = z.strictObject({
  prompt,
  negative: z.string().max(4000).optional(),
  seed,
  count: z.union([z.literal(1), z.literal(3), z.literal(6)]).default(1),
  shot: shotSnapshotSchema.optional(),
  references,
  ...sampling,
  ...size,
});
const imageEditInputSchema = z.strictObject({
  prompt,
  negative: z.string().max(4000).optional(),
  seed,
  /** The picture to change, by hash. */
  image: given,
  /** White where it may change; the whole picture where absent. */
  mask: sha256.optional(),
  /** Pixels over which the mask's edge fades. */
  feather: z.number().min(0).max(512).optional(),
  strength: z.number().min(0.05, "A strength below 0.05 is a copy: the studio makes it without a job, free.").max(1).default(0.6),
  count: z.union([z.literal(1), z.literal(3), z.literal(6)]).default(1),
  references,
  ...sampling,
  ...size,
});
const imageUpscaleInputSchema = z.strictObject({ image: given, scale: z.literal(2).default(2), seed: seed.default(0) });
const videoUpscaleInputSchema = z.strictObject({ clip: given, scale: z.literal(2).default(2), seed: seed.default(0) });
const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, "Write a language as en or en-GB.")
  .default("en");
const speechInputSchema = z.strictObject({
  text: z.string().trim().min(1, "Write what is said.").max(2000, "A line has at most 2,000 characters: cut it into several."),
  voice: z.string().min(1).max(120),
  language,
  speed: z.number().min(0.5).max(2).default(1),
  style: z.string().max(200).optional(),
  /** The dialogue line that it speaks, echoed back. */
  lineId: id.optional(),
  seed: seed.default(0),
});
const effectInputSchema = z.strictObject({
  prompt,
  seconds: z.number().min(0.5).max(30),
  loop: z.boolean().default(false),
  variations: z.number().int().min(1).max(4).default(1),
  steps: z.number().int().min(1).max(200).optional(),
  seed: seed.default(0),
});
const musicInputSchema = z.strictObject({
  prompt,
  seconds: z.number().min(10).max(300),
  /** Beats a minute. */
  tempo: z.number().int().min(30).max(240).optional(),
  key: z
    .string()
    .regex(/^[A-G][#b]?( (major|minor))?$/, "Write a key as C, F# minor or Bb major.")
    .optional(),
  /** Sung words; instrumental where absent. */
  lyrics: z.string().max(4000).optional(),
  seed: seed.default(0),
});
const enhanceInputSchema = z.strictObject({ prompt });
const storyboardInputSchema = z.strictObject({ story: z.string().min(1).max(2_000_000), fileName: z.string().max(255).optional() });
const chatInputSchema = z.strictObject({
  persona: z.string().max(8000).optional(),
  messages: z
    .array(z.strictObject({ role: z.enum(["user", "assistant"]), text: z.string().min(1).max(8000) }))
    .min(1)
    .max(200),
  seed: seed.default(0),
});

const common = {
  /** Chosen by the farm from the quality where absent. */
  engine: z.string().max(40).optional(),
  model: z.string().max(120).optional(),
  quality: z.enum(qualities).default("draft"),
  rating: z.enum(ratings).default("general"),
  /** The studio's own reference (project or shot), echoed back; never interpreted. */
  label: z.string().max(200).optional(),
  /** The shorthand that the job was sent by; see `jobSubmissionSchema`. */
  type: z.enum(jobTypeNames).optional(),
  /**
   * A job of the same account that must succeed first: its id, or in a batch `#0` for the first of it, `#1` for the second (one
   * that stands before this). Until then this one waits, its credits held. In its texts `{parent}` stands for the text that the
   * other makes, and `parent` in place of a file's hash for its first picture or clip; the rules are asked again once that is there.
   */
  after: z.union([id, z.string().regex(/^#\d{1,2}$/, "Name a job by its id, or one of the same batch as #0, #1 and so on.")]).optional(),
  /** Not done by then, it ends `failed` with `deadline_passed`: nothing is made that comes too late. */
  deadline: time.optional(),
};

export const jobRequestSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("video.generate"), ...common, input: videoInputSchema }),
  z.strictObject({ kind: z.literal("image.generate"), ...common, input: imageInputSchema }),
  z.strictObject({ kind: z.literal("image.edit"), ...common, input: imageEditInputSchema }),
  z.strictObject({ kind: z.literal("image.upscale"), ...common, input: imageUpscaleInputSchema }),
  z.strictObject({ kind: z.literal("video.upscale"), ...common, input: videoUpscaleInputSchema }),
  z.strictObject({ kind: z.literal("audio.speech"), ...common, input: speechInputSchema }),
  z.strictObject({ kind: z.literal("audio.effect"), ...common, input: effectInputSchema }),
  z.strictObject({ kind: z.literal("audio.music"), ...common, input: musicInputSchema }),
  z.strictObject({ kind: z.literal("text.enhance"), ...common, input: enhanceInputSchema }),
  z.strictObject({ kind: z.literal("text.storyboard"), ...common, input: storyboardInputSchema }),
  z.strictObject({ kind: z.literal("text.chat"), ...common, input: chatInputSchema }),
]);
/** A job as a client sends it. */
export type JobRequest = z.input<typeof jobRequestSchema>;
/** A job with all defaults filled in. */
export type JobSpec = z.output<typeof jobRequestSchema>;

/** Fills in what a job's `type` stands for; what was said beside it and differs is named. */
function expandType(value: unknown, context: z.RefinementCtx): unknown {
  if (typeof value !== "object" || value === null || !("type" in value)) return value;
  const { type } = value;
  if (typeof type !== "string" || !Object.hasOwn(jobTypes, type)) {
    context.addIssue({ code: "custom", path: ["type"], message: `There is no such type. There are: ${jobTypeNames.join(", ")}.` });
    return z.NEVER;
  }
  const meant: Record<string, string> = jobTypes[type as keyof typeof jobTypes];
  const sent = value as Record<string, unknown>;
  for (const [field, wanted] of Object.entries(meant)) {
    if (sent[field] === undefined || sent[field] === wanted) continue;
    context.addIssue({
      code: "custom",
      path: [field],
      message: `The type ${type} means ${wanted}. Leave this out, or leave the type out.`,
    });
  }
  return { ...sent, ...meant };
}

/** A job as POST /v1/jobs takes it: by kind, or by one of the nine types in place of kind, engine, quality and rating. */
export const jobSubmissionSchema = z.preprocess(expandType, jobRequestSchema);

export const batchRequestSchema = z.strictObject({
  jobs: z.array(jobSubmissionSchema).min(1).max(64),
  /** Spending limit of a film: a row checked in the same statement as the hold. */
  budget: z.strictObject({ key: z.string().min(1).max(120), limit: z.number().int().min(0) }).optional(),
});
export type BatchRequest = z.input<typeof batchRequestSchema>;

export const artifactKinds = ["clip", "proxy", "thumbnail", "image", "preview", "text", "audio", "captions"] as const;
export type ArtifactKind = (typeof artifactKinds)[number];

export const artifactRefSchema = z.object({
  id,
  kind: z.enum(artifactKinds),
  /** Segment of a video job, image of a batch; 0-based. */
  index: z.number().int().min(0),
  sha256,
  bytes: z.number().int().min(0),
  contentType: z.string(),
});
export type ArtifactRef = z.infer<typeof artifactRefSchema>;

export const artifactSchema = artifactRefSchema.extend({ url: z.string(), expiresAt: time });

/** Seconds until something happens: the median guess and the one that holds in 80 of 100 cases. */
export const etaSchema = z.object({ p50: z.number(), p80: z.number() });
export type Eta = z.infer<typeof etaSchema>;

const ended = { artifacts: z.array(artifactRefSchema), credits: z.number().int() };
export const jobEventSchema = z.discriminatedUnion("type", [
  /** It waits for the job that it follows. */
  z.object({ type: z.literal("waiting"), after: id }),
  z.object({
    type: z.literal("queued"),
    position: z.number().int().optional(),
    eta: etaSchema.optional(),
    retry: errorBodySchema.optional(),
    /** When it is tried again at the earliest. */
    retryAt: time.optional(),
  }),
  z.object({ type: z.literal("started"), node: z.string(), engine: z.string() }),
  z.object({ type: z.literal("phase"), phase: z.enum(["encode", "denoise", "decode", "check", "save"]) }),
  z.object({ type: z.literal("progress"), step: z.number().int(), total: z.number().int(), eta: z.number().optional() }),
  z.object({ type: z.literal("preview"), artifact: artifactRefSchema }),
  z.object({ type: z.literal("segment"), index: z.number().int(), artifacts: z.array(artifactRefSchema) }),
  z.object({ type: z.literal("paused"), reason: z.enum(["owner", "preempted"]) }),
  z.object({ type: z.literal("resumed") }),
  z.object({ type: z.literal("succeeded"), ...ended }),
  z.object({ type: z.literal("failed"), error: errorBodySchema, refunded: z.number().int(), ...ended }),
  /** `error` says why, where its owner did not cancel it. */
  z.object({ type: z.literal("cancelled"), refunded: z.number().int(), error: errorBodySchema.optional(), ...ended }),
  z.object({ type: z.literal("blocked"), rule: z.string(), field: z.string(), message: z.string(), appealable: z.boolean() }),
]);
export type JobEvent = z.infer<typeof jobEventSchema>;

/** One event of a job, numbered under the job's row lock, without gaps from 1. */
export const numberedEventSchema = z.object({ seq: z.number().int().min(1), at: time, event: jobEventSchema });
export type NumberedEvent = z.infer<typeof numberedEventSchema>;

export const jobSchema = z.object({
  id,
  kind: z.enum(jobKinds),
  /** The shorthand that it was sent by. */
  type: z.enum(jobTypeNames).nullable().optional(),
  engine: z.string(),
  quality: z.enum(qualities),
  rating: z.enum(ratings),
  label: z.string().nullable(),
  /** The job that it follows, and whether it waits for it still. */
  after: id.nullable().optional(),
  waiting: z.boolean().optional(),
  deadline: time.nullable().optional(),
  state: z.enum(jobStates),
  heldBack: z.boolean(),
  priceList: z.string(),
  held: z.number().int(),
  captured: z.number().int(),
  lastSeq: z.number().int(),
  createdAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  artifacts: z.array(artifactRefSchema),
  error: errorBodySchema.nullable(),
  blocked: z.object({ rule: z.string(), field: z.string(), message: z.string(), appealable: z.boolean() }).nullable(),
  position: z.number().int().nullable(),
  eta: etaSchema.nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const jobAnswerSchema = z.object({ job: jobSchema });
export const batchAnswerSchema = z.object({ jobs: z.array(jobSchema) });
export const jobListSchema = z.object({ jobs: z.array(jobSchema), next: z.string().nullable() });
export const jobEventsSchema = z.object({ events: z.array(numberedEventSchema) });

export const creditsSchema = z.object({
  available: z.number().int(),
  held: z.number().int(),
  lots: z.array(z.object({ source: z.string(), amount: z.number().int(), remaining: z.number().int(), expiresAt: time.nullable() })),
});
export type Credits = z.infer<typeof creditsSchema>;

/** A film's spending limit and what is used of it. */
export const budgetsSchema = z.object({
  budgets: z.array(
    z.object({ key: z.string(), limit: z.number().int(), held: z.number().int(), captured: z.number().int(), left: z.number().int() }),
  ),
});
export type Budgets = z.infer<typeof budgetsSchema>;

const ledgerKinds = ["grant", "capture", "expiry", "grace", "refund"] as const;
/** One movement of credits: fields for programs, and two sentences for people. */
export const ledgerLineSchema = z.object({
  id,
  kind: z.enum(ledgerKinds),
  jobId: id.nullable(),
  /** Where the credits of this movement came from at first. */
  source: z.string(),
  /** Positive: came in. */
  amount: z.number().int(),
  at: time,
  /** Credits of the account after this movement, those held included. */
  balance: z.number().int(),
  /** When the credits of this lot expire. */
  expiresAt: time.nullable(),
  job: z
    .object({
      kind: z.enum(jobKinds),
      quality: z.enum(qualities),
      label: z.string().nullable(),
      price: z.number().int(),
      units: z.number().int(),
      delivered: z.number().int(),
    })
    .nullable(),
  words: z.string(),
});
export type LedgerLine = z.infer<typeof ledgerLineSchema>;
export const ledgerSchema = z.object({ lines: z.array(ledgerLineSchema), next: z.string().nullable() });

const planSchema = z.object({
  name: z.string(),
  creditsPerMonth: z.number().int(),
  /** Price a month in US cents; null where it is not sold. */
  centsPerMonth: z.number().int().nullable(),
  /** Share of the farm against other accounts that wait. */
  weight: z.number().int(),
  /** Jobs that may wait or run at once. */
  openJobs: z.number().int(),
  entitlements: z.array(z.string()),
});
export const plansSchema = z.object({ plans: z.array(planSchema) });

export const appealRequestSchema = z.strictObject({
  /** The blocked text again: the farm kept none of it. */
  text: z.string().min(1).max(20_000),
  /** That people of the farm may read the text to decide. */
  consent: z.literal(true, "An appeal needs your consent that people read the text."),
  statement: z.string().max(2000).optional(),
});
export const appealSchema = z.object({
  id,
  jobId: id,
  rule: z.string(),
  /** `upheld`: the block stays. `released`: the same text may be sent again, or what the output check held is handed out. */
  state: z.enum(["open", "upheld", "released"]),
  createdAt: time,
  decidedAt: time.nullable().optional(),
  /** Why it was decided so. */
  reason: z.string().nullable().optional(),
});
export type Appeal = z.infer<typeof appealSchema>;
export const appealAnswerSchema = z.object({ appeal: appealSchema });

export const quoteRequestSchema = z.strictObject({
  kind: z.enum(jobKinds),
  quality: z.enum(qualities),
  /** Number of segments wanted of each scene; jobs never span scenes. */
  scenes: z.array(z.number().int().min(0).max(10_000)).max(2000),
  /** Length of one result in seconds, for audio. */
  seconds: z.number().min(0).max(300).optional(),
  /** Limits of a film, to see what would be left of one. */
  budget: z.string().min(1).max(120).optional(),
});
export const quoteSchema = z.object({
  priceList: z.string(),
  credits: z.number().int(),
  scenes: z.array(z.object({ jobs: z.array(z.number().int()), credits: z.number().int() })),
  /** Seconds until all of it would be done if it were sent now; null where no engine serves it. */
  eta: etaSchema.nullable(),
  /** Credits that the account has for it, and that are left of the named film's limit (null: no limit). */
  available: z.number().int().optional(),
  budgetLeft: z.number().int().nullable().optional(),
});
export type Quote = z.infer<typeof quoteSchema>;

export const accountSchema = z.object({
  id,
  email: z.string(),
  name: z.string(),
  plan: z.string(),
  createdAt: time,
  /** True where the farm signed its own owner in by itself. */
  localOwner: z.boolean(),
  /** True where signing in takes a code beside the password. Absent in answers of an older farm. */
  twoFactor: z.boolean().optional(),
});
export type Account = z.infer<typeof accountSchema>;

export const farmSchema = z.object({
  name: z.string(),
  version: z.string(),
  priceList: z.string(),
  engines: z.array(
    z.object({
      id: z.string(),
      kinds: z.array(z.enum(jobKinds)),
      qualities: z.array(z.enum(qualities)),
      models: z.array(z.string()),
      ...engineAbilities,
    }),
  ),
  nodes: z.array(z.object({ id: z.string(), name: z.string(), up: z.boolean(), gpu: z.string().nullable() })),
  queue: z.array(z.object({ engine: z.string(), queued: z.number().int(), running: z.number().int(), wait: etaSchema })),
});
export type Farm = z.infer<typeof farmSchema>;

export const ticketSchema = z.object({ ticket: z.string(), expiresAt: time });
export const jobOrderSchema = z.strictObject({ jobs: z.array(id).min(1).max(1000) });
