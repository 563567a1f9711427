// How the queue is divided and what each job says about its wait and its credits.
import type { JobView } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { sentence, wait, when } from "../../lib/format.ts";

export type Part = "line" | "here" | "turn" | "ended";

/** Which part of the queue a job stands in. */
export function partOf(job: JobView): Part {
  if (job.state === "unsent" || job.state === "unknown") return "here";
  if (job.state === "failed" || job.state === "blocked") return "turn";
  if (job.state === "succeeded" && job.transfer !== null && job.transfer.done < job.transfer.total) return "here";
  return job.state === "queued" || job.state === "running" ? "line" : "ended";
}

/** By age; jobs of one moment in the order of their ids, which is the film's. */
const byAge = (one: JobView, other: JobView) => one.createdAt.localeCompare(other.createdAt) || one.id.localeCompare(other.id);

/** Places by id. One that the farm has not told yet is that of the next job after it, because the farm takes them in their order. */
function placesOf(oldestFirst: readonly JobView[]): Map<string, number> {
  const places = new Map<string, number>();
  let next = Number.MAX_SAFE_INTEGER;
  for (const job of oldestFirst.toReversed()) {
    const place = job.position ?? (job.heldBack ? Number.MAX_SAFE_INTEGER : next);
    places.set(job.id, place);
    if (job.state === "queued") next = Math.min(next, place);
  }
  return places;
}

/** The jobs of a part: the line running first, then by place; what waits here as it goes out; the rest newest first. */
export function jobsOf(jobs: readonly JobView[], part: Part): JobView[] {
  const own = jobs.filter((job) => partOf(job) === part).sort(byAge);
  if (part === "here") return own;
  if (part !== "line") return own.sort((one, other) => (other.endedAt ?? other.createdAt).localeCompare(one.endedAt ?? one.createdAt));
  const rank = (job: JobView) => (job.state === "running" ? 0 : 1);
  const places = placesOf(own);
  const place = (job: JobView) => places.get(job.id) ?? 0;
  return own.sort((one, other) => rank(one) - rank(other) || place(one) - place(other));
}

/** Own jobs that may be moved: queued, in their order. */
export function movable(jobs: readonly JobView[]): JobView[] {
  return jobsOf(jobs, "line").filter((job) => job.state === "queued");
}

/** `list` with the item at `from` moved to `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}

/** What is said beside a job's state: its wait, its cause, or when it ended. */
export function whenText(job: JobView, now: Date): string {
  if (job.state === "unsent") return job.error?.message ?? strings.queue.waitsToSend;
  if (job.state === "unknown") return strings.queue.checking;
  if (job.heldBack) return strings.queue.keepsPlace;
  if (job.state === "failed") return job.error?.message ?? "";
  if (job.state === "blocked") return job.blocked?.message ?? "";
  if (job.state === "running")
    return job.eta === null ? (strings.queue.phases[job.phase ?? ""] ?? strings.queue.noEta) : strings.queue.left(wait(job.eta));
  if (job.state === "queued") return job.eta === null ? strings.queue.noEta : wait(job.eta);
  if (job.transfer !== null && job.transfer.done < job.transfer.total)
    return job.transfer.error ?? strings.queue.downloadFacts(job.transfer.done, job.transfer.total, "");
  return job.endedAt === null ? "" : `${sentence(when(job.endedAt, now))}, ${strings.queue.took(took(job))}`;
}

/** How long a job took from its creation to its end. */
function took(span: { createdAt: string; endedAt: string | null }): string {
  const seconds = Math.max(1, Math.round((Date.parse(span.endedAt ?? span.createdAt) - Date.parse(span.createdAt)) / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** Credits of a job in two words: held, spent or returned. */
export function creditText(job: JobView): string {
  if (job.state === "unsent") return strings.queue.noneYet;
  if (job.state === "unknown") return strings.queue.maybe(job.held);
  if (job.state === "blocked") return strings.queue.none;
  if (job.state === "queued" || job.state === "running") return strings.queue.held(job.held);
  return job.refunded > 0 ? strings.queue.returned(job.refunded) : strings.queue.spentCredits(job.captured);
}

/** What makes a job, in words: the engine, and its quality where that is not the engine's own name. */
export function engineText(job: JobView): string {
  const engine = strings.queue.engines[job.engine] ?? job.engine;
  return job.quality === job.engine ? engine : `${engine}, ${job.quality}`;
}

/** The clock of the ETA lanes in seconds: the latest end of all rows, at least a minute, rounded up. */
export function clockOf(jobs: readonly JobView[]): number {
  const latest = Math.max(60, ...jobs.map((job) => job.eta?.p80 ?? 0));
  return [60, 120, 300, 600, 1200, 1800, 3600, 7200].find((step) => step >= latest) ?? Math.ceil(latest / 3600) * 3600;
}
