// The stream over a real socket: tickets work once, for one origin, while the session lives; frames are
// bounded; a client that does not read is closed with 1013 and nobody waits for it.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type StreamServerMessage, streamServerMessageSchema } from "../../shared/contract/farm-stream.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { createLocalBus } from "../bus/local.ts";
import { tokenSubject } from "../bus/subjects.ts";
import { createMemoryJobs, type MemoryJobs } from "../testing/memory-jobs.ts";
import { testLogger, videoSpec } from "../testing/small-farm.ts";
import type { Bus } from "../ports.ts";
import { answerWithProblems } from "./problems.ts";
import { registerStreamRoutes } from "./stream.ts";

let app: FastifyInstance;
let jobs: MemoryJobs;
let bus: Bus;
let account: AccountId;
let now: number;
let signedIn: boolean;
let port: number;

beforeEach(async () => {
  now = Date.now();
  signedIn = true;
  const clock = { now: () => now };
  bus = createLocalBus(testLogger);
  jobs = createMemoryJobs(clock, bus);
  account = jobs.newId<"account">();
  app = fastify({ forceCloseConnections: true });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerWithProblems(app, testLogger);
  registerStreamRoutes(app, {
    bus,
    clock,
    logger: testLogger,
    random: randomBytes,
    jobs: {
      eventsAfter: (...args) => jobs.eventsAfter(...args),
      async get(accountId, jobId) {
        const found = await jobs.job(accountId, jobId);
        if (!found) throw Object.assign(new Error("none"), { code: "not_found" });
        return found;
      },
      forStream: async (accountId) => {
        const open = await jobs.openJobs();
        const found = await Promise.all(open.map((job) => jobs.job(accountId, job.jobId)));
        return found.filter((job) => job !== null);
      },
    },
    authenticate: async (authorization) => (signedIn && authorization === "Bearer good" ? { accountId: account, sessionId: "s1" } : null),
    limits: { bufferBytes: 1024 * 1024, slowMs: 0, pingMs: 60 },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  port = (app.server.address() as AddressInfo).port;
});
afterEach(() => app.close());

async function ticketFor(origin?: string, authorization = "Bearer good") {
  const headers = { authorization, ...(origin ? { origin } : {}) };
  return fetch(`http://127.0.0.1:${port}/v1/stream/tickets`, { method: "POST", headers });
}
const dial = (ticket: string, origin?: string) =>
  new WebSocket(
    `ws://127.0.0.1:${port}/v1/stream?ticket=${ticket}`,
    origin ? { origin, perMessageDeflate: true } : { perMessageDeflate: true },
  );

/** The HTTP status that an upgrade is refused with, or 101. */
async function statusOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => undefined);
  });
}

function collect(socket: WebSocket): StreamServerMessage[] {
  const messages: StreamServerMessage[] = [];
  socket.on("message", (data: Buffer) => void messages.push(streamServerMessageSchema.parse(JSON.parse(data.toString()))));
  return messages;
}
async function until(probe: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !probe() && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(probe()).toBe(true);
}

test("a ticket opens one stream, once, from its origin, within 30 s, while the session lives", async () => {
  expect((await ticketFor(undefined, "Bearer bad")).status).toBe(401);
  const fresh = async (origin?: string) => ((await (await ticketFor(origin)).json()) as { ticket: string }).ticket;
  const once = await fresh();
  expect(await statusOf(dial(once))).toBe(101);
  expect(await statusOf(dial(once))).toBe(401);
  expect(await statusOf(dial(await fresh("http://a.example"), "http://b.example"))).toBe(401);
  expect(await statusOf(dial(await fresh("http://a.example"), "http://a.example"))).toBe(101);
  const late = await fresh();
  now += 31_000;
  expect(await statusOf(dial(late))).toBe(401);
  const ended = await fresh();
  signedIn = false;
  expect(await statusOf(dial(ended))).toBe(401);
});

test("an account's stream: snapshot, current, live events, chat pieces, pings; compression stays off", async () => {
  const job = jobs.submit(account, videoSpec("x"));
  const socket = dial(((await (await ticketFor()).json()) as { ticket: string }).ticket);
  const messages = collect(socket);
  await once(socket, "open");
  expect(socket.extensions).toBe("");
  socket.send(JSON.stringify({ type: "subscribe", account: true, have: {} }));
  await until(() => messages.some((message) => message.type === "current"));
  jobs.append(job, { type: "phase", phase: "encode" });
  bus.publish(tokenSubject(account, job), { seq: 1, delta: "words" });
  await until(() => messages.some((message) => message.type === "chat") && messages.some((message) => message.type === "ping"));
  const shown = messages.filter((message) => message.type !== "ping");
  expect(shown.map((message) => message.type)).toEqual(["snapshot", "current", "event", "chat"]);
  // The client never answers a ping, so it counts as gone.
  await once(socket, "close");
});

test("what is no message of the stream, or too large, closes the socket", async () => {
  for (const [text, code] of [
    ["{}", 1008],
    ["no json", 1008],
    [JSON.stringify({ type: "pong", pad: "x".repeat(70_000) }), 1009],
  ] as const) {
    const socket = dial(((await (await ticketFor()).json()) as { ticket: string }).ticket);
    await once(socket, "open");
    socket.send(text);
    expect((await once(socket, "close"))[0]).toBe(code);
  }
});

test("a client that does not read is dropped, and the others are served meanwhile", async () => {
  const job: JobId = jobs.submit(account, videoSpec("x"));
  const [stuck, reader] = await Promise.all(
    [0, 1].map(async () => {
      const socket = dial(((await (await ticketFor()).json()) as { ticket: string }).ticket);
      await once(socket, "open");
      socket.send(JSON.stringify({ type: "subscribe", jobs: [{ id: job, after: 0 }] }));
      await once(socket, "message");
      return socket;
    }),
  );
  const messages = collect(reader as WebSocket);
  const closed = once(stuck as WebSocket, "close") as Promise<[number]>;
  stuck?.on("error", () => undefined);
  const pong = setInterval(() => [stuck, reader].forEach((socket) => socket?.send(JSON.stringify({ type: "pong" }))), 20);
  (stuck as WebSocket & { _socket: { pause(): void } })._socket.pause();
  const big = "x".repeat(30_000);
  for (let count = 0; count < 600; count += 1) {
    jobs.append(job, { type: "blocked", rule: "r", field: "f", message: big, appealable: false });
    if (count % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await until(() => messages.filter((message) => message.type === "event").length >= 600);
  now += 1000;
  (stuck as WebSocket & { _socket: { resume(): void } })._socket.resume();
  const [code] = await closed;
  clearInterval(pong);
  expect([1006, 1013]).toContain(code);
  reader?.terminate();
});
