// What a take was made from, and whether it still is so. Pure: the core hashes the texts that come from
// here, and an equal hash means an equal picture. A number that only says where a shot stands in its film
// is no part of it, so that a new shot beside it makes no other take stale.
import { canonicalJson } from "./recipe.ts";
import type { SegmentSpan } from "./segments.ts";
import type { ShotSnapshot } from "./shot.ts";

/** The canonical text of what an approval of the shot stands for: all of the snapshot but its numbers. */
export function contentText(snapshot: ShotSnapshot): string {
  const { sceneNumber: _scene, shotNumber: _shot, ...content } = snapshot;
  return canonicalJson(content);
}

/** The canonical text of what one kept frame is drawn from: the whole snapshot, the drawing rules' version, the film's language. */
export function frameText(snapshot: ShotSnapshot, drawingVersion: string, language: string): string {
  return canonicalJson({ snapshot, drawingVersion, language });
}

/** What one clip of a shot is made from. */
export interface ClipBasis {
  snapshot: ShotSnapshot;
  span: SegmentSpan;
  /** Frames of the whole shot: one camera path runs over all of its segments. */
  total: number;
  quality: string;
  /** Hashes of the references it is made with, where there are any. */
  references?: readonly string[];
}

/** The canonical text of what one clip is made from: content, place in the shot, quality. */
export function clipText({ snapshot, span, total, quality, references = [] }: ClipBasis): string {
  const used = references.length === 0 ? undefined : references;
  return canonicalJson({ content: contentText(snapshot), start: span.start, frames: span.frames, total, quality, references: used });
}

/** Words for the parts of a shot beside its people, in the order in which a creator meets them. */
const parts: readonly [keyof ShotSnapshot, string][] = [
  ["action", "action"],
  ["dialogue", "dialogue"],
  ["size", "shot size"],
  ["angle", "angle"],
  ["move", "camera move"],
  ["place", "place"],
  ["setting", "setting"],
  ["time", "time of day"],
  ["weather", "weather"],
  ["mood", "mood"],
  ["props", "props"],
  ["seed", "seed"],
  ["sceneSeed", "light of the scene"],
];

/** What differs between two snapshots, in words: ["action", "mood"]. Empty when the content is equal. */
export function changesBetween(before: ShotSnapshot, after: ShotSnapshot): string[] {
  const changed = parts.filter(([key]) => canonicalJson(before[key]) !== canonicalJson(after[key])).map(([, word]) => word);
  if (canonicalJson(before.cast) === canonicalJson(after.cast)) return changed;
  const undressed = ({ cast }: ShotSnapshot) => cast.map(({ look: _look, wears: _wears, ...person }) => person);
  return [canonicalJson(undressed(before)) === canonicalJson(undressed(after)) ? "look" : "cast", ...changed];
}
