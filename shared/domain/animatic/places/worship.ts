// The church: nave with tall windows, and its yard outside.
import { hex, mix } from "../colour.ts";
import { box, disc, fill, fillWithHoles, num, polygon, stroke } from "../paths.ts";
import { fade, haze, shade, warm, windowLight, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { ground, hills, nearHump } from "./land.ts";
import { branch, grass, trunk } from "./plants.ts";

const gothic = (x: number, y: number, width: number, height: number): string =>
  `M${num(x)},${num(y + height)}V${num(y + width * 0.8)}Q${num(x + width * 0.06)},${num(y + width * 0.24)} ${num(x + width / 2)},${num(y)}Q${num(x + width * 0.94)},${num(y + width * 0.24)} ${num(x + width)},${num(y + width * 0.8)}V${num(y + height)}Z`;

export function churchInside(stage: Stage): StageSet {
  const { palette, gradients, ground: groundY, side } = stage;
  const depth = palette.lit ? 0.52 : 0.42;
  const holes = [-250, 50, 350, 790, 1090, 1390].map((x) => gothic(x, 40, 130, 330)).join("") + gothic(530, -20, 220, 430);
  const wall = fillWithHoles(
    `${box(world.left, world.top, worldWidth, groundY - 80 - world.top)}${holes}`,
    gradients.radial([[0, palette.at(depth)], [0.6, palette.at(depth + 0.1)], [1, palette.at(depth + 0.3)]], 640, 200, 900), // prettier-ignore
  );
  let leads = "";
  let glass = "";
  const hues = [30, 85, 250, 160];
  for (const [index, x] of [-250, 50, 350, 530, 790, 1090, 1390].entries()) {
    const width = x === 530 ? 220 : 130;
    glass += fill(
      gothic(x, x === 530 ? -20 : 40, width, x === 530 ? 430 : 330),
      hex([palette.lit ? 0.42 : 0.78, 0.1, hues[index % 4] ?? 30]),
      0.42,
    );
    leads += `M${x + width / 2},${x === 530 ? 0 : 50}V${x === 530 ? 410 : 370}M${x},170h${width}M${x},270h${width}`;
  }
  let shafts = "";
  for (const x of [350, 530, 790]) shafts += polygon([[x + 10, 100], [x + 130, 100], [x + 130 - side * 300, groundY + 60], [x - side * 420, groundY + 60]]); // prettier-ignore
  const light = hex(palette.light);
  let pews = "";
  for (const [y, scale] of [
    [groundY - 40, 0.8],
    [groundY + 40, 1.2],
  ] as const) {
    for (const sideways of [-1, 1]) {
      const x = 640 + sideways * 150 * scale + (sideways < 0 ? -760 * scale : 0);
      pews += box(x, y - 92 * scale, 760 * scale, 16 * scale) + box(x, y - 60 * scale, 760 * scale, 64 * scale);
    }
  }
  let candles = "";
  for (const x of [470, 500, 780, 810])
    candles +=
      fill(box(x, groundY - 176, 6, 60), palette.at(0.3)) +
      gradients.glow(x + 3, groundY - 182, 80, warm(stage, 0.08), 0.8) +
      fill(disc(x + 3, groundY - 182, 3, 6), "#fff6da");
  return {
    far: "",
    mid: glass + wall + stroke(leads, palette.at(depth + 0.3), 4) + fill(shafts, gradients.linear([[0, light, palette.lit ? 0.14 : 0.3], [1, light, 0]], 0, 60, 0, groundY + 60)), // prettier-ignore
    main:
      fill(box(world.left, groundY - 80, worldWidth, 700), gradients.linear([[0, palette.at(depth + 0.06)], [1, palette.at(0.94)]], 0, groundY - 80, 0, frameHeight)) + // prettier-ignore
      fill(box(560, groundY - 116, 160, 60), hex(mix(palette.light, palette.ink, 0.3))) +
      fill(box(634, groundY - 220, 12, 90) + box(608, groundY - 194, 64, 12), warm(stage, -0.1)) +
      candles +
      fill(pews, palette.at(0.86)) +
      fill(polygon([[600, groundY - 60], [680, groundY - 60], [820, world.bottom], [460, world.bottom]]), hex(mix([0.5, 0.13, 25], palette.ink, 0.4)), 0.8), // prettier-ignore
    near: fill(
      box(side > 0 ? 30 : frameWidth - 150, world.top, 120, 1300) + box(side > 0 ? 10 : frameWidth - 170, world.top, 160, 90),
      palette.at(1),
    ),
  };
}

export function churchyard(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY, side } = stage;
  const x = side > 0 ? 700 : 240;
  const foot = groundY - 40;
  const tower =
    box(x, foot - 330, 110, 340) +
    polygon([[x - 8, foot - 326], [x + 55, foot - 500], [x + 118, foot - 326]]) + // prettier-ignore
    box(x + 106, foot - 170, 290, 180) +
    polygon([[x + 96, foot - 166], [x + 160, foot - 262], [x + 350, foot - 262], [x + 410, foot - 166]]); // prettier-ignore
  const panes = gothic(x + 38, foot - 290, 34, 76) + [0, 1, 2].map((index) => gothic(x + 150 + index * 78, foot - 142, 34, 84)).join("");
  let stones = "";
  for (let index = 0; index < 17; index++) {
    const near = random.next();
    const at = random.range(world.left, world.right);
    const size = 24 + near * 44;
    const y = groundY - 26 + near * 60;
    if (Math.abs(at - 640) < 240) continue;
    stones +=
      random.next() < 0.3
        ? box(at - size * 0.1, y - size * 1.3, size * 0.2, size * 1.4) + box(at - size * 0.4, y - size, size * 0.8, size * 0.2)
        : `M${num(at - size * 0.4)},${num(y)}v${num(-size * 0.7)}q${num(size * 0.4)},${num(-size * 0.5)} ${num(size * 0.8)},0v${num(size * 0.7)}Z`;
  }
  const nearX = side > 0 ? 60 : frameWidth - 60;
  return {
    far: hills(stage, horizon - 30, 60, 420, 0.22) + haze(stage, horizon, 80, 0.45),
    mid:
      fill(tower, fade(stage, 0.46, foot - 500, foot, 0.16)) +
      fill(panes, windowLight(stage), palette.lit ? 0.95 : 0.4) +
      stroke(`M${x + 55},${num(foot - 530)}v40M${x + 43},${num(foot - 516)}h24`, palette.at(0.5), 4) +
      haze(stage, foot, 60, 0.35),
    main:
      ground(stage, groundY - 36, 0.52, 10, 18) +
      fill(stones, shade(stage, 0.66, 0)) +
      fill(grass(stage, world.left, world.right, groundY - 26, 28, 110), palette.at(0.56)),
    near:
      fill(branch(stage, nearX, 150, 330, side, 14) + branch(stage, nearX, 300, 240, side, 10), palette.at(1)) +
      fill(trunk(nearX, frameHeight + 60, 110, world.top - 20, 9), palette.at(1)) +
      fill(nearHump(stage, frameHeight + 4, 30, 220, 520), palette.at(1)),
  };
}
