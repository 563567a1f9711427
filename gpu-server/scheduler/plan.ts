// The planner: a pure function from what waits, runs and is free to leases. No clock, no timers, no random
// numbers, no I/O. Accounts are served in proportion to their weight (start-time fair queueing).
import type { AccountId, JobId, NodeId } from "../../shared/domain/ids.ts";
import type { PlannerJob } from "../ports.ts";
import { type PlannerNode, type PlannerView, serviceOf } from "./planner-index.ts";
import { byTurn, Heap } from "./queue.ts";

/** Give this job to this node; `epoch` is the one that the job must still have. */
export interface LeaseDecision {
  type: "lease";
  accountId: AccountId;
  jobId: JobId;
  epoch: number;
  nodeId: NodeId;
  engine: string;
}

/** Free slots of one engine: node -> number. */
type FreeSlots = Map<PlannerNode, number>;

/** Free slots by engine, counted from the leases that run. */
function freeSlots(view: PlannerView): Map<string, FreeSlots> {
  const used = new Map<string, number>();
  const key = (node: NodeId, engine: string) => `${node} ${engine}`;
  for (const { job } of view.running.values()) {
    if (job.nodeId) used.set(key(job.nodeId, job.engine), (used.get(key(job.nodeId, job.engine)) ?? 0) + 1);
  }
  const free = new Map<string, FreeSlots>();
  for (const node of view.nodes) {
    for (const offer of node.offers) {
      const left = offer.slots - (used.get(key(node.id, offer.id)) ?? 0);
      if (left <= 0) continue;
      const slots: FreeSlots = free.get(offer.id) ?? new Map<PlannerNode, number>();
      free.set(offer.id, slots.set(node, left));
    }
  }
  return free;
}

/** The free node that suits the job: most free slots first, then the smallest id, so that the answer is one. */
function nodeFor(job: PlannerJob, slots: FreeSlots): PlannerNode | undefined {
  let best: { node: PlannerNode; left: number } | undefined;
  for (const [node, left] of slots) {
    const offer = node.offers.find((item) => item.id === job.engine);
    const serves = offer?.kinds.some((kind) => kind === job.kind) && offer.qualities.some((quality) => quality === job.quality);
    if (!serves || job.triedNodes.includes(node.id)) continue;
    if (!best || left > best.left || (left === best.left && node.id < best.node.id)) best = { node, left };
  }
  return best?.node;
}

/** An account in line: its next job that is not looked at yet, and the service at which it stands. */
interface Waiting {
  account: AccountId;
  queue: readonly PlannerJob[];
  next: number;
  start: number;
}

function headOf(waiting: Waiting): PlannerJob {
  return waiting.queue[waiting.next] as PlannerJob;
}

/** Least served first; between equals the older head. */
function goesFirst(a: Waiting, b: Waiting): boolean {
  if (a.start !== b.start) return a.start < b.start;
  const [left, right] = [headOf(a), headOf(b)];
  return left.createdAt !== right.createdAt ? left.createdAt < right.createdAt : left.jobId < right.jobId;
}

/** Leases to give now. Work-conserving: no slot stays free that a waiting job could use. */
export function plan(view: PlannerView): LeaseDecision[] {
  const decisions: LeaseDecision[] = [];
  // Service given within this plan counts for every engine.
  const served = new Map<AccountId, number>();
  const startOf = (account: AccountId) => served.get(account) ?? Math.max(view.virtualTime, view.served.get(account) ?? 0);

  for (const [engine, slots] of [...freeSlots(view)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const line = new Heap<Waiting>(goesFirst);
    for (const [account, queue] of view.queued.get(engine) ?? []) line.push({ account, queue, next: 0, start: startOf(account) });
    while (slots.size > 0) {
      const waiting = line.pop();
      if (waiting === undefined) break;
      const job = headOf(waiting);
      const node = job.heldBack ? undefined : nodeFor(job, slots);
      waiting.next += 1;
      if (node) {
        const { accountId, jobId, epoch } = job;
        decisions.push({ type: "lease", accountId, jobId, epoch, nodeId: node.id, engine });
        const left = (slots.get(node) ?? 0) - 1;
        if (left > 0) slots.set(node, left);
        else slots.delete(node);
        waiting.start += serviceOf(job);
        served.set(accountId, waiting.start);
      }
      if (waiting.next < waiting.queue.length) line.push(waiting);
    }
  }
  return decisions;
}

/** All waiting jobs of an engine in the order in which the planner would serve them, held ones left out. */
export function servingOrder(view: PlannerView, engine: string): PlannerJob[] {
  const line = new Heap<Waiting>(goesFirst);
  for (const [account, queue] of view.queued.get(engine) ?? []) {
    const ready = queue.filter((job) => !job.heldBack).toSorted(byTurn);
    if (ready.length > 0) line.push({ account, queue: ready, next: 0, start: Math.max(view.virtualTime, view.served.get(account) ?? 0) });
  }
  const order: PlannerJob[] = [];
  for (let waiting = line.pop(); waiting; waiting = line.pop()) {
    const job = headOf(waiting);
    order.push(job);
    waiting.next += 1;
    waiting.start += serviceOf(job);
    if (waiting.next < waiting.queue.length) line.push(waiting);
  }
  return order;
}
