// The farm as a process: killed outright in the middle of a job and started again, ended in order, and
// started where it cannot. Nothing is lost, nothing is charged twice, nothing is left running.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { creditsSchema, type Job, jobAnswerSchema, jobEventsSchema } from "../../shared/contract/farm-http.ts";

const program = join(import.meta.dirname, "..", "..", "gpu-server", "farm.ts");

interface RunningFarm {
  child: ChildProcess;
  url: string;
  token: string;
  errors: () => string;
}

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }
  for (const folder of folders.splice(0)) {
    const record = join(folder, "database.json");
    if (existsSync(record)) {
      const { cluster } = JSON.parse(readFileSync(record, "utf8")) as { cluster: string };
      for (const file of [cluster, `${cluster}.owner`]) rmSync(file, { recursive: true, force: true });
    }
    rmSync(folder, { recursive: true, force: true });
  }
});

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "farm-fault-"));
  folders.push(folder);
  return folder;
}

function start(args: string[], env: NodeJS.ProcessEnv = {}): { child: ChildProcess; errors: () => string } {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, FARM_PRICES: "test", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  children.push(child);
  let errors = "";
  child.stderr?.on("data", (bytes: Buffer) => (errors += bytes.toString()));
  return { child, errors: () => errors };
}

async function ready({ child, errors }: ReturnType<typeof start>): Promise<RunningFarm> {
  if (child.stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { ready: boolean; url: string; tokenFile: string };
    if (said.ready) return { child, url: said.url, token: readFileSync(said.tokenFile, "utf8"), errors };
  }
  throw new Error(`the farm ended before it was ready: ${errors()}`);
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

async function call(farm: RunningFarm, path: string, body?: unknown, key = ""): Promise<unknown> {
  const answer = await fetch(farm.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${farm.token}`,
      ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.json();
}

async function jobUntil(farm: RunningFarm, id: string, done: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const { job } = jobAnswerSchema.parse(await call(farm, `/v1/jobs/${id}`));
    if (done(job)) return job;
    await sleep(50);
  }
}

/** Process id of the folder's PostgreSQL, or null. */
function postmaster(folder: string): number | null {
  const { cluster } = JSON.parse(readFileSync(join(folder, "database.json"), "utf8")) as { cluster: string };
  const file = join(cluster, "postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : null;
}

function lives(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for a process to be gone. */
async function untilGone(alive: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && alive(); tries += 1) await sleep(50);
  expect(alive()).toBe(false);
}

const film = (segments: number) => ({
  kind: "video.generate",
  input: { segments: Array.from({ length: segments }, (_, seed) => ({ prompt: "A boat at sea", seed, frames: 80 })) },
});

test("killed in the middle of a job, the farm goes on where it was", async () => {
  const folder = dataFolder();
  const before = await ready(start(["--data", folder]));
  const { job } = jobAnswerSchema.parse(await call(before, "/v1/jobs", film(4), "one"));
  await jobUntil(before, job.id, ({ artifacts }) => artifacts.some(({ kind }) => kind === "clip"));
  const orphan = postmaster(folder);
  before.child.kill("SIGKILL");
  await ended(before.child);
  expect(lives(orphan)).toBe(true);

  const after = await ready(start(["--data", folder]));
  expect(after.token).toBe(before.token);
  expect(lives(orphan)).toBe(false);
  expect(lives(postmaster(folder))).toBe(true);
  // The answer that may have been lost is given again, under the same key.
  expect(jobAnswerSchema.parse(await call(after, "/v1/jobs", film(4), "one")).job.id).toBe(job.id);
  const whole = await jobUntil(after, job.id, ({ state }) => state !== "queued" && state !== "running");
  expect(whole).toMatchObject({ state: "succeeded", captured: 3 });
  expect(whole.artifacts.filter(({ kind }) => kind === "clip").map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  expect(creditsSchema.parse(await call(after, "/v1/credits"))).toMatchObject({ available: 997, held: 0 });
  const { events } = jobEventsSchema.parse(await call(after, `/v1/jobs/${job.id}/events`));
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, place) => place + 1));

  const check = start(["check", "--data", folder]);
  expect(await ended(check.child)).toBe(0);

  const last = postmaster(folder);
  after.child.kill("SIGTERM");
  expect(await ended(after.child)).toBe(0);
  expect(lives(last)).toBe(false);
});

test("a PostgreSQL that dies is started again under the farm", async () => {
  const folder = dataFolder();
  const farm = await ready(start(["--role", "coordinator", "--data", folder]));
  const first = postmaster(folder);
  process.kill(first ?? 0, "SIGKILL");
  await untilGone(() => lives(first));
  // While it is away the farm says so; then it serves again.
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(`${farm.url}/readyz`);
    if (answer.status === 200) break;
    expect(answer.status).toBe(503);
    await sleep(50);
  }
  expect(creditsSchema.parse(await call(farm, "/v1/credits"))).toMatchObject({ available: 1000 });
  expect(postmaster(folder)).not.toBe(first);
});

test("a second farm on the folder is refused, and a kill leaves no lock behind", async () => {
  const folder = dataFolder();
  const first = await ready(start(["--role", "coordinator", "--data", folder]));
  const second = start(["--role", "coordinator", "--data", folder]);
  expect(await ended(second.child)).toBe(1);
  expect(second.errors()).toContain("Another farm works on the data folder");
  expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  first.child.kill("SIGKILL");
  await ended(first.child);
  await ready(start(["--role", "coordinator", "--data", folder]));
});

test("a taken port is named, and what was started for it is stopped again", async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, "127.0.0.1", done));
  const { port } = taken.address() as { port: number };
  const folder = dataFolder();
  const farm = start(["--role", "coordinator", "--port", String(port), "--data", folder]);
  expect(await ended(farm.child)).toBe(1);
  expect(farm.errors()).toContain(`Port ${port} is taken by another program`);
  expect(lives(postmaster(folder))).toBe(false);
  await new Promise((done) => taken.close(done));
});

test("a farm whose parent is gone ends in order", async () => {
  const folder = dataFolder();
  const farm = await ready(start(["--role", "coordinator", "--data", folder], { FARM_PARENT: "1" }));
  const database = postmaster(folder);
  farm.child.stdin?.end();
  expect(await ended(farm.child)).toBe(0);
  expect(lives(database)).toBe(false);
});

test.each([
  [["--bogus"], "--bogus"],
  [["--port", "many"], "--port"],
  [["--role", "boss"], "--role"],
  [["dance"], "dance"],
  [["grant", "-1"], "-1"],
])("%j is refused with a sentence and exit code 2", async (args, named) => {
  const farm = start([...args, "--data", dataFolder()]);
  expect(await ended(farm.child)).toBe(2);
  expect(farm.errors()).toContain(named);
  expect(farm.errors()).not.toContain("    at ");
});
