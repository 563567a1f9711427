// What the stream reads of jobs. Lines that ask for the same at the same time share one answer, and all of
// them together use only some of the pool's connections: a thousand that come back at once leave room for requests.
import type { Job, NumberedEvent } from "../../shared/contract/farm-http.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { OwnedJobs } from "../jobs/owned.ts";

/** Where a job stands, and its events after the wanted number. */
export interface JobHead {
  id: JobId;
  lastSeq: number;
  events: NumberedEvent[];
}

/** Jobs as the stream reads them. */
export interface StreamJobs {
  eventsAfter(accountId: AccountId, jobId: JobId, after: number, limit: number): Promise<NumberedEvent[]>;
  /** Throws CodedError not_found. */
  get(accountId: AccountId, jobId: JobId): Promise<Job>;
  /** Open jobs, and jobs that ended at or after `endedSince` (RFC 3339). */
  forStream(accountId: AccountId, endedSince: string | null): Promise<Job[]>;
  /** Of the wanted jobs those that are the account's, with at most `limit` events each. */
  heads(accountId: AccountId, wanted: readonly { id: JobId; after: number }[], limit: number): Promise<JobHead[]>;
}

const readsAtOnce = 6;

/** Runs at most `atOnce` works beside each other, first come first served. */
function turnstile(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}

export function createStreamReads(database: Database, jobs: Pick<OwnedJobs, "eventsAfter" | "get" | "forStream">): StreamJobs {
  const enter = turnstile(readsAtOnce);
  const underWay = new Map<string, Promise<unknown>>();
  /** One read for all who ask before it begins. Answers are shared: nobody may change them. */
  const shared = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const known = underWay.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = enter(async () => {
      await Promise.resolve();
      // Whoever asks from here on may know of more than this read sees.
      underWay.delete(key);
      return read();
    });
    underWay.set(key, answer);
    return answer;
  };
  return {
    eventsAfter: (accountId, jobId, after, limit) =>
      shared(`events ${jobId} ${after} ${limit} ${accountId}`, () => jobs.eventsAfter(accountId, jobId, after, limit)),
    get: (accountId, jobId) => shared(`job ${jobId} ${accountId}`, () => jobs.get(accountId, jobId)),
    forStream: (accountId, endedSince) => shared(`all ${accountId} ${endedSince ?? ""}`, () => jobs.forStream(accountId, endedSince)),
    heads: (accountId, wanted, limit) =>
      enter(() =>
        // One statement, and so one view of the database for a job's number and its events.
        database.query<JobHead & Record<string, unknown>>(
          `select w.id, (j.job ->> 'lastSeq')::int as "lastSeq", farm.events_after($1, w.id, w.after, $4) as events
           from unnest($2::uuid[], $3::int[]) as w(id, after)
           cross join lateral (select farm.job_get($1, w.id) as job offset 0) j where j.job is not null`,
          [accountId, wanted.map(({ id }) => id), wanted.map(({ after }) => after), limit],
        ),
      ),
  };
}
