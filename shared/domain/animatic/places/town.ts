// The town: a street that runs to a vanishing point, and the roofs above it.
import { hex, mix } from "../colour.ts";
import { box, disc, fill, num, polygon, stroke, type Point } from "../paths.ts";
import { haze, shade, warm, windowLight, worldWidth, type Side, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { skyline, wires } from "./buildings.ts";

/** Columns come closer together with distance. */
const recede = (along: number): number => 1 - (1 - along) ** 1.9;

/** A facade that runs to the vanishing point. */
function facade(stage: Stage, side: Side, x: number, depth: number, topY: number, vanishX: number): string {
  const { palette, random, horizon, ground, gradients } = stage;
  const endX = vanishX + side * 120;
  const at = (along: number, down: number): Point => {
    const atX = x + (endX - x) * along;
    const scale = (atX - vanishX) / (x - vanishX);
    return [atX, horizon + (topY - horizon) * scale * (1 - down) + (ground + 120 - horizon) * scale * down];
  };
  const panel = (left: number, right: number, top: number, bottom: number): string =>
    polygon([at(left, top), at(right, top), at(right, bottom), at(left, bottom)]);
  const columns = 9;
  const rows = 7;
  let on = "";
  let off = "";
  let shops = "";
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const top = 0.05 + row * 0.105;
      const pane = panel(recede((column + 0.22) / columns), recede((column + 0.78) / columns), top, top + 0.062);
      if (row === rows - 1) shops += panel(recede((column + 0.08) / columns), recede((column + 0.92) / columns), 0.815, 0.985);
      else if (random.next() < (palette.lit ? 0.34 : 0.05)) on += pane;
      else off += pane;
    }
  }
  const wall = gradients.linear(
    [
      [0, palette.at(depth + 0.2)],
      [1, palette.at(Math.max(0, depth - 0.3))],
    ],
    x,
    0,
    endX,
    0,
  );
  return (
    fill(panel(0, 1, 0, 1), wall) +
    fill(panel(0, 1, 0.785, 0.81), palette.at(Math.min(1, depth + 0.28))) +
    fill(off, palette.at(Math.min(1, depth + 0.26)), 0.55) +
    fill(on, windowLight(stage), 0.88) +
    fill(shops, palette.lit ? warm(stage, -0.06) : palette.at(depth + 0.3), palette.lit ? 0.62 : 0.5)
  );
}

function streetLamps(stage: Stage, vanishX: number): string {
  const { palette, horizon, ground, gradients } = stage;
  let posts = "";
  let lights = "";
  for (const side of [-1, 1]) {
    for (const near of [0.16, 0.3, 0.52]) {
      const share = near / 0.52;
      const x = vanishX + side * 560 * share;
      const height = 330 * share;
      const foot = horizon + (ground - horizon) * share * 1.02;
      const arm = 68 * near;
      posts += fill(
        box(x - 7.5 * near, foot - height, 15 * near, height) + box(x - (side > 0 ? arm : 0), foot - height, arm, 12 * near),
        palette.at(0.6 + near * 0.6),
      );
      if (!palette.lit) continue;
      const lampX = x - side * 60 * near;
      lights +=
        gradients.glow(lampX, foot - height + 4, 210 * near, warm(stage), 0.8) +
        fill(disc(lampX, foot - height + 6, 14 * near), warm(stage, 0.12));
    }
  }
  return posts + lights;
}

export function cityStreet(stage: Stage): StageSet {
  const { palette, random, horizon, gradients } = stage;
  const vanishX = 640 + stage.lean * 170;
  const far = skyline(stage, horizon + 14, 0.2, { height: [60, 190], width: [34, 84] }) + haze(stage, horizon + 6, 130, 0.55);
  const mid =
    facade(stage, -1, world.left - 160, 0.5, -560, vanishX) +
    facade(stage, 1, world.right + 160, 0.42, -470, vanishX) +
    streetLamps(stage, vanishX);
  let reflections = "";
  for (let index = 0; index < 60; index++) {
    const near = random.next() ** 1.3;
    const x = vanishX + (random.next() + random.next() - 1) * (70 + near * 700);
    reflections += box(x, horizon + 20 + near * (frameHeight - horizon), 6 + near * 70, 1.2 + near * 3);
  }
  const pavement = gradients.linear(
    [
      [0, palette.at(0.2)],
      [0.4, palette.at(0.55)],
      [1, palette.at(0.86)],
    ],
    0,
    horizon,
    0,
    frameHeight,
  );
  const asphalt = gradients.linear(
    [
      [0, hex(mix(palette.horizon, palette.middle, 0.3))],
      [0.3, palette.at(0.5)],
      [1, palette.at(0.8)],
    ],
    0,
    horizon,
    0,
    frameHeight,
  );
  const road = polygon([
    [vanishX - 60, horizon + 6],
    [vanishX + 60, horizon + 6],
    [world.right + 200, world.bottom],
    [world.left - 200, world.bottom],
  ]);
  const middleLine = polygon([
    [vanishX - 3, horizon + 12],
    [vanishX + 3, horizon + 12],
    [vanishX + 16, frameHeight + 160],
    [vanishX - 16, frameHeight + 160],
  ]);
  const reflectionPaint = stage.wet || palette.lit ? windowLight(stage) : palette.at(0.75);
  const corner = stage.side > 0 ? [world.left, 118, 106, 300] : [world.right, frameWidth - 118, frameWidth - 106, frameWidth - 300];
  const [edge, top, foot, sign] = corner as [number, number, number, number];
  const wall = polygon([
    [edge, world.top],
    [top, world.top],
    [foot, world.bottom],
    [edge, world.bottom],
  ]);
  const board = polygon([
    [edge, 80],
    [sign, 118],
    [sign, 136],
    [edge, 150],
  ]);
  return {
    far,
    mid,
    main:
      fill(
        `M${world.left},${num(horizon + 40)}L${num(vanishX - 76)},${num(horizon + 6)}H${num(vanishX + 76)}L${world.right},${num(horizon + 40)}V${world.bottom}H${world.left}Z`,
        pavement,
      ) +
      fill(road, asphalt) +
      fill(reflections, reflectionPaint, stage.wet ? 0.5 : 0.26) +
      fill(middleLine, hex(palette.light), 0.14),
    near: wires(stage, 96) + fill(wall + board, palette.at(1)),
  };
}

function waterTank(stage: Stage, x: number): string {
  const { palette, ground } = stage;
  const legs =
    box(x + 8, ground - 212, 7, 190) +
    box(x + 93, ground - 212, 7, 190) +
    polygon([
      [x + 8, ground - 160],
      [x + 14, ground - 164],
      [x + 100, ground - 60],
      [x + 94, ground - 56],
    ]);
  const lid = polygon([
    [x - 8, ground - 330],
    [x + 54, ground - 384],
    [x + 116, ground - 330],
  ]);
  return (
    fill(box(x, ground - 330, 108, 120) + lid + legs, palette.at(0.78)) +
    stroke(`M${x},${num(ground - 296)}h108M${x},${num(ground - 250)}h108`, palette.at(0.6), 3)
  );
}

export function rooftop(stage: Stage): StageSet {
  const { palette, horizon, ground, gradients } = stage;
  const tankX = stage.side > 0 ? 200 : 1010;
  const otherX = 1280 - tankX;
  let string = "";
  let bulbs = "";
  for (let index = 0; index <= 22; index++) {
    const along = index / 22;
    const x = world.left + along * worldWidth;
    const y = 60 + 82 * Math.sin(Math.PI * ((along * 3) % 1));
    string += `${index ? "L" : "M"}${num(x)},${num(y)}`;
    bulbs += fill(disc(x, y + 9, 5), palette.lit ? warm(stage, 0.1) : hex(palette.light));
    if (palette.lit) bulbs += gradients.glow(x, y + 9, 46, warm(stage), 0.5);
  }
  const roof = gradients.linear(
    [
      [0, palette.at(0.64)],
      [1, palette.at(0.9)],
    ],
    0,
    ground - 44,
    0,
    frameHeight,
  );
  const vents =
    box(otherX - 160, ground - 116, 120, 86) +
    box(otherX - 140, ground - 130, 80, 16) +
    box(otherX + 40, ground - 160, 12, 130) +
    disc(otherX + 46, ground - 164, 17, 10);
  return {
    far: skyline(stage, horizon + 60, 0.17, { height: [60, 220], width: [36, 90] }) + haze(stage, horizon + 50, 120, 0.5),
    mid: skyline(stage, ground + 30, 0.44, { height: [60, 190], width: [90, 190] }) + haze(stage, ground, 120, 0.28),
    main:
      waterTank(stage, tankX) +
      fill(box(world.left, ground - 62, worldWidth, 22), palette.at(0.58)) +
      fill(box(world.left, ground - 44, worldWidth, 500), roof) +
      fill(vents, shade(stage, 0.74, 0)),
    near: stroke(string, palette.at(1), 2.4) + bulbs,
  };
}
