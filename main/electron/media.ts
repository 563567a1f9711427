// studio-media://blob/<sha256> streams a blob of the library from the core, blob/thumb/<sha256> and blob/proxy/<sha256> what was made
// of it, blob/export/<id> a finished film, blob/file/<id> an asset to save, with ranges.
// The page knows hashes and ids only: the core's address and its secret stay in this process.
import http from "node:http";
import { pageOrigin } from "./pages.ts";

const passedOn = ["content-type", "content-length", "content-range", "accept-ranges", "etag", "last-modified", "content-disposition"];
const asked = ["range", "if-range", "if-none-match"];

const refuse = (status: number) => new Response(null, { status, headers: { "access-control-allow-origin": pageOrigin } });

/** Answers one request of the page: GET and HEAD for a hash or an export; the core, at `core` + that path, decides 200, 206, 404 and 416. */
export async function serveMedia(
  core: string | undefined,
  request: { url: string; method: string; headers: { get(name: string): string | null } },
) {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405);
  const file = /^studio-media:\/\/blob\/((?:thumb\/|proxy\/)?[0-9a-f]{64}|(?:export|file)\/[0-9a-f-]{36})$/.exec(request.url)?.[1];
  if (file === undefined) return refuse(404);
  // The core is starting again; the screen asks once more when it hears of that.
  if (core === undefined) return refuse(503);
  const headers: Record<string, string> = {};
  for (const name of asked) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const answer = await ask(core + file, request.method, headers);
  if (answer === undefined) return refuse(502);
  const given: Record<string, string> = { "access-control-allow-origin": pageOrigin, "x-content-type-options": "nosniff" };
  for (const name of passedOn) {
    const value = answer.headers[name];
    if (typeof value === "string") given[name] = value;
  }
  const status = answer.statusCode ?? 502;
  const empty = request.method === "HEAD" || status === 304 || status === 416;
  if (empty) answer.resume();
  return new Response(empty ? null : streamOf(answer), { status, headers: given });
}

/** The body as a web stream that waits for its reader, and ends the request when the page stops listening. */
function streamOf(answer: http.IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      answer.on("data", (bytes: Buffer) => {
        controller.enqueue(bytes);
        if ((controller.desiredSize ?? 0) <= 0) answer.pause();
      });
      answer.on("end", () => controller.close());
      answer.on("error", (error) => controller.error(error));
    },
    pull: () => void answer.resume(),
    cancel: () => void answer.destroy(),
  });
}

function ask(address: string, method: string, headers: Record<string, string>): Promise<http.IncomingMessage | undefined> {
  return new Promise((resolve) => {
    const request = http.request(address, { method, headers }, resolve);
    request.on("error", () => resolve(undefined));
    request.end();
  });
}
