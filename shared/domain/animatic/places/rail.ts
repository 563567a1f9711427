// The railway: a train in the land, and the inside of a carriage with the land passing by.
import { hex, mix } from "../colour.ts";
import { box, fill, num } from "../paths.ts";
import { windowLight, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { lampPost } from "./buildings.ts";
import { ground, landBelow, ridge } from "./land.ts";
import { pine } from "./plants.ts";
import { room } from "./rooms.ts";
import { village } from "./village.ts";

export function trainOutside(stage: Stage): StageSet {
  const { palette, gradients, ground: groundY } = stage;
  let cars = "";
  let panes = "";
  for (let index = 0; index < 4; index++) {
    const x = world.left + index * 500;
    cars += `M${x + 6},${num(groundY - 60)}V${num(groundY - 236)}q0,-26 26,-26H${x + 464}q26,0 26,26V${num(groundY - 60)}Z`;
    for (let pane = 0; pane < 5; pane++) panes += box(x + 40 + pane * 88, groundY - 220, 62, 66);
  }
  const paint = gradients.linear(
    [
      [0, palette.at(0.5)],
      [1, palette.at(0.82)],
    ],
    0,
    groundY - 260,
    0,
    groundY - 60,
  );
  return {
    ...village(stage),
    main: fill(cars, paint) + fill(panes, windowLight(stage), 0.85) + ground(stage, groundY - 64, 0.7, 0, 10),
    near: lampPost(stage, stage.side > 0 ? 130 : 1150, frameHeight + 100, 560, 12),
    moving: [],
  };
}

export function carriage(stage: Stage): StageSet {
  const { palette, gradients, random, ground: groundY, horizon, heading } = stage;
  const panes = [-330, 30, 390, 750, 1110, 1470].map((x) => ({ x, y: 110, width: 316, height: 250, columns: 1, rows: 1 }));
  let pines = "";
  for (let index = 0; index < 8; index++) pines += pine(world.left + index * 260 + 60, horizon + 70, 120 + 40 * (index % 3), index);
  const far =
    fill(landBelow(ridge(horizon - 10, 80, 380, 5, { octaves: 3 })), palette.at(0.24)) +
    fill(landBelow(ridge(horizon + 40, 40, 170, 15)), palette.at(0.4)) +
    fill(pines, palette.at(0.5));
  const walls = room(stage, panes, { base: groundY - 60, far });
  const { depth } = walls;
  let seats = "";
  for (let index = -1; index < 5; index++) {
    const x = index * 360 + 330;
    seats += `M${x - 16},${num(groundY + 10)}V${num(groundY - 236)}q0,-30 26,-30t26,30V${num(groundY - 96)}h84q16,0 16,16v26h-30v64Z`;
  }
  let luggage = "";
  for (let index = 0; index < 9; index++)
    luggage += box(world.left + index * 230 + random.range(0, 60), 44 - random.range(0, 20), random.range(70, 140), 60);
  const seatPaint = gradients.linear(
    [
      [0, hex(mix([0.5, 0.15, 22], palette.ink, palette.figureInk * 0.7))],
      [1, hex(mix([0.4, 0.13, 18], palette.ink, palette.figureInk + 0.14))],
    ],
    0,
    groundY - 260,
    0,
    groundY,
  );
  const seatBack =
    stage.side > 0
      ? `M${world.left},${world.bottom}V330Q${world.left},250 40,250Q150,250 160,350L190,${world.bottom}Z`
      : `M${world.right},${world.bottom}V330Q${world.right},250 1240,250Q1130,250 1120,350L1090,${world.bottom}Z`;
  return {
    far: walls.far,
    mid: walls.wall + fill(luggage, palette.at(depth + 0.32)) + fill(box(world.left, 84, worldWidth, 8), palette.at(depth + 0.3)),
    main: fill(box(world.left, groundY - 60, worldWidth, 700), palette.at(depth + 0.3)) + fill(seats, seatPaint),
    near: fill(seatBack, palette.at(1)),
    farDrift: { x: heading * -9, y: 0 },
  };
}
