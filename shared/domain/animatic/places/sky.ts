// The sky: gradient, stars, sun or moon, clouds. Behind every window too.
import { hex, mix } from "../colour.ts";
import { noise } from "../noise.ts";
import { disc, fill, smooth, type Point } from "../paths.ts";
import { backdrop, noiseSeed, type Stage } from "../stage.ts";
import { world } from "../types.ts";

function stars(stage: Stage): string {
  const { random, palette } = stage;
  let data = "";
  for (let index = 0; index < 110; index++) {
    data += disc(random.range(world.left, world.right), random.range(world.top, stage.horizon - 40), 0.5 + 1.5 * random.next() ** 4);
  }
  return fill(data, hex(palette.light), 0.62);
}

function sunOrMoon(stage: Stage): string {
  const { palette, gradients, sunX, sunY } = stage;
  const { night, veil } = palette;
  const radius = stage.bigSun ? 120 : night ? 34 : palette.sunHeight < 0.3 ? 54 : 40;
  const glow = gradients.glow(
    sunX,
    sunY,
    night ? 260 : 460,
    hex(mix(palette.light, palette.horizon, 0.2)),
    night ? 0.34 : 0.78 - veil * 0.7,
  );
  if (veil >= 0.2) return glow + fill(disc(sunX, sunY, radius * 0.8), hex(palette.light), 0.42);
  const face = fill(disc(sunX, sunY, radius), hex(palette.light), 0.95);
  if (!night) return glow + face;
  const marks =
    disc(sunX - radius * 0.25, sunY - radius * 0.1, radius * 0.22) + disc(sunX + radius * 0.3, sunY + radius * 0.35, radius * 0.14);
  return glow + face + fill(marks, hex(palette.horizon), 0.16);
}

/** Long, flat-bottomed clouds, lit from below or behind. */
function clouds(stage: Stage): string {
  const { random, palette, gradients, horizon } = stage;
  const heavy = stage.wet;
  const count = stage.weather === "clear" ? 5 : heavy ? 9 : 6;
  let markup = "";
  for (let index = 0; index < count; index++) {
    const y = horizon * (0.1 + 0.72 * ((index + random.next() * 0.7) / count));
    const x = random.range(world.left, world.right - 200);
    const width = random.range(180, 520) * (1.3 - (y / horizon) * 0.6);
    const height = width * random.range(0.035, 0.07) * (heavy ? 2.2 : 1);
    const seed = noiseSeed(random);
    const top: Point[] = [];
    for (let step = 0; step <= 14; step++) {
      const along = step / 14;
      const lift = Math.max(0, Math.sin(Math.PI * along)) ** 0.7 * (1 + 0.55 * noise(along * 6, seed));
      top.push([x + along * width, y - height * lift]);
    }
    const shape = smooth([...top, [x + width * 0.7, y + height * 0.14], [x + width * 0.3, y + height * 0.14]]);
    const paint = gradients.linear(
      [
        [0, hex(mix(palette.middle, heavy ? palette.ink : palette.light, heavy ? 0.3 : 0.4))],
        [1, hex(mix(palette.middle, palette.horizon, 0.7))],
      ],
      0,
      y - height * 1.4,
      0,
      y + height * 0.3,
    );
    markup += fill(shape, paint, heavy ? 0.7 : 0.5);
  }
  return markup;
}

export function sky(stage: Stage): string {
  const { palette, gradients, horizon } = stage;
  const paint = gradients.linear(
    [
      [0, hex(palette.top)],
      [0.34, hex(mix(palette.top, palette.middle, 0.45))],
      [0.7, hex(mix(palette.middle, palette.horizon, 0.35))],
      [1, hex(palette.horizon)],
    ],
    0,
    -60,
    0,
    horizon + 10,
  );
  return (
    backdrop(paint) +
    (palette.night && palette.veil < 0.2 ? stars(stage) : "") +
    (stage.weather === "storm" ? "" : sunOrMoon(stage)) +
    clouds(stage)
  );
}
