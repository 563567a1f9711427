// The road from an approved storyboard to clips, as the command line walks it: render, wait, retry what can
// be retried, and know when the farm has been gone for too long.
import { CodedError, errorKinds } from "../../shared/contract/errors.ts";
import type { StandingShot } from "../film/standing.ts";
import type { Studio } from "../studio.ts";

/** Tries of a shot whose job failed for a reason that may pass. */
const mostTries = 3;
const lookEveryMs = 200;

export interface RoadCount {
  shots: number;
  rendered: number;
  /** Shots that the safety rules block as they are. */
  blocked: { label: string; message: string }[];
  failed: { label: string; message: string }[];
}

/** How far the film is. */
export function countRoad(studio: Studio, projectId: string): RoadCount {
  const shots = standing(studio, projectId);
  const reason = (shot: StandingShot) => {
    const mirror = shot.jobs.find((job) => job !== null)?.job.mirror;
    return mirror?.blocked?.message ?? mirror?.error?.message ?? "";
  };
  const inState = (...states: string[]) =>
    shots.filter((shot) => states.includes(shot.state)).map((shot) => ({ label: shot.label, message: reason(shot) }));
  return { shots: shots.length, rendered: inState("rendered").length, blocked: inState("blocked"), failed: inState("failed", "cancelled") };
}

function standing(studio: Studio, projectId: string): StandingShot[] {
  return studio.films.standing(studio.films.rows(projectId));
}

const open = new Set(["unsent", "unknown", "queued", "rendering"]);

interface RoadOptions {
  projectId: string;
  /** Milliseconds that a lost farm is waited for. */
  patience: number;
  now: () => number;
  say: (words: string) => void;
  signal: AbortSignal;
}

/** The farm was gone for longer than one would wait. */
export class FarmLost extends Error {}

/**
 * Renders until every approved shot has its clips or cannot have them. Throws FarmLost, CodedError (credits, session)
 * or the signal's reason. What was reached stays.
 */
export async function renderRoad(studio: Studio, options: RoadOptions): Promise<void> {
  const { projectId, signal } = options;
  const tries = new Map<string, number>();
  let lostAt: number | null = null;
  let said = "";
  studio.farm.render(projectId, undefined, undefined);
  for (;;) {
    signal.throwIfAborted();
    const shots = standing(studio, projectId);
    const status = studio.farm.status();
    if (status.state === "connected") lostAt = null;
    else {
      if (lostAt === null) {
        lostAt = options.now();
        options.say(`${status.message ?? "The farm is away."} Waiting for it.`);
      }
      if (options.now() - lostAt > options.patience)
        throw new FarmLost("The farm went away and did not come back in time. The same command goes on where this one stopped.");
    }
    const noRoom = studio.farm.noRoom();
    if (noRoom !== null) throw new CodedError("disk_full", noRoom);
    said = progressLine(studio, projectId, shots, said, options.say);
    if (!shots.some((shot) => open.has(shot.state))) {
      const again = shots.filter((shot) => shot.state === "failed" && mayPass(shot) && (tries.get(shot.row.id) ?? 1) < mostTries);
      if (again.length === 0) return;
      for (const shot of again) tries.set(shot.row.id, (tries.get(shot.row.id) ?? 1) + 1);
      options.say(`Trying ${again.map((shot) => shot.label).join(", ")} again.`);
      studio.farm.render(
        projectId,
        again.map((shot) => shot.row.id),
        undefined,
      );
    }
    await pause(lookEveryMs, signal);
  }
}

function mayPass(shot: StandingShot): boolean {
  const error = shot.jobs.find((job) => job?.state === "failed")?.job.mirror.error;
  if (error === undefined || error === null) return false;
  // No credits is no accident: trying again would only say so again.
  if (error.code === "credits_insufficient" || error.code === "budget_exceeded") throw new CodedError(error.code, error.message);
  return errorKinds[error.code].retryable;
}

function progressLine(
  studio: Studio,
  projectId: string,
  shots: readonly StandingShot[],
  before: string,
  say: (words: string) => void,
): string {
  const segments = shots.reduce((sum, shot) => sum + shot.segments.length, 0);
  const here = shots.reduce((sum, shot) => sum + shot.newest.filter((take, index) => take?.madeFrom === shot.clips[index]).length, 0);
  const line = `Clips ${here} of ${segments}`;
  if (line === before) return before;
  const eta = studio.farm.list(projectId).find((job) => job.mirror.state === "running")?.mirror.eta?.p50;
  say(eta === undefined || here === segments ? line : `${line} (this job about ${Math.ceil(eta)} s more)`);
  return line;
}

/** Resolves after `ms`; rejects when the signal comes first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
