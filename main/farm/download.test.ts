import fc from "fast-check";
import { createHash, randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { openBlobs } from "../library/blobs.ts";
import { inFolder } from "../studio.fixture.ts";
import { download } from "./download.ts";
import { startTestFarm } from "./farm.fixture.ts";

const never = new AbortController().signal;

test("a file comes whole through any number of cut connections, and no byte twice", async () => {
  const farm = await startTestFarm();
  await inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 3000 }), fc.integer({ min: 200, max: 1500 }), async (content, cutAfter) => {
        const bytes = Buffer.concat([Buffer.from(randomUUID()), Buffer.from(content)]);
        const id = randomUUID();
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        farm.files.set(id, bytes);
        farm.cutAfter = cutAfter;
        farm.sent = 0;
        const options = { blobs, name: id, url: `${farm.address.url}/v1/files/${id}`, sha256, signal: never };
        let tries = 0;
        while (!(await blobs.has(sha256))) {
          tries += 1;
          expect(tries).toBeLessThan(40);
          await download(options).catch((error: unknown) => expect(error).toMatchObject({ code: "farm_unreachable" }));
        }
        expect(await readFile(blobs.pathOf(sha256))).toEqual(bytes);
        expect(farm.sent).toBe(bytes.length);
      }),
      { numRuns: 20 },
    );
  });
  await farm.stop();
});

test("a file that changed at the farm between two tries is not mixed with its older half", async () => {
  const farm = await startTestFarm();
  await inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    const id = randomUUID();
    const [old, fresh] = [Buffer.alloc(2000, "a"), Buffer.alloc(2000, "b")];
    const sha256 = createHash("sha256").update(fresh).digest("hex");
    const options = { blobs, name: id, url: `${farm.address.url}/v1/files/${id}`, sha256, signal: never };
    farm.files.set(id, old);
    farm.cutAfter = 700;
    await expect(download(options)).rejects.toMatchObject({ code: "farm_unreachable" });
    farm.files.set(id, fresh);
    farm.cutAfter = null;
    await download(options);
    expect(await readFile(blobs.pathOf(sha256))).toEqual(fresh);
  });
  await farm.stop();
});

test("a file that is not what it should be is thrown away and can be fetched again", async () => {
  const farm = await startTestFarm();
  await inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    const id = randomUUID();
    const right = Buffer.from("right");
    const sha256 = createHash("sha256").update(right).digest("hex");
    const options = { blobs, name: id, url: `${farm.address.url}/v1/files/${id}`, sha256, signal: never };
    farm.files.set(id, Buffer.from("wrong"));
    await expect(download(options)).rejects.toMatchObject({ code: "media_failed" });
    expect(await blobs.has(sha256)).toBe(false);
    farm.files.set(id, right);
    await download(options);
    expect(await blobs.has(sha256)).toBe(true);
  });
  await farm.stop();
});

test("a file that was whole when the studio was killed is taken without asking for a byte", async () => {
  const farm = await startTestFarm();
  await inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    const id = randomUUID();
    const bytes = Buffer.from("all of it");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    farm.files.set(id, bytes);
    await writeFile(blobs.partial(id), bytes);
    await writeFile(`${blobs.partial(id)}.etag`, `"${sha256}"`);
    await download({ blobs, name: id, url: `${farm.address.url}/v1/files/${id}`, sha256, signal: never });
    expect(await blobs.has(sha256)).toBe(true);
    expect(farm.sent).toBe(0);
  });
  await farm.stop();
});

test("a fetch that is stopped at whichever moment says so, and what was here goes on later", async () => {
  const farm = await startTestFarm();
  await inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    const bytes = Buffer.alloc(3000, "all of it ");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const outcomes: string[] = [];
    for (let round = 0; round < 80; round += 1) {
      const id = randomUUID();
      farm.files.set(id, bytes);
      const half = round % 2 === 0;
      if (half) await writeFile(blobs.partial(id), bytes.subarray(0, 1000));
      if (half) await writeFile(`${blobs.partial(id)}.etag`, `"${sha256}"`);
      const stop = new AbortController();
      setTimeout(() => stop.abort(), round / 4);
      await download({ blobs, name: id, url: `${farm.address.url}/v1/files/${id}`, sha256, signal: stop.signal }).then(
        () => outcomes.push("whole"),
        (error: { code: string }) => outcomes.push(error.code),
      );
      if (half && outcomes.at(-1) === "cancelled") expect((await readFile(blobs.partial(id))).length).toBeGreaterThanOrEqual(1000);
      await rm(blobs.pathOf(sha256), { force: true });
    }
    expect(outcomes.filter((outcome) => outcome !== "cancelled" && outcome !== "whole")).toEqual([]);
    expect(outcomes).toContain("cancelled");
  });
  await farm.stop();
});

test("a file that the farm no longer has is said to be gone", async () => {
  const farm = await startTestFarm();
  await inFolder(async (folder) => {
    const blobs = await openBlobs(folder);
    const url = `${farm.address.url}/v1/files/${randomUUID()}`;
    await expect(download({ blobs, name: "gone", url, sha256: "0".repeat(64), signal: never })).rejects.toMatchObject({
      code: "artifact_expired",
    });
  });
  await farm.stop();
});
