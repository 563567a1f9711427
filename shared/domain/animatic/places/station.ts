// The station: a platform with its clock and lamp, the waiting room with its stove, the engine itself.
import { hex, mix } from "../colour.ts";
import { box, disc, fill, num, polygon, stroke } from "../paths.ts";
import { fade, haze, noiseSeed, shade, warm, windowLight, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, frameWidth, world } from "../types.ts";
import { lampPost, smoke } from "./buildings.ts";
import { hills, landBelow } from "./land.ts";
import { peakLine, shadedFaces, snowCaps } from "./peaks.ts";
import { pine } from "./plants.ts";
import { pendant, room } from "./rooms.ts";

/** A clock face with hands at five to twelve. */
function clockFace(stage: Stage, x: number, y: number, radius: number): string {
  const { palette } = stage;
  return (
    fill(disc(x, y, radius * 1.16), palette.at(0.9)) +
    fill(disc(x, y, radius), palette.lit ? hex(mix(palette.warm, palette.light, 0.6)) : hex(palette.light)) +
    stroke(
      `M${num(x)},${num(y)}L${num(x)},${num(y - radius * 0.52)}M${num(x)},${num(y)}L${num(x - radius * 0.38)},${num(y - radius * 0.66)}`,
      hex(palette.ink),
      radius * 0.11,
    )
  );
}

/** A steam engine with its tender, facing `direction`; (x, y) is the rail under its middle, `length` its pixels. */
export function steamEngine(stage: Stage, x: number, y: number, length: number, direction: number): string {
  const { palette, gradients } = stage;
  const wheels = [-0.36, -0.24, -0.04, 0.1, 0.24].map((at) => disc(at * 100, -8, at < -0.2 ? 6 : 8.5)).join("");
  const body =
    "M-48,-10V-36H-26V-14H-20V-44H-2V-34H34Q38,-34 38,-30V-14H44L48,-6H-48Z" + box(20, -46, 7, 14) + polygon([[17, -46], [30, -46], [28, -50], [19, -50]]) + box(6, -40, 7, 8); // prettier-ignore
  const drawn =
    fill(body, palette.at(0.9)) +
    fill(box(-17, -40, 11, 10), windowLight(stage)) +
    fill(wheels, hex(palette.ink)) +
    stroke("M-4,-8H24", palette.at(0.5), 1.6) +
    fill(disc(40, -25, 3.6), warm(stage, 0.12)) +
    gradients.glow(40, -25, 34, warm(stage, 0.1), palette.lit ? 0.95 : 0.5);
  return `<g transform="translate(${num(x)},${num(y)}) scale(${num((direction * length) / 100)},${num(length / 100)})">${drawn}</g>`;
}

export function platform(stage: Stage): StageSet {
  const { palette, random, gradients, horizon, ground: groundY, side } = stage;
  const snow = stage.weather === "snow" || (stage.landmarks.has("mountains") && palette.night);
  const seed = noiseSeed(random);
  const peaks = peakLine(horizon + 20, 230, 330, seed);
  let wood = "";
  for (let index = 0; index < 34; index++)
    wood += pine(random.range(world.left, world.right), groundY - 66 + random.range(-8, 10), random.range(60, 150), noiseSeed(random), 5);
  const houseX = side > 0 ? 760 : 60;
  const foot = groundY - 36;
  const roof = polygon([[houseX - 40, foot - 210], [houseX + 90, foot - 318], [houseX + 380, foot - 318], [houseX + 500, foot - 210]]); // prettier-ignore
  const canopy = polygon([[houseX - 70, foot - 172], [houseX + 530, foot - 172], [houseX + 500, foot - 204], [houseX - 40, foot - 204]]); // prettier-ignore
  let panes = "";
  for (const offset of [40, 150, 330, 410]) panes += box(houseX + offset, foot - 140, 52, 74);
  const posts = [-40, 110, 350, 496].map((offset) => box(houseX + offset, foot - 172, 7, 180)).join("");
  const white = shade(stage, 0.06, palette.lit ? -0.04 : 0.02);
  const lampX = 640 - side * 350;
  const clockX = 640 - side * 60;
  const deck = gradients.linear(
    [
      [0, snow ? white : palette.at(0.4)],
      [1, snow ? palette.at(0.42) : palette.at(0.82)],
    ],
    0,
    foot,
    0,
    frameHeight,
  );
  const train = stage.props.has("train");
  const engineY = groundY - 44;
  const rails = box(world.left, groundY - 46, worldWidth, 4) + box(world.left, groundY - 54, worldWidth, 3);
  const engineX = 640 - side * 330;
  return {
    far:
      fill(landBelow(peaks), fade(stage, 0.3, horizon - 240, horizon + 40, 0.26)) +
      fill(shadedFaces(peaks, side, horizon + 20, seed), fade(stage, 0.46, horizon - 210, horizon - 30, 0.46), 0.45) +
      fill(snowCaps(peaks, horizon + 20, 230), hex(mix(palette.light, palette.middle, 0.2)), 0.8) +
      haze(stage, horizon + 20, 120, 0.5),
    mid:
      hills(stage, groundY - 90, 30, 300, 0.4) +
      fill(wood, fade(stage, 0.52, groundY - 190, groundY - 50, 0.14)) +
      haze(stage, groundY - 40, 90, 0.35),
    main:
      fill(box(world.left, groundY - 56, worldWidth, 30), palette.at(0.6)) +
      fill(rails, palette.at(0.86)) +
      (train ? steamEngine(stage, engineX, engineY, 430, side) + haze(stage, groundY - 30, 30, 0.2) : "") +
      fill(box(houseX, foot - 212, 460, 220), fade(stage, 0.6, foot - 220, foot, 0.08)) +
      fill(roof, snow ? white : palette.at(0.78)) +
      fill(panes + box(houseX + 230, foot - 150, 66, 150), windowLight(stage), 0.95) +
      fill(canopy, snow ? shade(stage, 0.2, 0) : palette.at(0.8)) +
      fill(posts, palette.at(0.86)) +
      fill(box(world.left, foot, worldWidth, 700), deck) +
      stroke(`M${world.left},${num(foot + 22)}H${world.right}`, hex(mix(palette.warm, palette.light, 0.4)), 4, 0.5) +
      lampPost(stage, lampX, groundY + 6, 270, 6) +
      gradients.glow(lampX, groundY - 276, palette.lit ? 320 : 120, warm(stage, 0.04), palette.lit ? 0.95 : 0.4) +
      fill(box(clockX - 3, foot - 190, 6, 190), palette.at(0.86)) +
      clockFace(stage, clockX, foot - 212, 26),
    near: fill(
      box(world.left, frameHeight - 34, worldWidth, 300) + box(side > 0 ? 60 : frameWidth - 100, world.top, 40, 1200),
      snow ? palette.at(0.92) : palette.at(1),
    ),
    moving: train
      ? [smoke(stage, engineX + side * 100, engineY - 204, 190, "main")]
      : [smoke(stage, houseX + 330, foot - 318, 150, "main")],
    drawn: ["train", "clock", "lamp", "lantern"],
  };
}

export function waitingRoom(stage: Stage): StageSet {
  const { palette, gradients, ground: groundY, side } = stage;
  const windowX = side > 0 ? 800 : 240;
  const walls = room(stage, [{ x: windowX, y: 120, width: 230, height: 230, columns: 2, rows: 2 }], {
    far: hills(stage, stage.horizon - 40, 120, 300, 0.3),
  });
  const { depth } = walls;
  const stoveX = 640 - side * 60;
  const base = groundY - 40;
  const stove =
    fill(
      box(stoveX - 11, world.top, 22, base - 130 - world.top) +
        box(stoveX - 62, base - 140, 124, 126) +
        box(stoveX - 74, base - 152, 148, 14) +
        box(stoveX - 52, base - 16, 14, 30) +
        box(stoveX + 38, base - 16, 14, 30),
      palette.at(0.94),
    ) +
    fill(box(stoveX - 40, base - 104, 80, 56), hex([0.72, 0.17, 50])) +
    fill(box(stoveX - 28, base - 88, 56, 34), warm(stage, 0.06)) +
    gradients.glow(stoveX, base - 74, 380, hex([0.78, 0.15, 58]), 0.85);
  let timetables = "";
  let lines = "";
  const boardX = side > 0 ? 150 : 900;
  for (let column = 0; column < 2; column++) {
    timetables += box(boardX + column * 130, 110, 112, 190);
    for (let row = 0; row < 11; row++) lines += box(boardX + 12 + column * 130, 136 + row * 14, 58 + ((row * 31 + column * 17) % 30), 4);
  }
  const benches = [world.left + 120, 60, 900, 1260].map(
    (x) =>
      box(x, groundY - 84, 250, 14) +
      box(x, groundY - 150, 250, 40) +
      box(x + 14, groundY - 80, 12, 84) +
      box(x + 224, groundY - 80, 12, 84),
  );
  return {
    far: walls.far,
    mid:
      walls.wall +
      fill(box(world.left, walls.base - 150, worldWidth, 150), palette.at(depth + 0.14)) +
      fill(timetables, shade(stage, Math.max(0, depth - 0.24), 0)) +
      fill(lines, palette.at(depth + 0.3)) +
      clockFace(stage, boardX + (side > 0 ? 360 : -110), 170, 34),
    main:
      walls.floor +
      fill(benches.join(""), palette.at(depth + 0.32)) +
      stove +
      pendant(stage, 640 + side * 250, 130, 0.9, palette.lit ? 0.6 : 0.2),
    near:
      fill(box(world.left, frameHeight - 60, worldWidth, 300), palette.at(1)) +
      fill(box(side > 0 ? 30 : 1200, frameHeight - 230, 50, 400) + box(side > 0 ? -200 : 1100, frameHeight - 230, 420, 40), palette.at(1)),
    drawn: ["clock", "stove", "lamp"],
  };
}
