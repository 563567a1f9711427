// One shot as a card: its picture with only state, length and takes on it, the facts below.
import { GripVertical, Layers } from "lucide-react";
import { memo, useEffect, useState, type DragEvent } from "react";
import type { ShotView } from "../../../shared/contract/studio/views.ts";
import { sizeAbbreviations } from "../../../shared/domain/shot.ts";
import { withEdit } from "../../app/state/edits.ts";
import { moveNames, sizeNames } from "../../app/strings/names.ts";
import { strings } from "../../app/strings.ts";
import { useFilm, useStudio } from "../../app/studio.tsx";
import { setUi } from "../../app/ui-state.ts";
import { seconds } from "../../lib/format.ts";
import { useWidth } from "../../lib/width.ts";
import { ClipPlayer, clipsInOrder } from "../../ui/clip-player.tsx";
import { DraftPlayer } from "../../ui/draft-player.tsx";
import { ShotPicture } from "../../ui/picture.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { shotLook, StateChip } from "../../ui/state-chip.tsx";
import { MoveIcon } from "./move-icon.tsx";
import { drag, endDrag, lift, useMove } from "./shot-move.ts";

/** Milliseconds of pointing before a clip starts by itself. */
const hoverDelay = 350;

/** Whether the picture on the card is a draft's: every picture until something better than its frame is made. */
function isDraft(shot: ShotView): boolean {
  return shot.frame?.draft ?? true;
}

interface ShotCardProps {
  shot: ShotView;
  selected: boolean;
  playing: boolean;
}

/** The card. It draws again only when its own shot changes. */
export const ShotCard = memo(function ShotCard({ shot: kept, selected, playing }: ShotCardProps) {
  const { film } = useStudio();
  const edit = useFilm((state) => state.edits[kept.id]);
  const shot = withEdit(kept, edit);
  const look = shotLook(shot);
  // Beside a wide screen the draft move plays large, in the inspector.
  const layout = useWidth();
  const [pointed, setPointed] = useState(false);
  const [hovered, setHovered] = useState(false);
  const rendered = shot.clips.length > 0 && shot.state !== "stale";
  useEffect(() => {
    if (!pointed || !rendered || window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      setHovered(false);
      return;
    }
    const timer = setTimeout(() => setHovered(true), hoverDelay);
    return () => clearTimeout(timer);
  }, [pointed, rendered]);
  const moving = playing || hovered;
  const chosen = useFilm((state) => state.chosen.has(kept.id));
  const away = useMove((state) => state.dragged.includes(kept.id));
  const up = useMove((state) => state.lifted.includes(kept.id));
  const side = useMove((state) => (state.target?.shotId === kept.id ? (state.target.after ? "after" : "before") : null));
  const scenes = () => film.store.getState().view?.scenes ?? [];
  const marked = selected || chosen;
  const dragSource = {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/x-shot", shot.id);
      drag(film, scenes(), shot.id);
    },
    onDragEnd: endDrag,
  };
  return (
    <li
      data-card={shot.id}
      {...dragSource}
      className={`relative w-[var(--ov-card-shot)] flex-none ${away ? "opacity-40" : ""} ${up ? "rounded-3 shadow-overlay" : ""}`}
    >
      {side === null ? null : (
        <span
          aria-hidden
          className={`absolute inset-y-0 w-[3px] rounded-full bg-ring ${side === "after" ? "-right-[9px]" : "-left-[9px]"}`}
        />
      )}
      <button
        type="button"
        data-shot={shot.id}
        aria-pressed={marked}
        tabIndex={selected ? 0 : -1}
        onClick={(event) => {
          if (event.shiftKey) return film.choose(shot.id, "range");
          if (event.ctrlKey || event.metaKey) return film.choose(shot.id, "toggle");
          if (selected) setUi({ inspector: true });
          film.select(shot.id);
        }}
        onPointerEnter={(event) => event.pointerType === "mouse" && setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        className={`group block w-full rounded-2 ${marked ? "picture-selected" : ""}`}
      >
        <ShotPicture shot={shot} edited={edit !== undefined}>
          {moving && rendered ? (
            <ClipPlayer
              clips={clipsInOrder(shot)}
              label={strings.storyboard.shot(shot.label)}
              onEnd={() => (playing ? film.play(null) : setHovered(false))}
            />
          ) : null}
          {playing && !rendered && layout !== "wide" ? (
            <DraftPlayer snapshot={shot.snapshot} frames={shot.frames} onEnd={() => film.play(null)} />
          ) : null}
          <span className="sr-only">{strings.storyboard.shot(shot.label)}, </span>
          <StateChip look={look} on="picture" />
          {shot.takes > 1 ? (
            <span className="over bottom-1.5 left-1.5">
              <Layers aria-hidden />
              {shot.takes}
              <span className="sr-only">{strings.storyboard.takesTitle}</span>
            </span>
          ) : null}
          <span className="over num right-1.5 bottom-1.5">{seconds(shot.frames)}</span>
          <span className="sr-only">. {shot.action}</span>
          {shot.state === "rendering" ? <ProgressBar value={shot.progress ?? 0} label={look.word} onPicture /> : null}
        </ShotPicture>
      </button>
      <div className="mt-[7px] flex items-center gap-1.5 text-12 text-text-2">
        <span className="num text-11 text-text-3">{shot.label}</span>
        <abbr className="tag no-underline" title={sizeNames[shot.size]}>
          {sizeAbbreviations[shot.size]}
        </abbr>
        <span className="tag">
          <MoveIcon move={shot.move} />
          {moveNames[shot.move]}
        </span>
        <span className="ml-auto flex items-center gap-1">
          {isDraft(shot) ? (
            <span className="text-11 text-text-3" title={strings.storyboard.draftTagHelp}>
              {strings.storyboard.draftTag}
            </span>
          ) : null}
          <button
            type="button"
            data-grip={shot.id}
            data-own-arrows
            tabIndex={selected ? 0 : -1}
            aria-label={strings.storyboard.moveShot(shot.label)}
            aria-pressed={up}
            onKeyDown={(event) => {
              if (event.key !== " " && event.key !== "Enter") return;
              event.preventDefault();
              event.stopPropagation();
              lift(film, scenes(), shot.id);
            }}
            className="grid h-6 w-5 cursor-grab place-items-center rounded-1 hover:text-text max-md:hidden"
          >
            <GripVertical size={14} strokeWidth={1.75} aria-hidden />
          </button>
        </span>
      </div>
      <p className="mt-[3px] truncate font-film text-13 text-text-2">{shot.action || "\u00a0"}</p>
    </li>
  );
});
