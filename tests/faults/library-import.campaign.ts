// The core is killed outright, or its disk fills, while files come in; afterwards the library is whole, the import goes on, and nothing is
// missing or doubled.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, inFolder, until, withStudio } from "../../main/studio.fixture.ts";
import type { Studio } from "../../main/studio.ts";
import type { CallResult, LinkMessage } from "../../shared/contract/studio/link.ts";

const entry = path.resolve(import.meta.dirname, "../../main/core.ts");
const pictures = 60;
let source = "";
let expected: string[] = [];

beforeAll(async () => {
  source = mkdtempSync(path.join(tmpdir(), "import-source-"));
  for (let number = 0; number < pictures; number += 1) {
    const pixels = Buffer.from(Array.from({ length: 160 * 120 * 3 }, (_, at) => (at * (number + 3) * 7919) % 251));
    const bytes = await sharp(pixels, { raw: { width: 160, height: 120, channels: 3 } })
      .png()
      .toBuffer();
    writeFileSync(path.join(source, `${number}.png`), bytes);
    // Every third lies there twice.
    if (number % 3 === 0) writeFileSync(path.join(source, `${number}-copy.png`), bytes);
  }
  writeFileSync(path.join(source, "empty.png"), "");
  const hashes = readdirSync(source).map((name) =>
    createHash("sha256")
      .update(readFileSync(path.join(source, name)))
      .digest("hex"),
  );
  expected = [...new Set(hashes)].filter((hash) => hash !== createHash("sha256").digest("hex")).toSorted();
});
afterAll(() => rmSync(source, { recursive: true, force: true }));

/** A core of its own process. */
class Core {
  readonly child: ChildProcess;
  readonly ready: Promise<boolean>;
  readonly ended: Promise<void>;
  #nextId = 1;
  readonly #waiting = new Map<number, (result: CallResult | null) => void>();

  constructor(folder: string) {
    const environment = { ...process.env, STUDIO_DATA: folder, STUDIO_FARM_URL: "", STUDIO_FARM_TOKEN_FILE: "" };
    this.child = spawn(process.execPath, [entry], { env: environment, stdio: ["ignore", "ignore", "ignore", "ipc"] });
    this.ended = new Promise((resolve) => {
      this.child.once("exit", () => {
        for (const settle of this.#waiting.values()) settle(null);
        resolve();
      });
    });
    this.ready = new Promise((resolve) => {
      this.child.on("message", (message: LinkMessage) => {
        if (message.type === "ready") resolve(true);
        if (message.type === "result") this.#waiting.get(message.id)?.(message.result);
      });
      void this.ended.then(() => resolve(false));
    });
  }
  /** Null when the core died before it answered. */
  call(method: string, input: unknown): Promise<CallResult | null> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return resolve(null);
      this.#waiting.set(id, resolve);
      return void this.child.send({ type: "call", id, namespace: "imports", method, input }, (error) =>
        error ? resolve(null) : undefined,
      );
    });
  }
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

/** Every file came in once, whole, and nothing is left over. */
async function expectWhole(studio: Studio, folder: string): Promise<void> {
  await studio.files.imports.idle();
  await studio.files.derive.idle();
  const [seen] = (await call(studio, "imports", "list", {})).imports;
  expect(seen).toMatchObject({ state: "done", files: { failed: 1 } });
  expect((seen?.files.copied ?? 0) + (seen?.files.same ?? 0) + 1).toBe(seen?.files.found);
  await until(async () => (await call(studio, "library", "page", {})).indexing === null, "the library is read");
  const { assets, total } = await call(studio, "library", "page", { limit: 500 });
  expect(total).toBe(expected.length);
  expect(assets.map((asset) => asset.hash).toSorted()).toEqual(expected);
  expect((await studio.blobs.verify()).damaged).toEqual([]);
  expect(readdirSync(path.join(folder, "blobs", "partial"))).toEqual([]);
  expect((await call(studio, "imports", "quarantine", {})).files.map((file) => file.name)).toEqual(["empty.png"]);
  for (const hash of expected.slice(0, 5)) expect(await studio.files.thumb(hash)).not.toBeNull();
}

test("killed at any moment of an import, the library is whole and the import goes on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 2, maxLength: 4 }), (delays) =>
      inFolder(async (folder) => {
        let begun = false;
        for (const delay of delays) {
          const core = new Core(folder);
          expect(await core.ready).toBe(true);
          const timer = setTimeout(() => void core.kill(), delay);
          if (!begun) {
            const answer = await core.call("start", { paths: [source] });
            if (answer !== null) expect(answer.ok).toBe(true);
            begun = answer !== null;
          }
          await core.ended;
          clearTimeout(timer);
        }
        await withStudio(folder, async (studio) => {
          // Where no start was answered it may have been written or not; an import is not begun twice by itself.
          if ((await call(studio, "imports", "list", {})).imports.length === 0) await call(studio, "imports", "start", { paths: [source] });
          await expectWhole(studio, folder);
        });
      }),
    ),
    { numRuns: process.env.STUDIO_TEST_ALL === "1" ? 40 : 3, endOnFailure: true },
  );
}, 300_000);

/** Why no disk can be made here; null where one can. */
const cannot = process.platform !== "linux" || process.getuid?.() !== 0 ? "only root on Linux may mount a small disk" : null;

test.skipIf(cannot !== null)(
  `a full disk stops an import with a sentence, and with room it goes on${cannot === null ? "" : ` (skipped: ${cannot})`}`,
  () =>
    inFolder(async (folder) => {
      const disk = path.join(folder, "disk");
      mkdirSync(disk);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=48m", "tmpfs", disk], { stdio: "pipe" });
      try {
        const data = path.join(disk, "data");
        await withStudio(data, async (studio) => {
          const filler = path.join(disk, "filler");
          // Less than what the import wants to leave free: refused before anything is copied.
          await call(studio, "imports", "start", { paths: [source] });
          await studio.files.imports.idle();
          const [seen] = (await call(studio, "imports", "list", {})).imports;
          expect(seen).toMatchObject({ state: "waiting", error: { code: "disk_full" }, files: { copied: 0 } });
          expect(seen?.error?.message).toContain(disk);
          execFileSync("mount", ["-o", "remount,size=400m", disk]);
          // Full in the middle: somebody else took the room after the look.
          const { bavail, bsize } = statfsSync(disk);
          const taken = setInterval(() => {
            const free = statfsSync(disk);
            if (free.bavail * free.bsize > 400_000) writeFileSync(filler, Buffer.alloc(free.bavail * free.bsize - 300_000), { flag: "a" });
          }, 1);
          expect(bavail * bsize).toBeGreaterThan(100_000_000);
          await call(studio, "imports", "resume", { importId: seen?.id ?? "" });
          await studio.files.imports.idle();
          clearInterval(taken);
          rmSync(filler, { force: true });
          const now = (await call(studio, "imports", "list", {})).imports[0];
          expect(["waiting", "done"]).toContain(now?.state);
          expect((await studio.blobs.verify()).damaged).toEqual([]);
          await call(studio, "imports", "resume", { importId: seen?.id ?? "" });
          await expectWhole(studio, data);
        });
      } finally {
        execFileSync("umount", ["-l", disk]);
      }
    }),
);
