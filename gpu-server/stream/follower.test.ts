// A client of the stream sees every number of every job once and in order: over a bus that loses, repeats
// and reorders, with the connection cut at any point.
import { randomUUID } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { StreamServerMessage } from "../../shared/contract/farm-stream.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { createLocalBus } from "../bus/local.ts";
import { createMemoryJobs } from "../testing/memory-jobs.ts";
import { testLogger, videoSpec } from "../testing/small-farm.ts";
import { memoryStreamJobs } from "../testing/stream-jobs.ts";
import type { Bus } from "../ports.ts";
import { createFanOut, type FanOut } from "./fan-out.ts";
import { createFollower, type FollowerPorts } from "./follower.ts";

type Fate = "send" | "lose" | "repeat" | "late";

/** A bus that treats each message as the next of `fates` says. */
function badBus(inner: Bus, fates: Fate[]): Bus {
  let turnOf = 0;
  return {
    subscribe: (subject, listener) => inner.subscribe(subject, listener),
    publish(subject, payload) {
      const fate = fates[turnOf++ % fates.length] ?? "send";
      if (fate === "lose") return;
      if (fate === "late") setImmediate(() => setImmediate(() => inner.publish(subject, payload)));
      else inner.publish(subject, payload);
      if (fate === "repeat") inner.publish(subject, payload);
    },
  };
}

const open: FanOut[] = [];
afterEach(() => open.splice(0).forEach((fanOut) => fanOut.close()));

function world(fates: Fate[], recheckMs = 1e9) {
  let now = 1_700_000_000_000;
  const clock = { now: () => (now += 1) };
  const bus = badBus(createLocalBus(testLogger), fates);
  const store = createMemoryJobs(clock, bus);
  const all: JobId[] = [];
  const jobs = memoryStreamJobs(store, all, 3);
  const fanOut = createFanOut({ bus, jobs, clock, logger: testLogger, recheckMs });
  open.push(fanOut);
  const follower = (accountId: AccountId, send: FollowerPorts["send"], more: Partial<FollowerPorts> = {}) =>
    createFollower({
      accountId,
      jobs,
      fanOut,
      clock,
      send,
      slow: () => false,
      drained: async () => undefined,
      fail: (error) => {
        throw error;
      },
      ...more,
    });
  return { clock, bus, store, all, jobs, fanOut, follower };
}
const turns = async (count: number) => {
  for (let index = 0; index < count; index += 1) await turn();
};

/** What a client keeps: the last number of each job; it notes every gap, repetition and step back. */
class Client {
  readonly have: Record<string, number> = {};
  readonly events: string[] = [];
  readonly snapshots: string[] = [];
  /** Kept and looked at in the end: what is thrown inside a bus listener is only logged. */
  readonly complaints: string[] = [];
  current: string | undefined;
  readonly take = (message: StreamServerMessage) => {
    if (message.type === "current") this.current = message.at;
    if (message.type === "snapshot") {
      const had = this.have[message.job.id] ?? 0;
      if (message.job.lastSeq < had) this.complaints.push(`a snapshot of ${message.job.lastSeq} after ${had}`);
      this.have[message.job.id] = message.job.lastSeq;
      this.snapshots.push(message.job.id);
    }
    if (message.type === "event") {
      const had = this.have[message.jobId] ?? 0;
      if (message.seq !== had + 1) this.complaints.push(`number ${message.seq} after ${had}`);
      this.have[message.jobId] = message.seq;
      this.events.push(`${message.jobId} ${message.seq}`);
    }
  };
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("event" as const), job: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.constant({ do: "submit" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "cut" as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("wait" as const), turns: fc.integer({ min: 1, max: 15 }) }) },
);
const fates = fc.array(fc.constantFrom<Fate>("send", "send", "send", "lose", "repeat", "late"), { minLength: 1, maxLength: 9 });

test("cut anywhere, over a bad bus: no number is missed, repeated or out of order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), fates, async (steps, how) => {
      const { store, all, fanOut, follower } = world(how);
      const account = store.newId<"account">();
      const client = new Client();
      const subscribe = () =>
        now.follow({
          type: "subscribe",
          account: true,
          have: { ...client.have },
          ...(client.current ? { endedSince: client.current } : {}),
        });
      let now = follower(account, client.take);
      let asked = subscribe();
      for (const what of steps) {
        if (what.do === "submit" && all.length < 3) all.push(store.submit(account, videoSpec("x")));
        const job = what.do === "event" ? all[what.job] : undefined;
        if (job) store.append(job, { type: "progress", step: 1, total: 2 });
        if (what.do === "wait") await turns(what.turns);
        if (what.do === "cut") {
          now.close();
          now = follower(account, client.take);
          asked = subscribe();
        }
      }
      // One more connection at the end: whatever the bus lost, the database has.
      await asked;
      now.close();
      now = follower(account, client.take);
      await subscribe();
      expect(client.complaints).toEqual([]);
      expect(client.have).toEqual(Object.fromEntries(all.map((id) => [id, store.row(id).job.lastSeq])));
      expect(new Set(client.events).size).toBe(client.events.length);
      now.close();
      fanOut.close();
    }),
    { numRuns: 150 },
  );
});

test("what the bus lost last, with nothing after it, is found by the look into the database", async () => {
  const { store, all, follower } = world(["lose"], 20);
  const account = store.newId<"account">();
  const job = store.submit(account, videoSpec("x"));
  all.push(job);
  const client = new Client();
  const mine = follower(account, client.take);
  await mine.follow({ type: "subscribe", account: true, have: { [job]: 0 } });
  store.append(job, { type: "resumed" });
  const later = store.submit(account, videoSpec("y"));
  all.push(later);
  for (let wait = 0; wait < 500 && client.have[later] === undefined; wait += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(client).toMatchObject({ have: { [job]: 2, [later]: 1 }, complaints: [] });
  mine.close();
});

test("many lines of an account hear of an event without one read of the database", async () => {
  const { store, all, jobs, follower } = world(["send"]);
  const account = store.newId<"account">();
  const job = store.submit(account, videoSpec("x"));
  all.push(job);
  const clients = Array.from({ length: 50 }, () => new Client());
  const followers = clients.map((client) => follower(account, client.take));
  await Promise.all(followers.map((each) => each.follow({ type: "subscribe", account: true, have: { [job]: 1 } })));
  const before = jobs.reads;
  for (let count = 0; count < 20; count += 1) store.append(job, { type: "resumed" });
  await turns(60);
  expect(clients.map((client) => client.have[job])).toEqual(Array(50).fill(21));
  expect(jobs.reads).toBe(before);
  for (const each of followers) each.close();
});

test("following single jobs sends each number from `after` on, `current` after the last old one, and nothing of other accounts", async () => {
  const { store, follower } = world(["send"]);
  const [mine, other] = [store.newId<"account">(), store.newId<"account">()];
  const own = store.submit(mine, videoSpec("x"));
  const foreign = store.submit(other, videoSpec("x"));
  for (let count = 0; count < 9; count += 1) store.append(own, { type: "progress", step: count, total: 9 });
  const messages: StreamServerMessage[] = [];
  const line = follower(mine, (message) => void messages.push(message));
  await line.follow({
    type: "subscribe",
    jobs: [
      { id: own.toUpperCase(), after: 4 },
      { id: foreign, after: 0 },
      { id: randomUUID(), after: 7 },
    ],
  });
  expect(messages.map((message) => (message.type === "event" ? message.seq : message.type))).toEqual([5, 6, 7, 8, 9, 10, "current"]);
  store.append(foreign, { type: "resumed" });
  store.append(own, { type: "resumed" });
  await turns(10);
  expect(messages.slice(7)).toMatchObject([{ type: "event", jobId: own, seq: 11 }]);
  line.close();
});

test("from any number of a whole history: what follows it, and a snapshot where that is gone or was never", async () => {
  const { store, follower } = world(["send"]);
  const account = store.newId<"account">();
  const job = store.submit(account, videoSpec("x"));
  for (let count = 0; count < 300; count += 1) store.append(job, { type: "resumed" });
  const pruned = store.submit(account, videoSpec("x"));
  for (let count = 0; count < 300; count += 1) store.append(pruned, { type: "resumed" });
  store.prune(pruned, 200);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(job, pruned),
      fc.oneof(fc.integer({ min: 0, max: 301 }), fc.integer({ min: 302, max: Number.MAX_SAFE_INTEGER })),
      fc.boolean(),
      async (id, after, account_) => {
        const seen: StreamServerMessage[] = [];
        const line = follower(account, (message) => void seen.push(message));
        await line.follow(
          account_ ? { type: "subscribe", account: true, have: { [id]: after } } : { type: "subscribe", jobs: [{ id, after }] },
        );
        line.close();
        const told = seen.filter((message) => message.type !== "current");
        const gone = after > 301 || (id === pruned && after < 200);
        if (gone) expect(told).toMatchObject([{ type: "snapshot", job: { id, lastSeq: 301 } }]);
        else
          expect(told.map((message) => message.type === "event" && message.seq)).toEqual(
            Array.from({ length: 301 - after }, (_, index) => after + index + 1),
          );
        expect(seen.at(-1)?.type).toBe("current");
      },
    ),
    { numRuns: 40 },
  );
});

test("ten thousand jobs in `have`, most of them garbage or of others, take few reads and disturb nobody", async () => {
  const { store, jobs, follower } = world(["send"]);
  const [mine, other] = [store.newId<"account">(), store.newId<"account">()];
  const own = store.submit(mine, videoSpec("x"));
  const have: Record<string, number> = { [own]: 0, [store.submit(other, videoSpec("x"))]: 0, "": 1, "not an id": 2, "--": 3 };
  for (let count = 0; count < 5000; count += 1) have[count % 2 ? randomUUID() : `${own}${count}`] = count;
  for (let count = 0; count < 5000; count += 1) have[randomUUID()] = Number.MAX_SAFE_INTEGER;
  const client = new Client();
  const line = follower(mine, client.take);
  await line.follow({ type: "subscribe", account: true, have });
  expect(client).toMatchObject({ have: { [own]: 1 }, complaints: [] });
  expect(Object.keys(client.have)).toEqual([own]);
  expect(client.current).toBeDefined();
  expect(jobs.reads).toBeLessThan(100);
  line.close();
});

test("a slow client gets nothing until it has read, then the rest with only the last progress of a page", async () => {
  const { store, follower } = world(["send"]);
  const account: AccountId = store.newId<"account">();
  const job = store.submit(account, videoSpec("x"));
  let slow = false;
  let drain: () => void = () => undefined;
  const seen: number[] = [];
  const line = follower(account, (message) => void (message.type === "event" && seen.push(message.seq)), {
    slow: () => slow,
    drained: () => new Promise((resolve) => (drain = resolve)),
  });
  await line.follow({ type: "subscribe", jobs: [{ id: job, after: 1 }] });
  slow = true;
  for (let count = 0; count < 3; count += 1) store.append(job, { type: "progress", step: count, total: 9 });
  store.append(job, { type: "resumed" });
  await turns(20);
  expect(seen).toEqual([]);
  slow = false;
  drain();
  await turns(20);
  expect(seen).toEqual([4, 5]);
  line.close();
});
