// What a job takes from the one that it follows, through a real database and a real store of files: a batch that is a chain,
// texts and pictures handed on, the rules asked again.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type JobRequest, jobRequestSchema } from "../../shared/contract/farm-http.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { checkRows } from "../operations/check.ts";
import type { ArtifactStore, StoredFile } from "../ports.ts";
import type { Submitter } from "./submission.ts";
import { claimed, testFarm, type TestFarm } from "./testing.ts";

let database: TestDatabase;
let farm: TestFarm;
let files: ArtifactStore;
const folder = mkdtempSync(join(tmpdir(), "handed-"));
beforeAll(async () => {
  database = await testDatabase();
  files = await createDiskArtifactStore({ folder });
  farm = testFarm(database, files);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const enhance: JobRequest = { kind: "text.enhance", input: { prompt: "A boat" } };
const still = (prompt: string, more: object = {}): JobRequest => ({
  kind: "image.generate",
  quality: "fast",
  ...more,
  input: { prompt, seed: 1 },
});
const clip = (firstFrame: string, more: object = {}): JobRequest => ({
  kind: "video.generate",
  quality: "fast",
  ...more,
  input: { segments: [{ prompt: "It sails", seed: 1, frames: 80, firstFrame }] },
});
const submit = async (account: Submitter, ...jobs: JobRequest[]) => {
  const specs = jobs.map((job) => jobRequestSchema.parse(job));
  return farm.submission.submit(account, randomUUID(), specs, null);
};
const ids = async (account: Submitter, ...jobs: JobRequest[]) => (await submit(account, ...jobs)).map(({ id }) => id as JobId);
const balance = async ({ id }: Submitter) => (await farm.credits.credits(id)).available;

/** Ends a job with one file of these bytes, as a node does. */
async function deliver({ id }: Submitter, job: JobId, kind: StoredFile["kind"], text: string): Promise<StoredFile> {
  const { epoch } = await claimed(farm, id, job);
  const plain = Buffer.from(text);
  const facts = { sha256: createHash("sha256").update(plain).digest("hex"), bytes: plain.length };
  const file = { ...farm.file(kind, 0), ...facts, contentType: "text/plain" };
  const key = (await farm.store.dataKey(job, epoch))?.key as Uint8Array;
  await files.accept(
    file.id,
    encryptStream(Readable.from([plain]), { key, id: file.id, bytes: plain.length, random: randomBytes }),
    key,
    facts,
  );
  await farm.store.settle(job, epoch, { state: "succeeded", files: [file] });
  return file;
}

describe("a batch", () => {
  test("may be a chain: a job follows an earlier one by its place", async () => {
    const account = await farm.account(10);
    const [first, second, third] = await submit(
      account,
      enhance,
      still("{parent}, at dusk", { after: "#0" }),
      clip("parent", { after: "#1" }),
    );
    expect([first?.after, second?.after, third?.after]).toEqual([null, first?.id, second?.id]);
    expect([first?.waiting, second?.waiting, third?.waiting]).toEqual([false, true, true]);
    await deliver(account, first?.id as JobId, "text", "A small boat with a red sail\n");
    const lease = await claimed(farm, account.id, second?.id as JobId);
    expect(lease.spec).toMatchObject({ input: { prompt: "A small boat with a red sail, at dusk" } });
    await farm.store.release(lease.jobId, lease.epoch, "drain");
    const picture = await deliver(account, second?.id as JobId, "image", "a picture");
    const last = await claimed(farm, account.id, third?.id as JobId);
    expect(last.spec).toMatchObject({ input: { segments: [{ firstFrame: picture.sha256, prompt: "It sails" }] } });
    expect(await checkRows(database.open("farm_operations"))).toEqual([]);
  });
  test.each(["#1", "#2", "#7"])("a job cannot follow %s from the second place", async (after) => {
    const account = await farm.account(10);
    await expect(submit(account, enhance, still("A boat", { after }), enhance)).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ path: "jobs.1.after" }],
    });
    expect(await balance(account)).toBe(10);
  });
  test("what follows a blocked job of the batch ends with it, and the rest is made", async () => {
    const account = await farm.account(10);
    const [bad, follows, after, good] = await ids(
      account,
      still("explicit sexual content"),
      still("A boat", { after: "#0" }),
      still("A boat", { after: "#1" }),
      still("A boat"),
    );
    const state = async (id: JobId | undefined) => (await farm.jobs.get(account.id, id as JobId)).state;
    expect(await Promise.all([bad, follows, after, good].map(state))).toEqual(["blocked", "cancelled", "cancelled", "queued"]);
    expect(await farm.credits.credits(account.id)).toMatchObject({ available: 9, held: 1 });
    expect(await checkRows(database.open("farm_operations"))).toEqual([]);
  });
});

describe("what is handed on", () => {
  test("goes through the rules again: a text that they hold blocks the job before it is made, free", async () => {
    const account = await farm.account(10);
    const [first, second, third] = await ids(account, enhance, still("{parent}", { after: "#0" }), still("A boat", { after: "#1" }));
    await deliver(account, first as JobId, "text", "explicit sexual content");
    await expect(claimed(farm, account.id, second as JobId)).rejects.toThrow("cannot be claimed");
    expect(await farm.jobs.get(account.id, second as JobId)).toMatchObject({
      state: "blocked",
      captured: 0,
      blocked: { field: "input.prompt" },
    });
    expect(await farm.jobs.get(account.id, third as JobId)).toMatchObject({ state: "cancelled" });
    expect(await balance(account)).toBe(10);
    // Its owner may appeal with the text that was handed on.
    const appeal = farm.appeals.open(account.id, second as JobId, { text: "explicit sexual content" });
    await expect(appeal).resolves.toMatchObject({ state: "open" });
    expect(await checkRows(database.open("farm_operations"))).toEqual([]);
  });
  test.each([
    ["is gone", null],
    ["is too long", "a".repeat(8001)],
  ])("and %s ends the job failed, free", async (_, text) => {
    const account = await farm.account(10);
    const [first, second] = await ids(account, enhance, still("{parent}", { after: "#0" }));
    const file = await deliver(account, first as JobId, "text", text ?? "A boat");
    if (text === null) await files.remove(file.id);
    await expect(claimed(farm, account.id, second as JobId)).rejects.toThrow("cannot be claimed");
    expect(await farm.jobs.get(account.id, second as JobId)).toMatchObject({
      state: "failed",
      captured: 0,
      error: { code: "invalid_input" },
    });
    expect(await balance(account)).toBe(10);
  });
  test.each<[string, JobRequest[], string]>([
    ["a text of a job that makes pictures", [still("A boat"), still("{parent}", { after: "#0" })], "jobs.1.after"],
    ["a picture of a job that makes a text", [enhance, clip("parent", { after: "#0" })], "jobs.1.after"],
    ["a picture of no job", [clip("parent")], "input.segments.0.firstFrame"],
    [
      "a text and a picture",
      [enhance, { kind: "image.edit", quality: "fast", after: "#0", input: { prompt: "{parent}", image: "parent", seed: 1 } }],
      "jobs.1.input.image",
    ],
  ])("%s is refused by the field", async (_, jobs, path) => {
    const account = await farm.account(10);
    await expect(submit(account, ...jobs)).rejects.toMatchObject({ code: "invalid_input", fields: [{ path }] });
    expect(await balance(account)).toBe(10);
  });
  test("braces are words where nothing is followed", async () => {
    const account = await farm.account(10);
    const [only] = await ids(account, still("A sign that says {parent}"));
    expect((await claimed(farm, account.id, only as JobId)).spec).toMatchObject({ input: { prompt: "A sign that says {parent}" } });
  });
});
