import fc from "fast-check";
import { expect, test } from "vitest";
import { captureOf, priceLists, priceOf, speechSeconds, videoCredits } from "./credits.ts";
import { createIdMaker, isId, timeOfId } from "./ids.ts";
import { canMove, isTerminal, jobStates, maxSegmentsPerJob } from "./job.ts";
import { cheapestPartition } from "./quote.ts";
import { canonicalJson } from "./recipe.ts";
import { segmentsOfShot } from "./segments.ts";
import { shotLetters } from "./shot.ts";
import { segmentFrames, vttTime } from "./timecode.ts";

const { shipped, test: testList } = priceLists;

test("ids are UUIDv7, carry their time and only ever increase, whatever the clock does", () => {
  const steps = fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 255 }), (moves, byte) => {
      let now = 1_800_000_000_000;
      const make = createIdMaker({ now: () => now, randomBytes: (count) => new Uint8Array(count).fill(byte) });
      let last = "";
      for (const move of moves) {
        now += move;
        const id = make<"shot">();
        expect(isId(id)).toBe(true);
        expect(id > last).toBe(true);
        last = id;
      }
    }),
  );
  const make = createIdMaker({ now: () => 1_800_000_000_123, randomBytes: (count) => new Uint8Array(count) });
  expect(timeOfId(make<"job">())).toBe(1_800_000_000_123);
});

test("10,000 ids within one millisecond are in order", () => {
  const make = createIdMaker({ now: () => 1_800_000_000_000, randomBytes: (count) => new Uint8Array(count).fill(255) });
  const ids = Array.from({ length: 10_000 }, () => make<"take">() as string);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test("segments cover a shot exactly, none is longer than 80 frames, and none is a stub beside a long one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (frames) => {
      const spans = segmentsOfShot(frames);
      let next = 0;
      for (const span of spans) {
        expect(span.start).toBe(next);
        expect(span.frames).toBeLessThanOrEqual(segmentFrames);
        expect(span.join).toBe(span.index === 0 ? "cut" : "continue");
        next += span.frames;
      }
      expect(next).toBe(frames);
      expect(spans.length).toBe(Math.ceil(frames / segmentFrames));
      const lengths = spans.map((span) => span.frames);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    }),
  );
  expect(() => segmentsOfShot(0)).toThrow(RangeError);
});

test("prices are those of the list: draft is free as shipped and costs like fast in tests", () => {
  const price = (segments: number, quality: "draft" | "fast", list: typeof shipped | typeof testList) =>
    priceOf(list, { kind: "video.generate", quality, segments });
  expect([1, 2, 3, 4, 6, 7, 12].map((n) => price(n, "fast", shipped))).toEqual([1, 2, 2, 3, 3, 5, 5]);
  expect(price(12, "draft", shipped)).toBe(0);
  expect(price(12, "draft", testList)).toBe(5);
  expect(priceOf(shipped, { kind: "text.chat", quality: "high" })).toBe(0);
  expect(() => videoCredits(shipped, maxSegmentsPerJob + 1)).toThrow(RangeError);
});

test("sounds cost by started stretches of each result, and at least one", () => {
  const kinds = ["audio.speech", "audio.effect", "audio.music"] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.double({ min: 0, max: 600, noNaN: true }),
      fc.integer({ min: 1, max: 4 }),
      (kind, seconds, variations) => {
        const price = priceOf(shipped, { kind, quality: "fast", seconds, variations });
        const { seconds: stretch, credits } = shipped.audio[kind];
        const steps = price / credits / variations;
        expect(Number.isInteger(steps) && steps >= 1).toBe(true);
        expect(steps * stretch).toBeGreaterThanOrEqual(seconds);
        if (steps > 1) expect((steps - 1) * stretch).toBeLessThan(seconds);
      },
    ),
  );
  expect(speechSeconds(420, 1)).toBe(30);
  expect(speechSeconds(420, 2)).toBe(15);
});

test("a job captures by the ladder for what was delivered, never more than was held", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }), (wanted, delivered) => {
      const held = videoCredits(shipped, wanted);
      const captured = captureOf(shipped, held, delivered);
      expect(captured).toBeGreaterThanOrEqual(0);
      expect(captured).toBeLessThanOrEqual(held);
      if (delivered === 0) expect(captured).toBe(0);
      if (delivered === wanted) expect(captured).toBe(held);
    }),
  );
});

test("the cheapest partition of a scene equals brute force: least credits, then fewest jobs", () => {
  const brute = new Map<number, { credits: number; jobs: number }>([[0, { credits: 0, jobs: 0 }]]);
  for (let count = 1; count <= 40; count += 1) {
    let best = { credits: Number.POSITIVE_INFINITY, jobs: Number.POSITIVE_INFINITY };
    for (let size = 1; size <= Math.min(12, count); size += 1) {
      const rest = brute.get(count - size);
      if (!rest) continue;
      const candidate = { credits: rest.credits + videoCredits(shipped, size), jobs: rest.jobs + 1 };
      if (candidate.credits < best.credits || (candidate.credits === best.credits && candidate.jobs < best.jobs)) best = candidate;
    }
    brute.set(count, best);
    const found = cheapestPartition(shipped, count);
    expect({ credits: found.credits, jobs: found.jobs.length }).toEqual(best);
    expect(found.jobs.reduce((sum, size) => sum + size, 0)).toBe(count);
    expect(found.jobs.reduce((sum, size) => sum + videoCredits(shipped, size), 0)).toBe(found.credits);
  }
  expect(cheapestPartition(shipped, 7)).toMatchObject({ credits: 4 });
  expect(cheapestPartition(shipped, 0)).toEqual({ credits: 0, jobs: [] });
});

test("a terminal job never moves, and only a running one succeeds", () => {
  for (const from of jobStates) {
    for (const to of jobStates) if (isTerminal(from)) expect(canMove(from, to)).toBe(false);
    expect(canMove(from, "succeeded")).toBe(from === "running");
  }
  expect(canMove("running", "queued")).toBe(true);
});

test("equal values have one canonical text, whatever the order of their members", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const shuffled = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(shuffled)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test("shots of a scene are lettered as on a slate, and caption times are WebVTT's", () => {
  expect([1, 26, 27, 52, 53, 702, 703].map(shotLetters)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
  expect(vttTime(0)).toBe("00:00:00.000");
  expect(vttTime(16 * 3661 + 1)).toBe("01:01:01.063");
});
