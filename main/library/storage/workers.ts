// Starts storage threads and talks to them: files are hashed several at once, databases are read beside the core.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Hashed, StorePlace, Survey, WorkerAnswer, WorkerRequest } from "./worker-messages.ts";

/** The worker's file: source beside this one, or the bundle that a release has beside the core. */
function workerFile(): URL {
  const source = new URL("./storage-worker.ts", import.meta.url);
  return existsSync(fileURLToPath(source)) ? source : new URL("./storage-worker.mjs", import.meta.url);
}

/** Files and bytes of one message to a thread: enough to be worth it, few enough that all threads end together. */
const batchFiles = 64;
const batchBytes = 32 << 20;

interface Thread {
  ask(request: WorkerRequest, told?: (answer: WorkerAnswer) => void): Promise<WorkerAnswer>;
  end(): Promise<unknown>;
}

function startThread(signal: AbortSignal): Thread {
  const worker = new Worker(workerFile());
  let settle: { resolve: (answer: WorkerAnswer) => void; reject: (error: unknown) => void } | undefined;
  let told: ((answer: WorkerAnswer) => void) | undefined;
  const fail = (error: unknown) => settle?.reject(error);
  worker.on("message", (answer: WorkerAnswer) => {
    if (answer.kind === "bytes" || answer.kind === "phase") told?.(answer);
    else if (answer.kind === "failed") fail(new Error(answer.reason));
    else settle?.resolve(answer);
  });
  worker.on("error", fail);
  worker.on("exit", () => fail(signal.aborted ? new CodedError("cancelled") : new Error("a storage thread ended")));
  const stop = () => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  return {
    ask: (request, listener) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(new CodedError("cancelled"));
          return;
        }
        settle = { resolve, reject };
        told = listener;
        worker.postMessage(request);
      }),
    async end() {
      signal.removeEventListener("abort", stop);
      settle = undefined;
      await worker.terminate();
    },
  };
}

const never = new AbortController().signal;

/** Hashes files with `threads` threads at once; `done` hears of each, `read` of bytes. Throws CodedError cancelled. */
export async function hashAll(
  files: readonly { file: string; bytes: number }[],
  threads: number,
  { signal = never, done, read }: { signal?: AbortSignal; done: (hashed: Hashed) => void; read: (bytes: number) => void },
): Promise<void> {
  let next = 0;
  const batch = (): string[] => {
    const names: string[] = [];
    for (let bytes = 0; next < files.length && names.length < batchFiles && bytes < batchBytes; next += 1) {
      const one = files[next] as { file: string; bytes: number };
      names.push(one.file);
      bytes += one.bytes;
    }
    return names;
  };
  const work = async (): Promise<void> => {
    const thread = startThread(signal);
    try {
      for (let names = batch(); names.length > 0; names = batch()) {
        const answer = await thread.ask({ kind: "hash", files: names }, (told) => told.kind === "bytes" && read(told.bytes));
        if (answer.kind === "hash") answer.hashed.forEach(done);
      }
    } finally {
      await thread.end();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(threads, files.length)) }, work));
}

/** Looks over a library. Throws CodedError cancelled. */
export async function surveyOf(place: StorePlace, phase: (words: string) => void, signal: AbortSignal = never): Promise<Survey> {
  const thread = startThread(signal);
  try {
    const answer = await thread.ask({ kind: "survey", place }, (told) => told.kind === "phase" && phase(told.phase));
    if (answer.kind !== "survey") throw new Error("a storage thread answered something else");
    return answer.survey;
  } finally {
    await thread.end();
  }
}

/** How many files lie in a library, and their bytes. */
export async function sizeOf(place: StorePlace): Promise<{ files: number; bytes: number }> {
  const thread = startThread(never);
  try {
    const answer = await thread.ask({ kind: "size", place });
    if (answer.kind !== "size") throw new Error("a storage thread answered something else");
    return answer;
  } finally {
    await thread.end();
  }
}

/** Every hash that is named anywhere in the library. */
export async function namedOf(place: StorePlace): Promise<Set<string>> {
  const thread = startThread(never);
  try {
    const answer = await thread.ask({ kind: "named", place });
    if (answer.kind !== "named") throw new Error("a storage thread answered something else");
    return answer.named;
  } finally {
    await thread.end();
  }
}
