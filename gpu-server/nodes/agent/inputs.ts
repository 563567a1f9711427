// Files that jobs are made from, on this node: fetched under the lease, opened and hash checked into a folder of their own. Jobs that
// run at once share a file, each asking for itself; the last one to end takes it away, and together they keep to a limit.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import path from "node:path";
import { text as textOf } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { CodedError, problemSchema } from "../../../shared/contract/errors.ts";
import { decryptStream } from "../../artifacts/cipher.ts";
import { isFull } from "../../artifacts/files.ts";
import { parseLine } from "../../engines/lines.ts";
import type { Logger } from "../../ports.ts";
import { again, answerMs } from "./again.ts";

/** The files of one lease. */
export interface OpenInputs {
  /** Full path of each file, by its hash. */
  paths: Record<string, string>;
  /** The lease is over: files that no other lease uses are removed. */
  close(): Promise<void>;
}

export interface InputLease {
  jobId: string;
  epoch: number;
  key: Uint8Array;
}

export interface NodeInputFiles {
  /**
   * Brings the files of these hashes. It tries again while the farm is away. Throws CodedError: conflict when the lease is over,
   * cancelled by the signal, input_missing and policy_blocked by the farm, payload_too_large where they are more than this node takes.
   */
  open(hashes: readonly string[], lease: InputLease, signal: AbortSignal): Promise<OpenInputs>;
}

export interface InputPorts {
  farmUrl: string;
  token: string;
  nodeId: string;
  /** Where the files lie; made where missing. */
  folder: string;
  /** Plain bytes that the files of all leases may have together. */
  most: number;
  logger: Logger;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** A file here, or on its way. */
interface Kept {
  path: string;
  bytes: number;
  users: number;
}

const endings: Record<string, string> = {
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/webp": ".webp",
  "video/mp4": ".mp4",
  "video/webm": ".webm",
};
/** Arrivals of one file that were not what they should be before it counts as broken. */
const mostDamaged = 5;

export function createNodeInputFiles(ports: InputPorts): NodeInputFiles {
  const kept = new Map<string, Kept>();
  /** Plain bytes of what is here and of what is arriving. */
  let taken = 0;
  let serial = 0;
  const freed = new Set<() => void>();

  const free = (bytes: number) => {
    taken -= bytes;
    for (const resolve of freed) resolve();
    freed.clear();
  };
  /** Waits until `bytes` more fit beside what other leases use. `own`: what this lease has already. */
  const room = async (bytes: number, own: number, signal: AbortSignal): Promise<void> => {
    if (own + bytes > ports.most) {
      const message = `The files of this job have more than the ${Math.floor(ports.most / 1e6)} MB that this node takes at once. Use fewer or smaller ones.`;
      throw new CodedError("payload_too_large", message);
    }
    while (taken + bytes > ports.most && !signal.aborted) {
      // A lease that waits for others holds nothing up for ever: they end without it.
      await new Promise<void>((resolve) => {
        freed.add(resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    signal.throwIfAborted();
    taken += bytes;
  };

  const ask = (sha256: string, lease: InputLease, signal: AbortSignal, known: boolean): Promise<http.IncomingMessage> => {
    const query = new URLSearchParams({ job: lease.jobId, epoch: String(lease.epoch) });
    const url = `${ports.farmUrl}/v1/node/inputs/${sha256}?${query.toString()}`;
    const headers = {
      authorization: `Bearer ${ports.token}`,
      "x-node-id": ports.nodeId,
      ...(known ? { "if-none-match": `"${sha256}"` } : {}),
    };
    return new Promise((resolve, reject) => {
      const request = (url.startsWith("https:") ? https : http).request(url, { headers, signal, timeout: answerMs });
      request.on("timeout", () => request.destroy(new Error("the coordinator did not answer in time")));
      request.on("response", resolve);
      request.on("error", reject);
      request.end();
    });
  };

  const refused = async (response: http.IncomingMessage): Promise<CodedError> => {
    const problem = problemSchema.safeParse(parseLine(await textOf(response)));
    if (problem.success) return new CodedError(problem.data.code, problem.data.detail);
    return new CodedError((response.statusCode ?? 500) < 500 ? "farm_incompatible" : "farm_unreachable");
  };

  /** Writes a body into a file of its own and moves it into place once its hash is right. */
  const take = async (
    response: http.IncomingMessage,
    sha256: string,
    lease: InputLease,
    own: number,
    signal: AbortSignal,
  ): Promise<Kept> => {
    const bytes = Number(response.headers["x-file-bytes"]);
    const id = String(response.headers["x-file-id"]);
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw new CodedError("farm_incompatible");
    serial += 1;
    // A name of its own: one that is just being removed is another file.
    const target = path.join(ports.folder, `${sha256}.${serial}${endings[String(response.headers["content-type"])] ?? ""}`);
    const partial = path.join(ports.folder, `${serial}.part`);
    await room(bytes, own, signal);
    try {
      const hash = createHash("sha256");
      let got = 0;
      await mkdir(ports.folder, { recursive: true, mode: 0o700 });
      await pipeline(
        decryptStream(response, { key: lease.key, id }),
        async function* look(source: AsyncIterable<Uint8Array>) {
          for await (const part of source) {
            got += part.length;
            if (got > bytes) throw new CodedError("media_failed", "More came than was announced.");
            hash.update(part);
            yield part;
          }
        },
        // Read alone: several workers may look at it at once.
        createWriteStream(partial, { flags: "wx", mode: 0o400 }),
        { signal },
      );
      if (got !== bytes || hash.digest("hex") !== sha256)
        throw new CodedError("media_failed", "A file came that is not the one that was asked for.");
      await rename(partial, target);
      return { path: target, bytes, users: 0 };
    } catch (error) {
      free(bytes);
      await rm(partial, { force: true });
      if (isFull(error)) throw new CodedError("disk_full", undefined, { cause: error });
      throw error;
    }
  };

  const drop = async (sha256: string): Promise<void> => {
    const file = kept.get(sha256);
    if (file === undefined) return;
    file.users -= 1;
    if (file.users > 0) return;
    kept.delete(sha256);
    await rm(file.path, { force: true });
    free(file.bytes);
  };

  /** One file for one lease: asked for even where it is here, since another lease's right to it is no right of this one. */
  const bring = async (sha256: string, lease: InputLease, own: number, signal: AbortSignal): Promise<Kept> => {
    let damaged = 0;
    return again({ ...ports, signal, what: { jobId: lease.jobId, file: "input" } }, async () => {
      const here = kept.get(sha256);
      if (here) here.users += 1; // it stays while the farm is asked
      let keeps = false;
      try {
        const response = await ask(sha256, lease, signal, here !== undefined);
        if (here && (response.statusCode === 304 || response.statusCode === 200)) {
          response.destroy(); // this lease may have it too, and here it is
          keeps = true;
          return here;
        }
        if (response.statusCode !== 200) throw await refused(response);
        const file = await take(response, sha256, lease, own, signal).catch((error: unknown) => {
          response.destroy();
          // A file that the store cannot read whole breaks off each time; the farm may also just have gone away.
          const broken = !(error instanceof CodedError) || error.code === "media_failed" || error.code === "internal";
          if (!broken || signal.aborted) throw error;
          damaged += 1;
          if (damaged < mostDamaged) throw new CodedError("farm_unreachable", undefined, { cause: error });
          throw new CodedError("engine_failed", "A file of this job does not arrive whole on the node. Send the job again.", {
            cause: error,
          });
        });
        file.users = 1;
        kept.set(sha256, file);
        return file;
      } finally {
        if (here && !keeps) await drop(sha256);
      }
    });
  };

  const openNow = async (hashes: readonly string[], lease: InputLease, signal: AbortSignal): Promise<OpenInputs> => {
    const mine = new Map<string, Kept>();
    const close = async () => {
      const names = [...mine.keys()];
      mine.clear();
      for (const sha256 of names) await drop(sha256);
    };
    try {
      let own = 0;
      for (const sha256 of new Set(hashes)) {
        const file = await bring(sha256, lease, own, signal);
        mine.set(sha256, file);
        own += file.bytes;
      }
      return { paths: Object.fromEntries([...mine].map(([sha256, file]) => [sha256, file.path])), close };
    } catch (error) {
      await close();
      throw error;
    }
  };

  /** One lease at a time: one that waits for room then waits for leases that have all they need, never for one that waits too. */
  let line: Promise<unknown> = Promise.resolve();
  return {
    open(hashes, lease, signal) {
      const opening = line.then(() => openNow(hashes, lease, signal));
      line = opening.catch(() => undefined);
      return opening;
    },
  };
}
