// Plays a shot's clips one after the other in place, from the light copies where there are any.
import { useEffect, useRef, useState } from "react";
import type { ShotView } from "../../shared/contract/studio/views.ts";
import { useStudio } from "../app/studio.tsx";

type Clip = ShotView["clips"][number];

/** The clips of a shot in order, newest take of each segment. */
export function clipsInOrder(shot: ShotView): Clip[] {
  return [...shot.clips].sort((one, other) => one.segment - other.segment);
}

interface ClipPlayerProps {
  clips: Clip[];
  /** Shows the browser's own controls and keeps the last frame. */
  controls?: boolean;
  full?: boolean;
  label: string;
  onEnd?: () => void;
  /** Called with the place in `clips` when the next one starts. */
  onClip?: (index: number) => void;
}

/** Plays `clips` back to back, muted: a draft has no sound yet. */
export function ClipPlayer({ clips, controls = false, full = false, label, onEnd, onClip }: ClipPlayerProps) {
  const { link } = useStudio();
  const [index, setIndex] = useState(0);
  const video = useRef<HTMLVideoElement>(null);
  const clip = clips[index];
  useEffect(() => {
    // Starting may be refused (a hidden tab); the poster stays then.
    void video.current?.play().catch(() => undefined);
  }, [index]);
  if (clip === undefined) return null;
  return (
    <video
      ref={video}
      muted
      playsInline
      controls={controls}
      aria-label={label}
      tabIndex={controls ? 0 : -1}
      src={link.mediaUrl(full ? clip.clip : (clip.proxy ?? clip.clip))}
      {...(clip.thumbnail === null ? {} : { poster: link.mediaUrl(clip.thumbnail) })}
      className={`size-full object-contain ${controls ? "" : "absolute inset-0"}`}
      onEnded={() => {
        if (index + 1 < clips.length) {
          setIndex(index + 1);
          onClip?.(index + 1);
        } else {
          onEnd?.();
        }
      }}
    />
  );
}
