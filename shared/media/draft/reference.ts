// The compositor written as plainly as it can be: for each pixel, two lerps down, one across, one source-over.
// The kernel must agree with it; the tests hold it to that.
import { frameHeight, frameWidth } from "../../domain/animatic/types.ts";
import { grainSize } from "./grain.ts";
import { type Channel, div255, type PackedPlane } from "./packed.ts";
import { type Axis, type PlaneAxes, tapAt, tapOne } from "./taps.ts";

/** One plane of a frame. */
export interface PlacedPlane {
  plane: PackedPlane;
  axes: PlaneAxes;
}

const lerp = (a: number, b: number, weight: number) => a + (((b - a) * weight + tapOne / 2) >> 15);

interface Tap {
  first: number;
  second: number;
  weight: number;
}

/** Taps of a whole axis; null where the plane shows nothing. Sample -1 and sample `size` are empty, unless the axis wraps. */
function taps(axis: Axis, count: number, size: number, wraps: boolean): (Tap | null)[] {
  return Array.from({ length: count }, (_, i) => {
    const tap = tapAt(axis, i);
    const first = Math.floor(tap / tapOne);
    const weight = tap - first * tapOne;
    if (wraps) return { first: first % size, second: (first + 1) % size, weight };
    return first < -1 || first >= size ? null : { first, second: first + 1, weight };
  });
}

function sample(channel: Channel, x: Tap, y: Tap): number {
  const { bytes, origin, stride } = channel;
  const at = (column: number, row: number) => bytes[origin + row * stride + column] ?? 0;
  const left = lerp(at(x.first, y.first), at(x.first, y.second), y.weight);
  const right = lerp(at(x.second, y.first), at(x.second, y.second), y.weight);
  return lerp(left, right, x.weight);
}

function over(colours: [Uint8Array, Channel][], alpha: Channel, columns: (Tap | null)[], rows: (Tap | null)[]) {
  const width = columns.length;
  for (const [y, row] of rows.entries()) {
    if (row === null) continue;
    for (const [x, column] of columns.entries()) {
      if (column === null) continue;
      const opacity = sample(alpha, column, row);
      for (const [target, channel] of colours) {
        const at = y * width + x;
        target[at] = Math.min(255, sample(channel, column, row) + div255((target[at] ?? 0) * (255 - opacity)));
      }
    }
  }
}

/** Composites back to front into a new yuv420p frame and adds the grain. */
export function compositeReference(planes: PlacedPlane[], grain: Int8Array): Uint8Array {
  const [lumaBytes, chromaBytes] = [frameWidth * frameHeight, (frameWidth * frameHeight) / 4];
  const frame = new Uint8Array(lumaBytes + 2 * chromaBytes);
  const luma = frame.subarray(0, lumaBytes);
  const u = frame.subarray(lumaBytes, lumaBytes + chromaBytes);
  const v = frame.subarray(lumaBytes + chromaBytes);
  for (const { plane, axes } of planes) {
    const columns = taps(axes.x, frameWidth, plane.width, false);
    const rows = taps(axes.y, frameHeight, plane.height, plane.tile);
    over([[luma, plane.luma]], plane.alpha, columns, rows);
    const chromaColumns = taps(axes.chromaX, frameWidth / 2, plane.chromaWidth, false);
    const chromaRows = taps(axes.chromaY, frameHeight / 2, plane.chromaHeight, plane.tile);
    const chroma: [Uint8Array, Channel][] = [
      [u, plane.u],
      [v, plane.v],
    ];
    over(chroma, plane.chromaAlpha, chromaColumns, chromaRows);
  }
  for (let y = 0; y < frameHeight; y++) {
    for (let x = 0; x < frameWidth; x++) {
      const at = y * frameWidth + x;
      luma[at] = (luma[at] ?? 0) + (grain[(y % grainSize) * grainSize + (x % grainSize)] ?? 0);
    }
  }
  return frame;
}
