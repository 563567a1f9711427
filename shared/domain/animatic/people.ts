// People in a shot: where each stands, how large, what they hold; walkers are planes of their own.
import { hex } from "./colour.ts";
import { drawBust } from "./figure/bust.ts";
import { expressionOf } from "./figure/expression.ts";
import { drawEye } from "./figure/eye.ts";
import { drawFigure } from "./figure/figure.ts";
import { figureTones, traitsOf, type Traits } from "./figure/traits.ts";
import { framings, type Framing } from "./lens.ts";
import { box, fill, group, num, smooth } from "./paths.ts";
import { drawProp, findProp, type NamedProp } from "./props/index.ts";
import type { Stage } from "./stage.ts";
import { frameHeight, frameWidth, type Plane } from "./types.ts";
import type { CastMember, ShotSnapshot } from "../shot.ts";

/** A person who moves: one cycle of steps, drawn again for each phase. */
export interface Walker {
  draw(phase: number): string;
  cycleFrames: number;
  drift: { x: number; y: number };
  bounds: NonNullable<Plane["bounds"]>;
}

export interface People {
  /** Everyone who stands still, back to front. */
  still: string;
  walkers: Walker[];
  /** Who listens with their back to us. */
  near: string;
}

const direction = (member: CastMember): -1 | 1 => (member.facing === "left" ? -1 : 1);

/** One person leaves room in front; two face across the middle; more spread out. Shares of the frame. */
function placeAcross(shot: ShotSnapshot, index: number, stage: Stage): number {
  const count = shot.cast.length;
  const member = shot.cast[index];
  const first = shot.cast[0];
  if (!member || !first) return 0.5;
  if (count === 1) return member.facing === "right" ? 0.36 : member.facing === "left" ? 0.64 : 0.5 - stage.side * 0.12;
  if (count === 2) return (index === 0) === direction(first) > 0 ? 0.34 : 0.66;
  return 0.24 + (0.52 * index) / (count - 1);
}

export function drawPeople(stage: Stage, shot: ShotSnapshot): People {
  const framing = framings[shot.size];
  const people: People = { still: "", walkers: [], near: "" };
  if (shot.size === "insert") return people;
  if (shot.size === "extreme-close") {
    const member = shot.cast[0];
    if (member) {
      const traits = traitsOf(member);
      const facing = direction(member);
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
  // who stands further back is drawn first
  for (let index = shot.cast.length - 1; index >= 0; index--) drawStanding(stage, shot, index, framing, people);
  return people;
}

/** A close shot: the speaker as a bust, the other from behind in the near plane, cut by the edge. */
function drawBusts(stage: Stage, shot: ShotSnapshot, framing: Framing, headShare: number): People {
  const people: People = { still: "", walkers: [], near: "" };
  const expression = expressionOf(shot.mood);
  const [first, second] = shot.cast;
  if (!first) return people;
  const traits = traitsOf(first);
  const facing = direction(first);
  const x = second ? (facing > 0 ? 0.37 : 0.63) : placeAcross(shot, 0, stage);
  const size = frameHeight * headShare * (0.94 + 0.06 * (traits.height / 1.7));
  people.still = drawBust(stage, traits, figureTones(stage.palette, traits, true), {
    at: [frameWidth * x, frameHeight * framing.headAt],
    head: size,
    direction: facing,
    facing: first.facing ?? "right",
    light: stage.side,
    expression,
  });
  if (second) {
    const other = traitsOf(second);
    people.near = drawBust(stage, other, figureTones(stage.palette, other, true), {
      at: [first.facing === "left" ? 210 : frameWidth - 210, frameHeight * 0.5],
      head: frameHeight * 0.74,
      direction: direction(second),
      facing: "away",
      light: -stage.side,
      expression,
    });
  }
  return people;
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

interface Standing {
  x: number;
  feet: number;
  height: number;
}

function standingPlace(stage: Stage, shot: ShotSnapshot, index: number, traits: Traits, framing: Framing): Standing {
  const tall = traits.height / 1.7;
  const depth = index * 0.12;
  const x = frameWidth * placeAcross(shot, index, stage);
  if (framing.cutFigure !== undefined) {
    const height = frameHeight * framing.cutFigure * tall * (1 - depth * 0.3);
    return { x, feet: frameHeight * framing.headAt + height * 0.92, height };
  }
  const share = framing.standing?.[stage.setting] ?? 0.4;
  // height and distance below the horizon shrink alike: feet obey the perspective
  const shrink = 1 - depth * 0.55;
  const floor = Math.max(stage.ground + (shot.size === "full" ? 30 : 14), stage.horizon + 60);
  return { x, feet: stage.horizon + (floor - stage.horizon) * shrink, height: frameHeight * share * tall * shrink };
}

function drawStanding(stage: Stage, shot: ShotSnapshot, index: number, framing: Framing, people: People): void {
  const member = shot.cast[index];
  if (!member) return;
  const { palette } = stage;
  const traits = traitsOf(member);
  const cut = framing.cutFigure !== undefined;
  const tones = figureTones(palette, traits, cut);
  const place = standingPlace(stage, shot, index, traits, framing);
  const { x, feet, height } = place;
  const facing = direction(member);
  const posture = member.posture ?? "standing";
  const inBoat = posture === "sitting" && !cut && sitsInBoat(shot);
  const held = index === 0 ? heldProp(shot) : undefined;
  let before = "";
  let after = "";
  if (!cut && !inBoat) before += groundShadow(stage, place);
  if (inBoat) {
    const boat = findProp("boat");
    if (boat) after += drawProp(stage, boat, x + facing * height * 0.1, feet + height * 0.08, height * 0.86, 30);
    after += fill(
      `M${num(x - height)},${num(feet + height * 0.1)}h${num(height * 2.2)}v3h${num(-height * 2.2)}Z`,
      hex(palette.light),
      0.35,
    );
  } else if (posture === "sitting" && !cut) before += seat(stage, place, facing);
  const draw = (phase: number): string => {
    const figure = drawFigure(stage, traits, tones, {
      at: [x, feet - (inBoat ? height * 0.12 : 0)],
      height,
      direction: facing,
      facing: member.facing ?? "right",
      posture,
      phase: 0.9 + phase * 2 * Math.PI,
      light: stage.side,
      expression: cut ? expressionOf(shot.mood) : undefined,
    });
    let inHand = "";
    if (held?.word === "umbrella")
      inHand = drawProp(stage, held, figure.head[0] + facing * height * 0.02, figure.head[1] + height * 0.31, height * 0.6);
    else if (held) {
      const hangs = held.word === "lantern" || held.word === "suitcase";
      inHand = drawProp(
        stage,
        held,
        figure.hand[0] + facing * height * 0.01,
        figure.hand[1] + height * (hangs ? held.size * 0.5 : 0.03),
        height * held.size * 0.5,
      );
    }
    return before + figure.svg + inHand + after;
  };
  const moving = posture === "walking" || posture === "running";
  if (!moving || cut) {
    people.still += draw(0);
    return;
  }
  people.walkers.push(walker(draw, place, posture === "running", member.facing === "camera" || member.facing === "away" ? 0 : facing));
}

/** Stride of a step cycle in body heights, and its frames. Slower across the frame than in life, so that nobody leaves it. */
function walker(draw: (phase: number) => string, { x, feet, height }: Standing, running: boolean, heading: number): Walker {
  const cycle = running ? 10 : 16;
  const stride = (height * (running ? 1.35 : 0.76)) / cycle;
  const speed = heading * Math.min(stride, 4.6);
  const cycleFrames = speed === 0 ? cycle : Math.round((cycle * stride * 0.5) / Math.abs(speed) + cycle * 0.5);
  return {
    draw,
    cycleFrames,
    drift: { x: speed, y: 0 },
    bounds: { left: x - height * 0.62, top: feet - height * 1.24, right: x + height * 0.62, bottom: feet + height * 0.12 },
  };
}

function groundShadow(stage: Stage, { x, feet, height }: Standing): string {
  const shadow = `<ellipse cx="${num(x - stage.side * height * 0.16)}" cy="${num(feet)}" rx="${num(height * 0.27)}" ry="${num(height * 0.032)}" fill="${hex(stage.palette.ink)}"/>`;
  return group(shadow, `opacity=".34"`);
}

/** A chair inside, a rock outside. */
function seat(stage: Stage, { x, feet, height }: Standing, facing: number): string {
  const seatHeight = 0.29 * height;
  if (stage.setting === "interior") {
    return fill(
      box(x - height * 0.12, feet - seatHeight, height * 0.27, height * 0.035) +
        box(x - height * 0.1, feet - seatHeight, height * 0.03, seatHeight) +
        box(x + height * 0.1, feet - seatHeight, height * 0.03, seatHeight) +
        box(x - facing * height * 0.125 - height * 0.015, feet - seatHeight - height * 0.25, height * 0.03, height * 0.28),
      stage.palette.at(0.92),
    );
  }
  const rock = smooth([
    [x - height * 0.22, feet + height * 0.03],
    [x - height * 0.17, feet - seatHeight * 0.9],
    [x - height * 0.03, feet - seatHeight * 1.02],
    [x + height * 0.13, feet - seatHeight * 0.97],
    [x + height * 0.2, feet - seatHeight * 0.3],
    [x + height * 0.26, feet + height * 0.03],
  ]);
  return fill(rock, stage.palette.at(0.86));
}
