// The head from the front and from behind.
import type { Gradients } from "../gradients.ts";
import { noise } from "../noise.ts";
import { disc, fill, pairs, smooth, stroke, type Point } from "../paths.ts";
import { hashText } from "../seeded.ts";
import type { Expression } from "./expression.ts";
import { faceWarp } from "./face.ts";
import type { Head } from "./head.ts";
import { part, plain, type Part } from "./parts.ts";
import { headColour, type FigureTones, type Traits } from "./traits.ts";

const skull = [0, -0.48, 0.26, -0.4, 0.35, -0.12, 0.32, 0.16, 0.2, 0.4, 0, 0.5, -0.2, 0.4, -0.32, 0.16, -0.35, -0.12, -0.26, -0.4];
const throat = [-0.17, 0.25, 0.17, 0.25, 0.19, 0.6, 0.34, 0.8, -0.34, 0.8, -0.19, 0.6];
const longHair = [0, -0.58, 0.34, -0.46, 0.45, -0.1, 0.5, 0.5, 0.46, 0.95, -0.46, 0.95, -0.5, 0.5, -0.45, -0.1, -0.34, -0.46];
const longHairBehind = [
  0, -0.57, 0.32, -0.47, 0.43, -0.14, 0.46, 0.3, 0.42, 0.66, 0.26, 0.84, 0, 0.88, -0.26, 0.84, -0.42, 0.66, -0.46, 0.3, -0.43, -0.14, -0.32,
  -0.47,
];
const hoodBehind = [0, -0.68, 0.4, -0.54, 0.54, -0.1, 0.5, 0.45, 0.3, 0.8, -0.3, 0.8, -0.5, 0.45, -0.54, -0.1, -0.4, -0.54];
const hairFromBehind = [
  0, -0.56, 0.3, -0.47, 0.41, -0.16, 0.36, 0.16, 0.22, 0.34, 0, 0.4, -0.22, 0.34, -0.36, 0.16, -0.41, -0.16, -0.3, -0.47,
];
const headWear = [0, -0.68, 0.3, -0.58, 0.41, -0.24, 0.36, -0.16, 0, -0.2, -0.36, -0.16, -0.41, -0.24, -0.3, -0.58];
const fringe = [
  0, -0.57, 0.3, -0.48, 0.41, -0.16, 0.36, 0.02, 0.31, -0.14, 0.2, -0.3, -0.05, -0.33, -0.26, -0.22, -0.34, 0.02, -0.41, -0.16, -0.3, -0.48,
];
const brim = [-0.4, -0.2, 0, -0.26, 0.4, -0.2, 0.38, -0.11, 0, -0.13, -0.38, -0.11];
const baldSides = [0.36, -0.16, 0.4, -0.02, 0.35, 0.1, 0.31, -0.04, 0.33, -0.16];
const beardFront = [
  -0.32, 0.06, -0.27, 0.22, -0.12, 0.2, 0, 0.22, 0.12, 0.2, 0.27, 0.22, 0.32, 0.06, 0.31, 0.34, 0.18, 0.56, 0, 0.63, -0.18, 0.56, -0.31,
  0.34,
];
/** The far half of the face in one calm shadow that follows brow, nose and mouth. */
const splitLight = [
  -0.02, -0.5, -0.03, -0.2, 0.03, -0.08, 0.05, 0.1, -0.03, 0.15, 0, 0.25, -0.03, 0.34, 0, 0.5, -0.2, 0.42, -0.34, 0.16, -0.36, -0.12, -0.26,
  -0.42,
];

export interface FrontHeadPlace {
  at: Point;
  size: number;
  away: boolean;
  light: number;
  /** Features without the shadows of a close-up. */
  plain?: boolean;
}

export function frontHead(gradients: Gradients, traits: Traits, tones: FigureTones, place: FrontHeadPlace, expression?: Expression): Head {
  const { at, size, away } = place;
  const lightSide = place.light > 0 ? 1 : -1;
  const warp = faceWarp(traits, 0);
  const put = (x: number, y: number): Point => {
    const [u, v] = away ? [x, y] : warp(x, y);
    return [at[0] + size * u * lightSide, at[1] + size * v];
  };
  const curve = (flat: readonly number[], closed = true): string =>
    smooth(
      pairs(flat).map(([x, y]) => put(x, y)),
      closed,
    );
  const face = curve(skull);
  const colour = headColour(traits, tones);
  const parts: Part[] = [];
  if (traits.hair === "long" && !away) parts.push(part(curve(longHair), colour));
  if (traits.hair === "curly" && !away) parts.push(part(curls(put, traits.name), colour));
  if (traits.hair === "hood" && !away) parts.push(part(curve(hoodBehind), colour));
  parts.push(
    part(curve(throat), tones.skin),
    part(disc(...put(0.35, 0.02), size * 0.05, size * 0.09), tones.skin),
    part(disc(...put(-0.35, 0.02), size * 0.05, size * 0.09), tones.skin),
    part(face, tones.skin),
  );
  const marks: string[] = [];
  if (expression && !away) {
    if (!place.plain) parts.push(plain(gradients.clip(face, fill(curve(splitLight), tones.ink, 0.3))));
    marks.push(...features(curve, put, size, tones, traits, expression));
  }
  const hair = hairParts(curve, put, size, traits, tones, away);
  if (!expression || away) return { parts, hair, marks };
  const lids = {
    at: put(0, -0.05),
    reach: size * 0.3,
    draw: (paintOf: (colour: string) => string): string =>
      [-1, 1]
        .map(
          (side) =>
            fill(
              curve([
                side * 0.08,
                -0.06,
                side * 0.155,
                -0.1,
                side * 0.235,
                -0.06,
                side * 0.225,
                -0.025,
                side * 0.155,
                -0.012,
                side * 0.09,
                -0.025,
              ]),
              paintOf(tones.skin),
            ) + stroke(curve([side * 0.09, -0.04, side * 0.155, -0.022, side * 0.225, -0.04], false), tones.ink, size * 0.018, 0.85),
        )
        .join(""),
  };
  return { parts, hair, marks, lids };
}

/** A round mass of curls behind the face, or all that is seen from behind. */
function curls(put: Put, name: string): string {
  const seed = hashText(name);
  const points = Array.from({ length: 22 }, (_, index): Point => {
    const around = (index / 22) * 2 * Math.PI;
    const out = 1 + 0.12 * noise(index * 1.9, seed);
    return put(0.52 * out * Math.cos(around), -0.16 + 0.5 * out * Math.sin(around));
  });
  return smooth(points);
}

type Curve = (flat: readonly number[], closed?: boolean) => string;
type Put = (x: number, y: number) => Point;

function features(curve: Curve, put: Put, size: number, tones: FigureTones, traits: Traits, expression: Expression): string[] {
  const { ink, hair } = tones;
  const { innerBrow, outerBrow } = expression;
  const young = traits.age === "child";
  const lid = expression.lid - (young ? 0.012 : 0);
  // from the front both corners show: half of what a profile needs
  const mouthCorner = expression.mouthCorner * 0.6;
  const marks: string[] = [];
  for (const side of [-1, 1]) {
    marks.push(
      stroke(
        curve([side * 0.09, -0.05 + lid * 0.5, side * 0.15, -0.085 + lid, side * 0.225, -0.05 + lid * 0.5], false),
        ink,
        size * 0.02,
        0.9,
      ),
      fill(disc(...put(side * 0.155, -0.046 + lid * 0.6), size * (young ? 0.034 : 0.026)), ink, 0.9),
      fill(disc(...put(side * 0.155 + 0.01, -0.058 + lid * 0.6), size * 0.008), "#fff", 0.85),
      stroke(
        curve([side * 0.075, -0.15 + innerBrow, side * 0.16, -0.18 + (innerBrow + outerBrow) / 2, side * 0.25, -0.145 + outerBrow], false),
        hair,
        size * 0.024 * traits.brow,
        0.85,
      ),
    );
  }
  marks.push(
    stroke(curve([0.03, 0.1, 0.05, 0.14, 0, 0.155, -0.035, 0.14], false), ink, size * 0.01, 0.4),
    stroke(
      curve(
        [-0.105, 0.27 + mouthCorner, -0.035, 0.265 + mouthCorner * 0.1, 0.035, 0.265 + mouthCorner * 0.1, 0.105, 0.27 + mouthCorner],
        false,
      ),
      ink,
      size * 0.013,
      0.7,
    ),
    fill(curve([-0.06, 0.3, 0, 0.315, 0.06, 0.3, 0, 0.335]), ink, 0.18),
  );
  if (traits.age === "old") {
    for (const side of [-1, 1]) {
      marks.push(
        stroke(curve([side * 0.09, 0.03, side * 0.15, 0.05, side * 0.2, 0.03], false), ink, size * 0.008, 0.3),
        stroke(curve([side * 0.09, 0.13, side * 0.14, 0.19, side * 0.145, 0.25], false), ink, size * 0.008, 0.35),
      );
    }
  }
  return marks;
}

function hairParts(curve: Curve, put: Put, size: number, traits: Traits, tones: FigureTones, away: boolean): Part[] {
  const { hair } = traits;
  const colour = headColour(traits, tones);
  const parts: Part[] = [];
  if (traits.beard && !away) parts.push(part(curve(beardFront), tones.hair));
  if (hair === "bald") {
    const sides = part(curve(baldSides), tones.hair);
    const other = part(curve(baldSides.map((value, index) => (index % 2 ? value : -value))), tones.hair);
    return away ? [sides, other, ...parts] : [...parts, sides, other];
  }
  const covered = hair === "cap" || hair === "beanie";
  if (away) {
    parts.push(part(curve(hairFromBehind), covered ? tones.hair : colour));
    if (covered) parts.push(part(curve(headWear), colour));
    if (hair === "long") parts.push(part(curve(longHairBehind), colour));
    if (hair === "hood") parts.push(part(curve(hoodBehind), colour));
    if (hair === "pony") parts.push(part(curve([-0.08, -0.3, 0.08, -0.3, 0.13, 0.2, 0.05, 0.72, -0.05, 0.72, -0.13, 0.2]), colour));
  } else {
    parts.push(part(curve(covered ? headWear : fringe), colour));
    if (hair === "cap") parts.push(part(curve(brim), tones.dark));
  }
  if (hair === "bun") parts.push(part(disc(...put(0, -0.6), size * 0.17), colour));
  if (hair === "curly" && away) parts.push(part(curls(put, traits.name), colour));
  return parts;
}
