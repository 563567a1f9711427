// The export plan of a film as it stands: the automatic cut over the newest clips, captions on its times,
// and what the file says about itself.
import { CodedError } from "../../shared/contract/errors.ts";
import type { StandingShot } from "../film/standing.ts";
import { cutTimeline, type TimelineClip } from "../film/timeline.ts";
import type { FilmRows } from "../library/rows.ts";
import { cuesOf, type SpokenShot } from "./captions.ts";
import { type FilmPlan, piecesOf } from "./plan.ts";

/** The words that stand in every film made of drafts. */
const draftNotice = "Draft made with AI tools: an animatic drawn by rules from the story, not a final picture.";

/** Plans a film. Throws CodedError film_incomplete where shots have no clip and `allowMissing` is false, or no shot has one. */
export function planFilm(film: FilmRows, shots: readonly StandingShot[], allowMissing: boolean, studio: string): FilmPlan {
  const complete = shots.filter((shot) => shot.segments.every((span) => shot.newest[span.index]?.clip));
  const missing = shots.filter((shot) => !complete.includes(shot)).map((shot) => shot.label);
  if (complete.length === 0) throw new CodedError("film_incomplete", "No shot has a clip yet. Approve and render at least one.");
  if (missing.length > 0 && !allowMissing) {
    throw new CodedError(
      "film_incomplete",
      `${missing.length === 1 ? "Shot" : "Shots"} ${missing.join(", ")} ${missing.length === 1 ? "has" : "have"} no clip yet. Render them, or export without them.`,
    );
  }
  const takes = complete.flatMap((shot) => shot.segments.map((span) => ({ shot, take: shot.newest[span.index] })));
  const clips = takes.flatMap(({ shot, take }): TimelineClip[] =>
    take?.clip
      ? [{ hash: take.clip, frames: take.frames, sceneId: shot.scene.id, shotId: shot.row.id, label: shot.label, segment: take.segment }]
      : [],
  );
  const timeline = cutTimeline(clips);
  const spoken = complete.map((shot): SpokenShot => {
    const items = timeline.items.filter((item) => item.clip.shotId === shot.row.id);
    const first = items[0];
    const last = items.at(-1);
    return { start: first?.at ?? 0, end: last === undefined ? 0 : last.at + last.out - last.in, dialogue: shot.row.dialogue };
  });
  return {
    title: film.project.title,
    pieces: piecesOf(timeline),
    frames: timeline.frames,
    captions: cuesOf(spoken, timeline.frames),
    metadata: {
      title: film.project.title,
      comment: `${draftNotice} Provenance: unsigned.`,
      description: JSON.stringify({
        madeWith: `OurVidz Studio ${studio}`,
        engine: "draft",
        quality: film.project.quality,
        shots: complete.length,
        clips: clips.length,
        left_out: missing,
      }),
    },
    missing,
    drafts: clips.length,
    poster: complete.find((shot) => shot.frame?.still)?.frame?.still ?? null,
  };
}
