// Files over the browser host: uploads that are resumed, thumbnails and downloads, and nothing of it without the token.
import { createHash } from "node:crypto";
import http from "node:http";
import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { call, inFolder, until, withStudio } from "../studio.fixture.ts";
import type { Studio } from "../studio.ts";
import { type Host, startHost } from "./server.ts";

const token = "t".repeat(43);
const noise = Buffer.from(Array.from({ length: 300 * 200 * 3 }, (_, at) => (at * 7919) % 251));
const png = await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } })
  .png()
  .toBuffer();

const withHost = (work: (studio: Studio, host: Host) => Promise<void>) =>
  inFolder((folder) =>
    withStudio(path.join(folder, "data"), async (studio) => {
      const host = await startHost(studio, { port: 0, token, rendererFolder: folder, version: "0" });
      try {
        await work(studio, host);
      } finally {
        await host.close();
      }
    }),
  );

const addressOf = (host: Host, importId: string, name: string, size = png.length) =>
  `${host.origin}/upload/${importId}?path=${encodeURIComponent(name)}&size=${size}&modified=5`;

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}
/** One request; null where its connection was cut. */
function send(url: string, method: string, headers: Record<string, string>, body?: Buffer): Promise<Answer | null> {
  return new Promise((resolve) => {
    const request = http.request(url, { method, headers }, (response) => {
      let text = "";
      response.on("data", (part: Buffer) => (text += part.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on("error", () => resolve(null));
    // A connection that was cut while the answer came ends in no more than this.
    request.on("close", () => setTimeout(() => resolve(null), 200));
    request.end(body);
  });
}
const bearer = { authorization: `Bearer ${token}` };

test("an upload that broke off goes on where it was, and the file is whole", () =>
  withHost(async (studio, host) => {
    const begun = await call(studio, "imports", "beginUpload", { title: "drop", files: 2, bytes: png.length });
    const address = addressOf(host, begun.id, "folder/sea \u202Egnp.png");
    const half = Math.floor(png.length / 2);
    let offset = 0;
    const breaking = http.request(address, { method: "PUT", headers: { ...bearer, "content-length": String(png.length) } });
    breaking.on("error", () => undefined);
    breaking.write(png.subarray(0, half));
    await until(async () => {
      offset = Number((await send(address, "HEAD", bearer))?.headers["upload-offset"] ?? 0);
      return offset === half;
    }, "the first half is here");
    breaking.destroy();
    const wrong = await send(address, "PUT", { ...bearer, "upload-offset": "3" }, png.subarray(3));
    expect(wrong?.status).toBe(409);
    let rest: Answer | null = null;
    await until(async () => {
      // Until the core has noticed that the first connection is gone.
      rest = await send(address, "PUT", { ...bearer, "upload-offset": String(offset) }, png.subarray(offset));
      return rest?.status === 200;
    }, "the rest is here");
    const { body } = rest as unknown as Answer;
    expect(JSON.parse(body)).toMatchObject({ state: "kept" });
    const { assetId } = JSON.parse(body) as { assetId: string };
    // The same file by another name is the same asset; an empty one is put aside.
    const same = await send(addressOf(host, begun.id, "other.png"), "PUT", bearer, png);
    expect(JSON.parse(same?.body ?? "{}")).toEqual({ state: "same", assetId, offset: png.length, reason: null });
    const empty = await send(addressOf(host, begun.id, "empty.png", 0), "PUT", bearer, Buffer.alloc(0));
    expect(JSON.parse(empty?.body ?? "{}")).toMatchObject({ state: "quarantined", reason: expect.stringContaining("empty") as string });
    const more = await send(addressOf(host, begun.id, "more.png", 10), "PUT", bearer, png);
    expect(more === null || more.status === 413).toBe(true);
    expect(await call(studio, "imports", "finishUpload", { importId: begun.id })).toMatchObject({
      state: "done",
      files: { copied: 1, same: 1, failed: 1 },
    });
    const late = await send(addressOf(host, begun.id, "late.png"), "PUT", bearer, png);
    expect(late === null || late.status === 409).toBe(true);

    const hash = createHash("sha256").update(png).digest("hex");
    const thumb = await fetch(`${host.media}thumb/${hash}`);
    expect([thumb.status, thumb.headers.get("content-type"), thumb.headers.get("etag")]).toEqual([200, "image/webp", `"thumb-${hash}"`]);
    expect((await fetch(`${host.media}thumb/${hash}`, { headers: { "if-none-match": `"thumb-${hash}"` } })).status).toBe(304);
    expect((await fetch(`${host.media}thumb/${"0".repeat(64)}`)).status).toBe(404);
    const saved = await fetch(`${host.media}file/${assetId}`);
    expect(Buffer.from(await saved.arrayBuffer())).toEqual(png);
    expect(saved.headers.get("content-disposition")).toBe(`attachment; filename="sea gnp.png"; filename*=UTF-8''sea%20gnp.png`);
  }));

test("nothing comes in or goes out without the token, or from another page", () =>
  withHost(async (studio, host) => {
    const begun = await call(studio, "imports", "beginUpload", { title: "drop", files: 1, bytes: png.length });
    const address = addressOf(host, begun.id, "a.png");
    const status = async (method: string, headers: Record<string, string>) =>
      (await send(address, method, headers, method === "PUT" ? png : undefined))?.status;
    expect(await status("HEAD", {})).toBe(403);
    expect(await status("HEAD", { authorization: "Bearer wrong" })).toBe(403);
    expect(await status("HEAD", { ...bearer, origin: "http://elsewhere.example" })).toBe(403);
    expect(await status("HEAD", { ...bearer, host: "elsewhere.example" })).toBe(403);
    expect(await status("DELETE", bearer)).toBe(405);
    expect((await fetch(`${host.origin}/media/${"0".repeat(32)}/thumb/${"0".repeat(64)}`)).status).toBe(403);
    expect((await call(studio, "imports", "list", {})).imports[0]).toMatchObject({ files: { copied: 0 } });
  }));
