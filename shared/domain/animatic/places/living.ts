// Living room, attic and workshop: rooms that say nothing wrong when the story says only "inside".
import { hex, mix } from "../colour.ts";
import { box, disc, fill, fillWithHoles, num, polygon, stroke } from "../paths.ts";
import { shade, warm, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { edgeShape } from "./land.ts";
import { pottedPlant } from "./plants.ts";
import { curtain, pendant, room, shelf, viewOfHills } from "./rooms.ts";

/** A standing lamp with its light. */
function floorLamp(stage: Stage, x: number, y: number): string {
  const { palette, gradients } = stage;
  const shadeShape = polygon([[x - 30, y - 232], [x + 30, y - 232], [x + 48, y - 170], [x - 48, y - 170]]); // prettier-ignore
  return (
    fill(box(x - 3, y - 180, 6, 180) + box(x - 34, y - 8, 68, 9), palette.at(0.86)) +
    gradients.glow(x, y - 190, palette.lit ? 360 : 120, warm(stage), palette.lit ? 0.85 : 0.3) +
    fill(shadeShape, palette.lit ? warm(stage, 0.04) : shade(stage, 0.24, 0.02, 0.02))
  );
}

export function livingRoom(stage: Stage): StageSet {
  const { palette, ground: groundY, side } = stage;
  const windowX = side > 0 ? 720 : 260;
  const walls = room(stage, [{ x: windowX, y: 90, width: 300, height: 260, columns: 2, rows: 2 }], { far: viewOfHills(stage) });
  const { depth } = walls;
  const sofaX = side > 0 ? 110 : 760;
  const y = (offset: number): string => num(groundY + offset);
  const sofa = `M${sofaX},${y(-10)}V${y(-86)}q2,-26 28,-26q22,0 24,22v-60q2,-26 30,-26h240q28,0 30,26v60q2,-22 24,-22q26,0 28,26v76Z`;
  const cloth = hex(mix([0.54, 0.09, [30, 160, 250, 60][Math.floor(stage.taste * 4)] ?? 30], palette.ink, palette.figureInk * 0.9));
  const shelfX = side > 0 ? -90 : 1020;
  const plant = pottedPlant(side > 0 ? 110 : 1170, frameHeight + 40, 360);
  return {
    far: walls.far,
    mid:
      walls.wall +
      curtain(stage, windowX - 76, 70, 420, depth + 0.12) +
      curtain(stage, windowX + 306, 70, 420, depth + 0.12) +
      fill(box(sofaX + 110, 130, 130, 100), palette.at(depth + 0.3)) +
      fill(box(sofaX + 120, 140, 110, 80), shade(stage, Math.max(0, depth - 0.2), 0)) +
      shelf(stage, shelfX, 150, 190, 3, 84, depth + 0.14),
    main:
      walls.floor +
      `<ellipse cx="640" cy="${num(groundY + 34)}" rx="470" ry="46" fill="${hex(mix([0.52, 0.1, 28], palette.ink, 0.35))}" fill-opacity=".55"/>` +
      fill(sofa, cloth) +
      fill(`M${sofaX + 56},${y(-92)}h286v40h-286Z`, shade(stage, depth, 0.04, 0.02), 0.5) +
      floorLamp(stage, sofaX + (side > 0 ? 470 : -70), groundY - 6),
    near:
      fill(edgeShape(side > 0 ? -1 : 1, 60, 6, 4), palette.at(1)) + fill(plant.leaves, palette.at(1)) + fill(plant.pot, palette.at(0.97)),
  };
}

export function attic(stage: Stage): StageSet {
  const { palette, gradients, ground: groundY, side } = stage;
  const depth = palette.lit ? 0.54 : 0.46;
  const windowX = 640 + side * 60;
  const hole = disc(windowX, 236, 92);
  const light = hex(palette.light);
  const slopes = polygon([[world.left, 470], [420, world.top], [world.left, world.top]]) + polygon([[world.right, 470], [860, world.top], [world.right, world.top]]); // prettier-ignore
  const shaft = polygon([[windowX - 84, 190], [windowX + 84, 190], [windowX + 150 - side * 330, groundY + 60], [windowX - 190 - side * 330, groundY + 60]]); // prettier-ignore
  const crate = (x: number, size: number, tone: number): string =>
    fill(box(x, groundY + 4 - size, size * 1.25, size), palette.at(tone)) +
    stroke(
      `M${num(x)},${num(groundY + 4 - size * 0.66)}h${num(size * 1.25)}M${num(x)},${num(groundY + 4 - size * 0.33)}h${num(size * 1.25)}`,
      palette.at(1),
      2.4,
      0.5,
    );
  return {
    far: viewOfHills(stage),
    mid:
      fillWithHoles(`M${world.left},${world.top}H${world.right}V${num(groundY - 70)}H${world.left}Z${hole}`, gradients.radial([[0, shade(stage, depth, 0.08)], [0.5, palette.at(depth)], [1, palette.at(depth + 0.24)]], windowX, 236, 860)) + // prettier-ignore
      stroke(`${hole}M${windowX},144v184M${windowX - 92},236h184`, palette.at(depth + 0.3), 8) +
      fill(slopes, palette.at(depth + 0.18)) +
      stroke(`M${world.left},480L430,${world.top}M${world.right},480L850,${world.top}`, palette.at(depth + 0.36), 16) +
      fill(shaft, gradients.linear([[0, light, palette.lit ? 0.2 : 0.42], [1, light, 0]], 0, 170, 0, groundY + 60)), // prettier-ignore
    main:
      fill(box(world.left, groundY - 70, worldWidth, 700), gradients.linear([[0, palette.at(depth + 0.1)], [1, palette.at(0.95)]], 0, groundY - 70, 0, frameHeight)) + // prettier-ignore
      crate(side > 0 ? 30 : 1060, 150, depth + 0.28) +
      crate(side > 0 ? 170 : 950, 90, depth + 0.2) +
      crate(side > 0 ? 1010 : 110, 120, depth + 0.24) +
      fill(
        box(side > 0 ? 1150 : -20, groundY - 190, 130, 196) + disc(side > 0 ? 1215 : 45, groundY - 214, 44, 30),
        palette.at(depth + 0.34),
      ),
    near: fill(polygon(side > 0 ? [[world.left, world.top], [250, world.top], [world.left, 420]] : [[world.right, world.top], [1030, world.top], [world.right, 420]]), palette.at(1)) + fill(box(world.left, frameHeight - 30, worldWidth, 300), palette.at(1)), // prettier-ignore
  };
}

export function workshop(stage: Stage): StageSet {
  const { palette, gradients, ground: groundY, side } = stage;
  const windowX = side > 0 ? 700 : 320;
  const walls = room(stage, [{ x: windowX, y: 100, width: 260, height: 190, columns: 3, rows: 2 }], { far: viewOfHills(stage) });
  const { depth } = walls;
  let tools = "";
  const boardX = side > 0 ? 130 : 760;
  for (let index = 0; index < 9; index++) {
    const x = boardX + 30 + index * 44;
    tools += index % 3 === 0 ? box(x, 130, 7, 90) + box(x - 14, 122, 35, 18) : index % 3 === 1 ? disc(x, 150, 15) + box(x - 3, 150, 7, 80) : polygon([[x - 9, 226], [x + 9, 226], [x + 4, 128], [x - 4, 128]]); // prettier-ignore
  }
  const benchY = groundY - 150;
  return {
    far: walls.far,
    mid:
      walls.wall +
      fill(box(boardX, 104, 440, 150), palette.at(depth + 0.12)) +
      fill(tools, palette.at(depth + 0.36)) +
      shelf(stage, boardX + 20, 290, 400, 1, 70, depth + 0.14),
    main:
      walls.floor +
      fill(box(world.left, benchY, worldWidth, 22), palette.at(depth + 0.18)) +
      fill(
        box(world.left, benchY + 22, worldWidth, 12) + [-200, 160, 560, 960, 1340].map((x) => box(x, benchY + 30, 26, 170)).join(""),
        palette.at(depth + 0.34),
      ) +
      fill(
        box(260, benchY - 40, 70, 42) + box(930, benchY - 26, 130, 28) + box(700, benchY - 58, 30, 60) + box(690, benchY - 66, 50, 12),
        palette.at(depth + 0.4),
      ) +
      pendant(stage, 640 + side * 40, 150, 1, palette.lit ? 0.75 : 0.3) +
      gradients.glow(640 + side * 40, benchY, 300, warm(stage), palette.lit ? 0.3 : 0.05),
    near:
      fill(edgeShape(side > 0 ? -1 : 1, 70, 8, 6) + box(world.left, frameHeight - 36, worldWidth, 300), palette.at(1)) +
      fill(box(side > 0 ? frameWidth - 190 : 100, frameHeight - 130, 90, 200), palette.at(1)),
  };
}
