import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import WebSocket from "ws";
import type { LinkMessage } from "../../shared/contract/studio/link.ts";
import { inFolder, withStudio } from "../studio.fixture.ts";
import type { Studio } from "../studio.ts";
import { type Host, startHost } from "./server.ts";

const token = "a-token-that-nobody-guesses-0123456789";

async function withHost<T>(work: (host: Host, studio: Studio, folder: string) => Promise<T>): Promise<T> {
  return inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const rendererFolder = path.join(folder, "screens");
      await mkdir(path.join(rendererFolder, "assets"), { recursive: true });
      await writeFile(path.join(rendererFolder, "index.html"), "<!doctype html><title>Studio</title>");
      await writeFile(path.join(rendererFolder, "assets", "main-abc.js"), "export {};");
      await writeFile(path.join(folder, "secret.txt"), "not for pages");
      const host = await startHost(studio, { port: 0, token, rendererFolder, version: "1" });
      try {
        return await work(host, studio, folder);
      } finally {
        await host.close();
      }
    }),
  );
}

/** Opens the link, says hello, and answers what came until `count` messages or the close. */
function talk(
  host: Host,
  origin: string,
  hello: unknown,
  calls: unknown[] = [],
  count = 1,
): Promise<{ messages: LinkMessage[]; closed: number | null }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${host.origin.replace("http", "ws")}/link`, { origin });
    const messages: LinkMessage[] = [];
    socket.on("error", () => undefined);
    socket.on("open", () => socket.send(JSON.stringify(hello)));
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as LinkMessage;
      messages.push(message);
      if (message.type === "ready") for (const one of calls) socket.send(JSON.stringify(one));
      if (messages.length >= count) {
        resolve({ messages, closed: null });
        socket.close();
      }
    });
    socket.on("close", (code) => resolve({ messages, closed: code }));
  });
}

test("a page with the token gets the contract; one without, or from elsewhere, gets nothing", () =>
  withHost(async (host) => {
    const call = { type: "call", id: 7, namespace: "projects", method: "list", input: {} };
    const good = await talk(host, host.origin, { type: "hello", token }, [call], 2);
    expect(good.messages[0]).toMatchObject({ type: "ready", media: host.media });
    expect(good.messages[1]).toEqual({ type: "result", id: 7, result: { ok: true, value: { projects: [] } } });
    expect((await talk(host, host.origin, { type: "hello", token: "wrong" })).closed).toBe(4401);
    expect((await talk(host, host.origin, call)).closed).toBe(4401);
    expect(await talk(host, "http://evil.example", { type: "hello", token })).toEqual({ messages: [], closed: 1006 });
  }));

test("a name that was pointed here by somebody else is refused", () =>
  withHost(async (host) => {
    const { port } = new URL(host.origin);
    const { request } = await import("node:http");
    const status = await new Promise((resolve) => {
      request({ port, host: "127.0.0.1", path: "/", headers: { host: `evil.example:${port}` } }, (answer) =>
        resolve(answer.statusCode),
      ).end();
    });
    expect(status).toBe(403);
  }));

test("the screens come with a strict policy, and nothing outside their folder comes at all", () =>
  withHost(async (host) => {
    const page = await fetch(`${host.origin}/`);
    expect(await page.text()).toContain("Studio");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe-eval");
    expect((await fetch(`${host.origin}/assets/main-abc.js`)).headers.get("cache-control")).toContain("immutable");
    for (const name of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/nothing.js"])
      expect((await fetch(host.origin + name)).status, name).toBe(404);
    expect((await fetch(`${host.origin}/`, { method: "POST" })).status).toBe(405);
  }));

test("blobs are served by hash with ranges, only to who has the key", () =>
  withHost(async (host, studio) => {
    const bytes = Buffer.from("\u0000\u0000\u0000\u0018ftypisom0123456789", "latin1");
    const hash = await studio.blobs.put(bytes);
    const address = host.media + hash;
    const whole = await fetch(address);
    expect(whole.status).toBe(200);
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(whole.headers)).toMatchObject({ "content-type": "video/mp4", etag: `"${hash}"`, "accept-ranges": "bytes" });
    const ranges = [
      ["bytes=4-7", 206, "ftyp", `bytes 4-7/${bytes.length}`],
      ["bytes=-4", 206, "6789", `bytes ${bytes.length - 4}-${bytes.length - 1}/${bytes.length}`],
      ["bytes=18-", 206, bytes.toString("latin1", 18), `bytes 18-${bytes.length - 1}/${bytes.length}`],
      ["bytes=900-", 416, "", `bytes */${bytes.length}`],
      ["lines=1-2", 200, bytes.toString("latin1"), null],
    ] as const;
    for (const [range, status, text, contentRange] of ranges) {
      const part = await fetch(address, { headers: { range } });
      expect(part.status, range).toBe(status);
      expect(Buffer.from(await part.arrayBuffer()).toString("latin1")).toBe(text);
      expect(part.headers.get("content-range")).toBe(contentRange);
    }
    expect((await fetch(address, { headers: { range: "bytes=0-3", "if-range": '"another"' } })).status).toBe(200);
    expect((await fetch(address, { headers: { "if-none-match": `"${hash}"` } })).status).toBe(304);
    const head = await fetch(address, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
    expect((await fetch(`${host.origin}/media/${hash}`)).status).toBe(403);
    expect((await fetch(`${host.origin}/media/${hash}?token=${token}`)).status).toBe(200);
    expect((await fetch(`${host.origin}/media/${"0".repeat(32)}/${hash}`)).status).toBe(403);
    expect((await fetch(host.media + "f".repeat(64))).status).toBe(404);
  }));

test("a port that is taken is named", () =>
  withHost(async (host, studio) => {
    const port = Number(new URL(host.origin).port);
    await expect(startHost(studio, { port, token, rendererFolder: null, version: "1" })).rejects.toMatchObject({
      code: "port_in_use",
      message: expect.stringContaining(String(port)) as string,
    });
  }));
