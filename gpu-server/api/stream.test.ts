// The stream over a real socket: tickets work once, for one origin, while the session lives; a revoked
// session's line ends; lines are counted; a client that does not read is dropped and nobody waits for it.
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { streamClose } from "../../shared/contract/farm-stream.ts";
import { askTextSubject, tokenSubject } from "../bus/subjects.ts";
import { foreignOrigin, openStreamDoors, ourOrigin, until } from "../testing/stream-doors.ts";

type Doors = Awaited<ReturnType<typeof openStreamDoors>>;
let doors: Doors;
beforeEach(async () => {
  doors = await openStreamDoors();
});
afterEach(() => doors.close());

const wholeAccount = { type: "subscribe", account: true, have: {} };

/** The HTTP status that an upgrade is refused with, or 101. */
async function statusOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
  });
}

test("a ticket opens one stream, once, from its origin, within 30 s, while the session lives", async () => {
  expect((await doors.ticketAnswer({ authorization: "Bearer bad" })).status).toBe(401);
  const used = await doors.ticket();
  expect(await statusOf(doors.dial(used))).toBe(101);
  expect(await statusOf(doors.dial(used))).toBe(401);
  expect(await statusOf(doors.dial(await doors.ticket({ origin: ourOrigin }), ourOrigin))).toBe(101);
  // Bound to the origin both ways: with one and without one are two.
  expect(await statusOf(doors.dial(await doors.ticket({ origin: ourOrigin })))).toBe(401);
  expect(await statusOf(doors.dial(await doors.ticket(), ourOrigin))).toBe(401);
  const late = await doors.ticket();
  doors.step(31_000);
  expect(await statusOf(doors.dial(late))).toBe(401);
  const bound = await doors.ticket();
  doors.state.another = "s2";
  expect(await statusOf(doors.dial(bound))).toBe(401);
  delete doors.state.another;
  const ended = await doors.ticket();
  doors.sessions.clear();
  expect(await statusOf(doors.dial(ended))).toBe(401);
});

test("a foreign origin gets no ticket, no socket and no events, whatever it shows", async () => {
  expect((await doors.ticketAnswer({ origin: foreignOrigin })).status).toBe(403);
  expect(await statusOf(doors.dial(await doors.ticket(), foreignOrigin))).toBe(403);
  const events = await fetch(`${doors.url}/v1/stream/sse?subscription=${encodeURIComponent(JSON.stringify(wholeAccount))}`, {
    headers: { authorization: "Bearer s1", origin: foreignOrigin },
  });
  expect(events.status).toBe(403);
});

test("an account's stream: snapshot, current, live events, pieces of text, pings; compression stays off", async () => {
  const job = doors.submit();
  const { socket, messages } = await doors.listener(wholeAccount);
  let asked = 0;
  doors.bus.subscribe(askTextSubject("*"), () => (asked += 1));
  expect(socket.extensions).toBe("");
  await until(() => messages.some((message) => message.type === "current"));
  doors.store.append(job, { type: "phase", phase: "encode" });
  doors.bus.publish(tokenSubject(doors.account, job), { version: 1, seq: 0, delta: "words" });
  await until(() => messages.some((message) => message.type === "chat") && messages.some((message) => message.type === "ping"));
  const shown = messages.filter((message) => message.type !== "ping");
  expect(shown.map((message) => message.type)).toEqual(["snapshot", "current", "event", "chat"]);
  expect(asked).toBe(1);
});

test("a client that answers no ping is gone after the fourth; one that answers stays", async () => {
  const silent = doors.dial(await doors.ticket());
  let pings = 0;
  silent.on("message", () => (pings += 1));
  const answering = await doors.listener();
  await once(silent, "close");
  expect(pings).toBe(3);
  await until(() => answering.messages.length > 6);
  expect(answering.socket.readyState).toBe(answering.socket.OPEN);
});

test("an ended session's lines are closed as signed out; the others stay; so do all while the database does not say", async () => {
  doors.sessions.add("s2");
  const [mine, other] = [await doors.listener(), await doors.listener(undefined, { authorization: "Bearer s2" })];
  doors.state.databaseAway = true;
  doors.sessions.delete("s1");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(mine.socket.readyState).toBe(mine.socket.OPEN);
  doors.state.databaseAway = false;
  expect(await mine.ended).toEqual({ code: streamClose.signedOut, reason: "signed out" });
  expect(other.socket.readyState).toBe(other.socket.OPEN);
  // Not known for a minute: nobody is served on trust.
  doors.state.databaseAway = true;
  doors.step(61_000);
  expect(await other.ended).toMatchObject({ code: streamClose.tryAgain });
});

test("an orderly stop says so", async () => {
  const { ended } = await doors.listener(wholeAccount);
  await doors.app.close();
  expect(await ended).toMatchObject({ code: streamClose.stopping });
});

test("an account and an address have so many lines; a silent one makes room", async () => {
  await doors.close();
  doors = await openStreamDoors({ perAccount: 4, perAddress: 2, pingMs: 10_000 });
  const from = (address: string) => doors.listener(undefined, { "x-forwarded-for": address });
  const near = [await from("10.0.0.1"), await from("10.0.0.1")];
  expect(await (await from("10.0.0.1")).ended).toEqual({ code: streamClose.tooMany, reason: "too many lines" });
  const far = [await from("10.0.0.2"), await from("10.0.0.3")];
  expect(await (await from("10.0.0.4")).ended).toMatchObject({ code: streamClose.tooMany });
  const headers = { authorization: "Bearer s1" };
  const events = await fetch(`${doors.url}/v1/stream/sse?subscription=${encodeURIComponent(JSON.stringify(wholeAccount))}`, { headers });
  expect(events.status).toBe(429);
  expect(events.headers.get("retry-after")).toBe("60");
  near[0]?.socket.terminate();
  await near[0]?.ended;
  const next = await from("10.0.0.1");
  await new Promise((resolve) => setTimeout(resolve, 30));
  for (const each of [near[1], ...far, next]) expect(each?.socket.readyState).toBe(next.socket.OPEN);
  await doors.close();
  doors = await openStreamDoors({ perAccount: 1, pingMs: 40 });
  const silent = doors.dial(await doors.ticket());
  const gone = once(silent, "close") as Promise<[number]>;
  let pings = 0;
  silent.on("message", () => (pings += 1));
  await until(() => pings >= 2);
  const fresh = await doors.listener(wholeAccount);
  await until(() => fresh.messages.some(({ type }) => type === "current"));
  expect([1006, streamClose.tooMany]).toContain((await gone)[0]);
});

test("an upgrade whose address is none is refused, and the farm lives", async () => {
  for (const address of ["//", "http://[", "/v1/stream?ticket=%", "/v1/nothing"]) {
    const raw = connect(doors.port, "127.0.0.1");
    raw.write(
      `GET ${address} HTTP/1.1\r\nHost: f\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
    const [head] = (await once(raw, "data")) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1.1 4\d\d /);
    raw.destroy();
  }
  expect((await doors.ticketAnswer()).status).toBe(200);
});

test("a client that does not read is dropped, and the others are served meanwhile", async () => {
  const job = doors.submit();
  const follow = { type: "subscribe", jobs: [{ id: job, after: 0 }] };
  const [stuck, reader] = [await doors.listener(follow), await doors.listener(follow)];
  await until(() => stuck.messages.some(({ type }) => type === "current"));
  const raw = (stuck.socket as WebSocket & { _socket: { pause(): void; resume(): void } })._socket;
  raw.pause();
  const big = "x".repeat(30_000);
  for (let count = 0; count < 600; count += 1) {
    doors.store.append(job, { type: "blocked", rule: "r", field: "f", message: big, appealable: false });
    if (count % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await until(() => reader.messages.filter(({ type }) => type === "event").length >= 601);
  doors.step(1000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  raw.resume();
  expect([1006, streamClose.tryAgain]).toContain((await stuck.ended).code);
});
