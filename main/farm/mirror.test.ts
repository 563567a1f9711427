import fc from "fast-check";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { ArtifactRef, Job, JobEvent, NumberedEvent } from "../../shared/contract/farm-http.ts";
import { emptyMirror, type JobMirror } from "./job-record.ts";
import { applyEvent, applySnapshot } from "./mirror.ts";

const at = "2026-01-01T00:00:00.000Z";
const artifact = (index: number): ArtifactRef => ({
  id: randomUUID(),
  kind: "clip",
  index,
  sha256: "0".repeat(64),
  bytes: 1,
  contentType: "video/mp4",
});

/** A job's life: queued, perhaps returned to the queue, segments with progress, one end. */
const life: fc.Arbitrary<NumberedEvent[]> = fc
  .record({
    segments: fc.integer({ min: 1, max: 4 }),
    returns: fc.integer({ min: 0, max: 2 }),
    end: fc.constantFrom("succeeded", "failed", "cancelled", "none"),
  })
  .map(({ segments, returns, end }) => {
    const events: JobEvent[] = [{ type: "queued", position: 1 }];
    for (let time = 0; time < returns; time += 1)
      events.push({ type: "started", node: "a", engine: "draft" }, { type: "queued", position: 2 });
    events.push({ type: "started", node: "b", engine: "draft" });
    const artifacts = Array.from({ length: segments }, (_, index) => artifact(index));
    for (const [index, one] of artifacts.entries()) {
      events.push({ type: "progress", step: index, total: segments }, { type: "segment", index, artifacts: [one] });
    }
    if (end === "succeeded") events.push({ type: "succeeded", artifacts, credits: 1 });
    if (end === "failed")
      events.push({ type: "failed", artifacts, credits: 0, refunded: 1, error: { code: "engine_failed", message: "" } });
    if (end === "cancelled") events.push({ type: "cancelled", artifacts, credits: 0, refunded: 1 });
    return events.map((event, index) => ({ seq: index + 1, at, event }));
  });

const fold = (mirror: JobMirror, events: readonly NumberedEvent[]) =>
  events.reduce((state, event) => {
    const next = applyEvent(state, event);
    if (next === "gap") throw new Error("a gap where there is none");
    return next;
  }, mirror);

test("what is told twice, or again from any place, changes nothing", () => {
  fc.assert(
    fc.property(life, fc.nat(20), fc.nat(20), (events, one, two) => {
      const whole = fold(emptyMirror("queued"), events);
      const upTo = one % (events.length + 1);
      const from = Math.min(upTo, two % (events.length + 1));
      // Cut at `upTo`, subscribed again with an older number: the replay overlaps.
      expect(fold(fold(emptyMirror("queued"), events.slice(0, upTo)), events.slice(from))).toEqual(whole);
    }),
  );
});

test("an event that is missing is noticed, and nothing of what follows is believed", () => {
  fc.assert(
    fc.property(life, fc.nat(20), (events, nth) => {
      const missing = nth % (events.length - 1);
      const before = fold(emptyMirror("queued"), events.slice(0, missing));
      expect(applyEvent(before, events[missing + 1] as NumberedEvent)).toBe("gap");
    }),
  );
});

test("an older snapshot never takes back what is known", () => {
  fc.assert(
    fc.property(life, fc.nat(20), (events, nth) => {
      const whole = fold(emptyMirror("queued"), events);
      const job: Job = {
        id: randomUUID(),
        kind: "video.generate",
        engine: "draft",
        quality: "draft",
        rating: "general",
        label: null,
        state: "queued",
        heldBack: false,
        priceList: "test-1",
        held: 1,
        captured: 0,
        lastSeq: nth % events.length,
        createdAt: at,
        startedAt: null,
        endedAt: null,
        artifacts: [],
        error: null,
        blocked: null,
        position: 1,
        eta: null,
      };
      expect(applySnapshot(whole, job)).toBe(whole);
      expect(applySnapshot(whole, { ...job, lastSeq: events.length }).state).toBe("queued");
    }),
  );
});
