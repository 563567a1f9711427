// A movement's line says what the ledger says: nothing is lost on the way to the page, and only what comes back is good.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { MovementView } from "../../../shared/contract/studio/account.ts";
import { byDay, movementFigure, movementLook, movementSubject } from "./movement-facts.ts";

const movement = (part: Partial<MovementView>): MovementView => ({
  id: "m",
  kind: "held",
  at: "2026-11-22T13:58:00.000Z",
  free: -3,
  held: 3,
  settled: null,
  balance: { free: 42, held: 8 },
  jobId: null,
  job: null,
  words: "",
  title: null,
  ...part,
});

test("days keep every movement, in its order", () => {
  fc.assert(
    fc.property(fc.array(fc.date({ min: new Date("2026-10-01"), max: new Date("2026-12-01"), noInvalidDate: true })), (dates) => {
      const list = dates
        .toSorted((one, other) => other.getTime() - one.getTime())
        .map((date, at) => movement({ id: String(at), at: date.toISOString() }));
      const days = byDay(list);
      expect(days.flatMap((day) => day.movements)).toEqual(list);
      expect(new Set(days.map(({ day }) => day)).size).toBe(days.length);
    }),
  );
});

test("a job that took all it held says how much; one that gave a part back says the part", () => {
  const all = movement({ kind: "taken", free: 0, held: -2, settled: { held: 2, taken: 2, returned: 0 } });
  const part = movement({ kind: "taken", free: 1, held: -3, settled: { held: 3, taken: 2, returned: 1 } });
  expect([movementFigure(all), movementLook(all).word]).toEqual([{ text: "2 of 2", good: false }, "Taken"]);
  expect([movementFigure(part), movementLook(part).word]).toEqual([{ text: "+1", good: true }, "Taken, part returned"]);
  expect(movementFigure(movement({}))).toEqual({ text: "−3", good: false });
});

test("a job that this computer does not know is named by its kind", () => {
  const job = { kind: "image.generate" as const, quality: "fast" as const, label: null, units: 3, delivered: 3 };
  expect(movementSubject(movement({ job }))).toBe("Picture");
  expect(movementSubject(movement({ job, title: "Pier in the storm" }))).toBe("Pier in the storm");
  expect(movementSubject(movement({ kind: "grace" }))).toBe("Grace");
});
