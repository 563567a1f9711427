// What the stream reads of the database: many jobs in one statement, nothing of another account, one read
// for all who ask for the same, and never more of the pool than its share.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jobRequestSchema } from "../../shared/contract/farm-http.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { testFarm } from "../jobs/testing.ts";
import { createStreamReads } from "./reads.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const request = jobRequestSchema.parse({ kind: "text.enhance", quality: "draft", input: { prompt: "A boat" } });

test("heads: each of one's own jobs with its number and what follows, and silence for all others", async () => {
  const farm = testFarm(database);
  const [mine, theirs] = [await farm.account(5), await farm.account(5)];
  const submit = async (account: typeof mine) => {
    const [job] = await farm.submission.submit(account, randomUUID(), [request], null);
    return job?.id as JobId;
  };
  const [one, two, foreign] = [await submit(mine), await submit(mine), await submit(theirs)];
  await farm.jobs.cancel(mine.id, two);
  const reads = createStreamReads(database.open("farm_api"), farm.jobs);
  const strangers = Array.from({ length: 1000 }, () => ({ id: randomUUID() as JobId, after: 0 }));
  const wanted = [{ id: one, after: 0 }, { id: two, after: 1 }, { id: foreign, after: 0 }, ...strangers];
  const heads = await reads.heads(mine.id, wanted, 50);
  const numbers = heads.map(({ id, lastSeq, events }) => [id, lastSeq, events.map(({ seq }) => seq)] as const);
  expect(new Map(numbers.map(([id, ...rest]) => [id, rest]))).toEqual(
    new Map<JobId, unknown>([
      [one, [1, [1]]],
      [two, [2, [2]]],
    ]),
  );
  expect(await reads.heads(mine.id, [{ id: one, after: 2 ** 31 - 1 }], 50)).toMatchObject([{ id: one, lastSeq: 1, events: [] }]);
  expect(await reads.heads(mine.id, [], 50)).toEqual([]);
});

test("a hundred who ask for the same while the reads are busy are one read; at most six go beside each other", async () => {
  let under = 0;
  let most = 0;
  let reads = 0;
  const slowly = async () => {
    reads += 1;
    under += 1;
    most = Math.max(most, under);
    await new Promise((resolve) => setTimeout(resolve, 3));
    under -= 1;
    return [];
  };
  const unused = () => Promise.reject(new Error("not asked for"));
  const stream = createStreamReads(database.open("farm_api", 1), { eventsAfter: slowly, get: unused, forStream: slowly });
  const account = (await testFarm(database).account(1)).id;
  const others = Array.from({ length: 60 }, (_, index) => stream.eventsAfter(account, randomUUID() as JobId, index, 10));
  const same = Array.from({ length: 100 }, () => stream.forStream(account, null));
  await Promise.all([...others, ...same]);
  expect({ most, reads }).toEqual({ most: 6, reads: 61 });
  // One that is under way may have begun before what the next one knows of.
  const first = stream.forStream(account, null);
  await new Promise((resolve) => setTimeout(resolve, 1));
  await Promise.all([first, stream.forStream(account, null)]);
  expect(reads).toBe(63);
});
