// A mask under way: its bytes, its steps, the tool in hand, and the PNG that it becomes. It knows no screen.
import { createStore, type StoreApi } from "zustand/vanilla";
import { clear, emptyBitmap, fillBox, fillLasso, invert, share, stroke, type Bitmap, type Box, type Point, type Value } from "./bitmap.ts";
import { createHistory } from "./history.ts";
import { soften } from "./soften.ts";

export type Tool = "brush" | "eraser" | "lasso" | "box";

/** Pixels that are painted at most; a larger picture is painted smaller, and its mask enlarged at the end. */
const mostPixels = 4_000_000;
/** Narrowest and widest brush, in the picture's pixels. */
export const brushes = { least: 4, most: 400 };
export const edges = { least: 0, most: 100 };

export interface MaskState {
  tool: Tool;
  /** Diameter of the brush in the picture's pixels. */
  brush: number;
  /** Pixels over which the edge runs out. */
  edge: number;
  /** The part that will change, 0 to 1. */
  share: number;
  canUndo: boolean;
  canRedo: boolean;
  /** Whether the core holds the mask as it is painted. */
  kept: boolean;
  /** The line of a lasso or the corners of a rectangle that is being drawn, in the picture's pixels. */
  drawing: Point[] | null;
}

export interface Mask {
  store: StoreApi<MaskState>;
  /** The picture's size. */
  width: number;
  height: number;
  /** What is painted, perhaps smaller than the picture. */
  bitmap: Bitmap;
  choose(change: Partial<Pick<MaskState, "tool" | "brush" | "edge">>): void;
  /** One size up or down, in steps that feel even. */
  widen(by: 1 | -1): void;
  /** Points are in the picture's pixels. */
  begin(point: Point, wipe?: boolean): void;
  move(point: Point): void;
  end(): void;
  /** Gives up the line or stroke that is being drawn. */
  giveUp(): void;
  undo(): void;
  redo(): void;
  invert(): void;
  clear(): void;
  /** Calls back with the part of the bitmap that changed. */
  onPaint(listener: (box: Box) => void): () => void;
  /** Takes over what was painted before, from pixels of the bitmap's size. */
  load(pixels: Uint8ClampedArray): void;
  /** A PNG of the picture's size, white where it may change. */
  png(): Promise<Blob>;
}

/** A mask of nothing over a picture of this size. */
export function createMask(width: number, height: number): Mask {
  const scale = Math.min(1, Math.sqrt(mostPixels / Math.max(1, width * height)));
  const bitmap = emptyBitmap(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const history = createHistory(bitmap);
  const listeners = new Set<(box: Box) => void>();
  const start = Math.round(Math.min(width, height) / 8);
  const store = createStore<MaskState>(() => ({
    tool: "brush",
    brush: Math.min(brushes.most, Math.max(brushes.least, start)),
    edge: 12,
    share: 0,
    canUndo: false,
    canRedo: false,
    kept: true,
    drawing: null,
  }));
  let last: Point | null = null;
  let value: Value = 255;

  const inBitmap = (point: Point): Point => ({ x: point.x * scale, y: point.y * scale });
  const painted = (box: Box | null) => {
    history.add(box);
    if (box === null) return;
    store.setState({ share: share(bitmap) });
    for (const listener of listeners) listener(box);
  };
  const tell = () => store.setState({ share: share(bitmap), canUndo: history.canUndo(), canRedo: history.canRedo(), drawing: null });
  const step = (act: () => Box | null) => {
    history.begin();
    painted(act());
    history.end();
    tell();
  };
  const back = (box: Box | null) => {
    if (box === null) return;
    tell();
    for (const listener of listeners) listener(box);
  };
  const dab = (from: Point, to: Point) =>
    painted(stroke(bitmap, inBitmap(from), inBitmap(to), Math.max(0.7, (store.getState().brush / 2) * scale), value));
  const finish = () => {
    const { tool, drawing } = store.getState();
    if (drawing !== null) {
      const points = drawing.map(inBitmap);
      const [one, other] = [points[0], points.at(-1)];
      if (tool === "lasso") painted(fillLasso(bitmap, points, value));
      else if (one !== undefined && other !== undefined) painted(fillBox(bitmap, one, other, value));
    }
    history.end();
    last = null;
    tell();
  };

  return {
    store,
    width,
    height,
    bitmap,
    choose: (change) => store.setState(change),
    widen: (by) =>
      store.setState(({ brush }) => ({
        brush: Math.min(brushes.most, Math.max(brushes.least, Math.round(by > 0 ? Math.max(brush + 1, brush * 1.2) : brush / 1.2))),
      })),
    begin: (point, wipe = false) => {
      if (last !== null) finish();
      const { tool } = store.getState();
      value = wipe || tool === "eraser" ? 0 : 255;
      last = point;
      history.begin();
      if (tool === "brush" || tool === "eraser") dab(point, point);
      else store.setState({ drawing: [point] });
    },
    move: (point) => {
      if (last === null) return;
      const { tool, drawing } = store.getState();
      if (drawing === null) dab(last, point);
      else store.setState({ drawing: tool === "box" ? [drawing[0] ?? point, point] : [...drawing, point] });
      last = point;
    },
    end: () => {
      if (last !== null) finish();
    },
    giveUp: () => {
      if (last === null) return;
      store.setState({ drawing: null });
      finish();
    },
    undo: () => back(history.undo()),
    redo: () => back(history.redo()),
    invert: () => step(() => invert(bitmap)),
    clear: () => step(() => clear(bitmap)),
    onPaint: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load: (pixels) => {
      bitmap.painted = 0;
      for (let at = 0; at < bitmap.bytes.length; at += 1) {
        const on = (pixels[at * 4] ?? 0) > 127;
        bitmap.bytes[at] = on ? 255 : 0;
        if (on) bitmap.painted += 1;
      }
      tell();
    },
    png: async () => {
      const soft = soften(bitmap.bytes, bitmap.width, bitmap.height, store.getState().edge * scale);
      const small = new OffscreenCanvas(bitmap.width, bitmap.height);
      const grey = new ImageData(bitmap.width, bitmap.height);
      for (let at = 0; at < soft.length; at += 1) grey.data.fill(soft[at] ?? 0, at * 4, at * 4 + 3).fill(255, at * 4 + 3, at * 4 + 4);
      small.getContext("2d")?.putImageData(grey, 0, 0);
      if (scale === 1) return small.convertToBlob({ type: "image/png" });
      const whole = new OffscreenCanvas(width, height);
      whole.getContext("2d")?.drawImage(small, 0, 0, width, height);
      return whole.convertToBlob({ type: "image/png" });
    },
  };
}
