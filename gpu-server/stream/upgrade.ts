// WebSocket upgrades of the farm's HTTP server: one listener, a handler for each path, and a plain answer
// to everything else. The job stream and the node link share it.
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer, url: URL) => void;

const handlersOf = new WeakMap<Server, Map<string, UpgradeHandler>>();

/** Answers an upgrade with an HTTP error and closes. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Sends upgrades of `path` on `server` to `handler`. */
export function onUpgrade(server: Server, path: string, handler: UpgradeHandler): void {
  let handlers = handlersOf.get(server);
  if (handlers === undefined) {
    const all = new Map<string, UpgradeHandler>();
    handlers = all;
    handlersOf.set(server, all);
    server.on("upgrade", (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      const url = new URL(request.url ?? "/", "http://farm");
      const found = all.get(url.pathname);
      if (found) found(request, socket, head, url);
      else refuseUpgrade(socket, 404);
    });
  }
  handlers.set(path, handler);
}
