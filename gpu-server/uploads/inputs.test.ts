// Files that jobs name: a submission with one that the account has not is refused by the field, and nothing is held; what is named
// stays until a day after the last job that used it, however submission and retention meet.
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jobRequestSchema, type JobSpec } from "../../shared/contract/farm-http.ts";
import { type AccountId, createIdMaker, type JobId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import type { Submitter } from "../jobs/submission.ts";
import { claimed, testFarm, type TestFarm } from "../jobs/testing.ts";
import { retireUploads } from "./retention.ts";
import { createUploadRows, type UploadRows } from "./rows.ts";

const hour = 3600 * 1000;
const newId = createIdMaker({ now: () => Date.now(), randomBytes });
const freshHash = () => randomBytes(32).toString("hex");
let database: TestDatabase;
let farm: TestFarm;
let rows: UploadRows;
let operations: Database;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
  rows = createUploadRows(database.open("farm_api"), farm.keyring);
  operations = database.open("farm_operations");
});
afterAll(() => database.close());

/** A file that the account has brought. */
async function brought(accountId: AccountId, filetype: "image/png" | "video/mp4" = "image/png", sha256 = freshHash()) {
  const [id, fileId] = [newId<"upload">() as string, newId<"artifact">() as string];
  await rows.create(accountId, "local", id, 100, { filename: "a", filetype, sha256, purpose: "input" });
  await rows.finish(accountId, id, fileId, `input:${fileId}`, { width: 1, height: 1, seconds: null });
  return { id, fileId, sha256 };
}
const upscale = (image: string): JobSpec => jobRequestSchema.parse({ kind: "image.upscale", quality: "fast", input: { image } });
const submit = (account: Submitter, specs: JobSpec[], key: string = randomUUID()) => farm.submission.submit(account, key, specs, null);
/** What retention removes now: ids of uploads and of files. */
async function retired() {
  const gone = { uploads: [] as string[], files: [] as string[] };
  await retireUploads(operations, { remove: async (id) => void gone.files.push(id) }, { remove: async (id) => void gone.uploads.push(id) });
  return gone;
}
async function end(account: Submitter, jobId: string): Promise<void> {
  const lease = await claimed(farm, account.id, jobId as JobId);
  await farm.store.settle(jobId as JobId, lease.epoch, { state: "succeeded", files: [farm.file("image", 0)] });
}

describe("submission", () => {
  const hash = freshHash();
  const segment = { prompt: "A boat", seed: 1, frames: 80 };
  const naming: [string, object][] = [
    ["input.segments.1.firstFrame", { kind: "video.generate", input: { segments: [segment, { ...segment, firstFrame: hash }] } }],
    ["input.segments.0.lastFrame", { kind: "video.generate", input: { segments: [{ ...segment, lastFrame: hash }] } }],
    ["input.segments.0.references.0", { kind: "video.generate", input: { segments: [{ ...segment, references: [hash] }] } }],
    ["input.references.0", { kind: "image.generate", input: { prompt: "A boat", seed: 1, references: [hash] } }],
    ["input.image", { kind: "image.edit", input: { prompt: "A boat", seed: 1, image: hash } }],
    ["input.image", { kind: "image.upscale", input: { image: hash } }],
  ];
  test.each(naming)("%s of a file that is not there is refused by its name, and nothing is held", async (path, body) => {
    const account = await farm.account(10);
    const spec = jobRequestSchema.parse({ quality: "fast", ...body });
    await expect(submit(account, [spec])).rejects.toMatchObject({ code: "input_missing", fields: [{ path }] });
    // In a batch its place stands before it; the other's file changes nothing.
    const other = await farm.account(0);
    await brought(other.id, "image/png", hash);
    await expect(
      submit(account, [jobRequestSchema.parse({ kind: "text.enhance", input: { prompt: "A boat" } }), spec]),
    ).rejects.toMatchObject({
      code: "input_missing",
      fields: [{ path: `jobs.1.${path}` }],
    });
    expect(await farm.credits.credits(account.id)).toMatchObject({ available: 10, held: 0 });
    expect(await farm.jobs.list(account.id, { states: null, kind: null, before: null, limit: 10 })).toEqual([]);
    await brought(account.id, "image/png", hash);
    expect(await submit(account, [spec])).toHaveLength(1);
  });

  test("a video where a picture belongs is refused; a picture of an earlier job is as good as one that was brought", async () => {
    const account = await farm.account(10);
    const video = await brought(account.id, "video/mp4");
    await expect(submit(account, [upscale(video.sha256)])).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ path: "input.image" }],
    });
    const picture = await brought(account.id);
    const [job] = await submit(account, [upscale(picture.sha256)]);
    const made = { ...farm.file("image", 0), contentType: "image/png" };
    const lease = await claimed(farm, account.id, job?.id as JobId);
    await farm.store.settle(job?.id as JobId, lease.epoch, { state: "succeeded", files: [made] });
    expect(await submit(account, [upscale(made.sha256)])).toHaveLength(1);
  });

  test("a request that was answered is answered so again, though its file is gone since", async () => {
    const account = await farm.account(10);
    const { id, sha256 } = await brought(account.id);
    const key = randomUUID();
    const [job] = await submit(account, [upscale(sha256)], key);
    await farm.jobs.cancel(account.id, job?.id as JobId);
    expect(await rows.remove(account.id, id)).not.toBeNull();
    expect((await submit(account, [upscale(sha256)], key))[0]?.id).toBe(job?.id);
    await expect(submit(account, [upscale(sha256)])).rejects.toMatchObject({ code: "input_missing" });
  });
});

describe("retention", () => {
  test("an input stays while a job is open and for a day after the last one's end; then row and file go, and its hash with them", async () => {
    const account = await farm.account(10);
    const { id, fileId, sha256 } = await brought(account.id);
    const [first, second] = await submit(account, [upscale(sha256), upscale(sha256)]);
    expect(await rows.inputs(account.id, [sha256])).toMatchObject([{ expiresAt: null }]);
    expect(await rows.remove(account.id, id)).toBeNull(); // its owner's wish waits for the jobs too
    await database.stepClock(30 * hour);
    await end(account, first?.id ?? "");
    await database.stepClock(30 * hour);
    expect((await retired()).files).not.toContain(fileId);
    await end(account, second?.id ?? "");
    await database.stepClock(23 * hour);
    expect((await retired()).files).not.toContain(fileId);
    expect(await operations.call("stored_file_known", fileId)).toBe(true);
    await database.stepClock(2 * hour);
    expect((await retired()).files).toContain(fileId);
    expect(await operations.call("stored_file_known", fileId)).toBe(false);
    expect(await rows.inputs(account.id, [sha256])).toEqual([]);
    await database.stepClock(31 * 24 * hour);
    await retired();
    for (const table of ["input_file", "job_input", "upload"])
      expect(await operations.query(`select * from ${table} where account_id = $1`, [account.id])).toEqual([]);
  });

  test("what nobody used and what was never finished goes after a day, not before", async () => {
    const account = await farm.account(0);
    const { fileId } = await brought(account.id);
    const open = newId<"upload">() as string;
    await rows.create(account.id, "local", open, 5, { filename: "a", filetype: "image/png", sha256: freshHash(), purpose: "input" });
    await database.stepClock(23 * hour);
    const before = await retired();
    expect([before.uploads, before.files]).not.toEqual([expect.arrayContaining([open]), expect.arrayContaining([fileId])]);
    expect((await rows.get(account.id, open))?.expired).toBe(false);
    await database.stepClock(2 * hour);
    expect((await rows.get(account.id, open))?.expired).toBe(true);
    const after = await retired();
    expect(after.uploads).toContain(open);
    expect(after.files).toContain(fileId);
  });

  test("submission against retention: either the job is refused or its file stays", async () => {
    const account = await farm.account(100);
    const outcomes = { refused: 0, taken: 0 };
    const files = await Promise.all(Array.from({ length: 24 }, () => brought(account.id)));
    await database.stepClock(25 * hour);
    const [, ...answers] = await Promise.all([
      retired(),
      ...files.map(({ sha256 }) => submit(account, [upscale(sha256)]).catch((error: { code: string }) => error.code)),
    ]);
    for (const [index, answer] of answers.entries()) {
      const there = await rows.inputs(account.id, [files[index]?.sha256 ?? ""]);
      if (answer === "input_missing") outcomes.refused += 1;
      else {
        expect(answer).toMatchObject([{ state: "queued" }]);
        outcomes.taken += 1;
      }
      expect(there).toHaveLength(answer === "input_missing" ? 0 : 1);
    }
    expect(outcomes.refused + outcomes.taken).toBe(24);
  });

  test("of several that bring the same file at once one copy is kept, and each learns which", async () => {
    const account = await farm.account(0);
    const sha256 = freshHash();
    const uploads = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const id = newId<"upload">() as string;
        await rows.create(account.id, "local", id, 5, { filename: "a", filetype: "image/png", sha256, purpose: "input" });
        return { id, fileId: newId<"artifact">() as string };
      }),
    );
    const facts = { width: 1, height: 1, seconds: null };
    const kept = await Promise.all(uploads.map(({ id, fileId }) => rows.finish(account.id, id, fileId, "k", facts)));
    expect(new Set(kept).size).toBe(1);
    expect(await rows.inputs(account.id, [sha256])).toHaveLength(1);
  });
});

describe("a node that works on a job", () => {
  const boat = { prompt: "A boat", seed: 1 };
  test("gets the files that it names, and no others, while its lease lives", async () => {
    const [account, other] = [await farm.account(10), await farm.account(10)];
    const [mine, spare] = [await brought(account.id), await brought(account.id)];
    const theirs = await brought(other.id);
    const [job] = await submit(account, [upscale(mine.sha256)]);
    const id = job?.id as JobId;
    expect(await farm.store.input(id, 1, mine.sha256)).toBeNull();
    const { epoch } = await claimed(farm, account.id, id);
    expect(await farm.store.input(id, epoch, mine.sha256)).toMatchObject({ id: mine.fileId, bytes: 100, contentType: "image/png" });
    for (const { sha256 } of [spare, theirs]) expect(await farm.store.input(id, epoch, sha256)).toBeNull();
    expect(await farm.store.input(id, epoch + 1, mine.sha256)).toBeNull();
    await farm.store.settle(id, epoch, { state: "succeeded", files: [farm.file("image", 0)] });
    expect(await farm.store.input(id, epoch, mine.sha256)).toBeNull();
  });

  test("gets the same bytes of its own account where another account has them too", async () => {
    const [account, other] = [await farm.account(10), await farm.account(10)];
    const theirs = await brought(other.id);
    const mine = await brought(account.id, "image/png", theirs.sha256);
    const [job] = await submit(account, [upscale(mine.sha256)]);
    const { epoch } = await claimed(farm, account.id, job?.id as JobId);
    expect(await farm.store.input(job?.id as JobId, epoch, mine.sha256)).toMatchObject({ id: mine.fileId });
  });

  test("gets what it takes from the job that it follows, with that file's own key, but not once it is held back", async () => {
    const account = await farm.account(20);
    const [first, second] = await submit(account, [
      jobRequestSchema.parse({ kind: "image.generate", quality: "fast", input: boat }),
      jobRequestSchema.parse({ kind: "image.upscale", quality: "fast", after: "#0", input: { image: "parent" } }),
    ]);
    const made = { ...farm.file("image", 0), contentType: "image/png" };
    const lease = await claimed(farm, account.id, first?.id as JobId);
    await farm.store.settle(first?.id as JobId, lease.epoch, { state: "succeeded", files: [made] });
    const next = await claimed(farm, account.id, second?.id as JobId);
    expect(next.spec).toMatchObject({ input: { image: made.sha256 } });
    const found = await farm.store.input(second?.id as JobId, next.epoch, made.sha256);
    expect(found).toMatchObject({ id: made.id, bytes: made.bytes });
    await operations.query("update artifact set state = 'quarantined' where artifact_id = $1", [made.id]);
    expect(await farm.store.input(second?.id as JobId, next.epoch, made.sha256)).toBeNull();
  });

  test("gets no reference whose consent was revoked while its job waited", async () => {
    const account = await farm.account(10);
    const face = await brought(account.id);
    const api = database.open("farm_api");
    const consent = randomUUID();
    await api.call("consent_give", account.id, consent, "likeness-1", "self", "general", face.sha256, null, null);
    const spec = jobRequestSchema.parse({
      kind: "image.generate",
      quality: "fast",
      input: { ...boat, references: [{ file: face.sha256 }] },
    });
    const [job] = await submit(account, [spec]);
    const { epoch } = await claimed(farm, account.id, job?.id as JobId);
    expect(await farm.store.input(job?.id as JobId, epoch, face.sha256)).toMatchObject({ id: face.fileId });
    await api.call("consent_revoke", account.id, consent);
    expect(await farm.store.input(job?.id as JobId, epoch, face.sha256)).toBe("withdrawn");
  });
});

test("images that arrive one by one end their job; the draft engine enlarges what the farm made, and nothing that was only brought", async () => {
  const account = await farm.account(10);
  const draft = (image: string) => jobRequestSchema.parse({ kind: "image.upscale", quality: "draft", input: { image } });
  const foreign = await brought(account.id);
  await expect(submit(account, [draft(foreign.sha256)])).rejects.toMatchObject({
    code: "parameter_not_served",
    fields: [{ path: "input.image" }],
  });
  expect(await farm.credits.credits(account.id)).toMatchObject({ available: 10, held: 0 });
  const [job] = await submit(account, [
    jobRequestSchema.parse({ kind: "image.generate", quality: "draft", input: { prompt: "A boat", seed: 1, count: 3 } }),
  ]);
  const id = job?.id as JobId;
  const { epoch } = await claimed(farm, account.id, id);
  const images = [0, 1, 2].map((index) => ({ ...farm.file("image", index), contentType: "image/png" }));
  for (const [index, image] of images.entries()) expect(await farm.store.segment(id, epoch, index, [image])).toMatchObject({ ok: true });
  await farm.store.settle(id, epoch, { state: "succeeded", files: [] });
  expect(await farm.jobs.get(account.id, id)).toMatchObject({ state: "succeeded" });
  // The same bytes brought again are still what the farm made; another account's are not.
  const made = images[1]?.sha256 ?? "";
  await brought(account.id, "image/png", made);
  expect(await submit(account, [draft(made)])).toHaveLength(1);
  const other = await farm.account(10);
  await brought(other.id, "image/png", made);
  await expect(submit(other, [draft(made)])).rejects.toMatchObject({ code: "parameter_not_served" });
});
