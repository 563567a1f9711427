// The one grid of assets: a hundred thousand of them in a page of a few hundred elements, in groups by day with heads
// that stay, as tiles or as a table; chosen by pointer, rectangle and keys; the focus stays while it scrolls.
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore, type DragEvent, type ReactNode } from "react";
import { useStore } from "zustand";
import type { AssetCard } from "../../shared/contract/studio/library-views.ts";
import { libraryWords } from "../app/strings/library.ts";
import { isMac } from "../app/keys.ts";
import { dayName } from "../lib/format.ts";
import { useNow } from "../lib/now.ts";
import { useWidth } from "../lib/width.ts";
import type { AssetSource } from "./asset-source.ts";
import { AssetLine, AssetTile } from "./asset-tile.tsx";
import { isChosen, type Chosen } from "./chosen.ts";
import { DateScrubber } from "./date-scrubber.tsx";
import {
  cellsOf,
  groupOf,
  layoutOf,
  placeOf,
  rowNumber,
  slicesIn,
  spareRows,
  stepFrom,
  type GridLayout,
  type Step,
} from "./grid-geometry.ts";
import { useRectangle } from "./grid-rectangle.ts";
import "./asset-grid.css";

const lineHeight = 48;
const headHeight = 32;
const columnsHeight = 32;

interface AssetGridProps {
  label: string;
  source: AssetSource;
  chosen: Chosen;
  view?: "grid" | "list";
  /** Least width of a tile in pixels. */
  least?: number;
  /** Where the place of the view is remembered while one is elsewhere; none without it. */
  memory?: string;
  /** True: a touch adds to the choice instead of replacing it. */
  picking?: boolean;
  onOpen: (index: number) => void;
  /** A press on a card, after it was chosen. */
  onPress?: () => void;
  onDrag?: (event: DragEvent, card: AssetCard) => void;
  /** Stands instead of the grid where nothing is found. */
  empty?: ReactNode;
}

/** Where views stood that one has left. */
const places = new Map<string, number>();

const steps: Record<string, Step> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "home",
  End: "end",
  PageUp: "page-up",
  PageDown: "page-down",
};

/** Brings the focus into the grid of the screen. */
export function focusGrid(): void {
  document.querySelector<HTMLElement>(".asset-scroller")?.focus({ preventScroll: true });
}

/** The grid over `source`. */
export function AssetGrid(props: AssetGridProps) {
  const { label, source, chosen, view = "grid", least = 148, memory, picking = false, onOpen, onPress, onDrag, empty } = props;
  const id = useId();
  const now = useNow();
  const width = useWidth();
  const list = useSyncExternalStore(source.subscribe, source.state);
  const choice = useStore(chosen.store);
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  /** Nothing is there, and something else stands instead of the grid. */
  const bare = list.total === 0 && empty !== undefined;
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const [top, setTop] = useState(0);
  const offset = view === "list" && width !== "narrow" ? columnsHeight : width === "narrow" ? 0 : 4;

  const { groups } = list;
  const layout = useMemo(() => {
    const headed = groups.some((group) => group.key !== "");
    const shape = { width: room.width, height: room.height, gap: 8, head: headed ? headHeight : 0, after: 6 };
    return view === "list"
      ? layoutOf(groups, { ...shape, least: 0, ratio: lineHeight, gap: 0 })
      : layoutOf(groups, { ...shape, least, ratio: 10 / 16 });
  }, [groups, room, view, least]);
  const line = layout.cellHeight + layout.gap;
  const pageRows = Math.max(1, Math.floor((room.height - headHeight) / line));

  useLayoutEffect(() => {
    const node = scroller.current;
    if (node === null) return;
    const measure = () => {
      const style = getComputedStyle(node);
      const inner = node.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      setRoom((before) =>
        before.width === inner && before.height === node.clientHeight ? before : { width: inner, height: node.clientHeight },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [width, bare]);

  const ready = list.total !== null && room.width > 0 && !bare;
  usePlaceKept(scroller, memory, ready);
  useAnchor(scroller, canvas, layout, source, chosen, offset);

  // What is drawn: the lines in sight and a few around them, in whole lines so that a small scroll draws nothing.
  const from = Math.max(0, Math.floor(top / line) * line - spareRows * line);
  const slices = useMemo(
    () => (ready ? slicesIn(layout, from, from + room.height + (2 * spareRows + 1) * line) : []),
    [layout, from, room.height, line, ready],
  );
  const [firstSeen, endSeen] = useMemo(() => {
    const filled = slices.filter((slice) => slice.toRow > slice.fromRow);
    const [one, other] = [filled[0], filled.at(-1)];
    if (one === undefined || other === undefined) return [0, 0];
    return [cellsOf(layout, one.group, one.fromRow)[0], cellsOf(layout, other.group, other.toRow - 1)[1]];
  }, [slices, layout]);
  useEffect(() => {
    if (ready) source.want(firstSeen, endSeen);
  }, [source, firstSeen, endSeen, ready]);

  const reveal = (index: number) => {
    const node = scroller.current;
    if (node === null || index < 0) return;
    const place = placeOf(layout, index);
    const above = place.top + offset - (layout.head > 0 ? headHeight : 0) - (view === "list" ? offset : 0) - 6;
    const below = place.top + offset + layout.cellHeight + 6;
    const foot = width === "narrow" ? 110 : 0;
    if (node.scrollTop > above) node.scrollTop = Math.max(0, above);
    else if (node.scrollTop + node.clientHeight - foot < below) node.scrollTop = below - node.clientHeight + foot;
    setTop(node.scrollTop);
  };
  // Whoever moves the place of the keys, it comes into sight.
  const { at } = choice;
  const lastAt = useRef(at);
  useEffect(() => {
    if (at === lastAt.current || !ready) return;
    lastAt.current = at;
    reveal(at);
  });

  /** By the scroller itself: what was drawn last may be a picture behind it. */
  const firstSeenNow = () => firstInSight(layout, (scroller.current?.scrollTop ?? 0) - offset);
  const chooseLater = async (place: number) => {
    const [only] = await source.ids(place, place);
    if (chosen.store.getState().at === place && only !== undefined) chosen.only(place, only);
  };
  const step = (event: React.KeyboardEvent) => {
    const mod = isMac ? event.metaKey : event.ctrlKey;
    const total = list.total ?? 0;
    if (mod && event.key.toLowerCase() === "a") chosen.everything();
    else if (mod && event.key === " ") {
      const card = source.at(at);
      if (card !== undefined) chosen.toggle(at, card.id);
    } else if (steps[event.key] !== undefined && total > 0) {
      const wanted = steps[event.key] ?? "left";
      const next = at < 0 ? firstSeenNow() : stepFrom(layout, at, wanted, pageRows);
      const card = source.at(next);
      if (event.shiftKey) void chosen.run(source, next, mod);
      else if (mod) chosen.stand(next, card?.id ?? null);
      else if (card !== undefined) chosen.only(next, card.id);
      else {
        chosen.stand(next, null);
        void chooseLater(next);
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const cardOf = (target: EventTarget) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
    if (cell === null) return null;
    const index = Number(cell.dataset["index"]);
    const card = source.at(index);
    return card === undefined ? null : { index, card };
  };
  const press = (event: React.MouseEvent) => {
    const found = cardOf(event.target);
    if (found === null) return;
    const { index, card } = found;
    if (event.shiftKey) void chosen.run(source, index, event.ctrlKey || event.metaKey);
    else if (picking || event.ctrlKey || event.metaKey) chosen.toggle(index, card.id);
    else chosen.only(index, card.id);
    onPress?.();
  };
  const drag = (event: DragEvent) => {
    const found = cardOf(event.target);
    if (found === null || onDrag === undefined) {
      event.preventDefault();
      return;
    }
    if (!isChosen(chosen.store.getState(), found.card.id)) chosen.only(found.index, found.card.id);
    onDrag(event, found.card);
  };

  const rectangle = useRectangle(scroller, canvas, layout, source, chosen);
  const several = choice.all || choice.ids.size > 1;
  const drawnRow = (group: number, row: number) => {
    const [first, end] = cellsOf(layout, group, row);
    const place = layout.head + row * line;
    const number = rowNumber(layout, group, row) + 1 + (view === "list" ? 1 : 0);
    const cells = Array.from({ length: end - first }, (_, column) => {
      const index = first + column;
      const card = source.at(index);
      const cell = {
        id: `${id}-${index}`,
        index,
        card,
        chosen: card !== undefined && isChosen(choice, card.id),
        current: index === at,
      };
      return view === "list" ? (
        <AssetLine key={index} {...cell} row={number} top={place} />
      ) : (
        <AssetTile key={index} {...cell} column={column} />
      );
    });
    if (view === "list") return cells;
    return (
      <div
        key={row}
        role="row"
        aria-rowindex={number}
        className="asset-row"
        style={{ top: place, height: layout.cellHeight, gap: layout.gap, gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))` }}
      >
        {cells}
      </div>
    );
  };
  // The place of the keys stays in the page when it is scrolled away: it is what the grid's focus points at.
  const standing = at >= 0 && at < layout.count && ready && (at < firstSeen || at >= endSeen) ? placeOf(layout, at) : null;
  const drawn =
    standing === null || slices.some((one) => one.group === standing.group)
      ? slices
      : [...slices, { group: standing.group, fromRow: 0, toRow: 0 }];

  if (bare) return <>{empty}</>;
  return (
    <div className={`asset-view ${view === "list" ? "asset-list" : ""} ${several ? "asset-several" : ""}`}>
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-multiselectable
        aria-busy={list.total === null}
        aria-rowcount={layout.rowCount + (view === "list" ? 1 : 0)}
        aria-colcount={view === "list" ? 7 : layout.columns}
        {...(at >= 0 && at < layout.count ? { "aria-activedescendant": `${id}-${at}` } : {})}
        tabIndex={0}
        className="asset-scroller"
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onKeyDown={step}
        onFocus={() => {
          if (at < 0 && layout.count > 0) chosen.stand(firstSeenNow(), source.at(firstSeenNow())?.id ?? null);
        }}
        onPointerDown={(event) => {
          if (event.target instanceof Element && event.target.closest("[data-index]") === null) rectangle.start(event);
        }}
        onClick={press}
        onDoubleClick={(event) => {
          const found = cardOf(event.target);
          if (found !== null) onOpen(found.index);
        }}
        onDragStart={drag}
      >
        {view === "list" && width !== "narrow" ? <Columns /> : null}
        <div ref={canvas} role="none" className="asset-canvas" style={{ height: layout.total, marginTop: view === "list" ? 0 : offset }}>
          {drawn.map(({ group, fromRow, toRow }) => {
            const key = groups[group]?.key ?? "";
            const rows = Array.from({ length: toRow - fromRow }, (_, row) => fromRow + row);
            if (standing?.group === group && !rows.includes(standing.row)) rows.push(standing.row);
            const nextTop = layout.tops[group + 1] ?? layout.total;
            return (
              <div
                key={key}
                role="rowgroup"
                className="asset-group"
                style={{ top: layout.tops[group] ?? 0, height: nextTop - (layout.tops[group] ?? 0) }}
              >
                {layout.head > 0 ? (
                  <div role="row" aria-rowindex={(layout.rows[group] ?? 0) + 1 + (view === "list" ? 1 : 0)} className="asset-day">
                    <span role="rowheader">
                      {dayName(key, now, libraryWords.today, libraryWords.yesterday)}
                      <span>{libraryWords.items(groups[group]?.count ?? 0)}</span>
                    </span>
                  </div>
                ) : null}
                {rows.map((row) => drawnRow(group, row))}
              </div>
            );
          })}
          {rectangle.box === null ? null : (
            <div
              aria-hidden
              className="asset-rectangle"
              style={{
                left: rectangle.box.left,
                top: rectangle.box.top,
                width: rectangle.box.right - rectangle.box.left,
                height: rectangle.box.bottom - rectangle.box.top,
              }}
            />
          )}
        </div>
      </div>
      {layout.head > 0 && width !== "narrow" ? (
        <DateScrubber
          groups={groups}
          layout={layout}
          top={top}
          height={room.height}
          now={now}
          onGo={(to) => {
            if (scroller.current !== null) scroller.current.scrollTop = to;
          }}
        />
      ) : null}
    </div>
  );
}

function Columns() {
  const words = libraryWords.columns;
  return (
    <div role="row" aria-rowindex={1} className="asset-columns">
      {[words.name, words.kind, words.length, words.engine, words.stars, words.added, words.size].map((word) => (
        <span role="columnheader" key={word}>
          {word}
        </span>
      ))}
    </div>
  );
}

/** The first cell whose whole height is seen. */
function firstInSight(layout: GridLayout, top: number): number {
  for (const { group, fromRow, toRow } of slicesIn(layout, top, top + 2000))
    for (let row = fromRow; row < toRow; row++) {
      const [first] = cellsOf(layout, group, row);
      if (placeOf(layout, first).top >= top) return first;
    }
  return Math.min(layout.count - 1, layout.firsts[groupOf(layout, layout.count - 1)] ?? 0);
}

/** The view stands again where it stood when one comes back. */
function usePlaceKept(scroller: React.RefObject<HTMLDivElement | null>, memory: string | undefined, ready: boolean): void {
  useLayoutEffect(() => {
    const node = scroller.current;
    if (memory === undefined || !ready || node === null) return;
    node.scrollTo({ top: places.get(memory) ?? 0 });
    const keep = () => places.set(memory, node.scrollTop);
    node.addEventListener("scroll", keep, { passive: true });
    return () => node.removeEventListener("scroll", keep);
  }, [scroller, memory, ready]);
}

/** When the list becomes another one under the view, what is seen stays where it is, and so does the place of the keys. */
function useAnchor(
  scroller: React.RefObject<HTMLDivElement | null>,
  canvas: React.RefObject<HTMLDivElement | null>,
  layout: GridLayout,
  source: AssetSource,
  chosen: Chosen,
  offset: number,
): void {
  const last = useRef<{ source: AssetSource; groups: GridLayout["groups"]; layout: GridLayout } | null>(null);
  useLayoutEffect(() => {
    const before = last.current;
    last.current = { source, groups: layout.groups, layout };
    const node = scroller.current;
    if (before === null || node === null || before.source !== source || before.layout === layout || before.layout.count === 0) return;
    const seen = firstInSight(before.layout, node.scrollTop - offset);
    const held = source.at(seen);
    const stay = (index: number | null) => {
      if (index === null || last.current?.layout !== layout) return;
      node.scrollBy({ top: placeOf(layout, index).top - placeOf(before.layout, seen).top });
    };
    // Other columns: the same cell. Another list: the same asset.
    if (before.groups === layout.groups) stay(seen);
    else if (held !== undefined && node.scrollTop > headHeight) void source.place(held.id).then(stay);
    const { id } = chosen.store.getState();
    if (before.groups !== layout.groups && id !== null)
      void source.place(id).then((index) => {
        if (chosen.store.getState().id === id)
          chosen.store.setState({ at: index ?? -1, anchor: index ?? -1, ...(index === null ? { id: null } : {}) });
      });
  }, [scroller, canvas, layout, source, chosen, offset]);
}
