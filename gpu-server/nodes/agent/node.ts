// A GPU node: dials the coordinator, takes a lease for each free slot, and gives back what it cannot finish.
import { type CoordinatorMessage, type EngineOffer, type NodeMessage } from "../../../shared/contract/node-link.ts";
import type { NodeId } from "../../../shared/domain/ids.ts";
import type { EngineCapabilities } from "../../engines/engine.ts";
import type { Clock, Logger } from "../../ports.ts";
import { keepConnection } from "./connection.ts";
import type { NodeInputFiles } from "./inputs.ts";
import { type LeaseRun, startLeaseRun } from "./lease-run.ts";
import { createSlot, type WorkerSlot } from "./slot.ts";
import type { Spool } from "./spool.ts";
import type { Uploader } from "./upload.ts";
import type { WatchLimits } from "./watchdog.ts";
import type { WorkerProgram } from "./worker-process.ts";

/** An engine that this node runs. */
export interface NodeEngine {
  capabilities: EngineCapabilities;
  slots: number;
  program: WorkerProgram;
}

export interface NodeOptions {
  nodeId: NodeId;
  name: string;
  version: string;
  /** http:// or https:// origin of the coordinator. */
  farmUrl: string;
  token: string;
  engines: NodeEngine[];
  watchLimits?: WatchLimits;
}

export interface NodePorts {
  clock: Clock;
  logger: Logger;
  random: () => number;
  spool: Spool;
  uploader: Uploader;
  inputs: NodeInputFiles;
}

export interface FarmNode {
  /** Takes no more leases, finishes what runs within `ms`, gives the rest back, and ends. */
  drain(ms: number): Promise<void>;
  /** Resolves when the coordinator asked it to drain and that is done, or `drain` is done. */
  ended: Promise<void>;
}

/** Waits before a worker that does not start is tried again, in ms. */
const firstRetryMs = 1000;
const longestRetryMs = 30_000;

/** Starts a node. */
export function startNode(options: NodeOptions, ports: NodePorts): FarmNode {
  const { clock, logger } = ports;
  const slots: WorkerSlot[] = options.engines.flatMap(({ capabilities, slots: count, program }) =>
    Array.from({ length: count }, () => createSlot(capabilities.id, program, logger)),
  );
  const runs = new Map<string, LeaseRun>();
  const freed = new Set<() => void>();
  /** Engines of which a worker was seen to start: only those are offered, so that a broken one takes no jobs. */
  const able = new Set<string>();
  const retries = new Set<NodeJS.Timeout>();
  let draining: Promise<void> | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  const running = () => [...runs.values()].map(({ jobId, epoch }) => ({ jobId, epoch }));
  const offers = (): EngineOffer[] =>
    draining
      ? []
      : options.engines.flatMap(({ capabilities, slots: count }) => (able.has(capabilities.id) ? [{ ...capabilities, slots: count }] : []));
  const hello = (): NodeMessage => ({
    type: "hello",
    nodeId: options.nodeId,
    name: options.name,
    version: options.version,
    gpu: null,
    vram: 0,
    engines: offers(),
    running: running(),
  });

  /** Starts an engine's workers before the first lease comes; one that does not start is tried again, and not offered meanwhile. */
  const warm = async (engine: string, wait = firstRetryMs): Promise<void> => {
    const free = slots.filter((slot) => slot.engine === engine && !slot.busy);
    const started = await Promise.allSettled(free.map((slot) => slot.warm()));
    if (draining) return;
    if (started.every((item) => item.status === "fulfilled")) {
      able.add(engine);
      connection.send(hello());
      return;
    }
    logger.error("an engine does not start", { engine, retryMs: wait });
    const retry = setTimeout(() => {
      retries.delete(retry);
      void warm(engine, Math.min(wait * 2, longestRetryMs));
    }, wait);
    retries.add(retry);
  };

  /** The first free slot of an engine; waits for the moment in which an ended lease leaves one. */
  const takeSlot = async (engine: string): Promise<WorkerSlot | undefined> => {
    if (!slots.some((slot) => slot.engine === engine)) return undefined;
    for (;;) {
      const free = slots.find((slot) => slot.engine === engine && !slot.busy);
      if (free) {
        free.busy = true;
        return free;
      }
      await new Promise<void>((resolve) => freed.add(resolve));
    }
  };

  const take = async (message: Extract<CoordinatorMessage, { type: "lease" }>): Promise<void> => {
    const { jobId, epoch, job } = message;
    const before = runs.get(jobId);
    if (draining || (before && before.epoch >= epoch)) return;
    before?.abandon();
    await before?.ended;
    const engine = job.engine ?? "draft";
    const slot = await takeSlot(engine);
    if (draining) return;
    if (slot === undefined) {
      const error = { code: "kind_not_served" as const, message: `This node has no engine ${engine}.` };
      connection.send({ type: "settle", jobId, epoch, outcome: "failed", error, files: [], verdicts: [] });
      return;
    }
    const key = Buffer.from(message.dataKey, "base64");
    const run = startLeaseRun(
      { jobId, epoch, job, key, skip: message.skip },
      {
        slot,
        clock,
        logger,
        spool: ports.spool,
        uploader: ports.uploader,
        inputs: ports.inputs,
        send: (out) => connection.send(out),
        cannotStart: () => able.delete(engine),
        ...(options.watchLimits ? { watchLimits: options.watchLimits } : {}),
      },
    );
    runs.set(jobId, run);
    await run.ended;
    key.fill(0);
    if (runs.get(jobId) === run) runs.delete(jobId);
    slot.busy = false;
    if (!able.has(engine) && !draining) {
      connection.send(hello()); // without the engine and without this lease: it goes back to the queue
      void warm(engine);
    }
    for (const resolve of freed) resolve();
    freed.clear();
  };

  const onMessage = (message: CoordinatorMessage): void => {
    const run = "jobId" in message ? runs.get(message.jobId) : undefined;
    const mine = run && "epoch" in message && run.epoch === message.epoch ? run : undefined;
    switch (message.type) {
      case "welcome":
        clearInterval(heartbeat);
        heartbeat = setInterval(
          () => connection.send({ type: "heartbeat", residency: {}, vram: 0, running: running() }),
          message.heartbeatMs,
        );
        for (const each of runs.values()) each.resend();
        return;
      case "lease":
        take(message).catch((error: unknown) => logger.error("a lease could not be taken", { error: String(error) }));
        return;
      case "cancel":
        mine?.cancel();
        return;
      case "pause":
        mine?.pause();
        return;
      case "resume":
        mine?.resume();
        return;
      case "settled":
        mine?.settled();
        return;
      case "stale":
        mine?.abandon();
        return;
      case "drain":
        drain(20_000).catch((error: unknown) => logger.error("the node could not drain", { error: String(error) }));
        return;
      default:
        // load, unload, sleep and wake are for engines with weights; this node's engines have none.
        return;
    }
  };

  const connection = keepConnection({
    url: `${options.farmUrl.replace(/^http/, "ws")}/v1/node/link`,
    token: options.token,
    logger,
    random: ports.random,
    hello,
    onMessage,
  });

  for (const { capabilities } of options.engines) void warm(capabilities.id);

  const finish = async (ms: number): Promise<void> => {
    connection.send(hello()); // without engines: no more leases
    const late = setTimeout(() => {
      for (const run of runs.values()) run.abandon();
    }, ms);
    while (runs.size > 0) await Promise.all([...runs.values()].map((run) => run.ended));
    clearTimeout(late);
    for (const retry of retries) clearTimeout(retry);
    connection.send(hello()); // without leases: what was given up goes back to the queue at once
    clearInterval(heartbeat);
    connection.close();
    await Promise.all(slots.map((slot) => slot.close()));
    await ports.spool.close();
    end();
  };
  const drain = (ms: number): Promise<void> => (draining ??= finish(ms));
  return { drain, ended };
}
