// What every drawing of one shot knows about: palette, light, lens, weather. And the tones made from them.
import { hex, type Oklch } from "./colour.ts";
import type { Gradients } from "./gradients.ts";
import type { Palette } from "./palette.ts";
import { num } from "./paths.ts";
import type { Random } from "./seeded.ts";
import { world } from "./types.ts";
import type { Setting, Weather } from "../shot.ts";

/** -1 is left, 1 is right. */
export type Side = -1 | 1;

export interface Stage {
  palette: Palette;
  /** Seeded by the shot, its place and size. */
  random: Random;
  gradients: Gradients;
  setting: Setting;
  weather: Weather;
  /** Height of the horizon and of the ground line under the feet, in frame pixels. */
  horizon: number;
  ground: number;
  /** Where the light comes from. */
  side: Side;
  sunX: number;
  sunY: number;
  bigSun: boolean;
  /** How far the vanishing point leans, in -0.4..0.4 of its range. */
  lean: number;
  wet: boolean;
  /** 0..1 */
  wind: number;
  /** The set is seen behind a close person: no foreground frame. */
  tight: boolean;
  /** Where the first person looks. */
  heading: Side;
  /** The people sit in a boat: no shore under them. */
  afloat: boolean;
  /** Everyone sits in one rowing boat. */
  rowing: boolean;
  /** 0..1, one for a scene: the colour of its furniture is the same in every shot. */
  taste: number;
  /** Small lights come over the water. */
  floatingLights: boolean;
  /** A flame is the strongest light here. */
  flame: boolean;
  /** What people sit on: a chair, a rock, a bench, the steps of the place, the seats of a carriage. */
  seats: "chair" | "rock" | "bench" | "steps" | "velvet";
  /** Other things that the place's words name: "beach below the lighthouse". */
  landmarks: ReadonlySet<string>;
  /** Words of the shot's props, as the drawings are called: a place may draw one itself. */
  props: ReadonlySet<string>;
}

/** A part of the set that moves by itself. */
export interface MovingPart {
  layer: "far" | "mid" | "main" | "near";
  bounds: { left: number; top: number; right: number; bottom: number };
  cycleFrames: number;
  draw(phase: number): string;
}

/** A place, as markup for each plane. `main` is what people stand on, `near` the frame in the frame. */
export interface StageSet {
  sky?: string;
  far: string;
  mid: string;
  main: string;
  near: string;
  /** World pixels a frame that the far plane moves: the land seen from a train. */
  farDrift?: { x: number; y: number };
  moving?: MovingPart[];
  /** Props that the place has drawn itself: a train on its bridge. */
  drawn?: readonly string[];
}

export const worldWidth = world.right - world.left;
const worldHeight = world.bottom - world.top;

/** The whole world rectangle in one paint. */
export function backdrop(paint: string, opacity = 1): string {
  const faint = opacity < 1 ? ` fill-opacity="${opacity}"` : "";
  return `<rect x="${world.left}" y="${world.top}" width="${worldWidth}" height="${worldHeight}" fill="${paint}"${faint}/>`;
}

/** Darker at the top, paler at the foot: mist. */
export function fade(stage: Stage, depth: number, top: number, bottom: number, haze = 0.3): string {
  const { palette, gradients } = stage;
  return gradients.linear(
    [
      [0, palette.at(depth)],
      [1, palette.at(Math.max(0, depth - haze))],
    ],
    0,
    top,
    0,
    bottom,
  );
}

/** A tone of the ramp, made lighter or more colourful. */
export function shade(stage: Stage, depth: number, lighter: number, moreChroma = 0): string {
  const [lightness, chroma, hue] = stage.palette.tone(depth);
  return hex([lightness + lighter, Math.max(0, chroma + moreChroma), hue]);
}

export function warm(stage: Stage, lighter = 0): string {
  const [lightness, chroma, hue]: Oklch = stage.palette.warm;
  return hex([lightness + lighter, chroma, hue]);
}

/** Lamp light where lamps are on, daylight otherwise. */
export function windowLight(stage: Stage): string {
  return stage.palette.lit ? warm(stage) : hex(stage.palette.light);
}

/** A band of haze that hides the foot of what stands behind it. */
export function haze(stage: Stage, y: number, height: number, opacity = 0.5): string {
  const colour = hex(stage.palette.horizon);
  const paint = stage.gradients.linear(
    [
      [0, colour, 0],
      [0.62, colour, opacity],
      [1, colour, 0],
    ],
    0,
    y - height,
    0,
    y + height * 0.6,
  );
  return `<rect x="${world.left}" y="${num(y - height)}" width="${worldWidth}" height="${num(height * 1.6)}" fill="${paint}"/>`;
}

/** A seed for a noise function, drawn from the shot's numbers. */
export function noiseSeed(random: Random): number {
  return Math.floor(random.next() * 1e6);
}
