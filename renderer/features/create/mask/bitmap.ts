// A mask as bytes, one a pixel of the picture: 255 where it may change, 0 where it stays. Every way of painting
// says which part it touched and by how much the painted area grew, so that nothing is counted twice.

export interface Point {
  x: number;
  y: number;
}

/** Whole pixels; `right` and `bottom` lie outside. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Painted pixels. */
  painted: number;
}

/** What a stroke sets: 255 paints, 0 wipes. */
export type Value = 0 | 255;

/** A mask in which nothing changes. */
export function emptyBitmap(width: number, height: number): Bitmap {
  return { width, height, bytes: new Uint8Array(width * height), painted: 0 };
}

/** `box` in whole pixels inside of the bitmap; null when nothing of it lies inside. */
function inside({ width, height }: Bitmap, box: Box): Box | null {
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const right = Math.min(width, Math.ceil(box.right));
  const bottom = Math.min(height, Math.ceil(box.bottom));
  return left < right && top < bottom ? { left, top, right, bottom } : null;
}

/** Sets the pixels `from` to `to` of a row. */
function setRow(bitmap: Bitmap, row: number, from: number, to: number, value: Value): void {
  const start = row * bitmap.width;
  for (let at = start + from; at < start + to; at += 1) {
    if (bitmap.bytes[at] === value) continue;
    bitmap.bytes[at] = value;
    bitmap.painted += value === 255 ? 1 : -1;
  }
}

/** The part that a round brush of `radius` covers on its way from one point to another. */
function strokeBox(from: Point, to: Point, radius: number): Box {
  return {
    left: Math.min(from.x, to.x) - radius,
    top: Math.min(from.y, to.y) - radius,
    right: Math.max(from.x, to.x) + radius,
    bottom: Math.max(from.y, to.y) + radius,
  };
}

/** Moves a round brush from one point to another; the touched part, or null. */
export function stroke(bitmap: Bitmap, from: Point, to: Point, radius: number, value: Value): Box | null {
  const box = inside(bitmap, strokeBox(from, to, radius));
  if (box === null) return null;
  const way = { x: to.x - from.x, y: to.y - from.y };
  const length = way.x * way.x + way.y * way.y;
  for (let row = box.top; row < box.bottom; row += 1) {
    const y = row + 0.5 - from.y;
    let first = -1;
    let last = -1;
    for (let column = box.left; column < box.right; column += 1) {
      const x = column + 0.5 - from.x;
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, (x * way.x + y * way.y) / length));
      const [dx, dy] = [x - along * way.x, y - along * way.y];
      if (dx * dx + dy * dy <= radius * radius) {
        if (first < 0) first = column;
        last = column;
      } else if (first >= 0) break;
    }
    // The covered part of a row is one piece: a disc and a capsule have no holes.
    if (first >= 0) setRow(bitmap, row, first, last + 1, value);
  }
  return box;
}

/** The smallest box around `points`. */
function boxAround(points: readonly Point[]): Box {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** Sets all between the corners; the touched part, or null. */
export function fillBox(bitmap: Bitmap, one: Point, other: Point, value: Value): Box | null {
  const box = inside(bitmap, boxAround([one, other]));
  if (box === null) return null;
  for (let row = box.top; row < box.bottom; row += 1) setRow(bitmap, row, box.left, box.right, value);
  return box;
}

/** Sets the inside of a closed line by the rule of odd crossings; the touched part, or null. */
export function fillLasso(bitmap: Bitmap, points: readonly Point[], value: Value): Box | null {
  if (points.length < 3) return null;
  const box = inside(bitmap, boxAround(points));
  if (box === null) return null;
  for (let row = box.top; row < box.bottom; row += 1) {
    const y = row + 0.5;
    const crossings: number[] = [];
    points.forEach((point, index) => {
      const next = points[(index + 1) % points.length] ?? point;
      if (point.y <= y === next.y <= y) return;
      crossings.push(point.x + ((y - point.y) / (next.y - point.y)) * (next.x - point.x));
    });
    crossings.sort((one, other) => one - other);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const from = Math.max(box.left, Math.round(crossings[at] ?? 0));
      const to = Math.min(box.right, Math.round(crossings[at + 1] ?? 0));
      if (from < to) setRow(bitmap, row, from, to, value);
    }
  }
  return box;
}

/** Paints what was free and frees what was painted. */
export function invert(bitmap: Bitmap): Box {
  for (let at = 0; at < bitmap.bytes.length; at += 1) bitmap.bytes[at] = 255 - (bitmap.bytes[at] ?? 0);
  bitmap.painted = bitmap.bytes.length - bitmap.painted;
  return { left: 0, top: 0, right: bitmap.width, bottom: bitmap.height };
}

/** Frees everything. */
export function clear(bitmap: Bitmap): Box {
  bitmap.bytes.fill(0);
  bitmap.painted = 0;
  return { left: 0, top: 0, right: bitmap.width, bottom: bitmap.height };
}

/** The part that may change, 0 to 1. */
export function share(bitmap: Bitmap): number {
  return bitmap.bytes.length === 0 ? 0 : bitmap.painted / bitmap.bytes.length;
}
