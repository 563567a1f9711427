// The node agent as the process that it is: killed in the middle of a job, stopped in an orderly way, and
// started with settings that cannot work. The engine is the real draft engine with a real ffmpeg.
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import { createSmallFarm, nodeToken } from "../testing/small-farm.ts";

const program = fileURLToPath(new URL("agent.ts", import.meta.url));
let farm: Awaited<ReturnType<typeof createSmallFarm>>;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  farm = await createSmallFarm();
  folder = await mkdtemp(path.join(os.tmpdir(), "agent-"));
  await writeFile(path.join(folder, "token"), `${nodeToken}\n`);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await farm.close();
  await rm(folder, { recursive: true, force: true });
});

function agent(name: string, more: Record<string, string> = {}): ChildProcess & { text: () => string } {
  const env = { PATH: process.env.PATH ?? "", FARM_URL: farm.url, NODE_TOKEN_FILE: path.join(folder, "token"), NODE_NAME: name };
  const child = spawn(process.execPath, [program], {
    env: { ...env, NODE_DATA: path.join(folder, name), NODE_SPOOL: path.join(folder, "spool"), ...more },
    stdio: ["pipe", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
  children.push(child);
  return Object.assign(child, { text: () => text });
}

const clips = (count: number, frames: number): JobSpec => ({
  kind: "video.generate",
  quality: "draft",
  rating: "general",
  input: {
    segments: Array.from({ length: count }, (_, seed) => ({
      prompt: "A woman walks along the beach at dawn",
      seed,
      frames,
      references: [],
      join: "cut" as const,
    })),
  },
});
const named = (jobId: Parameters<typeof farm.jobs.row>[0], type: string) =>
  farm.jobs.row(jobId).events.filter(({ event }) => event.type === type).length;

test("an agent killed in the middle: the lease lapses, another makes only what is missing, nothing is captured twice", async () => {
  const first = agent("first");
  const jobId = farm.submit(farm.account, clips(4, 6));
  await farm.until(() => named(jobId, "segment") >= 1, "the first segment");
  first.kill("SIGKILL");
  const before = farm.jobs.row(jobId).segments.size;
  agent("second");
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  expect(before).toBeLessThan(4);
  expect(row.epochs).toEqual([1, 2]);
  expect(named(jobId, "segment")).toBe(4);
  expect(row.captures).toBe(1);
  const kinds = row.job.artifacts.map(({ kind, index }) => `${kind} ${index}`);
  expect(new Set(kinds).size).toBe(12);
  expect(kinds).toHaveLength(12);
  const clip = await farm.read(row.job.artifacts.find(({ kind }) => kind === "clip") as (typeof row.job.artifacts)[number]);
  expect(clip.slice(4, 8)).toBe("ftyp");
  expect(clip).toContain('"draft":true');
});

test("an agent killed while the files of its job come: another fetches them and makes the job, and the first one's next start leaves none", async () => {
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#3366aa" } })
    .png()
    .toBuffer();
  const sha256 = createHash("sha256").update(picture).digest("hex");
  const [id, key] = [farm.jobs.newId<"artifact">(), randomBytes(32)];
  const facts = { key, id, bytes: picture.length, random: randomBytes };
  await farm.artifacts.accept(id, encryptStream(Readable.from([picture]), facts), key, { sha256, bytes: picture.length });
  farm.jobs.inputs.set(`${farm.account} ${sha256}`, { id, bytes: picture.length, contentType: "image/png", key });
  const store = { ...farm.artifacts };
  let asked = false;
  farm.artifacts.read = async function* never() {
    asked = true;
    yield picture.subarray(0, 10);
    await new Promise(() => undefined);
  };
  const first = agent("first");
  const input = { image: sha256, scale: 2 as const, seed: 0 };
  const jobId = farm.submit(farm.account, { kind: "image.upscale", quality: "draft", rating: "general", input });
  await farm.until(() => asked, "the fetch");
  first.kill("SIGKILL");
  farm.artifacts.read = store.read.bind(store);
  agent("second");
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  expect(row.epochs).toEqual([1, 2]);
  expect(row.job.artifacts.map(({ kind }) => kind)).toEqual(["image", "thumbnail"]);
  agent("first");
  await farm.until(() => farm.link.nodes().filter((node) => node.up && node.offers.length > 0).length === 2, "both nodes");
  const left = await readdir(path.join(folder, "spool"), { recursive: true });
  expect(left.filter((name) => /\.part$|\.png$/.test(name))).toEqual([]);
});

test("an agent that was stopped past its lease comes back too late: what it says under the old epoch writes nothing", async () => {
  const first = agent("first");
  const jobId = farm.submit(farm.account, clips(3, 20));
  await farm.until(() => named(jobId, "segment") >= 1, "the first segment");
  first.kill("SIGSTOP");
  agent("second");
  const row = await farm.ended(jobId);
  expect(row.job.state).toBe("succeeded");
  expect(row.epochs).toEqual([1, 2]);
  const events = row.events.length;
  first.kill("SIGCONT");
  // It takes work again, so it has heard that the old lease is over.
  const both = [farm.submit(farm.account, clips(1, 2)), farm.submit(farm.account, clips(1, 2)), farm.submit(farm.account, clips(1, 2))];
  await farm.until(() => farm.link.nodes().filter((node) => node.up).length === 2, "both nodes");
  for (const id of both) expect((await farm.ended(id)).job.state).toBe("succeeded");
  expect(farm.jobs.row(jobId).events).toHaveLength(events);
  expect(farm.jobs.row(jobId).captures).toBe(1);
  expect(farm.jobs.row(jobId).job.artifacts).toHaveLength(9);
});

test("an agent that is told to stop gives its lease back at once, leaves no spool, and its next start takes work again", async () => {
  const first = agent("node");
  const jobId = farm.submit(farm.account, clips(6, 40));
  await farm.until(() => named(jobId, "progress") >= 1, "progress");
  const exited = once(first, "exit");
  first.kill("SIGINT");
  expect(await exited).toEqual([0, null]);
  expect(farm.jobs.row(jobId).job.state).toBe("queued");
  expect(await readdir(path.join(folder, "spool"))).toEqual([]);
  farm.jobs.cancel(jobId);
  const short = farm.submit(farm.account, clips(1, 2));
  agent("node");
  expect((await farm.ended(short)).job.state).toBe("succeeded");
});

test("an agent ends with the process that started it", async () => {
  const child = agent("node", { NODE_STOP_WITH_STDIN: "1" });
  await farm.until(() => farm.link.nodes().some((node) => node.up), "the node");
  const exited = once(child, "exit");
  child.stdin?.end();
  expect((await exited)[0]).toBe(0);
});

test.each([
  [{ FARM_URL: "" }, /Set FARM_URL/],
  [{ NODE_ENGINES: "draft,magic" }, /NODE_ENGINES names "magic"/],
])("a setting that cannot work ends the agent with a sentence (%o)", async (setting, sentence) => {
  const child = agent("node", setting);
  expect((await once(child, "exit"))[0]).toBe(1);
  expect(child.text()).toMatch(sentence);
  expect(child.text()).not.toMatch(/\n\s+at /);
});
