// One engine's worker as a child process: commands in, checked reports out. What is not a report of the
// protocol is logged and dropped; a worker that talks only nonsense is killed.
import { type ChildProcess, spawn } from "node:child_process";
import { type WorkerCommand, type WorkerReport, workerReportSchema } from "../../../shared/contract/worker.ts";
import { lineCutter, parseLine } from "../../engines/lines.ts";
import type { Logger } from "../../ports.ts";

/** How a worker is started. */
export interface WorkerProgram {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** Lines in a row that are no report before the worker counts as broken. */
const nonsenseLimit = 50;
/** Longest report, in characters. */
const longestReport = 1024 * 1024;
/** How long a worker may take to leave by itself. */
const killAfterMs = 3000;

export interface WorkerProcess {
  /** Resolves at the first `ready`; rejects when the process ends before. */
  ready: Promise<void>;
  /** Resolves once, when the process is gone. */
  exited: Promise<void>;
  send(command: WorkerCommand): void;
  /** Ends it at once. */
  kill(): void;
  /** Asks it to end, and kills it after 3 s. */
  stop(): Promise<void>;
}

/** Starts a worker. `onReport` is called for each valid report, in order, and never after `exited`. */
export function startWorker(program: WorkerProgram, logger: Logger, onReport: (report: WorkerReport) => void): WorkerProcess {
  const child: ChildProcess = spawn(program.command, program.args, {
    env: program.env,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  let gone = false;
  let nonsense = 0;
  let becomeReady: () => void = () => undefined;
  let neverReady: (error: Error) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    becomeReady = resolve;
    neverReady = reject;
  });
  ready.catch(() => undefined); // whoever waits for it hears it; nobody must
  const exited = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      if (gone) return;
      gone = true;
      logger.info("a worker ended", { pid: child.pid, reason });
      neverReady(new Error(`the worker ended before it was ready (${reason})`));
      resolve();
    };
    child.on("error", (error) => end(error.message));
    child.on("close", (code, signal) => end(signal ?? `exit ${code}`));
  });

  const kill = () => void child.kill("SIGKILL");
  const cut = lineCutter(longestReport);
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    let lines: string[];
    try {
      lines = cut(text);
    } catch {
      logger.warn("a worker wrote a line without end", { pid: child.pid });
      kill();
      return;
    }
    for (const line of lines) {
      const report = workerReportSchema.safeParse(parseLine(line));
      if (!report.success) {
        nonsense += 1;
        if (nonsense === 1 || nonsense === nonsenseLimit)
          logger.warn("a worker wrote what is no report", { pid: child.pid, count: nonsense });
        if (nonsense >= nonsenseLimit) kill();
        continue;
      }
      nonsense = 0;
      if (report.data.type === "ready") becomeReady();
      if (!gone) onReport(report.data);
    }
  });
  // stderr is for people and could quote a prompt: of it, only places in code are kept (JavaScript and Python).
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    const frames = text.split("\n").filter((line) => /^\s+(at |File ")/.test(line));
    logger.warn("a worker wrote to its log", {
      pid: child.pid,
      characters: text.length,
      frames: frames.slice(0, 8).map((line) => line.trim()),
    });
  });
  child.stdin?.on("error", () => undefined); // a dead worker says so by its exit

  const send = (command: WorkerCommand) => {
    if (!gone) child.stdin?.write(`${JSON.stringify(command)}\n`);
  };
  return {
    ready,
    exited,
    send,
    kill,
    async stop() {
      send({ type: "shutdown" });
      const killer = setTimeout(kill, killAfterMs);
      await exited;
      clearTimeout(killer);
    },
  };
}
