// The check looks into the files themselves: one that is damaged, missing, of another account, plain or of no
// business there is named.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccountId, ArtifactId } from "../../shared/domain/ids.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import type { Database } from "../database/pool.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { fileKeyPurpose } from "../jobs/keyring.ts";
import { claimed, type TestFarm, testFarm, videoSpec } from "../jobs/testing.ts";
import type { ArtifactStore } from "../ports.ts";
import { checkFiles, checkStore } from "./check-files.ts";

const data = mkdtempSync(join(tmpdir(), "farm-check-"));
let database: TestDatabase;
let operations: Database;
let farm: TestFarm;
let store: ArtifactStore;
let account: AccountId;
let artifact: ArtifactId;
let file: string;
beforeAll(async () => {
  database = await testDatabase();
  operations = database.open("farm_operations", 2);
  farm = testFarm(database);
  store = await createDiskArtifactStore({ folder: join(data, "artifacts") });
  const submitter = await farm.account(10);
  account = submitter.id;
  const [job] = await farm.submission.submit(submitter, randomUUID(), [videoSpec(1)], null);
  const lease = await claimed(farm, account, job?.id as never);
  const plain = randomBytes(100_000);
  const clip = { ...farm.file("clip", 0), bytes: plain.length, sha256: createHash("sha256").update(plain).digest("hex") };
  artifact = clip.id;
  const keyOf = await farm.store.dataKey(lease.jobId, lease.epoch);
  if (keyOf === null) throw new Error("the lease has no key");
  const sealed = encryptStream(Readable.from([plain]), { key: keyOf.key, id: clip.id, bytes: plain.length, random: randomBytes });
  await store.accept(clip.id, sealed, keyOf.key, clip);
  await farm.store.segment(lease.jobId, lease.epoch, 0, [clip]);
  file = join(data, "artifacts", clip.id.slice(-2), clip.id.slice(-4, -2), `${clip.id}.ovza`);
});
afterAll(async () => {
  await database.close();
  rmSync(data, { recursive: true });
});

const found = async () =>
  [...(await checkFiles(operations, store, farm.keyring)), ...(await checkStore(data))].map(({ invariant }) => invariant);

test("a farm as it should be has nothing to be found", async () => {
  expect(await found()).toEqual([]);
});

test("I5: a file that is damaged, cut, missing or under another hash", async () => {
  const whole = readFileSync(file);
  const changed = Buffer.from(whole);
  changed[70_000] = (changed[70_000] ?? 0) ^ 1;
  writeFileSync(file, changed);
  expect(await found()).toEqual(["I5"]);
  writeFileSync(file, whole.subarray(0, -1));
  expect(await found()).toEqual(["I5", "I11"]);
  rmSync(file);
  expect(await found()).toEqual(["I5"]);
  writeFileSync(file, whole);
  await operations.query("update artifact set sha256 = repeat('0', 64)");
  expect(await found()).toEqual(["I5"]);
  await operations.query("update artifact set state = 'removed'");
  expect(await found()).toEqual([]);
  await operations.query("update artifact set state = 'readable', sha256 = $1", [
    createHash("sha256")
      .update(await plainOf())
      .digest("hex"),
  ]);
  expect(await found()).toEqual([]);
});

async function plainOf(): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const [row] = await operations.query<{ key_id: string; bytes: string }>("select key_id, bytes from artifact");
  const key = await farm.keyring.keyFor(account, fileKeyPurpose(row?.key_id ?? ""));
  for await (const part of store.read(artifact, key, { start: 0, end: Number(row?.bytes) - 1 })) parts.push(part);
  return Buffer.concat(parts);
}

test.each([
  "artifacts/notes.txt",
  `artifacts/aa/bb/${randomUUID()}.ovza`,
  `uploads/aa/${randomUUID()}.ovzu`,
  `artifacts/partial/${randomUUID()}.1`,
])("I11: a plain file at %s", async (path) => {
  const plain = join(data, path);
  mkdirSync(join(plain, ".."), { recursive: true });
  writeFileSync(plain, "A boat at sea, drawn in words that nobody sealed.");
  expect(await found()).toEqual(["I11"]);
  rmSync(plain);
  expect(await found()).toEqual([]);
});

test("I13: a request that does not open under its account's key", async () => {
  await operations.query("update job set input = input || '\\x00'");
  expect(await found()).toEqual(["I13"]);
  await operations.query("update job set input = substr(input, 1, length(input) - 1)");
  expect(await found()).toEqual([]);
});
