// The store on disk: what is there is whole and sealed, what failed leaves nothing behind, a full disk heals.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ArtifactId, createIdMaker } from "../../shared/domain/ids.ts";
import { encryptStream } from "./cipher.ts";
import { createDiskArtifactStore } from "./disk.ts";

const key = randomBytes(32);
const newId = createIdMaker({ now: () => Date.now(), randomBytes });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "artifacts-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
const sealed = (id: string, plain: Uint8Array) => encryptStream(once(plain), { key, id, bytes: plain.length, random: randomBytes });
const facts = (plain: Uint8Array) => ({ sha256: createHash("sha256").update(plain).digest("hex"), bytes: plain.length });

async function files(): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
async function listed(ids: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const id of ids) all.push(id);
  return all;
}
async function gather(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

test("an accepted file reads back by ranges, is listed, and no plain byte of it lies on disk", async () => {
  const store = await createDiskArtifactStore({ folder });
  const id = newId<"artifact">();
  const plain = Buffer.from("a line that must never be seen on the disk\n".repeat(5000));
  await store.accept(id, sealed(id, plain), key, facts(plain));
  expect(await gather(store.read(id, key, { start: 0, end: plain.length - 1 }))).toEqual(plain);
  expect(await gather(store.read(id, key, { start: 70_000, end: 70_009 }))).toEqual(plain.subarray(70_000, 70_010));
  expect(await listed(store.ids())).toEqual([id]);
  for (const file of await files()) expect((await readFile(file)).includes("never be seen")).toBe(false);
  await store.remove(id);
  await store.remove(id);
  expect(await listed(store.ids())).toEqual([]);
  await expect(gather(store.read(id, key, { start: 0, end: 0 }))).rejects.toMatchObject({ code: "artifact_expired" });
});

test("a damaged, a wrongly announced and a broken-off upload leave nothing behind", async () => {
  const store = await createDiskArtifactStore({ folder });
  const plain = randomBytes(100_000);
  const broken = async function* (id: string): AsyncGenerator<Uint8Array> {
    for await (const part of sealed(id, plain)) {
      yield part;
      if (part.length > 1000) throw new Error("the connection broke");
    }
  };
  const short = async function* (id: string): AsyncGenerator<Uint8Array> {
    yield (await gather(sealed(id, plain))).subarray(0, -1);
  };
  const [a, b, c] = [newId<"artifact">(), newId<"artifact">(), newId<"artifact">()];
  await expect(store.accept(a, broken(a), key, facts(plain))).rejects.toThrow("the connection broke");
  await expect(store.accept(b, short(b), key, facts(plain))).rejects.toMatchObject({ code: "invalid_input" });
  await expect(store.accept(c, sealed(c, plain), key, facts(randomBytes(9)))).rejects.toMatchObject({ code: "invalid_input" });
  expect(await files()).toEqual([]);
});

test("a full disk is disk_full, leaves no partial, and the same upload succeeds after space came back", async () => {
  let full = true;
  const openPartial = (file: string) => (full ? open("/dev/full", "w") : open(file, "wx"));
  const store = await createDiskArtifactStore({ folder, openPartial });
  const id = newId<"artifact">();
  const plain = randomBytes(200_000);
  await expect(store.accept(id, sealed(id, plain), key, facts(plain))).rejects.toMatchObject({ code: "disk_full" });
  expect(await files()).toEqual([]);
  full = false;
  await store.accept(id, sealed(id, plain), key, facts(plain));
  expect(await gather(store.read(id, key, { start: 0, end: plain.length - 1 }))).toEqual(plain);
});

test("a file cut on disk is refused, partials of a killed process are swept, a name that is no id is refused", async () => {
  const store = await createDiskArtifactStore({ folder });
  const id = newId<"artifact">();
  const plain = randomBytes(200_000);
  await store.accept(id, sealed(id, plain), key, facts(plain));
  const file = (await files())[0] as string;
  await truncate(file, (await stat(file)).size - 1);
  await expect(gather(store.read(id, key, { start: 0, end: 3 }))).rejects.toThrow("damaged");
  await writeFile(path.join(folder, "partial", "left"), "half");
  await createDiskArtifactStore({ folder });
  expect(await files()).toEqual([file]);
  const outside = "../../../etc/passwd" as ArtifactId;
  await expect(store.accept(outside, sealed(outside, plain), key, facts(plain))).rejects.toMatchObject({ code: "invalid_input" });
});
