// The automatic cut: clips in film order, cuts inside a scene, a dissolve from scene to scene where both
// clips are long enough. Pure, in whole frames.

/** A dissolve between scenes lasts half a second at 16 frames a second. */
export const dissolveFrames = 8;

/** A clip that gives frames to a dissolve keeps at least this many of its own. */
const leastBody = 8;

export interface TimelineClip {
  /** SHA-256 of the clip's file. */
  hash: string;
  frames: number;
  sceneId: string;
  shotId: string;
  /** "3B". */
  label: string;
  segment: number;
}

export interface TimelineItem {
  clip: TimelineClip;
  /** First frame shown alone, counted in the clip: after a dissolve into it. */
  in: number;
  /** Frame after the last one shown alone: before a dissolve out of it. */
  out: number;
  /** Where frame `in` stands in the film. */
  at: number;
  /** How it gives way to the next item. */
  transition: { kind: "dissolve"; frames: number } | null;
}

export interface Timeline {
  items: TimelineItem[];
  /** Length of the film. */
  frames: number;
}

/** Cuts a film from its clips. */
export function cutTimeline(clips: readonly TimelineClip[]): Timeline {
  const room = clips.map((clip) => clip.frames);
  const dissolves = clips.map((clip, index) => {
    const next = clips[index + 1];
    if (next === undefined || next.sceneId === clip.sceneId) return false;
    const enough = (place: number) => (room[place] as number) >= dissolveFrames + leastBody;
    if (!enough(index) || !enough(index + 1)) return false;
    room[index] = (room[index] as number) - dissolveFrames;
    room[index + 1] = (room[index + 1] as number) - dissolveFrames;
    return true;
  });
  let at = 0;
  const items = clips.map((clip, index): TimelineItem => {
    const before = index > 0 && dissolves[index - 1] === true ? dissolveFrames : 0;
    const after = dissolves[index] === true ? dissolveFrames : 0;
    at += before;
    const item = {
      clip,
      in: before,
      out: clip.frames - after,
      at,
      transition: after > 0 ? ({ kind: "dissolve", frames: after } as const) : null,
    };
    at += item.out - item.in;
    return item;
  });
  return { items, frames: at };
}
