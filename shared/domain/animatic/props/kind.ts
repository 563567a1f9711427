// What a prop is: one drawing in a box of 100 units, standing on (0, 0), and how it is used in a shot.
import { hex, mix, type Oklch } from "../colour.ts";
import type { Palette } from "../palette.ts";
import type { Stage } from "../stage.ts";

export interface PropColours {
  body: string;
  lit: string;
  dark: string;
  glow: string;
  light: string;
  accent: string;
}

export interface Prop {
  draw(colours: PropColours, stage: Stage): string;
  /** Height of 100 units as a share of a standing person. */
  size: number;
  /** Held by a person whose hands are free. */
  held?: boolean;
  /** Hangs from the hand by its handle. */
  hangs?: boolean;
  /** Gives light: what it stands on is lit around it. */
  glows?: boolean;
  /** Part of a wall or a piece of furniture: alone in an insert, never loose on the ground. */
  fixture?: boolean;
  /** Lies flat in an insert, rather than stands. */
  flat?: boolean;
  /** Half its width in its own units; 60 unless told. */
  reach?: number;
  /** Pixels of 100 units in an insert. */
  insert: number;
}

/** @param hue of the body, degrees. */
export function propColours(palette: Palette, hue: number): PropColours {
  const colour = (own: Oklch): string => hex(mix(own, palette.ink, palette.figureInk * 0.62));
  return {
    body: colour([0.56, 0.1, hue]),
    lit: colour([0.72, 0.08, hue]),
    dark: hex(mix(palette.ink, [0.2, 0.03, hue], 0.3)),
    glow: hex([0.87, 0.13, 76]),
    light: colour([0.95, 0.025, 90]),
    accent: colour([0.52, 0.16, 28]),
  };
}
