// Jobs that follow another, tries by class of failure, deadlines, and when too many wait.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jobEventSchema } from "../../shared/contract/farm-http.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import { plans } from "../credits/plans.ts";
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

const submit = async (account: Submitter, more: object = {}, segments = 1): Promise<JobId> => {
  const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(segments, more)], null);
  return job?.id as JobId;
};
const balance = async ({ id }: Submitter) => {
  const { available, held } = await farm.credits.credits(id);
  return { available, held };
};
const events = async ({ id }: Submitter, job: JobId) =>
  (await farm.jobs.eventsAfter(id, job, 0, 100)).map(({ event }) => jobEventSchema.parse(event));
const types = async (account: Submitter, job: JobId) => (await events(account, job)).map(({ type }) => type);
const succeed = async ({ id }: Submitter, job: JobId) => {
  const { epoch } = await claimed(farm, id, job);
  await farm.store.settle(job, epoch, { state: "succeeded", files: [farm.file("clip", 0)] });
};
/** SQL's clock stands at `now` (ms since 1970) until it is stepped again. */
const stopClock = (now: number) =>
  database
    .open(null, 1)
    .query(
      `create or replace function farm.farm_now() returns timestamptz language sql stable as $$ select to_timestamp(${now} / 1000.0) $$`,
    );
const sound = async () => expect(await checkRows(database.open("farm_operations"))).toEqual([]);

describe("a job that follows another", () => {
  test("waits with its credits held, and is queued when the other succeeded", async () => {
    const account = await farm.account(10);
    const first = await submit(account);
    const second = await submit(account, { after: first });
    expect(await balance(account)).toEqual({ available: 8, held: 2 });
    expect(await farm.jobs.get(account.id, second)).toMatchObject({ state: "queued", after: first, waiting: true, held: 1 });
    expect(await farm.store.openJob(account.id, second)).toMatchObject({ heldBack: true });
    await expect(claimed(farm, account.id, second)).rejects.toThrow("cannot be claimed");
    // Its owner may pause it and go on; it waits all the same.
    await farm.jobs.holdBack(account.id, second, true);
    await farm.jobs.holdBack(account.id, second, false);
    await expect(claimed(farm, account.id, second)).rejects.toThrow("cannot be claimed");
    await succeed(account, first);
    expect(await types(account, second)).toEqual(["waiting", "paused", "resumed", "queued"]);
    await succeed(account, second);
    expect(await farm.jobs.get(account.id, second)).toMatchObject({ state: "succeeded", captured: 1 });
    // What follows a job that has succeeded does not wait.
    expect(await types(account, await submit(account, { after: second }))).toEqual(["queued"]);
    await sound();
  });
  test.each([
    [
      "failed",
      async (id: Submitter["id"], job: JobId) => {
        const { epoch } = await claimed(farm, id, job);
        await farm.store.settle(job, epoch, { state: "failed", error: { code: "oom", message: "no" }, files: [] });
      },
    ],
    ["cancelled", async (id: Submitter["id"], job: JobId) => void (await farm.jobs.cancel(id, job))],
    [
      "blocked",
      async (id: Submitter["id"], job: JobId) => {
        const { epoch } = await claimed(farm, id, job);
        await farm.store.settle(job, epoch, { state: "succeeded", files: [farm.file("clip", 0)], held: { rule: "output.held" } });
      },
    ],
  ])("ends cancelled, with all that follow it, when the other ended %s", async (state, end) => {
    const account = await farm.account(10);
    const first = await submit(account);
    const second = await submit(account, { after: first });
    const third = await submit(account, { after: second });
    await end(account.id, first);
    expect((await events(account, second)).at(-1)).toMatchObject({ type: "cancelled", refunded: 1, error: { code: "cancelled" } });
    expect((await farm.jobs.get(account.id, second)).error?.message).toContain(`ended ${state}`);
    expect(await farm.jobs.get(account.id, third)).toMatchObject({ state: "cancelled" });
    expect(await balance(account)).toEqual({ available: 10, held: 0 });
    await expect(submit(account, { after: first })).rejects.toMatchObject({ code: "conflict", fields: [{ path: "after" }] });
    await sound();
  });
  test("cannot follow what is not there, nor another account's job", async () => {
    const [mine, other] = [await farm.account(5), await farm.account(5)];
    const theirs = await submit(other);
    for (const after of [theirs, randomUUID()])
      await expect(submit(mine, { after })).rejects.toMatchObject({ code: "not_found", fields: [{ path: "after" }] });
    expect(await balance(mine)).toEqual({ available: 5, held: 0 });
  });
  test("a chain has an end", async () => {
    const account = await farm.account(30);
    let last = await submit(account);
    for (let link = 1; link <= 16; link += 1) last = await submit(account, { after: last });
    await expect(submit(account, { after: last })).rejects.toMatchObject({ code: "invalid_input", fields: [{ path: "after" }] });
  });
});

describe("a failure", () => {
  test.each([
    ["oom", 1, 0],
    ["engine_failed", 2, 3000],
    ["media_failed", 2, 2000],
    ["disk_full", 3, 15_000],
    ["policy_blocked", 1, 0],
    ["internal", 1, 0],
  ] as const)("of the class %s ends the job after %i tries", async (code, tries, waitMs) => {
    let now = Date.now();
    await stopClock(now);
    const account = await farm.account(10);
    const job = await submit(account, {}, 2);
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      if (attempt > 1) {
        // Not at once: its class says how long it waits, the longer the more often it failed.
        await expect(claimed(farm, account.id, job)).rejects.toThrow("cannot be claimed");
        await stopClock((now += waitMs * (attempt - 1) - 1));
        expect(await farm.store.openJob(account.id, job)).toMatchObject({ heldBack: true });
        expect(await farm.store.lapse()).not.toContainEqual({ accountId: account.id, jobId: job });
        await stopClock((now += 1));
        expect(await farm.store.lapse()).toContainEqual({ accountId: account.id, jobId: job });
        expect(await farm.store.openJob(account.id, job)).toMatchObject({ heldBack: false });
      }
      const { epoch, delivered } = await claimed(farm, account.id, job);
      if (attempt === 1) await farm.store.segment(job, epoch, 0, [farm.file("clip", 0)]);
      else expect(delivered).toEqual([0]);
      expect(await farm.store.settle(job, epoch, { state: "failed", error: { code, message: "It failed." }, files: [] })).toMatchObject({
        ok: true,
        job: { state: attempt < tries ? "queued" : "failed" },
      });
    }
    await database.stepClock(0);
    expect((await events(account, job)).filter((event) => event.type === "queued" && event.retry)).toHaveLength(tries - 1);
    expect(await farm.jobs.get(account.id, job)).toMatchObject({ error: { code }, captured: 1 });
    expect(await balance(account)).toEqual({ available: 9, held: 0 });
    await sound();
  });
  test("that waits for its next try can be cancelled", async () => {
    const account = await farm.account(10);
    const job = await submit(account);
    const { epoch } = await claimed(farm, account.id, job);
    await farm.store.settle(job, epoch, { state: "failed", error: { code: "engine_failed", message: "It failed." }, files: [] });
    expect((await events(account, job)).at(-1)).toMatchObject({
      type: "queued",
      retry: { code: "engine_failed" },
      retryAt: expect.any(String),
    });
    expect(await farm.jobs.cancel(account.id, job)).toMatchObject({ state: "cancelled", captured: 0 });
    expect(await balance(account)).toEqual({ available: 10, held: 0 });
    await sound();
  });
  test("is not tried again once its owner cancelled", async () => {
    const account = await farm.account(10);
    const job = await submit(account);
    const { epoch } = await claimed(farm, account.id, job);
    await farm.jobs.cancel(account.id, job);
    await farm.store.settle(job, epoch, { state: "failed", error: { code: "engine_failed", message: "It failed." }, files: [] });
    expect(await farm.jobs.get(account.id, job)).toMatchObject({ state: "cancelled" });
  });
});

describe("a deadline", () => {
  const inSeconds = async (seconds: number) => {
    const [row] = await database
      .open(null, 1)
      .query<{ at: string }>("select rfc3339(farm_now() + $1 * interval '1 second') as at", [seconds]);
    return row?.at;
  };
  test("ends a queued job failed, with what follows it", async () => {
    const account = await farm.account(10);
    const job = await submit(account, { deadline: await inSeconds(60) });
    const next = await submit(account, { after: job });
    expect(await farm.store.lapse()).not.toContainEqual({ accountId: account.id, jobId: job });
    await database.stepClock(61_000);
    await expect(claimed(farm, account.id, job)).rejects.toThrow("cannot be claimed");
    expect(await farm.store.lapse()).toContainEqual({ accountId: account.id, jobId: job });
    expect(await farm.jobs.get(account.id, job)).toMatchObject({ state: "failed", error: { code: "deadline_passed" } });
    expect(await farm.jobs.get(account.id, next)).toMatchObject({ state: "cancelled" });
    expect(await balance(account)).toEqual({ available: 10, held: 0 });
    await sound();
  });
  test("tells a running job to stop, and what arrived is kept", async () => {
    const account = await farm.account(10);
    const job = await submit(account, { deadline: await inSeconds(60) }, 4);
    const { epoch } = await claimed(farm, account.id, job, 3_600_000);
    await farm.store.segment(job, epoch, 0, [farm.file("clip", 0)]);
    await database.stepClock(61_000);
    await farm.store.lapse();
    expect(await farm.store.lapse()).not.toContainEqual({ accountId: account.id, jobId: job });
    expect(await farm.store.openJob(account.id, job)).toMatchObject({ cancelRequested: true });
    await farm.store.settle(job, epoch, { state: "cancelled", files: [] });
    expect(await farm.jobs.get(account.id, job)).toMatchObject({ state: "failed", captured: 1, error: { code: "deadline_passed" } });
    await sound();
  });
  test("that has passed already is refused", async () => {
    const account = await farm.account(10);
    await expect(submit(account, { deadline: "2020-01-01T00:00:00Z" })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ path: "deadline" }],
    });
  });
});

test("who has as many open jobs as the plan allows is told when to try again, the longer the larger the work", async () => {
  const plan = { ...plans.free, openJobs: 2 };
  const waits: number[] = [];
  for (const segments of [1, 12]) {
    const account = { ...(await farm.account(50)), plan };
    await submit(account, {}, segments);
    await submit(account, {}, segments);
    const refused = (await submit(account).catch((error: unknown) => error)) as { code: string; retryAfter: number };
    expect(refused.code).toBe("too_many_jobs");
    waits.push(refused.retryAfter);
  }
  expect(waits).toEqual([4, 48]);
});
