// The thin loop around the planner: keeps the index by committed changes, turns decisions into claims and
// leases, lets leases lapse. Everything that touches the world is here and nothing of the policy.
import type { Eta, Farm } from "../../shared/contract/farm-http.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { leaseMs, type NodeLink } from "../nodes/link.ts";
import { type Bus, type Clock, type JobStore, type Logger, subjects } from "../ports.ts";
import { createRates, eta, type JobOutlook } from "./eta.ts";
import { createPlannerIndex } from "./planner-index.ts";
import { type LeaseDecision, plan } from "./plan.ts";
import type { RateMemory } from "./rate-file.ts";

export interface SchedulerPorts {
  jobs: JobStore;
  link: NodeLink;
  bus: Bus;
  clock: Clock;
  logger: Logger;
  /** Where learnt speeds survive a restart; without one they do not. */
  memory?: RateMemory;
  /** Shorter ones in tests; ms. */
  times?: { leaseMs: number; tickMs: number; rebuildMs: number };
}

export interface Scheduler {
  /** Builds the index from the database and begins to lease. */
  start(): Promise<void>;
  /** Place and time to the end of a job; null when it is neither waiting nor running, or nobody offers its engine. */
  outlook(jobId: JobId): JobOutlook | null;
  /** What waits and runs on each engine, and the seconds until a job that is submitted now would begin. */
  queues(): Farm["queue"];
  /** Seconds until `work` more of this kind would be done, were it sent now; null where no node offers the engine. */
  estimate(engine: string, kind: string, work: number): Eta | null;
  stop(): Promise<void>;
}

const defaults = { leaseMs, tickMs: 1000, rebuildMs: 60_000 };

export function createScheduler(ports: SchedulerPorts): Scheduler {
  const { jobs, link, bus, clock, logger } = ports;
  const times = ports.times ?? defaults;
  const index = createPlannerIndex();
  let rates = createRates();
  /** Jobs leased here with nothing delivered before: only their time says what the whole work takes. */
  const whole = new Set<JobId>();
  /** Jobs that changed since the last turn. */
  const changed = new Map<JobId, AccountId>();
  let rebuild = true;
  let rebuiltAt = 0;
  let lapsedAt = 0;
  let outlooks = new Map<JobId, JobOutlook>();
  let outlookAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let again = false;
  let turning: Promise<void> | undefined;
  let unsubscribe: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;

  /** Forgets a job; answers it when it ran wholly under a lease of ours. */
  const gone = (jobId: JobId) => {
    const was = index.running.get(jobId);
    index.remove(jobId);
    link.forget(jobId);
    const wholly = whole.delete(jobId);
    return wholly ? was : undefined;
  };

  const refresh = async (accountId: AccountId, jobId: JobId): Promise<void> => {
    const job = await jobs.openJob(accountId, jobId);
    if (job === null) {
      const was = gone(jobId);
      if (!was) return;
      const now = await jobs.job(accountId, jobId);
      if (now?.state !== "succeeded") return;
      rates.learn(was.job, (clock.now() - was.since) / 1000);
      void ports.memory?.write(rates.samples());
      return;
    }
    const before = index.job(jobId);
    if (before?.state === "running" && (job.state === "queued" || job.epoch !== before.epoch)) link.forget(jobId);
    index.put(job, clock.now());
  };

  const readAll = async (): Promise<void> => {
    const open = await jobs.openJobs();
    const known = new Set(open.map((job) => job.jobId));
    for (const jobId of index.jobIds()) if (!known.has(jobId)) gone(jobId);
    for (const job of open) index.put(job, clock.now());
    rebuiltAt = clock.now();
  };

  const execute = async (decision: LeaseDecision): Promise<void> => {
    const { accountId, jobId, epoch, nodeId, engine } = decision;
    const name = link.nodes().find((node) => node.id === nodeId)?.name ?? nodeId;
    const lease = await jobs.claim(accountId, jobId, epoch, { id: nodeId, name }, times.leaseMs);
    if (lease === null) {
      await refresh(accountId, jobId); // it changed meanwhile; the next plan sees how
      return;
    }
    if (lease.delivered.length === 0) whole.add(jobId);
    else whole.delete(jobId);
    await refresh(accountId, jobId);
    const delivered = await link.deliver(nodeId, lease, engine);
    if (delivered) return;
    await jobs.release(jobId, lease.epoch, "drain"); // the node left in this moment; it is not the job's failure
    await refresh(accountId, jobId);
  };

  const turn = async (): Promise<void> => {
    const now = clock.now();
    if (rebuild || now - rebuiltAt >= times.rebuildMs) {
      changed.clear();
      await readAll();
      rebuild = false;
    }
    if (now - lapsedAt >= times.tickMs) {
      lapsedAt = now;
      for (const { accountId, jobId } of await jobs.lapse()) changed.set(jobId, accountId);
    }
    for (const [jobId, accountId] of changed) {
      // Before it is read: a change that comes meanwhile is one more.
      changed.delete(jobId);
      await refresh(accountId, jobId);
    }
    index.setNodes(link.nodes().filter((node) => node.up));
    // Said again at each turn: the node may have been away, and a second cancel is none.
    for (const { job } of index.running.values()) if (job.cancelRequested) link.cancel(job.jobId);
    for (const decision of plan(index)) await execute(decision);
  };

  /** One turn at a time; wakes during a turn make one more. */
  const wake = (): void => {
    again = true;
    turning ??= (async () => {
      while (again && !stopped) {
        again = false;
        try {
          await turn();
        } catch (error) {
          // The database is away: what changed meanwhile is read anew when it is back, at the next tick.
          rebuild = true;
          logger.error("the scheduler could not take its turn", { error: error instanceof Error ? error.message : String(error) });
          break;
        }
      }
      turning = undefined;
    })();
  };

  const outlookNow = () => {
    const now = clock.now();
    if (now - outlookAt >= 1000) {
      outlooks = eta(index, rates, now);
      outlookAt = now;
    }
    return outlooks;
  };

  const slotsNow = () => {
    const slots = new Map<string, number>();
    for (const node of index.nodes) for (const offer of node.offers) slots.set(offer.id, (slots.get(offer.id) ?? 0) + offer.slots);
    return slots;
  };

  const queues = (): Farm["queue"] => {
    const known = outlookNow();
    const slots = slotsNow();
    const running = [...index.running.values()].map(({ job }) => job);
    return [...new Set([...slots.keys(), ...index.queued.keys(), ...running.map((job) => job.engine)])].map((engine) => {
      const waiting = [...(index.queued.get(engine)?.values() ?? [])].flat();
      const active = running.filter((job) => job.engine === engine);
      const ends = [...waiting, ...active].flatMap((job) => known.get(job.jobId)?.eta ?? []).toSorted((a, b) => b.p50 - a.p50);
      // A new job begins when all but (slots - 1) of those before it have ended.
      const wait = ends[(slots.get(engine) ?? 1) - 1] ?? { p50: 0, p80: 0 };
      return { engine, queued: waiting.length, running: active.length, wait };
    });
  };

  return {
    async start() {
      unsubscribe = bus.subscribe(subjects.wake, (payload) => {
        const { accountId, jobId } = payload as { accountId?: AccountId; jobId?: JobId };
        if (accountId && jobId) changed.set(jobId, accountId);
        wake();
      });
      rates = createRates(await ports.memory?.read());
      await readAll();
      rebuild = false;
      timer = setInterval(wake, times.tickMs);
      wake();
    },
    outlook: (jobId) => outlookNow().get(jobId) ?? null,
    queues,
    estimate(engine, kind, work) {
      const slots = slotsNow().get(engine);
      if (slots === undefined) return null;
      const wait = queues().find((queue) => queue.engine === engine)?.wait ?? { p50: 0, p80: 0 };
      const rate = rates.of({ engine, kind });
      return { p50: wait.p50 + (rate.p50 * work) / slots, p80: wait.p80 + (rate.p80 * work) / slots };
    },
    async stop() {
      stopped = true;
      unsubscribe();
      clearInterval(timer);
      await turning;
    },
  };
}
