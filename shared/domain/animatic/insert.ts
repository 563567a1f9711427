// The insert: one thing, large, on a surface, in a pool of light, and a hand that reaches for it.
import { hex } from "./colour.ts";
import { figureTones, traitsOf } from "./figure/traits.ts";
import { noise } from "./noise.ts";
import { box, fill, num, pairs, smooth, stroke, type Point } from "./paths.ts";
import { drawProp, findProp, type NamedProp } from "./props/index.ts";
import { worldWidth, type Stage } from "./stage.ts";
import { frameHeight, world } from "./types.ts";
import type { ShotSnapshot } from "../shot.ts";

const surfaceY = 470;
const sleeve = [700, 330, 330, 120, 190, 60, 210, -20, 400, 30, 760, 120];
const handShape = [215, -14, 110, -46, 20, -34, -40, -4, -36, 14, 30, 8, -30, 34, -22, 52, 44, 38, 10, 66, 26, 80, 110, 76, 196, 62];

export function drawInsert(stage: Stage, shot: ShotSnapshot): string {
  const { palette, gradients, side } = stage;
  const [prop, second] = shot.props.map(findProp).filter((one) => one !== undefined);
  if (!prop) return "";
  const size = prop.insert;
  const outside = stage.setting === "exterior";
  const tabletop = gradients.linear(
    [
      [0, palette.at(outside ? 0.34 : 0.55)],
      [0.1, palette.at(outside ? 0.42 : 0.62)],
      [1, palette.at(outside ? 0.8 : 0.95)],
    ],
    0,
    surfaceY - 20,
    0,
    frameHeight,
  );
  const grain = Array.from(
    { length: 7 },
    (_, index) => `M${world.left},${num(surfaceY + 10 + index * index * 8)}q500,${num(5 * noise(index, 3))} 1000,0t1000,0`,
  ).join("");
  const ink = hex(palette.ink);
  const [shadowX, shadowY] = [640 - side * 70, surfaceY + (prop.flat ? 92 : 64)];
  const shadow = gradients.radial(
    [
      [0, ink, 0.75],
      [0.6, ink, 0.45],
      [1, ink, 0],
    ],
    shadowX,
    shadowY,
    size * 1.05,
  );
  const lead = shot.cast[0];
  return (
    fill(box(world.left, surfaceY - 20, worldWidth, 800), tabletop) +
    stroke(grain, palette.at(0.9), 2, 0.34) +
    `<g transform="translate(640,${surfaceY + 60}) scale(1,.3)">${gradients.glow(0, 0, 620, hex(palette.light), 0.5)}</g>` +
    `<ellipse cx="${num(shadowX)}" cy="${num(shadowY)}" rx="${num(size * 1.05)}" ry="${num(size * 0.15)}" fill="${shadow}"/>` +
    companion(stage, prop, second, size) +
    drawProp(stage, prop, 640, surfaceY + (prop.flat ? 40 : 66), size) +
    (lead ? reachingHand(stage, lead, 640 + side * size * 0.98, side) : "")
  );
}

/** A second thing, smaller and behind: a candle stands in the paper boat, anything else beside the first. */
function companion(stage: Stage, prop: NamedProp, second: NamedProp | undefined, size: number): string {
  if (!second) return "";
  const aboard = prop.word === "paperboat" && second.word === "candle";
  if (aboard) return drawProp(stage, second, 640 - size * 0.34, surfaceY + 66 - size * 0.2, size * 0.5);
  return drawProp(stage, second, 640 - stage.side * size * 1.15, surfaceY + 14, second.insert * 0.6);
}

function reachingHand(stage: Stage, lead: ShotSnapshot["cast"][number], x: number, side: number): string {
  const tones = figureTones(stage.palette, traitsOf(lead), true);
  const curve = (flat: readonly number[]): string => smooth(pairs(flat).map(([dx, dy]): Point => [x + side * dx, surfaceY + dy]));
  return fill(curve(sleeve), tones.cloth) + fill(curve(handShape), tones.skin);
}
