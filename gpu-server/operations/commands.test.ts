// The operator's commands as they are typed, beside a farm that runs: what they say, what they do to the accounts, and
// how they end.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { claimed, testFarm, videoSpec } from "../jobs/testing.ts";
import { client, newPerson, type Send } from "../testing/people.ts";
import { checkRows } from "./check.ts";

const program = join(import.meta.dirname, "..", "farm.ts");
const data = mkdtempSync(join(tmpdir(), "farm-commands-"));
const environment = { ...process.env, FARM_PRICES: "test", TRUST_PROXY: "loopback" };
let database: TestDatabase;
let farm: ChildProcess;
let send: Send;

beforeAll(async () => {
  database = await testDatabase();
  farm = spawn(process.execPath, [program, "--role", "coordinator", "--data", data], {
    env: { ...environment, DATABASE_URL: database.url, FARM_PARENT: "1" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ready = await new Promise<{ url: string }>((resolve, reject) => {
    farm.once("exit", (code) => reject(new Error(`the farm ended with ${code}`)));
    createInterface({ input: farm.stdout as NodeJS.ReadableStream }).once("line", (line) => resolve(JSON.parse(line) as { url: string }));
  });
  send = client(ready.url);
});
afterAll(async () => {
  const ended = new Promise((resolve) => farm.once("exit", resolve));
  farm.stdin?.end();
  await ended;
  await database.close();
  rmSync(data, { recursive: true });
});

/** A command as it is typed. It finds the database of the farm that runs by the data folder alone. */
const typed = (...words: string[]) => typedAt(data, ...words);

/** The same for another data folder. */
function typedAt(folder: string, ...words: string[]): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words, "--data", folder], { env: environment }, (failed, out, error) =>
      resolve({ code: typeof failed?.code === "number" ? failed.code : 0, out, error }),
    );
  });
}

test(
  "where no farm ever was, a command says so with the remedy and makes nothing: no folder, no database",
  { timeout: 90_000 },
  async () => {
    const nowhere = join(data, "nowhere");
    for (const words of [["check"], ["grant", "5"], ["backup", join(data, "saved")]]) {
      expect(await typedAt(nowhere, ...words)).toEqual({
        code: 1,
        out: "",
        error: expect.stringMatching(/^There is no farm in .*nowhere.*--data/) as string,
      });
      expect(existsSync(nowhere)).toBe(false);
    }
    expect(existsSync(join(data, "saved"))).toBe(false);
  },
);

test("a folder that is no backup, or whose manifest is damaged, is said to be none, and nothing is made of it", async () => {
  const broken = join(data, "broken");
  for (const manifest of [null, "{", "{}"]) {
    mkdirSync(broken, { recursive: true });
    if (manifest !== null) writeFileSync(join(broken, "manifest.json"), manifest);
    const { code, error } = await typedAt(join(data, "fresh"), "restore", broken);
    expect({ code, error }).toEqual({ code: 1, error: `${broken} is not a backup of a farm: it has no manifest that can be read.\n` });
    expect(existsSync(join(data, "fresh"))).toBe(false);
  }
});

test("a refund gives back what a job cost: a part, the rest, and no more", { timeout: 90_000 }, async () => {
  const { token } = await newPerson(send, data);
  const { id } = (await send("GET", "/v1/account", undefined, { token })).body as { id: AccountId };
  const work = testFarm(database);
  await work.credits.grant(id, "grant:test", 10, null);
  const [job] = await work.submission.submit({ id, plan: await work.credits.plan(id) }, "a-key", [videoSpec(7)], null);
  const jobId = job?.id as JobId;
  const { epoch } = await claimed(work, id, jobId);
  await work.store.settle(jobId, epoch, { state: "succeeded", files: Array.from({ length: 7 }, (_, index) => work.file("clip", index)) });
  const available = async () => ((await send("GET", "/v1/credits", undefined, { token })).body as { available: number }).available;
  expect(await available()).toBe(5);

  expect(await typed("refund", jobId, "1", "--reason", "a scratch")).toEqual({
    code: 0,
    out: `1 credit of the job ${jobId} was given back.\n`,
    error: "",
  });
  expect(await available()).toBe(6);
  expect(await typed("refund", jobId, "5")).toMatchObject({ code: 1, out: "", error: expect.stringContaining("4 of them") as string });
  expect(await typed("refund", jobId)).toMatchObject({ code: 0, out: `4 credits of the job ${jobId} were given back.\n` });
  expect(await available()).toBe(10);
  expect(await typed("refund", crypto.randomUUID())).toMatchObject({ code: 1, error: "There is no such job.\n" });
  const reasons = await database.open(null).query("select amount, reason from farm.refund where job_id = $1 order by at", [jobId]);
  expect(reasons).toEqual([
    { amount: 1, reason: "a scratch" },
    { amount: 4, reason: "by the operator" },
  ]);
  expect(await checkRows(database.open("farm_operations"))).toEqual([]);
});

test(
  "a plan is set for an address, once a month's credits come with it, and the farm's own owner has none to set",
  { timeout: 90_000 },
  async () => {
    const { email, token } = await newPerson(send, data);
    expect(await typed("plan", email.toUpperCase(), "pro")).toMatchObject({ code: 0, out: expect.stringContaining("plan pro") as string });
    const credits = (await send("GET", "/v1/credits", undefined, { token })).body as { available: number };
    expect(credits.available).toBe(25);
    const [nobody, gold, ours] = await Promise.all([
      typed("plan", "nobody@example.com", "pro"),
      typed("plan", email, "gold"),
      typed("plan", "owner@farm.local", "pro"),
    ]);
    expect(nobody).toMatchObject({ code: 1, error: "This farm has no account of nobody@example.com.\n" });
    expect(gold).toMatchObject({ code: 2, error: expect.stringMatching(/^Say whose plan/) as string });
    expect(ours).toMatchObject({ code: 1, error: "The owner of this farm is always on the plan local.\n" });
    const owner = readFileSync(join(data, "secrets", "owner-token"), "utf8").trim();
    const account = (await send("GET", "/v1/credits", undefined, { token: owner })).body as { available: number };
    expect(account.available).toBe(1000);
  },
);
