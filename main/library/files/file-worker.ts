// Worker thread of files: walks folders, copies files into the library while it hashes them, looks into them, draws thumbnails, writes
// exports. All that would hold up the core's event loop.
import os from "node:os";
import { parentPort } from "node:worker_threads";
import sharp from "sharp";
import { codedErrorOf } from "../../errors.ts";
import { errorBodyOf, type ErrorBody } from "../../../shared/contract/errors.ts";
import { copyBatch, type CopyRequest, inspectFile, walkPaths, type WalkRequest } from "./intake.ts";
import { derivePicture, type PictureRequest } from "./pictures.ts";
import { writeFiles, type WriteRequest } from "./write-files.ts";

export type FileTask =
  | ({ task: "walk" } & WalkRequest)
  | ({ task: "copy" } & CopyRequest)
  | { task: "inspect"; file: string }
  | ({ task: "picture" } & PictureRequest)
  | ({ task: "write" } & WriteRequest);

export interface FileRequest {
  id: number;
  folder: string;
  work: FileTask;
  /** Counters shared with the core: [0] is set to stop, [1] counts bytes. */
  shared: BigInt64Array<SharedArrayBuffer>;
}
export type FileAnswer = { id: number; part: unknown } | { id: number; value: unknown } | { id: number; error: ErrorBody };

// Pictures of thousands of files are each seen once: nothing is kept, and one thread decodes.
sharp.cache(false);
sharp.concurrency(1);
// On Linux a priority belongs to the thread that asks for it: the core and the screens go first. Elsewhere it would be the whole core's.
if (process.platform === "linux") {
  try {
    os.setPriority(0, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not allowed here.
  }
}

async function run({ id, work, shared }: FileRequest): Promise<unknown> {
  const part = (value: unknown) => parentPort?.postMessage({ id, part: value });
  if (work.task === "walk") return walkPaths(work, shared, part);
  if (work.task === "copy") return copyBatch(work, shared);
  if (work.task === "inspect") return inspectFile(work.file);
  if (work.task === "picture") return derivePicture(work);
  return writeFiles(work, shared, part);
}

parentPort?.on("message", (request: FileRequest) => {
  void run(request).then(
    (value) => parentPort?.postMessage({ id: request.id, value }),
    (error: unknown) => {
      const body = errorBodyOf(codedErrorOf(error, request.folder));
      // The words of what is not known go to the log; the core puts its own in front of people.
      const message = body.code === "internal" && error instanceof Error ? (error.stack ?? error.message) : body.message;
      parentPort?.postMessage({ id: request.id, error: { ...body, message } });
    },
  );
});
