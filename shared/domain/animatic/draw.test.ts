// What holds for every drawing: equal input gives equal bytes, valid XML, bounded size, planes in order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw, planeSvg, stillSvg } from "./index.ts";
import { anyShot, wellFormed } from "./testing.test.ts";
import { world } from "./types.ts";
import { moods, settings, shotAngles, shotMoves, shotSizes, timesOfDay, weathers, type ShotSnapshot } from "../shot.ts";

const places = [
  "gallery of the lighthouse", "steps", "lighthouse", "roof", "cave", "mountain station", "train", "spaceship", "rowing boat", "harbour", "beach", "garden", "park",
  "forest", "desert", "valley", "river", "church", "castle", "market", "school", "library", "hospital", "theatre", "kitchen", "workshop", "attic", "office", "bar",
  "corridor", "bedroom", "mountains", "village", "road", "street", "living room", "somewhere",
]; // prettier-ignore

const base: ShotSnapshot = {
  sceneNumber: 1,
  shotNumber: 2,
  size: "wide",
  angle: "eye",
  move: "static",
  setting: "exterior",
  place: "beach",
  time: "dusk",
  weather: "clear",
  mood: "calm",
  cast: [
    { name: "Mara", look: {}, posture: "walking", facing: "right" },
    { name: "Tomas", age: "old", look: { beard: true }, posture: "sitting", facing: "left" },
  ],
  props: ["lantern", "boat", "train"],
  action: "",
  dialogue: [{ speaker: "Mara", text: "Has it gone?" }],
  sceneSeed: 7,
  seed: 11,
};

const numbersGoneWrong = /NaN|undefined|Infinity|null|\[object/;

/** What is wrong with the drawing of a shot; nothing, it is to be hoped. */
function faults(shot: ShotSnapshot): string[] {
  const art = draw(shot);
  const still = stillSvg(art);
  const found: string[] = [];
  const wrong = wellFormed(still);
  if (wrong) found.push(wrong);
  if (still.length > 140_000) found.push(`${still.length} characters`);
  const defined = new Set([...art.defs.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
  for (const plane of art.planes) {
    const { cycle } = plane;
    const drawings = [plane.svg, ...(cycle ? [0.13, 0.5, 0.875].map((phase) => cycle.draw(phase)) : [])];
    for (const drawing of drawings) {
      const gone = numbersGoneWrong.exec(drawing);
      if (gone) found.push(`${plane.name}: ${drawing.slice(Math.max(0, gone.index - 60), gone.index + 20)}`);
      for (const [, id] of drawing.matchAll(/url\(#([^)]+)\)/g)) if (!defined.has(id)) found.push(`${plane.name}: ${id} is not defined`);
    }
  }
  if (numbersGoneWrong.test(art.defs)) found.push("defs");
  return found;
}

function expectSound(shot: ShotSnapshot): void {
  expect(faults(shot)).toEqual([]);
}

describe("every drawing", () => {
  it("is sound in every place, inside and outside, at every size", () => {
    let seed = 0;
    for (const place of places) {
      for (const setting of settings) {
        for (const size of shotSizes) {
          seed += 1;
          const time = timesOfDay[seed % timesOfDay.length] ?? "day";
          const weather = weathers[seed % weathers.length] ?? "clear";
          const angle = shotAngles[seed % shotAngles.length] ?? "eye";
          expectSound({ ...base, place, setting, size, time, weather, angle, seed, sceneSeed: seed * 3 });
        }
      }
    }
  });

  it("is sound for every angle, hour and weather together", () => {
    for (const angle of shotAngles) {
      for (const time of timesOfDay) {
        for (const weather of weathers) {
          const seed = angle.length * 7 + time.length * 31 + weather.length * 101;
          const move = shotMoves[seed % shotMoves.length] ?? "static";
          const mood = moods[seed % moods.length] ?? "calm";
          expectSound({ ...base, angle, time, weather, mood, move, seed, place: places[seed % places.length] ?? "beach" });
        }
      }
    }
  });

  it("is sound for any snapshot at all", () => {
    fc.assert(fc.property(anyShot, expectSound), { numRuns: 200 });
  });

  it("has equal bytes for equal snapshots", () => {
    fc.assert(
      fc.property(anyShot, (shot) => {
        const [first, second] = [draw(shot), draw(structuredClone(shot))];
        expect(stillSvg(second)).toBe(stillSvg(first));
        first.planes.forEach((plane, index) => expect(second.planes[index]?.cycle?.draw(0.375)).toBe(plane.cycle?.draw(0.375)));
        expect(second.camera(0.31)).toEqual(first.camera(0.31));
      }),
      { numRuns: 100 },
    );
  });

  it("has its planes back to front, the card last, and one id each", () => {
    fc.assert(
      fc.property(anyShot, (shot) => {
        const { planes } = draw(shot);
        const distances = planes.slice(0, -1).map((plane) => plane.distance);
        expect(distances).toEqual([...distances].sort((a, b) => b - a));
        expect(planes.at(-1)?.name).toBe("card");
        const ids = [...stillSvg(draw(shot)).matchAll(/<g id="([^"]+)" data-depth/g)].map((match) => match[1]);
        expect(new Set(ids).size).toBe(planes.length);
      }),
      { numRuns: 100 },
    );
  });

  it("keeps a moving plane inside its bounds and the world at rest of its cycle", () => {
    for (const place of places) {
      for (const plane of draw({ ...base, place }).planes) {
        if (!plane.bounds) continue;
        expect(plane.bounds.right).toBeGreaterThan(plane.bounds.left);
        expect(plane.bounds.bottom).toBeGreaterThan(plane.bounds.top);
        expect(plane.cycle?.draw(0)).toBe(plane.svg);
        expect(plane.cycle?.draw(1)).toBeDefined();
        expect(plane.bounds.left).toBeLessThan(world.right);
      }
    }
  });

  it("keeps the light of a scene in all its shots", () => {
    const sunOf = (shot: ShotSnapshot): string => /<circle cx="([^"]+)"/.exec(draw(shot).planes[0]?.svg ?? "")?.[1] ?? "none";
    for (const sceneSeed of [1, 2, 3, 99, 4_000_000_000]) {
      const suns = [1, 2, 3, 4, 5].map((seed) => sunOf({ ...base, sceneSeed, seed, place: places[seed + 8] ?? "beach" }));
      expect(new Set(suns).size).toBe(1);
    }
    const all = Array.from({ length: 12 }, (_, sceneSeed) => Number(sunOf({ ...base, sceneSeed })) < 640);
    expect(new Set(all).size).toBe(2);
  });

  it("draws a plane alone as a file of the size asked for", () => {
    const art = draw(base);
    const svg = planeSvg(art, art.planes[0]?.svg ?? "", { x: -10, y: 4, width: 100, height: 50 }, 1.5);
    expect(svg).toContain('width="150" height="75" viewBox="-10 4 100 50"');
    expect(wellFormed(svg)).toBe("");
  });
});
