// The lighthouse: seen from the shore, and its lantern room from inside.
import { hex, mix } from "../colour.ts";
import { fractalNoise } from "../noise.ts";
import { box, disc, fill, num, polygon, stroke, type Point } from "../paths.ts";
import { fade, haze, noiseSeed, shade, warm, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { house } from "./buildings.ts";
import { edgeShape, ground, landBelow, nearHump } from "./land.ts";
import { grass } from "./plants.ts";
import { room } from "./rooms.ts";
import { glitter, sea } from "./water.ts";

/** The tower alone. (x, foot) is the middle of its base; its light is lit with the palette's lamps. */
export function lighthouseTower(stage: Stage, x: number, foot: number, height: number): string {
  const { palette, gradients, side } = stage;
  const unit = height / 330;
  const half = (up: number): number => (42 - 17 * up) * unit;
  const ring = (low: number, high: number): string =>
    polygon([
      [x - half(low), foot - height * low],
      [x - half(high), foot - height * high],
      [x + half(high), foot - height * high],
      [x + half(low), foot - height * low],
    ]);
  const white = gradients.linear(
    [
      [0, shade(stage, 0.1, side > 0 ? -0.16 : 0)],
      [1, shade(stage, 0.1, side > 0 ? 0 : -0.16)],
    ],
    x - 40 * unit,
    0,
    x + 40 * unit,
    0,
  );
  const top = foot - height;
  const roof = polygon([
    [x - 22 * unit, top - 42 * unit],
    [x, top - 66 * unit],
    [x + 22 * unit, top - 42 * unit],
  ]);
  const gallery =
    box(x - 34 * unit, top - 5 * unit, 68 * unit, 9 * unit) +
    roof +
    disc(x, top - 68 * unit, 4 * unit) +
    box(x - 20 * unit, top - 44 * unit, 3 * unit, 40 * unit) +
    box(x + 17 * unit, top - 44 * unit, 3 * unit, 40 * unit);
  const light = top - 22 * unit;
  const beam = (to: number, spread: number, strength: number): string => {
    const colour = warm(stage, 0.1);
    const paint = gradients.linear(
      [
        [0, colour, strength],
        [1, colour, 0],
      ],
      x,
      0,
      to,
      0,
    );
    return fill(
      polygon([
        [x, light - 4 * unit],
        [to, light - spread * 0.6],
        [to, light + spread],
        [x, light + 4 * unit],
      ]),
      paint,
    );
  };
  const beams = palette.lit || palette.veil > 0 ? beam(x + side * 1300, 240, 0.66) + beam(x - side * 900, 150, 0.4) : "";
  return (
    fill(ring(0, 1), white) +
    fill(ring(0.16, 0.31) + ring(0.48, 0.63) + ring(0.78, 0.93), hex(mix([0.48, 0.15, 27], palette.ink, palette.figureInk * 0.6))) +
    fill(gallery, palette.at(0.9)) +
    fill(box(x - 16 * unit, top - 40 * unit, 32 * unit, 35 * unit), warm(stage, 0.08)) +
    beams +
    gradients.glow(x, light, (palette.lit ? 170 : 70) * Math.max(0.5, unit), warm(stage, 0.08), 0.9)
  );
}

export function lighthouseOnThePoint(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY } = stage;
  const x = stage.side > 0 ? 372 : 900;
  const seed = noiseSeed(random);
  const rock: Point[] = [];
  for (let index = 0; index <= 30; index++) {
    const along = index / 30;
    const rise = Math.max(0, Math.sin(Math.PI * along));
    const at = x - 330 + along * 660;
    rock.push([at, horizon + 40 - 60 * rise ** 0.6 - 26 * fractalNoise(at / 70, seed) * rise]);
  }
  const foot = horizon - 18;
  const [grassLeft, grassRight] = stage.side > 0 ? [760, world.right] : [world.left, 480];
  const hump = nearHump({ ...stage, side: stage.side > 0 ? -1 : 1 }, frameHeight - 12, 56, 240, 580);
  return {
    far: sea(stage, horizon, groundY + 60) + haze(stage, horizon, 40, 0.4),
    mid:
      fill(landBelow(rock, horizon + 70), fade(stage, 0.62, horizon - 60, horizon + 70, 0.2)) +
      house(stage, x + 46, foot + 18, 96, 46, 0.5) +
      lighthouseTower(stage, x, foot, 330),
    main: stage.afloat
      ? ""
      : ground(stage, groundY - 40, 0.54, 22, 16) + fill(grass(stage, world.left, world.right, groundY - 32, 34, 130), palette.at(0.52)),
    near: fill(hump, palette.at(1)) + fill(grass(stage, grassLeft, grassRight, frameHeight - 6, 120, 70), palette.at(1)),
    moving: [glitter(stage, horizon, groundY - 20, "far")],
  };
}

export function lanternRoom(stage: Stage): StageSet {
  const { palette, gradients, ground: groundY, horizon } = stage;
  const panes = [-300, 20, 340, 660, 980, 1300].map((x) => ({ x, y: 60, width: 296, height: 360, columns: 1, rows: 2 }));
  const walls = room(stage, panes, { base: groundY - 120, far: sea(stage, horizon, groundY + 60) + haze(stage, horizon, 50, 0.5) });
  const x = 640 + stage.side * 190;
  const floor = gradients.linear(
    [
      [0, palette.at(0.6)],
      [1, palette.at(0.92)],
    ],
    0,
    groundY - 120,
    0,
    frameHeight,
  );
  const meridians = [-1, -0.55, 0, 0.55, 1].map((bulge) => `M${x},90Q${num(x + bulge * 120)},280 ${x},470`).join("");
  const parallels = [170, 225, 280, 335, 390]
    .map((y) => `M${num(x - 88 + Math.abs(y - 280) * 0.26)},${y}h${num(176 - Math.abs(y - 280) * 0.52)}`)
    .join("");
  return {
    far: walls.far,
    mid: walls.wall,
    main:
      fill(box(world.left, groundY - 120, worldWidth, 700), floor) +
      gradients.glow(x, 268, 520, warm(stage, 0.08), 0.95) +
      fill(box(x - 70, groundY - 230, 140, 260) + box(x - 96, groundY - 246, 192, 20), palette.at(0.86)) +
      fill(disc(x, 280, 92, 190), warm(stage, 0.1), 0.55) +
      stroke(meridians + parallels, palette.at(0.7), 3, 0.6) +
      fill(disc(x, 280, 28, 60), "#fffdf2"),
    near:
      fill(edgeShape(stage.side > 0 ? -1 : 1, 60, 4, 0) + box(world.left, frameHeight - 46, worldWidth, 300), palette.at(1)) +
      stroke(`M${world.left},${frameHeight - 110}H${world.right}`, palette.at(1), 12),
  };
}
