// A job: one unit of work on the farm, its kinds and the states it may go through.

export const jobKinds = [
  "image.generate",
  "image.edit",
  "image.upscale",
  "video.generate",
  "video.upscale",
  "text.enhance",
  "text.chat",
  "text.storyboard",
  "audio.speech",
  "audio.music",
  "audio.effect",
] as const;
export type JobKind = (typeof jobKinds)[number];

export const qualities = ["draft", "fast", "high"] as const;
export type Quality = (typeof qualities)[number];

export const ratings = ["general", "mature"] as const;
export type Rating = (typeof ratings)[number];

/** States that the farm knows. */
export const jobStates = ["queued", "running", "succeeded", "failed", "cancelled", "blocked"] as const;
export type JobState = (typeof jobStates)[number];

/** The studio adds two: in the outbox, and sent with the answer lost (never shown as done). */
export const studioJobStates = ["unsent", "unknown", ...jobStates] as const;
export type StudioJobState = (typeof studioJobStates)[number];

/** The moves that a job may make on the farm. A lost node returns a running job to the queue. */
const transitions: Record<JobState, readonly JobState[]> = {
  queued: ["running", "cancelled", "failed"],
  running: ["queued", "succeeded", "failed", "cancelled", "blocked"],
  succeeded: [],
  failed: [],
  cancelled: [],
  blocked: [],
};

/** True when a job may go from `from` to `to`. */
export function canMove(from: JobState, to: JobState): boolean {
  return transitions[from].includes(to);
}

/** True when nothing can happen to the job any more. */
export function isTerminal(state: StudioJobState): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled" || state === "blocked";
}

export const jobPhases = ["encode", "denoise", "decode", "check", "save"] as const;
export type JobPhase = (typeof jobPhases)[number];

/** Most segments in one video job (domain: one minute). */
export const maxSegmentsPerJob = 12;

/**
 * The job types of the product's first specification: each a shorthand for kind, engine, quality and rating.
 * The engines are ids like any other; a farm that has no such engine refuses the type by name.
 */
export const jobTypes = {
  sdxl_image_fast: { kind: "image.generate", engine: "sdxl", quality: "fast", rating: "general" },
  sdxl_image_high: { kind: "image.generate", engine: "sdxl", quality: "high", rating: "general" },
  image_fast: { kind: "image.generate", engine: "wan", quality: "fast", rating: "general" },
  image_high: { kind: "image.generate", engine: "wan", quality: "high", rating: "general" },
  video_fast: { kind: "video.generate", engine: "wan", quality: "fast", rating: "general" },
  video_high: { kind: "video.generate", engine: "wan", quality: "high", rating: "general" },
  chat_enhance: { kind: "text.enhance", engine: "qwen", quality: "fast", rating: "general" },
  chat_conversation: { kind: "text.chat", engine: "qwen", quality: "fast", rating: "general" },
  chat_unrestricted: { kind: "text.chat", engine: "qwen", quality: "fast", rating: "mature" },
} as const satisfies Record<string, { kind: JobKind; engine: string; quality: Quality; rating: Rating }>;
export type JobType = keyof typeof jobTypes;
export const jobTypeNames = Object.keys(jobTypes) as [JobType, ...JobType[]];
