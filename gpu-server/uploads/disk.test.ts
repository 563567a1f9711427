// Uploads on the disk: whatever pieces they come in and wherever they are cut, the offset is what is really there, the bytes read back
// are those that came, and no damage passes. Cuts are those that a killed process or a lost write leaves behind.
import { randomBytes } from "node:crypto";
import { type FileHandle, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createIdMaker } from "../../shared/domain/ids.ts";
import { createUploadFiles, type KeyedUpload, type UploadFiles } from "./disk.ts";
import { headerBytes, recordBytes, recordPlainBytes } from "./format.ts";

const newId = createIdMaker({ now: () => Date.now(), randomBytes });
let folder: string;
let files: UploadFiles;
const random = (count: number) => randomBytes(count);
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "upload-files-"));
  files = await createUploadFiles({ folder, random });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* pieces(bytes: Uint8Array, size: number, failure?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  if (failure) throw failure;
}
async function readAll(upload: KeyedUpload): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of files.read(upload)) all.push(part);
  return Buffer.concat(all);
}
async function begun(bytes: number): Promise<KeyedUpload> {
  const upload = { id: newId<"upload">(), key: random(32) };
  await files.create(upload, bytes);
  return upload;
}
const fileOf = (id: string) => path.join(folder, id.slice(-2), `${id}.ovzu`);
/** Lengths around the borders of records, where counting goes wrong. */
const length = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 2 }))
  .map(([records, off]) => Math.max(1, records * recordPlainBytes + off));

test("any file in any pieces, requests and broken requests reads back as it was", async () => {
  await fc.assert(
    fc.asyncProperty(
      length,
      fc.array(fc.tuple(fc.integer({ min: 0, max: 150_000 }), fc.integer({ min: 1, max: 90_000 }), fc.boolean()), { maxLength: 5 }),
      async (bytes, requests) => {
        const plain = randomBytes(bytes);
        const upload = await begun(bytes);
        let offset = 0;
        for (const [count, size, breaks] of [...requests, [bytes, 65_536, false] as const]) {
          const part = plain.subarray(offset, offset + count);
          const adding = files.append(upload, offset, pieces(part, size, breaks ? new Error("the line broke") : undefined));
          if (breaks) await expect(adding).rejects.toThrow("the line broke");
          else expect(await adding).toBe(offset + part.length);
          offset += part.length;
          expect(await files.offset(upload)).toBe(offset);
          await expect(files.append(upload, offset + 1, pieces(part, 1))).rejects.toMatchObject({ code: "conflict" });
        }
        expect((await readAll(upload)).equals(plain)).toBe(true);
      },
    ),
    { numRuns: 12 },
  );
});

test("cut anywhere, as by a kill, it stands at bytes that are really there, never past them, and goes on from them", async () => {
  await fc.assert(
    fc.asyncProperty(length, fc.nat(300_000), fc.nat(400_000), fc.boolean(), async (bytes, had, cut, withoutTail) => {
      const plain = randomBytes(bytes);
      const upload = await begun(bytes);
      const kept = await files.append(upload, 0, pieces(plain.subarray(0, had), 50_000));
      const file = fileOf(upload.id);
      const { length: size } = await readFile(file);
      const at = Math.max(headerBytes, size - (cut % (size + 1)));
      await truncate(file, at);
      // What a second process would have written on, had it not been killed in the middle.
      await writeFile(file, randomBytes(cut % 30), { flag: "a" });
      if (withoutTail) await rm(`${file}.tail`, { force: true });
      const offset = (await files.offset(upload)) ?? -1;
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThanOrEqual(kept);
      const whole = Math.floor((at - headerBytes) / recordBytes) * recordPlainBytes;
      expect(offset).toBeGreaterThanOrEqual(Math.min(whole, bytes - (bytes % recordPlainBytes)));
      expect(await files.append(upload, offset, pieces(plain.subarray(offset), 65_536))).toBe(bytes);
      expect((await readAll(upload)).equals(plain)).toBe(true);
    }),
    { numRuns: 18 },
  );
});

test("a flipped bit anywhere is never read as if nothing were; at the end of the file it is not even counted", async () => {
  const plain = randomBytes(3 * recordPlainBytes - 5);
  const upload = await begun(plain.length);
  await files.append(upload, 0, pieces(plain, 65_536));
  const sealed = await readFile(fileOf(upload.id));
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.nat(7), async (at, bit) => {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      await writeFile(fileOf(upload.id), changed);
      await expect(readAll(upload)).rejects.toMatchObject({ code: "conflict" });
      if (at >= headerBytes + 2 * recordBytes) expect(await files.offset(upload)).toBe(2 * recordPlainBytes);
    }),
    { numRuns: 30 },
  );
  await writeFile(fileOf(upload.id), sealed);
  expect(await files.offset({ ...upload, key: random(32) })).toBe(0);
  await expect(readAll({ ...upload, key: random(32) })).rejects.toMatchObject({ code: "conflict" });
});

test("a record or tail of one upload never passes for another's, nor for another place", async () => {
  const plain = randomBytes(2 * recordPlainBytes);
  const [one, other] = [await begun(plain.length), await begun(plain.length)];
  for (const upload of [one, other]) await files.append(upload, 0, pieces(plain, 65_536));
  const sealed = await readFile(fileOf(one.id));
  await writeFile(fileOf(other.id), sealed);
  await expect(readAll(other)).rejects.toMatchObject({ code: "conflict" });
  const records = [0, 1].map((index) => sealed.subarray(headerBytes + index * recordBytes, headerBytes + (index + 1) * recordBytes));
  await writeFile(fileOf(one.id), Buffer.concat([sealed.subarray(0, headerBytes), ...records.toReversed()]));
  await expect(readAll(one)).rejects.toMatchObject({ code: "conflict" });
});

test("a full disk is said as such, keeps what fits, and heals once there is room", async () => {
  let room = 0;
  /** A handle whose file system has `room` bytes left. */
  const narrow = (handle: FileHandle): FileHandle =>
    new Proxy(handle, {
      get(target, name) {
        if (name === "write")
          return async (bytes: Uint8Array, at: number, count: number, position: number) => {
            const fits = Math.min(count, room);
            if (fits === 0) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
            room -= fits;
            return target.write(bytes, at, fits, position);
          };
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
  files = await createUploadFiles({ folder, random, openFile: async (file, flags) => narrow(await open(file, flags, 0o600)) });
  const plain = randomBytes(5 * recordPlainBytes + 100);
  const upload = { id: newId<"upload">(), key: random(32) };
  await expect(files.create(upload, plain.length)).rejects.toMatchObject({ code: "disk_full" });
  await files.remove(upload.id);
  room = headerBytes + 2 * recordBytes + 1000;
  await files.create(upload, plain.length);
  await expect(files.append(upload, 0, pieces(plain, 65_536))).rejects.toMatchObject({ code: "disk_full" });
  expect(await files.offset(upload)).toBe(2 * recordPlainBytes);
  // Not even the small file beside it fits: nothing of what was there is lost.
  await expect(files.append(upload, 2 * recordPlainBytes, pieces(plain.subarray(0, 50), 50))).rejects.toMatchObject({ code: "disk_full" });
  expect(await files.offset(upload)).toBe(2 * recordPlainBytes);
  room = 10 * recordBytes;
  expect(await files.append(upload, 2 * recordPlainBytes, pieces(plain.subarray(2 * recordPlainBytes), 65_536))).toBe(plain.length);
  expect((await readAll(upload)).equals(plain)).toBe(true);
});

test("ids of uploads are told, and nothing is left of one that was removed", async () => {
  const upload = await begun(1000);
  await files.append(upload, 0, pieces(randomBytes(10), 10));
  const ids: string[] = [];
  for await (const id of files.ids()) ids.push(id);
  expect(ids).toEqual([upload.id]);
  await files.remove(upload.id);
  expect(await files.offset(upload)).toBeNull();
  expect(await readdir(path.dirname(fileOf(upload.id)))).toEqual([]);
  await expect(files.append({ ...upload, id: "../../etc/passwd" }, 0, pieces(randomBytes(1), 1))).rejects.toMatchObject({
    code: "not_found",
  });
});
