// The worker process of an engine: takes commands by line, runs jobs on the engine, answers by line.
// Every file passes the output check here, so no engine can leave it out.
import { z } from "zod";
import { CodedError, errorBodyOf } from "../../shared/contract/errors.ts";
import { notHonoured } from "../../shared/contract/honours.ts";
import { type Verdict, workerCommandSchema, type WorkerFile, type WorkerReport, workerReportSchema } from "../../shared/contract/worker.ts";
import type { Clock } from "../ports.ts";
import type { Engine } from "./engine.ts";
import { lineCutter, parseLine } from "./lines.ts";
import { type OutputCheck, requireClassifier, verdictOf } from "./output-check.ts";

export interface ServePorts {
  /** Commands; its end is a shutdown, so that a worker never outlives its agent. */
  input: AsyncIterable<string>;
  write(line: string): void;
  /** For people: stderr. */
  log(message: string): void;
  clock: Clock;
  check: OutputCheck;
}

/** Least milliseconds between two progress reports: four a second (ledger.md). */
const progressMs = 250;
const heartbeatMs = 1000;

type Command = z.output<typeof workerCommandSchema>;
type RunCommand = Extract<Command, { type: "run" }>;

/** Serves one engine until the input ends or `shutdown` comes; resolves when its jobs have stopped. */
export async function serveEngine(engine: Engine, ports: ServePorts): Promise<void> {
  const { clock, check } = ports;
  const running = new Map<string, { abort: AbortController; ended: Promise<void> }>();
  let loaded = !engine.needsClassifier;

  const say = (report: WorkerReport) => ports.write(`${JSON.stringify(workerReportSchema.parse(report))}\n`);
  const sayError = (error: unknown, jobId?: string) => {
    if (!(error instanceof CodedError)) ports.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    say({ type: "error", error: errorBodyOf(error), ...(jobId === undefined ? {} : { jobId }) });
  };

  const run = async (command: RunCommand, signal: AbortSignal): Promise<void> => {
    const { jobId, job, spool, skip, inputs } = command;
    const begun = clock.now();
    const verdicts: Verdict[] = [];
    const judge = async (files: readonly WorkerFile[]): Promise<Verdict> => {
      const verdict = await verdictOf(check, { job, spool, files });
      verdicts.push(verdict);
      return verdict;
    };
    let step = 0;
    let lastProgress = Number.NEGATIVE_INFINITY;
    const alive = () => !signal.aborted;
    try {
      if (!loaded) throw new CodedError("engine_failed", `The engine ${engine.capabilities.id} is not loaded.`);
      // A farm or a node of an older version may have let it through: nothing is left aside silently.
      const wrong = notHonoured(job, engine.capabilities.abilities);
      if (wrong !== null) throw new CodedError("parameter_not_served", wrong.message, { fields: [wrong] });
      const files = await engine.run({
        jobId,
        job,
        spool,
        skip,
        inputs,
        signal,
        report: {
          phase: (phase) => alive() && say({ type: "phase", jobId, phase }),
          progress: (done, total) => {
            step = done;
            const now = clock.now();
            if (!alive() || (now - lastProgress < progressMs && done < total)) return;
            lastProgress = now;
            say({ type: "progress", jobId, step: done, total, ms: now - begun });
          },
          preview: async (path, index) => {
            const file: WorkerFile = { kind: "preview", index, path, contentType: "image/webp" };
            const { outcome } = await verdictOf(check, { job, spool, files: [file] });
            if (alive() && outcome === "passed") say({ type: "preview", jobId, path, index });
          },
          segment: async (index, segmentFiles) => {
            const verdict = await judge(segmentFiles);
            if (alive()) say({ type: "segment", jobId, index, files: segmentFiles, verdict });
          },
          delta: (text) => alive() && say({ type: "delta", jobId, text }),
        },
      });
      // A job of which every segment was delivered before has nothing left to judge: its files are none.
      if (files.length > 0 || verdicts.length === 0) await judge(files);
      if (signal.aborted) throw new CodedError("cancelled");
      const memory = engine.memory();
      say({ type: "vram", ...memory });
      say({ type: "done", jobId, files, verdicts, timings: { total: clock.now() - begun }, peaks: { process: memory.process } });
    } catch (error) {
      if (signal.aborted) say({ type: "cancelled", jobId, step });
      else sayError(error, jobId);
    }
  };

  const obey = async (command: Exclude<Command, { type: "shutdown" }>): Promise<void> => {
    switch (command.type) {
      case "load": {
        requireClassifier(engine, check);
        const begun = clock.now();
        const bytes = await engine.load(command.model);
        loaded = true;
        say({ type: "loaded", ms: clock.now() - begun, bytes });
        return;
      }
      case "unload":
        await engine.unload();
        loaded = !engine.needsClassifier;
        say({ type: "unloaded" });
        return;
      case "sleep":
        await engine.sleep();
        say({ type: "asleep" });
        return;
      case "wake":
        await engine.wake();
        say({ type: "awake" });
        return;
      case "run": {
        const { jobId } = command;
        if (running.has(jobId)) throw new CodedError("conflict", "This job runs here already.");
        const abort = new AbortController();
        const ended = run(command, abort.signal).finally(() => running.delete(jobId));
        running.set(jobId, { abort, ended });
        return;
      }
      case "cancel": {
        const job = running.get(command.jobId);
        if (job) job.abort.abort();
        else say({ type: "cancelled", jobId: command.jobId, step: 0 });
        return;
      }
      case "pause":
      case "resume":
        throw new CodedError("parameter_not_served", `The engine ${engine.capabilities.id} does not pause.`);
      case "stats":
        say({ type: "vram", ...engine.memory() });
        return;
    }
  };

  say({ type: "ready", engine: engine.capabilities.id, versions: engine.versions, device: engine.device });
  const heartbeat = setInterval(() => say({ type: "heartbeat", at: clock.now() }), heartbeatMs);
  try {
    const cut = lineCutter();
    for await (const text of ports.input) {
      for (const line of cut(text)) {
        const command = workerCommandSchema.safeParse(parseLine(line));
        if (!command.success) {
          sayError(new CodedError("invalid_input", "A line is not a command of the worker protocol."));
          continue;
        }
        if (command.data.type === "shutdown") return;
        await obey(command.data).catch((error: unknown) => sayError(error));
      }
    }
  } finally {
    clearInterval(heartbeat);
    const jobs = [...running.values()];
    for (const job of jobs) job.abort.abort();
    await Promise.all(jobs.map((job) => job.ended));
  }
}
