// The cave: rings of rock, each a plane with a hole, and the sea in the last one.
import { hex } from "../colour.ts";
import { fractalNoise } from "../noise.ts";
import { fill, fillWithHoles, num, polygon, type Point } from "../paths.ts";
import { noiseSeed, type Stage, type StageSet } from "../stage.ts";
import { world } from "../types.ts";
import { ground } from "./land.ts";
import { sea } from "./water.ts";

/** The whole world with one ragged opening. */
function rockRing(centreX: number, centreY: number, radiusX: number, radiusY: number, seed: number, floor: number): string {
  const opening: Point[] = [];
  for (let index = 0; index < 44; index++) {
    const around = (index / 44) * 6.2832;
    const ragged = 1 + 0.2 * fractalNoise(Math.cos(around) * 2.3 + 9, seed, 3) + 0.16 * fractalNoise(Math.sin(around) * 3 + 4, seed + 5, 3);
    opening.push([centreX + radiusX * ragged * Math.cos(around), Math.min(floor, centreY + radiusY * ragged * Math.sin(around))]);
  }
  return `M${world.left},${world.top}H${world.right}V${world.bottom}H${world.left}Z${polygon(opening)}`;
}

function stalactites(stage: Stage): string {
  const { random } = stage;
  let data = "";
  for (let index = 0; index < 12; index++) {
    const x = random.range(world.left, world.right);
    const length = random.range(60, 190);
    const width = random.range(14, 34);
    data +=
      `M${num(x - width)},${world.top}L${num(x - width * 0.7)},40Q${num(x - 3)},${num(40 + length * 0.4)} ${num(x)},${num(40 + length)}` +
      `Q${num(x + 4)},${num(40 + length * 0.4)} ${num(x + width * 0.7)},40L${num(x + width)},${world.top}Z`;
  }
  return data;
}

export function cave(stage: Stage): StageSet {
  const { palette, random, gradients, ground: groundY, horizon } = stage;
  const centreX = 640 + stage.side * 150;
  const seed = noiseSeed(random);
  const rock = (tones: readonly [number, number, number], radius: number): string =>
    gradients.radial(
      [
        [0, palette.at(tones[0])],
        [0.5, palette.at(tones[1])],
        [1, palette.at(tones[2])],
      ],
      centreX,
      300,
      radius,
    );
  const light = hex(palette.light);
  const shaft = polygon([
    [centreX - 180, 90],
    [centreX + 150, 90],
    [centreX - stage.side * 240 + 300, groundY + 60],
    [centreX - stage.side * 240 - 420, groundY + 60],
  ]);
  const shaftPaint = gradients.linear(
    [
      [0, light, 0.3],
      [1, light, 0],
    ],
    0,
    80,
    0,
    groundY + 60,
  );
  const hanging = gradients.linear(
    [
      [0, palette.at(0.9)],
      [1, palette.at(0.66)],
    ],
    0,
    0,
    0,
    220,
  );
  return {
    far: sea(stage, horizon, groundY) + fillWithHoles(rockRing(centreX, 290, 330, 250, seed, groundY - 70), rock([0.3, 0.36, 0.6], 700)),
    mid: fillWithHoles(rockRing(centreX, 300, 430, 320, seed + 3, groundY - 44), rock([0.46, 0.56, 0.8], 760)) + fill(shaft, shaftPaint),
    main: ground(stage, groundY - 40, 0.74, 18, 24) + fill(stalactites(stage), hanging),
    near: fillWithHoles(rockRing(centreX, 330, 640, 420, seed + 8, world.bottom - 190), palette.at(1)),
  };
}
