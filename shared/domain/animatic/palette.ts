// The palette of a scene: time of day gives five colours, weather and mood bend them, and everything
// that stands in the scene takes its tone from one ramp between the haze of the horizon and the ink.
import { hex, mix, type Oklch } from "./colour.ts";
import type { Random } from "./seeded.ts";
import type { Mood, ShotSnapshot, TimeOfDay, Weather } from "../shot.ts";

interface Hour {
  top: Oklch;
  middle: Oklch;
  horizon: Oklch;
  light: Oklch;
  ink: Oklch;
  /** Height of the sun or moon, 0 at the horizon. */
  sunHeight: number;
  /** How far a figure's costume falls to ink. */
  figureInk: number;
}

const hours: Record<TimeOfDay, Hour> = {
  dawn: {
    top: [0.6, 0.065, 275],
    middle: [0.77, 0.065, 345],
    horizon: [0.9, 0.075, 65],
    light: [0.97, 0.06, 80],
    ink: [0.27, 0.06, 285],
    sunHeight: 0.12,
    figureInk: 0.4,
  },
  day: {
    top: [0.69, 0.095, 238],
    middle: [0.82, 0.065, 222],
    horizon: [0.945, 0.03, 150],
    light: [0.99, 0.03, 95],
    ink: [0.31, 0.06, 235],
    sunHeight: 0.7,
    figureInk: 0.22,
  },
  golden: {
    top: [0.63, 0.085, 30],
    middle: [0.78, 0.115, 58],
    horizon: [0.9, 0.11, 82],
    light: [0.98, 0.09, 92],
    ink: [0.25, 0.065, 20],
    sunHeight: 0.2,
    figureInk: 0.44,
  },
  dusk: {
    top: [0.33, 0.085, 280],
    middle: [0.51, 0.125, 340],
    horizon: [0.76, 0.135, 48],
    light: [0.9, 0.12, 65],
    ink: [0.185, 0.055, 290],
    sunHeight: 0.05,
    figureInk: 0.5,
  },
  night: {
    top: [0.225, 0.06, 268],
    middle: [0.335, 0.068, 256],
    horizon: [0.52, 0.07, 230],
    light: [0.95, 0.035, 100],
    ink: [0.145, 0.04, 270],
    sunHeight: 0.72,
    figureInk: 0.5,
  },
};

interface Bend {
  chroma?: number;
  lightness?: number;
  hue?: { towards: number; by: number };
  /** Distances pulled into the haze. */
  veil?: number;
}

const weatherBends: Record<Weather, Bend> = {
  clear: {},
  wind: {},
  rain: { chroma: 0.62, lightness: -0.05, hue: { towards: 245, by: 0.35 }, veil: 0.16 },
  snow: { chroma: 0.5, lightness: 0.03, hue: { towards: 250, by: 0.3 }, veil: 0.24 },
  fog: { chroma: 0.48, veil: 0.46 },
  storm: { chroma: 0.55, lightness: -0.06, hue: { towards: 235, by: 0.45 }, veil: 0.1 },
};

const moodBends: Record<Mood, Bend> = {
  calm: {},
  tense: { chroma: 0.85, lightness: -0.035, hue: { towards: 225, by: 0.18 } },
  joyful: { chroma: 1.22, lightness: 0.02 },
  melancholic: { chroma: 0.68, lightness: -0.02, hue: { towards: 262, by: 0.2 } },
  mysterious: { chroma: 0.95, lightness: -0.045, hue: { towards: 195, by: 0.28 } },
};

export interface Palette {
  top: Oklch;
  middle: Oklch;
  horizon: Oklch;
  light: Oklch;
  ink: Oklch;
  /** The light that falls on people: the sky's, or a flame's. */
  key: Oklch;
  /** The one warm accent: lamps, windows, flames. */
  warm: Oklch;
  veil: number;
  figureInk: number;
  sunHeight: number;
  night: boolean;
  /** Lamps and windows are on. */
  lit: boolean;
  /** The ramp: depth 0 = haze of the horizon, 1 = ink. */
  tone(depth: number): Oklch;
  /** `tone` as hex. */
  at(depth: number): string;
}

function bendBy(colour: Oklch, bends: readonly Bend[], amount: number, turn: number): Oklch {
  let [lightness, chroma, hue] = colour;
  for (const bend of bends) {
    chroma *= 1 + ((bend.chroma ?? 1) - 1) * amount;
    lightness += (bend.lightness ?? 0) * amount;
    if (!bend.hue) continue;
    const visible = Math.max(chroma, 0.03);
    const pulled = mix([lightness, visible, hue], [lightness, visible, bend.hue.towards], bend.hue.by * amount);
    [, chroma, hue] = pulled;
  }
  return [lightness, chroma, (hue + turn + 360) % 360];
}

/** @param random seeded by the scene, so that a cut never changes the hour. */
export function makePalette(shot: Pick<ShotSnapshot, "time" | "weather" | "mood">, random: Random): Palette {
  const hour = hours[shot.time];
  const bends = [weatherBends[shot.weather], moodBends[shot.mood]];
  const turn = random.range(-7, 7);
  // the light itself is touched half as much
  const light = bendBy(hour.light, bends, 0.5, turn);
  const veil = weatherBends[shot.weather].veil ?? 0;
  const horizon = bendBy(hour.horizon, bends, 1, turn);
  const top = mix(bendBy(hour.top, bends, 1, turn), horizon, veil);
  const middle = mix(bendBy(hour.middle, bends, 1, turn), horizon, veil * 0.8);
  const ink = bendBy(hour.ink, bends, 1, turn);
  const tone = (depth: number): Oklch => {
    const bounded = Math.max(0, depth);
    const reach = bounded ** (1 + veil * 1.6) * (1 - veil * 0.18);
    const mixed = mix(mix(horizon, middle, Math.min(1, bounded * 1.5)), ink, Math.min(1, reach));
    // half-tones of two far hues go grey in the middle: lift their chroma
    return [mixed[0], mixed[1] * (1 + 0.35 * Math.max(0, Math.sin(Math.PI * bounded))), mixed[2]];
  };
  return {
    top,
    middle,
    horizon,
    light,
    key: light,
    ink,
    warm: [0.84, 0.13, 72],
    veil,
    figureInk: hour.figureInk,
    sunHeight: hour.sunHeight,
    night: shot.time === "night",
    lit: shot.time === "night" || shot.time === "dusk" || shot.weather === "storm",
    tone,
    at: (depth) => hex(tone(depth)),
  };
}
