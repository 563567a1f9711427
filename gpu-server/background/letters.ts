// Dead letters: background work that was given up. Listed by ids and codes, tried again or dropped by whoever runs the farm.
import { CodedError } from "../../shared/contract/errors.ts";
import type { PgBoss } from "pg-boss";
import { deadQueue, type QueueName, queueNames } from "./queues.ts";

export interface DeadLetter {
  queue: QueueName;
  id: string;
  tries: number;
  /** Code of the last error. */
  error: string;
  since: Date;
}

const page = 500;
const nothing = "There is no such dead letter. npm run farm -- letters lists them.";

/** Every dead letter, oldest first. */
export async function deadLetters(boss: PgBoss): Promise<DeadLetter[]> {
  const all: DeadLetter[] = [];
  for (const queue of queueNames) {
    for (let after: string | undefined; ;) {
      const found = await boss.findJobs(deadQueue(queue), { queued: true, limit: page, ...(after === undefined ? {} : { after }) });
      for (const { id, createdOn, sourceRetryCount, sourceOutput } of found) {
        const { message } = (sourceOutput ?? {}) as { message?: string };
        all.push({ queue, id, tries: (sourceRetryCount ?? 0) + 1, error: message ?? "unknown", since: createdOn });
      }
      if (found.length < page) break;
      after = found.at(-1)?.id;
    }
  }
  return all.sort((a, b) => a.since.getTime() - b.since.getTime());
}

/** Puts dead letters back into their queues: one, or all. Returns how many. Throws CodedError not_found. */
export async function retryLetters(boss: PgBoss, id: string | null): Promise<number> {
  let moved = 0;
  for (const letter of await deadLetters(boss)) {
    if (id !== null && letter.id !== id) continue;
    moved += await boss.redrive(deadQueue(letter.queue), { ids: [letter.id], destination: letter.queue });
  }
  if (moved === 0 && id !== null) throw new CodedError("not_found", nothing);
  return moved;
}

/** Drops a dead letter for good; of mail, the letter itself goes by `forget` too. Throws CodedError not_found. */
export async function dropLetter(boss: PgBoss, id: string, forget: (rowId: string) => Promise<void>): Promise<void> {
  const letter = (await deadLetters(boss)).find((each) => each.id === id);
  if (letter === undefined) throw new CodedError("not_found", nothing);
  const [job] = await boss.findJobs<{ id?: string }>(deadQueue(letter.queue), { id });
  if (letter.queue === "mail" && job?.data.id !== undefined) await forget(job.data.id);
  await boss.deleteJob(deadQueue(letter.queue), id);
}
