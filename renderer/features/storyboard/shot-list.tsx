// The shots as a table: for reading through and for those who think in lists.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo } from "react";
import type { ProjectView } from "../../../shared/contract/studio/views.ts";
import { sizeAbbreviations } from "../../../shared/domain/shot.ts";
import { withEdit } from "../../app/state/edits.ts";
import { shotsOf } from "../../app/state/film.ts";
import { moveNames } from "../../app/strings/names.ts";
import { strings } from "../../app/strings.ts";
import { useFilm, useStudio } from "../../app/studio.tsx";
import { seconds } from "../../lib/format.ts";
import { ShotPicture } from "../../ui/picture.tsx";
import { shotLook, StateChip } from "../../ui/state-chip.tsx";

const columns = "grid grid-cols-[44px_76px_150px_64px_116px_72px_minmax(160px,1fr)] items-center gap-3 px-5";

/** The table, rows in sight only. */
export function ShotList({ view, scroller }: { view: ProjectView; scroller: HTMLElement | null }) {
  const { film } = useStudio();
  const edits = useFilm((state) => state.edits);
  const selected = useFilm((state) => state.selected);
  const shots = useMemo(() => shotsOf(view), [view]);
  // The rule speaks of the React Compiler, which this build does not run.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({ count: shots.length, getScrollElement: () => scroller, estimateSize: () => 53, overscan: 8 });
  const words = strings.storyboard.table;
  return (
    <div role="table" aria-label={strings.storyboard.list} aria-rowcount={shots.length + 1} className="min-w-[760px]">
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={`${columns} border-b border-line py-1.5 text-12 font-medium text-text-3`}>
          {[words.shot, words.picture, words.state, words.size, words.move, words.length, words.action].map((word) => (
            <span role="columnheader" key={word}>
              {word}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const kept = shots[item.index];
          if (kept === undefined) return null;
          const shot = withEdit(kept, edits[kept.id]);
          return (
            <div
              role="row"
              key={shot.id}
              aria-rowindex={item.index + 2}
              aria-selected={shot.id === selected}
              className={`${columns} absolute inset-x-0 top-0 h-[53px] border-b border-line ${shot.id === selected ? "bg-accent-soft" : "hover:bg-hover"}`}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => film.select(shot.id)}
              onKeyDown={() => undefined}
              tabIndex={-1}
            >
              <span role="cell">
                <button
                  type="button"
                  data-shot={shot.id}
                  tabIndex={shot.id === selected ? 0 : -1}
                  className="num min-h-6 min-w-6 text-left text-12"
                  onClick={() => film.select(shot.id)}
                >
                  {shot.label}
                </button>
              </span>
              <span role="cell">
                <ShotPicture shot={shot} edited={edits[shot.id] !== undefined} className="w-[70px]" />
              </span>
              <span role="cell" className="min-w-0">
                <StateChip look={shotLook(shot)} />
              </span>
              <span role="cell">
                <span className="tag">{sizeAbbreviations[shot.size]}</span>
              </span>
              <span role="cell" className="text-12 text-text-2">
                {moveNames[shot.move]}
              </span>
              <span role="cell" className="num text-12 text-text-2">
                {seconds(shot.frames)}
              </span>
              <span role="cell" className="truncate font-film text-text-2">
                {shot.action}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
