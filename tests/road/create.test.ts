// Create on a real farm with the draft engine: a batch that fills, a clip from one of its images, an enlargement for which the picture
// goes along, an exact copy; and a core that is killed between the steps of sending loses and doubles nothing.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../gpu-server/database/testing.ts";
import { call, testPorts, until } from "../../main/studio.fixture.ts";
import { createStudio, type Studio } from "../../main/studio.ts";
import { jobListSchema } from "../../shared/contract/farm-http.ts";
import { type CreateDraft, createDraftSchema } from "../../shared/contract/studio/draft.ts";
import type { CallResult, LinkMessage } from "../../shared/contract/studio/link.ts";
import type { WorkspaceGroup } from "../../shared/contract/studio/workspace.ts";
import { type Program, startProgram } from "../browser/programs.ts";

let database: TestDatabase;
let farm: Program;
const folder = mkdtempSync(path.join(tmpdir(), "road-create-"));
const data = path.join(folder, "farm");
const url = () => farm.ready["url"] ?? "";
const tokenFile = () => farm.ready["tokenFile"] ?? "";
beforeAll(async () => {
  database = await testDatabase();
  farm = await startProgram("gpu-server/farm.ts", ["--data", data], { DATABASE_URL: database.url, FARM_PRICES: "test" });
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const draft = (change: Partial<CreateDraft> = {}): CreateDraft => ({
  ...createDraftSchema.parse({ task: "image", prompt: "A lighthouse on a headland at dawn", seed: 7 }),
  ...change,
});
const token = () => readFileSync(tokenFile(), "utf8").trim();
async function jobsThere(): Promise<number> {
  const answer = await fetch(new URL("/v1/jobs?limit=100", url()), { headers: { authorization: `Bearer ${token()}` } });
  return jobListSchema.parse(await answer.json()).jobs.length;
}
async function made(studio: Studio, change: Partial<CreateDraft>): Promise<WorkspaceGroup> {
  const { groupId } = await call(studio, "create", "submit", { draft: draft(change) });
  const now = () => call(studio, "workspace", "group", { groupId });
  await until(
    async () => {
      const { items, job } = await now();
      if (job?.state === "failed" || job?.state === "blocked") throw new Error(`it failed: ${JSON.stringify(job.error ?? job.blocked)}`);
      return items.every(({ state }) => state === "staged");
    },
    "all of it is here",
    90_000,
  );
  return now();
}

test("three drafts, one kept, a clip of it, the picture at twice its size, an exact copy, and the same picture made again", async () => {
  const ports = testPorts(path.join(folder, "studio"), { url: url(), local: true, token: () => Promise.resolve(token()) });
  const studio = await createStudio(ports);
  try {
    await until(() => studio.farm.status().state === "connected", "the farm is connected", 60_000);
    const abilities = await call(studio, "create", "abilities", {});
    const task = (name: string) => abilities.tasks.find((one) => one.task === name);
    expect(task("image")).toMatchObject({ off: null, engines: { draft: "draft" } });
    expect(task("edit")?.off).toMatch(/draft engine/);
    expect(abilities.engines[0]?.tasks[0]?.parameters.steps).toMatchObject({ state: "off" });

    const batch = await made(studio, { count: 3, width: 1024, height: 1024 });
    expect(batch.items.map(({ kind, width, height, seed }) => [kind, width, height, seed])).toEqual(
      [7, 8, 9].map((seed) => ["image", 1024, 1024, seed]),
    );
    const [, second] = batch.items;
    const assetId = second?.assetId as string;
    await call(studio, "workspace", "keep", { assetIds: [assetId] });

    const again = await call(studio, "create", "draftOf", { assetId });
    expect(again.notes).toEqual([]);
    const repeated = await made(studio, again.draft);
    const pixels = (hash: string | null | undefined) =>
      sharp(studio.blobs.pathOf(hash as string))
        .raw()
        .toBuffer();
    expect((await pixels(repeated.items[0]?.hash)).equals(await pixels(second?.hash))).toBe(true);

    const from = await call(studio, "create", "clipFrom", { assetId });
    expect(from.notes).toHaveLength(1);
    const clip = await made(studio, { ...from.draft, frames: 24 });
    expect(clip.items).toMatchObject([{ kind: "clip", frames: 24, seconds: 1.5, seed: 8 }]);

    const image = { hash: second?.hash as string, assetId };
    const large = await made(studio, { task: "upscale", image });
    expect(large.items).toMatchObject([{ width: 2048, height: 2048 }]);

    const copied = await call(studio, "create", "exactCopy", { assetId });
    const copy = await call(studio, "workspace", "group", { groupId: copied.groupId });
    expect(copy.items[0]?.hash).toBe(second?.hash);
    expect(await readFile(studio.blobs.pathOf(copy.items[0]?.hash as string))).toEqual(await readFile(studio.blobs.pathOf(image.hash)));
    const better = await call(studio, "create", "enhance", { prompt: "A boat" });
    expect(better.prompt).not.toBe("A boat");
    expect(better.changes.length).toBeGreaterThan(0);
  } finally {
    await studio.close();
  }
}, 240_000);

/** The core as a process of its own, which can be killed outright. */
function startCore(where: string) {
  const child: ChildProcess = spawn(process.execPath, [path.resolve(import.meta.dirname, "../../main/core.ts")], {
    env: { ...process.env, STUDIO_DATA: where, STUDIO_FARM_URL: url(), STUDIO_FARM_TOKEN_FILE: tokenFile() },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const waiting = new Map<number, (result: CallResult | null) => void>();
  let nextId = 1;
  const ready = new Promise<void>((resolve, reject) => {
    child.on("message", (message: LinkMessage) => {
      if (message.type === "ready") resolve();
      if (message.type === "result") waiting.get(message.id)?.(message.result);
    });
    child.once("exit", () => reject(new Error("the core ended before it was ready")));
  });
  ready.catch(() => undefined);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      for (const settle of waiting.values()) settle(null);
      resolve();
    });
  });
  return {
    ready,
    /** Null when the core died before it answered. */
    call: (namespace: string, method: string, input: unknown) =>
      new Promise<CallResult | null>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve(null);
        const id = nextId++;
        waiting.set(id, resolve);
        child.send({ type: "call", id, namespace, method, input }, (error) => (error ? resolve(null) : undefined));
      }),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

test("a core that is killed while files, jobs and results are on their way loses nothing and makes nothing twice", async () => {
  const where = path.join(folder, "killed");
  const before = await jobsThere();
  const groupsOf = async (core: ReturnType<typeof startCore>) => {
    const result = await core.call("workspace", "groups", { limit: 50 });
    return result?.ok === true ? (result.value as { groups: WorkspaceGroup[] }).groups : null;
  };
  let core = startCore(where);
  await core.ready;
  const first = await core.call("create", "submit", { draft: draft({ prompt: "A pier in the storm" }) });
  expect(first?.ok).toBe(true);
  let image: CreateDraft["image"] = null;
  await expect
    .poll(async () => {
      const item = (await groupsOf(core))?.[0]?.items[0];
      if (item?.state === "staged") image = { hash: item.hash as string, assetId: item.assetId };
      return item?.state;
    })
    .toBe("staged");
  // An enlargement names a file, so that every step is passed: written, file sent, job sent, result fetched, taken in.
  let asked = 1;
  for (const delay of [0, 60, 150, 400, 900]) {
    const answer = core.call("create", "submit", { draft: draft({ task: "upscale", image, seed: delay }) });
    await sleep(delay);
    await core.kill();
    if ((await answer)?.ok === true) asked += 1;
    core = startCore(where);
    await core.ready;
  }
  try {
    const groups = async () => (await groupsOf(core)) ?? [];
    await expect
      .poll(async () => (await groups()).every(({ items }) => items.every(({ state }) => state === "staged")), { timeout: 90_000 })
      .toBe(true);
    const all = await groups();
    expect(all.length).toBeGreaterThanOrEqual(asked);
    expect(all.every(({ items }) => items.length === 1)).toBe(true);
    expect(new Set(all.map(({ items }) => items[0]?.assetId)).size).toBe(all.length);
    expect((await jobsThere()) - before).toBe(all.length);
  } finally {
    await core.kill();
  }
}, 240_000);
