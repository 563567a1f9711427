// What a thing in an insert lies on: a table, a stone, sand, grass or a wooden rail, by the place.
import { hex } from "./colour.ts";
import type { PlaceName } from "./cues.ts";
import { noise } from "./noise.ts";
import { box, disc, fill, num, smooth, stroke, type Point } from "./paths.ts";
import { shade, worldWidth, type Stage } from "./stage.ts";
import { frameHeight, world } from "./types.ts";

/** Where the surface begins, in frame pixels. */
export const surfaceY = 450;

type Material = "wood" | "stone" | "sand" | "grass" | "rail";

const outside: Partial<Record<PlaceName, Material>> = {
  beach: "sand",
  desert: "sand",
  gallery: "rail",
  openSea: "rail",
  harbour: "rail",
  river: "grass",
  garden: "grass",
  park: "grass",
  forest: "grass",
  valley: "grass",
  country: "grass",
  mountains: "grass",
  village: "wood",
};
const inside: Partial<Record<PlaceName, Material>> = { cave: "stone", church: "stone", castle: "stone" };

export function surface(stage: Stage, place: PlaceName): string {
  const { palette, gradients, random } = stage;
  const exterior = stage.setting === "exterior";
  const material = (exterior ? outside[place] : inside[place]) ?? (exterior ? "stone" : "wood");
  const depth = exterior ? 0.4 : palette.lit ? 0.52 : 0.5;
  const top = gradients.linear(
    [
      [0, palette.at(depth)],
      [0.12, palette.at(depth + 0.08)],
      [1, palette.at(Math.min(1, depth + 0.42))],
    ],
    0,
    surfaceY,
    0,
    frameHeight,
  );
  const rim = shade(stage, Math.max(0, depth - 0.2), 0.05);
  const dark = palette.at(Math.min(1, depth + 0.34));
  if (material === "wood" || material === "rail") {
    const edge = material === "rail" ? 612 : world.bottom;
    // boards run away from us and close up with distance
    let joints = "";
    for (let board = -6; board <= 6; board++) joints += `M${num(640 + board * 190)},${surfaceY}L${num(640 + board * 430)},${edge}`;
    const grain = Array.from({ length: 9 }, (_, line) => {
      const y = surfaceY + 8 + line * line * 3.4;
      return `M${world.left},${num(y)}q500,${num(5 * noise(line, 3))} 1000,0t1000,0`;
    }).join("");
    return (
      fill(box(world.left, surfaceY, worldWidth, edge - surfaceY), top) +
      stroke(material === "rail" ? grain : joints, dark, 2, 0.4) +
      fill(box(world.left, surfaceY, worldWidth, 4), rim, 0.8) +
      (material === "rail"
        ? fill(box(world.left, edge, worldWidth, world.bottom - edge), palette.at(0.96)) +
          fill(box(world.left, edge, worldWidth, 5), rim, 0.5)
        : "")
    );
  }
  const line: Point[] = [];
  const rough = material === "stone" ? 12 : 6;
  for (let x: number = world.left; x <= world.right; x += 50) line.push([x, surfaceY + rough * noise(x / 130, 7)]);
  const land = smooth([...line, [world.right, world.bottom], [world.left, world.bottom]], true, 0.08);
  let marks = "";
  for (let index = 0; index < 46; index++) {
    const near = random.next();
    const [x, y] = [random.range(world.left, world.right), surfaceY + 14 + near * (frameHeight - surfaceY)];
    if (material === "grass") {
      const tall = 16 + near * 54;
      marks += `M${num(x - 4)},${num(y)}q${num(2 + 10 * noise(index, 5))},${num(-tall * 0.6)} ${num(14 * noise(index, 9))},${num(-tall)}q4,${num(tall * 0.5)} 6,${num(tall)}Z`;
    } else if (material === "stone") {
      marks += `M${num(x)},${num(y)}l${num(30 + 60 * near)},${num(-4 - 8 * near)}l${num(20 + 30 * near)},${num(8 + 8 * near)}l-4,3l${num(-18 - 30 * near)},${num(-8 - 6 * near)}Z`;
    } else marks += index % 4 ? disc(x, y, 2 + 4 * near, 1 + 1.6 * near) : `M${num(x)},${num(y)}q60,-7 120,0q-60,4 -120,0Z`;
  }
  return fill(land, top) + stroke(smooth(line, false), rim, 3, 0.6) + fill(marks, dark, material === "grass" ? 0.75 : 0.42);
}

/** Light on the surface, and the shadow of what stands there: soft, away from the light, darkest at the foot. */
export function pool(stage: Stage, x: number, y: number, reach: number, glows: boolean): string {
  const { palette, gradients, side } = stage;
  const colour = glows ? hex(palette.warm) : hex(palette.light);
  const light = `<g transform="translate(${num(x)},${num(y)}) scale(1,.28)">${gradients.glow(0, 0, glows ? 720 : 600, colour, glows ? 0.8 : 0.42)}</g>`;
  const ink = hex(palette.ink);
  const soft = gradients.radialInBox([
    [0, ink, 0.6],
    [0.55, ink, 0.34],
    [1, ink, 0],
  ]);
  const ellipse = (dx: number, rx: number, ry: number): string =>
    `<ellipse cx="${num(x + dx)}" cy="${num(y)}" rx="${num(rx)}" ry="${num(ry)}" fill="${soft}"/>`;
  // what gives light has its shadow only under itself
  return (
    light +
    (glows
      ? ellipse(0, reach * 0.75, reach * 0.13)
      : ellipse(-side * reach * 0.42, reach * 1.3, reach * 0.19) + ellipse(0, reach, reach * 0.12))
  );
}
