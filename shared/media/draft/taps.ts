// Which two source samples each output row or column lies between, and how far along: 15 bits of a sample.
import { frameHeight, frameWidth } from "../../domain/animatic/types.ts";
import type { Placement } from "./extent.ts";

/** How a plane's raster lies in the world. */
export interface PlaneGeometry {
  /** Raster pixels; a tile is stored twice side by side, and `width` counts both. */
  width: number;
  height: number;
  /** World position of the raster's corner, and raster pixels a world pixel. */
  left: number;
  top: number;
  density: number;
  /** True for a plane that repeats endlessly: width / 2 and height are its periods. */
  tile: boolean;
}

/** Source position = first + i * step, in source samples, for output sample i. */
export interface Axis {
  first: number;
  step: number;
}

/** The four axes of a plane in one frame. */
export interface PlaneAxes {
  x: Axis;
  y: Axis;
  chromaX: Axis;
  chromaY: Axis;
}

/** One source sample in the units of tapAt. */
export const tapOne = 32768;

/**
 * Axes of a plane placed at `at`. Luma samples sit at pixel centres; chroma at the left pixel of a pair, between two rows.
 * The axes of a tile begin within its first period; columns then stay inside of the doubled width, rows wrap.
 */
export function axesOf(plane: PlaneGeometry, at: Placement): PlaneAxes {
  const across = (screen: number) =>
    ((screen - frameWidth / 2 - at.x) / at.scale + frameWidth / 2 - at.driftX - plane.left) * plane.density;
  const down = (screen: number) => ((screen - frameHeight / 2 - at.y) / at.scale + frameHeight / 2 - at.driftY - plane.top) * plane.density;
  const step = plane.density / at.scale;
  const begin = (first: number, period: number) => (plane.tile ? first - Math.floor(first / period) * period : first);
  const left = begin(across(0.5) - 0.5, plane.width / 2);
  const top = begin(down(0.5) - 0.5, plane.height);
  const half = step / 4; // chroma rows sit half a luma pixel lower, in the frame and in the raster
  return {
    x: { first: left, step },
    y: { first: top, step },
    chromaX: { first: left / 2, step },
    chromaY: { first: begin(top / 2 + half - 0.25, plane.height / 2), step },
  };
}

/** Position of output sample i as an integer in 1/32768 of a source sample. */
export function tapAt(axis: Axis, i: number): number {
  return Math.round((axis.first + i * axis.step) * tapOne);
}
