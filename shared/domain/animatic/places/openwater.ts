// Open water: the sea around a boat, and a river or lake between its banks.
import { hex, mix } from "../colour.ts";
import { fractalNoise, noise } from "../noise.ts";
import { fill, num, polygon, smooth, stroke, type Point } from "../paths.ts";
import { fade, haze, noiseSeed, shade, warm, type MovingPart, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { lighthouseTower } from "./lighthouse.ts";
import { ground, hills, landBelow } from "./land.ts";
import { crown, grass } from "./plants.ts";
import { glitter, sea } from "./water.ts";

/** One row of waves: round backs, sharp crests that lean with the wind. */
function waveRow(y: number, height: number, length: number, seed: number, shift = 0): Point[] {
  const points: Point[] = [];
  for (let x: number = world.left - length; x <= world.right + length; x += length / 6) {
    const along = ((x + shift) / length) % 1;
    const position = along < 0 ? along + 1 : along;
    const crest = (1 - Math.abs(2 * position - 1)) ** 1.6;
    points.push([x, y - height * crest * (0.75 + 0.35 * noise(x / length / 2.3, seed)) - 3 * fractalNoise(x / 40, seed + 1, 2)]);
  }
  return points;
}

function wave(stage: Stage, points: readonly Point[], depth: number, top: number): string {
  const { palette } = stage;
  const paint = stage.gradients.linear(
    [
      [0, hex(mix(mix(palette.middle, palette.horizon, 0.2), palette.ink, depth))],
      [1, hex(mix(palette.middle, palette.ink, Math.min(0.9, depth + 0.26)))],
    ],
    0,
    top,
    0,
    top + 190,
  );
  return fill(landBelow(points), paint) + stroke(smooth(points, false), hex(palette.light), 1.8, 0.24);
}

export function openSea(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY, wet, wind } = stage;
  const seed = noiseSeed(random);
  const rough = wet || wind > 0.5 ? 1.9 : 1;
  const towerX = stage.side > 0 ? 250 : 1030;
  const beacon = stage.landmarks.has("lighthouse") || palette.night;
  const distant = beacon ? fill(landBelow([[towerX - 150, horizon + 6], [towerX - 60, horizon - 14], [towerX + 70, horizon - 10], [towerX + 160, horizon + 6]], horizon + 8), palette.at(0.42)) + lighthouseTower(stage, towerX, horizon - 8, 92) : ""; // prettier-ignore
  const [mid1, mid2] = [horizon + (groundY - horizon) * 0.22, horizon + (groundY - horizon) * 0.52];
  const nearSeed = seed + 9;
  const swell: MovingPart = {
    layer: "near",
    bounds: { left: world.left, right: world.right, top: frameHeight - 120, bottom: world.bottom },
    cycleFrames: 64,
    draw: (phase) => fill(landBelow(waveRow(frameHeight - 14, 40 * rough, 400, nearSeed, phase * 400)), palette.at(0.97)),
  };
  return {
    far: sea(stage, horizon, groundY) + haze(stage, horizon, 46, 0.5) + distant,
    mid:
      wave(stage, waveRow(mid1, 9 * rough, 130, seed + 2), 0.3, mid1 - 20) +
      wave(stage, waveRow(mid2, 16 * rough, 230, seed + 4, 60), 0.42, mid2 - 30),
    main:
      (stage.floatingLights ? floatingLights(stage, mid2 + 10, 11) : "") +
      wave(stage, waveRow(groundY + 4, 20 * rough, 330, seed + 6, 120), 0.54, groundY - 30),
    near: "",
    moving: [swell, glitter(stage, horizon, mid1, "far")],
    drawn: ["boat"],
  };
}

function reeds(stage: Stage, left: number, right: number, y: number, height: number): string {
  return fill(grass(stage, left, right, y, height, Math.max(12, Math.round((right - left) / 9))), stage.palette.at(1));
}

export function river(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY, side } = stage;
  const seed = noiseSeed(random);
  let trees = "";
  for (let x = world.left; x < world.right; x += random.range(50, 110))
    trees += crown(x, horizon - random.range(6, 26), random.range(26, 58), random.range(22, 54), noiseSeed(random));
  let reflections = "";
  for (let index = 0; index < 26; index++) {
    const x = random.range(world.left, world.right);
    reflections += `M${num(x)},${num(horizon + 16 + random.range(0, 60))}h${num(random.range(30, 130))}v3h${num(-random.range(30, 120))}Z`;
  }
  const bank: Point[] = [];
  for (let x: number = world.left; x <= world.right; x += 40)
    bank.push([x, groundY - 34 + 14 * noise(x / 260, seed) + (side > 0 ? 1 : -1) * (x - 640) * 0.03]);
  const nearX = side > 0 ? world.left : 880;
  return {
    far: hills(stage, horizon - 40, 70, 420, 0.2) + haze(stage, horizon, 80, 0.45),
    mid:
      fill(trees, fade(stage, 0.42, horizon - 80, horizon + 14, 0.14)) +
      sea(stage, horizon + 8, groundY) +
      fill(reflections, palette.at(0.5), 0.3),
    main:
      ground(stage, groundY - 36, 0.56, 10, 18) +
      fill(landBelow(bank), shade(stage, 0.5, 0.02)) +
      fill(grass(stage, world.left, world.right, groundY - 30, 30, 110), palette.at(0.5)),
    near: reeds(stage, nearX, nearX + 420, frameHeight + 10, 210) + fill(landBelow([[nearX - 40, frameHeight + 6], [nearX + 220, frameHeight - 26], [nearX + 460, frameHeight + 10]]), palette.at(1)), // prettier-ignore
  };
}

/** A rowing boat seen from the side, for whoever sits in it; (x, y) is the middle of its waterline. */
export function rowingBoat(stage: Stage, x: number, y: number, length: number): string {
  const { palette } = stage;
  const [bow, stern] = [x + length * 0.54, x - length * 0.5];
  const hull = `M${num(stern)},${num(y - length * 0.15)}Q${num(x)},${num(y - length * 0.06)} ${num(bow)},${num(y - length * 0.21)}Q${num(x + length * 0.42)},${num(y + length * 0.07)} ${num(x + length * 0.2)},${num(y + length * 0.07)}H${num(x - length * 0.3)}Q${num(x - length * 0.46)},${num(y + length * 0.06)} ${num(stern)},${num(y - length * 0.15)}Z`;
  const rail = `M${num(stern)},${num(y - length * 0.15)}Q${num(x)},${num(y - length * 0.06)} ${num(bow)},${num(y - length * 0.21)}`;
  const plank = `M${num(stern + length * 0.03)},${num(y - length * 0.06)}Q${num(x)},${num(y + length * 0.01)} ${num(bow - length * 0.08)},${num(y - length * 0.08)}`;
  const oar = `M${num(x - length * 0.08)},${num(y - length * 0.15)}L${num(x - length * 0.5)},${num(y + length * 0.1)}`;
  const wood = hex(mix([0.5, 0.09, 45], palette.ink, palette.figureInk * 0.7));
  const water = hex(mix(palette.middle, palette.ink, 0.56));
  return (
    stroke(oar, palette.at(0.9), Math.max(2, length * 0.014)) +
    fill(hull, wood) +
    stroke(plank, palette.at(0.95), Math.max(1, length * 0.008), 0.5) +
    stroke(rail, hex(mix(palette.light, palette.horizon, 0.3)), Math.max(1.5, length * 0.014), 0.9) +
    fill(
      `M${num(x - length * 0.8)},${num(y + length * 0.035)}Q${num(x)},${num(y + length * 0.02)} ${num(x + length * 0.8)},${num(y + length * 0.035)}V${num(y + length * 0.16)}H${num(x - length * 0.8)}Z`,
      stage.gradients.linear(
        [
          [0, water],
          [1, water, 0],
        ],
        0,
        y,
        0,
        y + length * 0.16,
      ),
    ) + // prettier-ignore
    stroke(
      `M${num(x - length * 0.66)},${num(y + length * 0.04)}h${num(length * 0.3)}M${num(x + length * 0.3)},${num(y + length * 0.04)}h${num(length * 0.34)}`,
      hex(palette.light),
      2,
      0.5,
    )
  );
}

/** Small lights afloat, each with its reflection: a paper boat with a candle. */
function floatingLights(stage: Stage, y: number, count: number): string {
  const { random } = stage;
  let markup = "";
  for (let index = 0; index < count; index++) {
    const x = random.range(120, frameWidth - 120);
    const atY = y + random.range(-20, 46);
    const size = 4 + (atY - y + 20) * 0.06;
    const boat = polygon([
      [x - size * 2, atY - size],
      [x + size * 2, atY - size],
      [x + size * 1.2, atY + size * 0.6],
      [x - size * 1.2, atY + size * 0.6],
    ]);
    markup += stage.gradients.glow(x, atY - size * 2, size * 9, warm(stage), 0.75) + fill(boat, hex(stage.palette.light), 0.9);
  }
  return markup;
}
