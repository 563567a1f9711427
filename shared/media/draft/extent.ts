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
const margin = 2;

/** The part of a plane that the span shows, or null when it shows none. Left and top are even: chroma falls on the raster's grid. */
export function extentOf(art: Animatic, plane: Plane, span: FrameSpan): Extent | null {
  if (plane.tiles === true || plane.distance === Infinity) {
    // Widths stay even and rows whole, so that a tile's chroma repeats exactly: 1280 and 720 are 80 x 16 and 80 x 9.
    const units = Math.max(2, Math.round(40 / plane.softness) * 2);
    return { left: 0, top: 0, width: units * 16, height: units * 9, density: units / 80 };
  }
  let [left, top, right, bottom, scale] = [Infinity, Infinity, -Infinity, -Infinity, 0];
  const [cx, cy] = [frameWidth / 2, frameHeight / 2];
  for (let frame = 0; frame < span.frames; frame++) {
    const at = placementAt(plane, poseAt(art, span, frame), span.start + frame);
    left = Math.min(left, cx - (cx + at.x) / at.scale - at.driftX);
    right = Math.max(right, cx + (cx - at.x) / at.scale - at.driftX);
    top = Math.min(top, cy - (cy + at.y) / at.scale - at.driftY);
    bottom = Math.max(bottom, cy + (cy - at.y) / at.scale - at.driftY);
    scale = Math.max(scale, at.scale);
  }
  const bounds = plane.bounds ?? world;
  const even = (value: number) => Math.floor(value / 2) * 2;
  left = even(Math.max(left - margin, world.left, bounds.left));
  top = even(Math.max(top - margin, world.top, bounds.top));
  right = Math.min(right + margin, world.right, bounds.right);
  bottom = Math.min(bottom + margin, world.bottom, bounds.bottom);
  if (right <= left || bottom <= top) return null;
  const density = Math.min(densest, scale) / plane.softness;
  return { left, top, width: Math.ceil((right - left) * density), height: Math.ceil((bottom - top) * density), density };
}
