// A request that arrives slowly, or never whole, is cut off after its time, and the farm goes on serving others.
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silentLog } from "../database/testing.ts";
import type { ApiDeps } from "./context.ts";
import { hostCheck } from "./doors.ts";
import { buildServer } from "./server.ts";

let app: Awaited<ReturnType<typeof buildServer>>;
let port: number;
beforeAll(async () => {
  // Only what is asked before a route is reached; the parts behind the routes are never called.
  const deps: Partial<ApiDeps> = {
    log: silentLog,
    version: "test",
    trustProxy: false,
    arrival: { headers: 300, whole: 600 },
    member: () => Promise.resolve(null),
    readiness: () => Promise.resolve({ ready: true, parts: {} }),
  };
  const parts = {
    get: (known: Partial<ApiDeps>, name: keyof ApiDeps) =>
      name in known || name === "metrics" || name === "publicUrl" || name === "allowedHosts" ? known[name] : {},
  };
  app = await buildServer(new Proxy(deps, parts as ProxyHandler<Partial<ApiDeps>>) as ApiDeps);
  await app.listen({ host: "127.0.0.1", port: 0 });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(() => app.close());

/** Writes `first`, then a byte of `rest` every 100 ms; resolves to what came back once the farm closes. */
function slowly(first: string, rest: string): Promise<string> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(first));
    let text = "";
    let at = 0;
    const timer = setInterval(() => socket.writable && socket.write(rest[at++ % rest.length] ?? ""), 100);
    socket.on("data", (part: Buffer) => (text += part.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(timer);
      done(text);
    });
  });
}

test.each([
  ["headers that never end", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "x"],
  [
    "a body that never ends",
    "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n",
    "x",
  ],
])("%s: 408, and others are served meanwhile", async (_what, first, rest) => {
  const slow = Promise.all(Array.from({ length: 20 }, () => slowly(first, rest)));
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  for (const text of await slow) {
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text).toContain('"code":"request_timeout"');
  }
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
});

test.each([
  ["localhost:4700", true],
  ["127.0.0.1", true],
  ["[::1]:80", true],
  ["LOCALHOST", true],
  ["farm.example.com", true],
  ["farm.example.com:443", true],
  ["inside.example.com", true],
  ["example.com", false],
  ["farm.example.com.evil.example", false],
  ["127.0.0.1.evil.example", false],
  ["localhost@evil.example", false],
  ["", false],
  [undefined, false],
])("the farm goes by the name %s: %s", (host, wanted) => {
  const check = hostCheck("https://farm.example.com/base", ["inside.example.com"]);
  expect(check({ headers: host === undefined ? {} : { host } })).toBe(wanted);
});
