// People in a shot: tight shots by their size, loose ones standing; walkers are planes of their own.
import { bodyBox, type Blocked } from "./blocking.ts";
import { hex } from "./colour.ts";
import { boatCrew } from "./crew.ts";
import { drawBust } from "./figure/bust.ts";
import { expressionOf } from "./figure/expression.ts";
import { drawEye } from "./figure/eye.ts";
import { drawFigure } from "./figure/figure.ts";
import { halfFigure } from "./figure/half.ts";
import type { FigurePlace } from "./figure/place.ts";
import { figureTones, foregroundTones, traitsOf } from "./figure/traits.ts";
import { castTraits } from "./figure/wardrobe.ts";
import { angles, framings, type Framing } from "./lens.ts";
import { fill, num } from "./paths.ts";
import { clearing, direction, groundShadow, heldProp, inHand, placeAcross, sitsInBoat, type Standing, type Walker } from "./placing.ts";
import { drawProp, findProp } from "./props/index.ts";
import { rolledBounds } from "./roll.ts";
import { hashText } from "./seeded.ts";
import { bench, log, seat } from "./seats.ts";
import type { Stage } from "./stage.ts";
import { frameHeight, frameWidth, type BodyBox, type Plane } from "./types.ts";
import type { CastMember, ShotSnapshot } from "../shot.ts";

export interface People {
  /** Everyone who stands still, back to front. */
  still: string;
  walkers: Walker[];
  /** Lids that close for one phase of eight. */
  blink?: { draw(phase: number): string; bounds: NonNullable<Plane["bounds"]> };
  /** Who listens with their back to us. */
  near: string;
  /** Everyone who must stay in the picture. */
  bodies: BodyBox[];
}

/** @param blocked everyone in their place, for loose and medium shots. */
export function drawPeople(stage: Stage, shot: ShotSnapshot, blocked: readonly Blocked[]): People {
  const framing = framings[shot.size];
  const people: People = { still: "", walkers: [], near: "", bodies: [] };
  if (shot.size === "insert") return people;
  if (shot.size === "extreme-close") {
    const member = shot.cast[0];
    if (member) {
      const [traits = traitsOf(member)] = castTraits(shot.cast);
      const facing = direction(member);
      people.bodies.push({ left: 640 - facing * 20 - 270, right: 640 - facing * 20 + 270, top: 210, bottom: 480, drift: 0 });
      people.still = drawEye(
        stage,
        traits,
        figureTones(stage.palette, traits, true),
        [640 - facing * 20, 356],
        facing,
        expressionOf(shot.mood),
      );
    }
    return people;
  }
  if (framing.bust !== undefined) return drawBusts(stage, shot, framing, framing.bust);
  if (stage.rowing && framing.standing) {
    const crew = boatCrew(stage, shot, framing);
    people.walkers.push(crew);
    people.bodies.push(...crew.bodies);
    return people;
  }
  const cut = framing.cutFigure !== undefined;
  people.bodies.push(...blocked.map((one) => bodyBox(one, cut)));
  if (!cut) people.still += sharedSeat(stage, blocked);
  // who stands further back is drawn first; at equal depth the first of the cast is on top
  const rank = (one: Blocked): number => (cut ? -shot.cast.indexOf(one.member) : one.feet * 10 - shot.cast.indexOf(one.member));
  for (const one of blocked.toSorted((a, b) => rank(a) - rank(b))) drawStanding(stage, shot, one, cut, people);
  return people;
}

/** Whether someone turns half to us: who listens, and now and then one who is alone in a near shot. */
function turnsToUs(shot: ShotSnapshot, member: CastMember): boolean {
  if (member.posture === "pointing" || member.posture === "reaching" || member.posture === "running") return false;
  const heard = shot.dialogue.map(({ speaker }) => speaker.toLowerCase());
  if (heard.length > 0) return !heard.includes(member.name.toLowerCase());
  return shot.cast.length === 1 && framings[shot.size].tight && hashText(`${shot.seed}|turn`) % 5 < 2;
}

/** A close shot: the speaker as a bust, the other from behind in the near plane, cut by the edge. */
function drawBusts(stage: Stage, shot: ShotSnapshot, framing: Framing, headShare: number): People {
  const people: People = { still: "", walkers: [], near: "", bodies: [] };
  const expression = expressionOf(shot.mood);
  const [first, second] = shot.cast;
  if (!first) return people;
  const dressed = castTraits(shot.cast);
  const [traits = traitsOf(first), other] = dressed;
  const facing = direction(first);
  const x = second ? (facing > 0 ? 0.37 : 0.63) : placeAcross(shot, 0, stage);
  const size = frameHeight * headShare * (0.94 + 0.06 * (traits.height / 1.7));
  const box = (y: number): BodyBox => ({
    left: headX - size * 0.55,
    right: headX + size * 0.55,
    top: y - size * 0.6,
    bottom: y + size * 0.5,
    drift: 0,
  });
  const headX = frameWidth * x;
  // a tall head in a rolled frame would lose its crown
  const high = frameHeight * framing.headAt;
  const headY = high + Math.max(0, 16 - rolledBounds(box(high), angles[shot.angle].roll).top) / 1.1;
  people.bodies.push(box(headY));
  const bust = drawBust(stage, traits, figureTones(stage.palette, traits, true), {
    at: [headX, headY],
    head: size,
    direction: facing,
    facing: first.facing ?? "right",
    light: stage.flame ? facing : stage.side,
    expression,
    turned: turnsToUs(shot, first),
  });
  people.still = bust.svg;
  const { lids } = bust;
  if (lids) {
    const draw = (phase: number): string => (phase > 0.8 && phase < 1 ? lids.svg : "");
    people.blink = { draw, bounds: lids.bounds };
  }
  if (second && other) {
    // who is smaller stands lower in the foreground
    const lower = Math.max(-0.05, Math.min(0.15, (traits.height - other.height) * 0.3));
    people.near = drawBust(stage, other, foregroundTones(stage.palette, other), {
      at: [first.facing === "left" ? 150 : frameWidth - 150, frameHeight * (0.45 + lower)],
      head: frameHeight * 0.54,
      direction: direction(second),
      facing: "away",
      light: -stage.side,
      expression,
      turned: false,
    }).svg;
  }
  return people;
}

/** One bench for everyone, or one log for two and more: nobody on a rock of their own. */
function sharedSeat(stage: Stage, blocked: readonly Blocked[]): string {
  if (stage.afloat) return "";
  const sitting = blocked.filter(({ member }) => member.posture === "sitting");
  if (stage.seats === "bench" && sitting.length > 0) return bench(stage, sitting);
  return stage.seats === "rock" && sitting.length > 1 ? log(stage, sitting) : "";
}

function drawStanding(stage: Stage, shot: ShotSnapshot, one: Blocked, cut: boolean, people: People): void {
  const { member, traits, x, feet, height, drift } = one;
  const { palette } = stage;
  const tones = figureTones(palette, traits, cut);
  const place: Standing = { x, feet, height };
  const facing = direction(member);
  const posture = member.posture ?? "standing";
  const inBoat = posture === "sitting" && !cut && sitsInBoat(shot);
  const together =
    stage.seats === "bench" || (stage.seats === "rock" && shot.cast.filter((other) => other.posture === "sitting").length > 1);
  const held = member === shot.cast[0] ? heldProp(shot) : undefined;
  let before = "";
  let after = "";
  if (!cut) before += clearing(stage, place);
  if (!cut && !inBoat) before += groundShadow(stage, place);
  if (inBoat) {
    const boat = findProp("boat");
    if (boat) after += drawProp(stage, boat, x + facing * height * 0.1, feet + height * 0.08, height * 0.86, 30);
    after += fill(
      `M${num(x - height)},${num(feet + height * 0.1)}h${num(height * 2.2)}v3h${num(-height * 2.2)}Z`,
      hex(palette.light),
      0.35,
    );
  } else if (posture === "sitting" && !cut && stage.seats !== "steps" && !together && !(stage.seats === "velvet" && facing > 0))
    before += seat(stage, place, facing);
  const figurePlace = (phase: number): FigurePlace => ({
    at: [x, feet - (inBoat ? height * 0.12 : 0)],
    height,
    direction: facing,
    facing: member.facing ?? "right",
    posture,
    phase: 0.9 + phase * 2 * Math.PI,
    turned: turnsToUs(shot, member),
    light: stage.flame ? facing : stage.side,
    expression: cut ? expressionOf(shot.mood) : undefined,
    face: !cut && height > 330 ? expressionOf(shot.mood) : undefined,
  });
  const draw = (phase: number): string => {
    const at = figurePlace(phase);
    const figure = cut ? halfFigure(stage, traits, tones, at, held !== undefined) : drawFigure(stage, traits, tones, at);
    const carried = held ? inHand(stage, held, figure, height, facing, cut) : "";
    // near us an umbrella stands behind the head, not over the face
    const behind = cut && held?.word === "umbrella";
    return before + (behind ? carried + figure.svg : figure.svg + carried) + after;
  };
  const moving = posture === "walking" || posture === "running";
  if (
    stage.wind > 0.5 &&
    !moving &&
    !cut &&
    !inBoat &&
    stage.setting === "exterior" &&
    held === undefined &&
    (traits.wear === "coat" || traits.wear === "dress")
  ) {
    const flutter = (phase: number): string =>
      before + drawFigure(stage, traits, tones, { ...figurePlace(0), gust: Math.sin(2 * Math.PI * phase) }).svg + after;
    people.walkers.push({ ...walker(flutter, place, { running: false, drift: 0, top: 1.2, wide: 0.54 }), cycleFrames: 14 });
    return;
  }
  if (!moving || cut) {
    people.still += draw(0);
    return;
  }
  people.walkers.push(
    walker(draw, place, {
      running: posture === "running",
      drift,
      // an umbrella stands high above its bearer
      top: held?.word === "umbrella" ? 1.95 : 1.2,
      wide: held ? 0.72 : posture === "running" ? 0.64 : 0.54,
    }),
  );
}

/** One cycle of steps: the slower a walker moves across the frame, the slower the step, down to half its pace. */
function walker(
  draw: (phase: number) => string,
  { x, feet, height }: Standing,
  gait: { running: boolean; drift: number; top: number; wide: number },
): Walker {
  const { running, drift } = gait;
  const cycle = running ? 10 : 16;
  const stride = (height * (running ? 1.35 : 0.76)) / cycle;
  const slower = drift === 0 ? 1 : Math.min(3, stride / Math.abs(drift));
  return {
    draw,
    cycleFrames: Math.round(cycle * (slower * 0.5 + 0.5)),
    drift: { x: drift, y: 0 },
    bounds: { left: x - height * gait.wide, top: feet - height * gait.top, right: x + height * gait.wide, bottom: feet + height * 0.22 },
  };
}
