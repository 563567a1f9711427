// Places of work and passage: office and corridor.
import { hex, mix } from "../colour.ts";
import { box, fill, polygon, polyline, stroke, type Point } from "../paths.ts";
import { shade, warm, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { pottedPlant } from "./plants.ts";
import { pendant, room } from "./rooms.ts";

export function office(stage: Stage): StageSet {
  const { palette, gradients, ground } = stage;
  const walls = room(stage, [{ x: 120, y: 70, width: 1040, height: 290, columns: 4, rows: 1 }]);
  const { depth } = walls;
  let blinds = "";
  for (let slat = 0; slat < 15; slat++) blinds += box(120, 70 + slat * 12, 1040, 5);
  let desks = "";
  let screens = "";
  let glows = "";
  const screenLight = hex(mix(palette.light, palette.top, 0.4));
  for (const x of [-180, 250, 720, 1180]) {
    desks +=
      box(x, ground - 176, 300, 12) +
      box(x + 12, ground - 164, 10, 110) +
      box(x + 278, ground - 164, 10, 110) +
      box(x + 190, ground - 164, 84, 70);
    desks += box(x + 112, ground - 186, 12, 12) + box(x + 56, ground - 260, 126, 78);
    screens += box(x + 60, ground - 256, 118, 70);
    if (palette.lit) glows += gradients.glow(x + 118, ground - 220, 170, screenLight, 0.3);
  }
  const plantX = stage.side > 0 ? 90 : 1190;
  const foreground = box(world.left, frameHeight - 70, worldWidth, 400);
  const plant = pottedPlant(plantX, frameHeight - 60, 330);
  return {
    far: walls.far,
    mid: walls.wall + fill(blinds, palette.at(depth + 0.3), 0.75),
    main:
      walls.floor +
      fill(desks, palette.at(depth + 0.3)) +
      fill(screens, screenLight, palette.lit ? 0.9 : 0.4) +
      glows +
      pendant(stage, 470, 90, 0.8, 0.4) +
      pendant(stage, 900, 90, 0.8, 0.4),
    near: fill(plant.leaves, palette.at(1)) + fill(plant.pot + foreground, palette.at(0.98)),
  };
}

/** One-point perspective; the light waits at the end. */
export function corridor(stage: Stage): StageSet {
  const { palette, gradients } = stage;
  const vanish: Point = [640 + stage.lean * 200, stage.horizon - 30];
  const depth = palette.lit ? 0.54 : 0.42;
  const end = 0.13;
  const at = (x: number, y: number, near: number): Point => [vanish[0] + (x - vanish[0]) * near, vanish[1] + (y - vanish[1]) * near];
  const [top, bottom] = [world.top - 60, world.bottom + 80];
  const surface = (x1: number, y1: number, x2: number, y2: number): string =>
    polygon([at(x1, y1, 1), at(x2, y2, 1), at(x2, y2, end), at(x1, y1, end)]);
  const lightFromTheEnd = (tone: number): string =>
    gradients.radial(
      [
        [0, shade(stage, tone - 0.3, 0.1)],
        [0.3, palette.at(tone)],
        [1, palette.at(Math.min(1, tone + 0.3))],
      ],
      vanish[0],
      vanish[1],
      760,
    );
  let doors = "";
  let lamps = "";
  let arches = "";
  for (const near of [0.19, 0.27, 0.4, 0.62, 1]) {
    for (const x of [world.left, world.right]) {
      doors += polygon([at(x, vanish[1] - 290, near), at(x, vanish[1] - 290, near * 0.8), at(x, bottom, near * 0.8), at(x, bottom, near)]);
    }
    const [left, right] = [vanish[0] - 130, vanish[0] + 130];
    lamps += polygon([at(left, top, near * 0.95), at(right, top, near * 0.95), at(right, top, near * 0.78), at(left, top, near * 0.78)]);
    const arch = polyline([
      at(world.left, world.bottom, near),
      at(world.left, top, near),
      at(world.right, top, near),
      at(world.right, world.bottom, near),
    ]);
    arches += stroke(arch, palette.at(depth + 0.2), 8 * near + 1, 0.8);
  }
  const [endLeft, endTop] = at(world.left, top, end);
  const [endRight, endBottom] = at(world.right, bottom, end);
  const light = hex(palette.light);
  const floor = gradients.linear(
    [
      [0, hex(mix(palette.light, palette.middle, 0.25))],
      [0.2, palette.at(depth)],
      [1, palette.at(Math.min(1, depth + 0.34))],
    ],
    0,
    endBottom,
    0,
    frameHeight,
  );
  const reflection = gradients.linear(
    [
      [0, light, 0.6],
      [1, light, 0],
    ],
    0,
    endBottom,
    0,
    frameHeight + 40,
  );
  const path = polygon([
    at(vanish[0] - 160, bottom, end),
    at(vanish[0] + 160, bottom, end),
    at(vanish[0] + 200, bottom, 1),
    at(vanish[0] - 200, bottom, 1),
  ]);
  const doorway =
    stage.side > 0
      ? box(world.left, world.top, 130 - world.left, world.bottom - world.top) + box(130, world.top, 26, world.bottom - world.top)
      : box(frameWidth - 130, world.top, world.right, world.bottom - world.top) +
        box(frameWidth - 156, world.top, 26, world.bottom - world.top);
  return {
    far: fill(box(endLeft, endTop, endRight - endLeft, endBottom - endTop), light),
    mid:
      fill(surface(world.left, top, world.right, top), lightFromTheEnd(depth + 0.1)) +
      fill(surface(world.left, top, world.left, bottom), lightFromTheEnd(depth)) +
      fill(surface(world.right, top, world.right, bottom), lightFromTheEnd(depth + 0.06)) +
      fill(doors, palette.at(depth + 0.22)) +
      arches +
      fill(lamps, palette.lit ? warm(stage, 0.1) : light, 0.85) +
      gradients.glow(vanish[0], vanish[1] + 10, 300, light, 0.75),
    main: fill(surface(world.left, bottom, world.right, bottom), floor) + fill(path, reflection),
    near: fill(doorway, palette.at(1)),
  };
}
