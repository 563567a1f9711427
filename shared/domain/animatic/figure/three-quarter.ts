// The head between profile and front: for whoever looks towards us or listens. Faces +x; units are head heights.
import type { Gradients } from "../gradients.ts";
import { disc, fill, pairs, smooth, stroke, type Point } from "../paths.ts";
import { noise } from "../noise.ts";
import { hashText } from "../seeded.ts";
import type { Expression } from "./expression.ts";
import { faceWarp } from "./face.ts";
import type { Head, HeadPlace } from "./head.ts";
import { part, plain, type Part } from "./parts.ts";
import { cosine, sine } from "./skeleton.ts";
import { headColour, type FigureTones, type Traits } from "./traits.ts";

const skull = [
  0, -0.5, 0.2, -0.455, 0.305, -0.32, 0.325, -0.19, 0.3, -0.085, 0.322, 0.03, 0.31, 0.15, 0.265, 0.29, 0.215, 0.42, 0.12, 0.485, 0.01,
  0.465, -0.13, 0.37, -0.225, 0.24, -0.275, 0.1, -0.42, 0.07, -0.46, -0.12, -0.41, -0.34, -0.23, -0.47,
];
const throat = [-0.27, 0.12, -0.2, 0.2, 0.06, 0.4, 0.085, 0.58, 0.17, 0.8, -0.31, 0.8, -0.265, 0.56];
const cheekShade = [-0.1, -0.5, -0.07, -0.2, -0.12, -0.02, -0.08, 0.16, -0.02, 0.3, 0.06, 0.5, -0.2, 0.5, -0.5, 0.3, -0.5, -0.5];
const underJaw = [-0.25, 0.24, -0.15, 0.36, 0.01, 0.46, 0.07, 0.47, 0.08, 0.54, -0.08, 0.58, -0.25, 0.52];
const beard = [
  0.3, 0.12, 0.31, 0.3, 0.28, 0.46, 0.15, 0.6, -0.02, 0.58, -0.17, 0.44, -0.27, 0.22, -0.28, 0, -0.22, -0.02, -0.17, 0.14, -0.06, 0.24,
  0.02, 0.225, 0.14, 0.205, 0.24, 0.22,
];
const lip = [0.03, 0.222, 0.135, 0.2, 0.245, 0.218, 0.135, 0.238];

type Curves = "short" | "long" | "bun" | "pony" | "bald" | "cap" | "beanie" | "hood";
const hairCurves: Record<Curves, readonly number[]> = {
  short: [
    0.325, -0.22, 0.33, -0.38, 0.17, -0.54, -0.08, -0.575, -0.33, -0.5, -0.485, -0.3, -0.5, -0.06, -0.43, 0.1, -0.32, 0.2, -0.28, 0.14,
    -0.27, 0, -0.2, 0.05, -0.175, -0.1, -0.12, -0.25, 0.02, -0.33, 0.17, -0.34, 0.27, -0.3,
  ],
  long: [
    0.32, -0.2, 0.34, -0.38, 0.17, -0.55, -0.08, -0.585, -0.34, -0.52, -0.52, -0.28, -0.56, 0.1, -0.6, 0.55, -0.54, 0.98, -0.28, 1.02,
    -0.16, 0.8, -0.2, 0.4, -0.24, 0.12, -0.2, -0.1, -0.1, -0.27, 0.08, -0.38, 0.24, -0.32,
  ],
  bun: [
    0.325, -0.24, 0.31, -0.4, 0.16, -0.535, -0.08, -0.565, -0.33, -0.49, -0.47, -0.28, -0.48, -0.06, -0.42, 0.08, -0.31, 0.1, -0.28, -0.04,
    -0.2, -0.04, -0.16, -0.16, -0.06, -0.31, 0.1, -0.39, 0.25, -0.35,
  ],
  pony: [
    0.325, -0.24, 0.31, -0.4, 0.16, -0.535, -0.08, -0.565, -0.33, -0.49, -0.47, -0.28, -0.48, -0.06, -0.42, 0.08, -0.31, 0.1, -0.28, -0.04,
    -0.2, -0.04, -0.16, -0.16, -0.06, -0.31, 0.1, -0.39, 0.25, -0.35,
  ],
  bald: [-0.3, -0.18, -0.46, -0.14, -0.47, 0.04, -0.4, 0.2, -0.31, 0.2, -0.28, 0.02, -0.22, 0.04, -0.21, -0.08],
  cap: [0.36, -0.21, 0.35, -0.42, 0.2, -0.6, -0.08, -0.65, -0.35, -0.54, -0.49, -0.28, -0.47, -0.13, -0.25, -0.14, 0.05, -0.2],
  beanie: [0.35, -0.2, 0.35, -0.42, 0.18, -0.63, -0.08, -0.7, -0.36, -0.58, -0.5, -0.3, -0.49, -0.08, -0.3, -0.1, 0, -0.18, 0.2, -0.21],
  hood: [
    0.36, -0.1, 0.37, -0.42, 0.2, -0.63, -0.06, -0.69, -0.4, -0.6, -0.6, -0.28, -0.6, 0.24, -0.5, 0.66, -0.2, 0.88, 0.2, 0.84, 0.1, 0.6,
    -0.12, 0.42, -0.24, 0.16, -0.23, -0.12, -0.12, -0.34, 0.06, -0.44, 0.24, -0.38,
  ],
};
const farLock = [0.24, -0.44, 0.36, -0.26, 0.4, 0.1, 0.42, 0.5, 0.4, 0.84, 0.24, 0.88, 0.26, 0.4, 0.28, 0];
const hoodFarSide = [0.2, -0.5, 0.42, -0.4, 0.44, -0.05, 0.4, 0.4, 0.24, 0.8, 0.1, 0.8, 0.24, 0.3];
const tail = [-0.4, -0.42, -0.56, -0.46, -0.74, -0.28, -0.78, 0.12, -0.66, 0.5, -0.6, 0.24, -0.56, -0.02, -0.44, -0.2];
const brim = [0.34, -0.27, 0.56, -0.2, 0.6, -0.12, 0.44, -0.13, 0.2, -0.15, -0.04, -0.12, -0.2, -0.13, 0, -0.24];

/** Half a turn to us: the far eye is narrower, the nose stands before the far cheek. */
export function threeQuarterHead(
  gradients: Gradients,
  traits: Traits,
  tones: FigureTones,
  place: HeadPlace,
  expression?: Expression,
): Head {
  const { at, size, direction, tilt } = place;
  const [cos, sin] = [cosine(tilt * 0.6), sine(tilt * 0.6)];
  const warp = faceWarp(traits, 0.1);
  const put = (x: number, y: number): Point => {
    const [u, v] = warp(x, y);
    return [at[0] + direction * size * (u * cos - v * sin), at[1] + size * (u * sin + v * cos)];
  };
  const curve = (flat: readonly number[], closed = true): string =>
    smooth(
      pairs(flat).map(([x, y]) => put(x, y)),
      closed,
    );
  const { hair } = traits;
  const colour = headColour(traits, tones);
  const parts: Part[] = [];
  if (hair === "long") parts.push(part(curve(farLock), colour));
  if (hair === "hood") parts.push(part(curve(hoodFarSide), tones.dark));
  if (hair === "pony") parts.push(part(curve(tail), colour));
  if (hair === "curly") parts.push(part(mass(put, traits.name, -0.1, -0.16, 0.5), colour));
  const face = curve(skull);
  parts.push(part(curve(throat), tones.skin), part(face, tones.skin));
  const marks: string[] = [];
  if (expression) {
    if (!place.plain) {
      parts.push(plain(fill(curve(underJaw), tones.ink, 0.22)));
      parts.push(plain(gradients.clip(face, fill(curve(cheekShade), tones.ink, 0.17))));
    }
    marks.push(...features(curve, put, size, traits, tones, expression));
  } else marks.push(fill(curve([0.15, -0.06, 0.25, 0.1, 0.16, 0.13]), tones.ink, 0.2));
  const ear = part(disc(...put(-0.235, -0.005), size * 0.056, size * 0.1), tones.skin);
  const hairParts = dress(curve, put, traits, tones, colour);
  const drawn = { parts, hair: hair === "long" || hair === "hood" || hair === "curly" ? hairParts : [...hairParts, ear], marks };
  if (!expression) return drawn;
  const lidOf = (x: number, half: number): string =>
    curve([x - half, -0.06, x, -0.105, x + half, -0.06, x + half * 0.9, -0.024, x, -0.012, x - half * 0.9, -0.024]);
  const lids = {
    at: put(0.11, -0.05),
    reach: size * 0.26,
    draw: (paintOf: (paint: string) => string): string =>
      fill(lidOf(-0.005, 0.085) + lidOf(0.225, 0.062), paintOf(tones.skin)) +
      stroke(
        curve([-0.085, -0.04, 0, -0.02, 0.075, -0.04], false) + curve([0.17, -0.04, 0.225, -0.022, 0.28, -0.045], false),
        tones.ink,
        size * 0.017,
        0.85,
      ),
  };
  return { ...drawn, lids };
}

type Curve = (flat: readonly number[], closed?: boolean) => string;
type Put = (x: number, y: number) => Point;

function mass(put: Put, name: string, x: number, y: number, radius: number): string {
  const seed = hashText(name);
  return smooth(
    Array.from({ length: 20 }, (_, index): Point => {
      const around = (index / 20) * 2 * Math.PI;
      const out = radius * (1 + 0.12 * noise(index * 1.9, seed));
      return put(x + out * Math.cos(around), y + out * Math.sin(around));
    }),
  );
}

function dress(curve: Curve, put: Put, traits: Traits, tones: FigureTones, colour: string): Part[] {
  const { hair } = traits;
  const parts: Part[] = [];
  if (traits.beard) parts.push(part(curve(beard), tones.hair));
  if (hair === "curly") {
    const fringe = [0.33, -0.24, 0.36, -0.42, 0.16, -0.6, -0.14, -0.62, -0.44, -0.46, -0.52, -0.1, -0.44, 0.2, -0.3, 0.24, -0.26, 0, -0.18, -0.14, -0.1, -0.26, 0, -0.24, 0.06, -0.34, 0.16, -0.3, 0.22, -0.36];
    parts.push(part(curve(fringe), colour));
    return parts;
  } // prettier-ignore
  if (hair === "cap" || hair === "beanie") parts.push(part(curve(hairCurves.short), tones.hair));
  if (hair === "bun") parts.push(part(mass(put, traits.name, -0.44, -0.46, 0.16), colour));
  parts.push(part(curve(hairCurves[hair]), colour));
  if (hair === "cap") parts.push(part(curve(brim), tones.dark));
  return parts;
}

function features(curve: Curve, put: Put, size: number, traits: Traits, tones: FigureTones, expression: Expression): string[] {
  const { ink, hair } = tones;
  const { innerBrow, outerBrow } = expression;
  const { eye, brow, lips } = traits;
  const corner = expression.mouthCorner * 0.7;
  const open = 0.036 * eye - expression.lid;
  const marks: string[] = [];
  for (const [x, half] of [
    [-0.005, 0.082 * eye],
    [0.222, 0.058 * eye],
  ] as const) {
    const white = [x - half, -0.048, x - half * 0.2, -0.05 - open, x + half * 0.55, -0.05 - open * 0.8, x + half, -0.05, x + half * 0.3, -0.026, x - half * 0.5, -0.028];
    marks.push(
      fill(curve(white), tones.skinLit, 0.75),
      fill(disc(...put(x + half * 0.14, -0.05), size * 0.031 * eye * (half > 0.07 ? 1 : 0.86), size * 0.034 * eye), ink, 0.88),
      fill(disc(...put(x + half * 0.3, -0.063), size * 0.0095), "#fff", 0.9),
      stroke(curve([x - half * 1.08, -0.044, x - half * 0.2, -0.054 - open, x + half * 0.55, -0.054 - open * 0.8, x + half, -0.05], false), ink, size * 0.018, 0.9),
      stroke(curve([x - half * 0.7, -0.02, x, -0.012, x + half * 0.7, -0.02], false), ink, size * 0.007, 0.3),
    );
  } // prettier-ignore
  marks.push(
    stroke(curve([-0.11, -0.15 + outerBrow, -0.01, -0.19 + (innerBrow + outerBrow) / 2, 0.09, -0.165 + innerBrow], false), hair, size * 0.026 * brow, 0.85),
    stroke(curve([0.185, -0.165 + innerBrow, 0.24, -0.185 + (innerBrow + outerBrow) / 2, 0.29, -0.15 + outerBrow], false), hair, size * 0.023 * brow, 0.85),
    // the bridge meets the far eye; the tip and the wing of the nose
    stroke(curve([0.142, -0.14, 0.15, -0.06, 0.19 + traits.nose * 0.5, 0.05, 0.232 + traits.nose * 0.6, 0.105, 0.2, 0.14, 0.15, 0.135], false), ink, size * 0.012, 0.4),
    fill(curve([0.15, -0.1, 0.2 + traits.nose * 0.5, 0.05, 0.23 + traits.nose * 0.6, 0.105, 0.195, 0.138, 0.13, 0.125, 0.13, 0]), ink, 0.1),
    stroke(curve([0.118, 0.1, 0.1, 0.128, 0.128, 0.142], false), ink, size * 0.01, 0.4),
    fill(curve(lip), ink, 0.12 + 0.2 * lips),
    fill(curve([0.05, 0.24, 0.14, 0.245, 0.228, 0.236, 0.15, 0.262 + 0.016 * lips]), ink, 0.08 + 0.14 * lips),
    stroke(curve([0.01, 0.23 + corner, 0.07, 0.226 + corner * 0.3, 0.14, 0.22, 0.21, 0.222 + corner * 0.2, 0.25, 0.226 + corner], false), ink, size * 0.012, 0.7),
    stroke(curve([0.09, 0.305, 0.14, 0.312, 0.19, 0.302], false), ink, size * 0.008, 0.25),
  ); // prettier-ignore
  if (corner < -0.008) marks.push(stroke(curve([0.01, 0.15, -0.03, 0.195, -0.025, 0.25], false), ink, size * 0.008, 0.25));
  if (traits.age === "old") {
    marks.push(
      stroke(curve([-0.07, 0.025, 0, 0.045, 0.06, 0.03], false), ink, size * 0.008, 0.32),
      stroke(curve([0.08, 0.13, 0.01, 0.19, 0.0, 0.26], false), ink, size * 0.008, 0.35),
      stroke(curve([-0.12, -0.09, -0.16, -0.07, -0.16, -0.02], false), ink, size * 0.007, 0.3),
      stroke(curve([0, -0.27, 0.12, -0.285, 0.24, -0.265], false), ink, size * 0.007, 0.25),
    );
  }
  return marks;
}
