// One client's line, whatever carries it: what it subscribed to is sent, its pulse is taken, its backlog is
// bounded, and it ends with a code that says why.
import { streamClose, type StreamServerMessage, type StreamSubscription } from "../../shared/contract/farm-stream.ts";
import type { Clock, Logger } from "../ports.ts";
import type { FanOut } from "./fan-out.ts";
import { createFollower, type Position } from "./follower.ts";
import type { Lines, OpenLine, StreamCaller } from "./lines.ts";
import type { StreamJobs } from "./reads.ts";

/** What carries a line. */
export interface Wire {
  /** `frame` is the message as JSON. */
  send(message: StreamServerMessage, frame: Buffer): void;
  /** Bytes that were sent and have not left. */
  buffered(): number;
  /** Says why and ends. */
  close(code: number, reason: string): void;
  /** Ends at once: the backlog is dropped. */
  cut(): void;
}

export interface LinePorts {
  jobs: StreamJobs;
  fanOut: FanOut;
  lines: Lines;
  clock: Clock;
  logger: Logger;
  limits: LineLimits;
}

export interface LineLimits {
  /** Bytes buffered above which nothing more is written and progress is coalesced. */
  bufferBytes: number;
  /** A client that stays above it this long is closed. */
  slowMs: number;
  pingMs: number;
}

export interface Line {
  /** Follows more; calls are answered one after the other. */
  follow(subscription: StreamSubscription): void;
  /** The client said something. */
  heard(): void;
  /** Where the client stands. */
  position(): Position;
  /** Ends the line. */
  end(code: number, reason: string): void;
  /** The wire is closed. */
  closed(): void;
}

/** Pings without an answer before the client counts as gone, and before it makes room for another. */
const missedPings = 3;
const silentPings = 2;
/** A socket tells nobody when it has drained: a slow one is looked at so often. */
const lookMs = 50;
const pingFrame = Buffer.from(JSON.stringify({ type: "ping" }));

/** Opens a line; null when the caller has too many. `answers`: whether the client answers pings. */
export function openLine(wire: Wire, caller: StreamCaller, ports: LinePorts, answers: boolean): Line | null {
  const { limits, logger } = ports;
  let unanswered = 0;
  let over = false;
  let look: NodeJS.Timeout | undefined;
  let waiting: (() => void)[] = [];

  const slow = () => wire.buffered() > limits.bufferBytes;
  const release = () => {
    clearInterval(look);
    look = undefined;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  const end = (code: number, reason: string) => {
    if (over) return;
    wire.close(code, reason);
    if (wire.buffered() > limits.bufferBytes) wire.cut(); // the reason stands behind the backlog: it would never be read
    closed();
  };
  const closed = () => {
    if (over) return;
    over = true;
    clearInterval(ping);
    follower.close();
    release();
    ports.lines.leave(entry);
  };
  const entry: OpenLine = { caller, silent: () => answers && unanswered >= silentPings, end };
  if (!ports.lines.enter(entry)) return null;

  /** Watches the backlog until it is gone, or was there for too long. */
  const watch = () => {
    if (look !== undefined || over) return;
    const since = ports.clock.now();
    look = setInterval(() => {
      if (!slow()) release();
      else if (ports.clock.now() - since >= limits.slowMs) end(streamClose.tryAgain, "too slow");
    }, lookMs);
  };
  const fail = (what: string) => (error: unknown) => {
    if (over) return;
    logger.error(what, { reason: (error as { code?: string }).code ?? (error instanceof Error ? error.name : "unknown") });
    end(streamClose.tryAgain, "try again");
  };
  const follower = createFollower({
    accountId: caller.accountId,
    jobs: ports.jobs,
    fanOut: ports.fanOut,
    clock: ports.clock,
    send: (message, frame) => {
      if (over) return;
      wire.send(message, frame ?? Buffer.from(JSON.stringify(message)));
      if (slow()) watch();
    },
    slow,
    drained: () =>
      new Promise((resolve) => {
        if (over || !slow()) resolve();
        else {
          waiting.push(resolve);
          watch();
        }
      }),
    fail: fail("a stream failed"),
  });
  const ping = setInterval(() => {
    unanswered += 1;
    if (answers && unanswered > missedPings) {
      wire.cut();
      closed();
    } else if (!slow()) wire.send({ type: "ping" }, pingFrame);
    else watch();
  }, limits.pingMs);

  let chain = Promise.resolve();
  return {
    follow(subscription) {
      chain = chain.then(() => (over ? undefined : follower.follow(subscription))).catch(fail("a subscription failed"));
    },
    heard: () => void (unanswered = 0),
    position: () => follower.position(),
    end,
    closed,
  };
}
