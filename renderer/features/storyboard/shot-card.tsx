// One shot as a card: its picture with only state, length and takes on it, the facts below.
import { Layers } from "lucide-react";
import { memo, useEffect, useState } from "react";
import type { ShotView } from "../../../shared/contract/studio/views.ts";
import { sizeAbbreviations } from "../../../shared/domain/shot.ts";
import { withEdit } from "../../app/state/edits.ts";
import { moveNames, sizeNames, strings } from "../../app/strings.ts";
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

/** Milliseconds of pointing before a clip starts by itself. */
const hoverDelay = 350;

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
  return (
    <li className="w-[var(--ov-card-shot)] flex-none">
      <button
        type="button"
        data-shot={shot.id}
        aria-pressed={selected}
        tabIndex={selected ? 0 : -1}
        onClick={() => {
          if (selected) setUi({ inspector: true });
          film.select(shot.id);
        }}
        onPointerEnter={(event) => event.pointerType === "mouse" && setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        className={`group block w-full rounded-2 ${selected ? "picture-selected" : ""}`}
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
      </div>
      <p className="mt-[3px] truncate font-film text-13 text-text-2">{shot.action || "\u00a0"}</p>
    </li>
  );
});
