// Plants: grass, trunks, branches, leaves, pines and round crowns, each as one path.
import { fractalNoise, noise } from "../noise.ts";
import { num, polygon, smooth, type Point } from "../paths.ts";
import { noiseSeed, type Stage } from "../stage.ts";

export function grass(stage: Stage, left: number, right: number, y: number, height: number, count: number): string {
  const { random, wind } = stage;
  let data = "";
  for (let index = 0; index < count; index++) {
    const x = random.range(left, right);
    const bend = (wind * 0.7 + random.range(-0.35, 0.5)) * height;
    const tall = height * random.range(0.45, 1);
    const width = random.range(2, 4.5);
    data +=
      `M${num(x - width)},${num(y + 30)}Q${num(x)},${num(y - tall * 0.5)} ${num(x + bend)},${num(y - tall)}` +
      `Q${num(x + width * 0.8)},${num(y - tall * 0.45)} ${num(x + width)},${num(y + 30)}Z`;
  }
  return data;
}

export function trunk(x: number, y: number, width: number, top: number, seed: number): string {
  const left: Point[] = [];
  const right: Point[] = [];
  for (let index = 0; index <= 8; index++) {
    const up = index / 8;
    const height = y + (top - y) * up;
    const half = width * (0.5 - 0.17 * up + 0.32 * (1 - up) ** 6);
    const sway = width * 0.5 * noise(up * 2.2, seed);
    left.push([x - half + sway, height]);
    right.unshift([x + half + sway, height]);
  }
  return smooth([...left, ...right], true, 0.15);
}

export function branch(stage: Stage, x: number, y: number, length: number, direction: number, width: number): string {
  const [bendX, bendY] = [x + direction * length * 0.5, y - length * 0.22];
  const [endX, endY] = [x + direction * length, y - length * 0.3 + stage.random.range(-20, 30)];
  return (
    `M${num(x)},${num(y - width)}Q${num(bendX)},${num(bendY - width)} ${num(endX)},${num(endY)}` +
    `Q${num(bendX)},${num(bendY + width)} ${num(x)},${num(y + width)}Z`
  );
}

export function leaves(stage: Stage, x: number, y: number, radius: number, count: number): string {
  const { random } = stage;
  let data = "";
  for (let index = 0; index < count; index++) {
    const around = random.next() * 6.283;
    const out = radius * Math.sqrt(random.next());
    const size = random.range(6, 15);
    const [leafX, leafY] = [x + out * Math.cos(around) * 1.7, y + out * Math.sin(around) * 0.75];
    const turn = random.next() * 6.283;
    const [along, across] = [Math.cos(turn) * size, Math.sin(turn) * size];
    data +=
      `M${num(leafX - along)},${num(leafY - across)}Q${num(leafX + across * 0.6)},${num(leafY - along * 0.6)} ${num(leafX + along)},${num(leafY + across)}` +
      `Q${num(leafX - across * 0.6)},${num(leafY + along * 0.6)} ${num(leafX - along)},${num(leafY - across)}Z`;
  }
  return data;
}

export function pine(x: number, y: number, height: number, seed: number, tiers = 7): string {
  const right: Point[] = [];
  const left: Point[] = [];
  for (let tier = 1; tier <= tiers; tier++) {
    const tierY = y - height + (height * 0.9 * tier) / tiers;
    const half = ((height * 0.2 * tier) / tiers) * (1 + 0.25 * noise(tier * 3.1, seed));
    const otherHalf = ((height * 0.2 * tier) / tiers) * (1 + 0.25 * noise(tier * 2.3, seed + 7));
    right.push([x + half, tierY], [x + half * 0.45, tierY - height * 0.025]);
    left.unshift([x - otherHalf * 0.45, tierY - height * 0.025], [x - otherHalf, tierY]);
  }
  const stem: Point[] = [
    [x + height * 0.015, y - height * 0.1],
    [x + height * 0.015, y + 4],
    [x - height * 0.015, y + 4],
    [x - height * 0.015, y - height * 0.1],
  ];
  return polygon([[x, y - height], ...right, ...stem, ...left]);
}

/** A broad-leaved tree as one closed crown; its trunk is a path of its own. */
export function crown(x: number, y: number, radiusX: number, radiusY: number, seed: number): string {
  const points: Point[] = [];
  for (let index = 0; index < 16; index++) {
    const around = (index / 16) * 2 * Math.PI;
    const bulge = 1 + 0.2 * noise(index * 1.37, seed) + (index % 2 ? 0.06 : -0.03);
    const flat = Math.sin(around) > 0 ? 0.72 : 1;
    points.push([x + radiusX * bulge * Math.cos(around), y + radiusY * flat * bulge * Math.sin(around)]);
  }
  return smooth(points, true, 0.2);
}

/** A hedge or a row of bushes between two points. */
export function hedge(stage: Stage, left: number, right: number, y: number, height: number): string {
  const seed = noiseSeed(stage.random);
  const points: Point[] = [[left, y]];
  for (let x = left; x <= right; x += Math.max(10, height * 0.35)) {
    points.push([x, y - height * (0.8 + 0.28 * fractalNoise(x / (height * 0.6), seed, 2))]);
  }
  points.push([right, y]);
  return smooth(points, true, 0.14);
}

/** A plant in a pot, standing at (x, y): two paths, since leaves overlap. */
export function pottedPlant(x: number, y: number, height: number): { leaves: string; pot: string } {
  const rim = y - height * 0.3;
  let leafShapes = "";
  for (let index = -4; index <= 4; index++) {
    const out = index / 4;
    const [tipX, tipY] = [x + out * height * 0.52, y - height * (1 - 0.34 * Math.abs(out) ** 1.5)];
    const lean = out * height * 0.1;
    const wide = height * 0.07;
    leafShapes += `M${num(x + out * 8)},${num(rim + 6)}Q${num(x + lean - wide)},${num(tipY + height * 0.16)} ${num(tipX)},${num(tipY)}Q${num(x + lean + wide + out * 20)},${num(tipY + height * 0.3)} ${num(x + out * 8)},${num(rim + 6)}Z`;
  }
  const half = height * 0.17;
  return {
    leaves: leafShapes,
    pot: `M${num(x - half)},${num(rim)}H${num(x + half)}L${num(x + half * 0.72)},${num(y)}H${num(x - half * 0.72)}Z`,
  };
}
