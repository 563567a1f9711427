// When a silent worker counts as stuck: five median steps, never less than the least, never while paused.
import fc from "fast-check";
import { expect, test } from "vitest";
import { createWatchdog } from "./watchdog.ts";

const limits = { leastMs: 30_000, openingMs: 300_000 };

test("before the first step the opening limit holds, and a phase starts it anew", () => {
  const dog = createWatchdog(0, limits);
  expect(dog.left(299_999)).toBe(1);
  dog.phase(200_000);
  expect(dog.left(300_000)).toBe(200_000);
});

test("after steps the limit is five times their median, at least 30 s; one long step does not move it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 2, max: 30 }), (stepMs, count) => {
      const dog = createWatchdog(0, limits);
      let now = 0;
      for (let step = 1; step <= count; step += 1) dog.progress(step, (now += stepMs));
      expect(dog.left(now)).toBe(Math.max(30_000, 5 * stepMs));
      if (count < 3) return;
      dog.progress(count + 1, (now += stepMs * 100));
      expect(dog.left(now)).toBe(Math.max(30_000, 5 * stepMs));
    }),
  );
});

test("the same step said again is no progress; while paused nothing runs out", () => {
  const dog = createWatchdog(0, limits);
  dog.progress(1, 1000);
  dog.progress(2, 2000);
  dog.progress(2, 31_000);
  expect(dog.left(31_999)).toBe(1);
  dog.pause();
  expect(dog.left(10_000_000)).toBe(Number.POSITIVE_INFINITY);
  dog.resume(10_000_000);
  expect(dog.left(10_000_000)).toBe(30_000);
});
