// Drawing a rectangle over a grid to choose what it touches, with the grid scrolling on at its edges.
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from "react";
import type { AssetSource } from "./asset-source.ts";
import type { Chosen } from "./chosen.ts";
import { cellsIn, type GridLayout } from "./grid-geometry.ts";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Pixels before a press becomes a rectangle. */
const least = 5;
/** Pixels a picture that the grid scrolls at its edge. */
const speed = 18;

interface Drawn {
  x: number;
  y: number;
  before: ReadonlySet<string>;
}

/** The rectangle being drawn, in the canvas' own pixels, and what starts it. */
export function useRectangle(
  scroller: RefObject<HTMLDivElement | null>,
  canvas: RefObject<HTMLDivElement | null>,
  layout: GridLayout,
  source: AssetSource,
  chosen: Chosen,
): { box: Box | null; start: (event: PointerEvent) => void } {
  const [box, setBox] = useState<Box | null>(null);
  const drawn = useRef<Drawn | null>(null);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);

  const start = (event: PointerEvent) => {
    const node = canvas.current;
    const view = scroller.current;
    if (node === null || view === null || event.button !== 0 || event.pointerType === "touch") return;
    const more = event.shiftKey || event.ctrlKey || event.metaKey;
    const { ids, all } = chosen.store.getState();
    const pointer = { x: event.clientX, y: event.clientY };
    let latest: Box | null = null;
    const inCanvas = () => {
      const bounds = node.getBoundingClientRect();
      return { x: pointer.x - bounds.left, y: pointer.y - bounds.top };
    };
    drawn.current = { ...inCanvas(), before: more && !all ? ids : new Set() };
    const draw = () => {
      const from = drawn.current;
      if (from === null) return;
      const to = inCanvas();
      if (latest === null && Math.hypot(to.x - from.x, to.y - from.y) < least) return;
      latest = {
        left: Math.min(from.x, to.x),
        top: Math.max(0, Math.min(from.y, to.y)),
        right: Math.max(from.x, to.x),
        bottom: Math.min(layout.total, Math.max(from.y, to.y)),
      };
      setBox(latest);
      const held = cellsIn(layout, latest).flatMap(([first, end]) =>
        Array.from({ length: end - first }, (_, at) => source.at(first + at)?.id).filter((id) => id !== undefined),
      );
      chosen.put(held, from.before);
    };
    const edge = () => {
      const bounds = view.getBoundingClientRect();
      const by = pointer.y < bounds.top + 24 ? -speed : pointer.y > bounds.bottom - 24 ? speed : 0;
      if (by !== 0 && latest !== null) {
        view.scrollTop += by;
        draw();
      }
      frame = requestAnimationFrame(edge);
    };
    let frame = requestAnimationFrame(edge);
    const move = (moved: globalThis.PointerEvent) => {
      pointer.x = moved.clientX;
      pointer.y = moved.clientY;
      draw();
    };
    const end = () => {
      stop.current?.();
      const from = drawn.current;
      drawn.current = null;
      setBox(null);
      if (from === null) return;
      if (latest === null) {
        if (!more) chosen.none();
        return;
      }
      void fill(latest, from.before);
    };
    stop.current = () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
      stop.current = null;
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
  };

  /** Names what the rectangle touched further up or down than the cards that are held. */
  const fill = async (touched: Box, before: ReadonlySet<string>) => {
    const runs = cellsIn(layout, touched);
    const first = runs[0]?.[0];
    const end = runs.at(-1)?.[1];
    if (first === undefined || end === undefined) return;
    chosen.stand(first, source.at(first)?.id ?? null);
    const missing = runs.some(([from, to]) => Array.from({ length: to - from }, (_, at) => source.at(from + at)).includes(undefined));
    if (!missing) return;
    const ids = await source.ids(first, end - 1);
    chosen.put(
      runs.flatMap(([from, to]) => ids.slice(from - first, to - first)),
      before,
    );
  };
  return { box, start };
}
