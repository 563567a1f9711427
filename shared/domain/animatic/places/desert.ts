// The desert: dunes with one sharp crest each, and table mountains in the haze.
import { hex, mix } from "../colour.ts";
import { noise } from "../noise.ts";
import { fill, polygon, type Point } from "../paths.ts";
import { fade, haze, noiseSeed, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { landBelow, nearHump, ridge } from "./land.ts";
import { grass } from "./plants.ts";

function dune(stage: Stage, y: number, height: number, depth: number, seed: number): string {
  const { palette, random, gradients, side } = stage;
  const peakX = random.range(200, 1080);
  const line: Point[] = [];
  for (let x: number = world.left; x <= world.right; x += 20) {
    const rise = Math.exp(-(((x - peakX) / 420) ** 2));
    line.push([x, y - height * rise - height * 0.22 * noise(x / 240, seed)]);
  }
  const peak = line.findIndex(([x]) => x >= peakX);
  const peakY = line[peak]?.[1] ?? y;
  const crest: Point[] = [];
  for (let index = 0; index <= 12; index++) {
    const down = index / 12;
    crest.push([peakX - side * (60 * Math.sin(down * 3) + down * 210), peakY + down * (height * 1.25 + 90)]);
  }
  const shadowLine = side > 0 ? [...line.slice(0, peak + 1), ...crest] : [...line.slice(peak).toReversed(), ...crest];
  const edge = side > 0 ? world.left : world.right;
  const footX = crest[crest.length - 1]?.[0] ?? peakX;
  const sunlit = gradients.linear(
    [
      [0, hex(mix(palette.horizon, [0.78, 0.11, 62], 0.45))],
      [1, palette.at(depth)],
    ],
    0,
    y - height,
    0,
    y + 260,
  );
  const shaded = gradients.linear(
    [
      [0, palette.at(depth + 0.16)],
      [1, palette.at(depth)],
    ],
    0,
    y - height,
    0,
    y + 300,
  );
  return fill(landBelow(line), sunlit) + fill(polygon([[edge, world.bottom], ...shadowLine, [footX, world.bottom]]), shaded, 0.8);
}

export function desert(stage: Stage): StageSet {
  const { palette, random, horizon, ground } = stage;
  const seed = noiseSeed(random);
  // terraces: a ridge rounded to steps reads as table mountains
  const tables: Point[] = ridge(horizon + 4, 46, 200, seed, { octaves: 3 }).map(([x, y]) => [
    x,
    Math.min(horizon + 2, Math.round((y - 10) / 14) * 14),
  ]);
  const [grassLeft, grassRight] = stage.side > 0 ? [40, 300] : [1010, 1250];
  return {
    far: fill(landBelow(tables), fade(stage, 0.24, horizon - 60, horizon + 20, 0.2)) + haze(stage, horizon + 4, 80, 0.6),
    mid: dune(stage, horizon + 50, 96, 0.3, seed + 1),
    main: dune(stage, ground - 6, 60, 0.48, seed + 2),
    near:
      fill(nearHump(stage, frameHeight - 2, 40, 210, 540), palette.at(0.95)) +
      fill(grass(stage, grassLeft, grassRight, frameHeight, 130, 26), palette.at(0.97)),
  };
}
