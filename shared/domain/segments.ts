// Segments: the pieces of at most 80 frames (5 s) that a shot is rendered in. A longer shot is
// several segments joined by `continue`; each ends as its own clip, recipe and take.
import { segmentFrames } from "./timecode.ts";

export type SegmentJoin = "cut" | "continue";

/** The frames of one segment inside its shot. */
export interface SegmentSpan {
  /** 0-based place in the shot. */
  index: number;
  /** First frame, counted in the shot. */
  start: number;
  frames: number;
  join: SegmentJoin;
}

/**
 * Cuts a shot of `frames` frames into the fewest segments, as even as whole frames allow, so that no
 * segment is a stub. Throws RangeError when `frames` is not a positive integer.
 */
export function segmentsOfShot(frames: number): SegmentSpan[] {
  if (!Number.isInteger(frames) || frames < 1) throw new RangeError(`a shot has at least one frame, not ${frames}`);
  const count = Math.ceil(frames / segmentFrames);
  return Array.from({ length: count }, (_, index) => {
    const start = Math.floor((frames * index) / count);
    const end = Math.floor((frames * (index + 1)) / count);
    return { index, start, frames: end - start, join: index === 0 ? "cut" : "continue" };
  });
}
