// The lens: what size and angle mean in numbers, and the lens's place in front of the planes.
import type { ShotAngle, ShotSize } from "../shot.ts";
import type { PlaneName } from "./types.ts";

export interface Framing {
  /** Height of a standing person outside and inside, as a share of the frame; loose shots only. */
  standing?: { exterior: number; interior: number };
  /** A standing person cut by the lower edge: height as a share of the frame. */
  cutFigure?: number;
  /** Height of a head, as a share of the frame: a bust. */
  bust?: number;
  /** Height of the head's centre in tight shots, as a share of the frame. */
  headAt: number;
  /** How much the set behind is enlarged. */
  zoom: number;
  tight: boolean;
}

export const framings: Record<ShotSize, Framing> = {
  "extreme-wide": { standing: { exterior: 0.17, interior: 0.32 }, headAt: 0, zoom: 1, tight: false },
  wide: { standing: { exterior: 0.33, interior: 0.47 }, headAt: 0, zoom: 1, tight: false },
  full: { standing: { exterior: 0.66, interior: 0.7 }, headAt: 0, zoom: 1, tight: false },
  medium: { cutFigure: 1.42, headAt: 0.275, zoom: 1.5, tight: true },
  "medium-close": { bust: 0.37, headAt: 0.4, zoom: 1.75, tight: true },
  close: { bust: 0.58, headAt: 0.455, zoom: 2.05, tight: true },
  "extreme-close": { headAt: 0.5, zoom: 3, tight: true },
  insert: { headAt: 0.5, zoom: 2.4, tight: true },
};

/** Horizon and ground line as shares of the frame's height; roll in degrees. */
export const angles: Record<ShotAngle, { horizon: number; ground: number; roll: number }> = {
  eye: { horizon: 0.57, ground: 0.85, roll: 0 },
  dutch: { horizon: 0.58, ground: 0.86, roll: -6.5 },
  low: { horizon: 0.72, ground: 0.92, roll: 0 },
  high: { horizon: 0.34, ground: 0.78, roll: 0 },
  overhead: { horizon: 0.3, ground: 0.8, roll: 0 },
};

/** Distance of each plane from the lens; only the ratios count. */
export const distances: Record<PlaneName, number> = {
  sky: 60,
  far: 14,
  mid: 6,
  main: 3,
  cast: 3,
  near: 1.9,
  air: 1.9,
  card: Infinity,
};
