// Shots of one scene see their place from different spots, uncover no edge of it, and faces turn to who is heard.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw } from "./index.ts";
import { world } from "./types.ts";
import { shotSizes, type ShotSnapshot } from "../shot.ts";

const base: ShotSnapshot = {
  sceneNumber: 1,
  shotNumber: 1,
  size: "full",
  angle: "eye",
  move: "static",
  setting: "exterior",
  place: "village",
  time: "night",
  weather: "clear",
  mood: "calm",
  cast: [{ name: "Nina", look: {}, facing: "right" }],
  props: [],
  action: "",
  dialogue: [],
  sceneSeed: 5,
  seed: 3,
};

const planeOf = (shot: ShotSnapshot, name: string): string => draw(shot).planes.find((plane) => plane.name === name)?.svg ?? "";

/** The numbers of "translate(to) scale(by) translate(from)", the first transform of a plane. */
function viewOf(svg: string): { toX: number; toY: number; scale: number; fromX: number; fromY: number } | undefined {
  const found = /transform="translate\(([\d.-]+),([\d.-]+)\) scale\(([\d.-]+)\) translate\(([\d.-]+),([\d.-]+)\)"/.exec(svg);
  if (!found) return undefined;
  const [toX = 0, toY = 0, scale = 1, fromX = 0, fromY = 0] = found.slice(1).map(Number);
  return { toX, toY, scale, fromX, fromY };
}

describe("the viewpoint of a shot", () => {
  it.each(["wide", "full", "medium", "close"] as const)("is another one in nearly every %s shot of a scene", (size) => {
    const views = Array.from({ length: 12 }, (_, seed) => JSON.stringify(viewOf(planeOf({ ...base, size, seed: seed * 7919 }, "mid"))));
    expect(new Set(views).size).toBeGreaterThanOrEqual(11);
  });

  it("never uncovers the edge of what is drawn, in loose shots", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.constantFrom("extreme-wide" as const, "wide" as const, "full" as const),
        (seed, size) => {
          const view = viewOf(planeOf({ ...base, seed, size }, "mid"));
          if (!view) return;
          const across = (x: number): number => view.toX + (x + view.fromX) * view.scale;
          const down = (y: number): number => view.toY + (y + view.fromY) * view.scale;
          expect(across(world.left)).toBeLessThanOrEqual(world.left + 1);
          expect(across(world.right)).toBeGreaterThanOrEqual(world.right - 1);
          expect(down(world.top)).toBeLessThanOrEqual(world.top + 1);
          expect(down(world.bottom)).toBeGreaterThanOrEqual(world.bottom - 1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("shows the other half of the place in the reverse angle", () => {
    const focus = (facing: "left" | "right"): number =>
      -(viewOf(planeOf({ ...base, size: "close", cast: [{ name: "Nina", look: {}, facing }] }, "mid"))?.fromX ?? 0);
    expect(focus("right")).toBeGreaterThan(640);
    expect(focus("left")).toBeLessThan(640);
  });
});

describe("a face", () => {
  const says = (speaker: string, size: ShotSnapshot["size"]): string =>
    planeOf({ ...base, size, dialogue: [{ speaker, text: "Listen." }] }, "main");

  it.each(["medium", "medium-close", "close"] as const)("turns to us in a %s shot while another is heard", (size) => {
    expect(says("Tomas", size)).not.toBe(says("Nina", size));
    expect(says("NINA", size)).toBe(says("Nina", size));
  });
});

describe("a flame", () => {
  it("lights whoever is near it at night, and nobody by day", () => {
    for (const size of shotSizes.filter((one) => one !== "insert" && one !== "extreme-close")) {
      const rimOf = (shot: ShotSnapshot): string =>
        /fill="(#[0-9a-f]{6})" transform="translate\(-?[\d.]+,-/.exec(planeOf(shot, "main"))?.[1] ?? "";
      const [dark, lit] = [rimOf({ ...base, size }), rimOf({ ...base, size, props: ["candle"] })];
      expect(lit, size).not.toBe(dark);
      expect(rimOf({ ...base, size, time: "day", props: ["candle"] }), size).toBe(rimOf({ ...base, size, time: "day" }));
    }
  });
});
