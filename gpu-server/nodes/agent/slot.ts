// One slot of an engine: a worker process that is started when it is needed, restarted after it died,
// and used by one lease at a time.
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { WorkerReport } from "../../../shared/contract/worker.ts";
import type { Logger } from "../../ports.ts";
import { startWorker, type WorkerProcess, type WorkerProgram } from "./worker-process.ts";

/** How long a worker may take until it says `ready`: a Python one imports for a while. */
const startMs = 120_000;

export interface WorkerSlot {
  readonly engine: string;
  /** True while a lease has it. */
  busy: boolean;
  /** A ready worker whose reports go to `onReport` from now on. Throws CodedError engine_failed when none starts. */
  worker(onReport: (report: WorkerReport) => void): Promise<WorkerProcess>;
  /** Starts a worker if there is none and waits until it is ready. Throws as `worker` does. */
  warm(): Promise<WorkerProcess>;
  close(): Promise<void>;
}

export function createSlot(engine: string, program: WorkerProgram, logger: Logger): WorkerSlot {
  let current: WorkerProcess | undefined;
  let listener: (report: WorkerReport) => void = () => undefined;

  const start = (): WorkerProcess => {
    // A report of a process that was replaced is nobody's any more.
    const started: WorkerProcess = startWorker(program, logger, (report) => current === started && listener(report));
    current = started;
    void started.exited.then(() => {
      if (current === started) current = undefined;
    });
    return started;
  };

  const warm = async (): Promise<WorkerProcess> => {
    const worker = current ?? start();
    const late = new AbortController();
    const tooLate = sleep(startMs, undefined, { signal: late.signal }).then(() =>
      Promise.reject(new Error("the worker did not get ready")),
    );
    try {
      await Promise.race([worker.ready, tooLate]);
      return worker;
    } catch (error) {
      worker.kill();
      throw new CodedError("engine_failed", `The engine ${engine} does not start on this node. Its log says why.`, { cause: error });
    } finally {
      late.abort();
    }
  };

  return {
    engine,
    busy: false,
    warm,
    worker(onReport) {
      listener = onReport;
      return warm();
    },
    async close() {
      await current?.stop();
    },
  };
}
