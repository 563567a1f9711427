// People stay in the picture: whoever is in a shot is whole in its frame from the first picture to the last.
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { castTraits } from "./figure/wardrobe.ts";
import { traitsOf } from "./figure/traits.ts";
import { draw, planeSvg, project } from "./index.ts";
import { distances } from "./lens.ts";
import { clipFrames, frameHeight, frameWidth, type BodyBox, type CameraPose } from "./types.ts";
import { ages, facings, postures, settings, shotAngles, shotMoves, shotSizes, type CastMember, type ShotSnapshot } from "../shot.ts";

const member = fc.record({
  name: fc.constantFrom("Nina", "Tomas", "Jonas", "Maya", "Rosa", "Ben", "Lucia", "Henri"),
  age: fc.constantFrom(...ages),
  height: fc.double({ min: 0.8, max: 2.2, noNaN: true }),
  posture: fc.constantFrom(...postures),
  facing: fc.constantFrom(...facings),
  look: fc.constant({}),
});

const peopled: fc.Arbitrary<ShotSnapshot> = fc.record({
  sceneNumber: fc.constant(1),
  shotNumber: fc.constant(1),
  size: fc.constantFrom(...shotSizes),
  angle: fc.constantFrom(...shotAngles),
  move: fc.constantFrom(...shotMoves),
  setting: fc.constantFrom(...settings),
  place: fc.constantFrom("beach", "steps of the lighthouse", "street", "train", "rowing boat", "kitchen", "cave", "valley"),
  time: fc.constant("day" as const),
  weather: fc.constant("clear" as const),
  mood: fc.constant("calm" as const),
  cast: fc.array(member, { minLength: 1, maxLength: 4 }),
  props: fc.constantFrom<string[]>([], ["boat"], ["lantern"], ["umbrella", "chair"]),
  action: fc.constant(""),
  dialogue: fc.constant([]),
  sceneSeed: fc.integer({ min: 0, max: 1e6 }),
  seed: fc.integer({ min: 0, max: 0xffffffff }),
});

/** Where a body's box is in the frame at u. */
function onScreen(body: BodyBox, pose: CameraPose, u: number): BodyBox {
  const { scale, x, y } = project(pose, distances.main);
  const walked = body.drift * u * (clipFrames - 1);
  const across = (at: number): number => frameWidth / 2 + (at + walked - frameWidth / 2) * scale + x;
  const down = (at: number): number => frameHeight / 2 + (at - frameHeight / 2) * scale + y;
  return { left: across(body.left), right: across(body.right), top: down(body.top), bottom: down(body.bottom), drift: 0 };
}

const base: ShotSnapshot = {
  sceneNumber: 1,
  shotNumber: 1,
  size: "wide",
  angle: "eye",
  move: "static",
  setting: "exterior",
  place: "beach",
  time: "day",
  weather: "clear",
  mood: "calm",
  cast: [],
  props: [],
  action: "",
  dialogue: [],
  sceneSeed: 5,
  seed: 3,
};

describe("everyone in a shot", () => {
  it("is inside the frame all the time, for every size, angle, movement and up to four people", () => {
    fc.assert(
      fc.property(peopled, (shot) => {
        const art = draw(shot);
        const bodies = art.bodies ?? [];
        if (shot.size !== "insert") expect(bodies.length).toBeGreaterThan(0);
        for (const u of [0, 0.25, 0.5, 0.75, 1]) {
          for (const body of bodies) {
            const seen = onScreen(body, art.camera(u), u);
            const where = `${shot.size} ${shot.angle} ${shot.move} ${shot.place} u ${u} ${JSON.stringify(seen)}`;
            expect(seen.left, where).toBeGreaterThan(8);
            expect(seen.right, where).toBeLessThan(frameWidth - 8);
            expect(seen.top, where).toBeGreaterThan(8);
            expect(seen.bottom, where).toBeLessThan(frameHeight - 8);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("is one group in a wide shot: no gap between neighbours is wider than two bodies", () => {
    fc.assert(
      fc.property(peopled, fc.constantFrom("extreme-wide" as const, "wide" as const), (shot, size) => {
        if (shot.cast.length < 2 || shot.place === "train" || shot.place === "rowing boat") return;
        const standing = shot.cast.map((one): CastMember => ({ ...one, posture: "standing" }));
        const { bodies = [] } = draw({ ...shot, size, angle: "eye", cast: standing });
        const sorted = bodies.toSorted((a, b) => a.left - b.left);
        const tallest = Math.max(...sorted.map(({ top, bottom }) => bottom - top));
        sorted.slice(1).forEach((body, index) => expect(body.left - (sorted[index]?.right ?? 0)).toBeLessThan(tallest));
      }),
      { numRuns: 300 },
    );
  });

  it("is drawn inside the box that the camera keeps in the frame", async () => {
    const pixels = async (shot: ShotSnapshot): Promise<Buffer> => {
      const art = draw(shot);
      const planes = art.planes.filter(({ name }) => name === "main" || name === "cast");
      return sharp(Buffer.from(planeSvg(art, planes.map(({ svg }) => svg).join(""))))
        .resize(640)
        .ensureAlpha()
        .raw()
        .toBuffer();
    };
    for (const size of ["wide", "full"] as const) {
      for (const posture of postures) {
        for (const facing of facings) {
          const dressed = (colour: string): ShotSnapshot => ({
            ...base,
            size,
            cast: [{ name: "Nina", look: { hair: "hood", wear: "jacket", colour }, posture, facing }],
          });
          const [box] = draw(dressed("#ff2020")).bodies ?? [];
          const [peopledPixels, empty] = [await pixels(dressed("#ff2020")), await pixels(dressed("#20ff20"))];
          // only what is made of cloth differs: body, sleeves, legs and the hood over the head
          let outside = 0;
          for (let at = 0; at < empty.length; at += 4) {
            const [x, y] = [((at / 4) % 640) * 2, Math.floor(at / 4 / 640) * 2];
            if (!box) continue;
            const changed = [0, 1, 2].some((channel) => Math.abs((peopledPixels[at + channel] ?? 0) - (empty[at + channel] ?? 0)) > 24);
            if (changed && (x < box.left - 3 || x > box.right + 3 || y < box.top - 3 || y > box.bottom + 3)) outside += 1;
          }
          expect(outside, `${size} ${posture} ${facing}`).toBeLessThan(4);
        }
      }
    }
  });
});

describe("costumes that names have chosen", () => {
  const plain = (name: string): CastMember => ({ name, look: {} });
  const names = Array.from({ length: 40 }, (_, index) => `Person ${index}`);

  it("are never alike in one shot, and the same in whatever order two people stand", () => {
    let collisions = 0;
    for (const one of names) {
      for (const other of names) {
        if (one === other) continue;
        const [a, b] = castTraits([plain(one), plain(other)]);
        const [c, d] = castTraits([plain(other), plain(one)]);
        expect(a?.costume).not.toEqual(b?.costume);
        expect([a?.costume, b?.costume]).toEqual([d?.costume, c?.costume]);
        if (traitsOf(plain(one)).costume === traitsOf(plain(other)).costume) collisions += 1;
        else if (one < other) expect(a?.costume).toEqual(traitsOf(plain(one)).costume);
      }
    }
    expect(collisions).toBeGreaterThan(0);
  });

  it("give way to a colour that the story gives", () => {
    const own = traitsOf(plain("Nina")).costume;
    const [given, guessed] = castTraits([{ name: "Tomas", look: { colour: "#c04030" } }, plain("Nina")]);
    expect(given?.costume).toEqual(traitsOf({ name: "Tomas", look: { colour: "#c04030" } }).costume);
    expect(guessed?.costume).toBeDefined();
    expect(own).toBeDefined();
  });
});
