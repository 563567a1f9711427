// Ground and floors as a plan: boards, tiles, flagstones and carpets inside; roads, rails, crowns and water outside.
import { hex, mix } from "./colour.ts";
import { noise } from "./noise.ts";
import { box, disc, fill, num, smooth, stroke, type Point } from "./paths.ts";
import type { PlaceName } from "./cues.ts";
import { worldWidth, type Stage } from "./stage.ts";
import { world } from "./types.ts";

const besideWater: ReadonlySet<PlaceName> = new Set(["beach", "harbour", "lighthouse", "river", "openSea"]);
const wooded: ReadonlySet<PlaceName> = new Set(["forest", "park", "garden", "village", "home", "church", "castle"]);
const paved: ReadonlySet<PlaceName> = new Set(["city", "market", "bar", "office", "library", "hospital", "theatre", "country", "rooftop"]);
const tiled: ReadonlySet<PlaceName> = new Set(["kitchen", "hospital", "bar", "market", "corridor", "station", "school", "spaceship"]);
const stone: ReadonlySet<PlaceName> = new Set(["church", "castle", "cave", "lighthouse", "steps"]);

const carpetHues = [25, 250, 150, 320];

/** @param unit pixels of 100 cm: a wider shot shows more of the same ground. */
export function floorFromAbove(stage: Stage, place: PlaceName, depth: number, unit: number): string {
  const { palette, random, side } = stage;
  const line = palette.at(depth + 0.25);
  if (tiled.has(place)) return tiles(stage, depth, unit) + table(stage, 640 + side * 260, 190, unit, place !== "corridor");
  if (stone.has(place)) {
    let joints = "";
    for (let y: number = world.top, row = 0; y < world.bottom; y += unit * 0.7, row++) {
      joints += `M${world.left},${num(y)}h${worldWidth}`;
      for (let x = world.left + (row % 2) * unit * 0.5; x < world.right; x += unit * random.range(0.9, 1.3)) {
        joints += `M${num(x)},${num(y)}v${num(unit * 0.7)}`;
      }
    }
    return stroke(joints, line, 3, 0.5);
  }
  let boards = "";
  for (let y: number = world.top, row = 0; y < world.bottom; y += unit * 0.28, row++) {
    boards += `M${world.left},${num(y)}h${worldWidth}`;
    for (let x = world.left + random.range(0, 300); x < world.right; x += unit * 3.2) boards += `M${num(x)},${num(y)}v${num(unit * 0.28)}`;
  }
  const [width, height] = [unit * 3.3, unit * 2.1];
  const [left, top] = [640 - width / 2 + side * 40, 350 - height / 2];
  const cloth = hex(mix([0.5, 0.11, carpetHues[Math.floor(stage.taste * carpetHues.length)] ?? 25], palette.ink, palette.figureInk * 0.6));
  let fringe = "";
  for (let y = top + 4; y < top + height; y += 9) fringe += `M${num(left)},${num(y)}h-9M${num(left + width)},${num(y)}h9`;
  return (
    stroke(boards, line, 2, 0.6) +
    stroke(fringe, hex(palette.light), 2, 0.4) +
    fill(box(left, top, width, height), cloth) +
    stroke(
      box(left + 18, top + 18, width - 36, height - 36) + box(left + 30, top + 30, width - 60, height - 60),
      hex(palette.light),
      2.5,
      0.4,
    ) +
    table(stage, 640 - side * unit * 2.4, 520, unit, place !== "attic")
  );
}

function tiles(stage: Stage, depth: number, unit: number): string {
  const { palette } = stage;
  const size = unit * 0.5;
  let dark = "";
  for (let y: number = world.top, row = 0; y < world.bottom; y += size, row++) {
    for (let x = world.left + (row % 2) * size; x < world.right; x += size * 2) dark += box(x, y, size, size);
  }
  return fill(dark, palette.at(depth + 0.12), 0.6);
}

/** A laid table with its chairs. */
function table(stage: Stage, x: number, y: number, unit: number, there: boolean): string {
  if (!there) return "";
  const { palette, side } = stage;
  const [width, height] = [unit * 1.6, unit * 0.95];
  const top = palette.lit ? palette.at(0.72) : palette.at(0.5);
  const chair = (dx: number, dy: number): string => box(x + dx * unit - unit * 0.2, y + dy * unit - unit * 0.2, unit * 0.4, unit * 0.4);
  const plates = [-0.45, 0.45].map((dx) => disc(x + dx * unit, y, unit * 0.15)).join("");
  return (
    fill(box(x - width / 2 - side * unit * 0.16, y - height / 2 + unit * 0.1, width, height), hex(palette.ink), 0.3) +
    fill(chair(-0.42, -0.62) + chair(0.42, -0.62) + chair(-0.42, 0.62) + chair(0.42, 0.62), palette.at(0.9)) +
    fill(box(x - width / 2, y - height / 2, width, height), top) +
    stroke(box(x - width / 2 + 5, y - height / 2 + 5, width - 10, height - 10), palette.at(0.9), 1.6, 0.4) +
    fill(plates, hex(mix(palette.light, palette.middle, 0.3))) +
    stroke(plates, palette.at(0.8), 1.4, 0.4)
  );
}

/** @param unit pixels of 100 cm. */
export function groundFromAbove(stage: Stage, place: PlaceName, depth: number, seed: number, unit: number): string {
  const { palette, random } = stage;
  let marks = "";
  const count = Math.round(60 * Math.min(2.4, 100 / unit));
  for (let index = 0; index < count; index++) {
    const [x, y, width] = [random.range(world.left, world.right), random.range(world.top, world.bottom), random.range(0.1, 0.7) * unit];
    marks += `M${num(x)},${num(y)}q${num(width / 2)},-7 ${num(width)},0q${num(-width / 2)},6 ${num(-width)},0Z`;
  }
  const speckled = fill(marks, palette.at(depth + 0.22), 0.4);
  if (place === "station" || place === "train") return speckled + rails(stage, depth, unit);
  if (paved.has(place)) return road(stage, depth, unit);
  if (wooded.has(place)) return speckled + path(stage, depth, seed, unit) + crowns(stage, depth, unit);
  return water(stage, place, depth, seed, unit) + speckled;
}

/** The edge of water, or of another soil, with lines of foam. */
function water(stage: Stage, place: PlaceName, depth: number, seed: number, unit: number): string {
  const { palette, side } = stage;
  const wet = besideWater.has(place);
  let markup = "";
  for (let row = 0; row < 5; row++) {
    const line: Point[] = [];
    for (let y: number = world.top; y <= world.bottom; y += 40) {
      line.push([(side > 0 ? 250 : 1030) - side * row * unit * 0.64 + 70 * noise(y / 240, seed) + 30 * noise(y / 90, seed + row), y]);
    }
    const edge = side > 0 ? world.left : world.right;
    const paint = wet ? hex(mix(palette.middle, palette.ink, 0.42)) : palette.at(depth + 0.22);
    if (row === 0) markup += fill(smooth([...line, [edge, world.bottom], [edge, world.top]], true, 0.12), paint);
    markup += stroke(smooth(line, false), hex(palette.light), (4 - row * 0.6) * Math.min(1, unit / 80), 0.5 - row * 0.09);
  }
  return markup;
}

function rails(stage: Stage, depth: number, unit: number): string {
  const { palette, side } = stage;
  const x = 640 - side * 330;
  let sleepers = "";
  for (let y: number = world.top; y < world.bottom; y += unit * 0.42) sleepers += box(x - unit * 0.9, y, unit * 1.8, unit * 0.16);
  const edge = x + side * unit * 1.5;
  return (
    fill(box(Math.min(edge, side > 0 ? world.right : world.left), world.top, Math.abs(edge - (side > 0 ? world.right : world.left)), 1160), palette.at(depth - 0.06), 0.6) +
    fill(sleepers, palette.at(depth + 0.4)) +
    stroke(`M${num(x - unit * 0.6)},${world.top}V${world.bottom}M${num(x + unit * 0.6)},${world.top}V${world.bottom}`, hex(palette.light), unit * 0.07, 0.6) +
    stroke(`M${num(edge)},${world.top}V${world.bottom}`, hex(palette.light), unit * 0.1, 0.7)
  ); // prettier-ignore
}

function road(stage: Stage, depth: number, unit: number): string {
  const { palette, side } = stage;
  const kerb = 640 - side * unit * 1.9;
  const lane = kerb - side * unit * 3.2;
  let joints = "";
  const outer = side > 0 ? world.right : world.left;
  for (let x = kerb; side > 0 ? x < outer : x > outer; x += side * unit * 0.6) joints += `M${num(x)},${world.top}V${world.bottom}`;
  for (let y: number = world.top; y < world.bottom; y += unit * 0.6) joints += `M${num(kerb)},${num(y)}H${outer}`;
  let dashes = "";
  for (let y: number = world.top; y < world.bottom; y += unit * 1.7) dashes += box(lane - 3, y, 6, unit * 0.9);
  const inner = side > 0 ? world.left : world.right;
  return (
    fill(box(Math.min(kerb, inner), world.top, Math.abs(kerb - inner), 1160), palette.at(depth + 0.26)) +
    stroke(joints, palette.at(depth + 0.2), 2, 0.45) +
    stroke(`M${num(kerb)},${world.top}V${world.bottom}`, hex(palette.light), unit * 0.09, 0.5) +
    fill(dashes, hex(palette.light), 0.7)
  );
}

function path(stage: Stage, depth: number, seed: number, unit: number): string {
  const line: Point[] = [];
  for (let y: number = world.top; y <= world.bottom; y += 60) line.push([640 + stage.side * 90 + 110 * noise(y / 420, seed), y]);
  return stroke(smooth(line, false), stage.palette.at(Math.max(0, depth - 0.14)), unit * 1.7, 0.55);
}

/** Tree tops, and the shadow of each. */
function crowns(stage: Stage, depth: number, unit: number): string {
  const { palette, random, side } = stage;
  let [shadows, dark, pale] = ["", "", ""];
  for (let index = 0; index < 15; index++) {
    const across = index % 2 === 0 ? random.range(world.left, 330) : random.range(950, world.right);
    const [x, y, radius] = [across, random.range(world.top, world.bottom), unit * random.range(0.7, 1.5)];
    const seed = Math.floor(random.next() * 1e6);
    const round = (scale: number, dx: number, dy: number): string =>
      smooth(
        Array.from({ length: 11 }, (_, step): Point => {
          const around = (step / 11) * 2 * Math.PI;
          const out = radius * scale * (1 + 0.16 * noise(step * 1.7, seed));
          return [x + dx + out * Math.cos(around), y + dy + out * Math.sin(around)];
        }),
      );
    shadows += round(1, -side * radius * 0.5, radius * 0.34);
    dark += round(1, 0, 0);
    pale += round(0.62, side * radius * 0.2, -radius * 0.2);
  }
  return fill(shadows, hex(palette.ink), 0.26) + fill(dark, palette.at(depth + 0.3)) + fill(pale, palette.at(depth + 0.16));
}
