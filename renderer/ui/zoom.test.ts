import { describe, expect, test } from "vitest";
import { actualOf, bounded, fitOf, fitted, moved, standing, zoomAt } from "./zoom.ts";

const picture = { width: 1600, height: 900 };
const room = { width: 800, height: 600 };

describe("zoom", () => {
  test("a picture fits whole and in the middle; a small one keeps its size", () => {
    expect(standing(fitted, picture, room)).toEqual({ left: 0, top: 75, width: 800, height: 450 });
    expect(fitOf({ width: 100, height: 100 }, room)).toBe(1);
    expect(actualOf(picture, room, 1)).toBe(2);
    expect(actualOf(picture, room, 2)).toBe(1);
  });

  test("the point under the pointer stays under it", () => {
    const before = standing(fitted, picture, room);
    const zoom = zoomAt(fitted, 3, 200, 300, picture, room);
    const after = standing(zoom, picture, room);
    const share = (box: typeof before) => [(200 - box.left) / box.width, (300 - box.top) / box.height];
    expect(share(after)[0]).toBeCloseTo(share(before)[0] ?? 0, 9);
    expect(share(after)[1]).toBeCloseTo(share(before)[1] ?? 0, 9);
  });

  test("no edge of the picture comes into the window while it is larger than that", () => {
    for (const [dx, dy] of [
      [5000, 5000],
      [-5000, -5000],
    ] as const) {
      const box = standing(moved({ scale: 4, x: 0.5, y: 0.5 }, dx, dy, picture, room), picture, room);
      expect(box.left).toBeLessThanOrEqual(1e-9);
      expect(box.top).toBeLessThanOrEqual(1e-9);
      expect(box.left + box.width).toBeGreaterThanOrEqual(room.width - 1e-9);
      expect(box.top + box.height).toBeGreaterThanOrEqual(room.height - 1e-9);
    }
    expect(bounded({ scale: 0.1, x: 9, y: -3 }, picture, room)).toEqual(fitted);
  });
});
