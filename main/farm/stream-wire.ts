// What carries the job stream: a WebSocket, or server-sent events where no WebSocket comes through. Both end
// with one call of `ended`, or silently when closed here.
import { createParser } from "eventsource-parser";
import WebSocket from "ws";
import { CodedError } from "../../shared/contract/errors.ts";
import {
  streamClose,
  streamMaxPayload,
  type StreamServerMessage,
  streamServerMessageSchema,
  type StreamSubscription,
} from "../../shared/contract/farm-stream.ts";
import { studioOrigin } from "./client.ts";

export interface WirePorts {
  /** WebSocket address with a ticket. */
  address: string;
  /** What to subscribe to, with the numbers of at most so many jobs: the newest. */
  subscription(mostJobs: number): StreamSubscription;
  /** It stands: everything from here on comes over it. */
  opened(): void;
  /** Something came, if only a ping. */
  heard(): void;
  receive(message: StreamServerMessage): void;
  ended(error: unknown): void;
}

export interface Wire {
  close(): void;
}

/** Something between here and the farm lets no WebSocket through. */
export class UpgradeRefused extends Error {}

/** A subscription has to fit into one frame, and into an address. */
const mostJobsOfFrame = 1200;
const mostJobsOfAddress = 120;
/** Nobody listens or the name is not known: the farm is away, and no proxy is to blame. */
const away = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]);

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A message of the farm, or null for what this studio does not know. */
function messageOf(text: string): StreamServerMessage | null {
  const message = streamServerMessageSchema.safeParse(parse(text));
  return message.success ? message.data : null;
}

function closedWith(code: number): Error {
  return code === streamClose.signedOut ? new CodedError("unauthenticated") : new Error(`the stream closed (${code})`);
}

/** A WebSocket. Ends with UpgradeRefused where the farm is there and the upgrade fails. */
export function openSocket(ports: WirePorts, handshakeMs: number): Wire {
  const socket = new WebSocket(ports.address, {
    maxPayload: streamMaxPayload * 4,
    perMessageDeflate: false,
    handshakeTimeout: handshakeMs,
    origin: studioOrigin,
  });
  let over = false;
  let open = false;
  const end = (error: unknown) => {
    if (over) return;
    over = true;
    socket.terminate();
    ports.ended(error);
  };
  const send = (message: object) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  socket.on("open", () => {
    if (over) return;
    open = true;
    ports.opened();
    send(ports.subscription(mostJobsOfFrame));
  });
  // Whoever says no on the way may say it as the farm would.
  socket.on("unexpected-response", (_request, response) => end(new UpgradeRefused(`an upgrade was answered ${response.statusCode}`)));
  socket.on("message", (data: Buffer) => {
    if (over) return;
    ports.heard();
    const message = messageOf(data.toString());
    if (message?.type === "ping") send({ type: "pong" });
    else if (message !== null) ports.receive(message);
  });
  socket.on("error", (error: NodeJS.ErrnoException) => end(open || away.has(error.code ?? "") ? error : new UpgradeRefused(error.message)));
  socket.on("close", (code) => end(open ? closedWith(code) : new UpgradeRefused("the connection was closed")));
  return {
    close() {
      over = true;
      socket.terminate();
    },
  };
}

/** Server-sent events under the same ticket. */
export function openEvents(ports: WirePorts): Wire {
  const stop = new AbortController();
  let over = false;
  const end = (error: unknown) => {
    if (over) return;
    over = true;
    stop.abort();
    ports.ended(error);
  };
  const read = async (): Promise<void> => {
    const address = new URL(ports.address);
    address.protocol = address.protocol === "wss:" ? "https:" : "http:";
    address.pathname += "/sse";
    address.searchParams.set("subscription", JSON.stringify(ports.subscription(mostJobsOfAddress)));
    const headers = { accept: "text/event-stream", origin: studioOrigin };
    const answer = await fetch(address, { headers, signal: stop.signal, redirect: "error" });
    if (answer.status === 401) throw new CodedError("unauthenticated");
    const type = answer.headers.get("content-type") ?? "";
    if (answer.status !== 200 || answer.body === null || !type.startsWith("text/event-stream"))
      throw new Error(`the farm's events answered ${answer.status} ${type}`);
    ports.opened();
    const parser = createParser({
      maxBufferSize: streamMaxPayload * 4,
      onError: (error) => error.type === "max-buffer-size-exceeded" && end(error),
      onEvent({ event, data }) {
        if (over) return;
        if (event === "close") {
          end(closedWith((parse(data) as { code?: number } | undefined)?.code ?? 0));
          return;
        }
        const message = messageOf(data);
        if (message !== null) ports.receive(message);
      },
    });
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      if (over) return;
      ports.heard();
      parser.feed(text);
    }
    end(new Error("the stream closed"));
  };
  read().catch(end);
  return {
    close() {
      over = true;
      stop.abort();
    },
  };
}
