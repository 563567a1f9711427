// Woods: a forest in three rows of trunks, with light between them.
import { hex } from "../colour.ts";
import { fill, num, polygon } from "../paths.ts";
import { fade, haze, noiseSeed, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { ground } from "./land.ts";
import { branch, grass, leaves, trunk } from "./plants.ts";

function rowOfTrunks(stage: Stage, count: number, width: number, depth: number, y: number): string {
  const { random, horizon } = stage;
  let trunks = "";
  let branches = "";
  for (let index = 0; index < count; index++) {
    const x = world.left + ((index + random.range(0.1, 0.9)) * (world.right - world.left)) / count;
    const thick = width * random.range(0.6, 1.35);
    trunks += trunk(x, y + random.range(0, 16), thick, world.top - 20, noiseSeed(random));
    if (random.next() < 0.6) {
      const height = random.range(60, Math.max(80, horizon - 60));
      branches += branch(stage, x, height, thick * random.range(4, 7), random.next() < 0.5 ? -1 : 1, thick * 0.16);
    }
  }
  const paint = fade(stage, depth, 60, y + 10, 0.26);
  // branches apart from trunks: parts of opposite winding in one path would cut holes
  return fill(branches, paint) + fill(trunks, paint);
}

/** Rays that fan out from where the sun stands. */
function sunRays(stage: Stage): string {
  const { random, palette, gradients, sunX, side, ground: groundY } = stage;
  let data = "";
  for (let index = 0; index < 5; index++) {
    const aim = sunX + (index - 2) * 130 + random.range(-30, 30);
    const width = random.range(26, 80);
    const from = aim * 0.35 + sunX * 0.65;
    const to = 2 * aim - sunX;
    data += polygon([
      [from, -60],
      [from + width * 0.4, -60],
      [to + width * 1.6 - side * 240, groundY + 60],
      [to - side * 240, groundY + 60],
    ]);
  }
  const light = hex(palette.light);
  const paint = gradients.linear(
    [
      [0, light, Math.max(0, 0.34 - palette.veil * 0.3)],
      [1, light, 0],
    ],
    0,
    -40,
    0,
    groundY + 40,
  );
  return fill(data, paint);
}

function foliage(stage: Stage, y: number, radius: number, count: number, depth: number): string {
  let data = "";
  for (let index = 0; index < count; index++) {
    const x = world.left + ((index + stage.random.next()) * (world.right - world.left)) / count;
    data += leaves(stage, x, y + stage.random.range(-30, 30), radius, 26);
  }
  return fill(data, stage.palette.at(depth));
}

export function forest(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY, side, gradients, sunX } = stage;
  const far =
    haze(stage, horizon + 10, 240, 0.6) + rowOfTrunks(stage, 16, 17, 0.2, (horizon + groundY) / 2) + haze(stage, horizon + 20, 170, 0.55);
  const mid = rowOfTrunks(stage, 9, 34, 0.46, groundY - 34) + foliage(stage, -10, 100, 9, 0.44) + sunRays(stage);
  const light = hex(palette.light);
  const poolX = sunX - side * 260;
  const poolPaint = gradients.radial(
    [
      [0, light, 0.3],
      [1, light, 0],
    ],
    poolX,
    groundY + 36,
    330,
  );
  const pool = palette.night ? "" : `<ellipse cx="${num(poolX)}" cy="${num(groundY + 36)}" rx="330" ry="40" fill="${poolPaint}"/>`;
  const main =
    ground(stage, groundY - 40, 0.66, 16, 26) + fill(grass(stage, world.left, world.right, groundY - 34, 34, 120), palette.at(0.62)) + pool;
  const nearX = side > 0 ? 70 : frameWidth - 70;
  const near =
    trunk(nearX, frameHeight + 60, 190, world.top - 40, noiseSeed(random)) +
    leaves(stage, nearX + side * 210, 60, 130, 70) +
    leaves(stage, frameWidth - nearX, 4, 110, 46) +
    grass(stage, world.left, world.right, frameHeight + 14, 96, 90);
  return { far, mid, main, near: fill(branch(stage, nearX, 130, 330, side, 17), palette.at(1)) + fill(near, palette.at(1)) };
}
