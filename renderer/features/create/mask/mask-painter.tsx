// The picture with the mask over it, painted by mouse, pen, finger or keys: the arrows move the brush, Space held
// paints, Enter puts it down and lifts it, Escape gives up the line that is being drawn.
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useStore } from "zustand";
import { create as words } from "../../../app/strings/create.ts";
import type { Point } from "./bitmap.ts";
import type { Mask } from "./mask.ts";
import { createOverlay } from "./overlay.ts";

const arrows: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The part of the brush that one press of an arrow moves it. */
const stride = 0.25;

/** Keys that paint: one place that moves, and a brush that is up or down. */
function useKeyBrush(mask: Mask) {
  const [at, setAt] = useState<Point | null>(null);
  const [down, setDown] = useState(false);
  const middle = { x: mask.width / 2, y: mask.height / 2 };
  const put = () => {
    const point = at ?? middle;
    setAt(point);
    setDown(true);
    mask.begin(point);
  };
  const lift = () => {
    setDown(false);
    mask.end();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      const step = Math.max(2, mask.store.getState().brush * stride) * (event.shiftKey ? 4 : 1);
      const from = at ?? middle;
      const next = {
        x: Math.min(mask.width, Math.max(0, from.x + arrow.x * step)),
        y: Math.min(mask.height, Math.max(0, from.y + arrow.y * step)),
      };
      setAt(next);
      if (down) mask.move(next);
    } else if (event.key === " ") {
      if (!down && !event.repeat) put();
    } else if (event.key === "Enter") {
      if (down) lift();
      else put();
    } else if (event.key === "Escape" && down) {
      setDown(false);
      mask.giveUp();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key === " " && down) lift();
  };
  return { at, setAt, down, lift, onKeyDown, onKeyUp };
}

/** The painter. `url` is the picture's address; it keeps the picture's own shape. */
export function MaskPainter({ mask, url, alt }: { mask: Mask; url: string; alt: string }) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const keys = useKeyBrush(mask);
  const { at, setAt } = keys;
  const [scale, setScale] = useState(0);
  const brush = useStore(mask.store, (state) => state.brush);
  const tool = useStore(mask.store, (state) => state.tool);

  useEffect(() => {
    const node = canvas.current;
    if (node === null) return;
    const overlay = createOverlay(node, mask);
    const sized = new ResizeObserver(() => setScale(node.clientWidth / mask.width));
    sized.observe(node);
    return () => {
      overlay.stop();
      sized.disconnect();
    };
  }, [mask]);

  const pointOf = (event: { clientX: number; clientY: number }): Point => {
    const box = stage.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return { x: 0, y: 0 };
    return { x: ((event.clientX - box.left) / box.width) * mask.width, y: ((event.clientY - box.top) / box.height) * mask.height };
  };
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 && event.button !== 5) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setAt(pointOf(event));
    // The eraser end of a pen, and Alt, wipe with whatever tool is in hand.
    mask.begin(pointOf(event), event.button === 5 || event.altKey);
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const point = pointOf(event);
    setAt(point);
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const between = event.nativeEvent.getCoalescedEvents();
    for (const one of between.length === 0 ? [event.nativeEvent] : between) mask.move(pointOf(one));
  };

  const round = tool === "brush" || tool === "eraser";
  const ring = Math.max(6, brush * scale);
  return (
    // A canvas of its own: everything that it does with keys is said in its description.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={stage}
      role="application"
      aria-label={words.mask.stage(alt)}
      aria-describedby="mask-keys"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-own-arrows
      data-mask-stage
      className="relative w-full cursor-none touch-none overflow-hidden rounded-2 bg-well select-none"
      style={{ aspectRatio: `${mask.width} / ${mask.height}` }}
      onKeyDown={keys.onKeyDown}
      onKeyUp={keys.onKeyUp}
      onBlur={() => keys.down && keys.lift()}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => mask.end()}
      onPointerCancel={() => mask.giveUp()}
    >
      <img src={url} alt="" draggable={false} className="size-full object-fill" />
      <canvas ref={canvas} aria-hidden className="absolute inset-0 size-full" />
      {at === null ? null : (
        <span
          aria-hidden
          data-mask-cursor
          className={`pointer-events-none absolute grid -translate-x-1/2 -translate-y-1/2 place-items-center border-2 border-white shadow-[0_0_0_1px_black,inset_0_0_0_1px_black] ${round ? "rounded-full" : "rounded-1"}`}
          style={{
            left: `${(at.x / mask.width) * 100}%`,
            top: `${(at.y / mask.height) * 100}%`,
            width: round ? ring : 14,
            height: round ? ring : 14,
            ...(keys.down ? { background: "oklch(1 0 0 / 0.35)" } : {}),
          }}
        >
          <span className="h-[7px] w-px bg-white shadow-[0_0_0_0.5px_black]" />
          <span className="absolute h-px w-[7px] bg-white shadow-[0_0_0_0.5px_black]" />
        </span>
      )}
      <span id="mask-keys" className="sr-only">
        {words.mask.keysHelp}
      </span>
    </div>
  );
}
