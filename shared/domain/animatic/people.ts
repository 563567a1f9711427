// People in a shot: tight shots by their size, loose ones standing; walkers are planes of their own.
import { hex } from "./colour.ts";
import { boatCrew } from "./crew.ts";
import { drawBust } from "./figure/bust.ts";
import { expressionOf } from "./figure/expression.ts";
import { drawEye } from "./figure/eye.ts";
import { drawFigure } from "./figure/figure.ts";
import { halfFigure } from "./figure/half.ts";
import type { FigurePlace } from "./figure/place.ts";
import { figureTones, foregroundTones, traitsOf, type Traits } from "./figure/traits.ts";
import { framings, type Framing } from "./lens.ts";
import { fill, num } from "./paths.ts";
import {
  clearing,
  direction,
  groundShadow,
  heldProp,
  inHand,
  mostAcross,
  mostDrawn,
  placeAcross,
  sitsInBoat,
  type Standing,
  type Walker,
} from "./placing.ts";
import { drawProp, findProp } from "./props/index.ts";
import { seat } from "./seats.ts";
import type { Stage } from "./stage.ts";
import { frameHeight, frameWidth, type Plane } from "./types.ts";
import type { ShotSnapshot } from "../shot.ts";

export interface People {
  /** Everyone who stands still, back to front. */
  still: string;
  walkers: Walker[];
  /** Lids that close for one phase of eight. */
  blink?: { draw(phase: number): string; bounds: NonNullable<Plane["bounds"]> };
  /** Who listens with their back to us. */
  near: string;
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
  const bust = drawBust(stage, traits, figureTones(stage.palette, traits, true), {
    at: [frameWidth * x, frameHeight * framing.headAt],
    head: size,
    direction: facing,
    facing: first.facing ?? "right",
    light: stage.side,
    expression,
  });
  people.still = bust.svg;
  const { lids } = bust;
  if (lids) {
    const draw = (phase: number): string => (phase > 0.8 && phase < 1 ? lids.svg : "");
    people.blink = { draw, bounds: lids.bounds };
  }
  if (second) {
    const other = traitsOf(second);
    people.near = drawBust(stage, other, foregroundTones(stage.palette, other), {
      at: [first.facing === "left" ? 150 : frameWidth - 150, frameHeight * 0.52],
      head: frameHeight * 0.6,
      direction: direction(second),
      facing: "away",
      light: -stage.side,
      expression,
    }).svg;
  }
  return people;
}

function standingPlace(stage: Stage, shot: ShotSnapshot, index: number, traits: Traits, framing: Framing): Standing {
  const tall = traits.height / 1.7;
  const depth = Math.min(0.5, index * 0.12);
  let x = frameWidth * placeAcross(shot, index, stage);
  if (stage.seats === "velvet" && shot.cast[index]?.posture === "sitting") x = Math.round((x - 390) / 360) * 360 + 390;
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
  } else if (posture === "sitting" && !cut && stage.seats !== "steps" && !(stage.seats === "velvet" && facing > 0))
    before += seat(stage, place, facing);
  const figurePlace = (phase: number): FigurePlace => ({
    at: [x, feet - (inBoat ? height * 0.12 : 0)],
    height,
    direction: facing,
    facing: member.facing ?? "right",
    posture,
    phase: 0.9 + phase * 2 * Math.PI,
    light: stage.side,
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
    people.walkers.push({ ...walker(flutter, place, { running: false, heading: 0, top: 1.4 }), cycleFrames: 14 });
    return;
  }
  if (!moving || cut) {
    people.still += draw(0);
    return;
  }
  people.walkers.push(
    walker(draw, place, {
      running: posture === "running",
      heading: member.facing === "camera" || member.facing === "away" ? 0 : facing,
      // an umbrella stands high above its bearer
      top: held?.word === "umbrella" ? 1.95 : 1.4,
    }),
  );
}

/** Stride of a step cycle in body heights, and its frames. Slower across the frame than in life, so that nobody leaves it. */
function walker(
  draw: (phase: number) => string,
  { x, feet, height }: Standing,
  gait: { running: boolean; heading: number; top: number },
): Walker {
  const { running, heading } = gait;
  const cycle = running ? 10 : 16;
  const stride = (height * (running ? 1.35 : 0.76)) / cycle;
  const speed = heading * Math.min(stride, 4.6);
  const cycleFrames = speed === 0 ? cycle : Math.round((cycle * stride * 0.5) / Math.abs(speed) + cycle * 0.5);
  return {
    draw,
    cycleFrames,
    drift: { x: speed, y: 0 },
    bounds: { left: x - height * 0.76, top: feet - height * gait.top, right: x + height * 0.76, bottom: feet + height * 0.36 },
  };
}
