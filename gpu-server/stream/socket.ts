// One client's WebSocket on the job stream: its messages checked, its pulse taken, its backlog bounded.
import type { WebSocket } from "ws";
import { type StreamClientMessage, streamClientMessageSchema, type StreamServerMessage } from "../../shared/contract/farm-stream.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import { parseLine } from "../engines/lines.ts";
import type { Bus, Clock, Logger } from "../ports.ts";
import { createFollower, type StreamJobs } from "./follower.ts";

export interface StreamPorts {
  jobs: StreamJobs;
  bus: Bus;
  clock: Clock;
  logger: Logger;
  /** Other limits in tests. */
  limits?: StreamLimits;
}

export interface StreamLimits {
  /** Bytes buffered above which nothing more is written and progress is coalesced. */
  bufferBytes: number;
  /** A client that stays above it this long is closed with 1013. */
  slowMs: number;
  pingMs: number;
}

const defaults: StreamLimits = { bufferBytes: 1024 * 1024, slowMs: 10_000, pingMs: 20_000 };
/** Pings without an answer before the client counts as gone. */
const missedPings = 3;

/** Serves a client that has shown who it is, until the socket closes. */
export function serveStream(socket: WebSocket, accountId: AccountId, ports: StreamPorts): void {
  const limits = ports.limits ?? defaults;
  let unanswered = 0;
  let slowSince: number | undefined;
  const waiting = new Set<() => void>();

  const send = (message: StreamServerMessage) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const slow = () => socket.bufferedAmount > limits.bufferBytes;
  const release = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const follower = createFollower({
    accountId,
    jobs: ports.jobs,
    bus: ports.bus,
    clock: ports.clock,
    send,
    slow,
    drained: () => (socket.readyState === socket.OPEN ? new Promise((resolve) => waiting.add(resolve)) : Promise.resolve()),
    fail(error) {
      ports.logger.error("a stream failed", { error: error instanceof Error ? error.message : String(error) });
      socket.close(1013, "try again");
    },
  });

  // Looks at the backlog; a socket tells nobody when it has drained.
  const look = setInterval(() => {
    if (!slow()) {
      slowSince = undefined;
      release();
      return;
    }
    slowSince ??= ports.clock.now();
    if (ports.clock.now() - slowSince < limits.slowMs) return;
    socket.close(1013, "too slow");
    socket.terminate(); // the close frame stands behind the backlog: it would never be read
  }, 50);
  const ping = setInterval(() => {
    unanswered += 1;
    if (unanswered > missedPings) socket.terminate();
    else send({ type: "ping" });
  }, limits.pingMs);

  let chain = Promise.resolve();
  const follow = (message: Exclude<StreamClientMessage, { type: "pong" }>) =>
    "account" in message ? follower.followAccount(message.have, message.endedSince) : follower.followJobs(message.jobs);
  socket.on("message", (data: Buffer, binary: boolean) => {
    const message = streamClientMessageSchema.safeParse(binary ? undefined : parseLine(data.toString()));
    if (!message.success) {
      socket.close(1008, "not a message of the stream");
      return;
    }
    unanswered = 0;
    const asked = message.data;
    if (asked.type === "pong") return;
    chain = chain
      .then(() => follow(asked))
      .catch((error: unknown) => {
        ports.logger.error("a subscription failed", { error: error instanceof Error ? error.message : String(error) });
        socket.close(1013, "try again");
      });
  });
  socket.on("error", () => undefined); // a close follows
  socket.on("close", () => {
    clearInterval(look);
    clearInterval(ping);
    follower.close();
    release();
  });
}
