// Which two source samples each output row or column lies between, and how far along: 15 bits of a sample.
import { frameHeight, frameWidth } from "../../domain/animatic/types.ts";
import type { Placement } from "./extent.ts";
import type { PackedPlane } from "./packed.ts";

/** Sample position = first + i * step, in 1/32768 of a source sample, for output sample i. */
export interface Axis {
  first: number;
  step: number;
  /** Source samples after which the axis repeats, or 0. */
  period: number;
}

/** The four axes of a plane in one frame. */
export interface PlaneAxes {
  x: Axis;
  y: Axis;
  chromaX: Axis;
  chromaY: Axis;
}

export const tapOne = 32768;

/** Axes of `plane` placed at `at`. Luma samples sit at pixel centres; chroma at the left pixel of a pair, between two rows. */
export function axesOf(plane: PackedPlane, at: Placement): PlaneAxes {
  const across = (screen: number) =>
    ((screen - frameWidth / 2 - at.x) / at.scale + frameWidth / 2 - at.driftX - plane.left) * plane.density;
  const down = (screen: number) => ((screen - frameHeight / 2 - at.y) / at.scale + frameHeight / 2 - at.driftY - plane.top) * plane.density;
  const step = plane.density / at.scale;
  const period = plane.tile ? { x: plane.width / 2, y: plane.height } : { x: 0, y: 0 };
  return {
    x: { first: across(0.5) - 0.5, step, period: period.x },
    y: { first: down(0.5) - 0.5, step, period: period.y },
    chromaX: { first: (across(0.5) - 0.5) / 2, step, period: period.x / 2 },
    chromaY: { first: (down(1) - 1) / 2, step, period: period.y / 2 },
  };
}

/** Position of output sample i on an axis as an integer in 1/32768; its high part is the sample's index. */
export function tapAt(axis: Axis, i: number): number {
  const exact = axis.first + i * axis.step;
  const wrapped = axis.period > 0 ? exact - Math.floor(exact / axis.period) * axis.period : exact;
  const tap = Math.round(wrapped * tapOne);
  return axis.period > 0 && tap >= axis.period * tapOne ? tap - axis.period * tapOne : tap;
}
