// What an account's jobs do, call by call, over a real PostgreSQL.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jobSchema, type Job } from "../../shared/contract/farm-http.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import type { Plan } from "../credits/plans.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { checkRows } from "../operations/check.ts";
import { claimed, testFarm, type TestFarm, videoSpec } from "./testing.ts";

let database: TestDatabase;
let farm: TestFarm;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
});
afterAll(() => database.close());

const id = (job: Job | undefined): JobId => {
  if (job === undefined) throw new Error("no job");
  return job.id as JobId;
};
const submit = async (account: { id: never; plan: Plan }, segments: number, more: object = {}) => {
  const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(segments, more)], null);
  return id(job);
};
const balance = async (account: { id: never }) => {
  const { available, held } = await farm.credits.credits(account.id);
  return { available, held };
};
const newAccount = (credits: number) => farm.account(credits) as Promise<{ id: never; plan: Plan }>;
const types = async (account: { id: never }, job: JobId) =>
  (await farm.jobs.eventsAfter(account.id, job, 0, 100)).map(({ event }) => event.type);

describe("submission", () => {
  test("holds the price, and the same key gives the first answer again", async () => {
    const account = await newAccount(10);
    const key = randomUUID();
    const first = await farm.submission.submit(account, key, [videoSpec(2)], null);
    expect(await balance(account)).toEqual({ available: 8, held: 2 });
    expect(await farm.submission.submit(account, key, [videoSpec(2)], null)).toEqual(first);
    expect(await balance(account)).toEqual({ available: 8, held: 2 });
    await expect(farm.submission.submit(account, key, [videoSpec(3)], null)).rejects.toMatchObject({ code: "idempotency_mismatch" });
    expect(jobSchema.parse(first[0])).toMatchObject({ state: "queued", held: 2, lastSeq: 1 });
  });
  test("a key seen before is answered though its engine is gone", async () => {
    const account = await newAccount(10);
    const key = randomUUID();
    const first = await farm.submission.submit(account, key, [videoSpec(1)], null);
    const offers = farm.offers.splice(0);
    try {
      expect(await farm.submission.submit(account, key, [videoSpec(1)], null)).toEqual(first);
      await expect(farm.submission.submit(account, randomUUID(), [videoSpec(1)], null)).rejects.toMatchObject({ code: "kind_not_served" });
    } finally {
      farm.offers.push(...offers);
    }
  });
  test("a batch is all or nothing", async () => {
    const account = await newAccount(3);
    await expect(farm.submission.submit(account, "k", [videoSpec(2), videoSpec(2)], null)).rejects.toMatchObject({
      code: "credits_insufficient",
    });
    expect(await farm.jobs.list(account.id, { states: null, kind: null, before: null, limit: 10 })).toEqual([]);
    // Nothing was done under the key, so it is still free.
    expect(await farm.submission.submit(account, "k", [videoSpec(2), videoSpec(1)], null)).toHaveLength(2);
    expect(await balance(account)).toEqual({ available: 0, held: 3 });
  });
  test("40 parallel spends on a balance of 10 give 10 jobs", async () => {
    const account = await newAccount(10);
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => submit(account, 1)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(await balance(account)).toEqual({ available: 0, held: 10 });
    expect(await checkRows(database.open("farm_operations"))).toEqual([]);
  });
  test("parallel submissions under one key are one job", async () => {
    const account = await newAccount(10);
    const answers = await Promise.all(Array.from({ length: 12 }, () => farm.submission.submit(account, "same", [videoSpec(1)], null)));
    expect(new Set(answers.map(([job]) => job?.id)).size).toBe(1);
    expect(await balance(account)).toEqual({ available: 9, held: 1 });
  });
  test("a film's limit counts what is held and what was captured", async () => {
    const account = await newAccount(100);
    const budget = { key: "film", limit: 3 };
    const [job] = await farm.submission.submit(account, "a", [videoSpec(2)], budget);
    await expect(farm.submission.submit(account, "b", [videoSpec(2)], budget)).rejects.toMatchObject({ code: "budget_exceeded" });
    await farm.jobs.cancel(account.id, id(job));
    expect(await farm.submission.submit(account, "b", [videoSpec(2)], budget)).toHaveLength(1);
  });
  test("what draft cannot honour is named", async () => {
    const account = await newAccount(10);
    const spec = videoSpec(2);
    if (spec.kind !== "video.generate") throw new Error("not a video");
    spec.input.segments[1]?.references.push("a".repeat(64));
    await expect(farm.submission.submit(account, "r", [spec], null)).rejects.toMatchObject({
      code: "parameter_not_served",
      fields: [{ path: "input.segments.1.references" }],
    });
    await expect(farm.submission.submit(account, "m", [videoSpec(1, { rating: "mature" })], null)).rejects.toMatchObject({
      code: "forbidden",
      fields: [{ path: "rating" }],
    });
    await expect(farm.submission.submit(account, "e", [videoSpec(1, { engine: "nobody" })], null)).rejects.toMatchObject({
      code: "kind_not_served",
    });
    expect(await balance(account)).toEqual({ available: 10, held: 0 });
  });
  test("the request is stored only encrypted, and is gone a day after the end", async () => {
    const account = await newAccount(10);
    const job = await submit(account, 1);
    const operations = database.open("farm_operations");
    const [row] = await operations.query<{ input: Buffer }>("select input from job where job_id = $1", [job]);
    expect(row?.input.includes("boat")).toBe(false);
    await farm.jobs.cancel(account.id, job);
    await operations.call("retire", account.id);
    expect(await operations.query("select 1 from job where job_id = $1 and input is not null", [job])).toHaveLength(1);
    await database.stepClock(25 * 3600 * 1000);
    await operations.call("retire", account.id);
    expect(await operations.query("select 1 from job where job_id = $1 and input is not null", [job])).toEqual([]);
  });
});

describe("a job's life", () => {
  test("claim, segments, success: captured by the ladder", async () => {
    const account = await newAccount(10);
    const job = await submit(account, 2);
    const lease = await claimed(farm, account.id, job);
    expect(lease.spec).toEqual(videoSpec(2));
    expect(await farm.store.claim(account.id, job, lease.epoch, farm.node, 1000)).toBeNull();
    for (const index of [0, 1]) {
      expect(await farm.store.segment(job, lease.epoch, index, [farm.file("clip", index), farm.file("thumbnail", index)])).toMatchObject({
        ok: true,
      });
    }
    const settled = await farm.store.settle(job, lease.epoch, { state: "succeeded", files: [] });
    expect(settled).toMatchObject({ ok: true, job: { state: "succeeded", captured: 2, held: 0 } });
    expect(await balance(account)).toEqual({ available: 8, held: 0 });
    expect(await types(account, job)).toEqual(["queued", "started", "segment", "segment", "succeeded"]);
    expect(await farm.store.settle(job, lease.epoch, { state: "failed", files: [] })).toEqual({ ok: false, reason: "stale" });
  });
  test("a failure keeps what arrived and gives the rest back", async () => {
    const account = await newAccount(10);
    const job = await submit(account, 7);
    const lease = await claimed(farm, account.id, job);
    await farm.store.segment(job, lease.epoch, 0, [farm.file("clip", 0)]);
    await farm.store.segment(job, lease.epoch, 0, [farm.file("clip", 0)]);
    expect(await types(account, job)).toEqual(["queued", "started", "segment"]);
    const error = { code: "oom" as const, message: "The GPU ran out of memory." };
    await farm.store.settle(job, lease.epoch, { state: "failed", error, files: [] });
    expect(await farm.jobs.get(account.id, job)).toMatchObject({
      state: "failed",
      captured: 1,
      error,
      artifacts: [{ kind: "clip", index: 0 }],
    });
    expect(await balance(account)).toEqual({ available: 9, held: 0 });
  });
  test("a success that lacks a segment is a failure", async () => {
    const account = await newAccount(10);
    const job = await submit(account, 2);
    const lease = await claimed(farm, account.id, job);
    await farm.store.settle(job, lease.epoch, { state: "succeeded", files: [farm.file("clip", 1)] });
    expect(await farm.jobs.get(account.id, job)).toMatchObject({ state: "failed", captured: 1, error: { code: "engine_failed" } });
  });
  test("an output that is held blocks the job and costs nothing", async () => {
    const account = await newAccount(10);
    const job = await submit(account, 2);
    const lease = await claimed(farm, account.id, job);
    await farm.store.segment(job, lease.epoch, 0, [farm.file("clip", 0)]);
    await farm.store.settle(job, lease.epoch, { state: "succeeded", files: [farm.file("clip", 1)], held: { rule: "output.held" } });
    expect(await farm.jobs.get(account.id, job)).toMatchObject({
      state: "blocked",
      captured: 0,
      artifacts: [{ kind: "clip", index: 0 }],
      blocked: { rule: "output.held" },
    });
    expect(await balance(account)).toEqual({ available: 10, held: 0 });
  });
  test("a lapsed lease goes back to the queue, and its late node writes nothing", async () => {
    const account = await newAccount(10);
    const job = await submit(account, 2);
    const lost = await claimed(farm, account.id, job);
    await farm.store.segment(job, lost.epoch, 0, [farm.file("clip", 0)]);
    expect(await farm.store.renew(farm.node.id, [{ jobId: job, epoch: lost.epoch }], 15_000)).toEqual([]);
    // Between the list of lapsed leases and their turn a heartbeat may arrive.
    expect(await database.open("farm_scheduler").call("lapse", account.id, job, lost.epoch, 5)).toBeNull();
    await database.stepClock(20_000);
    expect(await farm.store.lapse()).toContainEqual({ accountId: account.id, jobId: job });
    // A plan made before the lapse is not carried out.
    expect(await farm.store.claim(account.id, job, lost.epoch - 1, farm.node, 1000)).toBeNull();
    const next = await claimed(farm, account.id, job);
    expect(next).toMatchObject({ epoch: lost.epoch + 1, delivered: [0] });
    const before = await farm.jobs.eventsAfter(account.id, job, 0, 100);
    const stale = { ok: false, reason: "stale" };
    expect(await farm.store.record(job, lost.epoch, { type: "phase", phase: "save" })).toEqual(stale);
    expect(await farm.store.segment(job, lost.epoch, 1, [farm.file("clip", 1)])).toEqual(stale);
    expect(await farm.store.settle(job, lost.epoch, { state: "succeeded", files: [farm.file("clip", 1)] })).toEqual(stale);
    expect(await farm.store.renew(farm.node.id, [{ jobId: job, epoch: lost.epoch }], 15_000)).toEqual([{ jobId: job, epoch: lost.epoch }]);
    expect(await farm.store.dataKey(job, lost.epoch)).toBeNull();
    expect(await farm.store.dataKey(job, next.epoch)).not.toBeNull();
    expect(await farm.jobs.eventsAfter(account.id, job, 0, 100)).toEqual(before);
  });
  test("a job that takes its nodes down ends failed", async () => {
    const account = await newAccount(10);
    const job = await submit(account, 1);
    for (let lease = 0; lease < 5; lease += 1) {
      await claimed(farm, account.id, job);
      await database.stepClock(20_000);
      await farm.store.lapse();
    }
    expect(await farm.jobs.get(account.id, job)).toMatchObject({ state: "failed", error: { code: "node_lost" } });
    expect(await balance(account)).toEqual({ available: 10, held: 0 });
  });
  test("cancel in every state", async () => {
    const account = await newAccount(10);
    const queued = await submit(account, 1);
    expect(await farm.jobs.cancel(account.id, queued)).toMatchObject({ state: "cancelled" });
    expect(await farm.jobs.cancel(account.id, queued)).toMatchObject({ state: "cancelled" });

    const running = await submit(account, 2);
    const lease = await claimed(farm, account.id, running);
    await farm.store.segment(running, lease.epoch, 0, [farm.file("clip", 0)]);
    expect(await farm.jobs.cancel(account.id, running)).toMatchObject({ state: "running" });
    expect(await farm.store.openJob(account.id, running)).toMatchObject({ cancelRequested: true });
    await farm.store.settle(running, lease.epoch, { state: "cancelled", files: [] });
    expect(await farm.jobs.get(account.id, running)).toMatchObject({ state: "cancelled", captured: 1 });
    expect(await farm.jobs.cancel(account.id, running)).toMatchObject({ state: "cancelled" });

    const lost = await submit(account, 1);
    await claimed(farm, account.id, lost);
    await farm.jobs.cancel(account.id, lost);
    await database.stepClock(20_000);
    await farm.store.lapse();
    expect(await farm.jobs.get(account.id, lost)).toMatchObject({ state: "cancelled" });
    expect(await balance(account)).toEqual({ available: 9, held: 0 });
  });
  test("pause and resume are for queued jobs", async () => {
    const account = await newAccount(10);
    const job = await submit(account, 1);
    expect(await farm.jobs.holdBack(account.id, job, true)).toMatchObject({ heldBack: true });
    await expect(claimed(farm, account.id, job)).rejects.toThrow();
    await farm.jobs.holdBack(account.id, job, false);
    await claimed(farm, account.id, job);
    await expect(farm.jobs.holdBack(account.id, job, true)).rejects.toMatchObject({ code: "conflict" });
    expect(await types(account, job)).toEqual(["queued", "paused", "resumed", "started"]);
  });
  test("the owner's order is the planner's", async () => {
    const account = await newAccount(10);
    const [a, b, c] = [await submit(account, 1), await submit(account, 1), await submit(account, 1)];
    await farm.jobs.order(account.id, [c, a]);
    const open = await farm.store.openJobs();
    const order = open.filter(({ accountId }) => accountId === account.id).sort((x, y) => x.order - y.order);
    expect(order.map(({ jobId }) => jobId)).toEqual([c, b, a]);
    await farm.jobs.cancel(account.id, b);
    await expect(farm.jobs.order(account.id, [a, b])).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("lots", () => {
  const days = (count: number) => count * 24 * 3600 * 1000;
  const expiring = async (account: { id: never }, source: string, amount: number, afterDays: number) => {
    const [at] = await database.open(null).query<{ at: string }>("select rfc3339(farm_now() + $1 * interval '1 day') as at", [afterDays]);
    await farm.credits.grant(account.id, source, amount, at?.at ?? null);
  };
  test("what expires first is spent first, and what expired cannot be spent", async () => {
    const account = await newAccount(2);
    await expiring(account, "late", 3, 20);
    await expiring(account, "soon", 2, 10);
    await submit(account, 2);
    const remaining = async () => (await farm.credits.credits(account.id)).lots.map(({ source, remaining: left }) => [source, left]);
    expect(await remaining()).toEqual([
      ["late", 3],
      ["opening", 2],
    ]);
    await database.stepClock(days(21));
    expect(await balance(account)).toEqual({ available: 2, held: 2 });
    await expect(submit(account, 4)).rejects.toMatchObject({ code: "credits_insufficient" });
    await submit(account, 2);
  });
  test("credits whose lot expired while they were held come back for 7 days", async () => {
    const account = await newAccount(0);
    await expiring(account, "gift", 3, 1);
    const job = await submit(account, 4);
    await database.stepClock(days(2));
    expect(await balance(account)).toEqual({ available: 0, held: 3 });
    await farm.jobs.cancel(account.id, job);
    expect(await balance(account)).toEqual({ available: 3, held: 0 });
    await database.stepClock(days(6));
    expect(await balance(account)).toEqual({ available: 3, held: 0 });
    await database.stepClock(days(2));
    expect(await balance(account)).toEqual({ available: 0, held: 0 });
  });
  test("a plan's month is granted once, and the next month again", async () => {
    const account = await newAccount(0);
    const plan = { name: "local", creditsPerMonth: 1000 };
    const opened = await Promise.all(Array.from({ length: 8 }, () => testFarm(database).credits.open(account.id, plan)));
    expect(opened).toHaveLength(8);
    expect(await balance(account)).toEqual({ available: 1000, held: 0 });
    await database.stepClock(days(32));
    expect(await balance(account)).toEqual({ available: 0, held: 0 });
    await testFarm(database).credits.open(account.id, plan);
    expect(await balance(account)).toEqual({ available: 1000, held: 0 });
  });
});

describe("walls", () => {
  test("another account's job is not there", async () => {
    const [mine, other] = [await newAccount(5), await newAccount(5)];
    const job = await submit(mine, 1);
    await expect(farm.jobs.get(other.id, job)).rejects.toMatchObject({ code: "not_found" });
    await expect(farm.jobs.cancel(other.id, job)).rejects.toMatchObject({ code: "not_found" });
    expect(await farm.jobs.eventsAfter(other.id, job, 0, 10)).toEqual([]);
  });
  test("the API's role sees no row without an account, and none of another's", async () => {
    const account = await newAccount(5);
    await submit(account, 1);
    const api = database.open("farm_api");
    expect(await api.query("select 1 from job")).toEqual([]);
    expect(await api.query("select enter($1), (select count(*)::int from balance) as seen", [randomUUID()])).toMatchObject([{ seen: 0 }]);
    await expect(api.call("open_jobs", [0])).rejects.toThrow();
  });
});
