// The geometry of masks: what a brush, a lasso and a rectangle cover, soft edges, outlines, and steps back.
import fc from "fast-check";
import { expect, test } from "vitest";
import { clear, emptyBitmap, fillBox, fillLasso, invert, share, stroke, type Bitmap, type Point } from "./bitmap.ts";
import { createHistory } from "./history.ts";
import { cellsOf, outlines } from "./outline.ts";
import { soften } from "./soften.ts";

const count = (bitmap: Bitmap) => bitmap.bytes.filter((byte) => byte === 255).length;
const isPainted = (bitmap: Bitmap, x: number, y: number) => bitmap.bytes[y * bitmap.width + x] === 255;
const someWhere = fc.record({ x: fc.double({ min: -20, max: 60, noNaN: true }), y: fc.double({ min: -20, max: 50, noNaN: true }) });
const value = fc.constantFrom(0 as const, 255 as const);
const act = fc.oneof(
  fc.record({
    kind: fc.constant("stroke" as const),
    from: someWhere,
    to: someWhere,
    radius: fc.double({ min: 0.5, max: 30, noNaN: true }),
    value,
  }),
  fc.record({ kind: fc.constant("box" as const), from: someWhere, to: someWhere, value }),
  fc.record({ kind: fc.constant("lasso" as const), points: fc.array(someWhere, { maxLength: 9 }), value }),
  fc.constant({ kind: "invert" as const }),
  fc.constant({ kind: "clear" as const }),
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

function apply(bitmap: Bitmap, one: Act) {
  if (one.kind === "stroke") return stroke(bitmap, one.from, one.to, one.radius, one.value);
  if (one.kind === "box") return fillBox(bitmap, one.from, one.to, one.value);
  if (one.kind === "lasso") return fillLasso(bitmap, one.points, one.value);
  return one.kind === "invert" ? invert(bitmap) : clear(bitmap);
}

test("a brush covers exactly the pixels whose middle is at most its radius from its way", () => {
  fc.assert(
    fc.property(someWhere, someWhere, fc.double({ min: 0.5, max: 25, noNaN: true }), (from, to, radius) => {
      const bitmap = emptyBitmap(40, 30);
      stroke(bitmap, from, to, radius, 255);
      const way = { x: to.x - from.x, y: to.y - from.y };
      const length = way.x ** 2 + way.y ** 2;
      for (let y = 0; y < 30; y += 1)
        for (let x = 0; x < 40; x += 1) {
          const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
          const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * way.x + py * way.y) / length));
          const far = Math.hypot(px - along * way.x, py - along * way.y);
          if (Math.abs(far - radius) > 1e-6) expect(isPainted(bitmap, x, y)).toBe(far < radius);
        }
    }),
    { numRuns: 60 },
  );
});

test("the painted part is counted right whatever is done, and stays inside of the touched box", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      const bitmap = emptyBitmap(40, 30);
      for (const one of acts) {
        const before = bitmap.bytes.slice();
        const box = apply(bitmap, one);
        expect(bitmap.painted).toBe(count(bitmap));
        for (let y = 0; y < 30; y += 1)
          for (let x = 0; x < 40; x += 1)
            if (before[y * 40 + x] !== bitmap.bytes[y * 40 + x])
              expect(box !== null && x >= box.left && x < box.right && y >= box.top && y < box.bottom).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test("a lasso around a square fills the square, in both directions", () => {
  const square: Point[] = [
    { x: 10, y: 5 },
    { x: 20, y: 5 },
    { x: 20, y: 15 },
    { x: 10, y: 15 },
  ];
  for (const points of [square, square.toReversed()]) {
    const bitmap = emptyBitmap(40, 30);
    fillLasso(bitmap, points, 255);
    expect(bitmap.painted).toBe(100);
    expect([isPainted(bitmap, 10, 5), isPainted(bitmap, 19, 14), isPainted(bitmap, 20, 5), isPainted(bitmap, 9, 5)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  }
});

test("inverting twice changes nothing, and the parts add up to the whole", () => {
  const bitmap = emptyBitmap(40, 30);
  fillBox(bitmap, { x: 3, y: 4 }, { x: 17, y: 22 }, 255);
  const part = share(bitmap);
  const before = bitmap.bytes.slice();
  invert(bitmap);
  expect(share(bitmap)).toBeCloseTo(1 - part);
  invert(bitmap);
  expect(bitmap.bytes).toEqual(before);
});

test("every step is taken back and done again exactly", () => {
  fc.assert(
    fc.property(fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), (steps) => {
      const bitmap = emptyBitmap(40, 30);
      const history = createHistory(bitmap);
      const states: Uint8Array[] = [bitmap.bytes.slice()];
      for (const step of steps) {
        history.begin();
        let touched = false;
        for (const one of step) {
          const box = apply(bitmap, one);
          touched ||= box !== null;
          history.add(box);
        }
        history.end();
        if (touched) states.push(bitmap.bytes.slice());
      }
      for (const state of states.toReversed().slice(1)) {
        expect(history.undo()).not.toBeNull();
        expect(bitmap.bytes).toEqual(state);
        expect(bitmap.painted).toBe(count(bitmap));
      }
      expect(history.canUndo()).toBe(false);
      for (const state of states.slice(1)) {
        expect(history.redo()).not.toBeNull();
        expect(bitmap.bytes).toEqual(state);
        expect(bitmap.painted).toBe(count(bitmap));
      }
      expect(history.canRedo()).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test("a new step after a step back forgets what was taken back", () => {
  const bitmap = emptyBitmap(20, 20);
  const history = createHistory(bitmap);
  for (const x of [2, 8]) {
    history.begin();
    history.add(fillBox(bitmap, { x, y: 2 }, { x: x + 4, y: 6 }, 255));
    history.end();
  }
  history.undo();
  history.begin();
  history.add(fillBox(bitmap, { x: 14, y: 14 }, { x: 18, y: 18 }, 255));
  history.end();
  expect(history.canRedo()).toBe(false);
  expect([isPainted(bitmap, 3, 3), isPainted(bitmap, 9, 3), isPainted(bitmap, 15, 15)]).toEqual([true, false, true]);
});

test("a soft edge keeps middle and far side, runs evenly between, and no edge changes nothing", () => {
  const bitmap = emptyBitmap(120, 60);
  fillBox(bitmap, { x: 0, y: 0 }, { x: 60, y: 60 }, 255);
  expect(soften(bitmap.bytes, 120, 60, 0)).toEqual(bitmap.bytes);
  const row = soften(bitmap.bytes, 120, 60, 12).subarray(30 * 120, 31 * 120);
  expect([row[10], row[110]]).toEqual([255, 0]);
  expect(row[59]).toBeGreaterThan(100);
  expect(row[60]).toBeLessThan(155);
  for (let x = 1; x < 120; x += 1) expect(row[x]).toBeLessThanOrEqual(row[x - 1] ?? 255);
});

/** The area inside of a closed line, by the shoelace rule; negative for a hole. */
const areaOf = (line: Point[]) =>
  line.reduce((sum, point, index) => {
    const next = line[(index + 1) % line.length] ?? point;
    return sum + (point.x * next.y - next.x * point.y) / 2;
  }, 0);

test("the outlines enclose as much as is painted, holes taken off", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 6 }), (acts) => {
      const bitmap = emptyBitmap(40, 30);
      for (const one of acts) apply(bitmap, one);
      const area = outlines(cellsOf(bitmap, 40)).reduce((sum, line) => sum + areaOf(line), 0);
      expect(Math.abs(area)).toBeCloseTo(bitmap.painted, 6);
    }),
    { numRuns: 80 },
  );
});

test("a large mask is outlined in few cells, in the picture's own pixels", () => {
  const bitmap = emptyBitmap(1200, 800);
  fillBox(bitmap, { x: 300, y: 200 }, { x: 900, y: 600 }, 255);
  const cells = cellsOf(bitmap, 300);
  expect([cells.columns, cells.rows]).toEqual([300, 200]);
  const [line] = outlines(cells);
  const xs = line?.map((point) => point.x) ?? [];
  expect([Math.min(...xs), Math.max(...xs)]).toEqual([300, 900]);
});
