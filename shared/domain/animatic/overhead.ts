// The shot from straight above: the ground as a plan, heads and shoulders, and each person told by a
// long sheared shadow of their own silhouette.
import { hex, mix } from "./colour.ts";
import { drawFigure } from "./figure/figure.ts";
import { figureTones, headColour, silhouetteTones, type Traits } from "./figure/traits.ts";
import { castTraits } from "./figure/wardrobe.ts";
import { noise } from "./noise.ts";
import { floorFromAbove, groundFromAbove } from "./overhead-ground.ts";
import { disc, fill, num, share, type Point } from "./paths.ts";
import type { People } from "./people.ts";
import { mostDrawn } from "./placing.ts";
import { drawProp, findProp } from "./props/index.ts";
import type { PlaceName } from "./cues.ts";
import { backdrop, type Stage, type StageSet } from "./stage.ts";
import type { BodyBox } from "./types.ts";
import type { CastMember, ShotSize, ShotSnapshot } from "../shot.ts";

/** Pixels of 100 cm: the wider the shot, the higher the lens. */
const units: Partial<Record<ShotSize, number>> = { "extreme-wide": 46, wide: 76, full: 112, medium: 150 };
const unitOf = (shot: ShotSnapshot): number => units[shot.size] ?? 100;

function personFromAbove(stage: Stage, member: CastMember, traits: Traits, at: Point, unit: number): { shadow: string; body: string } {
  const { palette, random, side } = stage;
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
  const scale = (Math.max(1.1, traits.height) / 1.72) * (unit / 100);
  const place = `translate(${num(at[0])},${num(at[1])})`;
  const body =
    fill(disc(0, 0, 62, 30), tones.rim) +
    fill(disc(away * 2, 2, 61, 29), tones.cloth) +
    fill(disc(-40, 20, 15, 22) + disc(40, 20, 15, 22), tones.cloth) +
    fill(disc(0, -4, 29, 31), tones.rim) +
    fill(disc(away * 2.4, -2, 28, 30), traits.hair === "bald" ? tones.skin : headColour(traits, tones));
  return {
    shadow: `<g transform="${place} matrix(${[1, -0.2 * away, away * -0.95, -0.62].map((value) => share((value * unit) / 100)).join()},0,0)" opacity=".46">${figure.svg}</g>`,
    body: `<g transform="${place} rotate(${num(random.range(-14, 14))}) scale(${share(scale)})">${body}</g>`,
  };
}

/** The ground as a plan. */
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
  const unit = unitOf(shot);
  const base =
    shot.setting === "interior" ? floorFromAbove(stage, place, depth, unit) : groundFromAbove(stage, place, depth, shot.seed, unit);
  return { sky: "", far: "", mid: backdrop(light) + base, main: "", near: "" };
}

/** Heads, shoulders and shadows, close enough together to be one group. */
export function overheadPeople(stage: Stage, shot: ShotSnapshot): People {
  const { side } = stage;
  const unit = unitOf(shot);
  const cast = shot.cast.slice(0, mostDrawn);
  const dressed = castTraits(shot.cast);
  const gap = Math.min(unit * 1.9, 760 / Math.max(1, cast.length - 1));
  const middle = 640 + side * (cast.length === 1 ? 110 : 40);
  const bodies: BodyBox[] = [];
  let [shadows, heads] = ["", ""];
  cast.forEach((member, index) => {
    const traits = dressed[index];
    if (!traits) return;
    const at: Point = [middle + (index - (cast.length - 1) / 2) * gap, 340 + unit * 0.9 * noise(index * 3.3 + 1, shot.seed)];
    const drawn = personFromAbove(stage, member, traits, at, unit);
    shadows += drawn.shadow;
    heads += drawn.body;
    const reach = unit * 0.66 * Math.max(1, traits.height / 1.72);
    bodies.push({ left: at[0] - reach, right: at[0] + reach, top: at[1] - reach * 0.6, bottom: at[1] + reach * 0.7, drift: 0 });
  });
  const things = shot.props.slice(0, 3).map((word, index) => {
    const prop = findProp(word);
    return prop ? drawProp(stage, prop, 640 - side * 230, 470 + index * 90, (120 * prop.size + 60) * (unit / 110)) : "";
  });
  return { still: shadows + things.join("") + heads, walkers: [], near: "", bodies };
}
