import fc from "fast-check";
import { expect, test } from "vitest";
import { bytes, duration, grouped, ordinal, wait, when } from "./format.ts";

test("a wait is a range that never starts after it ends and never promises nothing", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 90_000, noNaN: true }), fc.double({ min: 0, max: 90_000, noNaN: true }), (p50, p80) => {
      const numbers = wait({ p50, p80 }).match(/\d+/g)?.map(Number) ?? [];
      expect(numbers[0]).toBeGreaterThan(0);
      expect(numbers[0]).toBeLessThanOrEqual(numbers.at(-1) ?? 0);
    }),
  );
});

test("waits read as people say them", () => {
  expect(wait({ p50: 12, p80: 20 })).toBe("15 to 20 s");
  expect(wait({ p50: 240, p80: 350 })).toBe("4 to 6 min");
  expect(wait({ p50: 3, p80: 3 })).toBe("about 3 s");
});

test("lengths, places, sizes and seeds", () => {
  expect(duration(16 * 310)).toBe("5 min 10 s");
  expect(duration(16 * 7)).toBe("7 s");
  expect([1, 2, 3, 4, 11, 12, 21].map(ordinal)).toEqual(["1st", "2nd", "3rd", "4th", "11th", "12th", "21st"]);
  expect(bytes(96_000_000)).toBe("96.0 MB");
  expect(grouped(418204771)).toBe("418 204 771");
});

test("a day is counted by midnights, not by hours", () => {
  const now = new Date(2026, 10, 24, 0, 30);
  expect(when(new Date(2026, 10, 23, 23, 50).toISOString(), now)).toBe("yesterday 23:50");
  expect(when(new Date(2026, 10, 24, 0, 10).toISOString(), now)).toBe("today 00:10");
  expect(when(new Date(2026, 10, 2, 9, 0).toISOString(), now)).toBe("2 November");
});
