// The head in profile: one drawn outline from the smallest figure to the close-up, hair as curves over
// the skull, and in close-ups few marks, all of them quiet.
import type { Gradients } from "../gradients.ts";
import { noise } from "../noise.ts";
import { disc, fill, pair, pairs, smooth, stroke, type Point } from "../paths.ts";
import { hashText } from "../seeded.ts";
import type { Expression } from "./expression.ts";
import { faceWarp } from "./face.ts";
import { hairCurves } from "./hair.ts";
import { part, plain, type Part } from "./parts.ts";
import { cosine, sine } from "./skeleton.ts";
import { headColour, type FigureTones, type Traits } from "./traits.ts";

export interface HeadPlace {
  /** Centre of the head. */
  at: Point;
  /** Height in pixels. */
  size: number;
  /** -1 looks left. */
  direction: number;
  /** Degrees, plus = chin down. */
  tilt: number;
  /** Features without the shadows of a close-up: for a face that moves with a walk. */
  plain?: boolean;
}

export interface Head {
  parts: Part[];
  hair: Part[];
  /** Marks over everything: eye, brow, lip. */
  marks: string[];
  /** The eyes closed, painted with the body's own paints; its middle and reach in pixels. */
  lids?: { draw(paintOf: (colour: string) => string): string; at: Point; reach: number };
}

/** Brow, nose, lips, chin, neck, nape, crown, facing +x; 1 = the head's height, origin at its centre. */
function outline(traits: Traits): { start: Point; curves: readonly number[] } {
  const { nose, chin } = traits;
  return {
    start: [0.05, -0.5],
    curves: [
      0.25,
      -0.5,
      0.355,
      -0.37,
      0.365,
      -0.2,
      0.372,
      -0.15,
      0.35,
      -0.11,
      0.345,
      -0.075,
      0.385,
      -0.02,
      0.43 + nose,
      0.03,
      0.468 + nose,
      0.095,
      0.482 + nose,
      0.135,
      0.435,
      0.15,
      0.395,
      0.152,
      0.38,
      0.17,
      0.398,
      0.19,
      0.412,
      0.214,
      0.418,
      0.234,
      0.395,
      0.244,
      0.383,
      0.25,
      0.398,
      0.264,
      0.408,
      0.285,
      0.392,
      0.304,
      0.37,
      0.325,
      0.368,
      0.335,
      0.382 + chin,
      0.36,
      0.405 + chin,
      0.4,
      0.392 + chin,
      0.458,
      0.33 + chin,
      0.482,
      0.26,
      0.505,
      0.15,
      0.43,
      0.07,
      0.36,
      0.03,
      0.42,
      0.045,
      0.6,
      0.09,
      0.78,
      -0.02,
      0.86,
      -0.24,
      0.86,
      -0.36,
      0.74,
      -0.285,
      0.55,
      -0.26,
      0.38,
      -0.31,
      0.27,
      -0.4,
      0.17,
      -0.45,
      0.06,
      -0.45,
      -0.07,
      -0.45,
      -0.33,
      -0.2,
      -0.5,
      0.05,
      -0.5,
    ],
  };
}

const beard: readonly number[] = [
  0.37, 0.27, 0.45, 0.36, 0.43, 0.5, 0.32, 0.6, 0.1, 0.5, -0.06, 0.22, -0.08, 0.02, 0.02, 0.1, 0.12, 0.26, 0.26, 0.24,
];

/** A round mass of curls or a bun, in head units. */
function bump(centreX: number, centreY: number, radius: number, seed: number): number[] {
  return Array.from({ length: 18 }, (_, index) => {
    const around = (index / 18) * 2 * Math.PI;
    const out = radius * (1 + 0.13 * noise(index * 1.7, seed));
    return [centreX + out * Math.cos(around), centreY + out * Math.sin(around)];
  }).flat();
}

export function profileHead(gradients: Gradients, traits: Traits, tones: FigureTones, place: HeadPlace, expression?: Expression): Head {
  const { at, size, direction, tilt } = place;
  const [cos, sin] = [cosine(tilt), sine(tilt)];
  const warp = faceWarp(traits, 0);
  const put = (x: number, y: number): Point => {
    const [u, v] = warp(x, y);
    return [at[0] + direction * size * (u * cos - v * sin), at[1] + size * (u * sin + v * cos)];
  };
  const curve: Curve = (flat, closed = true) =>
    smooth(
      pairs(flat).map(([x, y]) => put(x, y)),
      closed,
    );
  const { start, curves } = outline(traits);
  const points = pairs(curves).map(([x, y]) => pair(put(x, y)));
  // three points a cubic: two controls and the end
  const cubics = points.map((point, index) => (index % 3 === 0 ? `C${point}` : ` ${point}`)).join("");
  const face = `M${pair(put(...start))}${cubics}Z`;
  const parts: Part[] = [part(face, tones.skin)];
  const marks: string[] = [];
  if (expression) {
    // one path in the clip: safe in every renderer
    if (!place.plain) parts.push(plain(gradients.clip(face, shadows(curve, tones))));
    marks.push(...features(curve, put, size, traits, tones, expression));
  }
  const hair = hairParts(curve, traits, tones, marks, size, expression !== undefined);
  if (!expression) return { parts, hair, marks };
  const lids = {
    at: put(0.27, -0.06),
    reach: size * 0.12,
    draw: (paintOf: (colour: string) => string): string =>
      fill(curve([0.205, -0.075, 0.262, -0.112, 0.328, -0.085, 0.322, -0.036, 0.262, -0.02, 0.21, -0.04]), paintOf(tones.skin)) +
      stroke(curve([0.205, -0.052, 0.262, -0.034, 0.322, -0.05], false), tones.ink, size * 0.017, 0.85),
  };
  return { parts, hair, marks, lids };
}

type Curve = (flat: readonly number[], closed?: boolean) => string;

/** Shadow under the jaw and along the cheek. */
function shadows(curve: Curve, tones: FigureTones): string {
  const jaw = [0.3, 0.47, 0.16, 0.42, 0.06, 0.34, -0.06, 0.25, -0.17, 0.29, -0.13, 0.48, 0.02, 0.64, 0.09, 0.66, 0.05, 0.5];
  const cheek = [-0.02, -0.3, 0.1, -0.05, 0.12, 0.2, 0.22, 0.44, 0, 0.4, -0.45, 0.3, -0.45, -0.3];
  return fill(curve(jaw), tones.ink, 0.18) + fill(curve(cheek), tones.ink, 0.2);
}

/** Eye, brow, lip, nostril, ear; lines for the old. */
function features(
  curve: Curve,
  put: (x: number, y: number) => Point,
  size: number,
  traits: Traits,
  tones: FigureTones,
  expression: Expression,
): string[] {
  const { ink, hair } = tones;
  const { innerBrow, outerBrow, mouthCorner } = expression;
  // a child's eye is larger in its face, and stands lower
  const young = traits.age === "child";
  const lid = expression.lid - (young ? 0.022 : 0);
  const foot = young ? 0.012 : 0;
  const marks = [
    stroke(curve([0.205, -0.062, 0.262, -0.098 + lid * 0.4, 0.325, -0.072 + lid * 0.2], false), ink, size * 0.018, 0.9),
    fill(curve([0.25, -0.085 + lid, 0.3, -0.085 + lid, 0.305, -0.045 + foot, 0.262, -0.04 + foot]), ink, 0.85),
    stroke(curve([0.215, -0.05 + foot, 0.265, -0.03 + foot, 0.31, -0.038 + foot], false), ink, size * 0.007, 0.5),
    fill(disc(...put(0.293, -0.073 + lid * 0.8), size * 0.008), "#fff", 0.85),
    stroke(
      curve([0.17, -0.165 + outerBrow, 0.25, -0.2 + (outerBrow + innerBrow) / 2, 0.345, -0.175 + innerBrow], false),
      hair,
      size * 0.024 * traits.brow,
      0.85,
    ),
    stroke(curve([0.388, 0.25, 0.34, 0.252 + mouthCorner * 0.35, 0.295, 0.266 + mouthCorner], false), ink, size * 0.011, 0.6),
    stroke(curve([0.41, 0.115, 0.375, 0.12, 0.365, 0.145], false), ink, size * 0.01, 0.4),
    fill(curve([-0.13, -0.1, -0.06, -0.14, 0, -0.09, -0.01, 0.02, -0.07, 0.12, -0.12, 0.08]), tones.skin),
    stroke(curve([-0.1, -0.07, -0.05, -0.1, -0.02, -0.05, -0.05, 0.03, -0.07, 0.06], false), ink, size * 0.012, 0.4),
  ];
  if (mouthCorner < -0.012) marks.push(stroke(curve([0.3, 0.17, 0.268, 0.215, 0.272, 0.262], false), ink, size * 0.008, 0.3));
  if (traits.age === "old") {
    marks.push(
      stroke(curve([0.21, 0.03, 0.26, 0.05, 0.29, 0.1], false), ink, size * 0.008, 0.35),
      stroke(curve([0.33, 0.16, 0.29, 0.2, 0.285, 0.25], false), ink, size * 0.008, 0.35),
      stroke(curve([0.13, -0.1, 0.17, -0.07, 0.16, -0.03], false), ink, size * 0.007, 0.3),
    );
  }
  return marks;
}

function hairParts(curve: Curve, traits: Traits, tones: FigureTones, marks: string[], size: number, closeUp: boolean): Part[] {
  const { hair } = traits;
  const colour = headColour(traits, tones);
  const seed = hashText(traits.name);
  const parts: Part[] = [];
  const beardPart = part(curve(beard), tones.hair);
  if (hair === "curly") {
    if (traits.beard) parts.push(beardPart);
    parts.push(part(curve(bump(-0.32, 0.06, 0.25, seed + 2)), colour), part(curve(bump(-0.19, -0.26, 0.43, seed + 1)), colour));
  } else {
    if (hair === "cap" || hair === "beanie") parts.push(part(curve(hairCurves.short), tones.hair));
    parts.push(part(curve(hairCurves[hair]), colour));
    if (hair === "bun") parts.push(part(curve(bump(-0.5, -0.36, 0.17, seed + 3)), colour));
    if (traits.beard) parts.push(beardPart);
  }
  if (closeUp && hair !== "cap" && hair !== "beanie" && hair !== "bald") {
    marks.push(
      stroke(curve([0.16, -0.42, -0.1, -0.47, -0.34, -0.32, -0.43, -0.05], false), tones.rim, size * 0.012, 0.16),
      stroke(curve([0.14, -0.36, -0.1, -0.4, -0.28, -0.26, -0.36, -0.02], false), tones.rim, size * 0.01, 0.1),
    );
  }
  if (closeUp && hair === "beanie")
    marks.push(stroke(curve([0.37, -0.28, 0.1, -0.2, -0.2, -0.13, -0.48, -0.1], false), tones.ink, size * 0.014, 0.4));
  return parts;
}
