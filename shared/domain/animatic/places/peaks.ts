// Mountains: two chains with snow, woods at their feet.
import { hex, mix } from "../colour.ts";
import { fractalNoise, noise } from "../noise.ts";
import { fill, polygon, type Point } from "../paths.ts";
import { fade, haze, noiseSeed, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { ground, landBelow, ridge } from "./land.ts";
import { pine } from "./plants.ts";

/** A line of sharp peaks: folded noise has its creases on top. */
export function peakLine(y: number, height: number, scale: number, seed: number): Point[] {
  const points: Point[] = [];
  for (let x: number = world.left; x <= world.right; x += 12) {
    const sharp = Math.max(0, 1 - Math.abs(noise(x / scale, seed))) ** 1.5;
    points.push([x, y - height * sharp - height * 0.14 * fractalNoise(x / 46, seed + 3, 3)]);
  }
  return points;
}

/** Snow on the highest part of each peak; its lower edge runs in tongues down the gullies. */
export function snowCaps(line: readonly Point[], y: number, height: number): string {
  let data = "";
  let cap: Point[] = [];
  const close = (): void => {
    if (cap.length > 2) {
      const lower = cap.map(([x, top], index): Point => {
        const deep = Math.max(0, y - top - height * 0.5);
        const tongue = 0.5 + 0.34 * noise(x / 19, 31) + (index % 3 === 1 ? 0.16 : 0);
        return [x, top + deep * Math.max(0.12, tongue)];
      });
      data += polygon([...cap, ...lower.toReversed()]);
    }
    cap = [];
  };
  for (const point of line) {
    if (y - point[1] > height * 0.5) cap.push(point);
    else close();
  }
  close();
  return data;
}

/** The faces of the peaks that turn away from the light, each with a broken edge down its middle. */
export function shadedFaces(line: readonly Point[], side: number, foot: number, seed: number): string {
  let data = "";
  for (let index = 6; index < line.length - 6; index++) {
    const peak = line[index];
    if (!peak) continue;
    const around = line.slice(index - 6, index + 7).map((point) => point[1]);
    if (Math.min(...around) < peak[1]) continue;
    // down the far ridge to the next saddle
    const ridgeline: Point[] = [peak];
    for (let step = index - side; step > 0 && step < line.length; step -= side) {
      const [from, to] = [ridgeline[ridgeline.length - 1], line[step]];
      if (!from || !to || to[1] < from[1] - 3) break;
      ridgeline.push(to);
    }
    const depth = foot - peak[1];
    const edge: Point[] = [0.25, 0.5, 0.75, 1].map((down) => [
      peak[0] + side * depth * 0.16 * noise(down * 4, seed + index) - side * down * depth * 0.06,
      peak[1] + depth * down * 0.8,
    ]);
    data += polygon([...ridgeline, ...edge.toReversed()]);
  }
  return data;
}

export function mountains(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY } = stage;
  const seed = noiseSeed(random);
  const back = peakLine(horizon + 10, 270, 330, seed);
  const front = peakLine(horizon + 50, 170, 260, seed + 5);
  let wood = "";
  for (let index = 0; index < 54; index++)
    wood += pine(random.range(world.left, world.right), groundY - 24 + random.range(-10, 14), random.range(50, 120), noiseSeed(random));
  let nearWood = "";
  for (const x of stage.side > 0 ? [-120, 30, 160] : [1110, 1250, 1400])
    nearWood += pine(x, frameHeight + 60, random.range(420, 660), noiseSeed(random));
  return {
    far:
      fill(landBelow(back), fade(stage, 0.3, horizon - 260, horizon + 40, 0.3)) +
      fill(shadedFaces(back, stage.side, horizon + 10, seed), fade(stage, 0.5, horizon - 250, horizon - 20, 0.5), 0.5) +
      fill(snowCaps(back, horizon, 270), hex(mix(palette.light, palette.middle, 0.15)), 0.85) +
      haze(stage, horizon + 10, 110, 0.6),
    mid:
      fill(landBelow(front), fade(stage, 0.48, horizon - 120, groundY, 0.3)) +
      fill(shadedFaces(front, stage.side, horizon + 60, seed + 8), fade(stage, 0.62, horizon - 120, horizon + 40, 0.5), 0.4) +
      haze(stage, groundY - 30, 120, 0.5),
    main: fill(wood, fade(stage, 0.68, groundY - 140, groundY, 0.14)) + ground(stage, groundY - 30, 0.72, 14, 20),
    near: fill(nearWood, palette.at(1)) + fill(landBelow(ridge(frameHeight - 6, 22, 200, seed + 9, { octaves: 3 })), palette.at(1)),
  };
}
