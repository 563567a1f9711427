// Buildings: windows, towers of a skyline, gabled houses, smoke, lamp posts.
import { hex } from "../colour.ts";
import { noise } from "../noise.ts";
import { box, disc, fill, num, polygon, smooth, stroke, type Point } from "../paths.ts";
import { fade, noiseSeed, shade, warm, windowLight, type MovingPart, type Stage } from "../stage.ts";
import { world } from "../types.ts";

interface WindowGrid {
  columns: number;
  rows: number;
  /** Share of windows with a light in them. */
  chance: number;
  widthShare?: number;
  heightShare?: number;
}

/** Windows of a facade as two paths: those with light and those without. */
function windows(stage: Stage, x: number, y: number, width: number, height: number, grid: WindowGrid): { on: string; off: string } {
  const { columns, rows, chance, widthShare = 0.52, heightShare = 0.55 } = grid;
  const [cellWidth, cellHeight] = [width / columns, height / rows];
  let on = "";
  let off = "";
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const pane = box(
        x + (column + (1 - widthShare) / 2) * cellWidth,
        y + (row + (1 - heightShare) / 2) * cellHeight,
        cellWidth * widthShare,
        cellHeight * heightShare,
      );
      if (stage.random.next() < chance) on += pane;
      else off += pane;
    }
  }
  return { on, off };
}

function tower(stage: Stage, x: number, y: number, width: number, height: number, depth: number): string {
  const { palette, random } = stage;
  const panes = windows(stage, x + width * 0.06, y - height + 12, width * 0.88, height * 0.9, {
    columns: Math.max(2, Math.round(width / 20)),
    rows: Math.max(3, Math.round(height / 22)),
    chance: palette.lit ? 0.3 : 0.06,
  });
  const kind = random.next();
  let shape = box(x, y - height, width, height + 300);
  if (kind < 0.3) shape += box(x + width * 0.3, y - height - 16, width * 0.4, 18);
  else if (kind < 0.5) shape += box(x + width * 0.48, y - height - 46, 2.5, 48) + box(x + width * 0.2, y - height - 8, width * 0.25, 9);
  else if (kind < 0.62) {
    shape += polygon([
      [x, y - height + 1],
      [x + width * 0.5, y - height - width * 0.4],
      [x + width, y - height + 1],
    ]);
  }
  return (
    fill(shape, fade(stage, depth, y - height, y + 60, 0.24)) +
    fill(panes.off, shade(stage, depth, palette.lit ? -0.03 : 0.045), 0.7) +
    fill(panes.on, palette.lit ? warm(stage, -0.02) : hex(palette.light), 0.85)
  );
}

interface SkylineSizes {
  height: readonly [number, number];
  width: readonly [number, number];
}

export function skyline(stage: Stage, y: number, depth: number, sizes: SkylineSizes): string {
  const { random } = stage;
  let markup = "";
  let x = world.left - 20;
  while (x < world.right) {
    const width = random.range(...sizes.width);
    const height = random.range(...sizes.height) * (1 + 0.35 * noise(x / 300, 77));
    markup += tower(stage, x, y, width, height, depth);
    x += width + (random.next() < 0.25 ? random.range(2, 14) : -1);
  }
  return markup;
}

/** A gabled house with a chimney; y is its foot. */
export function house(stage: Stage, x: number, y: number, width: number, height: number, depth: number, snow = false): string {
  const { palette, random } = stage;
  const roof = Math.min(height, width * 0.8) * random.range(0.5, 0.7);
  const eaves = width * 0.07;
  const chimney = x + width * random.range(0.62, 0.78);
  const panes = windows(stage, x + width * 0.08, y - height * 0.92, width * 0.84, height * 0.84, {
    columns: 3,
    rows: 2,
    chance: palette.lit ? 0.6 : 0.1,
    widthShare: 0.36,
    heightShare: 0.56,
  });
  const top = y - height - roof;
  const roofShape = polygon([
    [x - eaves, y - height + 3],
    [x + width * 0.24, top],
    [x + width * 0.76, top],
    [x + width + eaves, y - height + 3],
  ]);
  const roofShade = polygon([
    [x + width * 0.5, top],
    [x + width * (stage.side > 0 ? 0.24 : 0.76), top],
    [stage.side > 0 ? x - eaves : x + width + eaves, y - height + 3],
    [x + width * 0.5, y - height + 3],
  ]);
  const snowShape = polygon([
    [x - eaves * 0.6, y - height + 1],
    [x + width * 0.24, top - 5],
    [x + width * 0.76, top - 5],
    [x + width + eaves * 0.6, y - height + 1],
    [x + width * 0.8, y - height - roof * 0.3],
    [x + width * 0.5, y - height - roof * 0.22],
    [x + width * 0.22, y - height - roof * 0.34],
  ]);
  return (
    fill(box(chimney, y - height - roof * 0.95 - 6, width * 0.08, roof), palette.at(Math.min(1, depth + 0.18))) +
    fill(box(x, y - height, width, height + 60), fade(stage, depth, y - height, y + 40, 0.12)) +
    fill(box(stage.side > 0 ? x : x + width * 0.58, y - height, width * 0.42, height + 60), palette.at(Math.min(1, depth + 0.2)), 0.25) +
    fill(roofShape, palette.at(Math.min(1, depth + 0.2))) +
    fill(roofShade, palette.at(Math.min(1, depth + 0.36)), 0.35) +
    fill(panes.off, palette.at(Math.min(1, depth + 0.22)), 0.8) +
    fill(panes.on, windowLight(stage), 0.95) +
    (snow ? fill(snowShape, hex(palette.light), 0.85) : "")
  );
}

/** Smoke that drifts from a chimney: a part that moves. */
export function smoke(stage: Stage, x: number, y: number, height: number, layer: MovingPart["layer"]): MovingPart {
  const { palette, gradients, wind } = stage;
  const seed = noiseSeed(stage.random);
  const lean = stage.side * -(wind * 90 + 20);
  const colour = hex(palette.light);
  const paint = gradients.linear(
    [
      [0, colour, 0.45],
      [1, colour, 0],
    ],
    0,
    y,
    0,
    y - height,
  );
  const draw = (phase: number): string => {
    const left: Point[] = [];
    const right: Point[] = [];
    for (let index = 0; index <= 7; index++) {
      const up = index / 7;
      const width = 3 + 22 * up;
      // one whole turn of the sway a cycle, so that the last phase meets the first
      const sway = 9 * up * Math.sin(2 * Math.PI * (up * 1.4 - phase)) + 5 * noise(up * 3, seed);
      const offset = lean * up * up + sway;
      left.push([x + offset - width, y - height * up]);
      right.unshift([x + offset + width, y - height * up]);
    }
    return fill(smooth([...left, ...right]), paint);
  };
  const reach = Math.abs(lean) + 50;
  return { layer, bounds: { left: x - reach, right: x + reach, top: y - height - 8, bottom: y + 8 }, cycleFrames: 40, draw };
}

/** A street lamp as one dark shape; its light is drawn by the caller. */
export function lampPost(stage: Stage, x: number, y: number, height: number, width = 5): string {
  const head = y - height;
  const shape =
    box(x - width / 2, head, width, height + 40) +
    box(x - width * 1.2, y - 20, width * 2.4, 60) +
    polygon([
      [x - width * 2.4, head],
      [x + width * 2.4, head],
      [x + width * 1.5, head - width * 4.4],
      [x - width * 1.5, head - width * 4.4],
    ]) +
    disc(x, head - width * 5, width * 0.7);
  return fill(shape, hex(stage.palette.ink));
}

/** A fence of uneven pickets. */
export function fence(stage: Stage, left: number, count: number, top: number): string {
  const seed = noiseSeed(stage.random);
  let data = "";
  for (let index = 0; index < count; index++) data += box(left + index * 56, top + 7 * noise(index * 2.1, seed), 14, 420);
  const length = count * 56 - 30;
  return fill(data + box(left - 10, top + 28, length, 12) + box(left - 10, top + 78, length, 12), stage.palette.at(1));
}

export function wires(stage: Stage, y: number): string {
  const { left, right } = world;
  const sag = y + 130;
  return stroke(
    `M${left},${num(y)}Q500,${num(sag)} ${right},${num(y - 26)}M${left},${num(y + 34)}Q620,${num(sag + 20)} ${right},${num(y + 24)}`,
    stage.palette.at(0.9),
    2.2,
    0.8,
  );
}
