// For tests of uploads: pictures and clips to bring, and the calls of tus 1.0 as a plain client makes them.
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import sharp from "sharp";
import { findMediaTools, runFfmpeg } from "../../shared/media/ffmpeg.ts";

/** A PNG of noise: three bytes a pixel, and some. */
export function picture(side: number): Promise<Buffer> {
  return sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** A second of moving picture. */
export async function clip(kind: "mp4" | "webm" = "mp4"): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "clip-"));
  const file = join(folder, `clip.${kind}`);
  try {
    const tools = await findMediaTools({ environment: process.env, platform: process.platform });
    const codec = kind === "mp4" ? ["-c:v", "libx264"] : ["-c:v", "libvpx", "-deadline", "realtime"];
    await runFfmpeg(tools, ["-f", "lavfi", "-i", "testsrc=size=160x90:rate=8:duration=1", ...codec, file]);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The header Upload-Metadata of some members. */
export function metadataHeader(members: Record<string, string>): string {
  return Object.entries(members)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`)
    .join(",");
}

/** tus calls to the farm at `url` under a token. */
export function tusClient(url: string, token: string) {
  const call = (method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array | string) =>
    fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, "tus-resumable": "1.0.0", ...headers },
      ...(body === undefined ? {} : { body, duplex: "half" }),
    } as RequestInit);
  return {
    call,
    /** Begins an upload of `bytes`; `more` changes what it says of itself. */
    create: (bytes: Uint8Array, more: Record<string, string> = {}) =>
      call("POST", "/v1/uploads", {
        "upload-length": String(bytes.length),
        "upload-metadata": metadataHeader({ filename: "picture.png", filetype: "image/png", sha256: hashOf(bytes), ...more }),
      }),
    patch: (path: string, offset: number, body: Uint8Array | string) =>
      call("PATCH", path, { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" }, body),
    /** Where the upload stands. */
    async offset(path: string): Promise<number> {
      const answer = await call("HEAD", path);
      return answer.ok ? Number(answer.headers.get("upload-offset")) : -answer.status;
    },
    /** Brings a whole file; resolves with the last answer. */
    async bring(bytes: Uint8Array, more: Record<string, string> = {}): Promise<Response> {
      const created = await this.create(bytes, more);
      const path = created.headers.get("location");
      return path === null ? created : this.patch(path, 0, bytes);
    },
  };
}
