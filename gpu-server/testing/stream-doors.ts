// The stream's doors over a store in memory, on a real port, for tests: who is signed in is a set of
// session ids, and time is the test's.
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { WebSocket } from "ws";
import { errorBodyOf, errorKinds } from "../../shared/contract/errors.ts";
import { type StreamServerMessage, streamServerMessageSchema } from "../../shared/contract/farm-stream.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import { registerStreamRoutes } from "../api/stream.ts";
import { createLocalBus } from "../bus/local.ts";
import type { StreamLimits } from "../stream/open.ts";
import { createMemoryJobs } from "./memory-jobs.ts";
import { testLogger, videoSpec } from "./small-farm.ts";
import { memoryStreamJobs } from "./stream-jobs.ts";

/** An Origin that the farm knows, and one that it does not. */
export const ourOrigin = "studio://app";
export const foreignOrigin = "https://elsewhere.example";

export async function openStreamDoors(limits: Partial<StreamLimits> = {}) {
  let now = Date.now();
  const clock = { now: () => now };
  const bus = createLocalBus(testLogger);
  const store = createMemoryJobs(clock, bus);
  const all: JobId[] = [];
  const account = store.newId<"account">();
  /** Live sessions; `Bearer <id>` stands for one. */
  const sessions = new Set(["s1"]);
  /** `another`: the session that every token stands for from now on. */
  const state: { databaseAway: boolean; another?: string } = { databaseAway: false };
  const app = fastify({ forceCloseConnections: true, trustProxy: "loopback" });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const body = errorBodyOf(error);
    if (body.retryAfter !== undefined) void reply.header("retry-after", String(body.retryAfter));
    return reply.code(errorKinds[body.code].status).send(body);
  });
  registerStreamRoutes(app, {
    bus,
    clock,
    logger: testLogger,
    random: randomBytes,
    jobs: memoryStreamJobs(store, all),
    origins: [ourOrigin],
    authenticate: async (authorization = "") => {
      const sessionId = authorization.replace("Bearer ", "");
      return sessions.has(sessionId) ? { accountId: account, sessionId: state.another ?? sessionId } : null;
    },
    alive: async (ids) => {
      if (state.databaseAway) throw new Error("away");
      return ids.filter((id) => sessions.has(id));
    },
    limits: { slowMs: 0, pingMs: 60, checkMs: 20, ...limits },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const sockets: WebSocket[] = [];

  const ticketAnswer = (headers: Record<string, string> = {}) =>
    fetch(`${url}/v1/stream/tickets`, { method: "POST", headers: { authorization: "Bearer s1", ...headers } });
  const ticket = async (headers: Record<string, string> = {}) =>
    ((await (await ticketAnswer(headers)).json()) as { ticket: string }).ticket;
  const dial = (shown: string, origin?: string) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/stream?ticket=${shown}`, {
      perMessageDeflate: true,
      ...(origin ? { origin } : {}),
    });
    socket.on("error", () => undefined);
    sockets.push(socket);
    return socket;
  };
  return {
    app,
    bus,
    clock,
    store,
    account,
    sessions,
    state,
    port,
    url,
    ticketAnswer,
    ticket,
    dial,
    step: (ms: number) => void (now += ms),
    submit() {
      const job = store.submit(account, videoSpec("x"));
      all.push(job);
      return job;
    },
    /** An open socket with what it hears, which answers pings. */
    async listener(subscription?: object, headers: Record<string, string> = {}) {
      const socket = dial(await ticket(headers));
      const messages: StreamServerMessage[] = [];
      const ended = new Promise<{ code: number; reason: string }>((resolve) =>
        socket.on("close", (code, reason: Buffer) => resolve({ code, reason: reason.toString() })),
      );
      socket.on("message", (data: Buffer) => {
        const message = streamServerMessageSchema.parse(JSON.parse(data.toString()));
        if (message.type === "ping") socket.send('{"type":"pong"}');
        messages.push(message);
      });
      await new Promise<void>((resolve) => socket.on("open", () => resolve()));
      if (subscription) socket.send(JSON.stringify(subscription));
      return { socket, messages, ended };
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      await app.close();
    },
  };
}

/** Waits until `probe` is true; throws after 25 s. */
export async function until(probe: () => boolean, what = "it"): Promise<void> {
  for (const end = Date.now() + 25_000; !probe() && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!probe()) throw new Error(`waited in vain for ${what}`);
}
