// Cancel at every state that a job can be in: what had not ended ends so, once, with what was delivered charged and the rest
// free; what had ended stays as it is.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JobId } from "../../shared/domain/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { checkRows } from "../operations/check.ts";
import type { Submitter } from "./submission.ts";
import { claimed, testFarm, type TestFarm, videoSpec } from "./testing.ts";

let database: TestDatabase;
let farm: TestFarm;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
});
afterAll(() => database.close());

const submit = async (account: Submitter, more: object = {}) => {
  const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(2, more)], null);
  return job?.id as JobId;
};
const fail = async (account: Submitter, id: JobId, code: "engine_failed" | "oom") => {
  const { epoch } = await claimed(farm, account.id, id);
  await farm.store.settle(id, epoch, { state: "failed", error: { code, message: "It failed." }, files: [] });
};

/** Brings a job into a state; `captured` is what it has cost in the end. */
const states: [string, (account: Submitter) => Promise<JobId>, { state: string; captured: number }][] = [
  ["queued", (account) => submit(account), { state: "cancelled", captured: 0 }],
  [
    "paused",
    async (account) => {
      const id = await submit(account);
      await farm.jobs.holdBack(account.id, id, true);
      return id;
    },
    { state: "cancelled", captured: 0 },
  ],
  ["waiting for another", async (account) => submit(account, { after: await submit(account) }), { state: "cancelled", captured: 0 }],
  [
    "waiting for its next try",
    async (account) => {
      const id = await submit(account);
      await fail(account, id, "engine_failed");
      return id;
    },
    { state: "cancelled", captured: 0 },
  ],
  [
    "returned by a node with a part delivered",
    async (account) => {
      const id = await submit(account);
      const { epoch } = await claimed(farm, account.id, id);
      await farm.store.segment(id, epoch, 0, [farm.file("clip", 0)]);
      await farm.store.release(id, epoch, "drain");
      return id;
    },
    { state: "cancelled", captured: 1 },
  ],
  [
    "succeeded",
    async (account) => {
      const id = await submit(account);
      const { epoch } = await claimed(farm, account.id, id);
      await farm.store.settle(id, epoch, { state: "succeeded", files: [farm.file("clip", 0), farm.file("clip", 1)] });
      return id;
    },
    { state: "succeeded", captured: 2 },
  ],
  [
    "failed",
    async (account) => {
      const id = await submit(account);
      await fail(account, id, "oom");
      return id;
    },
    { state: "failed", captured: 0 },
  ],
  [
    "cancelled",
    async (account) => {
      const id = await submit(account);
      await farm.jobs.cancel(account.id, id);
      return id;
    },
    { state: "cancelled", captured: 0 },
  ],
  [
    "blocked",
    async (account) => {
      const [job] = await farm.submission.submit(account, randomUUID(), [{ ...videoSpec(1), label: "explicit sexual content" }], null);
      return job?.id as JobId;
    },
    { state: "blocked", captured: 0 },
  ],
];

test.each(states)("a job that is %s", async (_, bring, wanted) => {
  const account = await farm.account(10);
  const id = await bring(account);
  await farm.jobs.cancel(account.id, id);
  const { lastSeq } = await farm.jobs.get(account.id, id);
  const job = await farm.jobs.cancel(account.id, id);
  expect(job).toMatchObject({ ...wanted, held: 0, lastSeq });
  expect((await farm.credits.credits(account.id)).available).toBeGreaterThanOrEqual(10 - wanted.captured - 2);
  expect(await checkRows(database.open("farm_operations", 1))).toEqual([]);
});

test.each(["cancelled", "succeeded", "failed"] as const)("a running job whose node then says %s", async (said) => {
  const account = await farm.account(10);
  const id = await submit(account);
  const { epoch } = await claimed(farm, account.id, id);
  await farm.store.segment(id, epoch, 0, [farm.file("clip", 0)]);
  expect(await farm.jobs.cancel(account.id, id)).toMatchObject({ state: "running" });
  expect(await farm.jobs.cancel(account.id, id)).toMatchObject({ state: "running" });
  expect(await farm.store.openJob(account.id, id)).toMatchObject({ cancelRequested: true });
  const files = said === "succeeded" ? [farm.file("clip", 1)] : [];
  const error = said === "failed" ? { error: { code: "engine_failed" as const, message: "It failed." } } : {};
  await farm.store.settle(id, epoch, { state: said, files, ...error });
  // Whoever had finished all the same delivered it all.
  const end = said === "succeeded" ? { state: "succeeded", captured: 2 } : { state: "cancelled", captured: 1 };
  expect(await farm.jobs.get(account.id, id)).toMatchObject(end);
  expect(await farm.credits.credits(account.id)).toMatchObject({ available: 10 - end.captured, held: 0 });
  expect(await checkRows(database.open("farm_operations", 1))).toEqual([]);
});

test("a running job whose node is lost", async () => {
  const account = await farm.account(10);
  const id = await submit(account);
  await claimed(farm, account.id, id, 1000);
  await farm.jobs.cancel(account.id, id);
  await database.stepClock(2000);
  await farm.store.lapse();
  expect(await farm.jobs.get(account.id, id)).toMatchObject({ state: "cancelled", captured: 0 });
  expect(await farm.credits.credits(account.id)).toMatchObject({ available: 10, held: 0 });
});
