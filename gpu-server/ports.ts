// The seams inside the farm: what its parts ask of each other and of the world. Implementations are
// made in farm.ts and passed as arguments; a test passes its own.
import type { AccountId, ArtifactId, JobId, NodeId } from "../shared/domain/ids.ts";
import type { ErrorBody } from "../shared/contract/errors.ts";
import type { ArtifactKind, ArtifactRef, Eta, Farm, Job, JobEvent, JobSpec, NumberedEvent } from "../shared/contract/farm-http.ts";
import type { EngineOffer } from "../shared/contract/node-link.ts";

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. Money and leases take time from the database, never from here. */
  now(): number;
}

export interface Logger {
  /** Fields carry ids and numbers, never prompts, stories or file names. */
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
  /** Said only where the log's level is `debug`. */
  debug?(message: string, fields?: Record<string, unknown>): void;
}

/** Whether the farm can serve, part by part. */
export type Readiness = () => Promise<{ ready: boolean; parts: Record<string, { ok: boolean; message?: string }> }>;

/** Numbers about the farm (operations/metrics.ts). */
export interface Metrics {
  contentType: string;
  /** All series in Prometheus' text. */
  text(): Promise<string>;
  /** A request that was answered: the route's template, never its path. */
  answered(method: string, route: string, status: number, seconds: number): void;
}

/** Live events and wake-ups between parts (scale.md). Lossy by design: replay comes from PostgreSQL. */
export interface Bus {
  publish(subject: string, payload: unknown): void;
  /** `subject` may end in `.*`. Returns what stops it. */
  subscribe(subject: string, listener: (payload: unknown, subject: string) => void): () => void;
}

/** Subjects on the bus. */
export const subjects = {
  /** Payload: NumberedEvent, after commit. */
  jobEvent: (account: AccountId, job: JobId) => `ev.${account}.${job}`,
  /** Payload: {accountId, jobId}: something that the planner must look at changed. */
  wake: "scheduler.wake",
} as const;

/** A job that waits or runs, as the planner sees it. */
export interface PlannerJob {
  accountId: AccountId;
  jobId: JobId;
  kind: string;
  engine: string;
  quality: string;
  /** Tier weight 1, 2 or 4. */
  weight: number;
  /** Place among the owner's own queued jobs: smaller goes first. */
  order: number;
  /** Milliseconds since 1970-01-01 UTC, from the database. */
  createdAt: number;
  heldBack: boolean;
  state: "queued" | "running";
  /** Its owner cancelled it while it ran: its node is told after a wake (again after a reconnect), no other node takes it. */
  cancelRequested: boolean;
  epoch: number;
  nodeId: NodeId | null;
  /** Nodes on which it failed. */
  triedNodes: NodeId[];
  /** Frames to make, or images; the planner's measure of size. */
  work: number;
}

export interface Lease {
  accountId: AccountId;
  jobId: JobId;
  epoch: number;
  spec: JobSpec;
  /** Segments that arrived under an earlier lease. */
  delivered: number[];
}

/** A file that the job of a live lease is made from: an input, or an artifact of an earlier job. */
export interface LeaseInput {
  id: ArtifactId;
  /** Of the plain bytes. */
  bytes: number;
  contentType: string;
  key: Uint8Array;
}

/** A file that the node sent and the store holds, not yet an artifact. */
export interface StoredFile {
  /** Also the id of the artifact that it becomes. */
  id: ArtifactId;
  kind: ArtifactKind;
  index: number;
  contentType: string;
  sha256: string;
  bytes: number;
  /** Length of a sound. */
  seconds?: number;
}

/** Result of a fenced write: `stale` when the epoch is not the job's own any more; nothing was written then. */
export type Fenced<T = object> = ({ ok: true } & T) | { ok: false; reason: "stale" };

/** Jobs as the scheduler and the node link use them (jobs/). Each call is one transaction; events are published after commit. */
export interface JobStore {
  /** Everything queued or running, for building the planner's index. */
  openJobs(): Promise<PlannerJob[]>;
  openJob(accountId: AccountId, jobId: JobId): Promise<PlannerJob | null>;
  /**
   * Compare-and-set on (account, job, epoch): epoch + 1, lease for `leaseMs` by the database's clock, event `started`. Null when it
   * was not won, and when what the job takes from another may not be made: then the job has ended.
   */
  claim(accountId: AccountId, jobId: JobId, epoch: number, node: { id: NodeId; name: string }, leaseMs: number): Promise<Lease | null>;
  /** Extends leases of live epochs; returns those that are not the node's any more. */
  renew(nodeId: NodeId, leases: { jobId: JobId; epoch: number }[], leaseMs: number): Promise<{ jobId: JobId; epoch: number }[]>;
  /** The live leases of a node by the database: what it held before its coordinator was restarted. */
  leasesOf(nodeId: NodeId): Promise<{ accountId: AccountId; jobId: JobId; epoch: number }[]>;
  /** Adds an event under the job's row lock. */
  record(jobId: JobId, epoch: number, event: JobEvent): Promise<Fenced>;
  /** Registers a delivered segment's files as artifacts and adds the event. Twice the same index is one. */
  segment(jobId: JobId, epoch: number, index: number, files: StoredFile[]): Promise<Fenced<{ artifacts: ArtifactRef[] }>>;
  preview(jobId: JobId, epoch: number, file: StoredFile): Promise<Fenced>;
  /** Ends the job: artifacts, capture by the ladder, void of the rest, final state and event in one transaction. */
  settle(
    jobId: JobId,
    epoch: number,
    outcome: { state: "succeeded" | "failed" | "cancelled"; error?: ErrorBody; files: StoredFile[]; held?: { rule: string } },
  ): Promise<Fenced<{ job: Job }>>;
  /**
   * Running jobs whose lease has lapsed return to the queue (or are cancelled, if asked for); jobs past their deadline end or are
   * told to; jobs that waited after a failure may be tried again. Returns all of them.
   */
  lapse(): Promise<{ accountId: AccountId; jobId: JobId }[]>;
  /** The node went away in an orderly way, or refused the lease. */
  release(jobId: JobId, epoch: number, reason: "drain" | "failed-to-start"): Promise<Fenced>;
  /** The data key of a lease's files: derived from the account's key. */
  dataKey(jobId: JobId, epoch: number): Promise<{ key: Uint8Array; keyId: string } | null>;
  /**
   * The file of this hash that the job of a live lease names or takes from another; null where it is not of this job or gone, or the
   * lease is over; `withdrawn` where the consent for it was revoked or is over since.
   */
  input(jobId: JobId, epoch: number, sha256: string): Promise<LeaseInput | "withdrawn" | null>;
  eventsAfter(accountId: AccountId, jobId: JobId, after: number, limit: number): Promise<NumberedEvent[]>;
  job(accountId: AccountId, jobId: JobId): Promise<Job | null>;
}

/** Encrypted files (artifacts/). */
export interface ArtifactStore {
  /**
   * Takes a file in the chunk format of ledger.md, checks every chunk and the plain hash under the data
   * key, fsyncs and renames it into place. Throws CodedError disk_full and invalid_input.
   */
  accept(id: ArtifactId, body: AsyncIterable<Uint8Array>, key: Uint8Array, expected: { sha256: string; bytes: number }): Promise<void>;
  /** Plain bytes of [start, end] (inclusive); touches only the chunks that it needs. */
  read(id: ArtifactId, key: Uint8Array, range: { start: number; end: number }): AsyncIterable<Uint8Array>;
  remove(id: ArtifactId): Promise<void>;
  /** Every id on disk, for the orphan scan. */
  ids(): AsyncIterable<ArtifactId>;
}

/** What nodes offer and how long one waits (nodes/, scheduler/), for the API. */
export interface FarmView {
  /** Offers of connected nodes, and of engines that this farm is known to have while their node restarts. */
  offers(): EngineOffer[];
  nodes(): Farm["nodes"];
  queue(): Farm["queue"];
  /** Place among all queued jobs (1 is next) and seconds until the end; nulls where unknown. */
  place(jobId: JobId): { position: number | null; eta: Eta | null };
  /** Seconds until `work` more of this kind would be done by the engine; null where no node offers it. */
  estimate(engine: string, kind: string, work: number): Eta | null;
}
