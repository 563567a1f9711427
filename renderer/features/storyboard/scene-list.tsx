// The scenes as rows; only those in sight are in the page, so a film of 300 shots opens at once.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ProjectView } from "../../../shared/contract/studio/views.ts";
import { useFilm } from "../../app/studio.tsx";
import { SceneRow } from "./scene-row.tsx";

/** Height of a row before it is measured, in pixels. */
const rowHeight = 247;

/** Brings the focus and the view to a shot's card. */
export function focusCard(shotId: string): void {
  const card = document.querySelector<HTMLElement>(`[data-shot="${shotId}"]`);
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The rows of `view` in the scroller `scroller`, which may hold other things above them. */
export function SceneList({ view, scroller }: { view: ProjectView; scroller: HTMLElement | null }) {
  const selected = useFilm((state) => state.selected);
  const playing = useFilm((state) => state.playing);
  const list = useRef<HTMLDivElement>(null);
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    const node = list.current;
    if (node === null) return;
    const measure = () => setAbove(node.offsetTop);
    measure();
    const observer = new ResizeObserver(measure);
    for (const sibling of node.parentElement?.children ?? []) observer.observe(sibling);
    return () => observer.disconnect();
  }, []);
  // The rule speaks of the React Compiler, which this build does not run.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: view.scenes.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    getItemKey: (index) => view.scenes[index]?.id ?? index,
    overscan: 2,
    scrollMargin: above,
    scrollPaddingEnd: 8,
  });
  const at = view.scenes.findIndex((scene) => scene.shots.some((shot) => shot.id === selected));
  const last = useRef(at);
  useEffect(() => {
    if (at < 0 || at === last.current) return;
    last.current = at;
    rows.scrollToIndex(at, { align: "auto" });
  }, [at, rows]);
  return (
    <div ref={list} className="relative" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((item) => {
        const scene = view.scenes[item.index];
        if (scene === undefined) return null;
        return (
          <div
            key={item.key}
            ref={rows.measureElement}
            data-index={item.index}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start - above}px)` }}
          >
            <SceneRow scene={scene} selected={selected} playing={playing} />
          </div>
        );
      })}
    </div>
  );
}
