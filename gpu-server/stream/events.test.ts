// The stream as server-sent events: the same messages under the same rules; a reader that comes back with
// the last id misses nothing and is told nothing twice.
import { once } from "node:events";
import { get } from "node:http";
import { createParser } from "eventsource-parser";
import { afterEach, beforeEach, expect, test } from "vitest";
import { streamClose, type StreamServerMessage, streamServerMessageSchema } from "../../shared/contract/farm-stream.ts";
import { foreignOrigin, openStreamDoors, ourOrigin, until } from "../testing/stream-doors.ts";

let doors: Awaited<ReturnType<typeof openStreamDoors>>;
beforeEach(async () => {
  doors = await openStreamDoors();
});
afterEach(() => doors.close());

const wholeAccount = { type: "subscribe", account: true, have: {} };
const address = (subscription?: object, ticket?: string) => {
  const query = new URLSearchParams();
  if (subscription) query.set("subscription", JSON.stringify(subscription));
  if (ticket !== undefined) query.set("ticket", ticket);
  return `${doors.url}/v1/stream/sse?${query.toString()}`;
};
const bearer = { authorization: "Bearer s1" };

/** Reads events as a browser does. */
async function read(url: string, headers: Record<string, string> = bearer) {
  const request = get(url, { headers, agent: false });
  request.on("error", () => undefined);
  const [response] = (await once(request, "response")) as [import("node:http").IncomingMessage];
  const reader = {
    status: response.statusCode,
    messages: [] as StreamServerMessage[],
    comments: 0,
    lastId: "",
    why: undefined as { code: number; reason: string } | undefined,
    ended: false,
    pause: () => response.pause(),
    resume: () => response.resume(),
    close: () => request.destroy(),
    types: () => reader.messages.map((message) => (message.type === "event" ? message.seq : message.type)),
  };
  const parser = createParser({
    onComment: () => void (reader.comments += 1),
    onEvent({ id, event, data }) {
      if (event === "close") reader.why = JSON.parse(data) as { code: number; reason: string };
      else reader.messages.push(streamServerMessageSchema.parse(JSON.parse(data)));
      reader.lastId = id ?? reader.lastId;
    },
  });
  response.setEncoding("utf8");
  response.on("error", () => undefined);
  response.on("data", (text: string) => parser.feed(text));
  response.on("close", () => (reader.ended = true));
  return reader;
}

test("snapshot, current, live events and pings as comments; nobody keeps or changes them on the way", async () => {
  const job = doors.submit();
  const answer = await fetch(address(wholeAccount), { headers: bearer });
  expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(answer.headers.get("cache-control")).toBe("no-store, no-transform");
  await answer.body?.cancel();
  const reader = await read(address(wholeAccount));
  await until(() => reader.types().includes("current"));
  doors.store.append(job, { type: "phase", phase: "encode" });
  await until(() => reader.types().includes(2) && reader.comments > 0);
  expect(reader.types()).toEqual(["snapshot", "current", 2]);
  reader.close();
});

test("cut at any event and back with its id: each number once, jobs of the whole account or named ones", async () => {
  const jobs = [doors.submit(), doors.submit()];
  for (const subscription of [
    { ...wholeAccount, have: Object.fromEntries(jobs.map((id) => [id, 0])) },
    { type: "subscribe", jobs: jobs.map((id) => ({ id, after: 0 })) },
  ]) {
    const seen: string[] = [];
    let lastId = "";
    for (let cut = 0; cut < 6; cut += 1) {
      // The same address each time, as a browser does it: the id says the rest.
      const reader = await read(address(subscription), { ...bearer, ...(lastId ? { "last-event-id": lastId } : {}) });
      await until(() => reader.types().includes("current"));
      for (const job of jobs) for (let count = 0; count < 3; count += 1) doors.store.append(job, { type: "resumed" });
      await until(() => reader.messages.filter(({ type }) => type === "event").length >= 6);
      reader.close();
      lastId = reader.lastId;
      for (const message of reader.messages) if (message.type === "event") seen.push(`${message.jobId} ${message.seq}`);
      for (const job of jobs) doors.store.append(job, { type: "resumed" });
    }
    const last = await read(address(subscription), { ...bearer, "last-event-id": lastId });
    await until(() => last.types().includes("current"));
    last.close();
    for (const message of last.messages) if (message.type === "event") seen.push(`${message.jobId} ${message.seq}`);
    const expected = jobs.flatMap((job) => Array.from({ length: doors.store.row(job).job.lastSeq }, (_, index) => `${job} ${index + 1}`));
    expect(seen.toSorted()).toEqual(expected.toSorted());
  }
});

test("a ticket or a session opens it, once, from its origin; what is no subscription is refused by name", async () => {
  const status = async (url: string, headers: Record<string, string> = {}) => {
    const reader = await read(url, headers);
    reader.close();
    return reader.status;
  };
  const ticket = await doors.ticket({ origin: ourOrigin });
  expect(await status(address(wholeAccount, ticket), { origin: ourOrigin })).toBe(200);
  expect(await status(address(wholeAccount, ticket), { origin: ourOrigin })).toBe(401);
  expect(await status(address(wholeAccount, await doors.ticket({ origin: ourOrigin })))).toBe(401);
  expect(await status(address(wholeAccount), { ...bearer, origin: foreignOrigin })).toBe(403);
  expect(await status(address(wholeAccount), { authorization: "Bearer bad" })).toBe(401);
  expect(await status(address(wholeAccount))).toBe(401);
  for (const [subscription, lastId] of [
    [undefined, ""],
    [{ type: "pong" }, ""],
    [{ type: "subscribe", jobs: [{ id: "x", after: 0 }] }, ""],
    [{ ...wholeAccount, extra: 1 }, ""],
    [wholeAccount, "not an id"],
    [wholeAccount, Buffer.from('{"a":1}').toString("base64url")],
    [wholeAccount, Buffer.from(`["x",${"[".repeat(3000)}`).toString("base64url")],
  ] as const) {
    expect([lastId, await status(address(subscription), { ...bearer, ...(lastId ? { "last-event-id": lastId } : {}) })]).toEqual([
      lastId,
      400,
    ]);
  }
  // An id of another account's job: silence.
  const id = Buffer.from(JSON.stringify([null, { [doors.store.newId<"job">()]: 3, rubbish: 4 }])).toString("base64url");
  const reader = await read(address(), { ...bearer, "last-event-id": id });
  await until(() => reader.types().includes("current"));
  expect(reader.types()).toEqual(["current"]);
  reader.close();
});

test("a session that ends ends it, and says so; an orderly stop too", async () => {
  doors.sessions.add("s2");
  const [mine, other] = [await read(address(wholeAccount)), await read(address(wholeAccount), { authorization: "Bearer s2" })];
  doors.sessions.delete("s1");
  await until(() => mine.ended);
  expect(mine.why).toEqual({ code: streamClose.signedOut, reason: "signed out" });
  expect(other.ended).toBe(false);
  await doors.app.close();
  await until(() => other.ended);
  expect(other.why?.code).toBe(streamClose.stopping);
});

test("a reader that does not read is dropped, and the others are served meanwhile", async () => {
  const job = doors.submit();
  const follow = { type: "subscribe", jobs: [{ id: job, after: 0 }] };
  const [stuck, reader] = [await read(address(follow)), await read(address(follow))];
  await until(() => stuck.types().includes("current") && reader.types().includes("current"));
  stuck.pause();
  const big = "x".repeat(30_000);
  for (let count = 0; count < 600; count += 1) {
    doors.store.append(job, { type: "blocked", rule: "r", field: "f", message: big, appealable: false });
    if (count % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await until(() => reader.types().length >= 602);
  doors.step(1000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  stuck.resume();
  await until(() => stuck.ended);
  expect(stuck.types().length).toBeLessThan(601);
  reader.close();
});
