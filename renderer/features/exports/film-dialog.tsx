// Plays the film from the clips that are here, in the order of the cut, with each shot's words.
import { useMemo, useState } from "react";
import type { ExportView, ProjectView } from "../../../shared/contract/studio/views.ts";
import { shotsOf } from "../../app/state/film.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { ClipPlayer, clipsInOrder } from "../../ui/clip-player.tsx";
import { Dialog } from "../../ui/dialog.tsx";

/** The finished film, from its own file. */
export function FileDialog({ one, onClose }: { one: ExportView; onClose: () => void }) {
  const { link } = useStudio();
  const [broken, setBroken] = useState(false);
  return (
    <Dialog open onClose={onClose} wide title={strings.exports.filmTitle(one.projectTitle)}>
      <div className="mt-2 aspect-video overflow-hidden rounded-2 bg-well">
        {/* The captions lie in a file of their own beside the film, which the page cannot read. */}
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
        <video
          controls
          playsInline
          autoPlay
          src={link.mediaUrl(one.play ?? "")}
          {...(one.poster === null ? {} : { poster: link.mediaUrl(one.poster) })}
          aria-label={strings.exports.filmTitle(one.projectTitle)}
          className="size-full object-contain"
          onError={() => setBroken(true)}
        />
      </div>
      {broken ? (
        <p className="field-error" role="alert">
          {strings.exports.fileGone}
        </p>
      ) : null}
      <p className="field-help truncate select-text" title={one.file}>
        <bdi>{one.file}</bdi>
      </p>
    </Dialog>
  );
}

/** The film as it stands, in one player. */
export function FilmDialog({ view, onClose }: { view: ProjectView; onClose: () => void }) {
  const [at, setAt] = useState(0);
  const clips = useMemo(() => shotsOf(view).flatMap((shot) => clipsInOrder(shot).map((clip) => ({ shot, clip }))), [view]);
  const list = useMemo(() => clips.map((one) => one.clip), [clips]);
  const shot = clips[at]?.shot;
  return (
    <Dialog open onClose={onClose} wide title={strings.exports.playTitle(view.title)}>
      <div className="mt-2 aspect-video overflow-hidden rounded-2 bg-well">
        <ClipPlayer clips={list} controls label={strings.exports.playTitle(view.title)} onClip={setAt} />
      </div>
      <div className="mt-3 min-h-[44px]">
        {shot === undefined ? null : (
          <p className="film-say">
            <span className="num mr-2 text-11 text-text-3">{shot.label}</span>
            {shot.dialogue.length > 0 ? shot.dialogue.map((line) => `${line.speaker}: ${line.text}`).join(" ") : shot.action}
          </p>
        )}
      </div>
      <p className="field-help">{strings.exports.playHint}</p>
    </Dialog>
  );
}
