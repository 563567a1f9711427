// Where a plane lands in the frame at each moment of a shot, and which part of it the camera ever uncovers.
import { project } from "../../domain/animatic/camera.ts";
import { type Animatic, type CameraPose, frameHeight, frameWidth, type Plane, world } from "../../domain/animatic/types.ts";

/** Frames of a shot that are rendered: a long shot is made in segments that join without a seam. */
export interface FrameSpan {
  /** First frame, counted in the shot. */
  start: number;
  frames: number;
  /** Frames of the whole shot: its camera path runs over all of them. */
  totalFrames: number;
}

/** screen = centre + (world + drift - centre) * scale + (x, y) */
export interface Placement {
  scale: number;
  x: number;
  y: number;
  /** World pixels that the plane has moved by itself. */
  driftX: number;
  driftY: number;
}

/** Camera at a frame of the shot. */
export function poseAt(art: Animatic, span: FrameSpan, frame: number): CameraPose {
  return art.camera(span.totalFrames > 1 ? (span.start + frame) / (span.totalFrames - 1) : 0);
}

/** Where the plane is at `frame` of the span. Tiles are fixed to the glass and only drift. */
export function placementAt(plane: Plane, pose: CameraPose, shotFrame: number): Placement {
  const drift = { driftX: (plane.drift?.x ?? 0) * shotFrame, driftY: (plane.drift?.y ?? 0) * shotFrame };
  return plane.tiles === true ? { scale: 1, x: 0, y: 0, ...drift } : { ...project(pose, plane.distance), ...drift };
}

/** World rectangle that is rasterised, and at how many raster pixels a world pixel. */
export interface Extent {
  left: number;
  top: number;
  /** Raster pixels. */
  width: number;
  height: number;
  density: number;
}

/** Densest raster: a plane that comes nearer than this is enlarged a little. */
const densest = 1.4;
/** The kernel reaches this many raster samples an output pixel. */
const coarsestStep = 1.8;
/** Raster pixels beyond what is seen, so that no edge is ever sampled. */
const margin = 4;

interface Range {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** World range that a plane shows over some frames of the shot, and its smallest and largest scale. */
function shown(art: Animatic, plane: Plane, span: FrameSpan): Range & { smallest: number; largest: number } {
  const range = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity, smallest: Infinity, largest: 0 };
  const [cx, cy] = [frameWidth / 2, frameHeight / 2];
  for (let frame = 0; frame < span.frames; frame++) {
    const at = placementAt(plane, poseAt(art, span, frame), span.start + frame);
    range.left = Math.min(range.left, cx - (cx + at.x) / at.scale - at.driftX);
    range.right = Math.max(range.right, cx + (cx - at.x) / at.scale - at.driftX);
    range.top = Math.min(range.top, cy - (cy + at.y) / at.scale - at.driftY);
    range.bottom = Math.max(range.bottom, cy + (cy - at.y) / at.scale - at.driftY);
    range.smallest = Math.min(range.smallest, at.scale);
    range.largest = Math.max(range.largest, at.scale);
  }
  return range;
}

/**
 * The part of a plane that the span shows, or null when it shows none. Density and pixel grid come from the whole shot, so
 * that segments of one shot have the same pixels; only the part rasterised is the span's own.
 */
export function extentOf(art: Animatic, plane: Plane, span: FrameSpan): Extent | null {
  if (plane.tiles === true || plane.distance === Infinity) {
    // Widths stay even and rows whole, so that a tile's chroma repeats exactly: 1280 and 720 are 80 x 16 and 80 x 9.
    const units = Math.max(2, Math.round(40 / plane.softness) * 2);
    return { left: 0, top: 0, width: units * 16, height: units * 9, density: units / 80 };
  }
  const shot = shown(art, plane, { start: 0, frames: span.totalFrames, totalFrames: span.totalFrames });
  const part = shown(art, plane, span);
  const density = Math.min(Math.min(densest, shot.largest) / plane.softness, coarsestStep * shot.smallest);
  const bounds = plane.bounds ?? world;
  // The grid begins at an even world pixel; everything else is counted in pairs of raster pixels, because chroma is.
  const origin = { x: Math.floor(Math.max(world.left, bounds.left) / 2) * 2, y: Math.floor(Math.max(world.top, bounds.top) / 2) * 2 };
  const first = (low: number, from: number) => Math.max(0, Math.floor(((low - from) * density - margin) / 2) * 2);
  const last = (high: number, limit: number, from: number) =>
    Math.ceil(Math.min((limit - from) * density, (high - from) * density + margin));
  const [x0, y0] = [first(part.left, origin.x), first(part.top, origin.y)];
  const x1 = last(part.right, Math.min(world.right, bounds.right), origin.x);
  const y1 = last(part.bottom, Math.min(world.bottom, bounds.bottom), origin.y);
  if (x1 <= x0 || y1 <= y0) return null;
  return { left: origin.x + x0 / density, top: origin.y + y0 / density, width: x1 - x0, height: y1 - y0, density };
}
