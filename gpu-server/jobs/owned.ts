// The owner's calls on jobs: look, list, cancel, pause, resume, order. Each is one SQL function.
import { CodedError } from "../../shared/contract/errors.ts";
import type { Job, NumberedEvent } from "../../shared/contract/farm-http.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import { type Bus, type FarmView, subjects } from "../ports.ts";
import { announce, type JobNumberedEvent } from "./announce.ts";

export interface JobFilter {
  states: Job["state"][] | null;
  kind: Job["kind"] | null;
  /** Id of the last job of the page before. */
  before: string | null;
  limit: number;
}

export interface OwnedJobs {
  /** Throws CodedError not_found. */
  get(accountId: AccountId, jobId: JobId): Promise<Job>;
  list(accountId: AccountId, filter: JobFilter): Promise<Job[]>;
  /** Open jobs, and jobs that ended at or after `endedSince`, newest first. */
  forStream(accountId: AccountId, endedSince: string | null): Promise<Job[]>;
  eventsAfter(accountId: AccountId, jobId: JobId, after: number, limit: number): Promise<NumberedEvent[]>;
  /** A queued job ends at once; a running one when its node has stopped; an ended one stays as it is. */
  cancel(accountId: AccountId, jobId: JobId): Promise<Job>;
  /** Queued jobs only. Throws CodedError conflict. */
  holdBack(accountId: AccountId, jobId: JobId, held: boolean): Promise<Job>;
  /** Puts queued jobs into this order. Throws CodedError conflict. */
  order(accountId: AccountId, jobs: JobId[]): Promise<void>;
}

/** The owner's calls over the API's database role. */
export function createOwnedJobs(database: Database, bus: Bus, farm: FarmView): OwnedJobs {
  const placed = (job: Job): Job => (job.state === "queued" || job.state === "running" ? { ...job, ...farm.place(job.id as JobId) } : job);
  return {
    async get(accountId, jobId) {
      const job = await database.call<Job | null>("job_get", accountId, jobId);
      if (job === null) throw new CodedError("not_found", "There is no such job. Reload the list.");
      return placed(job);
    },
    async list(accountId, { states, kind, before, limit }) {
      return (await database.call<Job[]>("job_list", accountId, states, kind, before, limit)).map(placed);
    },
    async forStream(accountId, endedSince) {
      return (await database.call<Job[]>("jobs_for_stream", accountId, endedSince)).map(placed);
    },
    eventsAfter: (accountId, jobId, after, limit) => database.call<NumberedEvent[]>("events_after", accountId, jobId, after, limit),
    async cancel(accountId, jobId) {
      const done = await database.call<{ job: Job; events: JobNumberedEvent[] }>("job_cancel", accountId, jobId);
      announce(bus, accountId, done.events);
      // The planner passes the wish on to the job's node.
      bus.publish(subjects.wake, { accountId, jobId });
      return placed(done.job);
    },
    async holdBack(accountId, jobId, held) {
      const done = await database.call<{ job: Job; events: JobNumberedEvent[] }>("job_hold_back", accountId, jobId, held);
      announce(bus, accountId, done.events);
      return placed(done.job);
    },
    async order(accountId, jobs) {
      await database.call("job_order", accountId, jobs);
      for (const jobId of jobs) bus.publish(subjects.wake, { accountId, jobId });
    },
  };
}
