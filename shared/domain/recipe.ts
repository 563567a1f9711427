// A recipe: everything needed to make a take again, and the hash by which two recipes are the same.
import type { Quality, Rating } from "./job.ts";
import type { ShotSnapshot } from "./shot.ts";

/** A character that a picture shows, as it was then. */
export interface UsedCharacter {
  id: string;
  version: number;
  /** The look that stood in the scene; absent where the story's own words did. */
  look?: string;
}

/** How a take was made. Written into the file's metadata and shown in the inspector. */
export interface Recipe {
  engine: string;
  /** Model or drawing version; for the draft engine the version of the drawing rules. */
  model: string;
  quality: Quality;
  rating: Rating;
  prompt: string;
  negative?: string;
  seed: number;
  /** What the sampler was told, where an engine has one. */
  steps?: number;
  guidance?: number;
  sampler?: string;
  /** How far it may leave the picture that it began with, 0 to 1. */
  strength?: number;
  /** Small models on top of the model. */
  loras?: { name: string; weight?: number; hash?: string }[];
  frames?: number;
  /** First frame of the segment in its shot, when the shot is longer than one segment. */
  start?: number;
  width: number;
  height: number;
  shot?: ShotSnapshot;
  /** SHA-256 of reference files, in order. */
  references: string[];
  /** How much each reference counted and what it was used for, where that was said: in their order, null where not. */
  weights?: (number | null)[];
  roles?: (string | null)[];
  /** What was done, where it is not plain from the rest: a picture changed or enlarged, a clip continued or enlarged. */
  task?: "edit" | "upscale" | "extend";
  /** SHA-256 of the picture or clip that was changed, enlarged or continued. */
  source?: string;
  /** SHA-256 of the mask: white where the picture might change. */
  mask?: string;
  /** SHA-256 of the frame that a clip ends on. */
  lastFrame?: string;
  /** Frames of the whole clip that this is a segment of. */
  total?: number;
  /** Characters of the library that it shows. */
  characters?: UsedCharacter[];
  /** SHA-256 of the frame that a clip starts from. */
  parentFrame?: string;
  /** True for everything the draft engine makes: an honest animatic, not a final picture. */
  draft: boolean;
}

/** JSON with sorted keys and without undefined members: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}
