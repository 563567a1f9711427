// Files of a lease that ended: refused before, refused after, and never in the way of one that had arrived.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createIdMaker, type JobId } from "../../shared/domain/ids.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import type { ArtifactStore } from "../ports.ts";
import { createNodeUploads, type NodeUploads } from "./uploads.ts";

const newId = createIdMaker({ now: () => Date.now(), randomBytes });
const plain = Buffer.from("the frames of a clip");
const key = randomBytes(32);
const jobId: JobId = newId<"job">();
let folder: string;
let store: ArtifactStore;
let uploads: NodeUploads;
let liveEpoch: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "uploads-"));
  store = await createDiskArtifactStore({ folder });
  liveEpoch = 2;
  uploads = createNodeUploads({ dataKey: async (_job, epoch) => (epoch === liveEpoch ? { key, keyId: "k" } : null) }, store);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function stored(): Promise<number> {
  let count = 0;
  for await (const _id of store.ids()) count += 1;
  return count;
}

/** Sends the file; `meanwhile` happens before its last byte. */
function send(epoch: number, id = newId<"artifact">(), meanwhile: () => void = () => undefined): Promise<void> {
  const facts = { uploadId: id, jobId, epoch, sha256: createHash("sha256").update(plain).digest("hex"), bytes: plain.length };
  async function* body() {
    yield* encryptStream(Readable.from([plain]), { key, id, bytes: plain.length, random: randomBytes });
    meanwhile();
  }
  return uploads.accept(facts, body());
}

test("a file under an old or unknown epoch is refused and nothing is stored", async () => {
  for (const epoch of [1, 3]) await expect(send(epoch)).rejects.toMatchObject({ code: "conflict" });
  expect(await stored()).toBe(0);
  await send(2);
  expect(await stored()).toBe(1);
});

test("a lease that ends while a file comes in leaves no file", async () => {
  await expect(send(2, newId<"artifact">(), () => (liveEpoch = 3))).rejects.toMatchObject({ code: "conflict" });
  expect(await stored()).toBe(0);
});

test("a late second copy of a file that had arrived takes nothing away", async () => {
  const id = newId<"artifact">();
  await send(2, id);
  await expect(send(2, id, () => (liveEpoch = 3))).rejects.toMatchObject({ code: "conflict" });
  expect(await stored()).toBe(1);
});
