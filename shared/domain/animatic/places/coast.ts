// The coast: beach and harbour.
import { hex, mix } from "../colour.ts";
import { fractalNoise } from "../noise.ts";
import { box, disc, fill, num, smooth, stroke, type Point } from "../paths.ts";
import { fade, haze, noiseSeed, shade, windowLight, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { house } from "./buildings.ts";
import { groundMarks, hills, landBelow, nearHump, ridge } from "./land.ts";
import { lighthouseTower } from "./lighthouse.ts";
import { grass } from "./plants.ts";
import { glitter, sea } from "./water.ts";

export function beach(stage: Stage): StageSet {
  const { palette, random, horizon, ground, gradients } = stage;
  const seed = noiseSeed(random);
  const headland: Point[] = ridge(horizon, 1, 90, seed).map(([x]) => {
    const inland = stage.side > 0 ? 1 - (x + 200) / 700 : (x - 780) / 700;
    return [x, horizon + 3 - Math.max(0, 74 * inland * (1 + 0.5 * fractalNoise(x / 110, seed)))];
  });
  let surf = "";
  for (let row = 0; row < 3; row++) {
    const line = ridge(ground - 74 + row * 21, 5 + row * 3, 130, seed + row, { octaves: 2, step: 60 });
    surf += stroke(smooth(line, false), hex(palette.light), 2.2 + row * 1.8, 0.5 + row * 0.12);
  }
  const sandPaint = gradients.linear(
    [
      [0, hex(mix(palette.horizon, palette.middle, 0.5))],
      [0.12, shade(stage, 0.3, 0.05)],
      [1, palette.at(0.72)],
    ],
    0,
    ground - 30,
    0,
    frameHeight + 30,
  );
  const sand = fill(landBelow(ridge(ground - 24, 9, 420, seed + 9, { octaves: 2 })), sandPaint);
  const [grassLeft, grassRight] = stage.side > 0 ? [world.left, 420] : [860, world.right];
  const towerX = stage.side > 0 ? 190 : 1110;
  const tower = stage.landmarks.has("lighthouse") ? lighthouseTower(stage, towerX, horizon - 34, 170) : "";
  return {
    far: fill(landBelow(headland, horizon + 4), fade(stage, 0.34, horizon - 80, horizon, 0.25)) + haze(stage, horizon, 50, 0.4) + tower,
    mid: sea(stage, horizon, ground) + surf,
    main: sand + fill(groundMarks(stage, ground + 6, 40), palette.at(0.7), 0.3),
    near:
      fill(nearHump(stage, frameHeight - 8, 34, 300, 560), palette.at(0.95)) +
      fill(grass(stage, grassLeft, grassRight, frameHeight + 6, 190, 60), palette.at(1)),
    moving: [glitter(stage, horizon, ground - 60, "mid")],
  };
}

function fishingBoat(stage: Stage, x: number, y: number, width: number, depth: number): string {
  const { palette } = stage;
  const w = width;
  const hull =
    `M${num(x)},${num(y - w * 0.13)}Q${num(x + w * 0.08)},${num(y + w * 0.05)} ${num(x + w * 0.2)},${num(y + w * 0.05)}H${num(x + w * 0.8)}` +
    `Q${num(x + w * 0.94)},${num(y)} ${num(x + w)},${num(y - w * 0.2)}L${num(x + w * 0.8)},${num(y - w * 0.14)}Z`;
  const rigging =
    `M${num(x + w * 0.49)},${num(y - w * 0.8)}L${num(x + w * 0.98)},${num(y - w * 0.2)}M${num(x + w * 0.49)},${num(y - w * 0.8)}L${num(x + w * 0.06)},${num(y - w * 0.13)}` +
    `M${num(x + w * 0.49)},${num(y - w * 0.3)}L${num(x + w * 0.16)},${num(y - w * 0.42)}`;
  const panes = box(x + w * 0.24, y - w * 0.23, w * 0.06, w * 0.05) + box(x + w * 0.34, y - w * 0.23, w * 0.06, w * 0.05);
  return (
    fill(
      hull + box(x + w * 0.2, y - w * 0.27, w * 0.24, w * 0.15) + box(x + w * 0.48, y - w * 0.82, w * 0.015 + 1, w * 0.7),
      palette.at(depth),
    ) +
    stroke(rigging, palette.at(depth), 1.6) +
    fill(panes, windowLight(stage)) +
    fill(disc(x + w * 0.5, y + w * 0.1, w * 0.48, w * 0.04), palette.at(depth + 0.1), 0.3)
  );
}

export function harbour(stage: Stage): StageSet {
  const { palette, random, horizon, ground, gradients } = stage;
  const coast = hills(stage, horizon - 30, 40, 320, 0.2);
  let town = "";
  for (let x: number = world.left; x < world.right;) {
    const width = random.range(46, 100);
    town += house(stage, x, horizon + 4, width, random.range(34, 74), random.range(0.26, 0.4));
    x += width * random.range(1, 1.4);
  }
  let boats = "";
  for (let index = 0; index < 4; index++) {
    boats += fishingBoat(
      stage,
      world.left + 200 + index * 400 + random.range(-80, 80),
      horizon + 60 + random.range(0, 46),
      random.range(130, 230),
      0.56,
    );
  }
  const post = (x: number): string => box(x - 26, frameHeight - 250, 52, 400) + box(x - 34, frameHeight - 262, 68, 22);
  const postX = stage.side > 0 ? 150 : frameWidth - 150;
  const otherX = postX - stage.side * 330;
  let planks = "";
  for (let index = 0; index < 15; index++) {
    const x = world.left + index * 150;
    planks += `M${num(640 + (x - 640) * 0.55)},${num(ground - 40)}L${num(x + (x - 640) * 0.5)},${world.bottom}`;
  }
  const rope =
    `M${postX},${frameHeight - 190}Q${num((postX + otherX) / 2)},${frameHeight - 60} ${otherX},${frameHeight - 196}` +
    `M${postX},${frameHeight - 178}Q${num(postX + stage.side * 300)},${frameHeight - 20} ${num(postX + stage.side * 900)},${frameHeight - 120}`;
  const quay = gradients.linear(
    [
      [0, palette.at(0.62)],
      [1, palette.at(0.88)],
    ],
    0,
    ground - 30,
    0,
    frameHeight,
  );
  return {
    far: coast + town + haze(stage, horizon + 6, 60, 0.4),
    mid: sea(stage, horizon + 4, ground) + boats,
    main:
      fill(box(world.left, ground - 40, worldWidth, 26), palette.at(0.58)) +
      fill(box(world.left, ground - 30, worldWidth, 500), quay) +
      stroke(planks, palette.at(0.85), 2.4, 0.5),
    near: fill(post(postX) + post(otherX), palette.at(1)) + stroke(rope, palette.at(1), 11),
    moving: [glitter(stage, horizon + 4, ground - 44, "mid")],
  };
}
