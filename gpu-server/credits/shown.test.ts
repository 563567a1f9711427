// What an account page shows of credits, held against the ledger itself: after any life of an account its lots, its
// movements and its month add up to the rows, whichever pages and filters they are read by.
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { holdingsSchema, type Movement, type MovementFilter, movementSchema, spendingSchema } from "../../shared/contract/farm-credits.ts";
import { priceLists, videoCredits } from "../../shared/domain/credits.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { jobRequestSchema } from "../../shared/contract/farm-http.ts";
import type { Database } from "../database/pool.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { claimed, testFarm, type TestFarm, videoSpec } from "../jobs/testing.ts";
import { createCreditOperations } from "./account.ts";
import type { MovementPlace } from "./shown.ts";

let database: TestDatabase;
let farm: TestFarm;
let operations: Database;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
  operations = database.open("farm_operations");
});
afterAll(() => database.close());

/** All movements, oldest first, read `limit` at a time. */
async function read(account: AccountId, filter: MovementFilter, limit: number): Promise<Movement[]> {
  const all: Movement[] = [];
  for (let place: MovementPlace | null = null; ;) {
    const page = await farm.credits.movements(account, filter, place, limit);
    expect(page.movements.length).toBeLessThanOrEqual(limit);
    all.push(...page.movements.map((movement) => movementSchema.parse(movement)));
    if (page.next === null) return all.toReversed();
    place = page.next;
  }
}

/** Sums of the rows themselves. */
async function rowsOf(account: AccountId) {
  const [row] = await operations.query<Record<"posted" | "held" | "captured" | "granted" | "lots", number>>(
    `select (select coalesce(sum(amount), 0)::int from entry where account_id = $1 and book = 'credits') as posted,
       (select coalesce(sum(amount), 0)::int from hold where account_id = $1 and state = 'open') as held,
       (select coalesce(-sum(e.amount), 0)::int from entry e join ledger_tx t using (account_id, tx_id)
         where account_id = $1 and book = 'credits' and t.kind = 'capture') as captured,
       (select coalesce(sum(e.amount), 0)::int from entry e join ledger_tx t using (account_id, tx_id)
         where account_id = $1 and book = 'credits' and t.kind in ('grant', 'grace', 'refund')) as granted,
       (select count(*)::int from lot where account_id = $1) as lots`,
    [account],
  );
  if (row === undefined) throw new Error("no rows");
  return row;
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant("job" as const), segments: fc.constantFrom(1, 2, 4, 7), delivered: fc.nat({ max: 7 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("sound" as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("hold" as const), segments: fc.constantFrom(1, 2, 4) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("cancel" as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("refund" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("grant" as const),
      amount: fc.integer({ min: 1, max: 5 }),
      days: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("days" as const), days: fc.integer({ min: 1, max: 9 }) }) },
);

test("lots, movements and months add up to the ledger after any life of an account", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 9 }),
      fc.array(step, { minLength: 8, maxLength: 24, size: "max" }),
      async (opening, steps) => {
        const account = await farm.account(opening);
        const months = new Set<string>();
        const waiting: JobId[] = [];
        const charged: JobId[] = [];
        const broke = (error: { code: string }) => {
          expect(error.code).toBe("credits_insufficient");
          return [];
        };
        for (const each of steps) {
          months.add((await farm.credits.spending(account.id, null)).month);
          if (each.type === "job" || each.type === "hold") {
            const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(each.segments)], null).catch(broke);
            if (job === undefined) continue;
            const id = job.id as JobId;
            if (each.type === "hold") waiting.push(id);
            else {
              const { epoch } = await claimed(farm, account.id, id);
              const files = Array.from({ length: Math.min(each.delivered, each.segments) }, (_, index) => farm.file("clip", index));
              await farm.store.settle(id, epoch, { state: "succeeded", files });
              charged.push(id);
            }
          } else if (each.type === "sound") {
            const spec = jobRequestSchema.parse({ kind: "audio.speech", quality: "fast", input: { text: "Good night.", voice: "a" } });
            const [job] = await farm.submission.submit(account, randomUUID(), [spec], null).catch(broke);
            if (job === undefined) continue;
            const { epoch } = await claimed(farm, account.id, job.id as JobId);
            await farm.store.settle(job.id as JobId, epoch, { state: "succeeded", files: [farm.file("audio", 0)] });
          } else if (each.type === "cancel") {
            const id = waiting.pop();
            if (id !== undefined) await farm.jobs.cancel(account.id, id);
          } else if (each.type === "refund") {
            const id = charged.pop();
            if (id !== undefined)
              await createCreditOperations(operations)
                .refund(id, null, "k", "late")
                .catch((error: { code: string }) => expect(error.code).toBe("conflict"));
          } else if (each.type === "grant") {
            const [at] = await operations.query<{ at: string }>("select rfc3339(farm_now() + $1 * interval '1 day') as at", [each.days]);
            await farm.credits.grant(account.id, randomUUID(), each.amount, at?.at ?? null);
          } else await database.stepClock(each.days * 86_400_000);
        }
        // Something may have expired since it was last spent from.
        await database.stepClock(2 * 86_400_000);
        months.add((await farm.credits.spending(account.id, null)).month);

        // Whichever is asked for first takes out what has expired.
        const [newest] = steps.length % 2 === 0 ? (await farm.credits.movements(account.id, "all", null, 1)).movements : [];
        if (newest !== undefined) expect(newest.balance.free).toBe((await farm.credits.credits(account.id)).available);
        const holdings = holdingsSchema.parse(await farm.credits.holdings(account.id));
        const { available, held } = await farm.credits.credits(account.id);
        const rows = await rowsOf(account.id);
        expect([holdings.available, holdings.held]).toEqual([available, held]);
        expect([holdings.available + holdings.held, holdings.held]).toEqual([rows.posted, rows.held]);
        expect(holdings.jobs).toBe(waiting.length);
        for (const lot of holdings.lots) expect(lot.spent + lot.held + lot.free + lot.expired).toBe(lot.granted);
        const sum = (key: "free" | "held") => holdings.lots.reduce((total, lot) => total + lot[key], 0);
        expect([sum("free"), sum("held")]).toEqual([holdings.available, holdings.held]);
        const ends = holdings.lots.map(({ expiresAt }) => expiresAt ?? "9999");
        expect(ends).toEqual(ends.toSorted());

        const all = await read(account.id, "all", 50);
        let free = 0;
        let set = 0;
        for (const { kind, balance, words, settled, ...moved } of all) {
          free += moved.free;
          set += moved.held;
          expect(balance).toEqual({ free, held: set });
          expect(Math.min(free, set)).toBeGreaterThanOrEqual(0);
          expect(words).toMatch(/^[^.]+\. [^.]+\.$/);
          if (kind === "taken" || kind === "returned") {
            expect(settled?.held).toBe(-moved.held);
            expect(settled?.returned).toBe(moved.free);
            expect((settled?.taken ?? 0) + (settled?.returned ?? 0)).toBe(settled?.held);
            expect((settled?.taken ?? 0) > 0).toBe(kind === "taken");
          } else expect(settled).toBeNull();
        }
        expect([free, set]).toEqual([holdings.available, holdings.held]);
        const taken = all.reduce((total, { settled }) => total + (settled?.taken ?? 0), 0);
        const came = all.filter(({ kind }) => ["granted", "grace", "refunded"].includes(kind));
        expect(taken).toBe(rows.captured);
        expect(came.reduce((total, { free: more }) => total + more, 0)).toBe(rows.granted);
        expect(came).toHaveLength(rows.lots);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);

        expect(await read(account.id, "all", 3)).toEqual(all);
        expect(await read(account.id, "held", 2)).toEqual(all.filter(({ kind }) => kind === "held"));
        expect(await read(account.id, "taken", 2)).toEqual(all.filter(({ kind }) => kind === "taken"));
        const back = ({ kind, settled }: Movement) => (settled?.returned ?? 0) > 0 || kind === "refunded" || kind === "grace";
        expect(await read(account.id, "returned", 2)).toEqual(all.filter(back));

        let spent = 0;
        for (const month of months) {
          const spending = spendingSchema.parse(await farm.credits.spending(account.id, month));
          const days = spending.days.map(({ pictures, clips, sounds, texts }) => pictures + clips + sounds + texts);
          expect(days.reduce((total, day) => total + day, 0)).toBe(spending.total);
          expect(spending.days.every(({ day }) => day.startsWith(month))).toBe(true);
          spent += spending.total;
        }
        expect(spent).toBe(rows.captured);
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
});

test("what a job took is told by kind, and what was free is counted apart", async () => {
  const account = await farm.account(9);
  const run = async (spec: object, files: number, kind: "clip" | "image" | "text") => {
    const [job] = await farm.submission.submit(account, randomUUID(), [jobRequestSchema.parse(spec)], null);
    const { epoch } = await claimed(farm, account.id, job?.id as JobId);
    await farm.store.settle(job?.id as JobId, epoch, {
      state: "succeeded",
      files: Array.from({ length: files }, (_, index) => farm.file(kind, index)),
    });
    return farm.jobs.get(account.id, job?.id as JobId);
  };
  const clip = await run(videoSpec(7, { label: "Harbour" }), 1, "clip");
  const picture = await run({ kind: "image.generate", quality: "fast", input: { prompt: "A boat", seed: 1, count: 3 } }, 3, "image");
  await run({ kind: "text.enhance", input: { prompt: "A boat" } }, 1, "text");
  const spending = await farm.credits.spending(account.id, null);
  expect(picture.captured * clip.captured).toBeGreaterThan(0);
  expect(spending).toMatchObject({ clips: clip.captured, pictures: picture.captured, sounds: 0, texts: 0, free: 1 });
  expect(spending.total).toBe(clip.captured + picture.captured);
  const [of] = (await read(account.id, "taken", 50)).filter(({ jobId }) => jobId === clip.id);
  const held = videoCredits(priceLists.test, 7);
  const back = held - clip.captured;
  expect(of?.settled).toEqual({ held, taken: clip.captured, returned: back });
  expect(of?.words).toBe(
    `The draft video job “Harbour” failed and delivered 1 of 7 clips. It took 1 credit of the ${held} that it had held; ${back} credits came back.`,
  );
});

test("nothing of another account is shown", async () => {
  const one = await farm.account(5);
  const other = await farm.account(3);
  await farm.submission.submit(one, randomUUID(), [videoSpec(2)], null);
  const [mine] = await read(one.id, "held", 10);
  expect((await farm.credits.holdings(other.id)).lots.map(({ granted }) => granted)).toEqual([3]);
  const place = { at: "9999-01-01T00:00:00Z", rank: 9, id: mine?.id ?? "" };
  expect((await farm.credits.movements(other.id, "all", place, 10)).movements.map(({ kind, free }) => [kind, free])).toEqual([
    ["granted", 3],
  ]);
  expect(await farm.credits.holdings(randomUUID() as AccountId)).toEqual({ available: 0, held: 0, jobs: 0, lots: [] });
});
