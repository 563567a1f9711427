// Files that a job is made from reach the node that works on it and no other job there: real node and worker, sealed on the way,
// checked, shared while they are used, gone after.
import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import { createSmallFarm, nodeToken, videoSpec } from "../testing/small-farm.ts";

let farm: Awaited<ReturnType<typeof createSmallFarm>>;
beforeEach(async () => {
  farm = await createSmallFarm();
});
afterEach(() => farm.close());

/** A file that `account` has on the farm. Returns its hash. */
async function brought(account: AccountId, text: string): Promise<string> {
  const [id, key, plain] = [farm.jobs.newId<"artifact">(), randomBytes(32), Buffer.from(text)];
  const [sha256, bytes] = [createHash("sha256").update(plain).digest("hex"), plain.length];
  const body = encryptStream([plain] as unknown as AsyncIterable<Uint8Array>, { key, id, bytes, random: randomBytes });
  await farm.artifacts.accept(id, body, key, { sha256, bytes });
  farm.jobs.inputs.set(`${account} ${sha256}`, { id, bytes, contentType: "image/png", key });
  return sha256;
}
function reading(hashes: string[], wait = 0): JobSpec {
  const spec = videoSpec(`reads ${wait}`);
  if (spec.kind === "video.generate") spec.input.segments[0]?.references.push(...hashes);
  return spec;
}
const said = async (row: ReturnType<typeof farm.jobs.row>) => farm.read(row.job.artifacts[0] as (typeof row.job.artifacts)[number]);
/** Names in the inputs' folder of every node. */
async function held(): Promise<string[]> {
  const all = await readdir(path.join(farm.folder, "spool"), { recursive: true }).catch(() => []);
  return all.filter((name) => name.includes("inputs/")).map((name) => path.basename(name).slice(0, 64));
}
async function allGone(): Promise<void> {
  while ((await held()).length > 0) await sleep(10);
}

test("a worker reads each file of its job by its hash; what lies there is read alone, and goes with the job", async () => {
  await farm.node();
  const [a, b] = [await brought(farm.account, "a face"), await brought(farm.account, "x".repeat(200_000))];
  const jobId = farm.submit(farm.account, reading([a, b, a], 400));
  await farm.until(() => farm.jobs.row(jobId).events.some(({ event }) => event.type === "phase"), "the worker");
  const names = await held();
  expect(names.sort()).toEqual([a, b].sort());
  const root = path.join(farm.folder, "spool");
  for (const name of (await readdir(root, { recursive: true })).filter((each) => each.endsWith(".png"))) {
    expect((await stat(path.join(root, name))).mode & 0o777).toBe(0o400);
  }
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  const wanted = [`${a.slice(0, 8)}.png=a face`, `${b.slice(0, 8)}.png=${"x".repeat(200_000)}`].sort().join(" ");
  expect((await said(row)) === wanted).toBe(true);
  await allGone();
});

test("two jobs at once share one copy; another account's job that names the same file gets nothing, though it is there", async () => {
  await farm.node({ slots: 3 });
  const hash = await brought(farm.account, "a face of somebody");
  const first = farm.submit(farm.account, reading([hash], 3000));
  await farm.until(() => farm.jobs.row(first).events.some(({ event }) => event.type === "phase"), "the first");
  const second = farm.submit(farm.account, reading([hash], 10));
  const stranger = farm.submit(farm.jobs.newId<"account">(), reading([hash], 10));
  expect((await farm.ended(second)).job.state).toBe("succeeded");
  const refused = await farm.ended(stranger);
  expect(refused.job).toMatchObject({ state: "failed", artifacts: [], error: { code: "input_missing" } });
  // The first still works with it.
  expect(farm.jobs.row(first).job.state).toBe("running");
  expect(await held()).toEqual([hash]);
  expect(await said(await farm.ended(first))).toContain("a face of somebody");
  await allGone();
});

test("a reference whose consent is withdrawn while its job waited never reaches a node", async () => {
  const hash = await brought(farm.account, "a face");
  farm.jobs.inputs.set(`${farm.account} ${hash}`, "withdrawn");
  await farm.node();
  const row = await farm.ended(farm.submit(farm.account, reading([hash])));
  expect(row.job).toMatchObject({ state: "failed", error: { code: "policy_blocked" } });
  expect(await held()).toEqual([]);
});

test("files past the node's limit are refused in words; jobs that together are past it wait for each other", async () => {
  await farm.node({ slots: 3, inputBytes: 1000 });
  const [large, half, other] = [
    await brought(farm.account, "x".repeat(1001)),
    await brought(farm.account, "y".repeat(600)),
    await brought(farm.account, "z".repeat(600)),
  ];
  const refused = await farm.ended(farm.submit(farm.account, reading([large])));
  expect(refused.job).toMatchObject({ state: "failed", error: { code: "payload_too_large" } });
  const both = await farm.ended(farm.submit(farm.account, reading([half, other])));
  expect(both.job).toMatchObject({ state: "failed", error: { code: "payload_too_large" } });
  const jobs = [half, other, half].map((hash) => farm.submit(farm.account, reading([hash], 100)));
  for (const id of jobs) expect((await farm.ended(id)).job.state).toBe("succeeded");
  await allGone();
});

test("a file that was damaged in the store fails its job in words, and no worker sees it", async () => {
  await farm.node();
  const hash = await brought(farm.account, "a face that is damaged");
  for (const name of await readdir(path.join(farm.folder, "artifacts"), { recursive: true })) {
    if (!name.endsWith(".ovza")) continue;
    const file = path.join(farm.folder, "artifacts", name);
    const bytes = await readFile(file);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    await writeFile(file, bytes);
  }
  const row = await farm.ended(farm.submit(farm.account, reading([hash])));
  expect(row.job).toMatchObject({ state: "failed", error: { code: "engine_failed" } });
  expect(row.job.error?.message).toMatch(/does not arrive whole/);
  expect(await held()).toEqual([]);
});

/** Makes the store slow: a reader waits after its first bytes until `go` is called. */
function stalled() {
  const store = { ...farm.artifacts };
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const state = { reads: 0, go: () => go() };
  farm.artifacts.read = async function* slow(id, key, range) {
    state.reads += 1;
    for await (const part of store.read(id, key, range)) {
      yield part;
      await gate;
    }
  };
  return state;
}

test("a cancel while the files come ends the job at once, and nothing of them stays", async () => {
  await farm.node();
  const hash = await brought(farm.account, "x".repeat(300_000));
  const store = stalled();
  const jobId = farm.submit(farm.account, reading([hash]));
  await farm.until(() => store.reads > 0, "the fetch");
  farm.jobs.cancel(jobId);
  expect((await farm.ended(jobId)).job.state).toBe("cancelled");
  await allGone();
  store.go();
});

test("a node that drains while the files come gives its lease back, and another fetches them", async () => {
  const first = await farm.node();
  const hash = await brought(farm.account, "a face");
  const store = stalled();
  const jobId = farm.submit(farm.account, reading([hash]));
  await farm.until(() => store.reads > 0, "the fetch");
  await first.drain(0);
  store.go();
  await farm.node();
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  expect(row.epochs).toEqual([1, 2]);
  expect(await said(row)).toContain("a face");
});

test("the route asks for the node token, a live lease of that epoch, and a file of that job", async () => {
  const hash = await brought(farm.account, "a face");
  const jobId = farm.submit(farm.account, reading([hash]));
  const get = (sha256: string, epoch: number, token = nodeToken) =>
    fetch(`${farm.url}/v1/node/inputs/${sha256}?job=${jobId}&epoch=${epoch}`, { headers: { authorization: `Bearer ${token}` } });
  expect((await get(hash, 1)).status).toBe(409);
  await farm.jobs.claim(farm.account, jobId, 0, { id: farm.jobs.newId(), name: "n" }, 5000);
  expect((await get(hash, 1, "another token")).status).toBe(401);
  expect((await get(hash, 2)).status).toBe(409);
  expect((await get("0".repeat(64), 1)).status).toBe(422);
  const answer = await get(hash, 1);
  expect(answer.status).toBe(200);
  // What crosses the line is sealed.
  expect(Buffer.from(await answer.arrayBuffer()).includes("a face")).toBe(false);
  await farm.jobs.settle(jobId, 1, { state: "succeeded", files: [] });
  expect((await get(hash, 1)).status).toBe(409);
});
