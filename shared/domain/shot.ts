// The words for one camera view: size, angle, movement, and the place and people it shows. A shot
// snapshot is everything that a frame is drawn from; it travels with a video segment to the farm.

export const shotSizes = ["extreme-wide", "wide", "full", "medium", "medium-close", "close", "extreme-close", "insert"] as const;
export type ShotSize = (typeof shotSizes)[number];

export const shotAngles = ["eye", "low", "high", "overhead", "dutch"] as const;
export type ShotAngle = (typeof shotAngles)[number];

export const shotMoves = [
  "static",
  "push-in",
  "pull-out",
  "track-left",
  "track-right",
  "pan-left",
  "pan-right",
  "tilt-up",
  "tilt-down",
  "crane-up",
  "handheld",
] as const;
export type ShotMove = (typeof shotMoves)[number];

export const timesOfDay = ["dawn", "day", "golden", "dusk", "night"] as const;
export type TimeOfDay = (typeof timesOfDay)[number];

export const weathers = ["clear", "wind", "rain", "snow", "fog", "storm"] as const;
export type Weather = (typeof weathers)[number];

export const moods = ["calm", "tense", "joyful", "melancholic", "mysterious"] as const;
export type Mood = (typeof moods)[number];

export const settings = ["exterior", "interior"] as const;
export type Setting = (typeof settings)[number];

export const postures = ["standing", "walking", "running", "sitting", "crouching", "pointing", "reaching"] as const;
export type Posture = (typeof postures)[number];

export const facings = ["left", "right", "camera", "away"] as const;
export type Facing = (typeof facings)[number];

export const ages = ["child", "teen", "adult", "old"] as const;
export type Age = (typeof ages)[number];

export const hairs = ["short", "long", "bun", "pony", "curly", "bald", "cap", "beanie", "hood"] as const;
export type Hair = (typeof hairs)[number];

export const garments = ["coat", "jacket", "dress", "jumper", "uniform"] as const;
export type Garment = (typeof garments)[number];

/** A character's costume and hair in a scene, as far as the text or the creator says. */
export interface Look {
  /** Costume colour, `#rrggbb`. */
  colour?: string;
  wear?: Garment;
  hair?: Hair;
  grey?: boolean;
  beard?: boolean;
  /** Scarf colour, `#rrggbb`. */
  scarf?: string;
}

/** One person in a shot. */
export interface CastMember {
  name: string;
  age?: Age;
  /** Metres. */
  height?: number;
  look: Look;
  /** Costume, hair and props in words, where the creator wrote some. */
  wears?: string;
  posture?: Posture;
  facing?: Facing;
}

export interface DialogueLine {
  speaker: string;
  text: string;
  /** Heard but not seen (O.S. or V.O.). */
  offScreen?: boolean;
}

/** Everything that a picture of the shot is drawn from. Two equal snapshots make equal pictures. */
export interface ShotSnapshot {
  /** Number of the scene in the film, from 1. */
  sceneNumber: number;
  /** Number of the shot in its scene, from 1. */
  shotNumber: number;
  size: ShotSize;
  angle: ShotAngle;
  move: ShotMove;
  setting: Setting;
  /** The place in the story's words: "mouth of a cave". */
  place: string;
  time: TimeOfDay;
  weather: Weather;
  mood: Mood;
  cast: CastMember[];
  props: string[];
  action: string;
  dialogue: DialogueLine[];
  /** Seeds the light and palette: one for a whole scene, so that a cut never moves the sun. */
  sceneSeed: number;
  /** Seeds the set and composition of this shot; 0 to 2^32 - 1. */
  seed: number;
}

/** The letters by which a shot of a scene is called: 1 -> A, 26 -> Z, 27 -> AA. */
export function shotLetters(shotNumber: number): string {
  let rest = shotNumber;
  let letters = "";
  while (rest > 0) {
    rest -= 1;
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
    rest = Math.floor(rest / 26);
  }
  return letters;
}

/** Standard short names of shot sizes, as on a camera report. */
export const sizeAbbreviations: Record<ShotSize, string> = {
  "extreme-wide": "EWS",
  wide: "WS",
  full: "FS",
  medium: "MS",
  "medium-close": "MCU",
  close: "CU",
  "extreme-close": "ECU",
  insert: "INS",
};
