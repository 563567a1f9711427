// The job stream: a WebSocket with a ticket, resumed by the last number of every open job, opened again with
// back-off whenever it breaks or falls silent.
import WebSocket from "ws";
import {
  type StreamClientMessage,
  type StreamServerMessage,
  streamMaxPayload,
  streamServerMessageSchema,
} from "../../shared/contract/farm-stream.ts";
import { studioOrigin } from "./client.ts";

/** The farm pings every 20 s: more than two missed are a dead line (farm-api.md). */
const silenceMs = 45_000;

interface StreamPorts {
  /** Address with a fresh ticket. Throws when the farm is away. */
  address(): Promise<string>;
  /** What to subscribe to, asked at every opening. */
  subscription(): StreamClientMessage;
  receive(message: StreamServerMessage): void;
  /** The line broke or could not be opened. */
  lost(error: unknown): void;
}

export interface Stream {
  /** Closes for good. */
  close(): void;
}

/** Opens one line. It ends with one call of `lost`, or with `close`. */
export function openStream(ports: StreamPorts): Stream {
  let socket: WebSocket | null = null;
  let silence: NodeJS.Timeout | undefined;
  let ended = false;

  const end = (error: unknown) => {
    if (ended) return;
    ended = true;
    clearTimeout(silence);
    socket?.terminate();
    if (error !== null) ports.lost(error);
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => end(new Error("the stream fell silent")), silenceMs);
    silence.unref();
  };
  const send = (message: StreamClientMessage) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const open = async () => {
    const address = await ports.address();
    if (ended) return;
    socket = new WebSocket(address, {
      maxPayload: streamMaxPayload * 4,
      perMessageDeflate: false,
      handshakeTimeout: 15_000,
      origin: studioOrigin,
    });
    heard();
    socket.on("open", () => send(ports.subscription()));
    socket.on("message", (data) => {
      heard();
      const message = streamServerMessageSchema.safeParse(parse(data));
      if (!message.success) return;
      if (message.data.type === "ping") send({ type: "pong" });
      else ports.receive(message.data);
    });
    socket.on("error", end);
    socket.on("close", (code) => end(new Error(`the stream closed (${code})`)));
  };
  open().catch(end);
  return { close: () => end(null) };
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data)) as unknown;
  } catch {
    return undefined;
  }
}
