// Rooms: a wall with real holes for its windows, so that a camera move shifts the view outside, and
// the furniture that several rooms share.
import { hex } from "../colour.ts";
import { box, disc, fill, fillWithHoles, num, polygon } from "../paths.ts";
import { fade, shade, warm, worldWidth, type Stage } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { hills, landBelow, ridge } from "./land.ts";
import { skyline } from "./buildings.ts";

export interface WindowHole {
  x: number;
  y: number;
  width: number;
  height: number;
  columns?: number;
  rows?: number;
}

export interface Room {
  far: string;
  /** The wall with its windows. */
  wall: string;
  floor: string;
  /** Depth of the wall on the ramp; furniture is set a step darker. */
  depth: number;
  /** Where wall and floor meet. */
  base: number;
}

/** What most windows look at. */
function viewOutside(stage: Stage): string {
  const land = fill(landBelow(ridge(stage.horizon + 10, 60, 260, 11, { octaves: 3 })), stage.palette.at(0.22));
  return land + skyline(stage, stage.horizon + 60, 0.32, { height: [30, 110], width: [40, 90] });
}

/** Hills and trees outside: for a house in the country. */
export function viewOfHills(stage: Stage): string {
  return hills(stage, stage.horizon - 30, 70, 380, 0.22) + hills(stage, stage.horizon + 40, 40, 200, 0.4);
}

export function room(stage: Stage, holes: readonly WindowHole[], options: { base?: number; far?: string } = {}): Room {
  const { palette, gradients, ground } = stage;
  const depth = palette.lit ? 0.5 : 0.36;
  const base = options.base ?? ground - 96;
  const wallShape =
    box(world.left, world.top, worldWidth, base - world.top) +
    holes.map((hole) => `M${num(hole.x)},${num(hole.y)}v${num(hole.height)}h${num(hole.width)}v${num(-hole.height)}Z`).join("");
  let frames = "";
  let shafts = "";
  for (const { x, y, width, height, columns = 2, rows = 2 } of holes) {
    frames +=
      box(x - 7, y - 7, width + 14, 7) + box(x - 15, y + height, width + 30, 11) + box(x - 7, y, 7, height) + box(x + width, y, 7, height);
    for (let column = 1; column < columns; column++) frames += box(x + (width * column) / columns - 2.5, y, 5, height);
    for (let row = 1; row < rows; row++) frames += box(x, y + (height * row) / rows - 2, width, 4);
    const slant = -stage.side * 330;
    shafts += polygon([
      [x + 6, y],
      [x + width - 6, y],
      [x + width + slant + 60, ground + 70],
      [x + slant - 60, ground + 70],
    ]);
  }
  const first = holes[0];
  const lightX = first ? first.x + first.width / 2 : stage.side > 0 ? 980 : 300;
  const lightY = first ? first.y + first.height / 2 : 200;
  const wallPaint = gradients.radial(
    [
      [0, shade(stage, depth, 0.1)],
      [0.5, palette.at(depth)],
      [1, shade(stage, depth + 0.2, -0.03)],
    ],
    lightX,
    lightY,
    1000,
  );
  const floorPaint = gradients.linear(
    [
      [0, palette.at(depth + 0.08)],
      [1, palette.at(Math.min(1, depth + 0.4))],
    ],
    0,
    base,
    0,
    frameHeight,
  );
  const light = hex(palette.light);
  const shaftPaint = gradients.linear(
    [
      [0, light, palette.lit ? 0.2 : 0.36],
      [1, light, 0.02],
    ],
    0,
    lightY - 120,
    0,
    ground + 70,
  );
  return {
    far: options.far ?? viewOutside(stage),
    wall:
      fillWithHoles(wallShape, wallPaint) +
      fill(box(world.left, base - 22, worldWidth, 22), palette.at(depth + 0.24)) +
      fill(frames, palette.at(depth + 0.28)),
    floor: fill(box(world.left, base, worldWidth, world.bottom - base), floorPaint) + (first ? fill(shafts, shaftPaint) : ""),
    depth,
    base,
  };
}

/** A lamp that hangs from the ceiling; y is the rim of its shade. */
export function pendant(stage: Stage, x: number, y: number, scale = 1, strength = 0.8): string {
  const ink = hex(stage.palette.ink);
  const cone = polygon([
    [x - 9 * scale, y - 34 * scale],
    [x + 9 * scale, y - 34 * scale],
    [x + 46 * scale, y],
    [x - 46 * scale, y],
  ]);
  return (
    fill(box(x - 1.5, world.top, 3, y - world.top - 30 * scale), ink) +
    stage.gradients.glow(x, y + 6 * scale, 330 * scale, warm(stage, 0.02), strength) +
    fill(cone, ink) +
    fill(disc(x, y + 3 * scale, 19 * scale, 8 * scale), warm(stage, 0.13))
  );
}

export function chair(stage: Stage, x: number, y: number, height: number, direction: number, depth: number): string {
  const back = x - direction * height * 0.24 - height * 0.025;
  return fill(
    box(x - height * 0.24, y - height * 0.46, height * 0.48, height * 0.06) +
      box(back, y - height, height * 0.05, height) +
      box(x + direction * height * 0.2 - height * 0.02, y - height * 0.44, height * 0.04, height * 0.44) +
      box(back, y - height * 0.96, height * 0.05, height * 0.2),
    stage.palette.at(depth),
  );
}

export function table(stage: Stage, x: number, y: number, width: number, height: number, depth: number): string {
  return fill(
    box(x - width / 2, y - height, width, height * 0.09) +
      box(x - width * 0.45, y - height, width * 0.035, height) +
      box(x + width * 0.415, y - height, width * 0.035, height),
    stage.palette.at(depth),
  );
}

export function bottle(x: number, y: number, height: number): string {
  const h = height;
  return (
    `M${num(x - h * 0.12)},${num(y)}v${num(-h * 0.55)}q0,${num(-h * 0.12)} ${num(h * 0.07)},${num(-h * 0.17)}v${num(-h * 0.28)}` +
    `h${num(h * 0.1)}v${num(h * 0.28)}q${num(h * 0.07)},${num(h * 0.05)} ${num(h * 0.07)},${num(h * 0.17)}v${num(h * 0.55)}Z`
  );
}

export function curtain(stage: Stage, x: number, width: number, height: number, depth: number): string {
  let folds = "";
  for (let index = 0; index < 4; index++) {
    folds += `M${num(x + (width * index) / 4)},${world.top}h${num(width / 4 - 3)}q8,${num(height * 0.6)} -2,${num(height - world.top)}h${num(-width / 4 + 4)}Z`;
  }
  return (
    fill(box(x, world.top, width, height - world.top), stage.palette.at(depth)) +
    fill(folds, stage.palette.at(Math.max(0, depth - 0.1)), 0.6)
  );
}

/** A shelf full of books or jars between two heights. */
export function shelf(stage: Stage, x: number, y: number, width: number, rows: number, rowHeight: number, depth: number): string {
  const { palette, random } = stage;
  const height = rows * rowHeight;
  let dark = "";
  let pale = "";
  for (let row = 0; row < rows; row++) {
    const foot = y + (row + 1) * rowHeight - 6;
    let at = x + 10;
    while (at < x + width - 26) {
      const thick = random.range(8, 22);
      const tall = rowHeight * random.range(0.5, 0.84);
      if (random.next() < 0.14) at += random.range(14, 34);
      else if (random.next() < 0.4) pale += box(at, foot - tall, thick, tall);
      else dark += box(at, foot - tall, thick, tall);
      at += thick + 2;
    }
  }
  let boards = "";
  for (let row = 0; row <= rows; row++) boards += box(x, y + row * rowHeight - 6, width, 7);
  return (
    fill(box(x, y - 6, width, height + 7), fade(stage, depth, y, y + height, 0.04)) +
    fill(dark, palette.at(Math.min(1, depth + 0.24))) +
    fill(pale, palette.at(Math.max(0, depth - 0.16))) +
    fill(boards + box(x - 8, y - 6, 8, height + 7) + box(x + width, y - 6, 8, height + 7), palette.at(Math.min(1, depth + 0.3)))
  );
}
