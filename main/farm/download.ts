// Downloads one file of the farm into the blob store: resumed by Range and If-Range, proved by its SHA-256.
// What is half here survives a kill; what arrived damaged is thrown away.
import { open, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import axios from "axios";
import { CodedError } from "../../shared/contract/errors.ts";
import { asFileError, type Blobs } from "../library/blobs.ts";
import type { Throttle } from "./throttle.ts";

export interface DownloadOptions {
  /** Where it goes: the blob store, or what takes files likewise. */
  blobs: Pick<Blobs, "has" | "partial" | "adopt">;
  /** Names the partial file; the farm's artifact id. */
  name: string;
  /** Absolute signed address. */
  url: string;
  sha256: string;
  signal: AbortSignal;
  /** Holds bytes back where a limit is set. */
  throttle?: Throttle;
  /** `received`: bytes of the file that are here; `from`: how many of them were here before this try. */
  progress?: (received: number, from: number) => void;
}

/** A server that sends nothing for so long is gone. */
const stalledMs = 30_000;

/** Downloads to the end. Throws CodedError farm_unreachable, artifact_expired, media_failed, disk_full. */
export async function download({ blobs, name, url, sha256, signal, throttle, progress }: DownloadOptions): Promise<void> {
  if (await blobs.has(sha256)) return;
  const file = blobs.partial(name);
  const etagFile = `${file}.etag`;
  const have = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  const etag = have > 0 ? await readFile(etagFile, "utf8").catch(() => "") : "";
  const resume = have > 0 && etag !== "";
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), stalledMs);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), stalledMs);
  };
  const both = AbortSignal.any([signal, stop.signal]);
  try {
    const answer = await axios.get<Readable>(url, {
      responseType: "stream",
      proxy: false,
      validateStatus: () => true,
      decompress: false,
      signal: both,
      headers: resume ? { range: `bytes=${have}-`, "if-range": etag } : {},
    });
    if (answer.status !== 200 && answer.status !== 206) {
      answer.data.destroy();
      if (answer.status === 416) {
        // Every byte was here before the studio ended; if not, adopting throws them away.
        await blobs.adopt(file, sha256);
        await rm(etagFile, { force: true });
        return;
      }
      if (answer.status === 404 || answer.status === 410) throw new CodedError("artifact_expired");
      if (answer.status === 403) throw new CodedError("signature_invalid");
      throw new CodedError("farm_unreachable");
    }
    const incoming = arrivals(answer.data);
    const goesOn = answer.status === 206 && resume;
    if (!goesOn) {
      const tag = answer.headers.etag;
      // The tag first: bytes without it would never be continued, bytes with a wrong one would be mixed.
      await rm(file, { force: true });
      await writeFile(etagFile, typeof tag === "string" ? tag : "");
    }
    const from = goesOn ? have : 0;
    let received = from;
    progress?.(received, from);
    const handle = await open(file, goesOn ? "a" : "w");
    try {
      for await (const chunk of incoming) {
        const size = throttle?.piece ?? chunk.length;
        for (let at = 0; at < chunk.length; at += size) {
          const piece = chunk.subarray(at, at + size);
          await throttle?.take(piece.length, both);
          alive();
          // On the disk before it counts: what came is never asked for again.
          await handle.writeFile(piece);
          received += piece.length;
          progress?.(received, from);
        }
      }
    } finally {
      await handle.close();
    }
    // A body that was stopped between its head and here ends as if it were whole.
    both.throwIfAborted();
  } catch (error) {
    if (signal.aborted) throw new CodedError("cancelled");
    const known = asFileError(error);
    throw known instanceof CodedError ? known : new CodedError("farm_unreachable", undefined, { cause: error });
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
  await blobs.adopt(file, sha256);
  await rm(etagFile, { force: true });
}

/**
 * What a body brings, also the last before it breaks off; then its failure. It is listened to from this call on: a body that
 * breaks off throws away what waits in it, and says so once.
 */
function arrivals(body: Readable): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  let over: { failure: unknown } | null = null;
  let wake = () => {};
  const end = (failure: unknown) => {
    over ??= { failure };
    wake();
  };
  body.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    body.pause();
    wake();
  });
  body.on("end", () => end(null));
  body.on("error", end);
  body.on("close", () => end(new Error("the connection was closed")));
  if (body.destroyed) end(body.errored ?? new Error("the connection was closed"));
  const next = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = chunks.shift();
      if (chunk !== undefined) {
        yield chunk;
        body.resume();
        continue;
      }
      const ended = over as { failure: unknown } | null;
      if (ended !== null) {
        if (ended.failure !== null) throw ended.failure;
        return;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return next();
}
