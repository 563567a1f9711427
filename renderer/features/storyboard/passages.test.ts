import fc from "fast-check";
import { expect, test } from "vitest";
import type { ShotView } from "../../../shared/contract/studio/views.ts";
import { passagesOf } from "./passages.ts";

const shotAt = (start: number, end: number) => ({ id: `${start}`, label: "1A", source: { start, end } }) as unknown as ShotView;

test("passages are the whole story, in order, whatever the spans are", () => {
  const span = fc.tuple(fc.nat(60), fc.nat(60)).map(([start, length]) => ({ start, end: start + length }));
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.array(span, { maxLength: 8 }), fc.array(span, { maxLength: 3 }), (story, shots, odd) => {
      const notUnderstood = odd.map((one) => ({ ...one, reason: "no rule" }));
      const passages = passagesOf(
        { story, notUnderstood },
        shots.map((one) => shotAt(one.start, one.end)),
      );
      expect(passages.map((one) => story.slice(one.start, one.end)).join("")).toBe(story);
      passages.forEach((one, index) => expect(one.start).toBe(passages[index - 1]?.end ?? 0));
    }),
  );
});

test("a shot's words lead to that shot and the rest to none", () => {
  const passages = passagesOf({ story: "One. Two. Three.", notUnderstood: [{ start: 10, end: 16, reason: "odd" }] }, [
    shotAt(0, 4),
    shotAt(5, 9),
  ]);
  expect(passages.map((one) => [one.shot?.id ?? null, one.reason])).toEqual([
    ["0", null],
    [null, null],
    ["5", null],
    [null, null],
    [null, "odd"],
  ]);
});
