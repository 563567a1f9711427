// A window on a picture or clip: wheel, pinch, drag and double press zoom and move it. The zoom belongs to whoever shows
// it, so that several windows can move as one.
import { useLayoutEffect, useRef, useState, type CSSProperties, type PointerEvent, type ReactNode } from "react";
import { actualOf, fitted, moved, standing, zoomAt, type Size, type Zoom } from "./zoom.ts";

interface ZoomStageProps {
  label: string;
  picture: Size;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  /** A sideways stroke over a picture that fits. */
  onSwipe?: (by: 1 | -1) => void;
  children: (style: CSSProperties) => ReactNode;
}

/** Scale of a wheel's notch. */
const wheelSpeed = 0.0022;

/** The window; `data-stage` marks it for keys. */
export function ZoomStage({ label, picture, zoom, onZoom, onSwipe, children }: ZoomStageProps) {
  const node = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const began = useRef<{ x: number; y: number } | null>(null);
  const latest = useRef({ zoom, room, picture, onZoom });
  useLayoutEffect(() => {
    latest.current = { zoom, room, picture, onZoom };
  });
  useLayoutEffect(() => {
    const stage = node.current;
    if (stage === null) return;
    const measure = () => setRoom({ width: stage.clientWidth, height: stage.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(stage);
    // React's own wheel listener is passive; the page must not scroll or zoom behind it.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const now = latest.current;
      const box = stage.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY * (event.ctrlKey ? wheelSpeed * 4 : wheelSpeed));
      now.onZoom(zoomAt(now.zoom, factor, event.clientX - box.left, event.clientY - box.top, now.picture, now.room));
    };
    stage.addEventListener("wheel", wheel, { passive: false });
    return () => {
      observer.disconnect();
      stage.removeEventListener("wheel", wheel);
    };
  }, []);
  const actual = actualOf(picture, room, window.devicePixelRatio);
  const at = (event: { clientX: number; clientY: number }) => {
    const box = node.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const move = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const now = at(event);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other === undefined) {
      onZoom(moved(zoom, now.x - before.x, now.y - before.y, picture, room));
      return;
    }
    const spread = (one: { x: number; y: number }) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
    onZoom(zoomAt(zoom, spread(now) / spread(before), (now.x + other.x) / 2, (now.y + other.y) / 2, picture, room));
  };
  const up = (event: PointerEvent) => {
    const start = began.current;
    const alone = pointers.current.size === 1;
    pointers.current.delete(event.pointerId);
    began.current = null;
    if (!alone || start === null || zoom.scale > 1 || event.pointerType !== "touch") return;
    const end = at(event);
    if (Math.abs(end.x - start.x) > 60 && Math.abs(end.x - start.x) > 2 * Math.abs(end.y - start.y)) onSwipe?.(end.x < start.x ? 1 : -1);
  };
  return (
    // Everything that the pointer does here has a key of the lightbox.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={node}
      role="group"
      aria-label={label}
      data-stage
      data-scale={zoom.scale.toFixed(3)}
      data-actual={actual.toFixed(3)}
      className={`zoom-stage ${zoom.scale > 1 ? "zoom-stage-far" : ""}`}
      onPointerDown={(event) => {
        if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button"))) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.current.set(event.pointerId, at(event));
        began.current = pointers.current.size === 1 ? at(event) : null;
      }}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onDoubleClick={(event) => {
        const { x, y } = at(event);
        onZoom(zoom.scale > 1 ? fitted : zoomAt(zoom, Math.max(2, actual), x, y, picture, room));
      }}
    >
      {room.width === 0 ? null : children({ position: "absolute", maxWidth: "none", ...standing(zoom, picture, room) })}
    </div>
  );
}

/** What a key does to the zoom of the stages in `host`; null for a key that is none of theirs. */
export function zoomByKey(event: { key: string; shiftKey: boolean }, zoom: Zoom, host: ParentNode): Zoom | null {
  const stage = host.querySelector<HTMLElement>("[data-stage]");
  if (stage === null) return null;
  const actual = Math.max(1, Number(stage.dataset["actual"]));
  const pan = 0.15 / zoom.scale;
  const kept = (next: Zoom): Zoom => ({
    scale: Math.min(32, Math.max(1, next.scale)),
    x: Math.min(1, Math.max(0, next.x)),
    y: Math.min(1, Math.max(0, next.y)),
  });
  if (event.key === "+" || event.key === "=") return kept({ ...zoom, scale: zoom.scale * 1.25 });
  if (event.key === "-" || event.key === "_") return zoom.scale / 1.25 <= 1 ? fitted : kept({ ...zoom, scale: zoom.scale / 1.25 });
  if (event.key === "z" || event.key === "Z") return zoom.scale > 1 ? fitted : kept({ ...zoom, scale: actual > 1.01 ? actual : 2 });
  if (event.key === "f" || event.key === "F") return fitted;
  if (!event.shiftKey) return null;
  if (event.key === "ArrowLeft") return kept({ ...zoom, x: zoom.x - pan });
  if (event.key === "ArrowRight") return kept({ ...zoom, x: zoom.x + pan });
  if (event.key === "ArrowUp") return kept({ ...zoom, y: zoom.y - pan });
  if (event.key === "ArrowDown") return kept({ ...zoom, y: zoom.y + pan });
  return null;
}
