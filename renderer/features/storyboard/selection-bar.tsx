// What lies over the foot of the storyboard: what can be done with several shots, and what a move does.
import { ArrowUpDown, Check, Trash2, X } from "lucide-react";
import { shotsOf } from "../../app/state/film.ts";
import { strings } from "../../app/strings.ts";
import { useFilm, useStudio } from "../../app/studio.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { canApprove } from "./film-facts.ts";
import { useMove } from "./shot-move.ts";

const place =
  "absolute bottom-3 left-1/2 z-[var(--ov-z-sticky)] flex max-w-[calc(100%-32px)] -translate-x-1/2 items-center gap-2 rounded-3 border border-line-strong bg-overlay px-3 py-2 shadow-overlay max-md:bottom-[calc(60px+3rem)]";

/** Approve and delete on the selection. */
export function SelectionBar() {
  const { film } = useStudio();
  const chosen = useFilm((state) => state.chosen);
  const view = useFilm((state) => state.view);
  const moving = useMove((state) => state.place !== null);
  if (view === null || chosen.size < 2 || moving) return null;
  const shots = shotsOf(view).filter((shot) => chosen.has(shot.id));
  const waiting = shots.filter(canApprove);
  return (
    <div role="toolbar" aria-label={strings.storyboard.selection} className={place}>
      <span className="px-1 font-[550] whitespace-nowrap">{strings.storyboard.selectedShots(chosen.size)}</span>
      {waiting.length === 0 ? null : (
        <Button kind="primary" small onClick={() => void film.approve(waiting.map((shot) => shot.id))}>
          <Check size={14} strokeWidth={1.75} aria-hidden />
          {strings.storyboard.approveFrames(waiting.length)}
        </Button>
      )}
      <Button small onClick={() => void film.removeShots(shots.map((shot) => shot.id))}>
        <Trash2 size={14} strokeWidth={1.75} aria-hidden />
        {strings.storyboard.deleteShots(shots.length)}
      </Button>
      <IconButton label={strings.storyboard.clearSelection} shortcut="Esc" onClick={() => film.chooseNone()}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

/** The status line of a move. */
export function MoveStatus() {
  const said = useMove((state) => state.said);
  const up = useMove((state) => state.place !== null);
  return (
    <p role="status" className={up ? `${place} text-12 text-text-2` : "sr-only"}>
      {up ? <ArrowUpDown size={14} strokeWidth={1.75} aria-hidden className="flex-none text-accent-text" /> : null}
      <span className="md:whitespace-nowrap">{said}</span>
      {up ? (
        <span className="flex items-center gap-1.5 whitespace-nowrap max-md:hidden">
          <kbd>←</kbd>
          <kbd>→</kbd>
          <kbd>↑</kbd>
          <kbd>↓</kbd> {strings.queue.moveKeys} <kbd>Space</kbd> {strings.queue.dropKey} <kbd>Esc</kbd> {strings.queue.putBack}
        </span>
      ) : null}
    </p>
  );
}
