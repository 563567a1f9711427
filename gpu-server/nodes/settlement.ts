// What a node says of a job becomes rows: events, segments, the end. Every write is fenced by the lease's
// epoch in the store; a result without a verdict of the output check is refused here.
import type { ErrorBody } from "../../shared/contract/errors.ts";
import { CodedError } from "../../shared/contract/errors.ts";
import type { ArtifactRef } from "../../shared/contract/farm-http.ts";
import type { NodeFile, NodeMessage } from "../../shared/contract/node-link.ts";
import type { JobStore, Logger } from "../ports.ts";
import type { RunningTexts } from "../stream/chat.ts";
import type { KnownLease } from "./registry.ts";
import type { NodeUploads } from "./uploads.ts";

/** Messages about one lease. */
export type LeaseMessage = Extract<NodeMessage, { jobId: string }>;

/** What became of a message: taken, the lease is over for the coordinator, or the job is settled. */
export type Taken = { kind: "taken" } | { kind: "stale" } | { kind: "settled"; artifacts: ArtifactRef[] } | { kind: "requeued" };

export interface SettlementPorts {
  jobs: JobStore;
  uploads: NodeUploads;
  /** Where pieces of a running text go. */
  texts: RunningTexts;
  logger: Logger;
  /** True when another node than this one may still try the job. */
  mayTryElsewhere(lease: KnownLease): Promise<boolean>;
}

/** A text begins anew with each epoch, and within one with each worker: fewer than this. */
const attemptsOfLease = 100;

const taken: Taken = { kind: "taken" };
const stale: Taken = { kind: "stale" };
const isFaultOfNode = (error: ErrorBody | undefined) =>
  error?.code === "engine_failed" || error?.code === "node_lost" || error?.code === "oom";

const noVerdict: ErrorBody = {
  code: "engine_failed",
  message: "The result came without a verdict of the output check and was not taken. The credits are back.",
};

type Settle = Extract<LeaseMessage, { type: "settle" }>;
type Segment = Extract<LeaseMessage, { type: "segment" }>;

/** Takes the messages of leases. Calls for one job must not overlap. */
export function createSettlement(ports: SettlementPorts): (lease: KnownLease, message: LeaseMessage) => Promise<Taken> {
  const { jobs, uploads, texts, logger } = ports;

  /** Ends the job. Once a verdict holds it, everything of it that was not delivered before goes to quarantine. */
  const end = async (lease: KnownLease, state: Settle["outcome"], files: readonly NodeFile[], error?: ErrorBody): Promise<Taken> => {
    const held = lease.held === undefined ? {} : { held: { rule: lease.held } };
    const stored = await uploads.confirm(lease.jobId, lease.epoch, [...[...lease.heldFiles.values()].flat(), ...files]);
    const result = await jobs.settle(lease.jobId, lease.epoch, { state, files: stored, ...(error ? { error } : {}), ...held });
    return result.ok ? { kind: "settled", artifacts: result.job.artifacts } : stale;
  };

  const segment = async (lease: KnownLease, message: Segment): Promise<Taken> => {
    if (message.verdict.outcome === "held") {
      lease.held ??= message.verdict.rule ?? message.verdict.check;
      lease.heldFiles.set(message.index, message.files);
      return taken;
    }
    const files = await uploads.confirm(lease.jobId, lease.epoch, message.files);
    const result = await jobs.segment(lease.jobId, lease.epoch, message.index, files);
    return result.ok ? taken : stale;
  };

  const settle = async (lease: KnownLease, message: Settle): Promise<Taken> => {
    const heldVerdict = message.verdicts.find((verdict) => verdict.outcome === "held");
    if (heldVerdict) lease.held ??= heldVerdict.rule ?? heldVerdict.check;
    if (message.outcome === "succeeded" && message.verdicts.length === 0) {
      logger.error("a settle without a verdict was refused", { jobId: lease.jobId, epoch: lease.epoch });
      return end(lease, "failed", [], noVerdict);
    }
    if (message.outcome === "succeeded") return end(lease, "succeeded", message.files);
    // A failed or cancelled job keeps its segments; other files of it were never judged.
    if (message.outcome === "cancelled") return end(lease, "cancelled", []);
    if (lease.held === undefined && isFaultOfNode(message.error) && (await ports.mayTryElsewhere(lease))) {
      const released = await jobs.release(lease.jobId, lease.epoch, "failed-to-start");
      return released.ok ? { kind: "requeued" } : stale;
    }
    return end(lease, "failed", [], message.error ?? { code: "engine_failed", message: "The engine failed." });
  };

  const record = async (lease: KnownLease, event: Parameters<JobStore["record"]>[2]): Promise<Taken> =>
    (await jobs.record(lease.jobId, lease.epoch, event)).ok ? taken : stale;

  const take = async (lease: KnownLease, message: LeaseMessage): Promise<Taken> => {
    switch (message.type) {
      case "event":
        // A node tells how the work goes; what a job is, only the store says.
        return message.event.type === "phase" || message.event.type === "progress" ? record(lease, message.event) : taken;
      case "paused":
        return record(lease, { type: "paused", reason: "preempted" });
      case "resumed":
        return record(lease, { type: "resumed" });
      case "preview": {
        const [file] = await uploads.confirm(lease.jobId, lease.epoch, [message.file]);
        return file === undefined || (await jobs.preview(lease.jobId, lease.epoch, file)).ok ? taken : stale;
      }
      case "delta":
        if (lease.accountId) {
          const { from, text } = message;
          texts.add(lease.accountId, lease.jobId, { version: lease.epoch * attemptsOfLease + message.attempt, from, text });
        }
        return taken;
      case "segment":
        return segment(lease, message);
      case "settle":
        return settle(lease, message);
    }
  };

  return async (lease, message) => {
    try {
      const result = await take(lease, message);
      if (result.kind !== "taken") texts.end(lease.jobId);
      return result;
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== "invalid_input") throw error;
      logger.error("a node sent files that did not arrive", { jobId: lease.jobId, epoch: lease.epoch });
      lease.heldFiles.clear();
      return end(lease, "failed", [], {
        code: "engine_failed",
        message: "The node lost a file on its way. Send the job again; the credits are back.",
      });
    }
  };
}
