// Retention over a real database and real files: the row is marked first, the file goes second, and a
// file that lost its row goes too.
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type JobSpec, jobRequestSchema } from "../../shared/contract/farm-http.ts";
import { type ArtifactId, createIdMaker, type JobId } from "../../shared/domain/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { claimed, testFarm, type TestFarm, videoSpec } from "../jobs/testing.ts";
import type { Outgoing } from "../identity/outbox.ts";
import type { ArtifactStore } from "../ports.ts";
import { checkRows } from "../operations/check.ts";
import { removeOrphans, retireAll, warnOfExpiry } from "./retention.ts";

const day = 24 * 3600 * 1000;
let database: TestDatabase;
let farm: TestFarm;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
});
afterAll(() => database.close());

/** A store that holds names alone. */
function namesOnly(...ids: ArtifactId[]): Pick<ArtifactStore, "remove" | "ids"> & { held: Set<ArtifactId> } {
  const held = new Set(ids);
  return {
    held,
    remove: (id) => Promise.resolve(void held.delete(id)),
    async *ids() {
      for (const id of Array.from(held)) yield await Promise.resolve(id);
    },
  };
}

test("previews go a day after the end, clips after 30 days, and nothing before", async () => {
  const account = await farm.account(10);
  const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(1)], null);
  const id = job?.id as JobId;
  const lease = await claimed(farm, account.id, id);
  const [clip, preview] = [farm.file("clip", 0), farm.file("preview", 0)];
  await farm.store.preview(id, lease.epoch, preview);
  await farm.store.settle(id, lease.epoch, { state: "succeeded", files: [clip] });
  const store = namesOnly(clip.id, preview.id);
  const operations = database.open("farm_operations");
  expect(await retireAll(operations, store)).toBe(0);
  await database.stepClock(25 * 3600 * 1000);
  expect(await retireAll(operations, store)).toBe(1);
  expect([...store.held]).toEqual([clip.id]);
  await database.stepClock(29 * day);
  expect(await retireAll(operations, store)).toBe(1);
  expect(await retireAll(operations, store)).toBe(0);
  expect(await checkRows(operations)).toEqual([]);
});

test("a file without a row goes when it is a day old; a fresh one may be on its way", async () => {
  const makeAt = (at: number) => createIdMaker({ now: () => at, randomBytes })<"artifact">();
  const now = Date.now();
  const [old, fresh] = [makeAt(now - 2 * day), makeAt(now - 60_000)];
  const store = namesOnly(old, fresh);
  expect(await removeOrphans(database.open("farm_operations"), store, now)).toBe(1);
  expect([...store.held]).toEqual([fresh]);
});

test("24 hours after its end a job's request, its chat text and its previews are gone, however it ended; of an open job nothing is", async () => {
  const hour = 3600 * 1000;
  const account = await farm.account(20);
  const operations = database.open("farm_operations");
  const chat = jobRequestSchema.parse({
    kind: "text.chat",
    quality: "draft",
    input: { messages: [{ role: "user", text: "A line of dialogue" }] },
  });
  const submit = async (spec: JobSpec) => (await farm.submission.submit(account, randomUUID(), [spec], null))[0]?.id as JobId;
  const [open, succeeded, failed, cancelled, talked] = [
    await submit(videoSpec(1)),
    await submit(videoSpec(1)),
    await submit(videoSpec(1)),
    await submit(videoSpec(1)),
    await submit(chat),
  ];
  const files: Record<string, ArtifactId[]> = { kept: [], gone: [] };
  const settle = async (job: JobId, state: "succeeded" | "failed", kind: "clip" | "text") => {
    const { epoch } = await claimed(farm, account.id, job);
    const [file, preview] = [farm.file(kind, 0), farm.file("preview", 0)];
    await farm.store.preview(job, epoch, preview);
    // What kind of failure it was says whether it is tried again: this one is not.
    const error = state === "failed" ? { error: { code: "policy_blocked" as const, message: "no" } } : {};
    await farm.store.settle(job, epoch, { state, ...error, files: state === "succeeded" ? [file] : [] });
    files.gone?.push(preview.id);
    if (state === "succeeded") files[kind === "text" ? "gone" : "kept"]?.push(file.id);
  };
  await settle(succeeded, "succeeded", "clip");
  await settle(failed, "failed", "clip");
  await settle(talked, "succeeded", "text");
  await farm.jobs.cancel(account.id, cancelled);
  const ended = [succeeded, failed, cancelled, talked];
  const requests = async () =>
    (
      await operations.query<{ id: JobId; input: Buffer }>(
        "select job_id as id, input from job where account_id = $1 and input is not null",
        [account.id],
      )
    ).map(({ id, input }) => [id, input] as const);
  const readable = Object.fromEntries(await requests());
  expect(Object.keys(readable).sort()).toEqual([open, ...ended].sort());
  // Sealed until then: only the account's key opens it.
  expect(readable[talked]?.includes("dialogue")).toBe(false);
  expect(await farm.keyring.openInput(account.id, talked, readable[talked] ?? Buffer.alloc(0))).toContain("A line of dialogue");

  const store = namesOnly(...Object.values(files).flat());
  await database.stepClock(24 * hour - 60_000);
  await retireAll(operations, store);
  expect((await requests()).length).toBe(5);
  expect(store.held.size).toBe(5);
  await database.stepClock(2 * 60_000);
  await retireAll(operations, store);
  expect((await requests()).map(([id]) => id)).toEqual([open]);
  expect([...store.held]).toEqual(files.kept);
  expect(await checkRows(operations)).toEqual([]);
});

test("a letter says a week ahead what will go, once a week, and not to the farm's own account", async () => {
  const [owner, operations] = [database.open(null), database.open("farm_operations")];
  const account = await farm.account(10);
  await owner.query(`insert into identity."user" (id, name, email, "emailVerified") values ($1, 'A', 'keeper@example.com', true)`, [
    account.id,
  ]);
  const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(1)], null);
  const lease = await claimed(farm, account.id, job?.id as JobId);
  const [clip, preview] = [farm.file("clip", 0), farm.file("preview", 0)];
  await farm.store.preview(job?.id as JobId, lease.epoch, preview);
  await farm.store.settle(job?.id as JobId, lease.epoch, { state: "succeeded", files: [clip] });
  const letters: Outgoing[] = [];
  const warn = () => warnOfExpiry(operations, owner, (letter) => Promise.resolve(void letters.push(letter)));
  expect(await warn()).toBe(0);
  await database.stepClock(22 * day);
  expect(await warn()).toBe(0);
  await database.stepClock(2 * day);
  expect(await warn()).toBe(1);
  expect(letters).toMatchObject([{ kind: "expiry", to: "keeper@example.com", files: 1 }]);
  await database.stepClock(3 * day);
  expect(await warn()).toBe(0);
  await owner.query(`update identity."user" set email = 'owner@farm.local' where id = $1`, [account.id]);
  await database.stepClock(4 * day);
  expect(await warn()).toBe(0);
});
