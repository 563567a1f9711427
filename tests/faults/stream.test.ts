// The stream and the studio's client under faults: a farm killed in the middle of jobs, stopped, held back on
// the way, a proxy without WebSockets, a session revoked by another coordinator of the same database.
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../gpu-server/database/testing.ts";
import { openStreamDoors } from "../../gpu-server/testing/stream-doors.ts";
import { type Program, startProgram } from "../browser/programs.ts";
import { lastNumbers, makeMembers, type Member, submitJob } from "../fixtures/stream/members.ts";
import { startTalkingNode } from "../fixtures/stream/node.ts";
import { type Proxy, startProxy } from "../fixtures/stream/proxy.ts";
import { startReader } from "../fixtures/stream/reader.ts";

/** The long form kills more often. */
const kills = process.env["STUDIO_TEST_ALL"] === "1" ? 10 : 1;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function until(probe: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(10)) if (probe()) return;
  throw new Error(`waited in vain for ${what}`);
}

/** A farm's doors in this process, with a proxy before them. */
async function doorsBehindProxy(pingMs: number) {
  const doors = await openStreamDoors({ pingMs, slowMs: 10_000, checkMs: 100 });
  const proxy: Proxy = await startProxy(doors.url);
  closers.push(
    () => doors.close(),
    () => proxy.close(),
  );
  return { doors, proxy };
}
const follow = (options: Parameters<typeof startReader>[0]) => {
  const reader = startReader(options);
  closers.push(() => reader.close());
  return reader;
};

test("a line that is held back is given up by its missing pings, and the next one brings what was missed", async () => {
  const { doors, proxy } = await doorsBehindProxy(50);
  const job = doors.submit();
  const reader = follow({ url: proxy.url, token: "s1", times: { silenceMs: 200, graceMs: 20 } });
  await until(reader.isCurrent, "the first line");
  doors.store.append(job, { type: "resumed" });
  await until(() => reader.have.get(job) === 2, "a live event");
  proxy.holdBack();
  for (let count = 0; count < 5; count += 1) doors.store.append(job, { type: "resumed" });
  await until(() => reader.counts.lines === 2 && reader.isCurrent(), "the next line");
  expect(reader.have.get(job)).toBe(7);
  expect(reader.counts).toMatchObject({ lost: 0, doubled: 0 });
});

test("where WebSockets are refused the same comes as events, and a WebSocket takes over when it can, without a seam", async () => {
  const { doors, proxy } = await doorsBehindProxy(50);
  proxy.refuseUpgrades = true;
  const job = doors.submit();
  const reader = follow({ url: proxy.url, token: "s1", times: { silenceMs: 500, graceMs: 50, socketAgainMs: 40 } });
  await until(reader.isCurrent, "events");
  doors.store.append(job, { type: "resumed" });
  await until(() => reader.have.get(job) === 2, "a live event");
  // It goes on trying, less and less often, and the events go on.
  await until(() => proxy.refused >= 4, "tries");
  expect(reader.counts.lines).toBe(1);
  proxy.refuseUpgrades = false;
  const talk = setInterval(() => doors.store.append(job, { type: "resumed" }), 3);
  closers.push(() => clearInterval(talk));
  await until(() => proxy.passed === 1, "a WebSocket");
  await sleep(100);
  clearInterval(talk);
  await until(() => reader.have.get(job) === doors.store.row(job).job.lastSeq, "the last event");
  expect(reader.counts).toMatchObject({ lost: 0, doubled: 0, lines: 1 });
  // The farm ends it while it is on events again: it comes back as what it is.
  doors.sessions.clear();
  await until(reader.signedOut, "signed out");
});

test("an ended session means signed out over events too, and nobody dials on", async () => {
  const { doors, proxy } = await doorsBehindProxy(50);
  proxy.refuseUpgrades = true;
  const reader = follow({ url: proxy.url, token: "s1" });
  await until(reader.isCurrent, "events");
  doors.sessions.clear();
  await until(reader.signedOut, "signed out");
  const { lines } = reader.counts;
  await sleep(300);
  expect(reader.counts.lines).toBe(lines);
});

let database: TestDatabase;
let data: string;
let farm: Program;
const started: Program[] = [];
beforeAll(async () => {
  database = await testDatabase();
  data = mkdtempSync(join(tmpdir(), "farm-stream-"));
  farm = await coordinator(data);
});
afterAll(async () => {
  for (const program of started) await program.stop("SIGKILL");
  await database.close();
  rmSync(data, { recursive: true, force: true });
});

/** A coordinator on the test's database. */
async function coordinator(folder: string, port = "0"): Promise<Program> {
  const env = { DATABASE_URL: database.url, FARM_PRICES: "test" };
  const program = await startProgram("gpu-server/farm.ts", ["--role", "coordinator", "--data", folder, "--port", port], env);
  started.push(program);
  return program;
}

test("killed in the middle of jobs: every client has every number once", async () => {
  const url = farm.ready["url"] ?? "";
  const members = await makeMembers(data, 4);
  const token = readFileSync(join(data, "secrets", "node-token"), "utf8").trim();
  const node = startTalkingNode({ url, token, slots: 8, periodMs: 20 });
  closers.push(() => node.close());
  for (const member of members) for (let count = 0; count < 2; count += 1) await submitJob(url, member);
  // Two clients an account, and one behind a proxy without WebSockets.
  const proxy = await startProxy(url);
  proxy.refuseUpgrades = true;
  closers.push(() => proxy.close());
  const readers = members.flatMap((member) => [url, url, proxy.url].map((through) => follow({ url: through, token: member.token })));
  await until(() => node.running() === 8 && readers.every((reader) => reader.isCurrent()), "all lines");
  for (let kill = 0; kill < kills; kill += 1) {
    const events = readers.map((reader) => reader.counts.events);
    await until(() => readers.every((reader, index) => reader.counts.events > (events[index] ?? 0) + 20), "live events");
    await farm.stop("SIGKILL");
    farm = await coordinator(data, new URL(url).port);
  }
  await until(() => readers.every((reader) => reader.isCurrent()), "all lines again");
  node.finish();
  await until(() => node.running() === 0, "the end of the jobs");
  const last = await lastNumbers(data);
  expect(last.size).toBe(8);
  await until(() => readers.every((reader) => [...reader.have].every(([id, seq]) => seq === last.get(id))), "the last numbers");
  for (const reader of readers) {
    expect(reader.have.size).toBe(2);
    expect(reader.counts).toMatchObject({ lost: 0, doubled: 0 });
  }
});

test("a session that another coordinator ends, that expires or whose account is erased is closed within seconds, and no other; a stopped farm is noticed", async () => {
  const url = farm.ready["url"] ?? "";
  const members = await makeMembers(data, 4);
  const readers = members.map(({ token }) => follow({ url, token }));
  await until(() => readers.every((reader) => reader.isCurrent()), "all lines");
  const [leaving, expiring, erased, staying] = members as [Member, Member, Member, Member];
  // Coordinators of one database sign with one secret.
  const elsewhere = mkdtempSync(join(tmpdir(), "farm-stream-b-"));
  closers.push(() => rmSync(elsewhere, { recursive: true, force: true }));
  cpSync(join(data, "secrets"), join(elsewhere, "secrets"), { recursive: true });
  const there = await coordinator(elsewhere);
  const answer = await fetch(`${there.ready["url"]}/v1/sessions/${leaving.sessionId}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${leaving.token}`, origin: "studio://app" },
  });
  expect(answer.status).toBeLessThan(300);
  const owner = database.open(null);
  await owner.query(`update identity.session set "expiresAt" = clock_timestamp() where id = $1`, [expiring.sessionId]);
  await owner.query(`delete from identity."user" where id = $1`, [erased.accountId]);
  await until(() => readers.slice(0, 3).every((reader) => reader.signedOut()), "the end of three");
  expect(readers[3]?.isCurrent()).toBe(true);
  const lines = readers.slice(0, 3).map(({ counts }) => counts.lines);

  // Stopped, not ended: its sockets stay open and say nothing.
  const watcher = follow({ url, token: staying.token, times: { silenceMs: 300, graceMs: 50, handshakeMs: 300 } });
  await until(watcher.isCurrent, "a line");
  farm.process.kill("SIGSTOP");
  closers.push(() => farm.process.kill("SIGCONT"));
  await until(() => !watcher.isCurrent(), "silence");
  expect(readers.slice(0, 3).map(({ counts }) => counts.lines)).toEqual(lines);
});
