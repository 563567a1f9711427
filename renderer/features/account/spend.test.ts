// The chart shows what was spent, on the day it was, and fits under the top of its scale.
import fc from "fast-check";
import { expect, test } from "vitest";
import { spendMonth } from "./spend.ts";

const credits = fc.integer({ min: 0, max: 500 });
const spent = fc.record({ pictures: credits, clips: credits, sounds: credits, texts: credits });
const none = { pictures: 0, clips: 0, sounds: 0, texts: 0 };

test("every credit of the month stands on its day", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30 })), fc.array(spent, { minLength: 30, maxLength: 30 }), (when, what) => {
      const days = when.map((day, at) => ({ day: `2026-11-${String(day).padStart(2, "0")}`, ...none, ...what[at] }));
      const month = spendMonth({ month: "2026-11", ...none, total: 0, days, free: 0 });
      expect(month.days).toHaveLength(30);
      for (const day of month.days) {
        const { clips = 0 } = days.find((one) => one.day.endsWith(`-${String(day.day).padStart(2, "0")}`)) ?? {};
        expect(day.credits.clips).toBe(clips);
        expect(day.total).toBeLessThanOrEqual(month.top);
      }
      expect(Number.isInteger(month.top / 2)).toBe(true);
    }),
  );
});

test("the scale fits what was spent, and a month has its own length", () => {
  const of = (pictures: number) =>
    spendMonth({ month: "2026-02", ...none, total: 0, days: [{ day: "2026-02-28", ...none, pictures }], free: 0 });
  expect([0, 1, 2, 3, 5, 11, 21, 41, 99, 101].map((value) => of(value).top)).toEqual([2, 2, 2, 4, 10, 20, 40, 100, 100, 200]);
  expect(of(1).days).toHaveLength(28);
  expect(of(1).most?.day).toBe(28);
});
