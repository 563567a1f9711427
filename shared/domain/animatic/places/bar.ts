// The bar: a wall of bottles behind a counter, three lamps, stools.
import { hex, mix } from "../colour.ts";
import { box, fill } from "../paths.ts";
import { backdrop, warm, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { bottle, pendant } from "./rooms.ts";

export function bar(stage: Stage): StageSet {
  const { palette, random, gradients, ground } = stage;
  const depth = 0.56;
  let boards = "";
  let dark = "";
  let amber = "";
  for (let row = 0; row < 3; row++) {
    const y = 150 + row * 84;
    boards += box(200, y, 880, 7);
    for (let x = 216; x < 1060; x += random.range(22, 40)) {
      const one = bottle(x, y, random.range(40, 66));
      if (random.next() < 0.3) amber += one;
      else dark += one;
    }
  }
  let stools = "";
  for (const x of [190, 480, 770, 1060])
    stools +=
      box(x - 44, ground - 116, 88, 14) +
      box(x - 5, ground - 104, 10, 110) +
      box(x - 34, ground - 6, 68, 9) +
      box(x - 24, ground - 50, 48, 5);
  const backLight = gradients.radial(
    [
      [0, warm(stage, -0.08)],
      [0.6, warm(stage, -0.3)],
      [1, palette.at(depth + 0.1)],
    ],
    640,
    250,
    560,
  );
  const counter = gradients.linear(
    [
      [0, palette.at(0.74)],
      [1, palette.at(0.98)],
    ],
    0,
    ground - 186,
    0,
    ground,
  );
  const nearX = stage.side > 0 ? 110 : 1110;
  const glass = `M${nearX + 90},${frameHeight - 40}l-12,-110h84l-12,110Z`;
  return {
    far: "",
    mid:
      backdrop(palette.at(depth + 0.1)) +
      fill(box(184, 40, 912, 300), backLight) +
      fill(dark, palette.at(0.9), 0.92) +
      fill(amber, hex(mix([0.5, 0.12, 40], palette.ink, 0.25))) +
      fill(boards, palette.at(1)) +
      fill(box(164, 0, 20, ground - 100) + box(1096, 0, 20, ground - 100), palette.at(0.95)),
    main:
      fill(box(world.left, ground - 60, worldWidth, 700), palette.at(0.95)) +
      fill(box(world.left, ground - 206, worldWidth, 20), hex(mix([0.52, 0.09, 50], palette.ink, 0.45))) +
      fill(box(world.left, ground - 186, worldWidth, 190), counter) +
      fill(stools, palette.at(1)) +
      [300, 640, 980].map((x) => pendant(stage, x, 128, 0.9, 0.6)).join(""),
    near:
      fill(box(world.left, frameHeight - 44, worldWidth, 300) + bottle(nearX, frameHeight - 40, 330), palette.at(1)) +
      fill(glass, palette.at(1)),
  };
}
