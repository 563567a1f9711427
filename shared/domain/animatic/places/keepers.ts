// Close to the lighthouse: the gallery high over the sea, and its steps at the foot of the tower.
import { hex, mix } from "../colour.ts";
import { box, disc, fill, num, polygon, stroke } from "../paths.ts";
import { fade, haze, noiseSeed, shade, warm, windowLight, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";
import { edgeShape, ground, landBelow, ridge } from "./land.ts";
import { grass } from "./plants.ts";
import { sea } from "./water.ts";

/** A stone or plaster wall that is round: light on one side. */
function roundWall(stage: Stage, left: number, right: number, top: number, bottom: number): string {
  const { palette, side } = stage;
  const lit = shade(stage, 0.14, palette.lit ? -0.08 : 0);
  const dark = palette.at(palette.lit ? 0.62 : 0.46);
  const paint = stage.gradients.linear(
    [
      [0, side < 0 ? lit : dark],
      [0.45, palette.at(palette.lit ? 0.4 : 0.24)],
      [1, side < 0 ? dark : lit],
    ],
    left,
    0,
    right,
    0,
  );
  return fill(box(left, top, right - left, bottom - top), paint);
}

export function lighthouseGallery(stage: Stage): StageSet {
  const { palette, gradients, horizon, ground: groundY, side } = stage;
  const towerX = 640 + side * 420;
  const [left, right] = [towerX - 210, towerX + 210];
  const light = warm(stage, 0.1);
  const lampY = 150;
  let panes = "";
  for (let index = 0; index < 5; index++) panes += box(left + 16 + index * 78, 20, 66, 236);
  const beam = gradients.linear(
    [
      [0, light, palette.lit ? 0.66 : 0.3],
      [1, light, 0],
    ],
    towerX,
    0,
    towerX - side * 1300,
    0,
  );
  const rays = polygon([
    [towerX, lampY - 20],
    [towerX - side * 1500, lampY - 210],
    [towerX - side * 1500, lampY + 120],
    [towerX, lampY + 20],
  ]);
  let posts = "";
  for (let x = world.left; x < world.right; x += 92) posts += box(x, groundY - 116, 6, 130);
  const deck = gradients.linear(
    [
      [0, palette.at(0.56)],
      [1, palette.at(0.9)],
    ],
    0,
    groundY - 10,
    0,
    frameHeight,
  );
  return {
    far: sea(stage, horizon, frameHeight + 60) + haze(stage, horizon, 60, 0.5),
    mid:
      fill(rays, beam) +
      roundWall(stage, left, right, 270, groundY + 10) +
      fill(box(left - 26, 256, right - left + 52, 18), palette.at(0.86)) +
      fill(box(left, world.top, right - left, 240 - world.top), palette.at(0.8)) +
      fill(panes, palette.lit ? warm(stage, 0.04) : shade(stage, 0.12, 0), 0.9) +
      gradients.glow(towerX, lampY, palette.lit ? 420 : 160, light, 0.8) +
      fill(box(towerX - 46, groundY - 190, 92, 200), palette.at(0.78)) +
      fill(disc(towerX + 26, groundY - 90, 5), light),
    main:
      stroke(`M${world.left},${num(groundY - 114)}H${world.right}M${world.left},${num(groundY - 66)}H${world.right}`, palette.at(0.72), 5) +
      fill(posts, palette.at(0.76)) +
      fill(box(world.left, groundY - 12, worldWidth, 700), deck),
    near:
      stroke(`M${world.left},${frameHeight - 74}H${world.right}`, palette.at(1), 15) +
      fill([...Array(6).keys()].map((index) => box(40 + index * 240, frameHeight - 74, 13, 200)).join(""), palette.at(1)),
  };
}

export function steps(stage: Stage): StageSet {
  const { palette, gradients, horizon, ground: groundY, side, landmarks, random } = stage;
  const atSea = landmarks.has("lighthouse") || landmarks.has("beach") || landmarks.has("harbour");
  const doorX = 640 + side * 250;
  const wall = landmarks.has("lighthouse")
    ? roundWall(stage, doorX - 240, doorX + 240, world.top, groundY)
    : fill(box(doorX - 420, world.top, 840, groundY - world.top), fade(stage, palette.lit ? 0.5 : 0.32, 0, groundY, 0.12));
  const door =
    fill(`M${num(doorX - 74)},${num(groundY - 96)}V${num(groundY - 290)}q74,-66 148,0V${num(groundY - 96)}Z`, palette.at(0.72)) +
    fill(
      `M${num(doorX - 60)},${num(groundY - 96)}V${num(groundY - 282)}q60,-54 120,0V${num(groundY - 96)}Z`,
      hex(mix([0.5, 0.13, 28], palette.ink, palette.figureInk * 0.75)),
    ) +
    fill(disc(doorX + 40, groundY - 186, 6), warm(stage));
  const flight = [0, 1, 2, 3].map((step) => {
    const y = groundY - 96 + step * 32;
    const half = 170 + step * 70;
    const paint = gradients.linear(
      [
        [0, palette.at(0.26 + step * 0.06)],
        [1, palette.at(0.48 + step * 0.06)],
      ],
      0,
      y,
      0,
      y + 34,
    );
    return fill(box(doorX - half, y, half * 2, 34), paint) + fill(box(doorX - half, y, half * 2, 5), shade(stage, 0.14, 0), 0.7);
  });
  const lampX = doorX - side * 150;
  const lamp =
    fill(box(lampX - 3, groundY - 300, 6, 26) + box(lampX - 11, groundY - 276, 22, 30), palette.at(0.86)) +
    fill(box(lampX - 7, groundY - 272, 14, 22), windowLight(stage));
  const [grassLeft, grassRight] = side > 0 ? [world.left, 420] : [860, world.right];
  return {
    far: atSea ? sea(stage, horizon, groundY + 40) + haze(stage, horizon, 50, 0.45) : fill(landBelow(ridge(horizon - 6, 60, 300, noiseSeed(random), { octaves: 3 })), fade(stage, 0.24, horizon - 90, horizon + 30, 0.14)) + haze(stage, horizon + 20, 90, 0.4), // prettier-ignore
    mid: wall + door + lamp + (palette.lit ? gradients.glow(lampX, groundY - 262, 190, warm(stage), 0.7) : ""),
    main: ground(stage, groundY - 20, 0.5, 8, 16) + flight.join(""),
    near:
      fill(edgeShape(side > 0 ? -1 : 1, 8, 5, 26), palette.at(1)) +
      fill(grass(stage, grassLeft, grassRight, frameHeight + 8, 120, 60), palette.at(1)),
  };
}
