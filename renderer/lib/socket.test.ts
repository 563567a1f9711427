// The socket transport against a real WebSocket server that goes away at the worst moments.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer, type WebSocket as ServerSocket } from "ws";
import { createSocketTransport } from "./socket.ts";
import type { LinkStatus, Transport } from "./transport.ts";

interface Call {
  id: number;
  method: string;
}

const open: WebSocketServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    for (const client of server.clients) client.terminate();
    server.close();
  }
});

/** A host that greets a good token and hands every call to `onCall`. */
async function host(onCall: (call: Call, page: ServerSocket) => void, port = 0) {
  const server = new WebSocketServer({ port, host: "127.0.0.1" });
  open.push(server);
  server.on("connection", (page) => {
    page.on("message", (data) => {
      const message = JSON.parse((data as Buffer).toString()) as { type: string; token?: string } & Call;
      if (message.type === "call") onCall(message, page);
      else if (message.token === "good") page.send(JSON.stringify({ type: "ready", media: "http://127.0.0.1/media", version: "1" }));
      else page.close(4401, "unknown token");
    });
  });
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

const answer = (page: ServerSocket, id: number, value: unknown) =>
  page.send(JSON.stringify({ type: "result", id, result: { ok: true, value } }));
const connect = (port: number, token = "good") =>
  createSocketTransport({ url: `ws://127.0.0.1:${port}`, token, open: (url) => new WebSocket(url), backOff: () => 10 });
const until = (transport: Transport, state: LinkStatus["state"]) =>
  new Promise<void>((resolve) => {
    if (transport.status().state === state) resolve();
    else transport.onStatus((status) => status.state === state && resolve());
  });

test("a call made before the host is there waits for it", async () => {
  const { port, server } = await host(() => undefined);
  server.close();
  await once(server, "close");
  const transport = connect(port);
  const asked = transport.call("projects", "list", {}, true);
  await host((call, page) => answer(page, call.id, "here"), port);
  expect(await asked).toEqual({ ok: true, value: "here" });
  expect(transport.media()).toBe("http://127.0.0.1/media");
});

test("a repeatable call that was cut off is asked again; another one is not and says so", async () => {
  const seen: string[] = [];
  let cut = true;
  const { port } = await host((call, page) => {
    seen.push(call.method);
    if (seen.length < 2) return;
    if (cut) {
      cut = false;
      page.terminate();
    } else answer(page, call.id, call.method);
  });
  const transport = connect(port);
  await until(transport, "ready");
  const [safe, unsafe] = await Promise.all([transport.call("projects", "open", {}, true), transport.call("projects", "create", {}, false)]);
  expect(safe).toEqual({ ok: true, value: "open" });
  expect(unsafe).toMatchObject({ ok: false });
  expect(seen).toEqual(["open", "create", "open"]);
});

test("a token that the host does not know is told to the person and not tried again", async () => {
  const { port, server } = await host(() => undefined);
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  const transport = connect(port, "bad");
  await until(transport, "refused");
  expect(transport.status()).toMatchObject({ error: { code: "unauthenticated" } });
  await new Promise((wait) => setTimeout(wait, 60));
  expect(connections).toBe(1);
});
