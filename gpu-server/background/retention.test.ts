// Retention over a real database and real files: the row is marked first, the file goes second, and a
// file that lost its row goes too.
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ArtifactId, createIdMaker, type JobId } from "../../shared/domain/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { claimed, testFarm, type TestFarm, videoSpec } from "../jobs/testing.ts";
import type { ArtifactStore } from "../ports.ts";
import { checkRows } from "../operations/check.ts";
import { removeOrphans, retireAll } from "./retention.ts";

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
