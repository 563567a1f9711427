// The month's spending as bars, a day each, stacked by what it went to; the same as a table beside it.
import { useLayoutEffect, useRef, useState } from "react";
import { spendingKinds } from "../../../shared/contract/farm-credits.ts";
import { accountWords as words } from "../../app/strings/account.ts";
import type { SpendKind, SpendMonth } from "./spend.ts";

const fills: Record<SpendKind, string> = {
  pictures: "var(--ov-eng-sdxl)",
  clips: "var(--ov-eng-wan)",
  sounds: "var(--ov-eng-audio)",
  texts: "var(--ov-eng-qwen)",
};
/** Pixels: the whole height, the top line, the foot line. */
const height = 108;
const [above, foot] = [20, 88];

/** Width of the element in pixels, as it is now. */
function useWidthOf<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const node = ref.current;
    if (node === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    setWidth(Math.floor(node.getBoundingClientRect().width));
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

interface SpendChartProps {
  month: SpendMonth;
  name: string;
  /** The day of the month; null for another month. */
  today: number | null;
  /** Results of free jobs. */
  free: number;
}

/** The chart. */
export function SpendChart({ month, name, today, free }: SpendChartProps) {
  const { ref, width } = useWidthOf<HTMLDivElement>();
  const left = 14 + String(month.top).length * 7;
  const step = Math.max(0, width - left) / month.days.length;
  const yOf = (credits: number) => foot - (credits / month.top) * (foot - above);
  const used = spendingKinds.filter((kind) => month.credits[kind] > 0);
  const mark = today === null ? null : Math.round(left + today * step) + 0.5;
  return (
    <>
      <div ref={ref} style={{ height }}>
        {width === 0 ? null : (
          <svg width={width} height={height} role="img" aria-label={words.spend.chart(name, month)} className="spend block">
            {[0, month.top / 2, month.top].map((credits) => (
              <g key={credits}>
                <path d={`M${left} ${Math.round(yOf(credits)) + 0.5}H${width}`} />
                <text x={left - 8} y={yOf(credits) + 4} textAnchor="end">
                  {credits}
                </text>
              </g>
            ))}
            {month.days.flatMap((day) => {
              let below = 0;
              return spendingKinds.map((kind) => {
                const credits = day.credits[kind];
                if (credits === 0) return null;
                const [bottom, top] = [yOf(below), yOf(below + credits)];
                below += credits;
                const gap = below > credits ? 1 : 0;
                return (
                  <rect
                    key={`${day.day}-${kind}`}
                    x={left + (day.day - 1) * step + step * 0.1}
                    y={top}
                    width={step * 0.8}
                    height={Math.max(1, bottom - top - gap)}
                    rx={1.5}
                    fill={fills[kind]}
                  />
                );
              });
            })}
            {mark === null ? null : (
              <>
                <path d={`M${mark} 8V${foot}`} className="spend-today" />
                <text x={mark < width - 50 ? mark + 5 : mark - 5} y={16} textAnchor={mark < width - 50 ? "start" : "end"}>
                  {words.spend.today}
                </text>
              </>
            )}
            {month.days
              .filter((day) => day.day % 7 === 1)
              .map((day) => (
                <text key={day.day} x={left + (day.day - 0.5) * step} y={height - 4} textAnchor="middle">
                  {day.day}
                </text>
              ))}
          </svg>
        )}
      </div>
      <div className="mt-1.5 flex flex-wrap gap-x-3.5 gap-y-1 text-11 text-text-2">
        {used.map((kind) => (
          <span key={kind} className="flex items-center gap-1.5">
            <i className="size-3 flex-none rounded-[3px]" style={{ background: fills[kind] }} />
            {words.spend.kinds[kind](month.credits[kind])}
          </span>
        ))}
        {used.length === 0 ? <span className="text-text-3">{words.spend.none}</span> : null}
        {free > 0 ? <span className="ml-auto text-text-3">{words.spend.free(free)}</span> : null}
      </div>
      {used.length === 0 ? null : (
        <details className="mt-1.5 text-12 text-text-3">
          <summary className="min-h-6 leading-6">{words.spend.asTable}</summary>
          <table className="table num">
            <caption className="sr-only">{words.spend.tableOf(name)}</caption>
            <thead>
              <tr>
                <th scope="col">{words.spend.day}</th>
                {used.map((kind) => (
                  <th key={kind} scope="col" className="!text-right">
                    {words.spend.kindNames[kind]}
                  </th>
                ))}
                <th scope="col" className="!text-right">
                  {words.spend.total}
                </th>
              </tr>
            </thead>
            <tbody className="text-text-2">
              {month.days
                .filter((day) => day.total > 0)
                .map((day) => (
                  <tr key={day.day}>
                    <th scope="row" className="!text-text-2">
                      {day.day}
                    </th>
                    {used.map((kind) => (
                      <td key={kind} className="!h-7 text-right">
                        {day.credits[kind]}
                      </td>
                    ))}
                    <td className="!h-7 text-right">{day.total}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </details>
      )}
    </>
  );
}
