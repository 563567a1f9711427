// The planner's promises, over random farms: work is never left beside a free slot, slots and leases are
// never exceeded, held jobs stay, accounts are served by weight, and the answer does not depend on order.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { EngineOffer } from "../../shared/contract/node-link.ts";
import type { AccountId, JobId, NodeId } from "../../shared/domain/ids.ts";
import type { PlannerJob } from "../ports.ts";
import { plan } from "./plan.ts";
import { createPlannerIndex, type PlannerNode } from "./planner-index.ts";

const engines = ["draft", "wan"] as const;
const kinds = ["video.generate", "image.generate"] as const;
const nodeIds = ["n1", "n2", "n3"] as NodeId[];

const offer: fc.Arbitrary<EngineOffer> = fc.record({
  id: fc.constantFrom(...engines),
  kinds: fc.subarray([...kinds], { minLength: 1 }),
  qualities: fc.subarray(["draft", "fast"] as const, { minLength: 1 }).map((list) => [...list]),
  models: fc.constant([]),
  slots: fc.integer({ min: 1, max: 3 }),
});
const node = (id: NodeId): fc.Arbitrary<PlannerNode> =>
  fc.uniqueArray(offer, { maxLength: 2, selector: (item) => item.id }).map((offers) => ({ id, offers }));
const nodes = fc.tuple(...nodeIds.map(node)).chain((all) => fc.subarray(all));

const queuedJob = fc.record({
  accountId: fc.constantFrom("a", "b", "c") as fc.Arbitrary<AccountId>,
  kind: fc.constantFrom(...kinds),
  engine: fc.constantFrom(...engines),
  quality: fc.constantFrom("draft", "fast"),
  weight: fc.constantFrom(1, 2, 4),
  order: fc.integer({ min: 0, max: 3 }),
  createdAt: fc.integer({ min: 0, max: 5 }),
  heldBack: fc.boolean(),
  cancelRequested: fc.constant(false),
  state: fc.constant("queued" as const),
  epoch: fc.nat(4),
  nodeId: fc.constant(null),
  triedNodes: fc.subarray(nodeIds),
  work: fc.integer({ min: 0, max: 800 }),
});
const jobList = fc
  .array(queuedJob, { maxLength: 25 })
  .map((list): PlannerJob[] => list.map((job, at) => ({ ...job, jobId: `j${at}` as JobId })));

function indexOf(jobs: readonly PlannerJob[], farm: readonly PlannerNode[]) {
  const index = createPlannerIndex();
  for (const job of jobs) index.put(job, 0);
  index.setNodes(farm);
  return index;
}

/** Commits the decisions as the loop does. */
function commit(index: ReturnType<typeof createPlannerIndex>): ReturnType<typeof plan> {
  const decisions = plan(index);
  for (const { jobId, epoch, nodeId } of decisions) {
    index.put({ ...(index.job(jobId) as PlannerJob), state: "running", epoch: epoch + 1, nodeId }, 0);
  }
  return decisions;
}

const suits = (job: PlannerJob, at: PlannerNode) =>
  at.offers.some(
    (item) =>
      item.id === job.engine && item.kinds.some((kind) => kind === job.kind) && item.qualities.some((quality) => quality === job.quality),
  ) && !job.triedNodes.includes(at.id);

function used(index: ReturnType<typeof createPlannerIndex>, at: NodeId, engine: string): number {
  return [...index.running.values()].filter(({ job }) => job.nodeId === at && job.engine === engine).length;
}

test("after a plan no waiting job has a free slot beside it, no slot is given twice, and nothing unfit is leased", () => {
  fc.assert(
    fc.property(jobList, nodes, fc.array(fc.nat(24), { maxLength: 15 }), (jobs, farm, endings) => {
      const index = indexOf(jobs, farm);
      for (const ending of [...endings, -1]) {
        const decisions = commit(index);
        expect(new Set(decisions.map((decision) => decision.jobId)).size).toBe(decisions.length);
        for (const decision of decisions) {
          const job = jobs.find((item) => item.jobId === decision.jobId) as PlannerJob;
          expect(job.heldBack).toBe(false);
          expect(suits(job, farm.find((item) => item.id === decision.nodeId) as PlannerNode)).toBe(true);
        }
        for (const at of farm) for (const item of at.offers) expect(used(index, at.id, item.id)).toBeLessThanOrEqual(item.slots);
        const waiting = [...index.queued.values()].flatMap((accounts) => [...accounts.values()].flat()).filter((job) => !job.heldBack);
        for (const job of waiting) {
          for (const at of farm.filter((item) => suits(job, item))) {
            expect(used(index, at.id, job.engine)).toBe(at.offers.find((item) => item.id === job.engine)?.slots);
          }
        }
        expect(plan(index)).toEqual([]);
        index.remove(`j${ending}` as JobId);
      }
    }),
    { numRuns: 300 },
  );
});

test("the plan depends on what is there, not on the order in which it was told, and planning changes nothing", () => {
  fc.assert(
    fc.property(jobList, nodes, fc.infiniteStream(fc.nat()), (jobs, farm, keys) => {
      const shuffled = <T>(items: readonly T[]) =>
        items
          .map((item) => ({ item, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ item }) => item);
      const index = indexOf(jobs, farm);
      const first = plan(index);
      expect(plan(index)).toEqual(first);
      expect(plan(indexOf(shuffled(jobs), shuffled(farm)))).toEqual(first);
      // A job that is told twice, or taken away and told again, is one job.
      for (const job of shuffled(jobs)) index.put(job, 1);
      for (const job of shuffled(jobs).slice(0, 5)) {
        index.remove(job.jobId);
        index.put(job, 2);
      }
      expect(plan(index)).toEqual(first);
    }),
    { numRuns: 200 },
  );
});

test("an older reading of a job that arrives late never brings back an epoch", () => {
  const [job] = fc.sample(queuedJob, { numRuns: 1, seed: 1 }).map((item) => ({ ...item, jobId: "j" as JobId, heldBack: false, epoch: 1 }));
  const index = createPlannerIndex();
  index.put({ ...(job as PlannerJob), state: "running", epoch: 2, nodeId: "n1" as NodeId }, 0);
  index.put(job as PlannerJob, 1);
  expect(index.job("j" as JobId)).toMatchObject({ state: "running", epoch: 2 });
  expect(index.queued.size).toBe(0);
});

test("a flood of one account does not starve the others, and service follows the weights", () => {
  const base = {
    kind: "video.generate",
    engine: "draft",
    quality: "draft",
    order: 0,
    heldBack: false,
    cancelRequested: false,
    state: "queued",
    epoch: 0,
    nodeId: null,
    triedNodes: [],
    work: 80,
  } as const;
  const account = (name: string, weight: number, count: number, createdAt: number): PlannerJob[] =>
    Array.from({ length: count }, (_, at) => ({
      ...base,
      triedNodes: [],
      weight,
      createdAt,
      accountId: name as AccountId,
      jobId: `${name}${at}` as JobId,
    }));
  const farm: PlannerNode[] = [
    { id: "n1" as NodeId, offers: [{ id: "draft", kinds: ["video.generate"], qualities: ["draft"], models: [], slots: 1 }] },
  ];
  const index = indexOf([...account("flood", 1, 400, 0), ...account("small", 1, 40, 9), ...account("pro", 2, 60, 9)], farm);
  const served: string[] = [];
  for (let turn = 0; turn < 80; turn += 1) {
    for (const decision of commit(index)) {
      served.push(decision.accountId);
      index.remove(decision.jobId);
    }
  }
  const share = (name: string) => served.filter((item) => item === name).length;
  expect([share("flood"), share("small"), share("pro")]).toEqual([20, 20, 40]);
  // Who comes back after a pause starts with the others: no credit was saved up.
  for (const job of account("late", 1, 40, 9)) index.put(job, 0);
  const more: string[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    for (const decision of commit(index)) {
      more.push(decision.accountId);
      index.remove(decision.jobId);
    }
  }
  expect(Math.abs(more.filter((item) => item === "late").length - 4)).toBeLessThanOrEqual(1);
});

test("an owner's own order comes before age", () => {
  const farm: PlannerNode[] = [
    { id: "n1" as NodeId, offers: [{ id: "draft", kinds: ["video.generate"], qualities: ["draft"], models: [], slots: 1 }] },
  ];
  const job = (jobId: string, order: number, createdAt: number): PlannerJob => ({
    accountId: "a" as AccountId,
    jobId: jobId as JobId,
    order,
    createdAt,
    kind: "video.generate",
    engine: "draft",
    quality: "draft",
    weight: 1,
    heldBack: false,
    cancelRequested: false,
    state: "queued",
    epoch: 0,
    nodeId: null,
    triedNodes: [],
    work: 80,
  });
  const index = indexOf([job("old", 2, 0), job("new", 1, 9), job("newest", 1, 10)], farm);
  const order: string[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    for (const decision of commit(index)) {
      order.push(decision.jobId);
      index.remove(decision.jobId);
    }
  }
  expect(order).toEqual(["new", "newest", "old"]);
});
