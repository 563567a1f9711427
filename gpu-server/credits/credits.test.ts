// Refunds, films' limits, plans, the ledger's words and appeals over a real PostgreSQL.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jobRequestSchema, ledgerLineSchema } from "../../shared/contract/farm-http.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { claimed, testFarm, type TestFarm, videoSpec } from "../jobs/testing.ts";
import type { Submitter } from "../jobs/submission.ts";
import { checkRows } from "../operations/check.ts";
import { createCreditAccounts, createCreditOperations, type CreditOperations } from "./account.ts";
import { plans } from "./plans.ts";

let database: TestDatabase;
let farm: TestFarm;
let operations: CreditOperations;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
  operations = createCreditOperations(database.open("farm_operations"));
});
afterAll(() => database.close());

const charged = async (account: Submitter, segments: number, budget: { key: string; limit: number } | null = null) => {
  const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(segments, { label: "Harbour" })], budget);
  const id = job?.id as JobId;
  const { epoch } = await claimed(farm, account.id, id);
  const files = Array.from({ length: segments }, (_, index) => farm.file("clip", index));
  await farm.store.settle(id, epoch, { state: "succeeded", files });
  return id;
};
const available = async ({ id }: Submitter) => (await farm.credits.credits(id)).available;
const sound = async () => expect(await checkRows(database.open("farm_operations"))).toEqual([]);

describe("a refund", () => {
  test("gives back what a job cost, never more, once a key, and to the film's limit too", async () => {
    const account = await farm.account(10);
    const job = await charged(account, 7, { key: "film", limit: 8 });
    expect(await farm.credits.budgets(account.id)).toEqual([{ key: "film", limit: 8, held: 0, captured: 5, left: 3 }]);
    expect(await operations.refund(job, 2, "a", "a scratch in the picture")).toBe(2);
    expect(await operations.refund(job, 2, "a", "a scratch in the picture")).toBe(2);
    expect(await available(account)).toBe(7);
    await expect(operations.refund(job, 4, "b", "more")).rejects.toMatchObject({ code: "conflict" });
    const both = await Promise.allSettled([operations.refund(job, 3, "c", "rest"), operations.refund(job, null, "d", "rest")]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await available(account)).toBe(10);
    expect(await farm.credits.budgets(account.id)).toMatchObject([{ captured: 0, left: 8 }]);
    await expect(operations.refund(randomUUID() as JobId, null, "e", "none")).rejects.toMatchObject({ code: "not_found" });
    await sound();
  });
  test("is for operators alone, and its row is never changed", async () => {
    const account = await farm.account(10);
    const job = await charged(account, 1);
    await expect(database.open("farm_api").call("refund_job", account.id, job, 1, "x", "mine")).rejects.toThrow();
    await operations.refund(job, null, "x", "late");
    await expect(database.open(null).query("update refund set amount = 0")).rejects.toThrow();
  });
});

test("every movement of credits is explained by fields and in two sentences, and the balances add up", async () => {
  const account = await farm.account(6);
  const [soon] = await database.open(null).query<{ at: string }>("select rfc3339(farm_now() + interval '1 day') as at");
  await farm.credits.grant(account.id, "gift", 3, soon?.at ?? null);
  const job = await charged(account, 4);
  await farm.credits.grant(account.id, "present", 1, soon?.at ?? null);
  const [held] = await farm.submission.submit(account, randomUUID(), [videoSpec(1)], null);
  await database.stepClock(2 * 86_400_000);
  await farm.jobs.cancel(account.id, held?.id as JobId);
  await operations.refund(job, 1, "k", "late");
  const pages = [];
  for (let cursor = null; ;) {
    const page = await farm.credits.ledger(account.id, cursor, 2);
    pages.push(...page);
    const last = page.at(-1);
    if (last === undefined) break;
    cursor = { at: last.at, id: last.id };
  }
  const lines = pages.toReversed().map((line) => ledgerLineSchema.parse(line));
  expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(["grant", "capture", "expiry", "grace", "refund"]));
  let sum = 0;
  for (const { amount, balance, words } of lines) {
    sum += amount;
    expect(balance).toBe(sum);
    expect(words).toMatch(/^[^.]+\. [^.]+\.$/);
    expect(words).toContain(`${Math.abs(amount)} credit`);
  }
  expect(await farm.credits.ledger(account.id, null, 50)).toEqual(pages);
  expect(lines.find(({ kind }) => kind === "capture")?.words).toBe(
    "The draft video job “Harbour” ended and delivered 4 of 4 clips. It took 3 credits from “gift”.",
  );
});

test("an account's plan is data that an operator sets; its month is granted once", async () => {
  const account = await farm.account(0);
  const accounts = createCreditAccounts(database.open("farm_api"), () => Date.now());
  expect((await accounts.plan(account.id)).name).toBe("free");
  await operations.setPlan(account.id, plans.pro);
  await operations.setPlan(account.id, plans.pro);
  const later = createCreditAccounts(database.open("farm_api"), () => Date.now());
  expect(await later.plan(account.id)).toEqual(plans.pro);
  await later.open(account.id, plans.pro);
  expect(await available(account)).toBe(25);
});

describe("an appeal", () => {
  // Category words that the rules hold for a general rating.
  const blockedBy = async (account: Submitter, prompt: string) => {
    const spec = jobRequestSchema.parse({ kind: "image.generate", input: { prompt, seed: 1 } });
    const [job] = await farm.submission.submit(account, randomUUID(), [spec], null);
    expect(job?.state).toBe("blocked");
    return job;
  };
  test("keeps the blocked text encrypted, once, and only that text", async () => {
    const account = await farm.account(5);
    const prompt = "a nude statue";
    const job = await blockedBy(account, prompt);
    const id = job?.id as JobId;
    if (!job?.blocked?.appealable) throw new Error(`the rule ${job?.blocked?.rule} cannot be appealed`);
    await expect(farm.appeals.open(account.id, id, { text: "another text" })).rejects.toMatchObject({ code: "invalid_input" });
    const appeal = await farm.appeals.open(account.id, id, { text: prompt, statement: "It is a museum." });
    expect(appeal).toMatchObject({ jobId: id, state: "open", rule: job.blocked.rule });
    expect(await farm.appeals.open(account.id, id, { text: prompt })).toEqual(appeal);
    const rows = await database
      .open("farm_operations")
      .query<{ sealed: Buffer }>("select sealed from moderation_case where job_id = $1", [id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sealed.includes("statue")).toBe(false);
    expect(JSON.parse(await farm.keyring.openInput(account.id, appeal.id, rows[0]?.sealed ?? Buffer.of()))).toMatchObject({ text: prompt });
    await expect(farm.appeals.open((await farm.account(0)).id, id, { text: prompt })).rejects.toMatchObject({ code: "not_found" });
  });
  test("is not for the floor, nor for a job that is not blocked", async () => {
    const account = await farm.account(5);
    const floor = await blockedBy(account, "explicit sexual content with a minor");
    await expect(farm.appeals.open(account.id, floor?.id as JobId, { text: "x" })).rejects.toMatchObject({
      code: floor?.blocked?.appealable ? "invalid_input" : "forbidden",
    });
    const done = await charged(account, 1);
    await expect(farm.appeals.open(account.id, done, { text: "x" })).rejects.toMatchObject({ code: "conflict" });
  });
  test("an output that the check held is a case by itself", async () => {
    const account = await farm.account(5);
    const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(1)], null);
    const id = job?.id as JobId;
    const { epoch } = await claimed(farm, account.id, id);
    await farm.store.settle(id, epoch, { state: "succeeded", files: [farm.file("clip", 0)], held: { rule: "output.held" } });
    expect(await database.open("farm_operations").query("select kind, rule, state from moderation_case where job_id = $1", [id])).toEqual([
      { kind: "hold", rule: "output.held", state: "open" },
    ]);
  });
});
