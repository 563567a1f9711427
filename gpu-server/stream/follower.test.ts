// A client of the stream sees every number of every job once and in order: over a bus that loses, repeats
// and reorders, with the connection cut at any point.
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { StreamServerMessage } from "../../shared/contract/farm-stream.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { createLocalBus } from "../bus/local.ts";
import { createMemoryJobs } from "../testing/memory-jobs.ts";
import { testLogger, videoSpec } from "../testing/small-farm.ts";
import type { Bus } from "../ports.ts";
import { createFollower, type StreamJobs } from "./follower.ts";

/** A bus that treats each message as the next of `fates` says. */
function badBus(inner: Bus, fates: ("send" | "lose" | "repeat" | "late")[]): Bus {
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

function world(fates: ("send" | "lose" | "repeat" | "late")[]) {
  let now = 1_700_000_000_000;
  const clock = { now: () => (now += 1) };
  const bus = badBus(createLocalBus(testLogger), fates);
  const store = createMemoryJobs(clock, bus);
  const all: JobId[] = [];
  const jobs: StreamJobs = {
    eventsAfter: async (account, job, after, limit) => (await turn(), store.eventsAfter(account, job, after, Math.min(limit, 3))),
    async get(account, job) {
      await turn();
      const found = await store.job(account, job);
      if (!found) throw Object.assign(new Error("none"), { code: "not_found" });
      return found;
    },
    async forStream(account, endedSince) {
      await turn();
      const found = await Promise.all(all.map((job) => store.job(account, job)));
      return found
        .filter((job) => job !== null)
        .filter((job) => job.endedAt === null || (endedSince !== null && job.endedAt >= endedSince));
    },
  };
  return { clock, bus, store, all, jobs };
}

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
const fates = fc.array(fc.constantFrom("send", "send", "send", "lose", "repeat", "late"), { minLength: 1, maxLength: 9 });

test("cut anywhere, over a bad bus: no number is missed, repeated or out of order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), fates, async (steps, how) => {
      const { clock, bus, store, all, jobs } = world(how);
      const account = store.newId<"account">();
      const client = new Client();
      const connect = () =>
        createFollower({
          accountId: account,
          jobs,
          bus,
          clock,
          send: client.take,
          slow: () => false,
          drained: async () => undefined,
          fail: (error) => {
            throw error;
          },
        });
      let follower = connect();
      let asked = follower.followAccount({}, undefined);
      for (const what of steps) {
        if (what.do === "submit" && all.length < 3) all.push(store.submit(account, videoSpec("x")));
        const job = what.do === "event" ? all[what.job] : undefined;
        if (job) store.append(job, { type: "progress", step: 1, total: 2 });
        if (what.do === "wait") for (let count = 0; count < what.turns; count += 1) await turn();
        if (what.do === "cut") {
          follower.close();
          follower = connect();
          asked = follower.followAccount({ ...client.have }, client.current);
        }
      }
      // One more connection at the end: whatever the bus lost, the database has.
      await asked;
      follower.close();
      follower = connect();
      await follower.followAccount({ ...client.have }, client.current);
      expect(client.complaints).toEqual([]);
      expect(client.have).toEqual(Object.fromEntries(all.map((id) => [id, store.row(id).job.lastSeq])));
      expect(new Set(client.events).size).toBe(client.events.length);
      follower.close();
    }),
    { numRuns: 150 },
  );
});

test("following single jobs sends each number from `after` on, `current` after the last old one, and nothing of other accounts", async () => {
  const { clock, bus, store, jobs } = world(["send"]);
  const [mine, other] = [store.newId<"account">(), store.newId<"account">()];
  const own = store.submit(mine, videoSpec("x"));
  const foreign = store.submit(other, videoSpec("x"));
  for (let count = 0; count < 9; count += 1) store.append(own, { type: "progress", step: count, total: 9 });
  const messages: StreamServerMessage[] = [];
  const follower = createFollower({
    accountId: mine,
    jobs,
    bus,
    clock,
    send: (message: StreamServerMessage) => void messages.push(message),
    slow: () => false,
    drained: async () => undefined,
    fail: () => undefined,
  });
  await follower.followJobs([
    { id: own, after: 4 },
    { id: foreign, after: 0 },
  ]);
  expect(messages.map((message) => (message.type === "event" ? message.seq : message.type))).toEqual([5, 6, 7, 8, 9, 10, "current"]);
  store.append(foreign, { type: "resumed" });
  store.append(own, { type: "resumed" });
  for (let count = 0; count < 10; count += 1) await turn();
  expect(messages.slice(7)).toMatchObject([{ type: "event", jobId: own, seq: 11 }]);
  follower.close();
});

test("a job whose old events are gone, or of which the client claims too much, arrives as a snapshot", async () => {
  const { clock, bus, store, jobs } = world(["send"]);
  const account = store.newId<"account">();
  const pruned = store.submit(account, videoSpec("x"));
  for (let count = 0; count < 9; count += 1) store.append(pruned, { type: "resumed" });
  store.prune(pruned, 6);
  const restored = store.submit(account, videoSpec("x"));
  const client: StreamServerMessage[] = [];
  const follower = createFollower({
    accountId: account,
    jobs,
    bus,
    clock,
    send: (message: StreamServerMessage) => void client.push(message),
    slow: () => false,
    drained: async () => undefined,
    fail: () => undefined,
  });
  await follower.followJobs([
    { id: pruned, after: 2 },
    { id: restored, after: 40 },
  ]);
  expect(client).toMatchObject([
    { type: "snapshot", job: { id: pruned, lastSeq: 10 } },
    { type: "snapshot", job: { id: restored, lastSeq: 1 } },
    { type: "current" },
  ]);
  follower.close();
});

test("a slow client gets nothing until it has read, then the rest with only the last progress of a page", async () => {
  const { clock, bus, store, jobs } = world(["send"]);
  const account: AccountId = store.newId<"account">();
  const job = store.submit(account, videoSpec("x"));
  let slow = false;
  let drain: () => void = () => undefined;
  const seen: number[] = [];
  const follower = createFollower({
    accountId: account,
    jobs,
    bus,
    clock,
    slow: () => slow,
    send: (message) => void (message.type === "event" && seen.push(message.seq)),
    drained: () => new Promise((resolve) => (drain = resolve)),
    fail: () => undefined,
  });
  await follower.followJobs([{ id: job, after: 1 }]);
  slow = true;
  for (let count = 0; count < 3; count += 1) store.append(job, { type: "progress", step: count, total: 9 });
  store.append(job, { type: "resumed" });
  for (let count = 0; count < 20; count += 1) await turn();
  expect(seen).toEqual([]);
  slow = false;
  drain();
  for (let count = 0; count < 20; count += 1) await turn();
  expect(seen).toEqual([4, 5]);
  follower.close();
});
