// A shot's picture: what is rendered, what arrives, what is drawn, always the newest truth of it.
import type { ReactNode } from "react";
import type { ShotView } from "../../shared/contract/studio/views.ts";
import { useStudio } from "../app/studio.tsx";
import { useStill } from "../lib/draw/use-still.ts";

/** Hash of the kept picture that stands for the shot now; null when it must be drawn live. */
function keptPicture(shot: ShotView, edited: boolean): string | null {
  if (edited) return null;
  // The preview is the job's newest: it is this shot's only while this shot is the one at work.
  const atWork = shot.progress !== null && shot.progress > 0 && shot.progress < 1;
  if (shot.state === "rendering" && atWork && shot.preview !== null) return shot.preview;
  const first = shot.clips[0];
  if (shot.state === "rendered" && first?.thumbnail) return first.thumbnail;
  return shot.frame?.still ?? null;
}

interface ShotPictureProps {
  shot: ShotView;
  /** True while an edit lies on the shot: the picture is then drawn from its snapshot. */
  edited: boolean;
  className?: string;
  children?: ReactNode;
}

/** The 16:9 picture of a shot with what lies on it. */
export function ShotPicture({ shot, edited, className = "", children }: ShotPictureProps) {
  const { link } = useStudio();
  const kept = keptPicture(shot, edited);
  const drawn = useStill(kept === null ? shot.snapshot : null);
  const url = kept === null ? drawn : link.mediaUrl(kept);
  return (
    <span className={`picture aspect-video ${shot.state === "stale" ? "picture-stale" : ""} ${className}`}>
      {url === null ? null : <img src={url} alt="" draggable={false} decoding="async" className="size-full object-cover" />}
      {children}
    </span>
  );
}

/** A picture of the library by its hash; a plain well where there is none. */
export function Still({ hash, className = "", children }: { hash: string | null; className?: string; children?: ReactNode }) {
  const { link } = useStudio();
  return (
    <span className={`picture ${className}`}>
      {hash === null ? null : <img src={link.mediaUrl(hash)} alt="" draggable={false} loading="lazy" className="size-full object-cover" />}
      {children}
    </span>
  );
}
