// studio://app serves the built screens from the app's own files, under a policy that lets nothing else in.
import { readFile } from "node:fs/promises";
import path from "node:path";

/** The one origin of the window's page. */
export const pageOrigin = "studio://app";
export const pageAddress = `${pageOrigin}/index.html`;

/**
 * What the page may load: its own files, blobs of the library, nothing from the network, no text as code.
 * Style attributes are allowed, because the animatic's SVG carries them; style elements are not.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' studio-media: data: blob:",
  "media-src studio-media: blob:",
  "font-src 'self'",
  "connect-src 'self' studio-media:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
].join("; ");

const contentTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};

const guards = { "content-security-policy": contentSecurityPolicy, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" };

const refuse = (status: number) => new Response(null, { status, headers: guards });

/** Answers one request for a file below `folder`: GET only, no way out of the folder, 404 for what is not there. */
export async function servePage(folder: string, request: { url: string; method: string }): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405);
  let name: string;
  try {
    const url = new URL(request.url);
    if (url.host !== "app") return refuse(404);
    name = decodeURIComponent(url.pathname);
  } catch {
    return refuse(400);
  }
  const file = path.join(folder, name === "/" ? "index.html" : name);
  const contentType = contentTypes[path.extname(file).toLowerCase()];
  if (!file.startsWith(folder + path.sep) || name.includes("\0") || contentType === undefined) return refuse(404);
  try {
    const bytes = await readFile(file);
    return new Response(request.method === "HEAD" ? null : new Uint8Array(bytes), {
      status: 200,
      headers: { ...guards, "content-type": contentType },
    });
  } catch {
    return refuse(404);
  }
}
