// The village: houses on a slope, a church, a lane, a fence in front.
import { hex, mix } from "../colour.ts";
import { box, fill, polygon } from "../paths.ts";
import { fade, haze, windowLight, type MovingPart, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { fence, house, smoke } from "./buildings.ts";
import { ground, hills } from "./land.ts";

/** A church tower with its nave; x is its left edge. */
function churchInTheDistance(stage: Stage, x: number, y: number): string {
  const spire = polygon([
    [x - 5, y - 128],
    [x + 23, y - 236],
    [x + 51, y - 128],
  ]);
  const nave = polygon([
    [x + 34, y - 38],
    [x + 100, y - 90],
    [x + 166, y - 38],
  ]);
  const cross = box(x + 21, y - 262, 3.5, 28) + box(x + 14, y - 253, 17, 3.5);
  return (
    fill(box(x, y - 130, 46, 170) + spire + cross + box(x + 40, y - 40, 120, 80) + nave, fade(stage, 0.42, y - 240, y + 30, 0.18)) +
    fill(box(x + 17, y - 100, 12, 26), windowLight(stage))
  );
}

export function village(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY } = stage;
  const snow = stage.weather === "snow";
  let back = "";
  for (let x = world.left + 40; x < world.right;) {
    const width = random.range(70, 130);
    back += house(stage, x, horizon + 34 - 26 * Math.sin(x / 260), width, random.range(44, 66), 0.34, snow);
    x += width * random.range(1.05, 1.6);
  }
  let front = "";
  const moving: MovingPart[] = [];
  for (const [x, width] of [
    [-250, 330],
    [980, 350],
    [1380, 260],
    [110, 150],
  ] as const) {
    const height = width * 0.46;
    const foot = groundY - (width < 200 ? 40 : 18);
    front += house(stage, x, foot, width, height, width < 200 ? 0.5 : 0.62, snow);
    if (moving.length < 2) moving.push(smoke(stage, x + width * 0.74, foot - height * 1.5, 150, "mid"));
  }
  const lane = polygon([
    [600, groundY - 30],
    [680, groundY - 30],
    [900, world.bottom],
    [260, world.bottom],
  ]);
  return {
    far: hills(stage, horizon - 70, 90, 420, 0.2) + hills(stage, horizon - 10, 50, 300, 0.28) + haze(stage, horizon, 80, 0.4),
    mid: churchInTheDistance(stage, stage.side > 0 ? 430 : 840, horizon) + back + haze(stage, horizon + 50, 70, 0.3),
    main: front + ground(stage, groundY - 26, snow ? 0.26 : 0.62, 8, 18) + fill(lane, hex(mix(palette.horizon, palette.middle, 0.5)), 0.26),
    near: fence(stage, stage.side > 0 ? world.left : 800, 16, frameHeight - 112),
    moving,
  };
}
