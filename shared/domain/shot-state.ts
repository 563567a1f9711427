// What a shot asks of its creator or does at the moment: one word out of frame, approval, clips and jobs.
import type { StudioJobState } from "./job.ts";

export type ShotState =
  | "draft"
  | "to-approve"
  | "approved"
  | "unsent"
  | "unknown"
  | "queued"
  | "rendering"
  | "rendered"
  | "stale"
  | "failed"
  | "blocked"
  | "cancelled";

/** One segment of a shot: its newest clip against the shot as it is now, and the newest job that was sent for exactly that. */
export interface SegmentStanding {
  clip: "none" | "current" | "stale";
  /** State of the newest job for the shot as it is now; null where none was sent. */
  job: StudioJobState | null;
}

export interface ShotStanding {
  /** The frame of the shot as it is now is drawn and kept. */
  framed: boolean;
  approved: boolean;
  segments: readonly SegmentStanding[];
}

/** Open work first, the most certain knowledge of it before the least. */
const open: readonly [StudioJobState, ShotState][] = [
  ["running", "rendering"],
  ["unknown", "unknown"],
  ["queued", "queued"],
  ["unsent", "unsent"],
];
const ended: readonly [StudioJobState, ShotState][] = [
  ["blocked", "blocked"],
  ["failed", "failed"],
  ["cancelled", "cancelled"],
];

/** The state of a shot. A job whose clips have not all arrived on this computer still counts as rendering. */
export function shotState({ framed, approved, segments }: ShotStanding): ShotState {
  const missing = segments.filter((segment) => segment.clip !== "current");
  if (missing.length === 0 && segments.length > 0) return "rendered";
  for (const [job, state] of open) if (missing.some((segment) => segment.job === job)) return state;
  if (missing.some((segment) => segment.job === "succeeded")) return "rendering";
  for (const [job, state] of ended) if (missing.some((segment) => segment.job === job)) return state;
  if (segments.some((segment) => segment.clip !== "none")) return "stale";
  if (!framed) return "draft";
  return approved ? "approved" : "to-approve";
}
