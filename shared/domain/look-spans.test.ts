import fc from "fast-check";
import { expect, test } from "vitest";
import { bandsOf, lookInScene, type LookSpan, scenesWords } from "./look-spans.ts";

const span: fc.Arbitrary<LookSpan> = fc
  .record({ lookId: fc.constantFrom("a", "b", "c"), from: fc.integer({ min: 1, max: 8 }), length: fc.option(fc.nat(6)) })
  .map(({ lookId, from, length }) => ({ lookId, from, to: length === null ? null : from + length }));

test("what stands in a scene does not depend on the order in which spans were set", () => {
  fc.assert(
    fc.property(
      fc
        .array(span, { maxLength: 8 })
        .chain((spans) => fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length }))),
      ([spans, other]) => {
        for (let scene = 1; scene <= 10; scene += 1) expect(lookInScene(other, scene)).toBe(lookInScene(spans, scene));
        expect(bandsOf(other, 10)).toEqual(bandsOf(spans, 10));
      },
    ),
  );
});

test("bands have no overlap, no gap that a span covers, and say what stands in each scene", () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
      const bands = bandsOf(spans, 10);
      for (let scene = 1; scene <= 10; scene += 1) {
        const own = bands.filter(({ from, to }) => from <= scene && scene <= to);
        const covered = spans.some(({ from, to }) => from <= scene && (to === null || scene <= to));
        expect(own.map(({ lookId }) => lookId)).toEqual(covered ? [lookInScene(spans, scene)] : []);
      }
    }),
  );
});

test("the look that began last stands; of two that began together, the one that ends first; a gap is nobody's", () => {
  const spans = [
    { lookId: "coat", from: 1, to: null },
    { lookId: "oilskin", from: 4, to: 6 },
    { lookId: "shawl", from: 4, to: 5 },
  ];
  expect(bandsOf(spans, 8)).toEqual([
    { lookId: "coat", from: 1, to: 3 },
    { lookId: "shawl", from: 4, to: 5 },
    { lookId: "oilskin", from: 6, to: 6 },
    { lookId: "coat", from: 7, to: 8 },
  ]);
  expect(lookInScene([{ lookId: "x", from: 2, to: 3 }], 1)).toBeNull();
});

test("scenes in words", () => {
  expect(scenesWords([4, 5, 6, 7])).toBe("scenes 4 to 7");
  expect(scenesWords([2])).toBe("scene 2");
  expect(scenesWords([18, 13, 14])).toBe("scenes 13, 14 and 18");
});
