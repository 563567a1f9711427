// Read models of a film for the screens, computed from one snapshot of rows and jobs.
import type { FilmQuote, ProjectCard, ProjectView, ShotView } from "../../shared/contract/studio/views.ts";
import { changesBetween } from "../../shared/domain/stale.ts";
import { begunSegments, deliveredSegments, type JobRecord } from "../farm/job-record.ts";
import type { FilmRows, ProjectRow, TakeWithRecipe } from "../library/rows.ts";
import { fits, isDraftFrame } from "./sent-take.ts";
import type { StandingShot } from "./standing.ts";
import { type ShotSnapshot, shotLetters } from "../../shared/domain/shot.ts";
import type { ShotState } from "../../shared/domain/shot-state.ts";

/** Milliseconds since 1970 as RFC 3339. */
export const timeText = (ms: number) => new Date(ms).toISOString();

/** The job that speaks for a shot: the one of its first segment that is not done. */
function leadingJob(shot: StandingShot): JobRecord | null {
  const open = shot.segments.find((span) => !fits(shot.newest[span.index], shot.clips[span.index]) && shot.jobs[span.index]);
  return (open === undefined ? shot.jobs.find((job) => job !== null) : shot.jobs[open.index])?.job ?? null;
}

/**
 * How much of the shot's rendering is done, 0 to 1; null while nothing runs. A job tells its frames as one sum: those
 * of segments under way beside each other are shared out by their lengths.
 */
function progressOf(shot: StandingShot, job: JobRecord | null): number | null {
  if (shot.state !== "rendering" || job === null) return null;
  const { segments } = job.row;
  const sum = (places: readonly number[]) => places.reduce((total, place) => total + (segments[place]?.frames ?? 0), 0);
  const places = segments.map((_, place) => place);
  const delivered = deliveredSegments(job.mirror);
  const begun = begunSegments(job);
  const underWay = places.filter((place) => begun.has(place) && !delivered.has(place));
  const done = (job.mirror.progress ?? 0) * sum(places) - sum(places.filter((place) => delivered.has(place)));
  const share = Math.min(1, Math.max(0, done / Math.max(1, sum(underWay))));
  const parts = shot.segments.map((span) => {
    if (fits(shot.newest[span.index], shot.clips[span.index])) return 1;
    const own = shot.jobs[span.index];
    if (own === null || own === undefined) return 0;
    if (own.state === "succeeded" || (own.job === job && delivered.has(own.index))) return 1;
    return own.job === job && underWay.includes(own.index) ? share : 0;
  });
  return parts.reduce((total, part) => total + part, 0) / Math.max(1, parts.length);
}

/** The newest preview of the shot's own segments. */
function previewOf(shot: StandingShot): string | null {
  if (shot.state !== "rendering") return null;
  const previews = shot.jobs.map((own) => (own === null ? null : (own.job.mirror.previews[own.index] ?? null)));
  return previews.findLast((hash) => hash !== null) ?? null;
}

/** States that ask for the creator: nothing is on its way. */
const quiet = new Set<ShotState>(["draft", "to-approve", "approved", "stale", "failed", "cancelled"]);

/** "consent for Tobias was taken back on 12 March 2026: 3 takes cannot be used". */
const markedWords = ({ marked }: StandingShot, ended: string) =>
  `${ended}: ${marked.size === 1 ? "a take" : `${marked.size} takes`} cannot be used`;

/** Cause of the state in words, where it has one. `madeFrom` gives the snapshot that a stale clip was made from. */
function detailOf(shot: StandingShot, job: JobRecord | null, madeFrom: (takeId: string) => ShotSnapshot | null): string | null {
  const [ended] = shot.marked.values();
  const missing = shot.newest.some((take, index) => !fits(take, shot.clips[index]));
  // What may not be used any more comes before everything that is only out of date.
  if (ended !== undefined && missing && quiet.has(shot.state)) return markedWords(shot, ended);
  const anyStale = shot.newest.find((take, index) => take !== null && !fits(take, shot.clips[index]));
  if (shot.state === "stale" && shot.overruled.includes(true)) return "an older take is chosen";
  if (shot.state === "stale" && anyStale) {
    const before = madeFrom(anyStale.id);
    const changed = before === null ? [] : changesBetween(before, shot.snapshot);
    return changed.length === 0 ? "length changed" : `${changed.join(", ")} changed`;
  }
  if (shot.state === "blocked") return job?.mirror.blocked?.message ?? null;
  if (shot.state === "failed") return job?.mirror.error?.message ?? null;
  if (shot.state === "cancelled") return job !== null && job.mirror.refunded > 0 ? "credits are back" : null;
  if (shot.state === "unsent") return job?.mirror.error?.message ?? "waits for the farm";
  if (shot.state === "queued" && job?.mirror.state === "running") return "next in this job";
  if (shot.state === "queued" && job?.mirror.heldBack === true) return "paused";
  return null;
}

/** What a creator should know of a take, in words: why it is stale, and a slate that tells an older number. */
export function takeDetail(shot: StandingShot, take: TakeWithRecipe, stale: boolean): string | null {
  const ended = shot.marked.get(take.id);
  if (ended !== undefined) return `it cannot be used: ${ended}`;
  const { shot: made } = take.recipe;
  if (made === undefined) return null;
  const changed = stale ? changesBetween(made, shot.snapshot) : [];
  const words = stale ? [changed.length === 0 ? "length changed" : `${changed.join(", ")} changed`] : [];
  const slate = `${made.sceneNumber}${shotLetters(made.shotNumber)}`;
  if (slate !== shot.label) words.push(`its slate says ${slate}, the shot is ${shot.label} now`);
  return words.length === 0 ? null : words.join("; ");
}

/** One shot as the screens see it. */
export function shotView(shot: StandingShot, madeFrom: (takeId: string) => ShotSnapshot | null): ShotView {
  const job = leadingJob(shot);
  const active = shot.state === "queued" || shot.state === "rendering" || shot.state === "unsent" || shot.state === "unknown";
  return {
    id: shot.row.id,
    sceneId: shot.scene.id,
    label: shot.label,
    number: shot.number,
    size: shot.row.size,
    angle: shot.row.angle,
    move: shot.row.move,
    frames: shot.row.frames,
    cast: shot.row.cast,
    props: shot.row.props,
    action: shot.row.action,
    dialogue: shot.row.dialogue,
    seed: shot.row.seed,
    snapshot: shot.snapshot,
    frame: shot.frame?.still ? { takeId: shot.frame.id, still: shot.frame.still, draft: isDraftFrame(shot.frame) } : null,
    approval: shot.approval === null ? null : { at: timeText(shot.approval.at), by: shot.approval.by, still: shot.approval.still },
    clips: shot.newest.flatMap((take, index) =>
      take?.clip
        ? [
            {
              segment: index,
              frames: take.frames,
              takeId: take.id,
              clip: take.clip,
              proxy: take.proxy,
              thumbnail: take.thumbnail,
              stale: !fits(take, shot.clips[index]),
            },
          ]
        : [],
    ),
    segments: shot.segments.length,
    takes: shot.takeCount,
    state: shot.state,
    detail: detailOf(shot, job, madeFrom),
    progress: progressOf(shot, job),
    position: shot.state === "queued" ? (job?.mirror.position ?? null) : null,
    eta: active ? (job?.mirror.eta ?? null) : null,
    preview: previewOf(shot),
    jobId: job?.row.id ?? null,
    source: shot.row.source,
  };
}

/** A whole film as the screens see it. */
export function projectView(
  film: FilmRows,
  shots: readonly StandingShot[],
  quote: FilmQuote,
  log: { undo: string | null; redo: string | null },
  madeFrom: (takeId: string) => ShotSnapshot | null,
): ProjectView {
  const { project } = film;
  return {
    id: project.id,
    title: project.title,
    revision: project.revision,
    story: project.story,
    format: project.format,
    language: project.language,
    cast: project.cast,
    scenes: film.scenes.map((scene, index) => {
      const own = shots.filter((shot) => shot.scene.id === scene.id);
      const names = new Set(
        own.flatMap((shot) => [...shot.row.cast.map((member) => member.name), ...shot.row.dialogue.map((line) => line.speaker)]),
      );
      return {
        id: scene.id,
        number: index + 1,
        heading: scene.heading,
        setting: scene.setting,
        place: scene.place,
        time: scene.time,
        weather: scene.weather,
        mood: scene.mood,
        cast: [...names],
        shots: own.map((shot) => shotView(shot, madeFrom)),
      };
    }),
    frames: film.shots.reduce((sum, shot) => sum + shot.frames, 0),
    quote,
    undo: log.undo,
    redo: log.redo,
    notUnderstood: project.notUnderstood,
  };
}

const openStates = new Set(["unsent", "unknown", "queued", "rendering"]);

/** A film as a card of the start screen. */
export function projectCard(project: ProjectRow, scenes: number, shots: readonly StandingShot[]): ProjectCard {
  return {
    id: project.id,
    title: project.title,
    scenes,
    shots: shots.length,
    frames: shots.reduce((sum, shot) => sum + shot.row.frames, 0),
    toApprove: shots.filter((shot) => shot.state === "to-approve" || shot.state === "draft").length,
    rendering: shots.filter((shot) => openStates.has(shot.state)).length,
    rendered: shots.filter((shot) => shot.state === "rendered").length,
    cover: shots.find((shot) => shot.frame?.still)?.frame?.still ?? null,
    openedAt: timeText(project.openedAt),
  };
}
