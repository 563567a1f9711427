// The one grid of pictures: columns that grow from a least width, or one row that scrolls sideways.
import type { ReactNode } from "react";

/** Cards side by side; `row` keeps them in one row that scrolls. */
export function Grid({ label, row = false, least = 200, children }: { label: string; row?: boolean; least?: number; children: ReactNode }) {
  if (row)
    return (
      <ul
        aria-label={label}
        className="-ml-[3px] flex gap-3.5 overflow-x-auto overscroll-x-contain py-[3px] pr-5 pl-[3px] [scrollbar-width:none]"
      >
        {children}
      </ul>
    );
  return (
    <ul aria-label={label} className="grid gap-4" style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(${least}px, 44%), 1fr))` }}>
      {children}
    </ul>
  );
}
