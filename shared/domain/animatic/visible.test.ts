// The person must be found at thumbnail size: at 320 pixels the figure stands out from what is behind it.
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { draw, planeSvg, stillSvg } from "./index.ts";
import { parseHex } from "./colour.ts";
import { world } from "./types.ts";
import { timesOfDay, type ShotSnapshot } from "../shot.ts";

const width = 320;

async function pixels(shot: ShotSnapshot): Promise<Buffer> {
  return sharp(Buffer.from(stillSvg(draw(shot))))
    .resize(width)
    .removeAlpha()
    .raw()
    .toBuffer();
}

const toHex = (data: Buffer, at: number): string => `#${data.subarray(at, at + 3).toString("hex")}`;

/** Distance in OKLab of two pixels. */
function difference(one: string, other: string): number {
  const [a, b] = [parseHex(one), parseHex(other)].map(([lightness, chroma, hue]) => [
    lightness,
    chroma * Math.cos((hue * Math.PI) / 180),
    chroma * Math.sin((hue * Math.PI) / 180),
  ]);
  return Math.hypot(...[0, 1, 2].map((index) => (a?.[index] ?? 0) - (b?.[index] ?? 0)));
}

/** Pixels that the person changes clearly, as a share of the area of an upright figure of this height. */
async function presence(shot: ShotSnapshot, heightShare: number): Promise<number> {
  const [withPerson, without] = [await pixels(shot), await pixels({ ...shot, cast: [] })];
  let clear = 0;
  for (let at = 0; at < withPerson.length; at += 3) {
    if (withPerson[at] === without[at] && withPerson[at + 1] === without[at + 1]) continue;
    if (difference(toHex(withPerson, at), toHex(without, at)) > 0.065) clear += 1;
  }
  const height = heightShare * 180;
  return clear / (height * height * 0.2);
}

const scene: ShotSnapshot = {
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
  cast: [{ name: "Mara", look: { colour: "#2e7d4f", wear: "coat", hair: "long" }, posture: "standing", facing: "right" }],
  props: [],
  action: "",
  dialogue: [],
  sceneSeed: 5,
  seed: 3,
};

const person = scene.cast.slice(0, 1).map((member) => ({ ...member, posture: "walking" as const }));
/** Walkers with what they carry, a crew, a flag, smoke, a coat in the wind, a blink. */
const moving: ShotSnapshot[] = [
  { ...scene, cast: person },
  { ...scene, cast: person, props: ["umbrella"], weather: "rain" },
  { ...scene, cast: person, props: ["lantern"], time: "night", size: "full" },
  { ...scene, cast: person.map((member) => ({ ...member, posture: "running", facing: "left" })), props: ["violin"] },
  { ...scene, place: "rowing boat", time: "dusk" },
  { ...scene, place: "castle" },
  { ...scene, place: "village", weather: "storm" },
  { ...scene, place: "valley", props: ["train"] },
  { ...scene, size: "close" },
  { ...scene, size: "close", angle: "dutch" },
  { ...scene, place: "village", angle: "dutch", cast: person },
  { ...scene, size: "medium-close", cast: [{ name: "Otto", look: {}, facing: "camera" }] },
];

const places: [string, "interior" | "exterior"][] = [
  ["beach", "exterior"],
  ["forest", "exterior"],
  ["mountain station", "exterior"],
  ["city street", "exterior"],
  ["valley", "exterior"],
  ["cave", "interior"],
  ["train carriage", "interior"],
  ["bedroom", "interior"],
  ["waiting room", "interior"],
];

describe("a person in a wide shot", () => {
  it.each(places)("stands out in a %s (%s) at every hour", async (place, setting) => {
    for (const time of timesOfDay) {
      const shot: ShotSnapshot = { ...scene, setting, place, time };
      expect(await presence(shot, setting === "interior" ? 0.47 : 0.33), `${place} ${time}`).toBeGreaterThan(0.45);
    }
  });
});

describe("a plane that moves", () => {
  it("draws nothing outside the bounds that it names", async () => {
    const density = 0.125;
    const whole = { x: world.left, y: world.top, width: world.right - world.left, height: world.bottom - world.top };
    for (const shot of moving) {
      const art = draw(shot);
      for (const { bounds, cycle } of art.planes) {
        if (!bounds || !cycle) continue;
        for (const phase of [0.25, 0.875]) {
          const { data, info } = await sharp(Buffer.from(planeSvg(art, cycle.draw(phase), whole, density)))
            .ensureAlpha()
            .raw()
            .toBuffer({ resolveWithObject: true });
          let outside = 0;
          for (let y = 0; y < info.height; y++) {
            for (let x = 0; x < info.width; x++) {
              const [worldX, worldY] = [x / density + world.left, y / density + world.top];
              const inside = worldX > bounds.left - 9 && worldX < bounds.right + 9 && worldY > bounds.top - 9 && worldY < bounds.bottom + 9;
              if (!inside && (data[(y * info.width + x) * 4 + 3] ?? 0) > 10) outside += 1;
            }
          }
          expect(outside, `${shot.place} ${shot.size} ${shot.props.join()} phase ${phase}`).toBe(0);
        }
      }
    }
  });
});
