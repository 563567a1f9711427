// Plays a draft's camera move in the page: each plane is a picture that is moved by the shot's own
// path, so that a shot can be judged before a second of it is rendered.
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { frameHeight, frameWidth, world } from "../../shared/domain/animatic/types.ts";
import { secondsOf } from "../../shared/domain/timecode.ts";
import { useFilm } from "../app/studio.tsx";
import type { DrawnMove, DrawnPlane, Snapshot } from "../lib/draw/messages.ts";
import { drawing } from "../lib/draw/use-still.ts";

/** Steps of the path; between two the place is interpolated. */
const steps = 64;
const address = (svg: string) => URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));

interface Layer {
  plane: DrawnPlane;
  node: HTMLDivElement;
  pictures: HTMLImageElement[];
}

function percentOf(value: number, of: number): string {
  return `${(value / of) * 100}%`;
}

/** Builds the plane's element: one picture, or nine for a tile, or one for each phase. */
function layerOf(plane: DrawnPlane, urls: string[]): Layer {
  const node = document.createElement("div");
  Object.assign(node.style, { position: "absolute", inset: "0", transformOrigin: "50% 50%", willChange: "transform" });
  const add = (svg: string, left: number, top: number, width: number, height: number) => {
    const image = document.createElement("img");
    const url = address(svg);
    urls.push(url);
    image.src = url;
    image.alt = "";
    Object.assign(image.style, {
      position: "absolute",
      maxWidth: "none",
      left: percentOf(left, frameWidth),
      top: percentOf(top, frameHeight),
      width: percentOf(width, frameWidth),
      height: percentOf(height, frameHeight),
    });
    node.append(image);
    return image;
  };
  if (plane.tiles) {
    for (const column of [-1, 0, 1])
      for (const row of [-1, 0, 1]) add(plane.svg, column * frameWidth, row * frameHeight, frameWidth, frameHeight);
    return { plane, node, pictures: [] };
  }
  const drawings = plane.phases.length > 0 ? plane.phases : [plane.svg];
  const pictures = drawings.map((svg) =>
    plane.onGlass
      ? add(svg, 0, 0, frameWidth, frameHeight)
      : add(svg, world.left, world.top, world.right - world.left, world.bottom - world.top),
  );
  return { plane, node, pictures };
}

function place({ plane, node, pictures }: Layer, at: number, clipFrame: number, width: number): void {
  const exact = at * (plane.path.length - 1);
  const low = plane.path[Math.floor(exact)];
  const high = plane.path[Math.ceil(exact)];
  if (low === undefined || high === undefined) return;
  const part = exact % 1;
  const between = (one: number, other: number) => one + (other - one) * part;
  const pixel = width / frameWidth;
  let x = between(low.x, high.x);
  let y = between(low.y, high.y);
  if (plane.drift) {
    x += plane.drift.x * clipFrame;
    y += plane.drift.y * clipFrame;
  }
  if (plane.tiles) {
    x %= frameWidth;
    y %= frameHeight;
  }
  node.style.transform = `translate(${x * pixel}px, ${y * pixel}px) scale(${between(low.scale, high.scale)})`;
  if (pictures.length > 1) {
    const shown = Math.floor(((clipFrame % plane.cycleFrames) / plane.cycleFrames) * pictures.length);
    pictures.forEach((picture, index) => (picture.style.visibility = index === shown ? "visible" : "hidden"));
  }
}

/** Plays `snapshot` for `frames` frames over whatever lies under it, then calls `onEnd`. */
export function DraftPlayer({ snapshot, frames, onEnd }: { snapshot: Snapshot; frames: number; onEnd: () => void }) {
  const language = useFilm((state) => state.view?.language ?? "en");
  const stage = useRef<HTMLDivElement>(null);
  const end = useEffectEvent(onEnd);
  const [move, setMove] = useState<DrawnMove | null>(null);
  useEffect(() => {
    let wanted = true;
    void drawing.move(snapshot, language, steps).then((drawn) => {
      if (wanted) setMove(drawn);
    });
    return () => {
      wanted = false;
    };
  }, [snapshot, language]);
  useEffect(() => {
    const node = stage.current;
    if (node === null || move === null) return;
    const urls: string[] = [];
    const layers = move.planes.map((plane) => layerOf(plane, urls));
    node.replaceChildren(...layers.map((layer) => layer.node));
    const seconds = secondsOf(frames);
    let request = 0;
    let begun: number | undefined;
    const tick = (now: number) => {
      begun ??= now;
      const passed = (now - begun) / 1000;
      const at = Math.min(1, passed / seconds);
      for (const layer of layers) place(layer, at, passed * 16, node.clientWidth);
      if (at < 1) request = requestAnimationFrame(tick);
      else end();
    };
    let wanted = true;
    const images = [...node.querySelectorAll("img")];
    void Promise.allSettled(images.map((image) => image.decode())).then(() => {
      if (!wanted) return;
      node.style.visibility = "visible";
      request = requestAnimationFrame(tick);
    });
    return () => {
      wanted = false;
      cancelAnimationFrame(request);
      node.replaceChildren();
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, [move, frames]);
  return <div ref={stage} aria-hidden className="invisible absolute inset-0 overflow-hidden" />;
}
