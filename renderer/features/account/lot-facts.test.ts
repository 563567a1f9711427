// A lot says when it ends, and asks to be looked at only while there is something to lose.
import { expect, test } from "vitest";
import { lotEnd, lotName } from "./lot-facts.ts";

const now = new Date(2026, 10, 22, 12);
const lot = (part: object) => ({
  id: "l",
  origin: "plan" as const,
  plan: "creator",
  month: "2026-11",
  granted: 60,
  spent: 21,
  held: 3,
  free: 36,
  expired: 0,
  createdAt: now.toISOString(),
  expiresAt: null,
  words: "",
  ...part,
});
const at = (day: number, month = 10, year = 2026) => new Date(year, month, day, 12).toISOString();

test.each([
  [{ expiresAt: null }, "does not end", false],
  [{ expiresAt: at(22) }, "22 Nov, today", true],
  [{ expiresAt: at(23) }, "23 Nov, tomorrow", true],
  [{ expiresAt: at(29) }, "29 Nov, in 7 days", true],
  [{ expiresAt: at(29), free: 0, held: 0 }, "29 Nov, in 7 days", false],
  [{ expiresAt: at(1, 11) }, "1 Dec, in 9 days", false],
  [{ expiresAt: at(1, 1, 2027) }, "1 Feb 2027", false],
])("%o ends: %s", (part, words, soon) => {
  expect(lotEnd(lot(part), now)).toEqual({ words, soon });
});

test("a plan's lot is named by plan and month, others by where they came from", () => {
  expect(lotName(lot({}), now)).toBe("Creator, November");
  expect(lotName(lot({ month: "2025-12" }), now)).toBe("Creator, December 2025");
  expect(lotName(lot({ origin: "grace", plan: null }), now)).toBe("Grace");
});
