// Folders for the files of running jobs: in memory where the machine has a memory-backed folder, wiped
// when the job is settled and at the start. A worker's file names are checked before they are used.
import { lstat, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { WorkerFile } from "../../../shared/contract/worker.ts";

export interface Spool {
  /** Folder of the files that jobs are made from; made by whoever fetches them. */
  readonly inputs: string;
  /** A new empty folder for a job. */
  open(jobId: string, epoch: number): Promise<string>;
  wipe(folder: string): Promise<void>;
  close(): Promise<void>;
}

/** A spool below `parent` (/dev/shm where there is one). Folders of an earlier run of this node are removed. */
export async function createSpool(parent: string, nodeId: string): Promise<Spool> {
  const prefix = `ourvidz-spool-${nodeId}-`;
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(path.join(parent, name), { recursive: true, force: true });
  }
  const root = await mkdtemp(path.join(parent, prefix));
  return {
    inputs: path.join(root, "inputs"),
    async open(jobId, epoch) {
      const folder = path.join(root, `${jobId}.${epoch}`);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    wipe: (folder) => rm(folder, { recursive: true, force: true }),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

/** Full path and size of a file that a worker named. Throws CodedError engine_failed when it is not a plain file of the spool. */
export async function spoolFile(folder: string, file: Pick<WorkerFile, "path">): Promise<{ path: string; bytes: number }> {
  const full = path.join(folder, file.path);
  const found = path.dirname(full) === folder ? await lstat(full).catch(() => undefined) : undefined;
  if (found === undefined || !found.isFile()) throw new CodedError("engine_failed", "The engine named a file that it did not make.");
  return { path: full, bytes: found.size };
}
