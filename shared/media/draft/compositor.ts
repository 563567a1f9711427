// Composites the planes of a shot into yuv420p frames with the WebAssembly kernel. Whole frames come from tables that are
// written here: for each row and column which source samples it lies between. What stands still is composited once.
import { frameHeight, frameWidth } from "../../domain/animatic/types.ts";
import type { Arena } from "./arena.ts";
import { grainSize, paperGrain } from "./grain.ts";
import type { KernelImage, KernelPlane } from "./pack.ts";
import { type Axis, type PlaneAxes, tapAt, tapOne } from "./taps.ts";

/** One plane of the shot, back to front. */
export interface CompositorLayer {
  /** Rasters of the plane: one, or the phases of its cycle. */
  phases: KernelPlane[];
  /** Which phase is seen at a frame, and where. */
  phaseAt(frame: number): number;
  axesAt(frame: number): PlaneAxes;
  /** True when neither changes over the clip. */
  still: boolean;
}

export interface Compositor {
  /** Composites a frame. The bytes stay valid until the frame after the next is composited. */
  frame(frame: number): Uint8Array;
}

const lumaBytes = frameWidth * frameHeight;
const frameBytes = (lumaBytes * 3) / 2;
/** Rows of luma that pass through all planes before the next ones, so that they stay in the first cache. 720 and 360 are multiples. */
const stripRows = 16;
const wordsAt = {
  colour: 0,
  alpha: 8,
  rows: 12,
  columns: 16,
  mode: 20,
  first: 24,
  weight: 28,
  inverseStep: 32,
  start: 36,
  groups: 40,
  stride: 44,
  out: 48,
  lines: 56,
  from: 60,
  number: 64,
};
const descriptorBytes = 80;

/** Tables of one plane for luma or chroma. */
interface Pass {
  descriptor: number;
  rows: number;
  columns: number;
  width: number;
  height: number;
  /** 1 for output rows that the plane covers completely. */
  covers: Uint8Array;
}

/** Sets up the memory. `layers` are back to front; the first one should cover the frame. */
export function createCompositor(arena: Arena, layers: CompositorLayer[]): Compositor {
  const lines = arena.allocate(3 * 8192);
  const grain = arena.allocate(grainSize * grainSize);
  const lumaFrom = arena.allocate(frameHeight);
  const chromaFrom = arena.allocate(frameHeight / 2);
  const base = arena.allocate(frameBytes);
  const outputs = [arena.allocate(frameBytes), arena.allocate(frameBytes)] as const;
  const pass = (width: number, height: number, number: number): Pass => {
    const [descriptor, rows, columns] = [arena.allocate(descriptorBytes), arena.allocate(height * 16), arena.allocate((width / 8) * 48)];
    const view = arena.view();
    const words: [number, number][] = [
      [wordsAt.rows, rows],
      [wordsAt.columns, columns],
      [wordsAt.groups, width / 8],
      [wordsAt.stride, width],
      [wordsAt.lines, lines],
      [wordsAt.from, width === frameWidth ? lumaFrom : chromaFrom],
      [wordsAt.number, number],
    ];
    for (const [word, value] of words) view.setInt32(descriptor + word, value, true);
    return { descriptor, rows, columns, width, height, covers: new Uint8Array(height) };
  };
  const passes = layers.map((_, i) => ({ luma: pass(frameWidth, frameHeight, i), chroma: pass(frameWidth / 2, frameHeight / 2, i) }));
  arena.bytes().set(paperGrain(), grain);

  const bytes = arena.bytes();
  const words = new Int32Array(bytes.buffer);
  const floats = new Float32Array(bytes.buffer);
  const halves = new Int16Array(bytes.buffer);
  const { kernel } = arena;

  /** Rows of an axis: source rows, weight and spans of each output row. */
  function setRows(to: Pass, image: KernelImage, axis: Axis, tile: boolean, coversAcross: boolean): void {
    for (let y = 0; y < to.height; y++) {
      const tap = tapAt(axis, y);
      let row = Math.floor(tap / tapOne);
      const entry = (to.rows >> 2) + y * 4;
      const outside = !tile && (row < -1 || row >= image.height);
      if (tile) row %= image.height;
      const pair = tile ? row : row + 1;
      words[entry] = row * image.stride;
      words[entry + 1] = (tile && row + 1 === image.height ? 0 : row + 1) * image.stride;
      words[entry + 2] = tap - Math.floor(tap / tapOne) * tapOne;
      words[entry + 3] = outside ? 0 : (image.spans[pair] ?? 0);
      to.covers[y] = coversAcross && !outside ? (image.solid[pair] ?? 0) : 0;
    }
  }

  /** Columns of an axis: by the step alone when it is one sample, else a table for groups of eight. */
  function setColumns(to: Pass, axis: Axis): void {
    const d = to.descriptor >> 2;
    floats[d + wordsAt.inverseStep / 4] = 1 / axis.step;
    floats[d + wordsAt.start / 4] = axis.first;
    if (axis.step === 1) {
      const tap = tapAt(axis, 0);
      const first = Math.floor(tap / tapOne);
      const weight = tap - first * tapOne;
      words[d + wordsAt.mode / 4] = weight === 0 ? 2 : 1;
      words[d + wordsAt.first / 4] = first;
      words[d + wordsAt.weight / 4] = weight;
      return;
    }
    words[d + wordsAt.mode / 4] = 0;
    for (let group = 0; group < to.width / 8; group++) {
      const entry = to.columns + group * 48;
      const start = Math.floor(tapAt(axis, group * 8) / tapOne);
      words[entry >> 2] = start;
      for (let lane = 0; lane < 8; lane++) {
        const tap = tapAt(axis, group * 8 + lane);
        const sample = Math.floor(tap / tapOne);
        bytes[entry + 16 + lane] = sample - start;
        bytes[entry + 24 + lane] = sample - start + 1;
        halves[(entry + 32) / 2 + lane] = tap - sample * tapOne;
      }
    }
  }

  function setImage(to: Pass, image: KernelImage, x: Axis, y: Axis, tile: boolean): void {
    const d = to.descriptor >> 2;
    words[d] = image.colours[0];
    words[d + 1] = image.colours[1];
    words[d + wordsAt.alpha / 4] = image.alpha;
    setColumns(to, x);
    const coversAcross = tile || (tapAt(x, 0) >= 0 && tapAt(x, to.width - 1) <= (image.width - 1) * tapOne);
    setRows(to, image, y, tile, coversAcross);
  }

  let shown: { phase: number; axes: PlaneAxes }[] = [];
  /** Brings the tables up to a frame; true when anything changed. */
  function place(frame: number): void {
    let changed = false;
    shown = layers.map((layer, i) => {
      const phase = layer.phaseAt(frame);
      const axes = layer.axesAt(frame);
      const before = shown[i];
      if (before !== undefined && before.phase === phase && sameAxes(before.axes, axes)) return before;
      const plane = layer.phases[phase];
      const target = passes[i];
      if (plane !== undefined && target !== undefined) {
        setImage(target.luma, plane.luma, axes.x, axes.y, plane.tile);
        setImage(target.chroma, plane.chroma, axes.chromaX, axes.chromaY, plane.tile);
      }
      changed = true;
      return { phase, axes };
    });
    if (changed) setCovered(layers.length);
  }
  /** For each row the topmost of the first `count` planes that covers it: nothing behind can be seen. */
  function setCovered(count: number): void {
    for (const [at, height, which] of [
      [lumaFrom, frameHeight, "luma"],
      [chromaFrom, frameHeight / 2, "chroma"],
    ] as const) {
      for (let y = 0; y < height; y++) {
        let top = 0;
        for (let i = count - 1; i > 0 && top === 0; i--) if (passes[i]?.[which].covers[y] === 1) top = i;
        bytes[at + y] = top;
      }
    }
  }
  function compositeInto(out: number, from: number, to: number, under: number | null): void {
    const [u, v] = [out + lumaBytes, out + lumaBytes + lumaBytes / 4];
    for (let i = from; i < to; i++) {
      const target = passes[i];
      if (target === undefined) continue;
      words[(target.luma.descriptor + wordsAt.out) >> 2] = out;
      words[(target.chroma.descriptor + wordsAt.out) >> 2] = u;
      words[(target.chroma.descriptor + wordsAt.out + 4) >> 2] = v;
    }
    if (under === null) bytes.fill(0, out, out + frameBytes);
    else bytes.copyWithin(out, under, under + frameBytes);
    for (let y = 0; y < frameHeight; y += stripRows) {
      for (let i = from; i < to; i++) kernel.compositeLuma(passes[i]?.luma.descriptor ?? 0, y, y + stripRows);
    }
    for (let y = 0; y < frameHeight / 2; y += stripRows / 2) {
      for (let i = from; i < to; i++) kernel.compositeChroma(passes[i]?.chroma.descriptor ?? 0, y, y + stripRows / 2);
    }
  }

  const moving = layers.findIndex((layer) => !layer.still);
  const stillLayers = moving < 0 ? layers.length : moving;
  let baseReady = false;
  return {
    frame(frame) {
      place(frame);
      if (!baseReady && stillLayers > 0) {
        setCovered(stillLayers);
        compositeInto(base, 0, stillLayers, null);
        setCovered(layers.length);
        baseReady = true;
      }
      const out = outputs[frame % 2] ?? outputs[0];
      compositeInto(out, stillLayers, layers.length, stillLayers > 0 ? base : null);
      for (let y = 0; y < frameHeight; y++) kernel.addGrain(out + y * frameWidth, grain + (y % grainSize) * grainSize, frameWidth);
      return bytes.subarray(out, out + frameBytes);
    },
  };
}

/** True when a plane does not move between two frames. */
export function sameAxes(a: PlaneAxes, b: PlaneAxes): boolean {
  const same = (p: Axis, q: Axis) => p.first === q.first && p.step === q.step;
  return same(a.x, b.x) && same(a.y, b.y) && same(a.chromaX, b.chromaX) && same(a.chromaY, b.chromaY);
}
