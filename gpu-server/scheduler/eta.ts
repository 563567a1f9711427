// When waiting jobs will be done: seconds for a unit of work, learnt from finished jobs, and the planner's
// order run forward over the slots. Pure.
import type { Eta } from "../../shared/contract/farm-http.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import type { PlannerJob } from "../ports.ts";
import type { PlannerView } from "./planner-index.ts";
import { servingOrder } from "./plan.ts";
import { Heap } from "./queue.ts";

/** Seconds for a unit of work until something was learnt: a draft clip of 80 frames in 4 s. */
const firstGuess = 0.05;
/** Finished jobs remembered for each kind. */
const remembered = 64;
/** How much longer than the median 80 of 100 jobs may take while too few were seen. */
const cautious = 1.5;
const enough = 8;

export interface Rates {
  /** A job of `work` units took `seconds`. */
  learn(job: Pick<PlannerJob, "engine" | "kind" | "work">, seconds: number): void;
  /** Seconds for one unit of the job's work: median, and what holds in 80 of 100 cases. */
  of(job: Pick<PlannerJob, "engine" | "kind">): Eta;
  /** Everything learnt, to begin with after a restart. */
  samples(): RateSamples;
}

/** Seconds for a unit of work of the newest finished jobs, oldest first, by "engine kind". */
export type RateSamples = Record<string, number[]>;

/** Rates that begin with what was learnt before. */
export function createRates(known: RateSamples = {}): Rates {
  const seen = new Map(Object.entries(known).map(([name, samples]) => [name, samples.slice(-remembered)]));
  const key = (job: Pick<PlannerJob, "engine" | "kind">) => `${job.engine} ${job.kind}`;
  return {
    learn(job, seconds) {
      const samples = seen.get(key(job)) ?? [];
      samples.push(seconds / Math.max(job.work, 1));
      if (samples.length > remembered) samples.shift();
      seen.set(key(job), samples);
    },
    of(job) {
      const sorted = (seen.get(key(job)) ?? []).toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? firstGuess;
      const p50 = at(0.5);
      return { p50, p80: sorted.length < enough ? p50 * cautious : at(0.8) };
    },
    samples: () => Object.fromEntries(seen),
  };
}

/** A waiting or running job's place and time to its end, in seconds from now. `position` 1 is next; null when it runs. */
export interface JobOutlook {
  position: number | null;
  eta: Eta;
}

/**
 * The outlook of every job that runs, or waits for an engine that some node offers. Held jobs have none. `now` in ms.
 * The spread of a wait is taken as that of its parts one after the other, which is cautious.
 */
export function eta(view: PlannerView, rates: Rates, now: number): Map<JobId, JobOutlook> {
  const outlook = new Map<JobId, JobOutlook>();
  const ends = new Map<string, Eta[]>();
  for (const { job, since } of view.running.values()) {
    const rate = rates.of(job);
    const spent = (now - since) / 1000;
    const left = { p50: Math.max(0, rate.p50 * job.work - spent), p80: Math.max(0, rate.p80 * job.work - spent) };
    outlook.set(job.jobId, { position: null, eta: left });
    ends.set(job.engine, [...(ends.get(job.engine) ?? []), left]);
  }
  const slots = new Map<string, number>();
  for (const node of view.nodes) for (const offer of node.offers) slots.set(offer.id, (slots.get(offer.id) ?? 0) + offer.slots);

  for (const [engine, count] of slots) {
    const busy = ends.get(engine) ?? [];
    const free = new Heap<Eta>((a, b) => a.p50 < b.p50);
    for (const end of busy) free.push(end);
    for (let idle = busy.length; idle < count; idle += 1) free.push({ p50: 0, p80: 0 });
    servingOrder(view, engine).forEach((job, index) => {
      const begin = free.pop() ?? { p50: 0, p80: 0 };
      const rate = rates.of(job);
      const end = { p50: begin.p50 + rate.p50 * Math.max(job.work, 1), p80: begin.p80 + rate.p80 * Math.max(job.work, 1) };
      outlook.set(job.jobId, { position: index + 1, eta: end });
      free.push(end);
    });
  }
  return outlook;
}
