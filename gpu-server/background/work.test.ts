// Background work with several coordinators: the queues are made once, schedules run once, and what was given up is seen and
// handled by command.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../database/pool.ts";
import { silentLog, type TestDatabase, testDatabase } from "../database/testing.ts";
import { letters } from "../operations/letters.ts";
import { type OpenBoss, openBoss } from "./boss.ts";
import { deadLetters } from "./letters.ts";
import { deadQueue, queueNames, schedules } from "./queues.ts";
import { type Handlers, startWork } from "./work.ts";

let database: TestDatabase;
let owner: Database;
beforeAll(async () => {
  database = await testDatabase();
  owner = database.open(null);
});
afterAll(() => database.close());

const nothing = () => Promise.resolve();
const idle: Handlers = {
  mail: nothing,
  export: nothing,
  erasure: nothing,
  sweep: nothing,
  retention: nothing,
  "clean-up": nothing,
  "expiry-warning": nothing,
};
async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await done()) return;
    await sleep(25);
  }
  throw new Error("it did not happen");
}

test("two coordinators that start at once on an empty database make the queues once, each with its dead letters", async () => {
  await owner.query("drop schema pgboss cascade");
  const both = await Promise.all([
    openBoss(database.url, silentLog, "one-of-several"),
    openBoss(database.url, silentLog, "one-of-several"),
  ]);
  const names = (await both[0].boss.getQueues()).map(({ name }) => name).filter((name) => !name.startsWith("__"));
  expect(names.sort()).toEqual(queueNames.flatMap((name) => [name, deadQueue(name)]).sort());
  await Promise.all(both.map(({ stop }) => stop(0)));
});

test("a schedule of two coordinators runs once each time it is due", async () => {
  const ran: string[] = [];
  const counted = (by: string): Handlers => ({ ...idle, sweep: () => Promise.resolve(void ran.push(by)) });
  const both = await Promise.all([
    openBoss(database.url, silentLog, "one-of-several"),
    openBoss(database.url, silentLog, "one-of-several"),
  ]);
  const stops = await Promise.all(both.map((open, place) => startWork(open, counted(String(place)), silentLog)));
  expect(await owner.query("select name, cron from pgboss.schedule order by name")).toEqual(
    Object.entries(schedules)
      .map(([name, cron]) => ({ name, cron }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  );
  await until(() => ran.length > 0);
  await sleep(200);
  // The start of each asked for one; now both say that the minute has come, as their clocks do.
  const before = ran.length;
  const due = () =>
    both[0].boss.send(
      "__pgboss__send-it",
      { name: "sweep", key: "", data: null, options: {} },
      { singletonKey: "sweep__", singletonSeconds: 60 },
    );
  const sent = [await due(), await due()];
  expect(sent.filter((id) => id !== null)).toHaveLength(1);
  await until(() => ran.length > before);
  await sleep(300);
  expect(ran.length).toBe(before + 1);
  await Promise.all(stops.map((stop) => stop()));
});

test("work with a key is not doubled while it waits; a failure is kept as a code, without what was worked on", async () => {
  const open = await openBoss(database.url, silentLog, "one-of-several");
  for (let twice = 0; twice < 2; twice += 1) await open.queue("erasure", { erasureId: "one" }, "one");
  await open.queue("erasure", { erasureId: "two" }, "two");
  const seen: string[] = [];
  const broken: Handlers = {
    ...idle,
    erasure({ erasureId }) {
      seen.push(erasureId);
      return Promise.reject(Object.assign(new Error("somebody@example.com could not be erased"), { code: "ECODE" }));
    },
  };
  const stop = await startWork(open, broken, silentLog);
  await until(() => seen.length >= 2);
  expect(seen.slice(0, 2).sort()).toEqual(["one", "two"]);
  await until(async () => (await owner.query("select 1 from pgboss.job where name = 'erasure' and output is not null")).length >= 2);
  const kept = JSON.stringify(await owner.query("select * from pgboss.job where name = 'erasure'"));
  expect(kept).toContain("ECODE");
  expect(kept).not.toContain("somebody");
  await stop();
});

test("what a killed farm was working on is tried again at once by the next one that has the database to itself, not by one of several", async () => {
  await owner.query("delete from pgboss.job");
  const killed = await openBoss(database.url, silentLog, "one-of-several");
  await killed.queue("export", { exportId: "cut off" }, "cut off");
  expect(await killed.boss.fetch("export")).toHaveLength(1);
  await killed.stop(0);
  const state = async () => (await owner.query<{ state: string }>("select state from pgboss.job where name = 'export'"))[0]?.state;
  await (await openBoss(database.url, silentLog, "one-of-several")).stop(0);
  expect(await state()).toBe("active");
  const next = await openBoss(database.url, silentLog, "alone");
  const seen: string[] = [];
  const stop = await startWork(next, { ...idle, export: ({ exportId }) => Promise.resolve(void seen.push(exportId)) }, silentLog);
  await until(() => seen.length > 0);
  await stop();
  expect([seen, await state()]).toEqual([["cut off"], "completed"]);
});

test("dead letters are listed, retried and dropped by command", async () => {
  const data = mkdtempSync(join(tmpdir(), "farm-letters-"));
  mkdirSync(join(data, "secrets"));
  // What tells a farm's folder from any other.
  writeFileSync(join(data, "secrets", "master-key"), "");
  const command = (action: Parameters<typeof letters>[1]) => letters(data, action, database.url, silentLog);
  const open: OpenBoss = await openBoss(database.url, silentLog, "one-of-several");
  await owner.query("delete from pgboss.job");
  expect(await command({ do: "list" })).toBe("Nothing was given up.");
  const stop = await startWork(
    open,
    { ...idle, export: () => Promise.reject(Object.assign(new Error("words"), { code: "ENOSPC" })) },
    silentLog,
  );
  for (const exportId of ["one", "two"]) await open.boss.send("export", { exportId }, { singletonKey: exportId, retryLimit: 0 });
  await until(async () => (await deadLetters(open.boss)).length === 2);
  const lines = (await command({ do: "list" })).split("\n");
  for (const line of lines) expect(line).toMatch(/^export {2}[0-9a-f-]{36} {2}1 tries {2}ENOSPC {2}since \d{4}-/);
  await stop();
  const id = lines[0]?.split("  ")[1] ?? "";
  expect(await command({ do: "drop", id })).toContain("is gone");
  await expect(command({ do: "retry", id })).rejects.toMatchObject({ code: "not_found" });
  expect(await command({ do: "retry", id: null })).toMatch(/^1 dead letter is tried again/);
  expect(await command({ do: "list" })).toBe("Nothing was given up.");
  expect(await owner.query("select data from pgboss.job where name = 'export' and state = 'created'")).toHaveLength(1);
  rmSync(data, { recursive: true });
});
