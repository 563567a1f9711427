// Starts the app folder or file named on the command line, as `electron <path>` does, and
// adds what Electron 22 lacks and a current one has: protocol.handle and the web globals
// Response, Headers, ReadableStream in the main process (just enough of them for the shell).
const { app, protocol } = require("electron");
const { Readable } = require("node:stream");
const fs = require("node:fs");
const path = require("node:path");

globalThis.ReadableStream ??= require("node:stream/web").ReadableStream;
globalThis.Headers ??= class Headers extends Map {
  constructor(init = {}) {
    super();
    for (const [k, v] of init instanceof Map ? init : Array.isArray(init) ? init : Object.entries(init)) this.set(k, v);
  }
  set(k, v) {
    return super.set(k.toLowerCase(), String(v));
  }
  get(k) {
    return super.get(k.toLowerCase()) ?? null;
  }
  has(k) {
    return super.has(k.toLowerCase());
  }
  append(k, v) {
    return this.set(k, this.has(k) ? `${this.get(k)}, ${v}` : v);
  }
};
globalThis.Response ??= class Response {
  constructor(body = null, { status = 200, headers = {} } = {}) {
    Object.assign(this, { body, status, ok: status >= 200 && status < 300, headers: new Headers(headers) });
  }
  static json(value, init = {}) {
    return new Response(JSON.stringify(value), { ...init, headers: { "content-type": "application/json", ...init.headers } });
  }
};

/** A Node stream of any body a Response takes: text, bytes, a web stream, a Node stream. */
function nodeStream(body) {
  if (body === null || body === undefined) return Readable.from([]);
  if (typeof body === "string" || body instanceof Uint8Array) return Readable.from([Buffer.from(body)]);
  if (body instanceof ArrayBuffer) return Readable.from([Buffer.from(body)]);
  if (!body.getReader) return body;
  const reader = body.getReader();
  return Readable.from(
    (async function* () {
      for (let r = await reader.read(); !r.done; r = await reader.read()) yield Buffer.from(r.value);
    })(),
  );
}

if (!protocol.handle) {
  // The contract of Electron 25 and later: handler(Request) -> Response.
  protocol.handle = (scheme, handler) =>
    protocol.registerStreamProtocol(scheme, ({ url, method, headers }, reply) => {
      Promise.resolve(handler({ url, method, headers: new Headers(headers), signal: new AbortController().signal }))
        .then((response) =>
          reply({ statusCode: response.status, headers: Object.fromEntries(response.headers), data: nodeStream(response.body) }),
        )
        .catch((error) => {
          console.error("protocol handler failed:", error);
          reply({ statusCode: 500, data: Readable.from([]) });
        });
    });
}

const target = path.resolve(process.argv.slice(1).find((a) => !a.startsWith("-")) ?? ".");
let main = target;
if (fs.statSync(target).isDirectory()) {
  const manifest = JSON.parse(fs.readFileSync(path.join(target, "package.json"), "utf8"));
  app.setName(manifest.productName ?? manifest.name);
  app.setAppPath(target);
  main = path.join(target, manifest.main ?? "index.js");
}
require(main);
