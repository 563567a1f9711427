// Rooms to learn in: classroom and library.
import { hex, mix } from "../colour.ts";
import { box, fill, num, stroke } from "../paths.ts";
import { shade, warm, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { edgeShape } from "./land.ts";
import { pendant, room, shelf } from "./rooms.ts";

export function classroom(stage: Stage): StageSet {
  const { palette, ground: groundY, side } = stage;
  const windowX = side > 0 ? 900 : -60;
  const walls = room(stage, [{ x: windowX, y: 70, width: 440, height: 270, columns: 4, rows: 2 }]);
  const { depth } = walls;
  const boardX = side > 0 ? 180 : 500;
  const slateColour = hex(mix([0.36, 0.05, 165], palette.ink, palette.figureInk * 0.7));
  const chalk = stroke(
    `M${boardX + 50},140q40,-26 80,0t80,0M${boardX + 50},186h210M${boardX + 50},214h150M${boardX + 400},150l70,90h-140ZM${boardX + 500},200q30,-50 60,0t60,0`,
    hex(palette.light),
    3.4,
    0.6,
  );
  let desks = "";
  for (const [y, scale] of [
    [groundY - 56, 0.8],
    [groundY + 30, 1.15],
  ] as const) {
    for (let x = world.left + (scale < 1 ? 40 : 130); x < world.right; x += 290 * scale) {
      desks +=
        box(x, y - 84 * scale, 170 * scale, 12 * scale) +
        box(x + 12 * scale, y - 74 * scale, 9 * scale, 76 * scale) +
        box(x + 150 * scale, y - 74 * scale, 9 * scale, 76 * scale);
      desks +=
        box(x + 190 * scale, y - 96 * scale, 10 * scale, 96 * scale) +
        box(x + 150 * scale, y - 46 * scale, 50 * scale, 9 * scale) +
        box(x + 152 * scale, y - 46 * scale, 8 * scale, 46 * scale);
    }
  }
  return {
    far: walls.far,
    mid:
      walls.wall +
      fill(box(boardX - 14, 96, 668, 208), palette.at(depth + 0.34)) +
      fill(box(boardX, 108, 640, 184), slateColour) +
      chalk +
      fill(box(boardX - 14, 302, 668, 10), palette.at(depth + 0.2)),
    main:
      walls.floor +
      fill(desks, palette.at(depth + 0.3)) +
      pendant(stage, 330, 60, 0.8, palette.lit ? 0.6 : 0.15) +
      pendant(stage, 950, 60, 0.8, palette.lit ? 0.6 : 0.15),
    near:
      fill(box(world.left, frameHeight - 54, worldWidth, 300), palette.at(1)) + fill(edgeShape(side > 0 ? -1 : 1, 50, 7, 0), palette.at(1)),
  };
}

export function library(stage: Stage): StageSet {
  const { palette, gradients, ground: groundY, side } = stage;
  const windowX = side > 0 ? 560 : 520;
  const walls = room(stage, [{ x: windowX, y: 50, width: 200, height: 330, columns: 2, rows: 4 }]);
  const { depth } = walls;
  const lampX = 640 - side * 60;
  const tableY = groundY - 70;
  const green = hex(mix([0.52, 0.11, 160], palette.ink, 0.25));
  return {
    far: walls.far,
    mid: walls.wall + shelf(stage, -140, 40, 600, 5, 92, depth + 0.12) + shelf(stage, 820, 40, 620, 5, 92, depth + 0.12),
    main:
      walls.floor +
      fill(box(260, tableY, 760, 18) + box(300, tableY + 16, 24, 150) + box(956, tableY + 16, 24, 150), palette.at(depth + 0.32)) +
      fill(box(lampX - 4, tableY - 66, 8, 66) + box(lampX - 26, tableY - 6, 52, 7), palette.at(0.9)) +
      gradients.glow(lampX, tableY - 54, palette.lit ? 330 : 120, warm(stage), palette.lit ? 0.85 : 0.4) +
      fill(`M${num(lampX - 56)},${num(tableY - 58)}Q${num(lampX)},${num(tableY - 100)} ${num(lampX + 56)},${num(tableY - 58)}Z`, green) +
      fill(box(760, tableY - 16, 96, 16) + box(770, tableY - 30, 84, 14), shade(stage, depth, -0.05, 0.03)),
    near: shelf(stage, side > 0 ? -330 : 1160, frameHeight - 360, 450, 4, 150, 0.94),
  };
}
