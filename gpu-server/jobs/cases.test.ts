// Cases of blocks and what a decision does to them.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jobRequestSchema } from "../../shared/contract/farm-http.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { checkRows } from "../operations/check.ts";
import type { Submitter } from "./submission.ts";
import { claimed, testFarm, type TestFarm, videoSpec } from "./testing.ts";

let database: TestDatabase;
let farm: TestFarm;
let operations: Database;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
  operations = database.open("farm_operations");
});
afterAll(() => database.close());

/** A text that a rule blocks which is not of the floor. */
const text = "explicit sexual content";
const submit = async (account: Submitter, prompt: string, label?: string) => {
  const spec = jobRequestSchema.parse({ kind: "image.generate", label, input: { prompt, seed: 1 } });
  const [job] = await farm.submission.submit(account, randomUUID(), [spec], null);
  if (job === undefined) throw new Error("no job");
  return { ...job, id: job.id as JobId };
};
const decide = (account: Submitter, id: string, state: string) =>
  operations.call("decide_case", account.id, id, state, "read by two people");

test("a released appeal lets the same text of the same account through, charged as ever", async () => {
  const [account, other] = [await farm.account(5), await farm.account(5)];
  const job = await submit(account, text);
  expect(job).toMatchObject({ state: "blocked", blocked: { appealable: true } });
  const appeal = await farm.appeals.open(account.id, job.id, { text });
  await decide(account, appeal.id, "released");
  expect(await farm.appeals.of(account.id, job.id)).toMatchObject({ state: "released", reason: "read by two people" });
  const again = await submit(account, text);
  expect(again).toMatchObject({ state: "queued", held: 1 });
  expect((await claimed(farm, account.id, again.id)).spec).toMatchObject({ input: { prompt: text } });
  // Neither another text, nor another account, nor this one beside another that the rules hold.
  expect((await submit(account, `${text}, again`)).state).toBe("blocked");
  expect((await submit(other, text)).state).toBe("blocked");
  expect((await submit(account, text, "explicit sexual content, again")).state).toBe("blocked");
  expect(await checkRows(operations)).toEqual([]);
});

test("an upheld appeal changes nothing, and a case is decided once", async () => {
  const account = await farm.account(5);
  const job = await submit(account, text);
  const appeal = await farm.appeals.open(account.id, job.id, { text });
  await decide(account, appeal.id, "upheld");
  await expect(decide(account, appeal.id, "released")).rejects.toMatchObject({ code: "conflict" });
  expect(await farm.appeals.of(account.id, job.id)).toMatchObject({ state: "upheld" });
  expect((await submit(account, text)).state).toBe("blocked");
});

test("a released output is its owner's, free", async () => {
  const account = await farm.account(5);
  const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(1)], null);
  const id = job?.id as JobId;
  const { epoch } = await claimed(farm, account.id, id);
  await farm.store.settle(id, epoch, { state: "succeeded", files: [farm.file("clip", 0)], held: { rule: "output.held" } });
  expect((await farm.jobs.get(account.id, id)).artifacts).toEqual([]);
  const { id: caseId } = await farm.appeals.of(account.id, id);
  await decide(account, caseId, "released");
  expect((await farm.jobs.get(account.id, id)).artifacts).toHaveLength(1);
  expect((await farm.credits.credits(account.id)).available).toBe(5);
  expect(await checkRows(operations)).toEqual([]);
});

test("a case is nobody else's", async () => {
  const [account, other] = [await farm.account(5), await farm.account(5)];
  const job = await submit(account, text);
  const appeal = await farm.appeals.open(account.id, job.id, { text });
  await expect(farm.appeals.of(other.id, job.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(decide(other, appeal.id, "released")).rejects.toMatchObject({ code: "not_found" });
  const api = database.open("farm_api");
  await expect(api.call("decide_case", account.id, appeal.id, "released", "by itself")).rejects.toMatchObject({ code: "internal" });
});
