// Worker thread of the library's long work: hashing files, reading whole databases. Nothing of it may make the core wait.
import { parentPort } from "node:worker_threads";
import { hashFiles } from "./hash-files.ts";
import { namedIn } from "./uses.ts";
import { sizeOfFiles, surveyLibrary } from "./survey.ts";
import type { WorkerAnswer, WorkerRequest } from "./worker-messages.ts";

const port = parentPort;
const post = (answer: WorkerAnswer) => port?.postMessage(answer);

port?.on("message", (request: WorkerRequest) => {
  try {
    if (request.kind === "hash") post({ kind: "hash", hashed: hashFiles(request.files, (bytes) => post({ kind: "bytes", bytes })) });
    else if (request.kind === "named") post({ kind: "named", named: namedIn(request.place) });
    else if (request.kind === "size") post({ kind: "size", ...sizeOfFiles(request.place) });
    else post({ kind: "survey", survey: surveyLibrary(request.place, (phase) => post({ kind: "phase", phase })) });
  } catch (error) {
    post({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
});
