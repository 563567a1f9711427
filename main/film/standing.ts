// How each shot of a film stands: its frame, approval, clips and jobs against what it is now. Pure over rows.
import type { StudioJobState } from "../../shared/domain/job.ts";
import { type ShotState, shotState } from "../../shared/domain/shot-state.ts";
import { begunSegments, deliveredSegments, type JobRecord } from "../farm/job-record.ts";
import { type ApprovalRow, choiceId, type FilmRows, type TakeRow } from "../library/rows.ts";
import { fits, frameChoiceId, isSent } from "./sent-take.ts";
import { type PlacedShot, placeShots } from "./snapshot.ts";

/** The newest job that was sent for one segment as it is now. */
interface SegmentJob {
  job: JobRecord;
  /** Place in the job. */
  index: number;
  state: StudioJobState;
}

export interface StandingShot extends PlacedShot {
  frame: TakeRow | null;
  /** Null also where the shot changed after it was approved. */
  approval: ApprovalRow | null;
  /** Takes of the shot that were made with a reference whose consent ended: why, by take. They are in no cut. */
  marked: ReadonlyMap<string, string>;
  /** By segment: the clip that the film uses (chosen, else of the shot as it is now, else the newest), null where there is none. */
  newest: (TakeRow | null)[];
  /** By segment: the creator chose a clip over the one of the shot as it is now. */
  overruled: boolean[];
  /** By segment: the job for it, null where none was sent for the shot as it is. */
  jobs: (SegmentJob | null)[];
  state: ShotState;
  takeCount: number;
}

/** The segment (0-based place in the job) that a block names, as in `input.segments.2.prompt`; null where it names none. */
export function blockedIndex(field: string): number | null {
  const match = /segments\W(\d+)/.exec(field);
  return match === null ? null : Number(match[1]);
}

/**
 * State of one segment inside its job: what a failed job delivered is on its way all the same, and what stood in a job
 * beside a blocked segment counts as never sent.
 */
function segmentState(job: JobRecord, index: number): StudioJobState | null {
  const { state, blocked } = job.mirror;
  if (state === "blocked") {
    const named = blocked === null ? null : blockedIndex(blocked.field);
    return named === null || named === index ? "blocked" : null;
  }
  if (state === "failed" || state === "cancelled") return deliveredSegments(job.mirror).has(index) ? "succeeded" : state;
  if (state === "running") {
    // A shot whose turn in the job has not come waits, although the job runs.
    const begun = begunSegments(job);
    const own = job.row.segments[index]?.shotId;
    return job.row.segments.some((segment, place) => segment.shotId === own && begun.has(place)) ? "running" : "queued";
  }
  return state;
}

/** The clip that the creator chose for a segment, while the shot is what it was then and nothing newer came. */
function chosenClip(film: FilmRows, { row, clips: bases }: PlacedShot, segment: number, clips: readonly TakeRow[]): TakeRow | null {
  const choice = film.choices.get(choiceId(row.id, segment));
  if (choice === undefined || choice.basis !== bases[segment]) return null;
  const own = clips.filter((take) => take.segment === segment);
  return own.some((take) => take.createdAt > choice.at) ? null : (own.find((take) => take.id === choice.takeId) ?? null);
}

/** The picture that the creator chose for a shot, while the shot is what it was then. */
function chosenFrame(film: FilmRows, { row, content }: PlacedShot, takes: readonly TakeRow[]): TakeRow | null {
  const choice = film.choices.get(frameChoiceId(row.id));
  if (choice === undefined || choice.basis !== content) return null;
  return takes.find((take) => take.id === choice.takeId) ?? null;
}

/** Places every shot and says how it stands. `jobs` oldest first. */
export function standingOf(film: FilmRows, jobs: readonly JobRecord[], drawingVersion: string): StandingShot[] {
  const byBasis = new Map<string, SegmentJob>();
  for (const job of jobs) {
    for (const [index, segment] of job.row.segments.entries()) {
      const state = segmentState(job, index);
      if (state !== null) byBasis.set(`${segment.shotId}:${segment.segment}:${segment.madeFrom}`, { job, index, state });
    }
  }
  return placeShots(film, drawingVersion).map((placed) => {
    const takes = film.takes.get(placed.row.id) ?? [];
    const approval = film.approvals.get(placed.row.id);
    const marked = new Map(takes.flatMap(({ id }) => (film.looks.marked.has(id) ? [[id as string, film.looks.marked.get(id) ?? ""]] : [])));
    const usable = takes.filter((take) => !marked.has(take.id));
    const clips = usable.filter((take) => take.kind === "clip");
    // What was sent here from elsewhere stands only while it is chosen.
    const own = clips.filter((take) => !isSent(take));
    const current = placed.segments.map(
      (span) => own.find((take) => take.segment === span.index && take.madeFrom === placed.clips[span.index]) ?? null,
    );
    // The clip of what the shot is now wins over a newer one of something else: undo brings the old clip back.
    const newest = placed.segments.map(
      (span) =>
        chosenClip(film, placed, span.index, clips) ?? current[span.index] ?? own.find((take) => take.segment === span.index) ?? null,
    );
    const overruled = current.map((take, index) => take !== null && newest[index]?.madeFrom !== take.madeFrom);
    // Where a clip was chosen over it, the job that made the other one is over and done with.
    const segmentJobs = placed.segments.map((span) =>
      overruled[span.index] === true ? null : (byBasis.get(`${placed.row.id}:${span.index}:${placed.clips[span.index]}`) ?? null),
    );
    const frame =
      chosenFrame(film, placed, usable) ?? usable.find((take) => take.kind === "frame" && take.drawnFrom === placed.drawn) ?? null;
    const approved = approval !== undefined && approval.madeFrom === placed.content ? approval : null;
    return {
      ...placed,
      frame,
      approval: approved,
      newest,
      marked,
      overruled,
      jobs: segmentJobs,
      takeCount: takes.length,
      state: shotState({
        framed: frame !== null,
        approved: approved !== null,
        segments: placed.segments.map((span) => {
          const take = newest[span.index] ?? null;
          return {
            clip: take === null ? "none" : fits(take, placed.clips[span.index]) ? "current" : "stale",
            job: segmentJobs[span.index]?.state ?? null,
          };
        }),
      }),
    };
  });
}

/**
 * Segments that Render would send: approved, without a clip of what the shot is now, with no open job for it, and not
 * blocked as it is now (the same words would be blocked again).
 */
export function wantedSegments(shot: StandingShot): number[] {
  if (shot.approval === null) return [];
  return missingSegments(shot).filter((index) => shot.jobs[index]?.state !== "blocked");
}

/** Segments without a current clip and without an open job, approved or not. */
export function missingSegments(shot: StandingShot): number[] {
  return shot.segments
    .filter((span) => {
      if (shot.overruled[span.index] === true || fits(shot.newest[span.index], shot.clips[span.index])) return false;
      const job = shot.jobs[span.index] ?? null;
      return job === null || job.state === "failed" || job.state === "cancelled" || job.state === "blocked";
    })
    .map((span) => span.index);
}
