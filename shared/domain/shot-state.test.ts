import fc from "fast-check";
import { expect, test } from "vitest";
import { studioJobStates } from "./job.ts";
import { type SegmentStanding, shotState } from "./shot-state.ts";

const segment: fc.Arbitrary<SegmentStanding> = fc.record({
  clip: fc.constantFrom("none" as const, "current" as const, "stale" as const),
  job: fc.option(fc.constantFrom(...studioJobStates)),
});
const standing = fc.record({ framed: fc.boolean(), approved: fc.boolean(), segments: fc.array(segment, { minLength: 1, maxLength: 4 }) });

test("a shot is rendered exactly when every segment has a clip of what it is now", () => {
  fc.assert(
    fc.property(standing, (shot) => {
      expect(shotState(shot) === "rendered").toBe(shot.segments.every((one) => one.clip === "current"));
    }),
  );
});

test("an answer that was lost is never shown as done, and open work is never shown as ended", () => {
  fc.assert(
    fc.property(standing, (shot) => {
      const state = shotState(shot);
      const missing = shot.segments.filter((one) => one.clip !== "current");
      const open = missing.some((one) => one.job === "unknown" || one.job === "queued" || one.job === "unsent" || one.job === "running");
      if (open) expect(["rendering", "unknown", "queued", "unsent"]).toContain(state);
      if (missing.some((one) => one.job === "unknown")) expect(["rendering", "unknown"]).toContain(state);
    }),
  );
});

test("without jobs and clips a shot waits for its frame, then for approval, then for Render", () => {
  const segments = [{ clip: "none", job: null }] as const;
  expect(shotState({ framed: false, approved: false, segments })).toBe("draft");
  expect(shotState({ framed: true, approved: false, segments })).toBe("to-approve");
  expect(shotState({ framed: true, approved: true, segments })).toBe("approved");
});

test("a job that the farm finished is still rendering until its files are on this computer", () => {
  expect(shotState({ framed: true, approved: true, segments: [{ clip: "none", job: "succeeded" }] })).toBe("rendering");
});

test("a stale clip whose new job failed says that it failed, not that it is stale", () => {
  expect(shotState({ framed: true, approved: true, segments: [{ clip: "stale", job: "failed" }] })).toBe("failed");
  expect(shotState({ framed: true, approved: false, segments: [{ clip: "stale", job: null }] })).toBe("stale");
});
