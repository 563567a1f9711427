// What the planner looks at: jobs that wait or run, what each account has been served, nodes with their
// slots. Fed with committed changes only; the planner reads it and never writes.
import type { EngineOffer } from "../../shared/contract/node-link.ts";
import type { AccountId, JobId, NodeId } from "../../shared/domain/ids.ts";
import type { PlannerJob } from "../ports.ts";
import { insertJob, removeJob } from "./queue.ts";

/** A node that may be given leases. */
export interface PlannerNode {
  id: NodeId;
  offers: readonly EngineOffer[];
}

/** A running job with the time at which the index first saw it run, in ms. */
export interface RunningJob {
  job: PlannerJob;
  since: number;
}

/** The planner's view of an index. */
export interface PlannerView {
  /** engine -> account -> its waiting jobs in order; no empty queues. */
  readonly queued: ReadonlyMap<string, ReadonlyMap<AccountId, readonly PlannerJob[]>>;
  readonly running: ReadonlyMap<JobId, RunningJob>;
  readonly nodes: readonly PlannerNode[];
  /** Work that an account was served, divided by its weight; absent means none yet. */
  readonly served: ReadonlyMap<AccountId, number>;
  /** Service at which the last lease was given: who comes back after a pause starts here, not at zero. */
  readonly virtualTime: number;
}

export interface PlannerIndex extends PlannerView {
  /** The job is now like this. */
  put(job: PlannerJob, now: number): void;
  /** The job neither waits nor runs. */
  remove(jobId: JobId): void;
  setNodes(nodes: readonly PlannerNode[]): void;
  job(jobId: JobId): PlannerJob | undefined;
  jobIds(): JobId[];
}

/** Service that a job costs its account. */
export function serviceOf(job: Pick<PlannerJob, "work" | "weight">): number {
  return Math.max(job.work, 1) / job.weight;
}

export function createPlannerIndex(): PlannerIndex {
  const jobs = new Map<JobId, PlannerJob>();
  const queued = new Map<string, Map<AccountId, PlannerJob[]>>();
  const running = new Map<JobId, RunningJob>();
  const served = new Map<AccountId, number>();
  let nodes: readonly PlannerNode[] = [];
  let virtualTime = 0;

  const leaveQueue = (job: PlannerJob) => {
    const engine = queued.get(job.engine);
    const queue = engine?.get(job.accountId);
    if (!engine || !queue) return;
    removeJob(queue, job);
    if (queue.length === 0) engine.delete(job.accountId);
    if (engine.size === 0) queued.delete(job.engine);
  };

  const serve = (job: PlannerJob) => {
    const start = Math.max(virtualTime, served.get(job.accountId) ?? 0);
    served.set(job.accountId, start + serviceOf(job));
    return start;
  };

  const remove = (jobId: JobId) => {
    const before = jobs.get(jobId);
    if (before?.state === "queued") leaveQueue(before);
    running.delete(jobId);
    jobs.delete(jobId);
  };

  return {
    queued,
    running,
    served,
    get nodes() {
      return nodes;
    },
    get virtualTime() {
      return virtualTime;
    },
    put(job, now) {
      const before = jobs.get(job.jobId);
      if (before && before.epoch > job.epoch) return; // an older reading arrived late
      const since = running.get(job.jobId)?.since;
      remove(job.jobId);
      const kept = { ...job };
      jobs.set(kept.jobId, kept);
      if (kept.state === "running") {
        const same = before?.state === "running" && before.epoch === kept.epoch;
        running.set(kept.jobId, { job: kept, since: same ? (since ?? now) : now });
        // Only a lease that was seen to begin moves the clock of fairness; what ran before the index was built does not.
        if (before?.state === "queued") virtualTime = Math.max(virtualTime, serve(kept));
        else if (!before) served.set(kept.accountId, (served.get(kept.accountId) ?? 0) + serviceOf(kept));
        return;
      }
      const engine = queued.get(kept.engine) ?? new Map<AccountId, PlannerJob[]>();
      queued.set(kept.engine, engine);
      const queue = engine.get(kept.accountId) ?? [];
      engine.set(kept.accountId, queue);
      insertJob(queue, kept);
    },
    remove,
    setNodes(next) {
      nodes = next;
    },
    job: (jobId) => jobs.get(jobId),
    jobIds: () => [...jobs.keys()],
  };
}
