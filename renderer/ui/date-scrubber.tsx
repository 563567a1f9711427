// The months of a list beside it, as a slider: a press or a drag goes there, arrows go month by month.
import { useMemo, useRef, useState } from "react";
import { libraryWords } from "../app/strings/library.ts";
import type { AssetGroup } from "./asset-source.ts";
import type { GridLayout } from "./grid-geometry.ts";

interface Month {
  key: string;
  top: number;
  word: string;
  name: string;
}

const nameOf = (key: string) => {
  const [year, month] = key.split("-").map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, 1).toLocaleDateString("en-GB", { month: "long", year: "numeric" });
};

/** The months that a layout of days holds, each with its top. */
function monthsOf(groups: readonly AssetGroup[], layout: GridLayout, now: Date): Month[] {
  const months: Month[] = [];
  groups.forEach((group, index) => {
    const key = group.key.slice(0, 7);
    if (months.at(-1)?.key === key) return;
    const [year = "", month = ""] = key.split("-");
    const first = months.length === 0 || months.at(-1)?.key.slice(0, 4) !== year;
    const short = new Date(2020, Number(month) - 1, 1).toLocaleDateString("en-GB", { month: "short" }).slice(0, 3);
    months.push({ key, top: layout.tops[index] ?? 0, word: first && Number(year) !== now.getFullYear() ? year : short, name: nameOf(key) });
  });
  return months;
}

interface ScrubberProps {
  groups: readonly AssetGroup[];
  layout: GridLayout;
  top: number;
  height: number;
  now: Date;
  onGo: (top: number) => void;
}

/** The slider at the right of a grid that is ordered by time. */
export function DateScrubber({ groups, layout, top, height, now, onGo }: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<number | null>(null);
  const months = useMemo(() => monthsOf(groups, layout, now), [groups, layout, now]);
  if (months.length < 2) return null;
  const range = Math.max(1, layout.total - height);
  const share = (at: number) => Math.min(1, Math.max(0, at / range));
  const nearest = (at: number) => months.findLastIndex((month) => month.top <= at + 1);
  const here = Math.max(0, nearest(top));
  const shown = Math.max(0, nearest(drag ?? top));
  const goMonth = (index: number) => onGo(months[Math.min(months.length - 1, Math.max(0, index))]?.top ?? 0);
  const fromPointer = (event: React.PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined) return;
    const to = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height)) * range;
    setDrag(to);
    onGo(to);
  };
  // As many words as stand clear of each other.
  const words: Month[] = [];
  const at = (month: Month) => share(month.top) * Math.max(1, height - 40);
  for (const month of months) {
    const before = words.at(-1);
    if (before === undefined || at(month) - at(before) >= 30) words.push(month);
  }
  return (
    <div
      ref={track}
      role="slider"
      aria-label={libraryWords.dates}
      aria-orientation="vertical"
      aria-valuemin={1}
      aria-valuemax={months.length}
      aria-valuenow={here + 1}
      aria-valuetext={months[here]?.name ?? ""}
      tabIndex={0}
      className="scrubber"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        fromPointer(event);
      }}
      onPointerMove={(event) => drag !== null && fromPointer(event)}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
      onKeyDown={(event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowRight" || event.key === "PageDown") goMonth(here + 1);
        else if (event.key === "ArrowUp" || event.key === "ArrowLeft" || event.key === "PageUp") goMonth(here - 1);
        else if (event.key === "Home") goMonth(0);
        else if (event.key === "End") goMonth(months.length - 1);
        else return;
        event.preventDefault();
      }}
    >
      {words.map((month) => (
        <span
          key={month.key}
          aria-hidden
          className={month.key === months[shown]?.key ? "scrubber-here" : ""}
          style={{ top: `${share(month.top) * 100}%` }}
        >
          {month.word}
        </span>
      ))}
      <i aria-hidden style={{ top: `${share(drag ?? top) * 100}%` }} />
      {drag === null ? null : (
        <b aria-hidden style={{ top: `${share(drag) * 100}%` }}>
          {months[shown]?.name}
        </b>
      )}
    </div>
  );
}
