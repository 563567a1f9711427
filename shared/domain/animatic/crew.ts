// Everyone in one rowing boat on open water.
import { drawFigure } from "./figure/figure.ts";
import { figureTones } from "./figure/traits.ts";
import { castTraits } from "./figure/wardrobe.ts";
import { angles, type Framing } from "./lens.ts";
import { group, num, share as short } from "./paths.ts";
import { rowingBoat } from "./places/openwater.ts";
import { clearing, direction, heldProp, inHand, placeAcross, type Walker } from "./placing.ts";
import { rolledBounds } from "./roll.ts";
import type { Stage } from "./stage.ts";
import { frameHeight, frameWidth, type BodyBox } from "./types.ts";
import type { ShotSnapshot } from "../shot.ts";

/** Everyone in one rowing boat, which rocks; bodies first, the hull over their legs. */
export function boatCrew(stage: Stage, shot: ShotSnapshot, framing: Framing): Walker & { bodies: BodyBox[] } {
  const crew = shot.cast.slice(0, 5);
  const share = framing.standing?.exterior ?? 0.33;
  const height = frameHeight * Math.max(0.24, Math.min(0.52, share * 1.25));
  // everyone in the picture, whatever the angle
  const lowest = rolledBounds({ left: 300, right: 980, top: 0, bottom: stage.ground - 18 + height * 0.19 }, angles[shot.angle].roll).bottom;
  const water = stage.ground - 18 - Math.max(0, lowest - (frameHeight - 24));
  const centre = frameWidth * (crew.length === 1 ? placeAcross(shot, 0, stage) : 0.5);
  const length = height * (1.5 + 0.42 * Math.max(0, crew.length - 1));
  const held = heldProp(shot);
  const dressed = castTraits(shot.cast);
  const boxes: BodyBox[] = [];
  let bodies = "";
  crew.forEach((member, index) => {
    const traits = dressed[index];
    if (!traits) return;
    const posture =
      member.posture === undefined || member.posture === "walking" || member.posture === "running" ? "sitting" : member.posture;
    const own = Math.min(height * (traits.height / 1.7), (water - 150) / 1.08);
    const x = centre + (index - (crew.length - 1) / 2) * height * 0.5;
    const figure = drawFigure(stage, traits, figureTones(stage.palette, traits, false), {
      at: [x, water + own * (posture === "sitting" || posture === "crouching" ? 0.1 : 0.02)],
      height: own,
      direction: direction(member),
      facing: member.facing ?? "right",
      posture,
      phase: 0.9,
      light: stage.side,
    });
    boxes.push({ left: x - own * 0.42, right: x + own * 0.42, top: water - own * 1.08, bottom: water + own * 0.14, drift: 0 });
    bodies += figure.svg + (index === 0 && held ? inHand(stage, held, figure, own, direction(member)) : "");
  });
  const halo = clearing(stage, { x: centre, feet: water, height: height * 1.1 });
  const boat = rowingBoat(stage, centre, water + height * 0.04, length);
  return {
    bodies: boxes,
    cycleFrames: 56,
    drift: { x: 0, y: 0 },
    bounds: { left: centre - length * 0.95, right: centre + length * 0.95, top: water - height * 1.3, bottom: water + length * 0.26 },
    draw: (phase) => {
      const rock = Math.sin(2 * Math.PI * phase);
      return group(
        halo + bodies + boat,
        `transform="rotate(${short(rock * 1.1)} ${num(centre)} ${num(water)}) translate(0,${num(rock * 3)})"`,
      );
    },
  };
}
