// A job as the studio knows it: what it sent, and what the farm last said about it.
import type { ErrorBody } from "../../shared/contract/errors.ts";
import type { ArtifactRef, Eta } from "../../shared/contract/farm-http.ts";
import type { StudioJobState } from "../../shared/domain/job.ts";
import type { KnownJobRow } from "../library/rows.ts";

/** What the farm last said. Kept in cache.db; can be asked for again. */
export interface JobMirror {
  state: StudioJobState;
  engine: string;
  heldBack: boolean;
  /** Number of the last event that is in here. */
  seq: number;
  position: number | null;
  eta: Eta | null;
  phase: string | null;
  progress: number | null;
  /** Everything the job delivered so far, previews left out. */
  artifacts: ArtifactRef[];
  /** Hash of the newest preview that is on this computer. */
  preview: string | null;
  /** The same by segment (0-based place in the job). */
  previews: Record<string, string>;
  /** Segments that have begun, as far as it was told: their first preview was made. */
  begun: number[];
  held: number;
  captured: number;
  refunded: number;
  error: ErrorBody | null;
  blocked: { rule: string; field: string; message: string; appealable: boolean } | null;
  startedAt: number | null;
  endedAt: number | null;
}

/** Downloads of a job's files. */
export interface TransferSummary {
  done: number;
  total: number;
  /** Of the files that are still to come. */
  bytes: number;
  error: string | null;
}

/** Files that a job names, on their way to the farm. */
export interface Sending {
  /** Files that are there. */
  done: number;
  total: number;
  /** Bytes of the one under way. */
  sent: number;
  bytes: number;
}

export interface JobRecord {
  row: KnownJobRow;
  mirror: JobMirror;
  transfer: TransferSummary | null;
  sending: Sending | null;
}

/** Results that a job was asked for. */
export const wantedResults = ({ segments, results }: KnownJobRow): number => results?.length ?? segments.length;

/** A job of which the farm has said nothing yet. */
export function emptyMirror(state: StudioJobState): JobMirror {
  return {
    state,
    engine: "",
    heldBack: false,
    seq: 0,
    position: null,
    eta: null,
    phase: null,
    progress: null,
    artifacts: [],
    preview: null,
    previews: {},
    begun: [],
    held: 0,
    captured: 0,
    refunded: 0,
    error: null,
    blocked: null,
    startedAt: null,
    endedAt: null,
  };
}

/** Segments (0-based places in the job) whose clip the farm has delivered. */
export function deliveredSegments(mirror: JobMirror): Set<number> {
  return new Set(mirror.artifacts.filter((artifact) => artifact.kind === "clip").map((artifact) => artifact.index));
}

/** Results that the farm has delivered: clips, or the images of a batch. */
export function deliveredResults({ row, mirror }: JobRecord): Set<number> {
  if (row.results === null) return deliveredSegments(mirror);
  const kind = row.results[0]?.kind ?? "image";
  return new Set(mirror.artifacts.filter((artifact) => artifact.kind === kind).map((artifact) => artifact.index));
}

/**
 * Segments (0-based places in the job) that a running job has begun or delivered. What was missed is made good by this:
 * the first one that is not delivered is under way.
 */
export function begunSegments({ row, mirror }: JobRecord): Set<number> {
  const delivered = deliveredSegments(mirror);
  const first = row.segments.findIndex((_, index) => !delivered.has(index));
  return new Set([...delivered, ...mirror.begun, ...(first < 0 ? [] : [first])]);
}
