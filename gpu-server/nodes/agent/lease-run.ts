// One lease on this node, from `run` to `settled`: reports become messages, files are sealed and sent, a
// stuck or dead worker is replaced once, and whatever the coordinator must know can be said again.
import { type CodedError, type ErrorBody, errorBodyOf } from "../../../shared/contract/errors.ts";
import type { JobSpec } from "../../../shared/contract/farm-http.ts";
import type { NodeFile, NodeMessage } from "../../../shared/contract/node-link.ts";
import type { Verdict, WorkerFile, WorkerReport } from "../../../shared/contract/worker.ts";
import { filesNamed } from "../../jobs/inputs.ts";
import type { Clock, Logger } from "../../ports.ts";
import type { NodeInputFiles, OpenInputs } from "./inputs.ts";
import type { WorkerSlot } from "./slot.ts";
import type { Spool } from "./spool.ts";
import type { Uploader } from "./upload.ts";
import { createWatchdog, type Watchdog, type WatchLimits } from "./watchdog.ts";

export interface RunLease {
  jobId: string;
  epoch: number;
  job: JobSpec;
  key: Uint8Array;
  skip: readonly number[];
}

export interface LeaseRunPorts {
  slot: WorkerSlot;
  spool: Spool;
  uploader: Uploader;
  inputs: NodeInputFiles;
  clock: Clock;
  logger: Logger;
  /** Sends now, or drops the message when there is no connection. */
  send(message: NodeMessage): void;
  /** No worker starts, which is not the job's fault: the lease ends here without an outcome. */
  cannotStart(): void;
  watchLimits?: WatchLimits;
  /** How long a worker may take to obey a cancel, in ms. */
  cancelMs?: number;
}

export interface LeaseRun {
  readonly jobId: string;
  readonly epoch: number;
  /** The user wants it stopped: settles as cancelled with what was delivered. */
  cancel(): void;
  /** The lease is over for the coordinator: stop and forget, say nothing. */
  abandon(): void;
  pause(): void;
  resume(): void;
  /** The coordinator has settled it. */
  settled(): void;
  /** Says again what a new connection has to hear: delivered segments and the outcome. */
  resend(): void;
  /** Resolves when nothing of it is left here. */
  ended: Promise<void>;
}

type Outcome = { outcome: "succeeded" | "failed" | "cancelled"; error?: ErrorBody; files: NodeFile[]; verdicts: Verdict[] };
type SegmentMessage = Extract<NodeMessage, { type: "segment" }>;

/** Times that one lease tries a worker: a second one after the first died or hung. */
const tries = 2;
/** Longest running text that is passed on, in UTF-16 units. */
const longestText = 128 * 1024;

/** Starts to work on a lease. */
export function startLeaseRun(lease: RunLease, ports: LeaseRunPorts): LeaseRun {
  const { clock, logger, slot } = ports;
  const name = { jobId: lease.jobId, epoch: lease.epoch };
  const stop = new AbortController();
  const segments = new Map<number, SegmentMessage>();
  let final: Extract<NodeMessage, { type: "settle" }> | undefined;
  let first: Extract<WorkerReport, { type: "progress" }> | undefined;
  /** What this attempt's worker has said of a text. */
  const said = { attempt: 0, text: "" };
  let cancelling = false;
  /** Ends the fetching of files before any worker has begun. */
  const fetching = new AbortController();
  stop.signal.addEventListener("abort", () => fetching.abort(), { once: true });
  let inputs: OpenInputs | undefined;
  let worker: { send: (command: { type: "cancel" | "pause" | "resume"; jobId: string }) => void; kill: () => void } | undefined;
  let onCancel: () => void = () => fetching.abort();
  let markSettled: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    markSettled = resolve;
  });

  const delivered = (): Verdict[] => [...segments.values()].map((segment) => segment.verdict);
  const cancelledOutcome = (): Outcome => ({ outcome: "cancelled", files: [], verdicts: delivered() });
  const failedOutcome = (error: ErrorBody): Outcome => ({ outcome: "failed", error, files: [], verdicts: delivered() });

  const upload = async (files: readonly WorkerFile[], folder: string): Promise<NodeFile[]> => {
    const sent: NodeFile[] = [];
    for (const file of files) sent.push(await ports.uploader.send(file, folder, { ...name, key: lease.key }, stop.signal));
    return sent;
  };

  /** Handles one report; an outcome ends the try. */
  const handle = async (report: WorkerReport, folder: string): Promise<Outcome | undefined> => {
    switch (report.type) {
      case "phase":
        ports.send({ type: "event", ...name, event: { type: "phase", phase: report.phase } });
        return undefined;
      case "progress": {
        // Counted from this try's own first step: steps of delivered segments took no time here.
        first ??= report;
        const [steps, ms] = [report.step - first.step, report.ms - first.ms];
        const left = steps > 0 ? { eta: ((ms / steps) * (report.total - report.step)) / 1000 } : {};
        ports.send({ type: "event", ...name, event: { type: "progress", step: report.step, total: report.total, ...left } });
        return undefined;
      }
      case "preview": {
        const preview: WorkerFile = { kind: "preview", index: report.index, path: report.path, contentType: "image/webp" };
        // A preview is a courtesy: without one the work goes on.
        const file = await upload([preview], folder).catch(() => []);
        if (file[0]) ports.send({ type: "preview", ...name, index: report.index, file: file[0] });
        return undefined;
      }
      case "segment": {
        if (segments.has(report.index)) return undefined;
        const files = await upload(report.files, folder);
        const message: SegmentMessage = { type: "segment", ...name, index: report.index, files, verdict: report.verdict };
        segments.set(report.index, message);
        ports.send(message);
        return undefined;
      }
      case "delta": {
        const from = said.text.length;
        said.text += report.text;
        // What is longer comes with the file.
        if (said.text.length <= longestText) ports.send({ type: "delta", ...name, attempt: said.attempt, from, text: report.text });
        return undefined;
      }
      case "paused":
        ports.send({ type: "paused", ...name, step: report.step, vramHeld: report.vramHeld });
        return undefined;
      case "resumed":
        ports.send({ type: "resumed", ...name });
        return undefined;
      case "done":
        return { outcome: "succeeded", files: await upload(report.files, folder), verdicts: report.verdicts };
      case "cancelled":
        return cancelling ? cancelledOutcome() : failedOutcome({ code: "engine_failed", message: "The engine stopped by itself." });
      case "error":
        return failedOutcome(report.error);
      default:
        return undefined;
    }
  };

  const watch = (dog: Watchdog, report: WorkerReport): void => {
    const now = clock.now();
    if (report.type === "phase") dog.phase(now);
    else if (report.type === "progress") dog.progress(report.step, now);
    // After its last word a worker is silent by right: what is left is to send its files.
    else if (report.type === "paused" || report.type === "done" || report.type === "cancelled" || report.type === "error") dog.pause();
    else if (report.type === "resumed") dog.resume(now);
  };

  /** One try on a worker. Undefined when the worker died or hung, or the lease was abandoned. */
  const attempt = async (folder: string): Promise<Outcome | undefined> => {
    let over = false;
    first = undefined;
    Object.assign(said, { attempt: said.attempt + 1, text: "" });
    let end: (outcome: Outcome | undefined) => void = () => undefined;
    const outcome = new Promise<Outcome | undefined>((resolve) => {
      end = (value) => {
        over = true;
        resolve(value);
      };
    });
    const dog = createWatchdog(clock.now(), ports.watchLimits);
    // Reports are handled one after the other: a segment's upload must not be overtaken by `done`.
    let chain = Promise.resolve();
    const onReport = (report: WorkerReport) => {
      if (over || !("jobId" in report) || report.jobId !== lease.jobId) return;
      watch(dog, report);
      chain = chain
        .then(async () => {
          if (over) return;
          const result = await handle(report, folder);
          if (result !== undefined) end(result);
        })
        .catch((error: unknown) => {
          if ((error as Partial<CodedError>).code === "conflict") stop.abort(); // the lease is over
          end(failedOutcome(errorBodyOf(error)));
        });
    };
    const started = await slot.worker(onReport).catch(() => undefined);
    if (started === undefined) {
      ports.cannotStart();
      stop.abort();
      return undefined;
    }
    worker = started;
    // What was said before the end still counts, so the end waits for it.
    void started.exited.then(() => chain).then(() => end(undefined));
    const kill = (why: string) => {
      if (over) return;
      logger.warn("a worker is killed", { ...name, why });
      started.kill();
    };
    const abandoned = () => {
      kill("the lease is over");
      end(undefined);
    };
    stop.signal.addEventListener("abort", abandoned, { once: true });
    const every = setInterval(() => dog.left(clock.now()) <= 0 && kill("no progress"), 250);
    let cancelTimer: NodeJS.Timeout | undefined;
    onCancel = () => {
      started.send({ type: "cancel", jobId: lease.jobId });
      cancelTimer ??= setTimeout(() => kill("it did not cancel"), ports.cancelMs ?? 10_000);
    };
    try {
      if (stop.signal.aborted) abandoned();
      else if (cancelling) end(cancelledOutcome());
      else
        started.send({
          type: "run",
          jobId: lease.jobId,
          spool: folder,
          job: lease.job,
          skip: [...lease.skip, ...segments.keys()],
          inputs: inputs?.paths ?? {},
        });
      const result = await outcome;
      if (result === undefined) await started.exited;
      return result;
    } finally {
      clearInterval(every);
      clearTimeout(cancelTimer);
      stop.signal.removeEventListener("abort", abandoned);
      onCancel = () => undefined;
      worker = undefined;
    }
  };

  const fetchInputs = async (): Promise<Outcome | undefined> => {
    const hashes = filesNamed(lease.job).map(({ sha256 }) => sha256);
    if (hashes.length === 0) return undefined;
    try {
      inputs = await ports.inputs.open(hashes, { ...name, key: lease.key }, fetching.signal);
      return undefined;
    } catch (error) {
      if (cancelling) return cancelledOutcome();
      if ((error as Partial<CodedError>).code === "conflict") stop.abort(); // the lease is over
      return failedOutcome(errorBodyOf(error));
    }
  };

  const work = async (folder: string): Promise<Outcome> => {
    const ended = cancelling ? cancelledOutcome() : await fetchInputs();
    if (ended !== undefined) return ended;
    for (let turn = 1; turn <= tries && !stop.signal.aborted; turn += 1) {
      const outcome = await attempt(folder);
      if (outcome !== undefined) return outcome;
      if (cancelling) return cancelledOutcome();
      if (turn < tries) logger.warn("the worker is started again for this lease", name);
    }
    return failedOutcome({
      code: "engine_failed",
      message: "The engine stopped twice while it worked on this. Send the job again, or change the shot.",
    });
  };

  const live = async (): Promise<void> => {
    let folder: string | undefined;
    try {
      let outcome: Outcome;
      try {
        folder = await ports.spool.open(lease.jobId, lease.epoch);
        outcome = await work(folder);
      } catch (error) {
        outcome = failedOutcome(errorBodyOf(error));
      }
      if (stop.signal.aborted) return;
      final = { type: "settle", ...name, ...outcome };
      ports.send(final);
      await settled;
    } finally {
      await inputs?.close();
      if (folder !== undefined) await ports.spool.wipe(folder);
    }
  };

  return {
    ...name,
    cancel() {
      cancelling = true;
      onCancel();
    },
    abandon() {
      stop.abort();
      markSettled();
    },
    pause: () => worker?.send({ type: "pause", jobId: lease.jobId }),
    resume: () => worker?.send({ type: "resume", jobId: lease.jobId }),
    settled: markSettled,
    resend() {
      for (const segment of segments.values()) ports.send(segment);
      if (said.text !== "" && !final)
        ports.send({ type: "delta", ...name, attempt: said.attempt, from: 0, text: said.text.slice(0, longestText) });
      if (final) ports.send(final);
    },
    ended: live().catch((error: unknown) => logger.error("a lease ended badly", { ...name, error: String(error) })),
  };
}
