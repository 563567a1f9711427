// People in a shot: where each stands, how large, what they hold; walkers are planes of their own.
import { hex, mix } from "./colour.ts";
import { drawBust } from "./figure/bust.ts";
import { expressionOf } from "./figure/expression.ts";
import { drawEye } from "./figure/eye.ts";
import { drawFigure } from "./figure/figure.ts";
import { halfFigure } from "./figure/half.ts";
import type { Figure, FigurePlace } from "./figure/place.ts";
import { figureTones, foregroundTones, traitsOf, type Traits } from "./figure/traits.ts";
import { framings, type Framing } from "./lens.ts";
import { box, fill, group, num, share as share3, smooth } from "./paths.ts";
import { rowingBoat } from "./places/openwater.ts";
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

/** More people than this are a crowd that nobody counts. */
const mostDrawn = 7;
/** As many as a frame holds side by side from the hips up. */
const mostAcross = 4;

const direction = (member: CastMember): -1 | 1 => (member.facing === "left" ? -1 : 1);

/** One person leaves room in front; two face across the middle; more spread out. Shares of the frame. */
function placeAcross(shot: ShotSnapshot, index: number, stage: Stage): number {
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
  if (stage.rowing && framing.standing) {
    people.walkers.push(boatCrew(stage, shot, framing));
    return people;
  }
  // who stands further back is drawn first
  const count = Math.min(shot.cast.length, framing.tight ? mostAcross : mostDrawn);
  for (let index = count - 1; index >= 0; index--) drawStanding(stage, shot, index, framing, people);
  return people;
}

/** Everyone in one rowing boat, which rocks; bodies first, the hull over their legs. */
function boatCrew(stage: Stage, shot: ShotSnapshot, framing: Framing): Walker {
  const crew = shot.cast.slice(0, 5);
  const share = framing.standing?.exterior ?? 0.33;
  const height = frameHeight * Math.max(0.24, share * 1.25);
  const water = stage.ground - 18;
  const centre = frameWidth * (crew.length === 1 ? placeAcross(shot, 0, stage) : 0.5);
  const length = height * (1.5 + 0.42 * Math.max(0, crew.length - 1));
  const held = heldProp(shot);
  let bodies = "";
  crew.forEach((member, index) => {
    const traits = traitsOf(member);
    const posture =
      member.posture === undefined || member.posture === "walking" || member.posture === "running" ? "sitting" : member.posture;
    const own = height * (traits.height / 1.7);
    const x = centre + (index - (crew.length - 1) / 2) * height * 0.5;
    const figure = drawFigure(stage, traits, figureTones(stage.palette, traits, false), {
      at: [x, water + own * (posture === "sitting" || posture === "crouching" ? 0.1 : 0.02)],
      height: own,
      direction: direction(member),
      facing: member.facing ?? "right",
      posture,
      phase: 0.9,
      light: stage.side,
    });
    bodies += figure.svg + (index === 0 && held ? inHand(stage, held, figure, own, direction(member)) : "");
  });
  const halo = clearing(stage, { x: centre, feet: water, height: height * 1.1 });
  const boat = rowingBoat(stage, centre, water + height * 0.04, length);
  return {
    cycleFrames: 56,
    drift: { x: 0, y: 0 },
    bounds: { left: centre - length * 0.95, right: centre + length * 0.95, top: water - height * 1.3, bottom: water + length * 0.26 },
    draw: (phase) => {
      const rock = Math.sin(2 * Math.PI * phase);
      return group(
        halo + bodies + boat,
        `transform="rotate(${share3(rock * 1.1)} ${num(centre)} ${num(water)}) translate(0,${num(rock * 3)})"`,
      );
    },
  };
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
    people.near = drawBust(stage, other, foregroundTones(stage.palette, other), {
      at: [first.facing === "left" ? 150 : frameWidth - 150, frameHeight * 0.52],
      head: frameHeight * 0.6,
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
  const depth = Math.min(0.5, index * 0.12);
  const x = frameWidth * placeAcross(shot, index, stage);
  if (framing.cutFigure !== undefined) {
    // one lens for all: the tallest fills the frame, the others reach up to them, a little less than in life
    const tallest = Math.max(...shot.cast.map((member) => traitsOf(member).height)) / 1.7;
    const own = tallest + (tall - tallest) * 0.75;
    const unit = frameHeight * framing.cutFigure;
    const scale = Math.max(0.9, tallest) / tallest;
    return { x, feet: frameHeight * framing.headAt + unit * tallest * scale * 0.92, height: unit * own * scale * (1 - depth * 0.3) };
  }
  const share = framing.standing?.[stage.setting] ?? 0.4;
  // height and distance below the horizon shrink alike: feet obey the perspective
  const shrink = 1 - depth * 0.55;
  const floor = Math.max(stage.ground + (shot.size === "full" ? 30 : 14), stage.horizon + 60);
  if (stage.seats === "steps" && shot.cast[index]?.posture === "sitting") {
    // on the flight of steps, side by side
    const height = frameHeight * share * tall;
    const across = (index - (Math.min(shot.cast.length, mostDrawn) - 1) / 2) * Math.max(70, height * 0.62);
    return { x: 640 + stage.side * 250 + across - stage.side * 70, feet: stage.ground + 30, height };
  }
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
  } else if (posture === "sitting" && !cut && stage.seats !== "steps") before += seat(stage, place, facing);
  const draw = (phase: number): string => {
    const figurePlace: FigurePlace = {
      at: [x, feet - (inBoat ? height * 0.12 : 0)],
      height,
      direction: facing,
      facing: member.facing ?? "right",
      posture,
      phase: 0.9 + phase * 2 * Math.PI,
      light: stage.side,
      expression: cut ? expressionOf(shot.mood) : undefined,
    };
    const figure = cut ? halfFigure(stage, traits, tones, figurePlace, held !== undefined) : drawFigure(stage, traits, tones, figurePlace);
    return before + figure.svg + (held ? inHand(stage, held, figure, height, facing) : "") + after;
  };
  const moving = posture === "walking" || posture === "running";
  if (!moving || cut) {
    people.still += draw(0);
    return;
  }
  people.walkers.push(walker(draw, place, posture === "running", member.facing === "camera" || member.facing === "away" ? 0 : facing));
}

/** A prop where a hand can carry it: an umbrella overhead, a lantern hanging, the rest in the palm. */
function inHand(stage: Stage, held: NamedProp, figure: Figure, height: number, facing: number): string {
  if (held.word === "umbrella")
    return drawProp(stage, held, figure.head[0] + facing * height * 0.02, figure.head[1] + height * 0.31, height * 0.6);
  const drop = held.hangs ? held.size * 0.5 : 0.03;
  return drawProp(stage, held, figure.hand[0] + facing * height * 0.01, figure.hand[1] + height * drop, height * held.size * 0.5);
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

/** A breath of light behind a small figure, so that it is found at thumbnail size. */
function clearing(stage: Stage, { x, feet, height }: Standing): string {
  const { palette, gradients } = stage;
  const strength = (palette.night ? 0.56 : palette.lit ? 0.4 : 0.28) * Math.max(0.4, 1 - height / frameHeight);
  const colour = hex(mix(palette.horizon, palette.light, 0.35));
  const paint = gradients.radialInBox([
    [0, colour, strength],
    [0.5, colour, strength * 0.55],
    [1, colour, 0],
  ]);
  return `<ellipse cx="${num(x)}" cy="${num(feet - height * 0.5)}" rx="${num(height * 0.62)}" ry="${num(height * 0.82)}" fill="${paint}"/>`;
}

function groundShadow(stage: Stage, { x, feet, height }: Standing): string {
  const shadow = `<ellipse cx="${num(x - stage.side * height * 0.16)}" cy="${num(feet)}" rx="${num(height * 0.27)}" ry="${num(height * 0.032)}" fill="${hex(stage.palette.ink)}"/>`;
  return group(shadow, `opacity=".34"`);
}

/** A chair inside, a rock outside. */
function seat(stage: Stage, { x, feet, height }: Standing, facing: number): string {
  const seatHeight = 0.29 * height;
  if (stage.seats === "velvet") {
    const back = x - facing * height * 0.16;
    const paint = hex(mix([0.46, 0.14, 20], stage.palette.ink, stage.palette.figureInk * 0.8));
    return fill(
      `M${num(back - facing * height * 0.07)},${num(feet)}V${num(feet - height * 0.6)}q0,${num(-height * 0.06)} ${num(facing * height * 0.06)},${num(-height * 0.06)}` +
        `t${num(facing * height * 0.06)},${num(height * 0.06)}V${num(feet - seatHeight - height * 0.02)}h${num(facing * height * 0.26)}q${num(facing * height * 0.04)},0 ${num(facing * height * 0.04)},${num(height * 0.05)}V${num(feet)}Z`,
      paint,
    );
  }
  if (stage.seats === "chair") {
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
