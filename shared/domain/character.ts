// The words of a character: what is said of it, its references by angle, its looks, and how references stand with consent.
import type { LookId, ReferenceId } from "./ids.ts";
import type { Look } from "./shot.ts";

/** The angles of a turnaround, in the order in which they stand on a page. */
export const angles = ["front", "three-quarter", "profile", "back", "full-body", "expression"] as const;
export type Angle = (typeof angles)[number];

export const angleLabels: Record<Angle, string> = {
  front: "Front",
  "three-quarter": "Three-quarter",
  profile: "Profile",
  back: "Back",
  "full-body": "Full body",
  expression: "Expression",
};

/** Where a reference comes from. */
export const referenceOrigins = ["made", "own-photo", "licensed", "other"] as const;
export type ReferenceOrigin = (typeof referenceOrigins)[number];

/** Whom a reference shows. */
export const referenceSubjects = ["fictional", "self", "other-person"] as const;
export type ReferenceSubject = (typeof referenceSubjects)[number];

/**
 * How a reference stands: `fictional` needs no consent; `on-record` has one that holds; `unstated`: nothing is said of it;
 * `needed`: a real person without one; `expired` and `revoked`: it held once. `none`: a character without references.
 */
export const consentStates = ["none", "fictional", "on-record", "unstated", "needed", "expired", "revoked"] as const;
export type ConsentState = (typeof consentStates)[number];

/** What a creator says of a character. */
export interface CharacterProfile {
  name: string;
  aliases: string[];
  roleLine: string;
  persona: string;
  traits: string[];
  voice: string;
  /** `#rrggbb` each. */
  palette: string[];
  age: { years: number | null; statement: string; adult: boolean };
}

/** A look: what is drawn, and the rest in words. */
export interface LookWords {
  name: string;
  look: Look;
  costume: string;
  hair: string;
  props: string[];
}

/** One reference of a version: which picture, from which angle. */
export interface VersionReference {
  id: ReferenceId;
  hash: string;
  angle: Angle;
  main: boolean;
}

/** A character as it is in one version: everything that a take may depend on. */
export interface CharacterContent {
  profile: CharacterProfile;
  /** In the order of the page. */
  references: VersionReference[];
  looks: (LookWords & { id: LookId })[];
}

/** The name as it is compared: without case, width and spaces that do not matter. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").replaceAll(/\s+/gu, " ").trim().toLocaleLowerCase("en");
}

/** A character's fields when nothing is said yet. */
export function emptyProfile(name: string): CharacterProfile {
  return {
    name,
    aliases: [],
    roleLine: "",
    persona: "",
    traits: [],
    voice: "",
    palette: [],
    age: { years: null, statement: "", adult: false },
  };
}
