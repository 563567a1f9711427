// From a timeline to pieces: runs of frames that are copied as they are, the few frames at a seam that are
// encoded anew, and dissolves. Pure; the plan is kept with the export, so that a run never reads what changes.
import { gopFrames } from "../../shared/media/encode.ts";
import type { Timeline } from "../film/timeline.ts";
import type { CaptionCue } from "./captions.ts";

export type Piece =
  | { kind: "body"; clip: string; from: number; frames: number; /** The whole clip: its file is the piece. */ whole: boolean }
  | { kind: "dissolve"; a: string; aFrom: number; b: string; bFrom: number; frames: number };

/** Everything an export is made from. */
export interface FilmPlan {
  title: string;
  pieces: Piece[];
  frames: number;
  captions: CaptionCue[];
  /** Text members of the file. */
  metadata: Record<string, string>;
  /** Labels of shots that were left out. */
  missing: string[];
  /** Takes that are drafts. */
  drafts: number;
  poster: string | null;
}

/** A run of frames of one clip, cut where packets can be copied: only what lies off the grid of key frames is encoded anew. */
function bodyPieces(clip: string, clipFrames: number, from: number, to: number): Piece[] {
  const piece = (start: number, end: number): Piece[] =>
    end > start ? [{ kind: "body", clip, from: start, frames: end - start, whole: start === 0 && end === clipFrames }] : [];
  const first = Math.min(to, Math.ceil(from / gopFrames) * gopFrames);
  const last = to === clipFrames ? to : Math.max(first, Math.floor(to / gopFrames) * gopFrames);
  return [...piece(from, first), ...piece(first, last), ...piece(last, to)];
}

/** The pieces of a timeline, in film order. */
export function piecesOf(timeline: Timeline): Piece[] {
  return timeline.items.flatMap((item, index): Piece[] => {
    const body = bodyPieces(item.clip.hash, item.clip.frames, item.in, item.out);
    const next = timeline.items[index + 1];
    if (item.transition === null || next === undefined) return body;
    const { frames } = item.transition;
    return [...body, { kind: "dissolve", a: item.clip.hash, aFrom: item.out, b: next.clip.hash, bFrom: next.in - frames, frames }];
  });
}
