// The coordinator's side of the node link: who is connected, what was leased to whom, and the way of
// each message. A connection over which the store failed is closed: the node says everything again.
import { randomBytes } from "node:crypto";
import type { WebSocket } from "ws";
import { type CoordinatorMessage, type EngineOffer, type NodeMessage, nodeMessageSchema } from "../../shared/contract/node-link.ts";
import type { AccountId, JobId, NodeId } from "../../shared/domain/ids.ts";
import { parseLine } from "../engines/lines.ts";
import { type ArtifactStore, type Bus, type JobStore, type Lease, type Logger, subjects } from "../ports.ts";
import { createRunningTexts } from "../stream/chat.ts";
import { createNodeRegistry, type KnownLease, type KnownNode, newLease, type NodeView, unitedOffers } from "./registry.ts";
import { createSettlement, type LeaseMessage } from "./settlement.ts";
import { createNodeInputs, type NodeInputs } from "./inputs.ts";
import { createNodeUploads, type NodeUploads } from "./uploads.ts";

/** A lease lives this long past the last heartbeat, in ms. */
export const leaseMs = 15_000;
const heartbeatMs = 5000;

export interface NodeLinkPorts {
  jobs: JobStore;
  artifacts: ArtifactStore;
  bus: Bus;
  logger: Logger;
  /** Shorter ones in tests. */
  times?: { leaseMs: number; heartbeatMs: number };
}

export interface NodeLink {
  /** Takes over the socket of a node that has shown its token. */
  attach(socket: WebSocket): void;
  /** Sends a claimed lease. False when the node is not there: the lease was not delivered. */
  deliver(nodeId: NodeId, lease: Lease, engine: string): Promise<boolean>;
  /** Asks the node that runs the job to stop it. False when no connected node runs it. */
  cancel(jobId: JobId): boolean;
  /** The job is queued or over: a lease that is remembered of it is forgotten, and its node is told. */
  forget(jobId: JobId): void;
  readonly uploads: NodeUploads;
  readonly inputs: NodeInputs;
  nodes(): NodeView[];
  /** What connected nodes offer as one list: an entry for each engine, slots summed up. */
  offers(): EngineOffer[];
  close(): void;
}

type Hello = Extract<NodeMessage, { type: "hello" }>;

export function createNodeLink(ports: NodeLinkPorts): NodeLink {
  const { jobs, bus, logger } = ports;
  const times = ports.times ?? { leaseMs, heartbeatMs };
  const registry = createNodeRegistry();
  const uploads = createNodeUploads(jobs, ports.artifacts);
  const inputs = createNodeInputs(jobs, ports.artifacts, randomBytes);
  const sockets = new Set<WebSocket>();

  const mayTryElsewhere = async (lease: KnownLease): Promise<boolean> => {
    const job = lease.accountId ? await jobs.openJob(lease.accountId, lease.jobId) : null;
    if (job === null) return false;
    const here = registry.withJob(lease.jobId)?.id;
    return registry
      .views()
      .some(
        (node) => node.up && node.id !== here && !job.triedNodes.includes(node.id) && node.offers.some((offer) => offer.id === job.engine),
      );
  };
  const texts = createRunningTexts(bus);
  const take = createSettlement({ jobs, uploads, texts, logger, mayTryElsewhere });

  const wake = (lease?: { accountId: AccountId | null; jobId: JobId }) =>
    bus.publish(subjects.wake, lease?.accountId ? { accountId: lease.accountId, jobId: lease.jobId } : {});

  /** Renews what a node says it works on, and tells it what is not its own any more. */
  const renew = async (node: KnownNode, running: Hello["running"]): Promise<void> => {
    const claimed = running as { jobId: JobId; epoch: number }[];
    const lost = claimed.length === 0 ? [] : await jobs.renew(node.id, claimed, times.leaseMs);
    for (const { jobId, epoch } of lost) {
      if (node.leases.get(jobId)?.epoch === epoch) node.leases.delete(jobId);
      node.send?.({ type: "stale", jobId, epoch });
    }
    for (const { jobId, epoch } of claimed) {
      if (node.leases.has(jobId) || lost.some((item) => item.jobId === jobId && item.epoch === epoch)) continue;
      node.leases.set(jobId, newLease(jobId, epoch, null));
    }
  };

  /** `before`: the leases that were given to the node before it said hello. */
  const welcome = async (node: KnownNode, hello: Hello, before: KnownLease[]): Promise<void> => {
    // A lease that the node does not know (it was restarted, or gave it up) goes back without waiting for its end.
    const stored = (await jobs.leasesOf(node.id)).filter(({ jobId }) => !node.leases.has(jobId));
    for (const lease of [...before, ...stored]) {
      if (hello.running.some((item) => item.jobId === lease.jobId && item.epoch === lease.epoch)) continue;
      if (node.leases.get(lease.jobId)?.epoch === lease.epoch) node.leases.delete(lease.jobId);
      await jobs.release(lease.jobId, lease.epoch, "drain");
      wake(lease);
    }
    await renew(node, hello.running);
    for (const { jobId, epoch, accountId } of stored) {
      const lease = node.leases.get(jobId);
      if (lease?.epoch === epoch) lease.accountId ??= accountId;
    }
    node.send?.({ type: "welcome", heartbeatMs: times.heartbeatMs });
    wake();
  };

  const leaseMessage = async (node: KnownNode, message: LeaseMessage): Promise<void> => {
    const jobId = message.jobId as JobId;
    const { epoch } = message;
    const known = node.leases.get(jobId);
    // Of an epoch that is not the remembered one, the store still decides: its answer is `stale`.
    const lease = known?.epoch === epoch ? known : newLease(jobId, epoch, null);
    const result = await take(lease, message);
    if (result.kind === "taken") return;
    if (known?.epoch === epoch) node.leases.delete(jobId);
    if (result.kind === "settled") node.send?.({ type: "settled", jobId, epoch, artifacts: result.artifacts });
    else node.send?.({ type: "stale", jobId, epoch });
    wake(lease);
  };

  const attach = (socket: WebSocket): void => {
    let node: KnownNode | undefined;
    let broken = false;
    const chains = new Map<string, Promise<void>>();
    let alive = true;
    sockets.add(socket);
    const send = (message: CoordinatorMessage) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    };

    const give = (reason: string, error?: unknown) => {
      if (broken) return;
      broken = true;
      logger.error("a node link is closed", { node: node?.id, reason, error: error instanceof Error ? error.message : undefined });
      socket.close(1013, reason);
    };

    /** In order for each job; a failure ends the connection, so that a settle never overtakes a lost segment. */
    const enqueue = (chain: string, work: () => Promise<void>) => {
      const next = (chains.get(chain) ?? Promise.resolve())
        .then(() => (broken ? undefined : work()))
        .catch((error: unknown) => give("the store failed", error))
        .finally(() => {
          if (chains.get(chain) === next) chains.delete(chain);
        });
      chains.set(chain, next);
    };

    socket.on("message", (data: Buffer) => {
      alive = true;
      const parsed = nodeMessageSchema.safeParse(parseLine(data.toString()));
      if (!parsed.success) {
        give("a message is not of the node link");
        return;
      }
      const message = parsed.data;
      if (message.type === "hello") {
        const known = registry.ensure(message.nodeId as NodeId);
        if (known.send !== send) known.send?.({ type: "drain" }); // the same id twice: the newer one is the node
        const before = [...known.leases.values()];
        Object.assign(known, { name: message.name, gpu: message.gpu, vram: message.vram, offers: message.engines, send });
        node = known;
        enqueue("", () => welcome(known, message, before));
        return;
      }
      const known = node;
      if (known === undefined) give("hello must be the first message");
      else if (message.type === "heartbeat") {
        // A heartbeat that is lost is followed by another; only what is said once must not be lost.
        const renewed = () => renew(known, message.running).catch(() => logger.warn("a heartbeat was not taken", { node: known.id }));
        enqueue("", renewed);
      }
      // Messages of leases wait for the hello that names them.
      else enqueue(message.jobId, async () => (await chains.get(""), leaseMessage(known, message)));
    });
    socket.on("pong", () => (alive = true));
    const pulse = setInterval(() => {
      if (!alive) socket.terminate();
      alive = false;
      socket.ping();
    }, times.heartbeatMs);
    socket.on("error", () => undefined); // a close follows
    socket.on("close", () => {
      clearInterval(pulse);
      sockets.delete(socket);
      broken = true;
      // Its leases stay remembered: a node that comes back within their time goes on.
      if (node?.send === send) node.send = null;
      wake();
    });
  };

  return {
    attach,
    async deliver(nodeId, lease, engine) {
      const node = registry.get(nodeId);
      const key = node?.send ? await jobs.dataKey(lease.jobId, lease.epoch) : null;
      if (!node?.send || key === null) return false;
      const { jobId, epoch, accountId } = lease;
      node.leases.set(jobId, newLease(jobId, epoch, accountId));
      node.send({
        type: "lease",
        jobId,
        epoch,
        leaseMs: times.leaseMs,
        skip: lease.delivered,
        job: { ...lease.spec, engine },
        dataKey: Buffer.from(key.key).toString("base64"),
        keyId: key.keyId,
      });
      return true;
    },
    cancel(jobId) {
      const node = registry.withJob(jobId);
      const lease = node?.leases.get(jobId);
      if (!node?.send || lease === undefined) return false;
      node.send({ type: "cancel", jobId, epoch: lease.epoch });
      return true;
    },
    forget(jobId) {
      const node = registry.withJob(jobId);
      const lease = node?.leases.get(jobId);
      if (!node || !lease) return;
      node.leases.delete(jobId);
      node.send?.({ type: "stale", jobId, epoch: lease.epoch });
    },
    uploads,
    inputs,
    nodes: () => registry.views(),
    offers: () => unitedOffers(registry.views().flatMap((node) => (node.up ? node.offers : []))),
    close() {
      texts.clear();
      for (const socket of sockets) socket.close(1001, "the farm stops");
    },
  };
}
