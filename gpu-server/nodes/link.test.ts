// The whole way of a lease: coordinator, link, node, worker process, sealed files, settle; and what happens
// when a worker or a node misbehaves. Only the job store is a double; workers are real processes.
import { createHash } from "node:crypto";
import { open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSmallFarm, scriptedWorker, videoSpec } from "../testing/small-farm.ts";

let full: boolean;
let farm: Awaited<ReturnType<typeof createSmallFarm>>;
beforeEach(async () => {
  full = false;
  farm = await createSmallFarm((file) => (full ? open("/dev/full", "w") : open(file, "wx")));
});
afterEach(() => farm.close());

const types = (row: ReturnType<typeof farm.jobs.row>) => row.events.map(({ event }) => event.type);
const submit = (...prompts: string[]) => farm.submit(farm.account, videoSpec(...prompts));

test("a job becomes sealed artifacts that read back, one capture, numbered events, and no trace in the spool", async () => {
  await farm.node();
  const jobId = submit("well", "second");
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  expect(row.captures).toBe(1);
  expect(row.events.map((event) => event.seq)).toEqual(row.events.map((_, index) => index + 1));
  expect(types(row).filter((type) => type !== "progress")).toEqual(["queued", "started", "phase", "segment", "segment", "succeeded"]);
  for (const artifact of row.job.artifacts) {
    const text = await farm.read(artifact);
    expect(text).toMatch(new RegExp(`^clip ${artifact.index} of ${jobId} `));
    expect(createHash("sha256").update(text).digest("hex")).toBe(artifact.sha256);
  }
  const spools = async () => (await readdir(path.join(farm.folder, "spool"), { recursive: true })).filter((name) => name.includes(jobId));
  while ((await spools()).length > 0) await sleep(10);
  const stored = await readdir(path.join(farm.folder, "artifacts"), { recursive: true, withFileTypes: true });
  for (const entry of stored.filter((item) => item.isFile())) {
    expect((await readFile(path.join(entry.parentPath, entry.name))).includes("clip ")).toBe(false);
  }
});

test("a worker that dies once is started again and makes only what is missing; one that always dies fails the job in words", async () => {
  await farm.node();
  const once = await farm.ended(submit("dies-once", "b"));
  expect(once.job.state).toBe("succeeded");
  expect(once.epochs).toEqual([1]);
  expect(types(once).filter((type) => type === "segment")).toHaveLength(2);
  const makers = await Promise.all(once.job.artifacts.map(async (artifact) => (await farm.read(artifact)).split(" by ")[1]));
  expect(new Set(makers).size).toBe(2);
  const always = await farm.ended(submit("dies"));
  expect(always.job).toMatchObject({ state: "failed", error: { code: "engine_failed" } });
  expect(always.job.error?.message).toMatch(/Send the job again/);
  expect((await farm.ended(submit("well"))).job.state).toBe("succeeded");
});

test.each(["silent", "babble", "endless", "steals"])(
  "a worker that is %s ends its job as engine_failed and the next job runs",
  async (mode) => {
    await farm.node(mode === "silent" || mode === "steals" ? { leastMs: 700 } : {});
    const [bad, good] = [submit(mode), submit("well")];
    expect((await farm.ended(bad)).job).toMatchObject({ state: "failed", error: { code: "engine_failed" } });
    expect((await farm.ended(good)).job.state).toBe("succeeded");
    expect(farm.jobs.row(bad).segments.size).toBe(0);
  },
);

test.each(["garbage", "partial"])("a worker that writes %s lines between good ones is understood", async (mode) => {
  await farm.node();
  const row = await farm.ended(submit(mode, "b"));
  expect(row.job.state).toBe("succeeded");
  expect(types(row).filter((type) => type === "segment")).toHaveLength(2);
});

test("cancel stops inside a segment, keeps what was delivered, and late reports of the worker count for nothing", async () => {
  await farm.node();
  const jobId = submit("late", "b", "c");
  await farm.until(() => farm.jobs.row(jobId).segments.size === 1, "the first segment");
  farm.jobs.cancel(jobId);
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("cancelled");
  const count = row.events.length;
  expect((await farm.ended(submit("well"))).job.state).toBe("succeeded");
  expect(row.events).toHaveLength(count);
  expect([...row.segments.keys()]).toEqual([0]);
  expect(row.captures).toBe(1);
});

test("a result without a verdict is refused, a held verdict blocks the job and quarantines its files", async () => {
  await farm.node();
  const none = await farm.ended(submit("no-verdict"));
  expect(none.job).toMatchObject({ state: "failed", error: { code: "engine_failed" } });
  expect(none.job.error?.message).toMatch(/output check/);
  const held = await farm.ended(submit("held"));
  expect(held.held).toBe("test-rule");
  expect(held.job).toMatchObject({ state: "blocked", artifacts: [] });
  expect(held.quarantined.map(({ kind, index }) => `${kind} ${index}`)).toEqual(["clip 0"]);
});

test("a node that drains gives its lease back at once, and another node makes only the missing segments", async () => {
  const first = await farm.node();
  const jobId = submit("slow", "b", "c");
  await farm.until(() => farm.jobs.row(jobId).segments.size === 1, "the first segment");
  await farm.node();
  await first.drain(0);
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  expect(row.epochs).toEqual([1, 2]);
  expect(types(row).filter((type) => type === "segment")).toHaveLength(3);
  expect(row.captures).toBe(1);
  // The time of a part says nothing of the whole: only the next job, made at one go, teaches how long one takes.
  expect(farm.learnt).toEqual([]);
  await farm.ended(submit("well"));
  await farm.until(() => farm.learnt.length === 1, "a learnt rate");
});

test("a node whose line is cut goes on with its lease, and says everything that it did when it is back, once", async () => {
  await farm.close();
  farm = await createSmallFarm(undefined, 15_000);
  await farm.node();
  const jobId = submit("slow", "b", "c");
  await farm.until(() => farm.jobs.row(jobId).segments.size === 1, "the first segment");
  farm.cut();
  // The other files arrive over HTTP meanwhile; of the segments and the end nobody hears.
  const stored = async () => {
    let count = 0;
    for await (const id of farm.artifacts.ids()) count += id.length > 0 ? 1 : 0;
    return count;
  };
  while ((await stored()) < 3) await sleep(20);
  await sleep(100);
  expect(farm.jobs.row(jobId).segments.size).toBe(1);
  farm.mend();
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  expect(row.epochs).toEqual([1]);
  expect(types(row).filter((type) => type === "segment")).toHaveLength(3);
  expect(row.captures).toBe(1);
});

test("while the database is away nothing is lost: the node says everything again and the job ends once", async () => {
  await farm.node();
  const jobId = submit("slow", "b");
  await farm.until(() => farm.jobs.row(jobId).events.some(({ event }) => event.type === "progress"), "progress");
  farm.jobs.failure = new Error("the database does not answer");
  await sleep(700);
  farm.jobs.failure = undefined;
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  expect(row.segments.size).toBe(2);
  expect(types(row).filter((type) => type === "segment")).toHaveLength(2);
  expect(row.captures).toBe(1);
});

test("a full disk of the farm delays a job until there is space, and fails none", async () => {
  await farm.node();
  full = true;
  const jobId = submit("well", "b");
  await farm.until(() => farm.jobs.row(jobId).events.some(({ event }) => event.type === "progress"), "progress");
  await sleep(600);
  expect(farm.jobs.row(jobId).job.state).toBe("running");
  expect(farm.jobs.row(jobId).segments.size).toBe(0);
  full = false;
  expect((await farm.ended(jobId)).job.state).toBe("succeeded");
  expect(farm.jobs.row(jobId).epochs).toEqual([1]);
});

test("a job that kills workers goes to a node that has not tried it, and not back", async () => {
  await farm.node();
  await farm.node();
  await farm.until(() => farm.link.nodes().filter((node) => node.offers.length > 0).length === 2, "both nodes");
  const row = await farm.ended(submit("dies"));
  expect(row.job).toMatchObject({ state: "failed", error: { code: "engine_failed" } });
  expect(row.epochs).toEqual([1, 2]);
  expect(new Set(row.planner.triedNodes).size).toBe(1);
});

test("an engine that does not start is not offered and fails no job; once it starts, the job runs", async () => {
  const switchFile = path.join(farm.folder, "works");
  await writeFile(
    path.join(farm.folder, "worker.ts"),
    `if (!(await import("node:fs")).existsSync(${JSON.stringify(switchFile)})) process.exit(1);
await import(${JSON.stringify(scriptedWorker)});`,
  );
  await farm.node({ worker: path.join(farm.folder, "worker.ts") });
  const jobId = submit("well");
  await farm.until(() => farm.link.nodes().some((node) => node.up), "the node");
  await sleep(500);
  expect(farm.jobs.row(jobId).job.state).toBe("queued");
  await writeFile(switchFile, "");
  expect((await farm.ended(jobId)).job.state).toBe("succeeded");
});

test("an engine that stops starting gives its lease back without blame", async () => {
  const switchFile = path.join(farm.folder, "works");
  await writeFile(switchFile, "");
  await writeFile(
    path.join(farm.folder, "worker.ts"),
    `if (!(await import("node:fs")).existsSync(${JSON.stringify(switchFile)})) process.exit(1);
await import(${JSON.stringify(scriptedWorker)});`,
  );
  await farm.node({ worker: path.join(farm.folder, "worker.ts") });
  const jobId = submit("dies-once", "b");
  await farm.until(() => farm.jobs.row(jobId).job.state === "running", "the lease");
  await rm(switchFile);
  await farm.until(() => farm.jobs.row(jobId).job.state === "queued", "the way back to the queue");
  await writeFile(switchFile, "");
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  expect(row.planner.triedNodes).toEqual([]);
});

test("two slots run two jobs at once, never more", async () => {
  await farm.node({ slots: 2 });
  const ids = [1, 2, 3, 4, 5].map(() => submit("well"));
  let most = 0;
  const running = () => ids.filter((id) => farm.jobs.row(id).job.state === "running").length;
  await farm.until(() => {
    most = Math.max(most, running());
    return ids.every((id) => farm.jobs.row(id).job.state === "succeeded");
  }, "all five");
  expect(most).toBe(2);
});

test("an upload without the token, of a lease that is over, or of other bytes is refused", async () => {
  const url = (job: string) => `${farm.url}/v1/node/files/${farm.jobs.newId()}?job=${job}&epoch=1&sha256=${"0".repeat(64)}&bytes=3`;
  const put = (job: string, token: string) =>
    fetch(url(job), {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
      body: "abc",
    });
  const jobId = submit("well");
  expect((await put(jobId, "another token")).status).toBe(401);
  expect((await put(jobId, "a node token of tests")).status).toBe(409);
  await farm.jobs.claim(farm.account, jobId, 0, { id: farm.jobs.newId(), name: "n" }, 5000);
  expect((await put(jobId, "a node token of tests")).status).toBe(400);
  for await (const id of farm.artifacts.ids()) expect.fail(`${id} was stored`);
});
