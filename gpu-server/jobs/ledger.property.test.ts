// The ledger's invariants under long random lives: few keys, 20 to 60 operations a run, and after every
// operation the rows are held against I1-I5, I8, I9 and I10. Operations of one run share one account;
// jobs follow one another, a film has a limit, and what was charged is given back.
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Job } from "../../shared/contract/farm-http.ts";
import { captureOf, priceLists, videoCredits } from "../../shared/domain/credits.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { createCreditOperations } from "../credits/account.ts";
import { retireAll } from "../background/retention.ts";
import type { Database } from "../database/pool.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { checkRows } from "../operations/check.ts";
import type { Submitter } from "./submission.ts";
import { testFarm, type TestFarm, videoSpec } from "./testing.ts";

let database: TestDatabase;
let farm: TestFarm;
let operations: Database;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
  operations = database.open("farm_operations");
});
afterAll(() => database.close());

const keys = 6;
const key = fc.nat({ max: keys - 1 });
/** True once in five: most operations do what they should, so that lives get long enough to break something. */
const seldom = fc.constantFrom(true, false, false, false, false);
const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("submit" as const),
      key,
      segments: fc.constantFrom(1, 2, 4, 7),
      limited: fc.constantFrom(true, true, false),
      follows: fc.option(key, { freq: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("claim" as const), key }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant("segment" as const), key, index: fc.nat({ max: 6 }), oldEpoch: seldom }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("settle" as const),
      key,
      state: fc.constantFrom("succeeded" as const, "failed" as const),
      rest: fc.boolean(),
      twice: fc.boolean(),
      held: fc.boolean(),
      oldEpoch: seldom,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("cancel" as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("pause" as const), key, held: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("release" as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("lapse" as const), key }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("refund" as const), key, amount: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("grant" as const),
      key,
      amount: fc.integer({ min: 1, max: 4 }),
      days: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("days" as const), days: fc.integer({ min: 1, max: 4 }) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** What the model knows of a job: enough to say what it must have cost. */
interface Known {
  id: JobId;
  segments: number;
  answer: string;
  epoch: number;
  delivered: Set<number>;
  running: boolean;
  ended: boolean;
  succeeded: boolean;
  refunded: number;
  limited: boolean;
  after: Known | null;
}

/** The film's limit that some submissions name. */
const budget = { key: "film", limit: 8 };

/** What follows a job that ended without success has ended too. */
function endFollowers(known: Map<number, Known>): void {
  for (let again = true; again;) {
    again = false;
    for (const each of known.values()) {
      if (each.ended || !each.after?.ended || each.after.succeeded) continue;
      each.ended = true;
      again = true;
    }
  }
}

const list = priceLists.test;

async function snapshot(account: AccountId): Promise<string> {
  const [row] = await operations.query<{ rows: string }>(
    `select jsonb_build_array((select jsonb_agg(j order by job_id) from job j where account_id = $1), (select jsonb_agg(a order by artifact_id) from artifact a
      where account_id = $1), (select jsonb_agg(e order by job_id, seq) from job_event e where account_id = $1),
      (select jsonb_agg(b) from balance b where account_id = $1), (select count(*) from entry where account_id = $1))::text as rows`,
    [account],
  );
  return row?.rows ?? "";
}

async function entries(account: AccountId): Promise<string[]> {
  const rows = await operations.query<{ line: string }>("select e::text as line from entry e where account_id = $1 order by tx_id, book", [
    account,
  ]);
  return rows.map(({ line }) => line);
}

async function openJobs(account: AccountId): Promise<string[]> {
  const rows = await operations.query<{ id: string }>("select job_id as id from ready where account_id = $1 order by job_id::text", [
    account,
  ]);
  return rows.map(({ id }) => id);
}

async function perform(account: Submitter, known: Map<number, Known>, step: Operation): Promise<void> {
  const job = "key" in step ? known.get(step.key) : undefined;
  switch (step.type) {
    case "submit": {
      const after = step.follows === null ? undefined : known.get(step.follows);
      const submission = (like: Known | { segments: number; limited: boolean; after: Known | null }) =>
        farm.submission.submit(
          account,
          `key-${step.key}`,
          [videoSpec(like.segments, like.after === null ? {} : { after: like.after.id })],
          like.limited ? budget : null,
        );
      if (job !== undefined) {
        const same = job.segments === step.segments;
        if (same) expect(JSON.stringify((await submission(job))[0])).toBe(job.answer);
        else await expect(submission({ ...job, segments: step.segments })).rejects.toMatchObject({ code: "idempotency_mismatch" });
        return;
      }
      const wanted = {
        segments: step.segments,
        limited: step.limited,
        after: after !== undefined && (!after.ended || after.succeeded) ? after : null,
      };
      const price = videoCredits(list, step.segments);
      const { available } = await farm.credits.credits(account.id);
      const left = (await farm.credits.budgets(account.id))[0]?.left ?? budget.limit;
      const refusal = available < price ? "credits_insufficient" : step.limited && left < price ? "budget_exceeded" : null;
      const [made] = await submission(wanted).catch((error: { code: string }) => {
        expect(error.code).toBe(refusal);
        return [] as Job[];
      });
      if (made === undefined) return;
      expect(refusal).toBeNull();
      known.set(step.key, {
        id: made.id as JobId,
        answer: JSON.stringify(made),
        epoch: 0,
        delivered: new Set(),
        running: false,
        ended: false,
        succeeded: false,
        refunded: 0,
        ...wanted,
      });
      return;
    }
    case "claim": {
      if (job === undefined) return;
      const lease = await farm.store.claim(account.id, job.id, job.epoch, farm.node, 60_000);
      if (lease === null) return;
      expect(job.running || job.ended).toBe(false);
      expect(job.after === null || job.after.succeeded).toBe(true);
      expect(new Set(lease.delivered)).toEqual(job.delivered);
      job.epoch = lease.epoch;
      job.running = true;
      return;
    }
    case "segment": {
      if (job === undefined || job.epoch === 0) return;
      const index = step.index % job.segments;
      const epoch = step.oldEpoch ? job.epoch - 1 : job.epoch;
      const before = await snapshot(account.id);
      const done = await farm.store.segment(job.id, epoch, index, [farm.file("clip", index), farm.file("thumbnail", index)]);
      expect(done.ok).toBe(job.running && !step.oldEpoch);
      if (done.ok) job.delivered.add(index);
      else expect(await snapshot(account.id)).toBe(before);
      return;
    }
    case "settle": {
      if (job === undefined || job.epoch === 0) return;
      const epoch = step.oldEpoch ? job.epoch - 1 : job.epoch;
      const missing = Array.from({ length: job.segments }, (_, index) => index).filter((index) => !job.delivered.has(index));
      const files = step.rest ? missing.map((index) => farm.file("clip", index)) : [];
      const outcome = { state: step.state, files, ...(step.held ? { held: { rule: "output.held" } } : {}) };
      const settle = () => farm.store.settle(job.id, epoch, outcome);
      const before = await snapshot(account.id);
      const [first, second] = step.twice ? await Promise.all([settle(), settle()]) : [await settle()];
      if (!job.running || step.oldEpoch) {
        expect([first?.ok, second?.ok ?? false]).toEqual([false, false]);
        expect(await snapshot(account.id)).toBe(before);
        return;
      }
      // Twice at once: one of them settles.
      expect([first, second].filter((done) => done?.ok)).toHaveLength(1);
      const delivered = step.held ? 0 : job.delivered.size + files.length;
      const settled = await farm.jobs.get(account.id, job.id);
      expect(settled.captured).toBe(captureOf(list, videoCredits(list, job.segments), delivered));
      if (step.held) expect(settled.state).toBe("blocked");
      else if (step.state === "succeeded") expect(settled.state === "succeeded").toBe(delivered === job.segments);
      job.running = false;
      job.ended = true;
      job.succeeded = settled.state === "succeeded";
      return;
    }
    case "refund": {
      if (job === undefined) return;
      // Charged when it ended in another way than by a settle, too.
      const { captured } = await farm.jobs.get(account.id, job.id);
      const refunded = await createCreditOperations(operations)
        .refund(job.id, step.amount, `refund-${job.refunded}`, "late")
        .catch((error: { code: string }) => {
          expect(error.code).toBe("conflict");
          return 0;
        });
      expect(refunded).toBe(step.amount <= captured - job.refunded ? step.amount : 0);
      job.refunded += refunded;
      return;
    }
    case "cancel":
      if (job === undefined) return;
      await farm.jobs.cancel(account.id, job.id);
      if (!job.running) job.ended = true;
      return;
    case "pause":
      if (job === undefined) return;
      await farm.jobs.holdBack(account.id, job.id, step.held).catch((error: { code: string }) => expect(error.code).toBe("conflict"));
      return;
    case "release":
      if (job === undefined || !job.running) return;
      await farm.store.release(job.id, job.epoch, "drain");
      job.running = false;
      job.ended = (await farm.store.openJob(account.id, job.id)) === null;
      return;
    case "lapse":
    case "days": {
      await database.stepClock(step.type === "days" ? step.days * 86_400_000 : 61_000);
      await farm.store.lapse();
      await retireAll(operations, { remove: () => Promise.resolve() });
      for (const each of known.values()) {
        if (!each.running) continue;
        each.running = false;
        each.ended = (await farm.store.openJob(account.id, each.id)) === null;
      }
      return;
    }
    case "grant": {
      const [now] = await operations.query<{ at: string }>("select rfc3339(farm_now() + $1 * interval '1 day') as at", [step.days]);
      await farm.credits.grant(account.id, `gift-${step.key}`, step.amount, now?.at ?? null);
      return;
    }
  }
}

test("no order of operations breaks the ledger", { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 12 }),
      fc.array(operation, { minLength: 20, maxLength: 60, size: "max" }),
      async (opening, steps) => {
        const account = await farm.account(opening);
        const known = new Map<number, Known>();
        let written: string[] = [];
        for (const step of steps) {
          await perform(account, known, step);
          endFollowers(known);
          // The queue holds the jobs that have not ended, and no other.
          const open = [...known.values()].filter(({ ended }) => !ended).map(({ id }) => id);
          expect(await openJobs(account.id)).toEqual(open.toSorted());
          expect(await checkRows(operations)).toEqual([]);
          const now = await entries(account.id);
          // I9: what was written stays as it is.
          expect(now).toEqual(expect.arrayContaining(written));
          written = now;
        }
      },
    ),
    { numRuns: 40, endOnFailure: true },
  );
});

test("an entry cannot be changed or taken away", async () => {
  await farm.account(5);
  const owner = database.open(null);
  for (const sql of [
    "update entry set amount = amount + 1",
    "delete from entry",
    "truncate entry cascade",
    "delete from ledger_tx",
    "update ledger_tx set kind = 'grant'",
  ]) {
    await expect(owner.query(sql)).rejects.toThrow();
  }
});
