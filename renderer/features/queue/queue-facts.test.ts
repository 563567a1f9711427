import fc from "fast-check";
import { expect, test } from "vitest";
import type { JobView } from "../../../shared/contract/studio/views.ts";
import { studioJobStates } from "../../../shared/domain/job.ts";
import { clockOf, creditText, jobsOf, movable, moved, partOf, type Part } from "./queue-facts.ts";

const job = (change: Partial<JobView>): JobView => ({
  id: "0",
  projectId: null,
  projectTitle: null,
  title: "Scene 1",
  shots: [],
  kind: "video.generate",
  engine: "draft",
  quality: "draft",
  state: "queued",
  heldBack: false,
  position: null,
  phase: null,
  progress: null,
  eta: null,
  segmentsDone: 0,
  segments: 1,
  preview: null,
  held: 1,
  captured: 0,
  refunded: 0,
  error: null,
  blocked: null,
  transfer: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  endedAt: null,
  ...change,
});
const parts: Part[] = ["line", "here", "turn", "ended"];

test("each job stands in exactly one part of the queue", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...studioJobStates)), (states) => {
      const jobs = states.map((state, index) => job({ id: `${index}`, state }));
      const all = parts.flatMap((part) => jobsOf(jobs, part).map((one) => one.id));
      expect(all.sort()).toEqual(jobs.map((one) => one.id).sort());
    }),
  );
});

test("what failed or was blocked asks for the person; what is not sent or not certain is here", () => {
  expect(partOf(job({ state: "failed" }))).toBe("turn");
  expect(partOf(job({ state: "blocked" }))).toBe("turn");
  expect(partOf(job({ state: "unsent" }))).toBe("here");
  expect(partOf(job({ state: "unknown" }))).toBe("here");
});

test("a finished job whose files still come down is not ended yet", () => {
  expect(partOf(job({ state: "succeeded", transfer: { done: 1, total: 3, bytes: 10, error: null } }))).toBe("here");
  expect(partOf(job({ state: "succeeded", transfer: { done: 3, total: 3, bytes: 10, error: null } }))).toBe("ended");
});

test("running jobs stand before the line, the line is in its order, and only the line may be moved", () => {
  const jobs = [job({ id: "b", position: 2 }), job({ id: "r", state: "running" }), job({ id: "a", position: 1 })];
  expect(jobsOf(jobs, "line").map((one) => one.id)).toEqual(["r", "a", "b"]);
  expect(movable(jobs).map((one) => one.id)).toEqual(["a", "b"]);
});

test("moving one keeps all others in their order", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 9 }), fc.nat(8), fc.nat(8), (list, from, to) => {
      fc.pre(from < list.length && to < list.length);
      const next = moved(list, from, to);
      expect(next[to]).toBe(list[from]);
      expect(next.filter((one) => one !== list[from])).toEqual(list.filter((one) => one !== list[from]));
    }),
  );
});

test("credits that came back are said before credits that were spent", () => {
  expect(creditText(job({ state: "failed", captured: 1, refunded: 2 }))).toBe("2 returned");
  expect(creditText(job({ state: "succeeded", captured: 3 }))).toBe("3 spent");
  expect(creditText(job({ state: "unknown", held: 2 }))).toBe("2 maybe");
});

test("no lane of the clock runs over its end", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200_000 })), (waits) => {
      const clock = clockOf(waits.map((p80) => job({ eta: { p50: p80 / 2, p80 } })));
      expect(clock).toBeGreaterThanOrEqual(Math.max(60, ...waits));
    }),
  );
});

const orders = fc.shuffledSubarray(["a", "b", "c", "d"], { minLength: 4 });
const listed = (jobs: readonly JobView[], part: Part) => jobsOf(jobs, part).map(({ id }) => id);

test("the jobs of one Render stand in film order, however their news came, also before they leave this computer", () => {
  fc.assert(
    fc.property(orders, fc.constantFrom(...studioJobStates), (order, state) => {
      const jobs = order.map((id) => job({ id, state }));
      expect(listed(jobs, partOf(jobs[0] as JobView))).toEqual(["a", "b", "c", "d"]);
    }),
  );
});

test("what waits on this computer stands in the order in which it goes out, what ended with the newest first", () => {
  const at = (id: string, minute: number, change: Partial<JobView>) =>
    job({ id, createdAt: `2026-01-01T00:0${minute}:00.000Z`, ...change });
  const two = (change: Partial<JobView>) => [at("new", 2, change), at("old", 1, change)];
  expect(listed(two({ state: "unsent" }), "here")).toEqual(["old", "new"]);
  expect(listed(two({ state: "succeeded" }), "ended")).toEqual(["new", "old"]);
});

test("a job whose place the farm has not told yet stands before those that were sent after it", () => {
  fc.assert(
    fc.property(orders, fc.subarray(["a", "b", "c", "d"]), (order, untold) => {
      const jobs = order.map((id) => job({ id, position: untold.includes(id) ? null : "abcd".indexOf(id) + 1 }));
      expect(listed(jobs, "line")).toEqual(["a", "b", "c", "d"]);
    }),
  );
});
