// The one grid of pictures: columns that grow from a least width, or one row that scrolls sideways.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type ReactNode } from "react";

/** Cards in as many columns as fit, each at least `least` pixels wide. `children` are <li>. */
export function Grid({ label, least, children }: { label: string; least: number; children: ReactNode }) {
  return (
    <ul aria-label={label} className="grid gap-4" style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(${least}px, 44%), 1fr))` }}>
      {children}
    </ul>
  );
}

/** Pixels between two cards of a row. */
const gap = 14;

interface GridRowProps<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** Width of a card in pixels, the same for all. */
  width: number;
  /** Place of the item to keep in sight; -1 for none. */
  current: number;
  /** Draws an item as a <li>. */
  children: (item: T) => ReactNode;
}

/** Cards in one row that scrolls sideways; only those in sight are in the page. */
export function GridRow<T>({ label, items, keyOf, width, current, children }: GridRowProps<T>) {
  const scroller = useRef<HTMLUListElement>(null);
  // The rule speaks of the React Compiler, which this build does not run.
  // oxlint-disable-next-line react/incompatible-library
  const row = useVirtualizer({
    horizontal: true,
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => width + gap,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 2,
    scrollPaddingEnd: 20,
  });
  useEffect(() => {
    if (current >= 0) row.scrollToIndex(current, { align: "auto" });
  }, [current, row]);
  const shown = row.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = row.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <ul
      ref={scroller}
      aria-label={label}
      className="-ml-[3px] flex overflow-x-auto overscroll-x-contain py-[3px] pl-[3px] [scrollbar-width:none]"
      style={{ columnGap: gap }}
    >
      {before > 0 ? <li aria-hidden className="flex-none" style={{ width: before - gap }} /> : null}
      {shown.map((item) => {
        const value = items[item.index];
        return value === undefined ? null : children(value);
      })}
      <li aria-hidden className="flex-none" style={{ width: Math.max(6, after - gap) }} />
    </ul>
  );
}
