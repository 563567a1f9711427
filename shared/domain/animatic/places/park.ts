// Parks, gardens and open country: trees with round crowns, a path, a bench, a road between fields.
import { hex, mix } from "../colour.ts";
import { noise } from "../noise.ts";
import { box, disc, fill, num, polygon, smooth, stroke, type Point } from "../paths.ts";
import { fade, haze, noiseSeed, shade, warm, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { house, lampPost } from "./buildings.ts";
import { ground, hills, landBelow } from "./land.ts";
import { branch, crown, grass, hedge, leaves, trunk } from "./plants.ts";

interface TreeRow {
  y: number;
  height: number;
  depth: number;
  /** Pixels from tree to tree. */
  gap: number;
  /** Crowns are lit from the light's side: only where trees are near enough to show it. */
  lit?: boolean;
}

/** A row of trees as three paths: trunks, crowns, light on the crowns. */
function rowOfTrees(stage: Stage, row: TreeRow): string {
  const { palette, random, side } = stage;
  let trunks = "";
  let crowns = "";
  let lights = "";
  for (let x = world.left; x < world.right; x += row.gap * random.range(0.7, 1.4)) {
    const height = row.height * random.range(0.75, 1.2);
    const foot = row.y + random.range(-6, 8);
    const seed = noiseSeed(random);
    const radius = height * 0.34;
    const top = foot - height * 0.66;
    trunks += box(x - height * 0.03, top, height * 0.06, foot - top + 10);
    crowns += crown(x, top, radius, radius * 0.98, seed);
    if (row.lit) lights += crown(x + side * radius * 0.26, top - radius * 0.18, radius * 0.66, radius * 0.62, seed + 3);
  }
  const { y, height, depth } = row;
  return (
    fill(trunks, palette.at(Math.min(1, depth + 0.24))) +
    fill(crowns, fade(stage, depth + 0.1, y - height, y - height * 0.3, 0.06)) +
    fill(lights, shade(stage, Math.max(0, depth - 0.1), 0.02, 0.015), 0.75)
  );
}

/** A path that winds towards us from the horizon. */
function windingPath(fromX: number, fromY: number, toX: number, width: number): string {
  const left: Point[] = [];
  const right: Point[] = [];
  for (let index = 0; index <= 10; index++) {
    const near = (index / 10) ** 1.4;
    const x = fromX + (toX - fromX) * near + 90 * Math.sin(near * 5) * (0.2 + near);
    const y = fromY + (world.bottom - fromY) * near;
    left.push([x - width * (0.06 + near), y]);
    right.unshift([x + width * (0.06 + near), y]);
  }
  return smooth([...left, ...right], true, 0.14);
}

function bench(stage: Stage, x: number, y: number, width: number): string {
  const height = width * 0.4;
  return fill(
    box(x - width / 2, y - height * 0.5, width, height * 0.12) +
      box(x - width / 2, y - height, width, height * 0.14) +
      box(x - width / 2, y - height * 0.76, width, height * 0.12) +
      box(x - width * 0.42, y - height, width * 0.04, height) +
      box(x + width * 0.38, y - height, width * 0.04, height),
    stage.palette.at(0.86),
  );
}

export function park(stage: Stage): StageSet {
  const { palette, gradients, horizon, ground: groundY, side } = stage;
  const lampX = 640 + side * 300;
  const benchX = 640 - side * 330;
  const nearX = side > 0 ? 40 : frameWidth - 40;
  const path = windingPath(640 - side * 60, groundY - 36, 640 + side * 120, 190);
  return {
    far:
      hills(stage, horizon + 6, 26, 420, 0.2) +
      rowOfTrees(stage, { y: horizon + 24, height: 120, depth: 0.2, gap: 80 }) +
      haze(stage, horizon + 20, 110, 0.5),
    mid:
      rowOfTrees(stage, { y: groundY - 44, height: 250, depth: 0.36, gap: 300, lit: true }) +
      fill(hedge(stage, world.left, world.right, groundY - 20, 44), fade(stage, 0.5, groundY - 70, groundY - 20, 0.06)),
    main:
      ground(stage, groundY - 38, 0.5, 6, 20) +
      fill(path, hex(mix(palette.horizon, palette.middle, 0.45)), 0.5) +
      fill(grass(stage, world.left, world.right, groundY - 32, 16, 90), palette.at(0.56)) +
      bench(stage, benchX, groundY + 4, 150) +
      lampPost(stage, lampX, groundY, 250, 5) +
      (palette.lit ? gradients.glow(lampX, groundY - 262, 240, warm(stage), 0.85) : ""),
    near:
      fill(branch(stage, nearX, 90, 360, side, 14), palette.at(1)) +
      fill(trunk(nearX, frameHeight + 60, 120, world.top - 20, 5) + leaves(stage, nearX + side * 180, 40, 150, 90), palette.at(1)),
  };
}

export function garden(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY, side } = stage;
  const houseX = side > 0 ? 120 : 800;
  let flowers = "";
  let others = "";
  for (let index = 0; index < 90; index++) {
    const x = random.range(world.left, world.right);
    const y = groundY - 36 + random.range(-10, 22);
    const one = disc(x, y, random.range(3, 6.5));
    if (random.next() < 0.5) flowers += one;
    else others += one;
  }
  const bloom = (hue: number): string => hex(mix([0.68, 0.15, hue], palette.ink, palette.figureInk * 0.6));
  const bedY = frameHeight - 20;
  let nearFlowers = "";
  for (let index = 0; index < 26; index++)
    nearFlowers += disc(
      random.range(side > 0 ? world.left : 780, side > 0 ? 500 : world.right),
      bedY - random.range(20, 130),
      random.range(8, 15),
    );
  return {
    far: rowOfTrees(stage, { y: horizon + 30, height: 150, depth: 0.22, gap: 100 }) + haze(stage, horizon + 30, 110, 0.45),
    mid:
      house(stage, houseX, groundY - 36, 400, 170, 0.42, stage.weather === "snow") +
      fill(hedge(stage, world.left, world.right, groundY - 26, 60), fade(stage, 0.5, groundY - 90, groundY - 20, 0.08)),
    main:
      ground(stage, groundY - 38, 0.46, 6, 14) +
      fill(windingPath(houseX + 200, groundY - 34, 640, 150), hex(mix(palette.horizon, palette.middle, 0.4)), 0.5) +
      fill(grass(stage, world.left, world.right, groundY - 24, 34, 120), palette.at(0.58)) +
      fill(flowers, bloom(20)) +
      fill(others, bloom(90)),
    near:
      fill(grass(stage, side > 0 ? world.left : 760, side > 0 ? 520 : world.right, frameHeight + 8, 150, 80), palette.at(1)) +
      fill(nearFlowers, hex(mix([0.6, 0.14, 15], palette.ink, 0.45))),
  };
}

/** A road between fields, with poles that shrink towards the horizon. */
export function countryRoad(stage: Stage): StageSet {
  const { palette, random, gradients, horizon, ground: groundY, side } = stage;
  const seed = noiseSeed(random);
  const vanishX = 640 + side * 150;
  let furrows = "";
  for (let index = -12; index <= 12; index++)
    if (Math.abs(index) > 2) furrows += `M${num(vanishX + index * 16)},${num(horizon + 26)}L${num(vanishX + index * 210)},${world.bottom}`;
  const poles = [0.1, 0.17, 0.3, 0.55, 1].map((near) => {
    const x = vanishX - side * 620 * near;
    const foot = horizon + 20 + (groundY - horizon) * near;
    const height = 360 * near;
    return box(x - 5 * near, foot - height, 10 * near, height) + box(x - 44 * near, foot - height * 0.94, 88 * near, 6 * near);
  });
  const wire = `M${num(vanishX - side * 62)},${num(horizon - 12)}Q${num(vanishX - side * 260)},${num(horizon - 60)} ${num(vanishX - side * 620)},${num(groundY - 320)}`;
  const asphalt = gradients.linear(
    [
      [0, palette.at(0.3)],
      [1, palette.at(0.66)],
    ],
    0,
    horizon,
    0,
    frameHeight,
  );
  const road = polygon([
    [vanishX - 10, horizon + 18],
    [vanishX + 10, horizon + 18],
    [vanishX + 560, world.bottom],
    [vanishX - 560, world.bottom],
  ]);
  let dashes = "";
  for (let index = 0; index < 9; index++) {
    const [from, to] = [(index / 9) ** 2, ((index + 0.5) / 9) ** 2];
    const y = (near: number): number => horizon + 20 + (world.bottom - horizon) * near;
    dashes += polygon([
      [vanishX - 1 - 12 * from, y(from)],
      [vanishX + 1 + 12 * from, y(from)],
      [vanishX + 1 + 12 * to, y(to)],
      [vanishX - 1 - 12 * to, y(to)],
    ]);
  }
  let trees = "";
  for (let index = 0; index < 12; index++)
    trees += crown(
      random.range(world.left, world.right),
      horizon + 10 - random.range(0, 12),
      random.range(18, 46),
      random.range(16, 36),
      seed + index,
    );
  const verge: Point[] = [];
  for (let x: number = world.left; x <= world.right; x += 60) verge.push([x, horizon + 20 + 5 * noise(x / 120, seed)]);
  const [grassLeft, grassRight] = side > 0 ? [world.left, 420] : [860, world.right];
  return {
    far: hills(stage, horizon - 20, 50, 460, 0.2) + hills(stage, horizon + 8, 30, 300, 0.3) + haze(stage, horizon + 10, 70, 0.45),
    mid: fill(trees, fade(stage, 0.46, horizon - 50, horizon + 30, 0.1)),
    main:
      fill(landBelow(verge), gradients.linear([[0, shade(stage, 0.28, 0.02, 0.02)], [0.35, palette.at(0.46)], [1, palette.at(0.76)]], 0, horizon, 0, frameHeight + 40)) + // prettier-ignore
      stroke(furrows, palette.at(0.66), 2, 0.4) +
      fill(road, asphalt) +
      fill(dashes, hex(palette.light), 0.55) +
      stroke(wire, palette.at(0.7), 1.6, 0.7) +
      fill(poles.join(""), palette.at(0.78)),
    near: fill(grass(stage, grassLeft, grassRight, frameHeight + 8, 130, 70), palette.at(1)),
  };
}
