// What the farm says about a job, folded into what the studio knows: pure. Events count from 1 without
// gaps, so an event that is not the next one is either known already or tells of a gap.
import type { ArtifactRef, Job, NumberedEvent } from "../../shared/contract/farm-http.ts";
import { isTerminal } from "../../shared/domain/job.ts";
import { emptyMirror, type JobMirror } from "./job-record.ts";

/** Adds artifacts by id; previews are no result and stay out. */
function withArtifacts(known: readonly ArtifactRef[], more: readonly ArtifactRef[]): ArtifactRef[] {
  const byId = new Map([...known, ...more].filter((artifact) => artifact.kind !== "preview").map((artifact) => [artifact.id, artifact]));
  return [...byId.values()];
}

/** The mirror after a snapshot: the farm's word replaces what was known, unless it is older. */
export function applySnapshot(known: JobMirror | null, job: Job): JobMirror {
  if (known !== null && known.seq > job.lastSeq) return known;
  const base = known ?? emptyMirror(job.state);
  const ended = isTerminal(job.state);
  return {
    ...base,
    state: job.state,
    engine: job.engine,
    heldBack: job.heldBack,
    seq: job.lastSeq,
    position: job.position,
    // While it runs its own progress knows better when the snapshot says nothing.
    eta: job.eta ?? (job.state === "running" ? base.eta : null),
    phase: job.state === "running" ? base.phase : null,
    progress: job.state === "running" ? base.progress : null,
    artifacts: withArtifacts(base.artifacts, job.artifacts),
    held: job.held,
    captured: job.captured,
    refunded: ended ? Math.max(0, job.held - job.captured) : 0,
    error: job.error,
    blocked: job.blocked,
    startedAt: job.startedAt === null ? null : Date.parse(job.startedAt),
    endedAt: job.endedAt === null ? null : Date.parse(job.endedAt),
  };
}

/** The mirror after an event; `gap` when events before it are missing, so that a snapshot must be asked for. */
export function applyEvent(known: JobMirror, { seq, at, event }: NumberedEvent): JobMirror | "gap" {
  if (seq <= known.seq) return known;
  if (seq > known.seq + 1) return "gap";
  const next: JobMirror = { ...known, seq };
  switch (event.type) {
    case "waiting":
      return { ...next, state: "queued" };
    case "queued":
      return {
        ...next,
        state: "queued",
        position: event.position ?? next.position,
        eta: event.eta ?? next.eta,
        phase: null,
        progress: null,
        begun: [],
      };
    case "started":
      return {
        ...next,
        state: "running",
        engine: event.engine,
        position: null,
        startedAt: next.startedAt ?? Date.parse(at),
        progress: next.progress ?? 0,
      };
    case "phase":
      return { ...next, phase: event.phase };
    case "progress": {
      const progress = event.total > 0 ? Math.min(1, event.step / event.total) : 0;
      return { ...next, progress, eta: event.eta === undefined ? next.eta : { p50: event.eta, p80: event.eta * 1.3 } };
    }
    case "preview":
      return { ...next, begun: [...new Set([...next.begun, event.artifact.index])] };
    case "segment":
      return { ...next, artifacts: withArtifacts(next.artifacts, event.artifacts) };
    case "paused":
      return event.reason === "owner" ? { ...next, heldBack: true } : { ...next, phase: "paused" };
    case "resumed":
      return { ...next, heldBack: false, phase: next.phase === "paused" ? null : next.phase };
    case "blocked":
      return {
        ...ended(next, at),
        state: "blocked",
        blocked: { rule: event.rule, field: event.field, message: event.message, appealable: event.appealable },
      };
    case "succeeded":
      return {
        ...ended(next, at),
        state: "succeeded",
        artifacts: withArtifacts(next.artifacts, event.artifacts),
        captured: event.credits,
        refunded: Math.max(0, next.held - event.credits),
      };
    case "failed":
      return {
        ...ended(next, at),
        state: "failed",
        error: event.error,
        artifacts: withArtifacts(next.artifacts, event.artifacts),
        captured: event.credits,
        refunded: event.refunded,
      };
    case "cancelled":
      return {
        ...ended(next, at),
        state: "cancelled",
        artifacts: withArtifacts(next.artifacts, event.artifacts),
        captured: event.credits,
        refunded: event.refunded,
      };
  }
}

function ended(mirror: JobMirror, at: string): JobMirror {
  return { ...mirror, position: null, eta: null, phase: null, progress: null, endedAt: Date.parse(at) };
}
