// The valley: steep sides, a river, and a stone bridge with its arches; the train crosses it.
import { hex, mix } from "../colour.ts";
import { box, fill, num, polygon, stroke, type Point } from "../paths.ts";
import { fade, haze, noiseSeed, shade, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { smoke } from "./buildings.ts";
import { ground, landBelow, nearHump } from "./land.ts";
import { peakLine, shadedFaces, snowCaps } from "./peaks.ts";
import { pine } from "./plants.ts";
import { steamEngine } from "./station.ts";
import { fractalNoise } from "../noise.ts";
import { windowLight } from "../stage.ts";

/** A slope that falls from one side to the middle. */
function slope(side: number, top: number, foot: number, seed: number): Point[] {
  const points: Point[] = [];
  for (let x: number = world.left; x <= world.right; x += 20) {
    const inward = side < 0 ? (x - world.left) / 1250 : (world.right - x) / 1250;
    const fall = Math.min(1, Math.max(0, inward));
    points.push([x, top + (foot - top) * fall ** 0.8 - 34 * fractalNoise(x / 120, seed, 4) * (1 - fall * 0.7)]);
  }
  return points;
}

function viaduct(stage: Stage, y: number, height: number): string {
  const { palette, gradients } = stage;
  const span = 128;
  let piers = "";
  for (let x: number = world.left; x < world.right; x += span) {
    piers += `M${num(x)},${num(y)}H${num(x + span)}V${num(y + height)}H${num(x + span - 14)}V${num(y + 64)}Q${num(x + span / 2)},${num(y + 2)} ${num(x + 14)},${num(y + 64)}V${num(y + height)}H${num(x)}Z`;
  }
  const stone = gradients.linear(
    [
      [0, shade(stage, 0.5, 0.02)],
      [1, palette.at(0.3)],
    ],
    0,
    y,
    0,
    y + height,
  );
  return (
    fill(piers, stone) +
    fill(box(world.left, y - 12, world.right - world.left, 14), palette.at(0.56)) +
    stroke(`M${world.left},${num(y - 12)}H${world.right}`, hex(palette.light), 1.6, 0.4)
  );
}

export function valley(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY, side } = stage;
  const seed = noiseSeed(random);
  const peaks = peakLine(horizon - 10, 260, 300, seed);
  const bridgeY = horizon + (groundY - horizon) * 0.2;
  const train = stage.props.has("train");
  const engineX = 640 + side * 40;
  let cars = "";
  for (let car = 1; car <= 5; car++) cars += box(engineX - side * (car * 104) - 50, bridgeY - 46, 98, 32);
  let lights = "";
  for (let car = 1; car <= 5; car++)
    for (let pane = 0; pane < 5; pane++) lights += box(engineX - side * (car * 104) - 42 + pane * 18, bridgeY - 40, 11, 11);
  const river = polygon([
    [600, groundY - 60],
    [680, groundY - 60],
    [900, world.bottom],
    [300, world.bottom],
  ]);
  let wood = "";
  for (let index = 0; index < 46; index++) {
    const x = random.range(world.left, world.right);
    if (Math.abs(x - 640) < 130) continue;
    wood += pine(x, groundY - 20 - Math.abs(x - 640) * 0.09 + random.range(-12, 12), random.range(46, 110), noiseSeed(random), 5);
  }
  let nearWood = "";
  for (const x of side > 0 ? [-60, 70] : [1200, 1340]) nearWood += pine(x, frameHeight + 60, random.range(360, 520), noiseSeed(random));
  return {
    far:
      fill(landBelow(peaks), fade(stage, 0.26, horizon - 260, horizon + 40, 0.24)) +
      fill(shadedFaces(peaks, side, horizon, seed), fade(stage, 0.46, horizon - 250, horizon - 40, 0.46), 0.45) +
      fill(snowCaps(peaks, horizon - 10, 260), hex(mix(palette.light, palette.middle, 0.12)), 0.85) +
      haze(stage, horizon, 120, 0.6),
    mid:
      fill(landBelow(slope(-1, horizon - 90, groundY - 20, seed + 2)), fade(stage, 0.36, horizon - 120, groundY, 0.22)) +
      fill(landBelow(slope(1, horizon - 130, groundY - 20, seed + 4)), fade(stage, 0.42, horizon - 150, groundY, 0.24)) +
      viaduct(stage, bridgeY, groundY - bridgeY + 20) +
      (train
        ? fill(cars, palette.at(0.82)) +
          fill(lights, windowLight(stage), 0.9) +
          steamEngine(stage, engineX + side * 20, bridgeY - 12, 130, side)
        : "") +
      haze(stage, groundY - 10, 110, 0.5),
    main:
      fill(wood, fade(stage, 0.6, groundY - 150, groundY, 0.12)) +
      ground(stage, groundY - 26, 0.6, 16, 18) +
      fill(river, hex(mix(palette.horizon, palette.light, 0.3)), 0.5),
    near: fill(nearWood, palette.at(1)) + fill(nearHump(stage, frameHeight - 4, 40, 220, 560), palette.at(1)),
    moving: train ? [smoke(stage, engineX + side * 52, bridgeY - 76, 150, "mid")] : [],
    drawn: ["train"],
  };
}
