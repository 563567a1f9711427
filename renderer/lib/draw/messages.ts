// What the page and the drawing worker say to each other.
import type { ShotView } from "../../../shared/contract/studio/views.ts";

/** What a picture is drawn from, as a view carries it. */
export type Snapshot = ShotView["snapshot"];

/** A plane of a shot as its own picture, with what its movement needs. */
export interface DrawnPlane {
  /** A whole SVG document over the world rectangle; over one frame for a tile and for what is on the glass. */
  svg: string;
  softness: number;
  /** Frame pixels a clip frame that it moves by itself. */
  drift: { x: number; y: number } | null;
  tiles: boolean;
  onGlass: boolean;
  /** Drawings of a plane that changes, shown in turn over `cycleFrames` clip frames. */
  phases: string[];
  cycleFrames: number;
  /** Where the plane lies at even steps of the shot: scale about the frame's centre, then a shift in frame pixels. */
  path: { scale: number; x: number; y: number }[];
}

/** A shot that can be moved: planes back to front. */
export interface DrawnMove {
  planes: DrawnPlane[];
}

export type DrawRequest =
  | { kind: "still"; id: number; snapshot: Snapshot; language: string }
  | { kind: "move"; id: number; snapshot: Snapshot; language: string; steps: number };
export type DrawAnswer = { kind: "still"; id: number; svg: string } | { kind: "move"; id: number; move: DrawnMove };
