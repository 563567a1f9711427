import { describe, expect, test } from "vitest";
import { cellsIn, cellsOf, layoutOf, placeOf, rowNumber, slicesIn, spareRows, stepFrom, type GridShape } from "./grid-geometry.ts";

const shape: GridShape = { width: 632, height: 700, least: 100, ratio: 0.5, gap: 8, head: 32, after: 6 };
const groups = [
  { key: "today", count: 7 },
  { key: "none", count: 0 },
  { key: "yesterday", count: 3 },
  { key: "older", count: 12 },
];
const layout = layoutOf(groups, shape);

describe("grid geometry", () => {
  test("as many columns as fit, each as wide as its share", () => {
    expect([layout.columns, layout.cellWidth, layout.cellHeight]).toEqual([5, 120, 60]);
    expect(layout.count).toBe(22);
    // Two lines, none, one and three, with a head each.
    expect(layout.total).toBe(32 * 4 + 6 * 4 + 6 * 68);
    expect(layout.rowCount).toBe(10);
  });

  test("every cell stands where its row and column say, and rows do not lap", () => {
    for (let index = 0; index < layout.count; index++) {
      const place = placeOf(layout, index);
      const [from, to] = cellsOf(layout, place.group, place.row);
      expect(index).toBe(from + place.column);
      expect(to).toBeGreaterThan(index);
      expect(place.left).toBe(place.column * 128);
    }
    expect(placeOf(layout, 7)).toMatchObject({ group: 2, row: 0, column: 0 });
    expect(rowNumber(layout, 2, 0)).toBe(5);
  });

  test("what is seen is found by height alone, also in a hundred thousand cells", () => {
    const large = layoutOf(
      Array.from({ length: 400 }, (_, day) => ({ key: String(day), count: 250 })),
      shape,
    );
    const slices = slicesIn(large, large.total / 2, large.total / 2 + 700);
    const cells = slices.flatMap(({ group, fromRow, toRow }) =>
      Array.from({ length: toRow - fromRow }, (_, at) => cellsOf(large, group, fromRow + at)),
    );
    const [first, last] = [cells[0]?.[0] ?? 0, cells.at(-1)?.[1] ?? 0];
    expect(placeOf(large, first).top + large.cellHeight + large.gap).toBeGreaterThanOrEqual(large.total / 2);
    expect(placeOf(large, last - 1).top).toBeLessThanOrEqual(large.total / 2 + 700);
    expect(last - first).toBeLessThan(80);
  });

  test("a window of any size keeps to the most cells", () => {
    for (const [width, height] of [
      [358, 700],
      [960, 740],
      [3400, 1900],
      [7000, 4000],
    ] as const) {
      const one = layoutOf([{ key: "", count: 100_000 }], { ...shape, width, height, least: 96 });
      expect(one.columns * (Math.ceil(height / (one.cellHeight + one.gap)) + 1 + 2 * spareRows)).toBeLessThanOrEqual(140);
    }
  });

  test("a step keeps its column over the edges of groups, and stops at the ends", () => {
    expect(stepFrom(layout, 3, "down", 1)).toBe(6);
    expect(stepFrom(layout, 6, "down", 1)).toBe(8);
    expect(stepFrom(layout, 8, "down", 1)).toBe(11);
    expect(stepFrom(layout, 8, "up", 1)).toBe(6);
    expect(stepFrom(layout, 0, "up", 1)).toBe(0);
    expect(stepFrom(layout, 21, "down", 1)).toBe(21);
    expect(stepFrom(layout, 0, "left", 1)).toBe(0);
    expect(stepFrom(layout, 21, "right", 1)).toBe(21);
    expect(stepFrom(layout, 12, "home", 1)).toBe(0);
    expect(stepFrom(layout, 12, "end", 1)).toBe(21);
    expect(stepFrom(layout, 13, "row-start", 1)).toBe(10);
    expect(stepFrom(layout, 13, "row-end", 1)).toBe(14);
    expect(stepFrom(layout, 0, "page-down", 3)).toBe(10);
    expect(stepFrom(layout, 21, "page-up", 99)).toBe(1);
  });

  test("a rectangle takes what it touches and nothing beside it", () => {
    const first = placeOf(layout, 0);
    expect(cellsIn(layout, { left: 0, top: first.top, right: 120, bottom: first.top + 1 })).toEqual([[0, 1]]);
    expect(cellsIn(layout, { left: 121, top: first.top, right: 127, bottom: first.top + 60 })).toEqual([]);
    expect(cellsIn(layout, { left: 100, top: first.top + 10, right: 300, bottom: first.top + 100 })).toEqual([
      [0, 3],
      [5, 7],
    ]);
    expect(cellsIn(layout, { left: 0, top: 0, right: 632, bottom: layout.total })).toEqual([
      [0, 5],
      [5, 7],
      [7, 10],
      [10, 15],
      [15, 20],
      [20, 22],
    ]);
  });
});
