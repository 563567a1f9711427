// The shot from straight above: the ground as a plan, heads and shoulders, and each person told by a
// long sheared shadow of their own silhouette.
import { hex, mix } from "./colour.ts";
import { drawFigure } from "./figure/figure.ts";
import { figureTones, headColour, silhouetteTones, traitsOf } from "./figure/traits.ts";
import { noise } from "./noise.ts";
import { box, disc, fill, num, smooth, stroke, type Point } from "./paths.ts";
import { drawProp, findProp } from "./props/index.ts";
import type { PlaceName } from "./cues.ts";
import { backdrop, worldWidth, type Stage, type StageSet } from "./stage.ts";
import { world } from "./types.ts";
import type { CastMember, ShotSnapshot } from "../shot.ts";

const besideWater: ReadonlySet<PlaceName> = new Set(["beach", "harbour", "lighthouse"]);

function floorFromAbove(stage: Stage, depth: number): string {
  const { palette } = stage;
  let boards = "";
  for (let index = 0; index < 26; index++) boards += box(world.left, world.top + index * 46, worldWidth, 2);
  return (
    fill(boards, palette.at(depth + 0.25), 0.6) +
    fill(box(400, 190, 520, 330), hex(mix([0.5, 0.11, 25], palette.ink, palette.figureInk * 0.6))) +
    stroke(box(420, 210, 480, 290), hex(palette.light), 3, 0.4)
  );
}

function groundFromAbove(stage: Stage, place: PlaceName, depth: number, seed: number): string {
  const { palette, random, side } = stage;
  let markup = "";
  for (let row = 0; row < 5; row++) {
    const line: Point[] = [];
    for (let y: number = world.top; y <= world.bottom; y += 40) {
      line.push([(side > 0 ? 250 : 1030) - side * row * 64 + 70 * noise(y / 240, seed) + 30 * noise(y / 90, seed + row), y]);
    }
    const edge = side > 0 ? world.left : world.right;
    const paint = besideWater.has(place) ? hex(mix(palette.middle, palette.ink, 0.42)) : palette.at(depth + 0.22);
    if (row === 0) markup += fill(smooth([...line, [edge, world.bottom], [edge, world.top]], true, 0.12), paint);
    markup += stroke(smooth(line, false), hex(palette.light), 4 - row * 0.6, 0.5 - row * 0.09);
  }
  let marks = "";
  for (let index = 0; index < 60; index++) {
    const [x, y, width] = [random.range(world.left, world.right), random.range(world.top, world.bottom), random.range(10, 70)];
    marks += `M${num(x)},${num(y)}q${num(width / 2)},-7 ${num(width)},0q${num(-width / 2)},6 ${num(-width)},0Z`;
  }
  return markup + fill(marks, palette.at(depth + 0.22), 0.4);
}

function personFromAbove(stage: Stage, member: CastMember, at: Point): { shadow: string; body: string } {
  const { palette, random, side } = stage;
  const traits = traitsOf(member);
  const tones = figureTones(palette, traits, false);
  const figure = drawFigure(stage, traits, silhouetteTones(palette), {
    at: [0, 0],
    height: 420,
    posture: member.posture ?? "standing",
    direction: 1,
    facing: member.facing === "left" || member.facing === "right" ? "right" : "away",
    phase: 0.9,
    light: 1,
  });
  const away = -side;
  const scale = traits.height / 1.72;
  const place = `translate(${num(at[0])},${num(at[1])})`;
  const body =
    fill(disc(0, 0, 62, 30), tones.rim) +
    fill(disc(away * 2, 2, 61, 29), tones.cloth) +
    fill(disc(-40, 20, 15, 22) + disc(40, 20, 15, 22), tones.cloth) +
    fill(disc(0, -4, 29, 31), tones.rim) +
    fill(disc(away * 2.4, -2, 28, 30), traits.hair === "bald" ? tones.skin : headColour(traits, tones));
  return {
    shadow: `<g transform="${place} matrix(1,${num(-0.2 * away)},${num(away * -0.95)},-.62,0,0)" opacity=".46">${figure.svg}</g>`,
    body: `<g transform="${place} rotate(${num(random.range(-14, 14))}) scale(${num(Math.max(0.7, scale))})">${body}</g>`,
  };
}

export function drawOverhead(stage: Stage, shot: ShotSnapshot, place: PlaceName): StageSet {
  const { palette, gradients, side } = stage;
  const depth = palette.lit ? 0.5 : 0.22;
  const light = gradients.radial(
    [
      [0, hex(mix(palette.horizon, palette.tone(depth), 0.35))],
      [1, palette.at(depth + 0.2)],
    ],
    640 + side * 500,
    100,
    1300,
  );
  const base = shot.setting === "interior" ? floorFromAbove(stage, depth) : groundFromAbove(stage, place, depth, shot.seed);
  const count = shot.cast.length;
  let shadows = "";
  let bodies = "";
  shot.cast.forEach((member, index) => {
    const x = count === 1 ? 640 + side * 110 : 420 + (index * 480) / Math.max(1, count - 1);
    const drawn = personFromAbove(stage, member, [x, 330 + 120 * noise(index * 3.3 + 1, shot.seed)]);
    shadows += drawn.shadow;
    bodies += drawn.body;
  });
  const things = shot.props.slice(0, 3).map((word, index) => {
    const prop = findProp(word);
    return prop ? drawProp(stage, prop, 640 - side * 230, 470 + index * 90, 120 * prop.size + 60) : "";
  });
  return { sky: "", far: "", mid: backdrop(light) + base, main: shadows + things.join("") + bodies, near: "" };
}
