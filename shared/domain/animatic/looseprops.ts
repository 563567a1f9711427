// Props that nobody holds: on the ground, where the picture has room beside the people.
import type { Blocked } from "./blocking.ts";
import { hex } from "./colour.ts";
import type { PlaceName } from "./cues.ts";
import { framings } from "./lens.ts";
import { num } from "./paths.ts";
import { heldProp, sitsInBoat } from "./placing.ts";
import { drawProp, findProp, type NamedProp } from "./props/index.ts";
import type { Stage } from "./stage.ts";
import { clipFrames, frameHeight, frameWidth } from "./types.ts";
import type { ShotSnapshot } from "../shot.ts";

/** Where a boat lies on the water rather than on the ground. */
export const shoreline: ReadonlySet<PlaceName> = new Set(["beach", "harbour", "lighthouse", "river"]);

/** @param drawn words that the place has drawn already. */
export function drawLooseProps(
  stage: Stage,
  shot: ShotSnapshot,
  place: PlaceName,
  drawn: readonly string[],
  blocked: readonly Blocked[],
): string {
  // on open water there is no ground to stand on
  if (stage.rowing) return "";
  const held = heldProp(shot);
  const inBoat = sitsInBoat(shot);
  const standing = frameHeight * (framings[shot.size].standing?.[stage.setting] ?? 0.4);
  const things = shot.props
    .map(findProp)
    .filter(
      (prop): prop is NamedProp =>
        prop !== undefined && !prop.fixture && !drawn.includes(prop.word) && prop.word !== held?.word && !(inBoat && prop.word === "boat"),
    );
  // what stands in the picture already: people, then each prop as it is put down
  const taken = blocked.map(({ x, drift, height }) => ({
    x: x + drift * clipFrames * 0.4,
    reach: height * 0.24 + Math.abs(drift) * clipFrames * 0.4,
  }));
  return things
    .slice(0, 4)
    .map((prop, index) => {
      const floats = prop.word === "boat" && shoreline.has(place);
      // what floats is farther away than the people, however close they are
      const unit = floats ? Math.min(standing, 240) * prop.size * 0.62 : standing * prop.size;
      const reach = (unit * (prop.reach ?? 60)) / 100;
      const x = freePlace(taken, reach, shot.cast[0]?.facing === "left");
      taken.push({ x, reach });
      if (prop.word === "paperboat") return rowOfPaperBoats(stage, prop, x, standing);
      // large things stand behind the people, small ones before their feet
      const y = floats
        ? stage.horizon + (stage.ground - stage.horizon) * 0.55
        : stage.ground + (reach > standing * 0.5 ? 4 : 22 + index * 6);
      return drawProp(stage, prop, x, y, unit);
    })
    .join("");
}

/** The first place in reading order that overlaps nobody, else the emptiest one. In pixels. */
function freePlace(taken: readonly { x: number; reach: number }[], reach: number, mirrored: boolean): number {
  let best = frameWidth * 0.62;
  let most = -Infinity;
  for (const share of [0.68, 0.58, 0.8, 0.5, 0.24, 0.14, 0.9]) {
    const x = frameWidth * (mirrored ? 1 - share : share);
    const room = Math.min(...taken.map((one) => Math.abs(one.x - x) - one.reach - reach), 400);
    if (room >= 0) return x;
    if (room > most) [best, most] = [x, room];
  }
  return best;
}

/** Never one alone: a line of them, small, each in its own shadow. */
function rowOfPaperBoats(stage: Stage, prop: NamedProp, middle: number, standing: number): string {
  const unit = Math.max(34, standing * prop.size * 0.55);
  let boats = "";
  for (let index = 4; index >= 0; index--) {
    const x = middle + (index - 1.5) * unit * 2.1;
    const y = stage.ground + 30 - index * unit * 0.16;
    const size = unit * (1 - index * 0.08);
    boats += `<ellipse cx="${num(x)}" cy="${num(y)}" rx="${num(size * 0.75)}" ry="${num(size * 0.09)}" fill="${hex(stage.palette.ink)}" fill-opacity=".3"/>`;
    boats += drawProp(stage, prop, x, y, size);
  }
  return boats;
}
