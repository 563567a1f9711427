// Rooms of a house: kitchen and bedroom.
import { box, fill, num } from "../paths.ts";
import { shade, warm, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { edgeShape } from "./land.ts";
import { pottedPlant } from "./plants.ts";
import { bottle, chair, curtain, pendant, room, table } from "./rooms.ts";

export function kitchen(stage: Stage): StageSet {
  const { palette, random, ground } = stage;
  const windowX = stage.side > 0 ? 760 : 250;
  const cupboardX = stage.side > 0 ? 60 : 830;
  const base = ground - 96;
  let cupboards = "";
  let doors = "";
  let jars = "";
  for (let index = 0; index < 7; index++) doors += box(world.left + 20 + index * 290, base - 118, 262, 116);
  for (let index = 0; index < 4; index++) cupboards += box(cupboardX + index * 100, 60, 92, 150);
  for (let index = 0; index < 6; index++) jars += bottle(cupboardX + 20 + index * 62, base - 142, random.range(22, 46) * 1.3);
  const walls = room(stage, [{ x: windowX, y: 96, width: 270, height: 230 }]);
  const { depth } = walls;
  const kettle = `M${windowX + 190},${num(base - 142)}v-34q4,-26 34,-26t34,26v34ZM${windowX + 258},${num(base - 176)}l26,-16 4,8 -28,22Z`;
  const potX = stage.side > 0 ? 150 : 1130;
  const plant = pottedPlant(potX, frameHeight + 60, 300);
  return {
    drawn: ["kettle", "table"],
    far: walls.far,
    mid:
      walls.wall +
      fill(cupboards, palette.at(depth + 0.14)) +
      fill(box(cupboardX - 6, 210, 404, 8), palette.at(depth + 0.3)) +
      fill(jars, palette.at(depth + 0.34)) +
      fill(box(world.left, base - 142, worldWidth, 22), palette.at(depth + 0.05)) +
      fill(box(world.left, base - 120, worldWidth, 130), palette.at(depth + 0.22)) +
      fill(doors, palette.at(depth + 0.17)) +
      fill(kettle, palette.at(depth + 0.38)),
    main:
      walls.floor +
      table(stage, 640, ground + 20, 520, 132, Math.min(0.9, depth + 0.3)) +
      chair(stage, 340, ground + 26, 200, 1, depth + 0.34) +
      pendant(stage, 640, 176, 1.1, palette.lit ? 0.75 : 0.28),
    near:
      fill(edgeShape(stage.side > 0 ? -1 : 1, 74, 3, 6), palette.at(1)) +
      fill(plant.leaves, palette.at(1)) +
      fill(plant.pot, palette.at(0.96)),
  };
}

export function bedroom(stage: Stage): StageSet {
  const { palette, gradients, ground } = stage;
  const windowX = stage.side > 0 ? 690 : 270;
  const walls = room(stage, [{ x: windowX, y: 80, width: 320, height: 310, columns: 2, rows: 3 }]);
  const { depth } = walls;
  const bedX = stage.side > 0 ? 60 : 700;
  const lampX = stage.side > 0 ? bedX - 40 : bedX + 590;
  const mattress = gradients.linear(
    [
      [0, shade(stage, depth, 0.14)],
      [1, palette.at(depth + 0.2)],
    ],
    0,
    ground - 130,
    0,
    ground,
  );
  const y = (offset: number): string => num(ground + offset);
  const bed =
    fill(box(bedX, ground - 220, 26, 230) + box(bedX + 500, ground - 130, 20, 140), palette.at(depth + 0.4)) +
    fill(`M${bedX + 20},${y(-20)}V${y(-104)}q6,-26 40,-26H${bedX + 470}q36,2 38,40v70Z`, mattress) +
    fill(`M${bedX + 32},${y(-118)}q-4,-44 44,-44t70,8q24,12 10,40Z`, shade(stage, depth, 0.2)) +
    fill(`M${bedX + 190},${y(-124)}q80,26 170,6t148,14v70q-160,26 -318,-4Z`, shade(stage, depth, 0.02));
  const lampShade = `M${lampX - 30},${y(-150)}l12,-46h38l12,46Z`;
  const bedside =
    fill(box(lampX - 40, ground - 110, 84, 120), palette.at(depth + 0.36)) +
    fill(`M${lampX - 4},${y(-110)}v-44h10v44Z${lampShade}`, palette.at(depth + 0.42)) +
    (palette.lit ? gradients.glow(lampX + 1, ground - 168, 300, warm(stage), 0.85) + fill(lampShade, warm(stage, 0.08)) : "");
  const edge = stage.side > 0 ? -1 : 1;
  return {
    drawn: ["lamp"],
    far: walls.far,
    mid:
      walls.wall +
      curtain(stage, windowX - 84, 74, 470, depth + 0.12) +
      curtain(stage, windowX + 330, 74, 470, depth + 0.12) +
      fill(box(bedX + 90, 130, 120, 150), palette.at(depth + 0.3)) +
      fill(box(bedX + 100, 140, 100, 130), palette.at(Math.max(0, depth - 0.16))),
    main: walls.floor + bed + bedside,
    near: fill(edgeShape(edge, 66, 3, 5), palette.at(1)) + fill(edgeShape(edge, 96, 3, 4), palette.at(0.96), 0.5),
  };
}
