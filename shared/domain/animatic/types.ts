// What a drawn shot is made of: paper planes at distances from the lens, and a camera path over them.
// The drawing (this folder) makes it, the raster and compositor (shared/media/draft) show it.

/** Frame size that everything is drawn for, in pixels. */
export const frameWidth = 1280;
export const frameHeight = 720;

/** Frames of a clip: the time in which nobody may walk out of the picture. */
export const clipFrames = 80;

/** Overscan: the world rectangle that planes may fill, so that a camera move never uncovers an edge. */
export const world = { left: -360, right: 1640, top: -220, bottom: 940 } as const;

/**
 * Camera at one moment. x, y: pixels of the plane at distance 3, to the right and down; z: towards the
 * scene in units of plane distance; turnX, turnY: pixels by which all planes move alike (pan, tilt).
 */
export interface CameraPose {
  x: number;
  y: number;
  z: number;
  turnX: number;
  turnY: number;
}

export type PlaneName = "sky" | "far" | "mid" | "main" | "cast" | "near" | "air" | "card";

/** One sheet of the stage. `svg` is the inner markup in world coordinates, without <svg> and <defs>. */
export interface Plane {
  name: PlaneName;
  /** Distance from the lens; Infinity is fixed to the glass. */
  distance: number;
  svg: string;
  /** Raster at 1/softness of full density: shallow focus that costs less than a crisp plane. */
  softness: number;
  /** World pixels a frame that the plane moves by itself. */
  drift?: { x: number; y: number };
  /** A frame-sized tile that repeats endlessly in both directions (rain, snow). */
  tiles?: boolean;
  /** A plane that changes: drawn at phase 0..1 of a cycle that takes `cycleFrames` frames of the clip. */
  cycle?: { draw(phase: number): string; cycleFrames: number };
  /** World rectangle outside of which the plane is empty. */
  bounds?: { left: number; top: number; right: number; bottom: number };
}

/** The box that a person's body fills in the rest pose, on the plane at distance 3; a walker's moves `drift` pixels a frame. */
export interface BodyBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
  drift: number;
}

/** A drawn shot. */
export interface Animatic {
  planes: Plane[];
  /** Markup of a <defs> element that every plane's svg refers to. */
  defs: string;
  /** Camera at u = 0..1 of the shot; (0,0,0) is the rest pose that the still shows. */
  camera(u: number): CameraPose;
  /** What a still shows of the world, where that is not the frame. */
  view?: { x: number; y: number; width: number; height: number };
  /** Everyone who must stay in the picture. */
  bodies?: readonly BodyBox[];
}
