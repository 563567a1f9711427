// What background work does: each queue's handler and the schedules, on one pg-boss. The rows are the truth and pg-boss the
// drive: whatever its queues lose is found again by `sweep`, and every handler may run twice.
import type { Logger } from "../ports.ts";
import { codeOf, type OpenBoss, type Payloads } from "./boss.ts";
import { type QueueName, queueNames, schedules } from "./queues.ts";

/** How a handler learns of its try. */
export interface Turn {
  /** Aborted when the farm ends or the try took too long. */
  signal: AbortSignal;
  /** True when a failure now ends in the dead letters. */
  last: boolean;
}

export type Handlers = { [Name in QueueName]: (data: Payloads[Name], turn: Turn) => Promise<void> };

/** At once, of each queue. */
const atOnce: Partial<Record<QueueName, number>> = { mail: 2 };
/** s until a coordinator looks again at a queue that another one filled. */
const lookEvery = 2;
/** ms that the end of the farm waits for work in hand. */
const graceToEnd = 4000;

/** Starts all handlers and schedules; the periodic ones run once at the start too. Returns what stops them and lets go of pg-boss. */
export async function startWork(background: OpenBoss, handlers: Handlers, log: Logger): Promise<() => Promise<void>> {
  const { boss, workers } = background;
  const run = async <Name extends QueueName>(name: Name): Promise<void> => {
    const options = { includeMetadata: true, pollingIntervalSeconds: lookEvery, localConcurrency: atOnce[name] ?? 1 } as const;
    const id: string = await boss.work<Payloads[Name], void, typeof options>(name, options, async ([job]) => {
      if (job === undefined) return;
      const last = job.retryCount >= job.retryLimit;
      try {
        await handlers[name](job.data, { signal: job.signal, last });
      } catch (error) {
        const reason = codeOf(error);
        log.warn(last ? "background work failed and is given up" : "background work failed and is tried again", {
          queue: name,
          workId: job.id,
          tries: job.retryCount + 1,
          reason,
        });
        // pg-boss keeps what is thrown: the words of an error may repeat what was worked on, so only its code goes there.
        const kept = new Error(reason);
        kept.stack = "";
        throw kept;
      } finally {
        // What else waits is taken at once, not at the next look.
        boss.notifyWorker(id);
      }
    });
    workers.set(name, id);
  };
  for (const name of queueNames) await run(name);
  for (const [name, cron] of Object.entries(schedules)) {
    await boss.schedule(name, cron);
    await background.queue(name as keyof typeof schedules, {});
  }
  return () => background.stop(graceToEnd);
}
