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

test("the jobs of one Render stand in film order before the farm has said their places", () => {
  const film = ["a", "b", "c"].map((id) => job({ id }));
  for (const order of [
    [2, 0, 1],
    [1, 2, 0],
  ])
    expect(
      jobsOf(
        order.map((index) => film[index] as JobView),
        "line",
      ).map(({ id }) => id),
    ).toEqual(["a", "b", "c"]);
});
