import fc from "fast-check";
import { expect, test } from "vitest";
import { segmentsOfShot } from "./segments.ts";
import { type ShotSnapshot, shotAngles, shotMoves, shotSizes } from "./shot.ts";
import { changesBetween, clipText, contentText, frameText } from "./stale.ts";

const snapshot: fc.Arbitrary<ShotSnapshot> = fc.record({
  sceneNumber: fc.integer({ min: 1, max: 9 }),
  shotNumber: fc.integer({ min: 1, max: 9 }),
  size: fc.constantFrom(...shotSizes),
  angle: fc.constantFrom(...shotAngles),
  move: fc.constantFrom(...shotMoves),
  setting: fc.constant("exterior" as const),
  place: fc.string(),
  time: fc.constant("dawn" as const),
  weather: fc.constant("clear" as const),
  mood: fc.constant("calm" as const),
  cast: fc.array(fc.record({ name: fc.string({ minLength: 1 }), look: fc.constant({}) }), { maxLength: 2 }),
  props: fc.array(fc.string(), { maxLength: 2 }),
  action: fc.string(),
  dialogue: fc.array(fc.record({ speaker: fc.string(), text: fc.string() }), { maxLength: 2 }),
  sceneSeed: fc.nat(),
  seed: fc.nat(),
});

test("a shot's numbers are where it stands, not what it is: a new neighbour makes no clip and no approval stale", () => {
  fc.assert(
    fc.property(snapshot, fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), (shot, sceneNumber, shotNumber) => {
      const moved = { ...shot, sceneNumber, shotNumber };
      expect(contentText(moved)).toBe(contentText(shot));
      expect(changesBetween(shot, moved)).toEqual([]);
    }),
  );
});

test("any other difference makes the clip stale and is named in words", () => {
  fc.assert(
    fc.property(snapshot, snapshot, (a, b) => {
      expect(contentText(a) === contentText(b)).toBe(changesBetween(a, b).length === 0);
    }),
  );
});

test("the same shot read back from JSON is the same shot: nothing is stale at birth", () => {
  fc.assert(
    fc.property(snapshot, fc.integer({ min: 1, max: 400 }), (shot, frames) => {
      const again = JSON.parse(JSON.stringify(shot)) as ShotSnapshot;
      for (const span of segmentsOfShot(frames)) {
        const basis = { span, total: frames, quality: "draft" };
        expect(clipText({ ...basis, snapshot: again })).toBe(clipText({ ...basis, snapshot: shot }));
      }
      expect(frameText(again, "v1", "en")).toBe(frameText(shot, "v1", "en"));
    }),
  );
});

test("segments of one shot are different clips, and another length is another clip", () => {
  fc.assert(
    fc.property(snapshot, fc.integer({ min: 81, max: 400 }), (shot, frames) => {
      const texts = segmentsOfShot(frames).map((span) => clipText({ snapshot: shot, span, total: frames, quality: "draft" }));
      expect(new Set(texts).size).toBe(texts.length);
      const [span] = segmentsOfShot(frames + 1);
      expect(texts).not.toContain(span && clipText({ snapshot: shot, span, total: frames + 1, quality: "draft" }));
    }),
  );
});

test("a new version of the drawing rules is another frame", () => {
  fc.assert(
    fc.property(snapshot, (shot) => {
      expect(frameText(shot, "v1", "en")).not.toBe(frameText(shot, "v2", "en"));
    }),
  );
});
