import fc from "fast-check";
import { createHash } from "node:crypto";
import { appendFile, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { inFolder } from "../studio.fixture.ts";
import { openBlobs } from "./blobs.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("a blob is found by the hash of its bytes, whatever they are and however it came", () =>
  inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), async (bytes, asFile) => {
        number += 1;
        const partial = blobs.partial(`file-${number}`);
        if (asFile) await writeFile(partial, bytes);
        const hash = asFile ? await blobs.adopt(partial, sha256(bytes)) : await blobs.put(bytes);
        expect(hash).toBe(sha256(bytes));
        expect(new Uint8Array(await readFile(blobs.pathOf(hash)))).toEqual(bytes);
      }),
      { numRuns: 25 },
    );
    expect(await readdir(path.join(folder, "partial"))).toEqual([]);
    expect((await blobs.verify()).damaged).toEqual([]);
  }));

test("bytes that are not what was promised are thrown away", () =>
  inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    const partial = blobs.partial("x");
    await writeFile(partial, "wrong");
    await expect(blobs.adopt(partial, sha256(Buffer.from("right")))).rejects.toMatchObject({ code: "media_failed" });
    expect(await readdir(path.join(folder, "partial"))).toEqual([]);
    expect(await blobs.has(sha256(Buffer.from("wrong")))).toBe(false);
  }));

test("verify names a blob whose bytes changed on disk", () =>
  inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    const whole = await blobs.put(Buffer.from("whole"));
    const bad = await blobs.put(Buffer.from("damaged later"));
    await appendFile(blobs.pathOf(bad), "!");
    expect(await blobs.verify()).toEqual({ checked: 2, damaged: [bad] });
    expect(await blobs.has(whole)).toBe(true);
  }));

test("an address is a hash and nothing else", () =>
  inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    for (const name of ["../../etc/passwd", "", "0".repeat(63), "G".repeat(64)]) expect(() => blobs.pathOf(name)).toThrow(RangeError);
  }));

test("a sweep takes what is old and unnamed, and nothing else, whenever a blob is put beside it", () =>
  inFolder(async (folder) => {
    const old = new Date(Date.now() - 48 * 3600 * 1000);
    const before = Date.now() - 24 * 3600 * 1000;
    const kind = fc.constantFrom("old and named", "old", "young", "old and put again");
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { minLength: 1, maxLength: 8 }), async (kinds) => {
        await rm(folder, { recursive: true, force: true });
        const first = await openBlobs(folder);
        const bytesOf = (index: number) => Buffer.from(`blob ${index}`);
        const hashes = await Promise.all(kinds.map((_, index) => first.put(bytesOf(index))));
        for (const [index, hash] of hashes.entries()) if (kinds[index] !== "young") await utimes(first.pathOf(hash), old, old);
        await writeFile(first.partial("artifact-wanted"), "half");
        await writeFile(first.partial("put-1-1"), "left by a kill");
        for (const name of ["artifact-wanted", "put-1-1"]) await utimes(first.partial(name), old, old);
        // Another process: what the first one was given is not remembered any more.
        const blobs = await openBlobs(folder);
        const named = new Set(hashes.filter((_, index) => kinds[index] === "old and named"));
        const again = kinds.flatMap((one, index) => (one === "old and put again" ? [blobs.put(bytesOf(index))] : []));
        const swept = await blobs.sweep({ named: () => named, wanted: (name) => name === "artifact-wanted", before });
        await Promise.all(again);
        for (const [index, hash] of hashes.entries()) expect(await blobs.has(hash), kinds[index]).toBe(kinds[index] !== "old");
        expect(await readdir(path.join(folder, "partial"))).toEqual(["artifact-wanted"]);
        expect(swept.removed).toBe(kinds.filter((one) => one === "old").length + 1);
      }),
      { numRuns: 25 },
    );
  }));
