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
