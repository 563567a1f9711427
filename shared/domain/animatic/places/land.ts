// Land: ridges, ground under the feet, big dark shapes of the foreground.
import { fade, noiseSeed, type Side, type Stage } from "../stage.ts";
import { fractalNoise } from "../noise.ts";
import { fill, num, polygon, type Point } from "../paths.ts";
import { frameHeight, frameWidth, world } from "../types.ts";

interface RidgeOptions {
  octaves?: number;
  left?: number;
  right?: number;
  step?: number;
}

/** A line of hills about y. `scale` is the width of one hill in pixels. */
export function ridge(y: number, height: number, scale: number, seed: number, options: RidgeOptions = {}): Point[] {
  const { octaves = 4, left = world.left, right = world.right, step = 16 } = options;
  const points: Point[] = [];
  for (let x = left; x <= right; x += step) points.push([x, y - height * fractalNoise(x / scale, seed, octaves)]);
  return points;
}

/** Everything below a line, closed at the bottom. */
export function landBelow(line: readonly Point[], bottom: number = world.bottom): string {
  const first = line[0] ?? [world.left, bottom];
  const last = line[line.length - 1] ?? first;
  return polygon([...line, [last[0], bottom], [first[0], bottom]]);
}

export function hills(stage: Stage, y: number, height: number, scale: number, depth: number, haze = 0.15): string {
  const line = ridge(y, height, scale, noiseSeed(stage.random), { octaves: 3 });
  return fill(landBelow(line), fade(stage, depth, y - height, y + height * 0.8, haze));
}

/** Ground that people stand on, paler at its far edge, with a few quiet marks that tell its plane. */
export function ground(stage: Stage, y: number, depth: number, unevenness = 6, marks = 0): string {
  const { palette, gradients, random } = stage;
  const paint = gradients.linear(
    [
      [0, palette.at(Math.max(0, depth - 0.16))],
      [0.3, palette.at(depth)],
      [1, palette.at(Math.min(1, depth + 0.3))],
    ],
    0,
    y - 10,
    0,
    frameHeight + 40,
  );
  const surface = fill(landBelow(ridge(y, unevenness, 260, noiseSeed(random), { octaves: 3 })), paint);
  return surface + fill(groundMarks(stage, y + 14, marks), palette.at(Math.min(1, depth + 0.2)), 0.35);
}

/** Flat lens-shaped marks, smaller with distance. */
export function groundMarks(stage: Stage, top: number, count: number): string {
  const { random } = stage;
  let data = "";
  for (let index = 0; index < count; index++) {
    const near = random.next() ** 0.7;
    const y = top + near * (frameHeight - top);
    const width = (20 + near * 150) * random.range(0.4, 1);
    const x = random.range(world.left, world.right);
    data += `M${num(x)},${num(y)}q${num(width / 2)},${num(-2 - 4 * near)} ${num(width)},0q${num(-width / 2)},${num(2 + 3 * near)} ${num(-width)},0Z`;
  }
  return data;
}

/** A rough dark edge that frames the picture from one side. */
export function edgeShape(side: Side, width: number, seed: number, roughness = 50): string {
  const line: Point[] = [];
  for (let y: number = world.top; y <= world.bottom; y += 28) {
    const offset = roughness * fractalNoise(y / 150, seed, 3);
    line.push([side < 0 ? width + offset : frameWidth - width + offset, y]);
  }
  const border = side < 0 ? world.left : world.right;
  return polygon([[border, world.top], ...line, [border, world.bottom]]);
}

/** A near hump of ground in one lower corner. */
export function nearHump(stage: Stage, y: number, height: number, scale: number, reach: number): string {
  const left = stage.side > 0 ? world.left : frameWidth - reach;
  const right = stage.side > 0 ? reach : world.right;
  return landBelow(ridge(y, height, scale, noiseSeed(stage.random), { left, right }));
}
