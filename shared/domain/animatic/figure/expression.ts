// What a face says: brow, lid and lip follow the mood of the shot. Units are head heights, plus is down.
import type { Mood } from "../../shot.ts";

export interface Expression {
  innerBrow: number;
  outerBrow: number;
  /** Plus = corners down, minus = a smile. */
  mouthCorner: number;
  /** How far the upper lid falls. */
  lid: number;
  /** Turn of the head in degrees, plus = chin down. */
  tilt: number;
}

const expressions: Record<Mood, Expression> = {
  calm: { innerBrow: 0, outerBrow: 0, mouthCorner: -0.008, lid: 0, tilt: 0 },
  tense: { innerBrow: 0.024, outerBrow: -0.006, mouthCorner: 0.012, lid: 0.006, tilt: 3 },
  joyful: { innerBrow: -0.014, outerBrow: -0.012, mouthCorner: -0.034, lid: 0.006, tilt: -5 },
  melancholic: { innerBrow: -0.024, outerBrow: 0.016, mouthCorner: 0.022, lid: 0.012, tilt: 9 },
  mysterious: { innerBrow: -0.012, outerBrow: -0.02, mouthCorner: 0, lid: 0.002, tilt: 0 },
};

export const expressionOf = (mood: Mood): Expression => expressions[mood];
