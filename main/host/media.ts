// Serves blobs by their hash, what was made of them, and finished films over HTTP: GET and HEAD, ranges with
// If-Range, strong ETags. A blob never changes and is kept by the browser for good; a film is asked for again.
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { libraryTypeByContent } from "../../shared/contract/file-type.ts";
import type { Blobs } from "../library/blobs.ts";

/** Content type by a file's first bytes: names and endings are never trusted. Texts and what is not known are never shown as a page. */
const contentTypeOf = (head: Uint8Array): string => libraryTypeByContent(head) ?? "application/octet-stream";

/** One byte range of `size` bytes: undefined for the whole file, null where the header asks for what is not there. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | null | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  // Several ranges or another unit: the whole file is a correct answer (RFC 9110, 14.2).
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  if (match[1] === "") {
    const length = Math.min(Number(match[2]), size);
    return length === 0 ? null : { start: size - length, end: size - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start >= size || end < start ? null : { start, end };
}

/** Answers a request for one blob. */
export async function serveBlob(blobs: Blobs, hash: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = blobs.pathOf(hash);
  const found = await stat(file).catch(() => null);
  await serveFile(found === null ? null : { file, size: found.size, etag: `"${hash}"`, cache: forGood }, request, response);
}

/** Answers a request for a film's file; null where there is none. A file that was changed meanwhile is another one. */
export async function serveFilm(file: string | null, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const found = file === null ? null : await stat(file).catch(() => null);
  const served =
    file === null || found === null || !found.isFile()
      ? null
      : { file, size: found.size, etag: `"${found.size}-${Math.floor(found.mtimeMs)}"`, cache: "private, no-cache" };
  await serveFile(served, request, response);
}

/** Answers a request for a file that the core made of a blob, such as a clip's proxy; null where there is none. */
export async function serveMade(file: string | null, etag: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const found = file === null ? null : await stat(file).catch(() => null);
  await serveFile(file === null || found === null ? null : { file, size: found.size, etag, cache: forGood }, request, response);
}

/** Answers a request for a thumbnail; null where there is none, which may change. */
export function serveThumb(webp: Buffer | null, hash: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  if (webp === null) {
    response.writeHead(404, { "cache-control": "no-store" }).end();
    return;
  }
  const etag = `"thumb-${hash}"`;
  const headers = {
    etag,
    "cache-control": forGood,
    "content-type": "image/webp",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
  };
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, "content-length": webp.length });
  response.end(request.method === "HEAD" ? undefined : webp);
}

/** The header that saves a file under `name` and shows it nowhere: plain letters for old readers, all of it for the rest (RFC 6266). */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const whole = encodeURIComponent(name).replaceAll(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

/** Answers a request for an asset's file, to be saved; null where there is none. */
export async function serveDownload(
  asset: { file: string; hash: string; name: string } | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const found = asset === null ? null : await stat(asset.file).catch(() => null);
  if (asset !== null && found !== null) response.setHeader("content-disposition", attachment(asset.name));
  await serveFile(
    asset === null || found === null ? null : { file: asset.file, size: found.size, etag: `"${asset.hash}"`, cache: "private, no-cache" },
    request,
    response,
  );
}

const forGood = "private, max-age=31536000, immutable";

async function serveFile(
  served: { file: string; size: number; etag: string; cache: string } | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  if (served === null) {
    response.writeHead(404, { "cache-control": "no-store" }).end();
    return;
  }
  const { file, size, etag, cache } = served;
  const headers: Record<string, string | number> = {
    etag,
    "accept-ranges": "bytes",
    "cache-control": cache,
    "content-type": await typeOfFile(file),
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
  };
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const ifRange = request.headers["if-range"];
  const range = ifRange !== undefined && ifRange !== etag ? undefined : rangeOf(request.headers.range, size);
  if (range === null) {
    response.writeHead(416, { "content-range": `bytes */${size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range !== undefined) headers["content-range"] = `bytes ${start}-${end}/${size}`;
  response.writeHead(range === undefined ? 200 : 206, { ...headers, "content-length": end - start + 1 });
  if (request.method === "HEAD" || size === 0) {
    response.end();
    return;
  }
  const stream = createReadStream(file, { start, end });
  stream.on("error", () => response.destroy());
  response.on("close", () => stream.destroy());
  stream.pipe(response);
}

async function typeOfFile(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
    return contentTypeOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
