// WebSocket upgrades of the farm's HTTP server: one listener, a handler for each path, and a plain answer
// to everything else. The job stream and the node link share it.
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer, url: URL) => void;

const handlersOf = new WeakMap<Server, Map<string, UpgradeHandler>>();
const guardOf = new WeakMap<Server, (request: IncomingMessage) => boolean>();
const openOf = new WeakMap<Server, Map<string, number>>();

/** Upgrades on `server` for which `accepts` is false are answered with 421, whatever their path. */
export function guardUpgrades(server: Server, accepts: (request: IncomingMessage) => boolean): void {
  guardOf.set(server, accepts);
}

/** How many connections of each path are open on `server`. */
export function openUpgrades(server: Server): ReadonlyMap<string, number> {
  return openOf.get(server) ?? new Map();
}

function count(server: Server, path: string, socket: Duplex): void {
  const open = openOf.get(server) ?? new Map<string, number>();
  openOf.set(server, open);
  const add = (more: number) => open.set(path, (open.get(path) ?? 0) + more);
  add(1);
  socket.once("close", () => add(-1));
}

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
      const address = request.url ?? "/";
      if (guardOf.get(server)?.(request) === false) {
        refuseUpgrade(socket, 421);
        return;
      }
      // Not an address at all: `//` and the like.
      if (!URL.canParse(address, "http://farm")) {
        refuseUpgrade(socket, 400);
        return;
      }
      const url = new URL(address, "http://farm");
      const found = all.get(url.pathname);
      if (found) {
        count(server, url.pathname, socket);
        found(request, socket, head, url);
      } else refuseUpgrade(socket, 404);
    });
  }
  handlers.set(path, handler);
}
