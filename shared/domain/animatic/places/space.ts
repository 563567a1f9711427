// Space: the bridge of a ship, a planet behind its window.
import { hex, mix } from "../colour.ts";
import { box, disc, fill, fillWithHoles, num, polygon, stroke } from "../paths.ts";
import { backdrop, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";

function starfield(stage: Stage): string {
  const { palette, random, gradients } = stage;
  let stars = "";
  for (let index = 0; index < 150; index++)
    stars += disc(random.range(world.left, world.right), random.range(world.top, world.bottom), 0.6 + 1.9 * random.next() ** 4);
  const black = gradients.linear(
    [
      [0, "#05070f"],
      [1, hex(mix(palette.top, [0.1, 0.03, 270], 0.5))],
    ],
    0,
    world.top,
    0,
    frameHeight,
  );
  return backdrop(black) + fill(stars, hex(palette.light), 0.8);
}

function planet(stage: Stage, x: number, y: number, radius: number): string {
  const { palette, gradients, side } = stage;
  const paint = gradients.radial(
    [
      [0, hex(palette.horizon)],
      [0.5, hex(palette.middle)],
      [1, hex(mix(palette.top, palette.ink, 0.5))],
    ],
    x + side * radius * 0.52,
    y - radius * 0.52,
    radius * 1.8,
  );
  const ring = `M${num(x - radius * 1.57)},${num(y + radius * 0.43)}Q${num(x)},${num(y + radius * 0.14)} ${num(x + radius * 1.57)},${num(y - radius * 0.38)}`;
  return (
    gradients.glow(x, y, radius * 2, hex(palette.horizon), 0.4) +
    fill(disc(x, y, radius), paint) +
    stroke(ring, hex(palette.horizon), radius * 0.033, 0.5)
  );
}

export function shipBridge(stage: Stage): StageSet {
  const { palette, random, gradients, ground } = stage;
  const port = `M120,330Q130,80 380,70H900Q1150,80 1160,330Q1140,440 1000,${num(ground - 150)}H280Q140,440 120,330Z`;
  let lights = "";
  for (let index = 0; index < 90; index++) {
    lights += box(random.range(world.left, world.right), ground - 118 + 14 * random.int(0, 5), random.pick([5, 5, 12, 26]), 4);
  }
  let panels = "";
  for (let index = 0; index < 9; index++) {
    const x = world.left + index * 230;
    panels += polygon([
      [x, ground - 150],
      [x + 220, ground - 150],
      [x + 236, ground - 40],
      [x - 14, ground - 40],
    ]);
  }
  const hull = gradients.linear(
    [
      [0, palette.at(0.8)],
      [0.5, palette.at(0.52)],
      [1, palette.at(0.84)],
    ],
    0,
    0,
    0,
    frameHeight,
  );
  const deck = gradients.linear(
    [
      [0, palette.at(0.5)],
      [1, palette.at(0.92)],
    ],
    0,
    ground - 60,
    0,
    frameHeight,
  );
  const aisle = polygon([
    [560, ground - 40],
    [720, ground - 40],
    [960, world.bottom],
    [320, world.bottom],
  ]);
  const frame =
    polygon([
      [world.left, world.top],
      [150, world.top],
      [70, 300],
      [110, frameHeight - 90],
      [330, world.bottom],
      [world.left, world.bottom],
    ]) +
    polygon([
      [world.right, world.top],
      [frameWidth - 150, world.top],
      [frameWidth - 70, 300],
      [frameWidth - 110, frameHeight - 90],
      [frameWidth - 330, world.bottom],
      [world.right, world.bottom],
    ]);
  return {
    sky: starfield(stage),
    far: planet(stage, 640 + stage.side * 230, 330, 210),
    mid:
      fillWithHoles(`M${world.left},${world.top}H${world.right}V${world.bottom}H${world.left}Z${port}`, hull) +
      stroke(port, palette.at(0.3), 12) +
      stroke(`M380,70L330,${num(ground - 150)}M900,70L950,${num(ground - 150)}`, palette.at(0.78), 13),
    main:
      fill(box(world.left, ground - 60, worldWidth, 700), deck) +
      fill(panels, palette.at(0.66)) +
      fill(box(world.left, ground - 156, worldWidth, 10), palette.at(0.36)) +
      fill(lights, hex([0.82, 0.12, 190]), 0.85) +
      gradients.glow(640, ground - 110, 620, hex([0.7, 0.1, 200]), 0.22) +
      fill(aisle, hex(palette.light), 0.07),
    near: fill(frame, palette.at(1)),
  };
}
