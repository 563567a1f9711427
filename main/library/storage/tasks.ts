// Long work on the library, one at a time: told to the screens while it goes on, stopped when a person says so.
// It outlives the services, because a move closes and opens them.
import { CodedError, errorBodyOf } from "../../../shared/contract/errors.ts";
import type { StorageTask } from "../../../shared/contract/studio/storage.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import { codedErrorOf } from "../../errors.ts";
import type { Events } from "../../events.ts";
import type { Clock, Logger } from "../../ports.ts";
import type { Progress } from "./verify.ts";

/** What a task's work is given. */
export interface TaskContext {
  signal: AbortSignal;
  progress: Progress;
}

/** What a task leaves behind. */
export type TaskResult = Partial<Pick<StorageTask, "verify" | "repair" | "sweep" | "folder" | "projectId">>;

export interface Tasks {
  /** Begins; answers at once. Throws CodedError conflict while another one runs. */
  run(kind: StorageTask["kind"], work: (context: TaskContext) => Promise<TaskResult>): StorageTask;
  current(): StorageTask | null;
  cancel(): void;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
}

const tellEveryMs = 250;

/** The one place of tasks of a library. */
export function createTasks(ports: { events: Events; clock: Clock; ids: IdMaker; logger: Logger; folder: () => string }): Tasks {
  const { events, clock } = ports;
  let task: StorageTask | null = null;
  let stop = new AbortController();
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let began = 0;

  const tell = () => {
    clearTimeout(timer);
    timer = undefined;
    if (task !== null) events.send("storage.task", { task: withLeft(task) });
  };
  const tellSoon = () => (timer ??= setTimeout(tell, tellEveryMs));
  const withLeft = (one: StorageTask): StorageTask => {
    const { bytes, bytesTotal } = one;
    const took = (clock.now() - began) / 1000;
    const known = one.state === "running" && bytesTotal !== null && bytes > 0 && bytes < bytesTotal && took > 1;
    return { ...one, secondsLeft: known ? Math.ceil((took * (bytesTotal - bytes)) / bytes) : null };
  };
  const change = (patch: Partial<StorageTask>) => {
    if (task !== null) task = { ...task, ...patch };
    tellSoon();
  };
  const progress: Progress = {
    phase(words) {
      change({ phase: words });
    },
    total(files, bytes) {
      began = clock.now();
      change({ files: 0, bytes: 0, filesTotal: files, bytesTotal: bytes });
    },
    file: () => change({ files: (task?.files ?? 0) + 1 }),
    bytes: (count) => change({ bytes: (task?.bytes ?? 0) + count }),
  };
  return {
    current: () => (task === null ? null : withLeft(task)),
    cancel: () => stop.abort(),
    idle: async () => {
      while (running !== null) await running;
    },
    run(kind, work) {
      if (running !== null)
        throw new CodedError("conflict", "The library is being worked on already. Wait until that is done, or cancel it.");
      stop = new AbortController();
      began = clock.now();
      task = {
        id: ports.ids(),
        kind,
        state: "running",
        phase: "",
        files: 0,
        filesTotal: null,
        bytes: 0,
        bytesTotal: null,
        secondsLeft: null,
        error: null,
        verify: null,
        repair: null,
        sweep: null,
        folder: null,
        projectId: null,
      };
      running = work({ signal: stop.signal, progress })
        .then(
          (result) => change({ ...result, state: "done" }),
          (thrown: unknown) => {
            const error = errorBodyOf(codedErrorOf(thrown, ports.folder()));
            if (error.code === "internal")
              ports.logger.error("work on the library failed", {
                kind,
                reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : "",
              });
            change({ state: error.code === "cancelled" ? "cancelled" : "failed", error });
          },
        )
        .finally(() => {
          running = null;
          tell();
          events.send("storage.changed", {});
        });
      tell();
      return task;
    },
  };
}
