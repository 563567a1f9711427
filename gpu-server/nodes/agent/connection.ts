// The node's side of the link's wire: dials the coordinator, dials again with back-off and jitter, and
// hands over checked messages. It knows nothing of leases.
import { WebSocket } from "ws";
import { type CoordinatorMessage, coordinatorMessageSchema, type NodeMessage } from "../../../shared/contract/node-link.ts";
import { parseLine } from "../../engines/lines.ts";
import type { Logger } from "../../ports.ts";

export interface ConnectionPorts {
  /** ws:// or wss:// address of the link. */
  url: string;
  token: string;
  logger: Logger;
  /** 0 to 1. */
  random: () => number;
  /** A connection stands: its first message is the hello that this returns. */
  hello(): NodeMessage;
  onMessage(message: CoordinatorMessage): void;
}

export interface Connection {
  /** Sends, or drops the message when there is no connection. */
  send(message: NodeMessage): void;
  close(): void;
}

const firstWaitMs = 200;
const longestWaitMs = 4000;
/** Silence after which a connection is given up: the coordinator pings more often. */
const silenceMs = 20_000;

/** Keeps a connection until `close`. */
export function keepConnection(ports: ConnectionPorts): Connection {
  let socket: WebSocket | undefined;
  let closed = false;
  let wait = firstWaitMs;
  let retry: NodeJS.Timeout | undefined;

  const dial = () => {
    const dialled = new WebSocket(ports.url, {
      headers: { authorization: `Bearer ${ports.token}` },
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
      maxPayload: 64 * 1024 * 1024, // a story of 2 MB, escaped, comes in a lease
    });
    socket = dialled;
    let silence: NodeJS.Timeout | undefined;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => dialled.terminate(), silenceMs);
    };
    dialled.on("open", () => {
      heard();
      dialled.send(JSON.stringify(ports.hello()));
    });
    dialled.on("ping", heard);
    dialled.on("message", (data: Buffer) => {
      heard();
      const message = coordinatorMessageSchema.safeParse(parseLine(data.toString()));
      if (!message.success) {
        ports.logger.warn("the coordinator sent what this node does not understand");
        return;
      }
      if (message.data.type === "welcome") wait = firstWaitMs;
      ports.onMessage(message.data);
    });
    dialled.on("error", (error) => ports.logger.warn("the link to the coordinator failed", { error: error.message }));
    dialled.on("close", () => {
      clearTimeout(silence);
      if (socket === dialled) socket = undefined;
      if (closed) return;
      // Jitter: a thousand nodes must not dial in the same instant after a restart.
      retry = setTimeout(dial, wait * (0.5 + ports.random() / 2));
      wait = Math.min(wait * 2, longestWaitMs);
    });
  };
  dial();

  return {
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close() {
      closed = true;
      clearTimeout(retry);
      socket?.close(1000);
    },
  };
}
