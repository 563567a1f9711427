// Lists of artifacts: every readable file once, with its smaller forms beside it, page by page in one order; nothing of another account,
// nothing expired or held back.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { artifactDetailSchema } from "../../shared/contract/farm-artifacts.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import type { ArtifactRows } from "../artifacts/rows.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { createArtifactRows } from "./artifacts.ts";
import type { Submitter } from "./submission.ts";
import { claimed, testFarm, type TestFarm, videoSpec } from "./testing.ts";

const day = 24 * 3600 * 1000;
let database: TestDatabase;
let farm: TestFarm;
let rows: ArtifactRows;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
  rows = createArtifactRows(database.open("farm_api"), farm.keyring);
});
afterAll(() => database.close());

/** A job of so many clips, each with its proxy, thumbnail and a preview. */
async function rendered(account: Submitter, clips: number, held?: { rule: string }): Promise<string> {
  const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(clips)], null);
  const id = job?.id as JobId;
  const lease = await claimed(farm, account.id, id);
  const files = Array.from({ length: clips }, (_, index) => [
    farm.file("clip", index),
    { ...farm.file("proxy", index) },
    { ...farm.file("thumbnail", index), contentType: "image/webp" },
  ]).flat();
  await farm.store.preview(id, lease.epoch, farm.file("preview", 0));
  await farm.store.settle(id, lease.epoch, { state: "succeeded", files, ...(held ? { held } : {}) });
  return id;
}
const none = { job: null, expiring: null, after: null, limit: 200 };

test("a clip stands with its proxy and thumbnail, and each of them says whose it is", async () => {
  const account = await farm.account(10);
  const job = await rendered(account, 2);
  await rendered(account, 1, { rule: "output" });
  const list = await rows.list(account.id, { ...none, job });
  expect(list.map(({ kind, index, variants }) => [kind, index, variants.map((variant) => [variant.kind, variant.index])])).toEqual([
    [
      "clip",
      1,
      [
        ["proxy", 1],
        ["thumbnail", 1],
      ],
    ],
    [
      "clip",
      0,
      [
        ["proxy", 0],
        ["thumbnail", 0],
      ],
    ],
  ]);
  for (const clip of list) {
    const look = await rows.look(account.id, clip.id);
    expect(look).toEqual(clip);
    artifactDetailSchema.parse({ ...look, url: "", variants: look?.variants.map((variant) => ({ ...variant, url: "" })) });
    for (const variant of clip.variants)
      expect(await rows.look(account.id, variant.id)).toMatchObject({ variantOf: clip.id, variants: [] });
  }
  const other = await farm.account(0);
  expect(await rows.list(other.id, { ...none, job })).toEqual([]);
  expect(await rows.look(other.id, list[0]?.id ?? "")).toBeNull();
});

test("page by page every file comes once and in order, all or those that expire soon", async () => {
  const account = await farm.account(50);
  const old = await rendered(account, 5);
  await database.stepClock(24 * day);
  await rendered(account, 4);
  const all = async (expiring: number | null) => {
    const found: { id: string; expiresAt: string }[] = [];
    for (let after: string | null = null; ;) {
      const page = await rows.list(account.id, { ...none, expiring, after, limit: 2 });
      found.push(...page);
      if (page.length < 2) return found;
      after = page.at(-1)?.id ?? null;
    }
  };
  const ids = (await all(null)).map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted().toReversed());
  expect(ids).toHaveLength(9);
  const soon = await all(7);
  expect(soon).toHaveLength(5);
  expect(soon.map(({ expiresAt }) => expiresAt)).toEqual(soon.map(({ expiresAt }) => expiresAt).toSorted());
  expect(await all(5)).toEqual([]);
  await database.stepClock(7 * day);
  expect(await rows.list(account.id, { ...none, job: old })).toEqual([]);
  expect(await all(null)).toHaveLength(4);
});
