// A small pool of drawing threads: at most one picture a thread, started on use, kept while the studio runs.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SHARE_ENV, Worker } from "node:worker_threads";
import { CodedError } from "../../shared/contract/errors.ts";
import type { ShotSnapshot } from "../../shared/domain/shot.ts";
import type { StillAnswer, StillRequest } from "./still-worker.ts";

export interface Painter {
  /** The still of a shot as a finished picture's bytes. Throws CodedError media_failed. */
  paint(snapshot: ShotSnapshot, language: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  request: StillRequest;
  resolve: (bytes: Uint8Array) => void;
  reject: (error: unknown) => void;
}

/** The worker's file: source beside this one, or the bundle that a release has beside the core. */
function workerFile(): URL {
  const source = new URL("./still-worker.ts", import.meta.url);
  return existsSync(fileURLToPath(source)) ? source : new URL("./still-worker.mjs", import.meta.url);
}

/** A pool of `threads` drawing threads. */
export function createPainter(threads: number): Painter {
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  let nextId = 1;
  let closed = false;

  const failed = (detail: string) =>
    new CodedError("media_failed", "The shot's picture could not be drawn. Change the shot or try again.", { cause: detail });
  const start = (): Worker => {
    // The environment is shared because the rasteriser's native code learns of the shipped font through it.
    const worker = new Worker(workerFile(), { env: SHARE_ENV });
    worker.unref();
    worker.on("message", (answer: StillAnswer) => {
      const waiting = busy.get(worker);
      busy.delete(worker);
      idle.push(worker);
      if ("bytes" in answer) waiting?.resolve(answer.bytes);
      else waiting?.reject(failed(answer.error));
      next();
    });
    const gone = (reason: string) => {
      const waiting = busy.get(worker);
      busy.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
      waiting?.reject(closed ? new CodedError("cancelled") : failed(reason));
      if (!closed) next();
    };
    worker.on("error", (error) => gone(error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => gone(`exit code ${code}`));
    return worker;
  };
  const next = () => {
    while (queue.length > 0 && (idle.length > 0 || busy.size < threads)) {
      const worker = idle.pop() ?? start();
      const waiting = queue.shift() as Waiting;
      busy.set(worker, waiting);
      worker.ref();
      worker.postMessage(waiting.request);
    }
    for (const worker of idle) worker.unref();
  };
  return {
    paint: (snapshot, language) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new CodedError("cancelled"));
          return;
        }
        queue.push({ request: { id: nextId, snapshot, language }, resolve, reject });
        nextId += 1;
        next();
      }),
    async close() {
      closed = true;
      for (const waiting of queue.splice(0)) waiting.reject(new CodedError("cancelled"));
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()));
    },
  };
}
