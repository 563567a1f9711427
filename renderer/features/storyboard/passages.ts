// The story cut into passages: each shot's words, what is in no shot with the reason, and the rest.
import type { ProjectView, ShotView } from "../../../shared/contract/studio/views.ts";

interface Passage {
  start: number;
  end: number;
  shot: ShotView | null;
  /** True where the shot's words begin: its label stands there. */
  first: boolean;
  reason: string | null;
}

/** Cuts the story at the ends of every span: whole, in order, without gaps or overlaps. */
export function passagesOf(view: Pick<ProjectView, "story" | "notUnderstood">, shots: readonly ShotView[]): Passage[] {
  const marks = shots.flatMap((shot) => (shot.source ? [{ ...shot.source, shot, reason: null as string | null }] : []));
  const odd = view.notUnderstood.map((one) => ({ start: one.start, end: one.end, shot: null, reason: one.reason }));
  const all = [...marks, ...odd]
    .filter((mark) => mark.end > mark.start)
    .sort((one, other) => one.start - other.start || one.end - other.end);
  const passages: Passage[] = [];
  let at = 0;
  for (const mark of all) {
    const start = Math.max(at, mark.start);
    const end = Math.min(view.story.length, mark.end);
    if (end <= start) continue;
    if (start > at) passages.push({ start: at, end: start, shot: null, first: false, reason: null });
    passages.push({ start, end, shot: mark.shot, first: true, reason: mark.reason });
    at = end;
  }
  if (at < view.story.length) passages.push({ start: at, end: view.story.length, shot: null, first: false, reason: null });
  return passages;
}
