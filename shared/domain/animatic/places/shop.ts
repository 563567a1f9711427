// Places to buy: a shop with its counter, a market street under awnings.
import { hex, mix } from "../colour.ts";
import { box, disc, fill, num, polygon } from "../paths.ts";
import { fade, haze, warm, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { house } from "./buildings.ts";
import { ground } from "./land.ts";
import { pendant, room, shelf } from "./rooms.ts";

export function shop(stage: Stage): StageSet {
  const { palette, ground: groundY, side } = stage;
  const windowX = side > 0 ? 800 : 120;
  const walls = room(stage, [{ x: windowX, y: 90, width: 380, height: 270, columns: 3, rows: 1 }]);
  const { depth } = walls;
  const counterX = side > 0 ? world.left : 700;
  const shelfX = side > 0 ? 60 : 620;
  let jars = "";
  for (let index = 0; index < 5; index++)
    jars +=
      box(counterX + (side > 0 ? 420 : 40) + index * 56, groundY - 222, 36, 40) +
      box(counterX + (side > 0 ? 424 : 44) + index * 56, groundY - 230, 28, 9);
  return {
    far: walls.far,
    mid: walls.wall + shelf(stage, shelfX, 60, 600, 4, 84, depth + 0.1),
    main:
      walls.floor +
      fill(box(counterX, groundY - 182, 940, 20), palette.at(depth + 0.14)) +
      fill(box(counterX, groundY - 162, 940, 190), fade(stage, depth + 0.3, groundY - 170, groundY + 30, 0.06)) +
      fill(jars, hex(mix([0.64, 0.11, 60], palette.ink, palette.figureInk * 0.7))) +
      pendant(stage, 420, 100, 0.9, palette.lit ? 0.6 : 0.22) +
      pendant(stage, 880, 100, 0.9, palette.lit ? 0.6 : 0.22),
    near:
      fill(box(world.left, frameHeight - 40, worldWidth, 300), palette.at(1)) +
      fill(
        box(side > 0 ? 1110 : -20, frameHeight - 190, 200, 300) +
          [0, 1, 2, 3].map((index) => disc((side > 0 ? 1140 : 10) + index * 46, frameHeight - 196, 26)).join(""),
        palette.at(1),
      ),
  };
}

export function market(stage: Stage): StageSet {
  const { palette, random, horizon, ground: groundY, side } = stage;
  let town = "";
  for (let x = world.left; x < world.right;) {
    const width = random.range(110, 190);
    town += house(stage, x, groundY - 70, width, random.range(150, 250), random.range(0.28, 0.4), stage.weather === "snow");
    x += width * random.range(0.98, 1.1);
  }
  let stalls = "";
  const hues = [28, 85, 160, 250, 50];
  for (let index = 0; index < 6; index++) {
    const x = world.left + 40 + index * 350;
    const y = groundY - 40;
    const cloth = hex(mix([0.62, 0.13, hues[index % hues.length] ?? 28], palette.ink, palette.figureInk * 0.8));
    let stripes = "";
    for (let stripe = 0; stripe < 4; stripe++) stripes += polygon([[x + 16 + stripe * 62, y - 214], [x + 47 + stripe * 62, y - 214], [x + 36 + stripe * 66, y - 158], [x + 3 + stripe * 66, y - 158]]); // prettier-ignore
    let goods = "";
    for (let item = 0; item < 11; item++) goods += disc(x + 14 + item * 24, y - 84 - 5 * (item % 2), 12);
    stalls +=
      fill(box(x + 4, y - 170, 7, 176) + box(x + 259, y - 170, 7, 176), palette.at(0.8)) +
      fill(
        polygon([
          [x + 16, y - 214],
          [x + 254, y - 214],
          [x + 272, y - 158],
          [x - 2, y - 158],
        ]),
        cloth,
      ) + // prettier-ignore
      fill(stripes, hex(mix(palette.light, palette.ink, palette.figureInk * 0.5)), 0.75) +
      fill(goods, hex(mix([0.64, 0.15, hues[(index + 2) % hues.length] ?? 85], palette.ink, palette.figureInk * 0.7))) +
      fill(box(x - 2, y - 78, 276, 84), fade(stage, 0.7, y - 80, y, 0.1)) +
      (palette.lit ? stage.gradients.glow(x + 134, y - 130, 150, warm(stage), 0.7) : "");
  }
  const nearX = side > 0 ? world.left : 880;
  const awning = polygon([[nearX, world.top], [nearX + 760, world.top], [nearX + 720, 74], [nearX - 40, 74]]); // prettier-ignore
  let scallops = "";
  for (let index = 0; index < 9; index++) scallops += `M${num(nearX - 40 + index * 84)},72q42,44 84,0Z`;
  return {
    far: haze(stage, horizon, 100, 0.4),
    mid: town + haze(stage, groundY - 40, 110, 0.45),
    main: ground(stage, groundY - 46, 0.42, 3, 26) + stalls,
    near: fill(awning + scallops, palette.at(0.98)),
  };
}
