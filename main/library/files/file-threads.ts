// The threads of files behind one call: a task in, its answer out. A thread is started on use and again when it broke.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SHARE_ENV, Worker } from "node:worker_threads";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { FileAnswer, FileRequest, FileTask } from "./file-worker.ts";

export interface RunningTask<T> {
  done: Promise<T>;
  /** Bytes that it has worked off. */
  bytes(): number;
  /** Stops at the next block; `done` rejects as cancelled. */
  stop(): void;
}

export interface FileThread {
  /** Runs one task after another. `part` hears what comes before the end. */
  run<T>(work: FileTask, part?: (value: unknown) => void): RunningTask<T>;
  close(): Promise<void>;
}

interface Waiting {
  request: FileRequest;
  part: ((value: unknown) => void) | undefined;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** The worker's file: source beside this one, or the bundle that a release has beside the core. */
function workerFile(): URL {
  const source = new URL("./file-worker.ts", import.meta.url);
  return existsSync(fileURLToPath(source)) ? source : new URL("./file-worker.mjs", import.meta.url);
}

/** One thread; `folder` names the disk where one is full. */
export function createFileThread(folder: string): FileThread {
  const line: Waiting[] = [];
  let worker: Worker | null = null;
  let busy: Waiting | null = null;
  let nextId = 1;
  let closed = false;

  const gone = (thread: Worker, reason: string) => {
    if (worker !== thread) return;
    worker = null;
    const waiting = busy;
    busy = null;
    waiting?.reject(closed ? new CodedError("cancelled") : new CodedError("media_failed", undefined, { cause: reason }));
    next();
  };
  const start = (): Worker => {
    // What a hostile file makes of memory ends this thread, not the core.
    const thread = new Worker(workerFile(), { env: SHARE_ENV, resourceLimits: { maxOldGenerationSizeMb: 512 } });
    thread.on("message", (answer: FileAnswer) => {
      if (busy === null || busy.request.id !== answer.id) return;
      if ("part" in answer) return busy.part?.(answer.part);
      const waiting = busy;
      busy = null;
      thread.unref();
      if ("value" in answer) waiting.resolve(answer.value);
      else {
        const { code, message } = answer.error;
        waiting.reject(code === "internal" ? new Error(message) : new CodedError(code, message));
      }
      next();
    });
    thread.on("error", (error) => gone(thread, error instanceof Error ? error.message : String(error)));
    thread.on("exit", (code) => gone(thread, `exit code ${code}`));
    return thread;
  };
  const next = () => {
    const waiting = busy === null && !closed ? line.shift() : undefined;
    if (waiting === undefined) return;
    worker ??= start();
    busy = waiting;
    worker.ref();
    worker.postMessage(waiting.request);
  };
  return {
    run<T>(work: FileTask, part?: (value: unknown) => void): RunningTask<T> {
      const shared = new BigInt64Array(new SharedArrayBuffer(16));
      const done = new Promise<T>((resolve, reject) => {
        if (closed) return reject(new CodedError("cancelled"));
        line.push({ request: { id: nextId++, folder, work, shared }, part, resolve: resolve as (value: unknown) => void, reject });
        return next();
      });
      return { done, bytes: () => Number(Atomics.load(shared, 1)), stop: () => void Atomics.store(shared, 0, 1n) };
    },
    async close() {
      closed = true;
      for (const waiting of line.splice(0)) waiting.reject(new CodedError("cancelled"));
      if (busy !== null) Atomics.store(busy.request.shared, 0, 1n);
      await worker?.terminate();
    },
  };
}
