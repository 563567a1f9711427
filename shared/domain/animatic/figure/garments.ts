// What a garment shows when it is near: openings, lapels, ribs, belts, buttons. In head units on a bust
// or half figure, each a quiet line.
import { hex } from "../colour.ts";
import { disc, fill, stroke, type Point } from "../paths.ts";
import type { Stage } from "../stage.ts";
import type { Garment } from "../../shot.ts";
import type { FigureTones } from "./traits.ts";

type Curve = (flat: readonly number[], closed?: boolean) => string;

interface Marks {
  side: readonly (readonly number[])[];
  front: readonly (readonly number[])[];
}

const opening = { side: [0.22, 0.86, 0.36, 1.5, 0.36, 2.6, 0.42, 4.6], front: [0, 1.06, 0.02, 2, 0, 4.6] };
const lapel = { side: [0.22, 0.86, 0.46, 1.3, 0.34, 1.76], front: [0.22, 0.72, 0.34, 1.2, 0.02, 1.7] };
const otherLapel = [-0.22, 0.72, -0.34, 1.2, -0.02, 1.7];
const belt = { side: [-0.86, 2.62, -0.1, 2.78, 0.68, 2.6], front: [-0.83, 2.62, 0, 2.74, 0.83, 2.62] };
const neckline = { side: [-0.2, 0.86, 0.1, 1.08, 0.34, 0.92], front: [-0.3, 0.78, 0, 1.08, 0.3, 0.78] };
const ribs = { side: [-0.92, 3.42, -0.1, 3.54, 0.74, 3.4], front: [-0.9, 3.42, 0, 3.52, 0.9, 3.42] };

const marks: Record<Garment, Marks> = {
  coat: { side: [opening.side, lapel.side, belt.side], front: [opening.front, lapel.front, otherLapel, belt.front] },
  jacket: { side: [opening.side, ribs.side], front: [opening.front, ribs.front, lapel.front, otherLapel] },
  dress: { side: [neckline.side, belt.side], front: [neckline.front, belt.front] },
  jumper: { side: [neckline.side, ribs.side], front: [neckline.front, ribs.front] },
  uniform: { side: [opening.side, belt.side], front: [opening.front, belt.front] },
};

export function garmentMarks(curve: Curve, wear: Garment, tones: FigureTones, size: number, fromFront: boolean): string {
  const lines = fromFront ? marks[wear].front : marks[wear].side;
  return lines.map((line) => stroke(curve(line, false), tones.ink, size * 0.026, 0.34)).join("");
}

/** Brass on a uniform, dark buttons on a coat. */
export function buttons(put: (point: Point) => Point, wear: Garment, stage: Stage, size: number, fromFront: boolean): string {
  if (wear !== "uniform" && wear !== "coat") return "";
  const brass = wear === "uniform";
  const colour = brass ? hex([0.76, 0.1, 82]) : hex(stage.palette.ink);
  let data = "";
  for (const y of [1.24, 1.7, 2.16]) {
    for (const x of fromFront ? [-0.14, 0.14] : [0.18, 0.46]) {
      if (!brass && x < 0.2) continue;
      data += disc(...put([x, y]), size * (brass ? 0.045 : 0.036));
    }
  }
  return fill(data, colour, brass ? 0.95 : 0.55);
}
