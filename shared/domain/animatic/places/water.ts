// Water: bands of swell and a path of light under the sun or moon.
import { hex, mix } from "../colour.ts";
import { seededRandom } from "../seeded.ts";
import { box, fill, num, stroke } from "../paths.ts";
import { noiseSeed, worldWidth, type MovingPart, type Stage } from "../stage.ts";
import { world } from "../types.ts";

/** Water from y0 (the horizon) down to y1 and on to the bottom of the world. */
export function sea(stage: Stage, y0: number, y1: number): string {
  const { palette, random, gradients } = stage;
  const upper = mix(palette.horizon, palette.middle, 0.45);
  const paint = gradients.linear(
    [
      [0, hex(mix(upper, palette.horizon, 0.5))],
      [0.12, hex(upper)],
      [1, hex(mix(palette.middle, palette.ink, 0.62))],
    ],
    0,
    y0,
    0,
    y1,
  );
  const surface = `<rect x="${world.left}" y="${num(y0)}" width="${worldWidth}" height="${num(world.bottom - y0)}" fill="${paint}"/>`;
  let glints = "";
  for (let index = 0; index < 95; index++) {
    const near = random.next() ** 1.7;
    const y = y0 + 2 + near * (y1 - y0);
    const width = 8 + near * 90 * random.range(0.4, 1.2);
    const x = stage.sunX + (random.next() + random.next() - 1) * (34 + near * 240);
    glints += box(x - width / 2, y, width, 1 + near * 3.2);
  }
  let swell = "";
  for (let index = 0; index < 80; index++) {
    const near = random.next() ** 1.4;
    const y = y0 + 4 + near * (y1 - y0);
    const width = 30 + near * 200 * random.next();
    const x = random.range(world.left, world.right);
    swell += `M${num(x)},${num(y)}q${num(width / 4)},${num(-1 - near * 3)} ${num(width / 2)},0t${num(width / 2)},0`;
  }
  return (
    surface +
    stroke(swell, hex(mix(palette.middle, palette.ink, 0.55)), 1.6, 0.3) +
    fill(glints, hex(palette.light), palette.night ? 0.5 : 0.72 - palette.veil)
  );
}

/** Glints on the path of light that come and go: each with its own moment in the cycle. */
export function glitter(stage: Stage, y0: number, y1: number, layer: MovingPart["layer"]): MovingPart {
  const { palette, sunX } = stage;
  const random = seededRandom(noiseSeed(stage.random));
  const glints = Array.from({ length: 26 }, () => {
    const near = random.next() ** 1.5;
    return {
      x: sunX + (random.next() + random.next() - 1) * (30 + near * 200),
      y: y0 + 4 + near * (y1 - y0 - 14),
      width: 10 + near * 70 * random.range(0.5, 1.2),
      height: 1.2 + near * 3,
      moment: random.next(),
    };
  });
  const paint = hex(palette.light);
  const draw = (phase: number): string => {
    let data = "";
    for (const { x, y, width, height, moment } of glints) {
      const shine = Math.max(0, Math.sin(2 * Math.PI * (phase + moment)));
      if (shine > 0.1) data += box(x - (width * shine) / 2, y, width * shine, height);
    }
    return fill(data, paint, 0.6 - palette.veil * 0.6);
  };
  return { layer, bounds: { left: sunX - 290, right: sunX + 290, top: y0, bottom: y1 + 4 }, cycleFrames: 36, draw };
}
