// Head and shoulders: the drawn head at full size on a three-quarter bust.
import { pairs, smooth, stroke, type Point } from "../paths.ts";
import type { Stage } from "../stage.ts";
import type { Facing } from "../../shot.ts";
import type { Expression } from "./expression.ts";
import { frontHead } from "./front-head.ts";
import { profileHead } from "./head.ts";
import { threeQuarterHead } from "./three-quarter.ts";
import { bodyPaints, paintBody, part, type Part } from "./parts.ts";
import type { FigureTones, Traits } from "./traits.ts";

const shouldersFront = [
  -0.22, 0.66, -0.5, 0.8, -0.98, 0.96, -1.24, 1.5, -1.32, 2.9, 1.32, 2.9, 1.24, 1.5, 0.98, 0.96, 0.5, 0.8, 0.22, 0.66, 0, 0.74,
];
const shouldersSide = [
  -0.33, 0.5, -0.52, 0.72, -0.9, 0.9, -1.16, 1.3, -1.28, 2.2, -1.2, 3, 1, 3, 0.96, 2.1, 0.84, 1.42, 0.6, 0.98, 0.24, 0.72, 0.09, 0.64, -0.1,
  0.72,
];
const collarSide = [-0.36, 0.42, -0.18, 0.62, 0.1, 0.6, 0.14, 0.68, 0.2, 0.86, -0.1, 0.86, -0.42, 0.7];
const scarfSide = [-0.4, 0.36, -0.12, 0.52, 0.12, 0.5, 0.24, 0.62, 0.22, 0.84, -0.1, 0.96, -0.46, 0.8, -0.5, 0.56];
const scarfFront = [-0.26, 0.5, 0, 0.6, 0.26, 0.5, 0.36, 0.72, 0.14, 0.92, -0.14, 0.92, -0.36, 0.72];

export interface BustPlace {
  /** Centre of the head. */
  at: Point;
  /** Height of the head in pixels. */
  head: number;
  direction: number;
  facing: Facing;
  light: number;
  expression: Expression;
  /** The head turned half towards us. */
  turned: boolean;
}

export interface Bust {
  svg: string;
  /** The eyes closed, to lay over the open ones. */
  lids?: { svg: string; bounds: { left: number; top: number; right: number; bottom: number } };
}

export function drawBust(stage: Stage, traits: Traits, tones: FigureTones, place: BustPlace): Bust {
  const { at, head: size, direction, facing, light, expression, turned } = place;
  const { gradients, palette } = stage;
  const fromFront = facing === "camera" || facing === "away";
  const narrow = traits.age === "child" ? 0.8 : 1;
  const curve = (flat: readonly number[], closed = true): string =>
    smooth(
      pairs(flat).map(([x, y]): Point => [at[0] + direction * size * x * (y > 0.7 ? narrow : 1), at[1] + size * y]),
      closed,
    );
  const turn = { at, size, direction: facing === "camera" ? light : direction, tilt: expression.tilt };
  const head =
    facing === "camera" || (turned && !fromFront)
      ? threeQuarterHead(gradients, traits, tones, turn, expression)
      : fromFront
        ? frontHead(gradients, traits, tones, { at, size, away: true, light }, expression)
        : profileHead(gradients, traits, tones, turn, expression);
  const parts: Part[] = [...head.parts];
  const marks: string[] = [];
  if (fromFront) {
    parts.push(part(curve(shouldersFront), tones.cloth));
    if (traits.scarf) parts.push(part(curve(scarfFront), tones.scarf));
    parts.push(...head.hair);
    if (facing === "camera") {
      marks.push(
        stroke(curve([-0.22, 0.7, -0.1, 1.1, -0.02, 2.9], false), tones.ink, size * 0.03, 0.4),
        stroke(curve([0.22, 0.7, 0.12, 1.1, 0.02, 1.5], false), tones.ink, size * 0.025, 0.35),
      );
    }
  } else {
    parts.push(part(curve(shouldersSide), tones.cloth), part(curve(collarSide), tones.dark));
    if (traits.scarf) parts.push(part(curve(scarfSide), tones.scarf));
    parts.push(...head.hair);
    marks.push(
      stroke(curve([0.2, 0.86, 0.34, 1.4, 0.36, 2.9], false), tones.ink, size * 0.03, 0.38),
      stroke(curve([-0.62, 1.36, -0.54, 1.9, -0.58, 2.9], false), tones.ink, size * 0.025, 0.32),
    );
  }
  const body: { at: Point; height: number; light: number } = { at: [at[0] - direction * size * 0.1, at[1]], height: size * 3.6, light };
  const svg = paintBody(gradients, palette, parts, [...marks, ...head.marks], tones, body);
  if (!head.lids) return { svg };
  const { at: eyes, reach } = head.lids;
  const bounds = { left: eyes[0] - reach, top: eyes[1] - reach, right: eyes[0] + reach, bottom: eyes[1] + reach };
  return { svg, lids: { svg: head.lids.draw(bodyPaints(gradients, palette, tones, body)), bounds } };
}
