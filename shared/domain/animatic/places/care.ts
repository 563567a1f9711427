// The hospital: a bed with its rail, a curtain, a monitor, a window.
import { hex, mix } from "../colour.ts";
import { box, fill, num, stroke } from "../paths.ts";
import { shade, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameWidth, world } from "../types.ts";
import { curtain, room } from "./rooms.ts";

export function hospital(stage: Stage): StageSet {
  const { palette, gradients, ground: groundY, side } = stage;
  const windowX = side > 0 ? 760 : 220;
  const walls = room(stage, [{ x: windowX, y: 80, width: 300, height: 250, columns: 2, rows: 1 }]);
  const { depth } = walls;
  const bedX = side > 0 ? 90 : 660;
  const y = (offset: number): string => num(groundY + offset);
  const rail = `M${bedX + 4},${y(-186)}h44M${bedX + 4},${y(-186)}V${y(-10)}M${bedX + 500},${y(-150)}V${y(-10)}M${bedX + 180},${y(-142)}h200M${bedX + 180},${y(-142)}v46M${bedX + 246},${y(-142)}v46M${bedX + 312},${y(-142)}v46M${bedX + 380},${y(-142)}v46`;
  const monitorX = bedX + (side > 0 ? 40 : 480);
  const glow = hex([0.84, 0.14, 160]);
  return {
    far: walls.far,
    mid:
      walls.wall +
      fill(box(world.left, walls.base - 170, worldWidth, 16), shade(stage, depth + 0.1, 0, 0.03)) +
      curtain(stage, windowX - 70, 62, 420, depth + 0.1) +
      fill(box(monitorX - 62, 150, 124, 90), palette.at(0.92)) +
      fill(box(monitorX - 54, 158, 108, 74), hex(mix(palette.ink, [0.3, 0.05, 200], 0.4))) +
      stroke(`M${monitorX - 50},200h26l8,-22l10,40l10,-26l6,8h40M${monitorX - 50},222h100`, glow, 3) +
      gradients.glow(monitorX, 194, 170, glow, 0.3) +
      fill(box(monitorX - 4, 240, 8, walls.base - 240), palette.at(depth + 0.3)),
    main:
      walls.floor +
      fill(`M${bedX + 10},${y(-60)}V${y(-104)}q10,-18 40,-18H${bedX + 480}q24,2 24,24v38Z`, shade(stage, Math.max(0, depth - 0.24), 0.04)) +
      fill(`M${bedX + 20},${y(-118)}q0,-40 46,-40t60,12q20,12 6,34Z`, shade(stage, Math.max(0, depth - 0.3), 0.06)) +
      fill(
        `M${bedX + 160},${y(-122)}q120,-30 330,2v54q-180,14 -330,-6Z`,
        hex(mix(mix([0.74, 0.06, 215], palette.horizon, 0.2), palette.ink, palette.figureInk * 0.6)),
      ) +
      fill(
        box(bedX + 10, groundY - 62, 494, 12) + box(bedX + 30, groundY - 50, 9, 52) + box(bedX + 470, groundY - 50, 9, 52),
        palette.at(depth + 0.34),
      ) +
      stroke(rail, shade(stage, depth, 0.16), 6),
    near:
      fill(side > 0 ? box(frameWidth - 70, world.top, 500, 1300) : box(world.left, world.top, 70 - world.left, 1300), palette.at(1)) +
      curtain(stage, side > 0 ? frameWidth - 190 : 70, 120, world.bottom, 0.94),
  };
}
