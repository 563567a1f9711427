// Serves the built screens: plain files below one folder, with a strict content policy.
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".map": "application/json",
};

/**
 * The page's policy: its own files and this host's link alone. Styles may be inline because the drawings and the
 * interface's positioning set style attributes; scripts never.
 */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const secure = {
  "content-security-policy": contentPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const notBuilt = `<!doctype html><meta charset="utf-8"><title>OurVidz Studio</title>
<p>The studio's core is running, but its screens are not built yet. Run <code>npm run build -- --only renderer</code> in the product's folder and load this page again.</p>`;

/** Files below a folder, as paths from its root with slashes. The set is read at each start of the host and again when a file is missed. */
async function filesBelow(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/")),
  );
}

/** Answers a request for a file of the screens below `folder`. Only names that were found by listing can be asked for. */
export function createStatic(folder: string) {
  let known: Set<string> | null = null;
  return async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { ...secure, allow: "GET, HEAD" }).end();
      return;
    }
    const name = pathname === "/" ? "index.html" : pathname.slice(1);
    if (known === null || !known.has(name)) known = await filesBelow(folder);
    const found = known.has(name) ? await stat(path.join(folder, name)).catch(() => null) : null;
    if (found === null) {
      if (name === "index.html") response.writeHead(503, { ...secure, "content-type": "text/html; charset=utf-8" }).end(notBuilt);
      else response.writeHead(404, secure).end();
      return;
    }
    response.writeHead(200, {
      ...secure,
      "content-type": types[path.extname(name)] ?? "application/octet-stream",
      "content-length": found.size,
      // Built names carry a hash of their content; the page itself must be asked for again.
      "cache-control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    createReadStream(path.join(folder, name))
      .on("error", () => response.destroy())
      .pipe(response);
  };
}
