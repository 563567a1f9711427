// The cave: rings of rock, each a plane with a hole, and the sea in the last one.
import { hex } from "../colour.ts";
import { fractalNoise } from "../noise.ts";
import { fill, fillWithHoles, num, polygon, stroke, type Point } from "../paths.ts";
import { noiseSeed, type Stage, type StageSet } from "../stage.ts";
import { world } from "../types.ts";
import { edgeShape, ground } from "./land.ts";
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

/** The cave from outside: a cliff, a dark mouth, sand or stones before it. */
export function caveMouth(stage: Stage): StageSet {
  const { palette, random, gradients, ground: groundY, horizon, side } = stage;
  const seed = noiseSeed(random);
  const cliff: Point[] = [];
  const from = side > 0 ? world.left : world.right;
  for (let index = 0; index <= 44; index++) {
    const along = index / 44;
    const x = from + side * along * 1260;
    const top = 40 + 470 * Math.max(0, along - 0.5) ** 1.5 - 60 * fractalNoise(x / 120, seed, 4);
    cliff.push([x, Math.min(groundY - 20, top + (along > 0.96 ? 400 : 0))]);
  }
  const rock = gradients.linear(
    [
      [0, palette.at(0.56)],
      [1, palette.at(0.4)],
    ],
    0,
    20,
    0,
    groundY,
  );
  const mouthX = 640 - side * 250;
  const mouth = (scale: number, low: number): string => {
    const points: Point[] = [];
    for (let index = 0; index <= 18; index++) {
      const around = Math.PI + (index / 18) * Math.PI;
      const ragged = 1 + 0.13 * fractalNoise(index * 0.6, seed + 4, 3);
      points.push([mouthX + 175 * scale * ragged * Math.cos(around), groundY - low + 265 * scale * ragged * Math.sin(around)]);
    }
    return polygon(points);
  };
  let cracks = "";
  for (let index = 0; index < 16; index++) {
    const x = 640 - side * random.range(-160, 900);
    const y = random.range(120, groundY - 120);
    cracks += `M${num(x)},${num(y)}l${num(random.range(-14, 14))},${num(random.range(30, 70))}l${num(random.range(-20, 20))},${num(random.range(20, 60))}`;
  }
  const boulder = (x: number, size: number): string => polygon([[x - size, groundY + 12], [x - size * 0.8, groundY - size * 0.5], [x - size * 0.1, groundY - size * 0.82], [x + size * 0.7, groundY - size * 0.4], [x + size, groundY + 12]]); // prettier-ignore
  return {
    far: sea(stage, horizon, groundY),
    mid:
      fill(polygon([...cliff, [from + side * 1250, world.bottom], [from, world.bottom]]), rock) + stroke(cracks, palette.at(0.7), 3, 0.5),
    main:
      ground(stage, groundY - 26, 0.46, 10, 26) +
      fill(mouth(1.1, 10), palette.at(0.72)) +
      fill(
        mouth(0.94, 8),
        gradients.linear(
          [
            [0, palette.at(0.98)],
            [1, palette.at(0.86)],
          ],
          0,
          groundY - 260,
          0,
          groundY,
        ),
      ) + // prettier-ignore
      fill(boulder(mouthX - 250, 66) + boulder(mouthX + 240, 48), palette.at(0.66)),
    near: fill(edgeShape(side > 0 ? 1 : -1, 60, seed, 60), palette.at(1)),
  };
}

export function cave(stage: Stage): StageSet {
  const { palette, random, gradients, ground: groundY, horizon } = stage;
  const centreX = 640 + stage.side * 150;
  const seed = noiseSeed(random);
  // at night the ink is near: paler rock, or nobody is seen against it
  const paler = palette.lit ? 0.16 : -0.12;
  const rock = (tones: readonly [number, number, number], radius: number): string =>
    gradients.radial(
      [
        [0, palette.at(tones[0] - paler)],
        [0.5, palette.at(tones[1] - paler)],
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
      [0, light, 0.2],
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
    far: sea(stage, horizon, groundY) + fillWithHoles(rockRing(centreX, 290, 330, 250, seed, groundY - 70), rock([0.42, 0.52, 0.74], 700)),
    mid: fillWithHoles(rockRing(centreX, 300, 430, 320, seed + 3, groundY - 44), rock([0.6, 0.7, 0.92], 760)) + fill(shaft, shaftPaint),
    main: ground(stage, groundY - 40, 0.74, 18, 24) + fill(stalactites(stage), hanging),
    near: fillWithHoles(rockRing(centreX, 330, 640, 420, seed + 8, world.bottom - 190), palette.at(1)),
  };
}
