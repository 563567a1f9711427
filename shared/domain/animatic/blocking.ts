// Blocking: where everyone stands, sits and walks in a loose or medium shot, and the box that each body fills.
// People are placed as a group on one ground, and nobody walks out of the picture.
import { castTraits } from "./figure/wardrobe.ts";
import type { Traits } from "./figure/traits.ts";
import { angles, framings, type Framing } from "./lens.ts";
import { direction, heldProp, mostAcross, mostDrawn, placeAcross } from "./placing.ts";
import { rolledBounds } from "./roll.ts";
import type { Stage } from "./stage.ts";
import { clipFrames, frameHeight, frameWidth, type BodyBox } from "./types.ts";
import type { CastMember, Posture, ShotSnapshot } from "../shot.ts";

/** One person in their place at the start of the shot. */
export interface Blocked {
  member: CastMember;
  traits: Traits;
  x: number;
  feet: number;
  height: number;
  /** World pixels a frame that a walker moves. */
  drift: number;
}

/** Free room between a body and the edge of the frame, in pixels. */
const margin = 14;
/** No picture needs a group wider than this. */
const widestGroup = 860;
const lastFrame = clipFrames - 1;

/** How far a body reaches behind and before its feet, and how high it is: shares of its height. */
const reaches: Record<Posture, readonly [behind: number, before: number, height: number]> = {
  standing: [0.19, 0.19, 1.03],
  walking: [0.3, 0.3, 1.03],
  running: [0.42, 0.42, 1],
  sitting: [0.22, 0.34, 0.84],
  crouching: [0.16, 0.52, 0.84],
  pointing: [0.2, 0.4, 1.03],
  reaching: [0.28, 0.46, 1.02],
};

const moves = ({ posture, facing }: CastMember): boolean =>
  (posture === "walking" || posture === "running") && facing !== "camera" && facing !== "away";
const sits = ({ posture }: CastMember): boolean => posture === "sitting";

/** The box that a person's body fills at the start of the shot; of a person cut at the hips, head and shoulders. */
export function bodyBox({ member, x, feet, height, drift }: Blocked, cut: boolean): BodyBox {
  if (cut) return { left: x - height * 0.15, right: x + height * 0.15, top: feet - height * 1.03, bottom: feet - height * 0.76, drift: 0 };
  const [behind, before, tall] = reaches[member.posture ?? "standing"];
  const frontal = member.facing === "camera" || member.facing === "away";
  const [back, front] = frontal ? [Math.min(before, 0.36), Math.min(before, 0.36)] : [behind, before];
  const [left, right] = direction(member) > 0 ? [back, front] : [front, back];
  return { left: x - left * height, right: x + right * height, top: feet - tall * height, bottom: feet + height * 0.03, drift };
}

/** Distance between two neighbours, left and right, in body heights. */
function gapBetween(left: CastMember, right: CastMember, full: boolean): number {
  if (sits(left) && sits(right)) return 0.5;
  const closing = (moves(left) && direction(left) > 0) || (moves(right) && direction(right) < 0);
  const meet = direction(left) > 0 && direction(right) < 0;
  if (closing && !(moves(left) && moves(right) && direction(left) === direction(right))) return full ? 1.15 : 1.5;
  const wide = [left, right].some(({ posture }) => posture === "running" || posture === "reaching" || posture === "pointing");
  return (meet ? (full ? 0.74 : 0.66) : 0.5) + (wide ? 0.2 : 0);
}

/** Pixels a frame: slower across the frame than in life, so that nobody leaves it. */
function paceOf(member: CastMember, height: number): number {
  if (!moves(member)) return 0;
  const stride = member.posture === "running" ? (height * 1.35) / 10 : (height * 0.76) / 16;
  return direction(member) * Math.min(stride, 4.6);
}

/** From left to right: who looks right stands left, so that two who talk look at each other. */
function order(cast: readonly CastMember[]): number[] {
  const indices = cast.map((_, index) => index);
  const [first] = cast;
  if (cast.length === 2 && first && direction(first) < 0) return [1, 0];
  return indices;
}

function blockLoose(stage: Stage, shot: ShotSnapshot, standing: { exterior: number; interior: number }): Blocked[] {
  const cast = shot.cast.slice(0, mostDrawn);
  const dressed = castTraits(shot.cast);
  const full = shot.size === "full";
  const share = standing[stage.setting];
  const floor = Math.max(stage.ground + (full ? 24 : 14), stage.horizon + 60);
  const together = cast.length > 1;
  // one person steps a little nearer or farther from shot to shot; a group shares its ground
  const apart = together ? 0 : ((shot.seed >>> 4) % 4) * 0.045;
  // an umbrella is in the picture with its bearer
  const headroom = heldProp(shot)?.word === "umbrella" ? 1.42 : 1.03;
  const rows = full ? [0, 0.05, 0.02, 0.06] : [0, 0.09, 0.03, 0.12];
  const blocked = order(cast).flatMap((index, place): Blocked[] => {
    const [member, traits] = [cast[index], dressed[index]];
    if (!member || !traits) return [];
    const depth = together ? (sits(member) ? 0 : (rows[place % 4] ?? 0)) : full ? 0 : apart;
    // height and distance below the horizon shrink alike: feet obey the perspective
    const shrink = 1 - depth * 0.55;
    const feet = Math.min(stage.horizon + (floor - stage.horizon) * shrink, frameHeight - 28);
    const height = Math.min(frameHeight * share * (traits.height / 1.7) * shrink, (feet - 24) / headroom);
    return [{ member, traits, x: 0, feet, height, drift: paceOf(member, height) }];
  });
  spread(blocked, full);
  const centre = frameWidth * groupCentre(stage, shot, blocked);
  for (const one of blocked) one.x += centre;
  keepApart(blocked);
  return blocked;
}

/** Side by side about x = 0. */
function spread(blocked: Blocked[], full: boolean): void {
  const gaps = blocked.slice(1).map((one, index) => {
    const before = blocked[index] ?? one;
    return gapBetween(before.member, one.member, full) * Math.max(before.height, one.height);
  });
  const width = gaps.reduce((sum, gap) => sum + gap, 0);
  const scale = Math.min(1, widestGroup / Math.max(1, width));
  let x = (-width * scale) / 2;
  blocked.forEach((one, index) => {
    one.x = x;
    x += (gaps[index] ?? 0) * scale;
  });
}

/** Share of the frame: lead room before a person, thirds for a group; walkers pass the middle half way. */
function groupCentre(stage: Stage, shot: ShotSnapshot, blocked: readonly Blocked[]): number {
  if (blocked.length <= 1) {
    const [one] = blocked;
    return one && one.drift !== 0
      ? 0.5 - (one.drift * lastFrame) / 2 / frameWidth + ((shot.seed % 7) - 3) * 0.014
      : placeAcross(shot, 0, stage);
  }
  const drift = blocked.reduce((sum, one) => sum + one.drift, 0) / blocked.length;
  const step = ((shot.seed % 5) - 2) * 0.022;
  const third = shot.size === "full" ? 0 : (shot.seed >>> 3) % 2 === 0 ? -0.08 : 0.08;
  return 0.5 + step + third - (drift * lastFrame) / 2 / frameWidth;
}

/** Nobody walks through a neighbour: both go slower. */
function keepApart(blocked: Blocked[]): void {
  for (let index = 1; index < blocked.length; index++) {
    const [left, right] = [blocked[index - 1], blocked[index]];
    if (!left || !right) continue;
    const closing = (left.drift - right.drift) * lastFrame;
    // sleeves may touch when they meet
    const room = bodyBox(right, false).left - bodyBox(left, false).right + 0.1 * Math.max(left.height, right.height);
    if (closing <= Math.max(0, room)) continue;
    const slower = Math.max(0, room) / closing;
    left.drift *= slower;
    right.drift *= slower;
  }
}

/** Everyone whole inside the frame, all the time and whatever the roll: to the side, then slower, then higher and smaller. */
function bringInside(blocked: Blocked[], cut: boolean, roll: number): void {
  const boxes = (): BodyBox[] => blocked.map((one) => rolledBounds(bodyBox(one, cut), roll));
  const room = cut ? margin : margin + 30;
  for (let turn = 0; turn < 12; turn++) {
    const left = Math.min(...boxes().map((box) => box.left + Math.min(0, box.drift * lastFrame)));
    const right = Math.max(...boxes().map((box) => box.right + Math.max(0, box.drift * lastFrame)));
    const tooWide = right - left > frameWidth - 2 * room;
    const shift = Math.max(0, room - left) - Math.max(0, right - (frameWidth - room));
    if (!tooWide && Math.abs(shift) < 0.5) break;
    for (const one of blocked) {
      if (tooWide) {
        one.drift *= 0.8;
        one.x = frameWidth / 2 + (one.x - frameWidth / 2) * 0.94;
      } else one.x += shift;
    }
  }
  const low = cut ? 0 : Math.max(0, ...boxes().map(({ bottom }) => bottom - (frameHeight - margin)));
  for (const one of blocked) one.feet -= low / 1.1;
  boxes().forEach(({ top, bottom }, index) => {
    const one = blocked[index];
    if (!one) return;
    // a small head over the lower edge comes up
    if (cut) one.height += Math.max(0, bottom - (frameHeight - 40));
    if (top >= margin) return;
    if (cut) one.feet += (margin - top) / 1.1;
    else one.height -= (margin - top) / 1.1;
  });
}

/** Where the place has its own seats, who sits takes one: the flight of steps, the velvet of a carriage. */
function takeSeats(stage: Stage, blocked: readonly Blocked[]): void {
  const sitting = blocked.filter(({ member }) => sits(member));
  if (stage.seats === "velvet") {
    const taken = new Set<number>();
    for (const one of sitting) {
      let seat = Math.round((one.x - 390) / 360);
      seat = Math.max(0, Math.min(1, seat));
      if (taken.has(seat)) seat = [0, 1, 2].find((free) => !taken.has(free)) ?? 2;
      taken.add(seat);
      one.x = seat * 360 + 390;
    }
  }
  if (stage.seats !== "steps" || sitting.length === 0) return;
  const [left, right] = [Math.min(...sitting.map(({ x }) => x)), Math.max(...sitting.map(({ x }) => x))];
  for (const one of sitting) {
    one.x += 640 + stage.side * 180 - (left + right) / 2;
    one.feet = stage.ground + 30;
  }
}

/** A person cut by the lower edge. One lens for all: the tallest fills the frame, the others reach up to them. */
function blockMedium(stage: Stage, shot: ShotSnapshot, framing: Framing, cutFigure: number): Blocked[] {
  const cast = shot.cast.slice(0, mostAcross);
  const dressed = castTraits(shot.cast);
  const tallest = Math.max(...dressed.map((traits) => traits.height)) / 1.7;
  return cast.flatMap((member, index): Blocked[] => {
    const traits = dressed[index];
    if (!traits) return [];
    const depth = Math.min(0.5, index * 0.12);
    const own = tallest + (traits.height / 1.7 - tallest) * 0.75;
    const unit = frameHeight * cutFigure;
    const scale = Math.max(0.9, tallest) / tallest;
    const x = frameWidth * placeAcross(shot, index, stage);
    const feet = frameHeight * framing.headAt + unit * tallest * scale * 0.92;
    // the smallest still looks over the lower edge
    const height = Math.max(unit * own * scale * (1 - depth * 0.3), feet - frameHeight * 0.53);
    return [{ member, traits, x, feet, height, drift: 0 }];
  });
}

/** Everyone in a loose or medium shot, from left to right; nobody in a close one. */
export function blockShot(stage: Stage, shot: ShotSnapshot): Blocked[] {
  const framing = framings[shot.size];
  const { cutFigure, standing } = framing;
  const cut = cutFigure !== undefined;
  if (!cut && !standing) return [];
  const blocked = cut ? blockMedium(stage, shot, framing, cutFigure) : standing ? blockLoose(stage, shot, standing) : [];
  if (!cut) takeSeats(stage, blocked);
  if (blocked.length > 0) bringInside(blocked, cut, angles[shot.angle].roll);
  return blocked;
}
