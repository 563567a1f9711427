// The transport of the browser host: one WebSocket that reconnects by itself, repeats what is safe to
// repeat and says of the rest that its outcome is not known.
import type { CallResult } from "../../shared/contract/studio/link.ts";
import { linkMessageSchema } from "../../shared/contract/studio/link.ts";
import type { LinkStatus, Transport } from "./transport.ts";

interface Pending {
  id: number;
  namespace: string;
  method: string;
  input: unknown;
  repeatable: boolean;
  sent: boolean;
  settle: (result: CallResult) => void;
}

interface SocketPorts {
  /** Address of the link, ws: or wss:. */
  url: string;
  token: string;
  open(url: string): WebSocket;
  /** Milliseconds to wait before attempt n (from 0); injected so that tests need not wait. */
  backOff(attempt: number): number;
}

const lost: CallResult = {
  ok: false,
  error: {
    code: "internal",
    message: "The connection broke while this was under way. Look whether it happened before you do it again; nothing was lost.",
  },
};
/** Close codes by which the host says that the token is not good (RFC 6455 1008 and our own). */
const refusedCodes = new Set([1008, 4401, 4403]);

/** Half a second, doubled up to 8 s, with jitter against many tabs coming back at once. */
export function backOff(attempt: number): number {
  return Math.min(8000, 500 * 2 ** attempt) * (0.8 + Math.random() * 0.4);
}

/** A transport over a WebSocket to the host's /link. Calls made while it is away wait for it. */
export function createSocketTransport(ports: SocketPorts): Transport {
  let socket: WebSocket | undefined;
  let media = "";
  let attempt = 0;
  let nextId = 1;
  let status: LinkStatus = { state: "connecting" };
  const pending = new Map<number, Pending>();
  const eventListeners = new Set<(name: string, data: unknown) => void>();
  const statusListeners = new Set<(status: LinkStatus) => void>();

  const setStatus = (next: LinkStatus) => {
    status = next;
    for (const listener of statusListeners) listener(next);
  };
  const send = (call: Pending) => {
    call.sent = true;
    socket?.send(JSON.stringify({ type: "call", id: call.id, namespace: call.namespace, method: call.method, input: call.input }));
  };
  const receive = (text: string) => {
    const parsed = linkMessageSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.type === "ready") {
      media = message.media;
      attempt = 0;
      setStatus({ state: "ready" });
      for (const call of pending.values()) send(call);
    } else if (message.type === "result") {
      const call = pending.get(message.id);
      pending.delete(message.id);
      call?.settle(message.result as CallResult);
    } else if (message.type === "event") {
      for (const listener of eventListeners) listener(message.name, message.data);
    } else {
      setStatus({ state: "refused", error: message.error });
    }
  };
  const closed = (code: number) => {
    socket = undefined;
    for (const call of pending.values()) {
      if (!call.sent || call.repeatable) continue;
      pending.delete(call.id);
      call.settle(lost);
    }
    if (status.state === "refused") return;
    if (refusedCodes.has(code)) {
      setStatus({
        state: "refused",
        error: {
          code: "unauthenticated",
          message: "This address is not good any more. Open the one that the studio's launcher printed last.",
        },
      });
      return;
    }
    if (status.state === "ready") setStatus({ state: "reconnecting" });
    setTimeout(connect, ports.backOff(attempt));
    attempt += 1;
  };
  function connect() {
    const opened = ports.open(ports.url);
    socket = opened;
    opened.addEventListener("open", () => opened.send(JSON.stringify({ type: "hello", token: ports.token })));
    opened.addEventListener("message", (event) => receive(String(event.data)));
    opened.addEventListener("close", (event) => closed(event.code));
  }
  connect();

  return {
    host: "browser",
    call: (namespace, method, input, repeatable) =>
      new Promise((settle) => {
        const call: Pending = { id: nextId++, namespace, method, input, repeatable, sent: false, settle };
        pending.set(call.id, call);
        if (status.state === "ready" && socket?.readyState === WebSocket.OPEN) send(call);
      }),
    onEvent: (listener) => {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    media: () => media,
    status: () => status,
    onStatus: (listener) => {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
  };
}
