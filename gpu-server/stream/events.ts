// A line as server-sent events, for clients behind a proxy that lets no WebSocket through: the same
// messages as `data`, pings as comments, and an event `close` that says why the farm ends it.
import type { ServerResponse } from "node:http";
import type { StreamSubscription } from "../../shared/contract/farm-stream.ts";
import { cursorOf } from "./cursor.ts";
import { type LinePorts, openLine } from "./line.ts";
import type { StreamCaller } from "./lines.ts";

/** Milliseconds after which a browser comes back by itself. */
const retryMs = 1000;

/** Writes events to `response` until either side ends it. False, and nothing written, when the caller has too many lines. */
export function serveEvents(response: ServerResponse, caller: StreamCaller, subscription: StreamSubscription, ports: LinePorts): boolean {
  const line = openLine(
    {
      send(message, frame) {
        if (response.writableEnded || response.destroyed) return;
        if (message.type === "ping") {
          response.write(": ping\n\n");
          return;
        }
        const id = message.type === "event" || message.type === "current" ? idNow() : null;
        response.write(id === null ? "data: " : `id: ${id}\ndata: `);
        response.write(frame);
        response.write("\n\n");
      },
      buffered: () => response.writableLength,
      close: (code, reason) => void response.end(`event: close\ndata: ${JSON.stringify({ code, reason })}\n\n`),
      cut: () => void response.destroy(),
    },
    caller,
    ports,
    false,
  );
  if (line === null) return false;
  const idNow = () => cursorOf(line.position());
  response.on("error", () => undefined); // a close follows
  response.on("close", () => line.closed());
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  response.socket?.setKeepAlive(true, ports.limits.pingMs);
  response.write(`retry: ${retryMs}\n\n`);
  line.follow(subscription);
  return true;
}
