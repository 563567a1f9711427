// The edge of a mask as closed lines, walked along the sides of its cells, so that it can be drawn over any picture.
import type { Bitmap, Point } from "./bitmap.ts";

/** A smaller grid that says of each cell whether its middle is painted. */
export interface Cells {
  columns: number;
  rows: number;
  /** Pixels of the picture that a cell is wide and high. */
  width: number;
  height: number;
  on: Uint8Array;
}

/** The mask in at most `most` cells along its longer side. */
export function cellsOf(bitmap: Bitmap, most: number): Cells {
  const scale = Math.min(1, most / Math.max(1, bitmap.width, bitmap.height));
  const columns = Math.max(1, Math.round(bitmap.width * scale));
  const rows = Math.max(1, Math.round(bitmap.height * scale));
  const [width, height] = [bitmap.width / columns, bitmap.height / rows];
  const on = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    const line = Math.min(bitmap.height - 1, Math.floor((row + 0.5) * height)) * bitmap.width;
    for (let column = 0; column < columns; column += 1) {
      const middle = Math.min(bitmap.width - 1, Math.floor((column + 0.5) * width));
      on[row * columns + column] = (bitmap.bytes[line + middle] ?? 0) > 127 ? 1 : 0;
    }
  }
  return { columns, rows, width, height, on };
}

/** The edges of all painted parts as closed lines in the picture's pixels; a hole has a line of its own. */
export function outlines({ columns, rows, width, height, on }: Cells): Point[][] {
  const isOn = (column: number, row: number) =>
    column >= 0 && row >= 0 && column < columns && row < rows && on[row * columns + column] === 1;
  const corner = (column: number, row: number) => row * (columns + 1) + column;
  // Each side between painted and free, by the corner it starts at, with the painted cell at its right hand.
  const next = new Map<number, number[]>();
  const side = (from: number, to: number) => {
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  };
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      if (!isOn(column, row)) continue;
      if (!isOn(column, row - 1)) side(corner(column, row), corner(column + 1, row));
      if (!isOn(column + 1, row)) side(corner(column + 1, row), corner(column + 1, row + 1));
      if (!isOn(column, row + 1)) side(corner(column + 1, row + 1), corner(column, row + 1));
      if (!isOn(column - 1, row)) side(corner(column, row + 1), corner(column, row));
    }
  const point = (at: number): Point => ({ x: (at % (columns + 1)) * width, y: Math.floor(at / (columns + 1)) * height });
  const lines: Point[][] = [];
  for (const start of next.keys()) {
    while ((next.get(start)?.length ?? 0) > 0) {
      const line: Point[] = [];
      let at = start;
      for (;;) {
        const to = next.get(at)?.pop();
        if (to === undefined) break;
        line.push(point(at));
        at = to;
      }
      if (line.length > 2) lines.push(line);
    }
  }
  return lines;
}
