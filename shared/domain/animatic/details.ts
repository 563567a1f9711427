// What an insert shows when its words name nothing that can be drawn: a hand in a pool of light, or a part of the place.
import { hex } from "./colour.ts";
import { figureTones, traitsOf } from "./figure/traits.ts";
import { box, disc, fill, fillWithHoles, limb, num, polygon, smooth, stroke, type Point } from "./paths.ts";
import { pool, surfaceY } from "./surface.ts";
import { shade, warm, worldWidth, type Stage } from "./stage.ts";
import { world } from "./types.ts";
import type { CastMember } from "../shot.ts";

const fingers: readonly (readonly [number, number, number, number, number, number])[] = [
  [26, -30, -88, -52, 18, 13],
  [10, -10, -122, -22, 19, 13.5],
  [8, 14, -114, 14, 19, 13.5],
  [22, 36, -78, 46, 17, 12],
];

/** A hand at rest on the surface, coming from the right or the left. */
export function restingHand(stage: Stage, member: CastMember, x: number, y: number, side: number, scale = 1.3): string {
  const tones = figureTones(stage.palette, traitsOf(member), true);
  const at = (dx: number, dy: number): Point => [x + side * dx * scale, y + dy * scale];
  const rod = (x1: number, y1: number, x2: number, y2: number, r1: number, r2: number): string =>
    limb(at(x1, y1), at(x2, y2), r1 * scale, r2 * scale);
  const palm = smooth([at(-4, -34), at(50, -50), at(112, -40), at(140, 0), at(116, 42), at(56, 52), at(6, 44), at(-12, 6)]);
  const sleeve = smooth([at(176, -52), at(300, -96), at(900, -190), at(900, 250), at(300, 92), at(178, 52), at(168, 0)], true, 0.12);
  const drawn = fingers.map((one) => rod(...one)).join("");
  const thumb = rod(74, 38, -2, 86, 22, 14);
  const creases = `${[-20, 2, 25].map((dy) => `M${num(at(16, dy)[0])},${num(at(16, dy)[1])}L${num(at(-74, dy * 1.2)[0])},${num(at(-74, dy * 1.2)[1])}`).join("")}`;
  const nails = fingers.map(([, , tipX, tipY]) => disc(...at(tipX - 3, tipY - 1), 7 * scale, 5.4 * scale)).join("");
  return (
    `<g opacity=".34" transform="translate(${num(-stage.side * 14)},16)">${fill(drawn + palm, tones.ink)}</g>` +
    fill(thumb, tones.skin) +
    fill(rod(110, 2, 214, 0, 46, 46), tones.skin) +
    fill(drawn, tones.skin) +
    fill(palm, tones.skin) +
    stroke(creases, tones.ink, 2.4 * scale, 0.3) +
    fill(nails, tones.skinLit, 0.7) +
    fill(sleeve, tones.cloth) +
    stroke(smooth([at(176, -52), at(166, 0), at(178, 52)], false), tones.dark, 13 * scale)
  );
}

/** A window in its wall, so near that only its light matters. */
function windowDetail(stage: Stage): string {
  const { palette, side, gradients } = stage;
  const depth = palette.lit ? 0.55 : 0.38;
  const [left, top, width, height] = [640 - side * 60 - 250, 60, 500, 440];
  const outline = box(world.left, world.top, worldWidth, 1160);
  const hole = `M${left},${top}v${height}h${width}v${-height}Z`;
  const bars =
    box(left - 22, top - 22, width + 44, 22) +
    box(left - 22, top, 22, height) +
    box(left + width, top, 22, height) +
    box(left + width / 2 - 7, top, 14, height) +
    box(left, top + height * 0.46, width, 11);
  const light = gradients.linear(
    [
      [0, hex(palette.light), palette.lit ? 0.24 : 0.4],
      [1, hex(palette.light), 0],
    ],
    0,
    top,
    0,
    world.bottom,
  );
  const shaft = polygon([
    [left, top],
    [left + width, top],
    [left + width - side * 620, world.bottom],
    [left - side * 620, world.bottom],
  ]);
  return (
    fillWithHoles(outline + hole, gradients.linear([[0, palette.at(depth + 0.16)], [1, palette.at(depth + 0.3)]])) + // prettier-ignore
    fill(bars, palette.at(Math.min(1, depth + 0.4))) +
    fill(box(left - 60, top + height, width + 120, 26), shade(stage, depth, 0.06)) +
    fill(box(left - 40, top + height + 26, width + 80, 18), palette.at(Math.min(1, depth + 0.42))) +
    fill(shaft, light)
  );
}

/** A lamp on a wall at night. */
function wallLamp(stage: Stage): string {
  const { palette, side, gradients } = stage;
  const x = 640 - side * 90;
  const glow = warm(stage);
  const wall = gradients.radial(
    [
      [0, shade(stage, 0.5, 0.08)],
      [0.4, palette.at(0.62)],
      [1, palette.at(0.9)],
    ],
    x,
    270,
    860,
  );
  let panels = "";
  for (let index = -3; index <= 5; index++) panels += box(index * 300 - 60, 520, 250, 420);
  return (
    fill(box(world.left, world.top, worldWidth, 1160), wall) +
    stroke(panels, palette.at(0.96), 3, 0.5) +
    fill(box(world.left, 486, worldWidth, 14), palette.at(0.84)) +
    gradients.glow(x, 250, 520, glow, 0.85) +
    stroke(`M${x},420q0,34 ${-side * 46},34`, palette.at(1), 11) +
    fill(disc(x - side * 52, 454, 15, 30), palette.at(1)) +
    fill(`M${x - 62},372L${x - 34},176H${x + 34}L${x + 62},372Z`, warm(stage, 0.05)) +
    fill(box(x - 66, 368, 132, 11) + box(x - 10, 376, 20, 50), palette.at(1))
  );
}

/** @param surface what the hand rests on, or the ground itself outside. */
export function drawDetail(stage: Stage, lead: CastMember | undefined, surface: string): string {
  if (lead) return surface + pool(stage, 640, surfaceY + 96, 150, false) + restingHand(stage, lead, 610, surfaceY + 90, stage.side);
  if (stage.setting === "interior") return stage.palette.lit ? wallLamp(stage) : windowDetail(stage);
  return surface + pool(stage, 640 + stage.side * 60, surfaceY + 110, 240, false) + pebbles(stage, 640 + stage.side * 60, surfaceY + 110);
}

/** A few stones on the ground, the largest in the light. */
function pebbles(stage: Stage, x: number, y: number): string {
  const { palette, random, side } = stage;
  const stones = [
    [0, 0, 120],
    [-side * 210, 26, 66],
    [side * 190, 40, 48],
    [side * 300, -8, 36],
  ] as const;
  return stones
    .map(([dx, dy, size]) => {
      const outline = (scale: number, lift: number): string =>
        smooth(
          Array.from({ length: 9 }, (_, index): Point => {
            const around = (index / 9) * 2 * Math.PI;
            const out = size * scale * (1 + random.range(-0.1, 0.1));
            return [x + dx + out * Math.cos(around), y + dy - size * 0.3 - lift + Math.min(size * 0.34, out * 0.6 * Math.sin(around))];
          }),
        );
      return fill(outline(1, 0), palette.at(0.74)) + fill(outline(0.66, size * 0.12), palette.at(0.54), 0.7);
    })
    .join("");
}
