// Weather and air: frame-sized tiles that wrap in both directions, so that one raster moves for ever.
import { hex } from "./colour.ts";
import { distances } from "./lens.ts";
import { disc, group, num, share } from "./paths.ts";
import type { PlaceName } from "./cues.ts";
import type { Stage } from "./stage.ts";
import { frameHeight, frameWidth, type Plane } from "./types.ts";

/** One mark of the air; `chance` is 0..1 and the same for every copy of the mark. */
type Mark = (x: number, y: number, chance: number) => string;

/** Marks all over the tile. What reaches over an edge is drawn again on the opposite side. */
function scatter(stage: Stage, count: number, draw: Mark, top = 0, bottom: number = frameHeight): string {
  const { random } = stage;
  const margin = 120;
  let markup = "";
  for (let index = 0; index < count; index++) {
    const [x, y, chance] = [random.range(0, frameWidth), random.range(top, bottom), random.next()];
    for (const dx of [0, -frameWidth]) {
      for (const dy of [0, -frameHeight]) {
        if ((dx === 0 || x > frameWidth - margin) && (dy === 0 || y > frameHeight - margin)) markup += draw(x + dx, y + dy, chance);
      }
    }
  }
  return markup;
}

function air(svg: string, drift: { x: number; y: number }, softness = 1): Plane {
  return { name: "air", distance: distances.air, svg, softness, drift, tiles: true };
}

const path = (data: string, attributes: string): string => group(`<path d="${data}"/>`, attributes);

function rain(stage: Stage): Plane[] {
  const light = hex(stage.palette.light);
  const slant = stage.weather === "storm" ? 0.42 : 0.16;
  const layers = [
    { count: 150, length: 34, width: 1, opacity: 0.3, speed: 34 },
    { count: 70, length: 62, width: 1.7, opacity: 0.34, speed: 52 },
  ];
  return layers.map(({ count, length, width, opacity, speed }) => {
    const drops = scatter(stage, count, (x, y) => `M${num(x)},${num(y)}l${num(-length * slant)},${num(length)}`);
    const style = `fill="none" stroke="${light}" stroke-width="${width}" stroke-opacity="${opacity}" stroke-linecap="round"`;
    return air(path(drops, style), { x: -speed * slant, y: speed });
  });
}

function snow(stage: Stage): Plane[] {
  const layers = [
    { count: 120, radius: 1.8, opacity: 0.75, speed: 2.2 },
    { count: 46, radius: 3.8, opacity: 0.85, speed: 4.4 },
  ];
  return layers.map(({ count, radius, opacity, speed }) => {
    const flakes = scatter(stage, count, (x, y, chance) => disc(x, y, radius * (0.6 + 0.6 * chance)));
    return air(path(flakes, `fill="#fff" fill-opacity="${opacity}"`), { x: -speed * 0.45, y: speed });
  });
}

function fog(stage: Stage): Plane[] {
  const { random, palette, gradients } = stage;
  const colour = hex(palette.horizon);
  const paint = gradients.radialInBox([
    [0, colour, 0.5],
    [1, colour, 0],
  ]);
  let banks = "";
  for (let index = 0; index < 7; index++) {
    const [x, y] = [random.range(0, frameWidth), random.range(frameHeight * 0.32, frameHeight * 0.86)];
    const width = random.range(260, 460);
    for (const dx of [0, -frameWidth, frameWidth]) {
      banks += `<ellipse cx="${num(x + dx)}" cy="${num(y)}" rx="${num(width)}" ry="${num(width * 0.13)}" fill="${paint}"/>`;
    }
  }
  return [air(group(banks), { x: 1.1, y: 0 }, 4)];
}

function blownLeaves(stage: Stage): Plane[] {
  const { random, palette, wind } = stage;
  const leaves = scatter(stage, 30, (x, y, chance) => {
    const size = 3 + 5 * chance;
    return `M${num(x)},${num(y)}q${num(size)},${num(-size)} ${num(size * 2)},0q${num(-size)},${num(size * 0.6)} ${num(-size * 2)},0Z`;
  });
  return [air(path(leaves, `fill="${palette.at(0.8)}" fill-opacity=".7"`), { x: wind * 16 + random.range(-1, 1), y: 2.4 })];
}

function fireflies(stage: Stage): Plane[] {
  const { palette, gradients } = stage;
  const warm = hex(palette.warm);
  const paint = gradients.radialInBox([
    [0, "#fff3c0"],
    [0.18, warm, 0.7],
    [1, warm, 0],
  ]);
  const light: Mark = (x, y) => `<circle cx="${num(x)}" cy="${num(y)}" r="16" fill="${paint}"/>`;
  const lights = scatter(stage, 18, light, frameHeight * 0.3, frameHeight * 0.95);
  return [air(group(lights), { x: 0.3, y: -0.5 })];
}

function dust(stage: Stage): Plane[] {
  const motes = scatter(stage, 46, (x, y, chance) => disc(x, y, 1 + 1.3 * chance));
  return [air(path(motes, `fill="${hex(stage.palette.light)}" fill-opacity="${share(0.34)}"`), { x: 0.5, y: -0.35 })];
}

/** Rain or snow seen through the windows of a room. */
export function weatherOutside(stage: Stage): Plane[] {
  if (stage.setting !== "interior") return [];
  const falling = stage.wet ? rain(stage) : stage.weather === "snow" ? snow(stage) : [];
  return falling.slice(0, 1).map((plane) => ({ ...plane, distance: distances.far }));
}

const firefliesLiveIn: ReadonlySet<PlaceName> = new Set(["forest", "village", "cave"]);

/** The planes between the set and the card. */
export function weatherPlanes(stage: Stage, place: PlaceName): Plane[] {
  if (stage.setting === "interior") return place === "spaceship" ? [] : dust(stage);
  switch (stage.weather) {
    case "rain":
    case "storm":
      return rain(stage);
    case "snow":
      return snow(stage);
    case "fog":
      return fog(stage);
    case "wind":
      return blownLeaves(stage);
    case "clear":
      return stage.palette.lit && firefliesLiveIn.has(place) ? fireflies(stage) : [];
  }
}
