// Jobs as the stream reads them, over the store in memory, for tests of the stream. Each read takes a turn
// of the event loop, so that live events come in between.
import { setImmediate as turn } from "node:timers/promises";
import { CodedError } from "../../shared/contract/errors.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import type { StreamJobs } from "../stream/reads.ts";
import type { MemoryJobs } from "./memory-jobs.ts";

/** `all` are the jobs of the store; `pageSize` bounds every page. */
export function memoryStreamJobs(store: MemoryJobs, all: readonly JobId[], pageSize = 200): StreamJobs & { reads: number } {
  const read = async () => {
    await turn();
    jobs.reads += 1;
  };
  const jobs: StreamJobs & { reads: number } = {
    /** Reads so far. */
    reads: 0,
    async eventsAfter(account, job, after, limit) {
      await read();
      return store.eventsAfter(account, job, after, Math.min(limit, pageSize));
    },
    async get(account, job) {
      await read();
      const found = await store.job(account, job);
      if (!found) throw new CodedError("not_found");
      return found;
    },
    async forStream(account, endedSince) {
      await read();
      const found = await Promise.all(all.map((job) => store.job(account, job)));
      return found
        .filter((job) => job !== null)
        .filter((job) => job.endedAt === null || (endedSince !== null && job.endedAt >= endedSince));
    },
    async heads(account, wanted, limit) {
      await read();
      const heads = await Promise.all(
        wanted.map(async ({ id, after }) => {
          const job = await store.job(account, id);
          return job && { id, lastSeq: job.lastSeq, events: await store.eventsAfter(account, id, after, Math.min(limit, pageSize)) };
        }),
      );
      return heads.filter((head) => head !== null);
    },
  };
  return jobs;
}
