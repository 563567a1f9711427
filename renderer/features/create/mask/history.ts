// What was painted, step by step: each step keeps the bytes under it, so that taking it back costs what it touched.
import type { Bitmap, Box } from "./bitmap.ts";

interface Step {
  box: Box;
  /** The bytes of the box as they are not at the moment. */
  bytes: Uint8Array;
  painted: number;
}

/** Bytes that all kept steps may fill; the oldest go first. */
const mostBytes = 96 * 1024 * 1024;

function cut({ width, bytes }: Bitmap, { left, top, right, bottom }: Box): Uint8Array {
  const part = new Uint8Array((right - left) * (bottom - top));
  for (let row = top; row < bottom; row += 1)
    part.set(bytes.subarray(row * width + left, row * width + right), (row - top) * (right - left));
  return part;
}

function paste({ width, bytes }: Bitmap, { left, top, right, bottom }: Box, part: Uint8Array): void {
  for (let row = top; row < bottom; row += 1)
    bytes.set(part.subarray((row - top) * (right - left), (row - top + 1) * (right - left)), row * width + left);
}

const around = (one: Box, other: Box): Box => ({
  left: Math.min(one.left, other.left),
  top: Math.min(one.top, other.top),
  right: Math.max(one.right, other.right),
  bottom: Math.max(one.bottom, other.bottom),
});

export interface History {
  /** Begins a step; `add` is called with every part that it touched, `end` closes it. */
  begin(): void;
  add(box: Box | null): void;
  end(): void;
  /** The part that changed, or null where there is nothing to take back. */
  undo(): Box | null;
  redo(): Box | null;
  canUndo(): boolean;
  canRedo(): boolean;
}

/** The history of `bitmap`. */
export function createHistory(bitmap: Bitmap): History {
  /** The bitmap as it was when the step began. */
  let before: { bytes: Uint8Array; painted: number } | null = null;
  let touched: Box | null = null;
  const done: Step[] = [];
  const undone: Step[] = [];

  const swap = (from: Step[], to: Step[]): Box | null => {
    const step = from.pop();
    if (step === undefined) return null;
    to.push({ box: step.box, bytes: cut(bitmap, step.box), painted: bitmap.painted });
    paste(bitmap, step.box, step.bytes);
    bitmap.painted = step.painted;
    return step.box;
  };
  const forgetOldest = () => {
    let sum = done.reduce((bytes, step) => bytes + step.bytes.length, 0);
    while (sum > mostBytes && done.length > 1) sum -= done.shift()?.bytes.length ?? 0;
  };

  return {
    begin: () => {
      before = { bytes: bitmap.bytes.slice(), painted: bitmap.painted };
      touched = null;
    },
    add: (box) => {
      if (box !== null) touched = touched === null ? box : around(touched, box);
    },
    end: () => {
      if (before !== null && touched !== null) {
        const old = { width: bitmap.width, height: bitmap.height, bytes: before.bytes as Bitmap["bytes"], painted: before.painted };
        done.push({ box: touched, bytes: cut(old, touched), painted: before.painted });
        undone.length = 0;
        forgetOldest();
      }
      before = null;
      touched = null;
    },
    undo: () => swap(done, undone),
    redo: () => swap(undone, done),
    canUndo: () => done.length > 0,
    canRedo: () => undone.length > 0,
  };
}
