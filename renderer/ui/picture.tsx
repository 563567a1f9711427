// A shot's picture: what is rendered, what arrives, what is drawn, always the newest truth of it.
import { useEffect, useState, type ReactNode } from "react";
import type { ShotView } from "../../shared/contract/studio/views.ts";
import { useFilm, useStudio } from "../app/studio.tsx";
import { useStill } from "../lib/draw/use-still.ts";

/** Hash of the kept picture that stands for the shot now; null when it must be drawn live. */
function keptPicture(shot: ShotView, edited: boolean): string | null {
  if (edited) return null;
  if (shot.state === "rendering" && shot.preview !== null) return shot.preview;
  const first = shot.clips[0];
  if (shot.state === "rendered" && first?.thumbnail) return first.thumbnail;
  return shot.frame?.still ?? null;
}

/** Milliseconds after which a kept picture that has not come is drawn here meanwhile. */
const patience = 150;

/** Whether the picture `hash` keeps one waiting; `arrived` is called when it is there. */
function useLate(hash: string | null): { late: boolean; arrived: () => void } {
  const [here, setHere] = useState<string | null>(null);
  const [waited, setWaited] = useState<string | null>(null);
  useEffect(() => {
    if (hash === null || hash === here) return;
    const timer = setTimeout(() => setWaited(hash), patience);
    return () => clearTimeout(timer);
  }, [hash, here]);
  return { late: hash !== null && waited === hash && here !== hash, arrived: () => setHere(hash) };
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
  const language = useFilm((state) => state.view?.language ?? "en");
  const kept = keptPicture(shot, edited);
  const { late, arrived } = useLate(kept);
  const drawn = useStill(kept === null || late ? shot.snapshot : null, language);
  const url = kept === null || late ? drawn : link.mediaUrl(kept);
  return (
    <span className={`picture aspect-video ${shot.state === "stale" ? "picture-stale" : ""} ${className}`}>
      {url === null ? null : (
        <img
          src={url}
          alt=""
          draggable={false}
          decoding="async"
          onLoad={kept === null || late ? undefined : arrived}
          className="size-full object-cover"
        />
      )}
      {kept !== null && late ? <img src={link.mediaUrl(kept)} alt="" hidden onLoad={arrived} /> : null}
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
