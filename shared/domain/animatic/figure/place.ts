// Where and how a person stands, and the points that props hang on.
import type { Point } from "../paths.ts";
import type { Facing, Posture } from "../../shot.ts";
import type { Expression } from "./expression.ts";

export interface FigurePlace {
  /** The ground point below the hips. */
  at: Point;
  /** Standing height in pixels. */
  height: number;
  /** -1 looks left. */
  direction: number;
  facing: Facing;
  posture: Posture;
  /** Radians of the walk. */
  phase: number;
  /** The wind in the hem, -1..1; absent in still air. */
  gust?: number;
  /** Side of the light. */
  light: number;
  /** The head turned half towards us, of someone seen from the side. */
  turned?: boolean;
  /** Set where a face is large enough to be read, and nothing else of a tight shot. */
  face?: Expression | undefined;
  /** Set in tight shots: seams, and a face that follows the mood. */
  expression?: Expression | undefined;
}

export interface Figure {
  svg: string;
  /** Points that props hang on, in frame pixels. */
  hand: Point;
  head: Point;
  hip: Point;
}
