// The chunk format: any range equals the slice of the plain file, and nothing that was changed or cut is handed out.
import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkSealed, decryptRange, encryptStream, type RandomAccess } from "./cipher.ts";
import { chunkBytes, headerBytes, sealedChunkBytes, sealedLength } from "./format.ts";

const key = randomBytes(32);
const id = "01890000-0000-7000-8000-000000000001";

async function* cut(bytes: Uint8Array, sizes: number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1000;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function gather(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(Buffer.from(part));
  return Buffer.concat(all);
}

const seal = (plain: Uint8Array, sizes = [9000]) =>
  gather(encryptStream(cut(plain, sizes), { key, id, bytes: plain.length, random: randomBytes }));

/** `touched`: places of the bytes that were read, first and last. */
function access(sealed: Buffer, touched: [number, number][] = []): RandomAccess {
  return {
    length: sealed.length,
    read: async (position, count) => {
      const part = sealed.subarray(position, position + count);
      touched.push([position, position + part.length - 1]);
      return part;
    },
  };
}

// Lengths around the borders of chunks, where counting goes wrong.
const length = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.tuple(fc.constantFrom(1, 2, 3, 8, 9, 17), fc.integer({ min: -2, max: 2 })).map(([chunks, off]) => chunks * chunkBytes + off),
);

test("any range of any file equals the slice of the plain file, and touches only its own chunks", async () => {
  await fc.assert(
    fc.asyncProperty(
      length,
      fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 4 }),
      fc.nat(),
      fc.nat(),
      async (bytes, sizes, a, b) => {
        const plain = randomBytes(bytes);
        const sealed = await seal(plain, sizes);
        expect(sealed.length).toBe(sealedLength(bytes));
        expect((await gather(decryptRange(access(sealed), { key, id }, { start: 0, end: bytes - 1 }))).equals(plain)).toBe(true);
        if (bytes === 0) return;
        const [start, end] = [a % bytes, b % bytes].toSorted((x, y) => x - y) as [number, number];
        const touched: [number, number][] = [];
        const part = await gather(decryptRange(access(sealed, touched), { key, id }, { start, end }));
        expect(part.equals(plain.subarray(start, end + 1))).toBe(true);
        const chunkAt = (place: number) => headerBytes + Math.floor(place / chunkBytes) * sealedChunkBytes;
        const own = touched.filter(([place]) => place > 0);
        expect(Math.min(...own.map(([place]) => place))).toBe(chunkAt(start));
        expect(Math.max(...own.map(([, last]) => last))).toBe(Math.min(sealed.length, chunkAt(end) + sealedChunkBytes) - 1);
        for (const [index, [place]] of own.entries()) if (index > 0) expect(place).toBe((own[index - 1]?.[1] ?? 0) + 1);
      },
    ),
    { numRuns: 60 },
  );
});

test("a flipped bit anywhere is refused: by the check on arrival, and by any read that touches its chunk", async () => {
  const plain = randomBytes(2 * chunkBytes + 500);
  const sealed = await seal(plain);
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.nat(7), async (at, bit) => {
      const bad = Buffer.from(sealed);
      bad[at] = (bad[at] as number) ^ (1 << bit);
      await expect(gather(checkSealed(cut(bad, [9000]), { key, id }, () => undefined))).rejects.toThrow("damaged");
      const chunk = Math.max(0, Math.floor((at - headerBytes) / sealedChunkBytes));
      const range = { start: chunk * chunkBytes, end: Math.min(plain.length, (chunk + 1) * chunkBytes) - 1 };
      await expect(gather(decryptRange(access(bad), { key, id }, range))).rejects.toThrow("damaged");
    }),
    { numRuns: 80 },
  );
});

test("a file cut or lengthened anywhere is refused, also when the asked range lies before the cut", async () => {
  const plain = randomBytes(2 * chunkBytes);
  const sealed = await seal(plain);
  const cuts = fc.oneof(fc.nat(sealed.length - 1), fc.constantFrom(0, headerBytes, headerBytes + sealedChunkBytes));
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      for (const bad of [sealed.subarray(0, at), Buffer.concat([sealed, randomBytes((at % 70_000) + 1)])]) {
        await expect(gather(checkSealed(cut(bad, [30_000]), { key, id }, () => undefined))).rejects.toThrow("damaged");
        await expect(gather(decryptRange(access(bad), { key, id }, { start: 0, end: 10 }))).rejects.toThrow("damaged");
      }
    }),
    { numRuns: 40 },
  );
});

test("another key, another id and chunks in another order are refused", async () => {
  const sealed = await seal(randomBytes(3 * chunkBytes));
  const whole = { start: 0, end: 3 * chunkBytes - 1 };
  const chunk = (index: number) => sealed.subarray(headerBytes + index * sealedChunkBytes, headerBytes + (index + 1) * sealedChunkBytes);
  const swapped = Buffer.concat([sealed.subarray(0, headerBytes), chunk(1), chunk(0), chunk(2)]);
  const otherId = "01890000-0000-7000-8000-000000000002";
  await expect(gather(decryptRange(access(sealed), { key: randomBytes(32), id }, whole))).rejects.toThrow("damaged");
  await expect(gather(decryptRange(access(sealed), { key, id: otherId }, whole))).rejects.toThrow("damaged");
  await expect(gather(decryptRange(access(swapped), { key, id }, whole))).rejects.toThrow("damaged");
});

test("the check passes a whole file through unchanged and tells its plain hash; a file that changes while it is sealed is refused", async () => {
  const plain = randomBytes(chunkBytes + 7);
  const sealed = await seal(plain);
  let found = { sha256: "", bytes: 0 };
  expect(await gather(checkSealed(cut(sealed, [1, 50_000]), { key, id }, (result) => (found = result)))).toEqual(sealed);
  expect(found).toEqual({ sha256: createHash("sha256").update(plain).digest("hex"), bytes: plain.length });
  for (const bytes of [plain.length - 1, plain.length + 1, chunkBytes]) {
    await expect(gather(encryptStream(cut(plain, [9000]), { key, id, bytes, random: randomBytes }))).rejects.toThrow(RangeError);
  }
});

test("two files of the same bytes share no sealed chunk", async () => {
  const plain = Buffer.alloc(1000);
  expect((await seal(plain)).subarray(headerBytes).equals((await seal(plain)).subarray(headerBytes))).toBe(false);
});
