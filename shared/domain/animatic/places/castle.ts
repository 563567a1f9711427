// The castle: courtyard with towers outside, a hall with banners and a fire inside.
import { hex, mix } from "../colour.ts";
import { box, fill, num, polygon } from "../paths.ts";
import { fade, haze, shade, warm, windowLight, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { ground, hills } from "./land.ts";
import { room } from "./rooms.ts";

function battlements(x: number, y: number, width: number, size: number): string {
  let teeth = "";
  for (let at = 0; at < width - size * 0.4; at += size * 1.7) teeth += box(x + at, y - size, size, size + 2);
  return teeth;
}

export function castleCourtyard(stage: Stage): StageSet {
  const { palette, horizon, ground: groundY, side } = stage;
  const foot = groundY - 36;
  const tower = (x: number, width: number, height: number): string =>
    box(x, foot - height, width, height + 20) +
    box(x - 10, foot - height - 4, width + 20, 22) +
    battlements(x - 10, foot - height - 2, width + 20, 17);
  const keepX = side > 0 ? 730 : 330;
  const roof = polygon([[keepX + 40, foot - 384], [keepX + 105, foot - 500], [keepX + 170, foot - 384]]); // prettier-ignore
  const slits =
    [keepX + 60, keepX + 130].map((x) => box(x, foot - 330, 12, 44) + box(x, foot - 220, 12, 44)).join("") +
    box(keepX - 220, foot - 190, 10, 36) +
    box(keepX + 330, foot - 190, 10, 36);
  const gate = `M${num(keepX + 50)},${num(foot)}V${num(foot - 120)}q55,-66 110,0V${num(foot)}Z`;
  const bannerX = keepX + 105;
  const cloth = hex(mix([0.52, 0.17, 25], palette.ink, palette.figureInk * 0.7));
  const nearX = side > 0 ? world.left : frameWidth - 190;
  return {
    far: hills(stage, horizon - 40, 80, 420, 0.2) + haze(stage, horizon, 80, 0.45),
    mid:
      fill(
        box(world.left, foot - 170, worldWidth, 190) + battlements(world.left, foot - 168, worldWidth, 22),
        fade(stage, 0.36, foot - 200, foot, 0.12),
      ) + fill(tower(-160, 150, 300) + tower(1270, 150, 300), fade(stage, 0.42, foot - 320, foot, 0.14)),
    main:
      fill(
        tower(keepX, 210, 384) + tower(keepX - 260, 120, 250) + tower(keepX + 290, 120, 250) + roof,
        fade(stage, 0.58, foot - 420, foot, 0.16),
      ) +
      fill(slits, windowLight(stage), palette.lit ? 0.95 : 0.5) +
      fill(gate, palette.at(0.92)) +
      fill(box(bannerX - 2, foot - 548, 4, 56), palette.at(0.8)) +
      fill(
        box(keepX + 26, foot - 340, 24, 96) +
          polygon([
            [keepX + 26, foot - 246],
            [keepX + 50, foot - 246],
            [keepX + 38, foot - 226],
          ]),
        cloth,
      ) + // prettier-ignore
      ground(stage, foot, 0.46, 4, 26),
    near: fill(
      box(nearX, world.top, side > 0 ? 190 - world.left : world.right - nearX, 1300) + battlements(nearX, 0, 10, 10),
      palette.at(1),
    ),
    moving: [
      {
        layer: "main",
        bounds: { left: bannerX - 70, right: bannerX + 74, top: foot - 560, bottom: foot - 500 },
        cycleFrames: 20,
        draw: (phase) => flag(bannerX, foot - 546, -side * 60, phase, cloth),
      },
    ],
  };
}

/** A flag that waves: two travelling bends, none at the pole. */
function flag(x: number, y: number, length: number, phase: number, paint: string): string {
  const bend = (along: number): number => 6 * along * Math.sin(2 * Math.PI * (along * 1.2 - phase));
  const row = [0, 0.25, 0.5, 0.75, 1].map((along): readonly [number, number] => [x + length * along, y + bend(along)]);
  return fill(polygon([...row, ...row.toReversed().map(([atX, atY]): readonly [number, number] => [atX, atY + 26])]), paint);
}

export function greatHall(stage: Stage): StageSet {
  const { palette, gradients, ground: groundY, side } = stage;
  const holes = [150, 470, 790, 1110, -170].map((x) => ({ x, y: 40, width: 90, height: 220, columns: 1, rows: 3 }));
  const walls = room(stage, holes);
  const { depth } = walls;
  const fireX = 640 - side * 40;
  const base = walls.base;
  const cloth = hex(mix([0.5, 0.16, 25], palette.ink, palette.figureInk * 0.7));
  const gold = hex(mix([0.74, 0.12, 85], palette.ink, palette.figureInk * 0.6));
  const banners = [310, 950].map((x) => fill(box(x - 44, 60, 88, 210) + polygon([[x - 44, 268], [x + 44, 268], [x, 310]]), cloth) + fill(box(x - 44, 84, 88, 10) + polygon([[x, 140], [x + 22, 170], [x, 200], [x - 22, 170]]), gold)); // prettier-ignore
  return {
    far: walls.far,
    mid: walls.wall + banners.join(""),
    main:
      walls.floor +
      fill(box(fireX - 120, base - 170, 240, 190) + box(fireX - 140, base - 190, 280, 26), palette.at(depth + 0.3)) +
      fill(`M${num(fireX - 80)},${num(base + 10)}V${num(base - 100)}q80,-56 160,0V${num(base + 10)}Z`, palette.at(0.96)) +
      gradients.glow(fireX, base - 30, 420, hex([0.78, 0.16, 55]), 0.9) +
      fill(`M${num(fireX - 46)},${num(base + 6)}Q${num(fireX - 50)},${num(base - 40)} ${num(fireX - 18)},${num(base - 50)}Q${num(fireX - 14)},${num(base - 80)} ${num(fireX + 6)},${num(base - 96)}Q${num(fireX + 12)},${num(base - 56)} ${num(fireX + 30)},${num(base - 50)}Q${num(fireX + 52)},${num(base - 30)} ${num(fireX + 44)},${num(base + 6)}Z`, warm(stage, 0.06)) +
      fill(box(180, groundY - 74, 300, 16) + box(800, groundY - 74, 300, 16) + box(210, groundY - 60, 18, 80) + box(430, groundY - 60, 18, 80) + box(830, groundY - 60, 18, 80) + box(1050, groundY - 60, 18, 80), palette.at(depth + 0.36)) +
      fill(polygon([[580, base], [700, base], [860, world.bottom], [420, world.bottom]]), cloth, 0.75), // prettier-ignore
    near:
      fill(
        box(side > 0 ? 20 : frameWidth - 160, world.top, 140, 1300) + box(world.left, frameHeight - 24, worldWidth, 300),
        palette.at(1),
      ) + fill(box(side > 0 ? 0 : frameWidth - 180, frameHeight - 80, 180, 40), shade(stage, 0.94, 0)),
  };
}
