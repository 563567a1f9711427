// The browser host: one loopback address that serves the screens, the contract over a WebSocket, blobs by
// hash and finished films. A page proves itself with the token of the address's fragment, from this origin only.
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { CodedError } from "../../shared/contract/errors.ts";
import { type LinkMessage, linkHelloSchema, linkRequestSchema } from "../../shared/contract/studio/link.ts";
import type { Studio } from "../studio.ts";
import { serveBlob, serveDownload, serveFilm, serveMade, serveThumb } from "./media.ts";
import { createStatic } from "./static.ts";
import { receiveUpload } from "./upload.ts";

export interface HostOptions {
  /** 0 picks a free one. */
  port: number;
  /** Secret of the address's fragment. */
  token: string;
  /** Folder of the built screens; null serves blobs alone (the app's core). */
  rendererFolder: string | null;
  version: string;
}

export interface Host {
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  /** Address of blobs, key included, with a slash at the end. */
  media: string;
  close(): Promise<void>;
}

/** Largest message of a page: a story of 2 MB as base64, with room. */
const maxPayload = 16 * 1024 * 1024;
const helloWithinMs = 10_000;

const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text);
const digest = (text: string) => createHash("sha256").update(text).digest();
const sameSecret = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));

/** Key of media addresses: derived, so that an address that leaks does not open the link. */
const mediaKeyOf = (token: string) => createHash("sha256").update(`media:${token}`).digest("hex").slice(0, 32);

/** Starts the host. Throws CodedError port_in_use. */
export async function startHost(studio: Studio, options: HostOptions): Promise<Host> {
  const mediaKey = mediaKeyOf(options.token);
  const files = options.rendererFolder === null ? null : createStatic(options.rendererFolder);
  let port = 0;
  const hosts = () => [`127.0.0.1:${port}`, `localhost:${port}`];
  // A page elsewhere that had its name point here (DNS rebinding) comes with another Host.
  const ownHost = (request: IncomingMessage) => hosts().includes(request.headers.host ?? "");
  const ownOrigin = (request: IncomingMessage) => hosts().some((host) => request.headers.origin === `http://${host}`);

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (!ownHost(request)) {
      response.writeHead(403).end();
      return;
    }
    const media = /^\/media\/(?:([0-9a-f]{32})\/)?(?:([0-9a-f]{64})|(export|file|thumb|proxy)\/([0-9a-f-]{36,64}))$/.exec(url.pathname);
    const upload = /^\/upload\/([0-9a-f-]{36})$/.exec(url.pathname);
    const work = async () => {
      if (media !== null) {
        const [, key, hash, part, name = ""] = media;
        const allowed = key === undefined ? sameSecret(url.searchParams.get("token") ?? "", options.token) : sameSecret(key, mediaKey);
        if (!allowed) response.writeHead(403).end();
        else if (hash !== undefined) await serveBlob(studio.blobs, hash, request, response);
        else if (part === "export") await serveFilm(studio.exports.finishedFile(name), request, response);
        else if (part === "file") await serveDownload(studio.files.download(name), request, response);
        else if (!isHash(name)) response.writeHead(404).end();
        else if (part === "proxy") await serveMade(studio.files.proxy(name), `"proxy-${name}"`, request, response);
        else serveThumb(await studio.files.thumb(name), name, request, response);
      } else if (upload !== null && files !== null) {
        const [, given = ""] = /^Bearer (.+)$/.exec(request.headers.authorization ?? "") ?? [];
        const foreign = request.headers.origin !== undefined && !ownOrigin(request);
        if (foreign || !sameSecret(given, options.token)) response.writeHead(403).end();
        else await receiveUpload(studio.files.uploads, upload[1] ?? "", url.searchParams, request, response);
      } else if (files !== null) await files(request, response, url.pathname);
      else response.writeHead(404).end();
    };
    work().catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  // A long film takes its time to arrive; the page is on this computer.
  server.requestTimeout = 0;
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
  const media = () => `http://127.0.0.1:${port}/media/${mediaKey}/`;
  const live = new Set<WebSocket>();

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    socket.on("error", () => socket.destroy());
    if (files === null || url.pathname !== "/link" || !ownHost(request) || !ownOrigin(request)) {
      socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => greet(page, String(request.headers.host)));
  });
  const send = (page: WebSocket, message: LinkMessage) => {
    if (page.readyState === page.OPEN) page.send(JSON.stringify(message));
  };
  /** Waits for the token, then answers calls. */
  const greet = (page: WebSocket, host: string) => {
    const late = setTimeout(() => page.close(4401, "no hello"), helloWithinMs);
    page.on("error", () => page.terminate());
    page.once("message", (data) => {
      clearTimeout(late);
      const hello = linkHelloSchema.safeParse(parse(data));
      if (!hello.success || !sameSecret(hello.data.token, options.token)) {
        page.close(4401, "unknown token");
        return;
      }
      // The page's own name for this host, so that its policy ('self') lets the pictures through.
      send(page, { type: "ready", media: media().replace(`127.0.0.1:${port}`, host), version: options.version });
      const stop = studio.events.listen((name, event) => send(page, { type: "event", name, data: event }));
      live.add(page);
      page.on("close", () => {
        stop();
        live.delete(page);
      });
      page.on("message", (text) => void answer(page, text));
    });
  };
  const answer = async (page: WebSocket, data: unknown) => {
    const request = linkRequestSchema.safeParse(parse(data));
    if (!request.success) {
      page.close(1008, "not a call");
      return;
    }
    send(page, { type: "result", id: request.data.id, result: await studio.call(request.data) });
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => {
      const taken = "code" in error && error.code === "EADDRINUSE";
      reject(
        taken
          ? new CodedError(
              "port_in_use",
              `Port ${options.port} is taken by another program. Choose another with --port, or leave it out for a free one.`,
            )
          : error,
      );
    });
    server.listen(options.port, "127.0.0.1", resolve);
  });
  port = (server.address() as AddressInfo).port;
  return {
    origin: `http://127.0.0.1:${port}`,
    media: media(),
    async close() {
      for (const page of live) page.close(1001, "the studio ends");
      for (const page of sockets.clients) page.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data)) as unknown;
  } catch {
    return undefined;
  }
}
