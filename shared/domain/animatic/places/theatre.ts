// The stage of a theatre or cinema: curtains, a spot of light, heads of the audience in front.
import { hex, mix } from "../colour.ts";
import { box, disc, fill, num, polygon } from "../paths.ts";
import { backdrop, worldWidth, type Stage, type StageSet } from "../stage.ts";
import { frameHeight, world } from "../types.ts";

export function theatre(stage: Stage): StageSet {
  const { palette, gradients, random, ground: groundY, side } = stage;
  const velvet = mix([0.46, 0.17, 22], palette.ink, 0.3);
  const paint = gradients.linear(
    [
      [0, hex(mix(velvet, palette.ink, 0.55))],
      [1, hex(velvet)],
    ],
    0,
    0,
    0,
    groundY,
  );
  let folds = "";
  for (let x = world.left; x < world.right; x += 46) folds += `M${x},${world.top}h17q5,400 -2,${num(groundY - 40 - world.top)}h-15Z`;
  const spotX = 640 - side * 90;
  const light = hex(mix(palette.warm, palette.light, 0.6));
  const beam = polygon([
    [640 + side * 330, -120],
    [640 + side * 370, -120],
    [spotX + 240, groundY + 26],
    [spotX - 240, groundY + 26],
  ]);
  const wing = (from: number, sign: number): string =>
    `M${from},${world.top}H${num(from + sign * 300)}Q${num(from + sign * 230)},340 ${num(from + sign * 90)},400Q${num(from + sign * 150)},560 ${num(from + sign * 120)},${num(groundY)}H${from}Z`;
  let heads = "";
  for (let index = 0; index < 15; index++) {
    const x = world.left + 40 + index * 138 + random.range(-16, 16);
    const y = frameHeight - 26 + random.range(-12, 16);
    heads +=
      disc(x, y, 32, 38) +
      `M${num(x - 66)},${world.bottom}Q${num(x - 66)},${num(y + 34)} ${num(x)},${num(y + 30)}Q${num(x + 66)},${num(y + 34)} ${num(x + 66)},${world.bottom}Z`;
  }
  return {
    far: "",
    mid: backdrop(paint) + fill(folds, palette.at(0.98), 0.32) + fill(beam, gradients.linear([[0, light, 0.5], [1, light, 0.12]], 0, -100, 0, groundY)), // prettier-ignore
    main:
      fill(box(world.left, groundY - 34, worldWidth, 700), gradients.linear([[0, hex(mix([0.5, 0.08, 55], palette.ink, 0.3))], [1, palette.at(0.98)]], 0, groundY - 34, 0, frameHeight + 20)) + // prettier-ignore
      `<ellipse cx="${num(spotX)}" cy="${num(groundY + 18)}" rx="270" ry="34" fill="${light}" fill-opacity=".4"/>` +
      fill(wing(world.left, 1) + wing(world.right, -1), hex(mix(velvet, palette.ink, 0.35))) +
      fill(`M${world.left},${world.top}H${world.right}V40${"q-125,90 -250,0".repeat(8)}Z`, hex(mix(velvet, palette.ink, 0.2))),
    near: fill(heads, palette.at(1)),
  };
}
