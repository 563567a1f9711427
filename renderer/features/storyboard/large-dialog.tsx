// A shot as large as the window allows, with its clip when there is one.
import type { ShotView } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { ClipPlayer, clipsInOrder } from "../../ui/clip-player.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ShotPicture } from "../../ui/picture.tsx";

/** The large view. */
export function LargeDialog({ shot, edited, onClose }: { shot: ShotView; edited: boolean; onClose: () => void }) {
  const clips = edited || shot.state === "stale" ? [] : clipsInOrder(shot);
  return (
    <Dialog open onClose={onClose} wide title={strings.storyboard.shot(shot.label)}>
      <div className="mt-2 overflow-hidden rounded-2 bg-well">
        {clips.length > 0 ? (
          <div className="aspect-video">
            <ClipPlayer clips={clips} controls full label={strings.storyboard.shot(shot.label)} />
          </div>
        ) : (
          <ShotPicture shot={shot} edited={edited} className="!rounded-none" />
        )}
      </div>
      <p className="mt-3 film-say">{shot.action}</p>
    </Dialog>
  );
}
