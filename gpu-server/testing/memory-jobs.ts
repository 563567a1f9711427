// A JobStore in memory for tests of the scheduler, the link and the stream: the same fences as the real
// one, with everything that was written open to be looked at.
import { randomBytes } from "node:crypto";
import type { ArtifactRef, Job, JobEvent, JobSpec, NumberedEvent } from "../../shared/contract/farm-http.ts";
import { type AccountId, createIdMaker, type JobId, type NodeId } from "../../shared/domain/ids.ts";
import { isTerminal } from "../../shared/domain/job.ts";
import { type Bus, type Clock, type JobStore, type LeaseInput, type PlannerJob, type StoredFile, subjects } from "../ports.ts";

interface Row {
  planner: PlannerJob;
  job: Job;
  spec: JobSpec;
  events: NumberedEvent[];
  segments: Map<number, ArtifactRef[]>;
  leaseUntil: number;
  captures: number;
  held: string | undefined;
  quarantined: ArtifactRef[];
  epochs: number[];
}

export interface MemoryJobs extends JobStore {
  submit(accountId: AccountId, spec: JobSpec, more?: Partial<PlannerJob>): JobId;
  /** As POST /v1/jobs/:id/cancel does. */
  cancel(jobId: JobId): void;
  row(jobId: JobId): Row;
  /** Adds an event without a fence, as the API does. */
  append(jobId: JobId, event: JobEvent): void;
  /** Removes events up to `seq`, as retention does. */
  prune(jobId: JobId, seq: number): void;
  /** While set, every call throws it: the database is away. */
  failure: Error | undefined;
  /** Files that jobs of an account are made from, by account and hash; all under `key`. */
  inputs: Map<string, LeaseInput | "withdrawn">;
  newId: ReturnType<typeof createIdMaker>;
  /** The key of all files of this store. */
  readonly key: Uint8Array;
}

export function createMemoryJobs(clock: Clock, bus: Bus): MemoryJobs {
  const rows = new Map<JobId, Row>();
  const newId = createIdMaker({ now: () => clock.now(), randomBytes });
  const key = randomBytes(32);
  const stamp = () => new Date(clock.now()).toISOString();

  const rowOf = (jobId: JobId): Row => {
    const row = rows.get(jobId);
    if (!row) throw new Error(`no job ${jobId}`);
    return row;
  };
  const append = (jobId: JobId, event: JobEvent) => {
    const row = rowOf(jobId);
    row.job.lastSeq += 1;
    const numbered = { seq: row.job.lastSeq, at: stamp(), event };
    row.events.push(numbered);
    bus.publish(subjects.jobEvent(row.planner.accountId, jobId), numbered);
  };
  const wake = (row: Row) => bus.publish(subjects.wake, { accountId: row.planner.accountId, jobId: row.planner.jobId });
  const live = (jobId: JobId, epoch: number): Row | undefined => {
    const row = rows.get(jobId);
    return row?.job.state === "running" && row.planner.epoch === epoch ? row : undefined;
  };
  const refOf = ({ id, kind, index, sha256, bytes, contentType }: StoredFile): ArtifactRef => ({
    id,
    kind,
    index,
    sha256,
    bytes,
    contentType,
  });
  const toQueue = (row: Row) => {
    row.job.state = row.planner.state = "queued";
    row.planner.nodeId = null;
    append(row.planner.jobId, { type: "queued" });
    wake(row);
  };
  const end = (row: Row, state: Job["state"], event: JobEvent) => {
    row.job.state = state;
    row.captures += 1;
    row.job.endedAt = stamp();
    append(row.planner.jobId, event);
    wake(row);
  };
  const stale = { ok: false, reason: "stale" } as const;

  const store: MemoryJobs = {
    failure: undefined,
    inputs: new Map(),
    newId,
    key,
    append,
    row: rowOf,
    prune: (jobId, seq) => {
      const row = rowOf(jobId);
      row.events = row.events.filter((event) => event.seq > seq);
    },
    submit(accountId, spec, more = {}) {
      const jobId = newId<"job">();
      const engine = spec.engine ?? "draft";
      const planner: PlannerJob = {
        accountId,
        jobId,
        kind: spec.kind,
        engine,
        quality: spec.quality,
        weight: 1,
        order: 0,
        createdAt: clock.now(),
        heldBack: false,
        cancelRequested: false,
        state: "queued",
        epoch: 0,
        nodeId: null,
        triedNodes: [],
        work: 80,
        ...more,
      };
      const job: Job = {
        id: jobId,
        kind: spec.kind,
        engine,
        quality: spec.quality,
        rating: spec.rating,
        label: null,
        state: "queued",
        heldBack: false,
        priceList: "test-1",
        held: 1,
        captured: 0,
        lastSeq: 0,
        createdAt: stamp(),
        startedAt: null,
        endedAt: null,
        artifacts: [],
        error: null,
        blocked: null,
        position: null,
        eta: null,
      };
      rows.set(jobId, {
        planner,
        job,
        spec,
        events: [],
        segments: new Map(),
        leaseUntil: 0,
        captures: 0,
        held: undefined,
        quarantined: [],
        epochs: [],
      });
      append(jobId, { type: "queued" });
      wake(rowOf(jobId));
      return jobId;
    },
    cancel(jobId) {
      const row = rowOf(jobId);
      if (row.job.state === "queued") end(row, "cancelled", { type: "cancelled", artifacts: [], credits: 0, refunded: 1 });
      else row.planner.cancelRequested = true;
      wake(row);
    },
    async openJobs() {
      return [...rows.values()].filter((row) => !isTerminal(row.job.state)).map((row) => structuredClone(row.planner));
    },
    async openJob(_accountId, jobId) {
      const row = rowOf(jobId);
      return isTerminal(row.job.state) ? null : structuredClone(row.planner);
    },
    async claim(accountId, jobId, epoch, node, leaseMs) {
      const row = rowOf(jobId);
      const free = row.job.state === "queued" && row.planner.epoch === epoch && !row.planner.heldBack;
      if (row.planner.accountId !== accountId || !free) return null;
      row.planner.epoch += 1;
      row.epochs.push(row.planner.epoch);
      row.planner.nodeId = node.id;
      row.job.state = row.planner.state = "running";
      row.leaseUntil = clock.now() + leaseMs;
      append(jobId, { type: "started", node: node.name, engine: row.job.engine });
      return { accountId, jobId, epoch: row.planner.epoch, spec: row.spec, delivered: [...row.segments.keys()] };
    },
    async renew(nodeId, leases, leaseMs) {
      return leases.filter(({ jobId, epoch }) => {
        const row = live(jobId, epoch);
        if (!row || row.planner.nodeId !== nodeId) return true;
        row.leaseUntil = clock.now() + leaseMs;
        return false;
      });
    },
    async leasesOf(nodeId) {
      return [...rows.values()]
        .filter(({ job, planner }) => job.state === "running" && planner.nodeId === nodeId)
        .map(({ planner: { accountId, jobId, epoch } }) => ({ accountId, jobId, epoch }));
    },
    async record(jobId, epoch, event) {
      if (!live(jobId, epoch)) return stale;
      append(jobId, event);
      return { ok: true };
    },
    async segment(jobId, epoch, index, files) {
      const row = live(jobId, epoch);
      if (!row) return stale;
      const known = row.segments.get(index);
      if (known) return { ok: true, artifacts: known };
      const artifacts = files.map(refOf);
      row.segments.set(index, artifacts);
      row.job.artifacts.push(...artifacts);
      append(jobId, { type: "segment", index, artifacts });
      return { ok: true, artifacts };
    },
    async preview(jobId, epoch, file) {
      if (!live(jobId, epoch)) return stale;
      append(jobId, { type: "preview", artifact: refOf(file) });
      return { ok: true };
    },
    async settle(jobId, epoch, outcome) {
      const row = live(jobId, epoch);
      if (!row) return stale;
      if (outcome.held) {
        row.held = outcome.held.rule;
        row.quarantined = outcome.files.map(refOf);
        end(row, "blocked", { type: "blocked", rule: row.held, field: "output", message: "", appealable: true });
        return { ok: true, job: structuredClone(row.job) };
      }
      row.job.artifacts.push(...outcome.files.map(refOf));
      row.job.error = outcome.error ?? null;
      const ended = { artifacts: row.job.artifacts, credits: 1 };
      if (outcome.state === "succeeded") end(row, "succeeded", { type: "succeeded", ...ended });
      else if (outcome.state === "cancelled") end(row, "cancelled", { type: "cancelled", refunded: 0, ...ended });
      else end(row, "failed", { type: "failed", error: outcome.error ?? { code: "engine_failed", message: "" }, refunded: 0, ...ended });
      return { ok: true, job: structuredClone(row.job) };
    },
    async lapse() {
      const over = [...rows.values()].filter((row) => row.job.state === "running" && row.leaseUntil < clock.now());
      for (const row of over) {
        if (row.planner.cancelRequested)
          end(row, "cancelled", { type: "cancelled", artifacts: row.job.artifacts, credits: 0, refunded: 1 });
        else toQueue(row);
      }
      return over.map((row) => ({ accountId: row.planner.accountId, jobId: row.planner.jobId }));
    },
    async release(jobId, epoch, reason) {
      const row = live(jobId, epoch);
      if (!row) return stale;
      if (reason === "failed-to-start") row.planner.triedNodes.push(row.planner.nodeId as NodeId);
      toQueue(row);
      return { ok: true };
    },
    async dataKey(jobId, epoch) {
      return live(jobId, epoch) ? { key, keyId: "k1" } : null;
    },
    async input(jobId, epoch, sha256) {
      const row = live(jobId, epoch);
      return (row && store.inputs.get(`${row.planner.accountId} ${sha256}`)) ?? null;
    },
    async eventsAfter(accountId, jobId, after, limit) {
      const row = rows.get(jobId);
      if (row?.planner.accountId !== accountId) return [];
      return structuredClone(row.events.filter((event) => event.seq > after).slice(0, limit));
    },
    async job(accountId, jobId) {
      const row = rows.get(jobId);
      return row?.planner.accountId === accountId ? structuredClone(row.job) : null;
    },
  };
  // Every call of the port fails while `failure` is set.
  return new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      const outside = ["submit", "cancel", "row", "append", "prune", "newId"].includes(String(name));
      if (typeof value !== "function" || outside) return value;
      return (...args: unknown[]) => (target.failure ? Promise.reject(target.failure) : (Reflect.apply(value, target, args) as unknown));
    },
  });
}
