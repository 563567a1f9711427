// Where people stand in a shot and what they hold: shares of the frame, lead room, hands.
import { hex, mix } from "./colour.ts";
import type { Figure } from "./figure/place.ts";
import { framings } from "./lens.ts";
import { group, num } from "./paths.ts";
import { drawProp, findProp, type NamedProp } from "./props/index.ts";
import type { Stage } from "./stage.ts";
import { frameHeight, type Plane } from "./types.ts";
import type { CastMember, ShotSnapshot } from "../shot.ts";

/** A person who moves: one cycle of steps, drawn again for each phase. */
export interface Walker {
  draw(phase: number): string;
  cycleFrames: number;
  drift: { x: number; y: number };
  bounds: NonNullable<Plane["bounds"]>;
}

/** More people than this are a crowd that nobody counts. */
export const mostDrawn = 7;
/** As many as a frame holds side by side from the hips up. */
export const mostAcross = 4;

export const direction = (member: CastMember): -1 | 1 => (member.facing === "left" ? -1 : 1);

/** One person leaves room in front; two face across the middle; more spread out. Shares of the frame. */
export function placeAcross(shot: ShotSnapshot, index: number, stage: Stage): number {
  const count = shot.cast.length;
  const member = shot.cast[index];
  const first = shot.cast[0];
  if (!member || !first) return 0.5;
  // a step to either side from shot to shot, so that a scene is not one composition over and over
  const step = ((shot.seed % 7) - 3) * 0.014;
  if (count === 1) return step + (member.facing === "right" ? 0.36 : member.facing === "left" ? 0.64 : 0.5 - stage.side * 0.12);
  if (count === 2) return step * 0.6 + ((index === 0) === direction(first) > 0 ? 0.35 : 0.65);
  return 0.22 + (0.56 * index) / (Math.min(count, framings[shot.size].tight ? mostAcross : mostDrawn) - 1);
}

/** What the first person holds, of the shot's props. */
export function heldProp(shot: ShotSnapshot): NamedProp | undefined {
  if (shot.cast.length === 0) return undefined;
  return shot.props.map(findProp).find((prop) => prop?.held);
}

export function sitsInBoat(shot: ShotSnapshot): boolean {
  return (
    framings[shot.size].standing !== undefined &&
    shot.cast.some(({ posture }) => posture === "sitting") &&
    shot.props.some((word) => findProp(word)?.word === "boat")
  );
}

export interface Standing {
  x: number;
  feet: number;
  height: number;
}

/** A breath of light behind a small figure, so that it is found at thumbnail size. */
export function clearing(stage: Stage, { x, feet, height }: Standing): string {
  const { palette, gradients } = stage;
  const strength = (palette.night ? 0.56 : palette.lit ? 0.4 : 0.28) * Math.max(0.4, 1 - height / frameHeight);
  const colour = hex(mix(palette.horizon, palette.light, 0.35));
  const paint = gradients.radialInBox([
    [0, colour, strength],
    [0.5, colour, strength * 0.55],
    [1, colour, 0],
  ]);
  return `<ellipse cx="${num(x)}" cy="${num(feet - height * 0.5)}" rx="${num(height * 0.5)}" ry="${num(height * 0.68)}" fill="${paint}"/>`;
}

export function groundShadow(stage: Stage, { x, feet, height }: Standing): string {
  const shadow = `<ellipse cx="${num(x - stage.side * height * 0.16)}" cy="${num(feet)}" rx="${num(height * 0.27)}" ry="${num(height * 0.032)}" fill="${hex(stage.palette.ink)}"/>`;
  return group(shadow, `opacity=".34"`);
}

/** A prop where a hand can carry it: an umbrella overhead, a lantern hanging, the rest in the palm. */
export function inHand(stage: Stage, held: NamedProp, figure: Figure, height: number, facing: number, cut = false): string {
  const [handX, handY] = figure.hand;
  if (held.word === "umbrella") {
    // a person cut at the hips holds it short, so that its canopy is in the picture
    if (cut) return drawProp(stage, held, handX, handY + height * 0.03, height * 0.29);
    return drawProp(stage, held, figure.head[0] + facing * height * 0.02, figure.head[1] + height * 0.31, height * 0.6);
  }
  const drop = held.hangs ? held.size * 0.5 : 0.03;
  return drawProp(stage, held, handX + facing * height * 0.01, handY + height * drop, height * held.size * 0.5);
}
