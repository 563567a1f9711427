// Outlooks: places count from 1 without gaps, times grow along the queue, and what was learnt is used.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccountId, JobId, NodeId } from "../../shared/domain/ids.ts";
import type { PlannerJob } from "../ports.ts";
import { createRates, eta } from "./eta.ts";
import { createPlannerIndex } from "./planner-index.ts";
import { createRateFile } from "./rate-file.ts";

const job = (jobId: string, more: Partial<PlannerJob> = {}): PlannerJob => ({
  accountId: "a" as AccountId,
  jobId: jobId as JobId,
  order: 0,
  createdAt: 0,
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
  ...more,
});
const nodes = (slots: number) => [
  { id: "n" as NodeId, offers: [{ id: "draft", kinds: ["video.generate" as const], qualities: ["draft" as const], models: [], slots }] },
];

test("every waiting job has its place, ends no earlier than the one before it on one slot, and p80 is never below p50", () => {
  const jobs = fc.array(fc.record({ account: fc.constantFrom("a", "b"), work: fc.integer({ min: 1, max: 500 }), held: fc.boolean() }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(jobs, fc.boolean(), fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }), (list, busy, learnt) => {
      const index = createPlannerIndex();
      index.setNodes(nodes(1));
      list.forEach(({ account, work, held }, at) =>
        index.put(job(`j${at}`, { accountId: account as AccountId, work, heldBack: held, createdAt: at }), 0),
      );
      if (busy) index.put(job("running", { state: "running", epoch: 1, nodeId: "n" as NodeId }), 0);
      const rates = createRates();
      for (const seconds of learnt) rates.learn(job("x"), seconds);
      const found = eta(index, rates, 1000);
      const waiting = [...found].filter(([id]) => id !== "running").map(([, outlook]) => outlook);
      const inOrder = waiting.toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
      expect(inOrder.map((outlook) => outlook.position)).toEqual(list.filter((item) => !item.held).map((_, at) => at + 1));
      for (const [at, outlook] of inOrder.entries()) {
        expect(outlook.eta.p80).toBeGreaterThanOrEqual(outlook.eta.p50);
        expect(outlook.eta.p50).toBeGreaterThan(inOrder[at - 1]?.eta.p50 ?? 0);
      }
    }),
    { numRuns: 150 },
  );
});

test("an engine that nobody offers has no outlook; learnt seconds replace the first guess", () => {
  const index = createPlannerIndex();
  index.put(job("j"), 0);
  const rates = createRates();
  expect(eta(index, rates, 0).size).toBe(0);
  index.setNodes(nodes(1));
  for (let count = 0; count < 10; count += 1) rates.learn(job("x"), 16);
  expect(eta(index, rates, 0).get("j" as JobId)).toEqual({ position: 1, eta: { p50: 16, p80: 16 } });
});

test("what was learnt outlives a restart through the file; a damaged file is a fresh start", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "rates-"));
  try {
    const file = path.join(folder, "rates.json");
    const rates = createRates(await createRateFile(file).read());
    rates.learn(job("x", { work: 10 }), 5);
    const memory = createRateFile(file);
    await Promise.all([memory.write({}), memory.write(rates.samples())]);
    expect(createRates(await createRateFile(file).read()).of(job("y"))).toEqual(rates.of(job("y")));
    expect(rates.of(job("y")).p50).toBe(0.5);
    for (const damage of ["", "{", '{"draft video.generate":["fast"]}', "[]"]) {
      await writeFile(file, damage);
      expect(await createRateFile(file).read()).toEqual({});
    }
    await createRateFile(path.join(folder, "missing", "rates.json")).write({ a: [1] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
