// A person cut at the hips, for medium shots: the drawn head on a body turned three-quarters to us.
// Units are head heights from the head's centre, facing +x.
import { pairs, smooth, stroke, type Point } from "../paths.ts";
import type { Stage } from "../stage.ts";
import type { Posture } from "../../shot.ts";
import { frontHead } from "./front-head.ts";
import { buttons, garmentMarks } from "./garments.ts";
import { profileHead } from "./head.ts";
import type { Figure, FigurePlace } from "./place.ts";
import { threeQuarterHead } from "./three-quarter.ts";
import { paintBody, part, plain, type Part } from "./parts.ts";
import { proportionsOf } from "./skeleton.ts";
import { expressionOf } from "./expression.ts";
import type { FigureTones, Traits } from "./traits.ts";

const trunkSide = [
  -0.3, 0.56, -0.52, 0.72, -0.88, 0.9, -1.06, 1.24, -0.98, 1.8, -0.84, 2.5, -0.88, 3.1, -0.98, 3.8, -1.06, 7, 0.9, 7, 0.82, 3.8, 0.7, 3.1,
  0.66, 2.5, 0.78, 1.8, 0.76, 1.24, 0.54, 0.92, 0.24, 0.74, 0.1, 0.66, -0.1, 0.72,
];
const trunkFront = [
  -0.2, 0.66, -0.5, 0.8, -0.94, 0.95, -1.1, 1.3, -0.94, 1.9, -0.82, 2.6, -0.86, 3.2, -0.96, 3.8, -1, 7, 1, 7, 0.96, 3.8, 0.86, 3.2, 0.82,
  2.6, 0.94, 1.9, 1.1, 1.3, 0.94, 0.95, 0.5, 0.8, 0.2, 0.66, 0, 0.74,
];
const collarSide = [-0.36, 0.42, -0.18, 0.6, 0.1, 0.58, 0.16, 0.68, 0.22, 0.86, -0.08, 0.88, -0.42, 0.72];
const scarfSide = [-0.4, 0.36, -0.12, 0.52, 0.12, 0.5, 0.24, 0.62, 0.22, 0.84, -0.1, 0.96, -0.46, 0.8, -0.5, 0.56];
const scarfFront = [-0.26, 0.5, 0, 0.6, 0.26, 0.5, 0.34, 0.7, 0.14, 0.9, -0.14, 0.9, -0.34, 0.7];

interface Arm {
  shoulder: Point;
  elbow: Point;
  wrist: Point;
  hand: Point;
}

const arm = (flat: readonly [number, number, number, number, number, number, number, number]): Arm => ({
  shoulder: [flat[0], flat[1]],
  elbow: [flat[2], flat[3]],
  wrist: [flat[4], flat[5]],
  hand: [flat[6], flat[7]],
});

const restingNear = arm([-0.7, 1.32, -1.0, 2.5, -0.62, 3.62, -0.5, 3.94]);
const restingFar = arm([0.46, 1.3, 0.72, 2.5, 0.78, 3.6, 0.84, 3.92]);
const gestures: Record<Posture, { near: Arm; far: Arm }> = {
  standing: { near: restingNear, far: restingFar },
  walking: { near: arm([-0.7, 1.32, -1.12, 2.45, -0.9, 3.5, -0.84, 3.8]), far: arm([0.46, 1.3, 0.86, 2.4, 1.24, 3.3, 1.36, 3.56]) },
  running: { near: arm([-0.7, 1.32, -1.42, 2.2, -0.52, 2.7, -0.24, 2.6]), far: arm([0.46, 1.3, 1.0, 2.3, 1.72, 1.9, 1.92, 1.7]) },
  sitting: { near: arm([-0.7, 1.32, -0.84, 2.56, 0.4, 3.16, 0.74, 3.2]), far: arm([0.46, 1.3, 0.76, 2.5, 1.4, 3.1, 1.66, 3.14]) },
  crouching: { near: arm([-0.7, 1.32, -0.5, 2.5, 0.74, 2.86, 1.02, 2.94]), far: arm([0.46, 1.3, 1.0, 2.4, 1.5, 3, 1.72, 3.1]) },
  pointing: { near: arm([-0.56, 1.32, 0.66, 1.66, 2.0, 1.3, 2.42, 1.18]), far: restingFar },
  reaching: { near: arm([-0.56, 1.32, 0.52, 1.98, 1.8, 2.1, 2.16, 2.06]), far: arm([0.46, 1.3, 1.2, 2.1, 2.06, 2.5, 2.34, 2.5]) },
};
const holding = arm([-0.7, 1.32, -0.9, 2.52, 0.3, 2.66, 0.58, 2.54]);
const raised = arm([0.66, 1.3, 1.42, 1.7, 1.9, 0.9, 2.02, 0.56]);

/** A sleeve as one closed curve, widest at the shoulder, so that no joint shows. */
function sleeve({ shoulder, elbow, wrist }: Arm, thickness: number): Point[] {
  const side = (from: Point, to: Point, at: Point, width: number): Point => {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    return [at[0] + (-(to[1] - from[1]) / length) * width, at[1] + ((to[0] - from[0]) / length) * width];
  };
  const points = (sign: number): Point[] => [
    side(shoulder, elbow, shoulder, sign * 0.27 * thickness),
    side(shoulder, elbow, [(shoulder[0] * 2 + elbow[0]) / 3, (shoulder[1] * 2 + elbow[1]) / 3], sign * 0.3 * thickness),
    side(shoulder, wrist, elbow, sign * 0.25 * thickness),
    side(elbow, wrist, [(elbow[0] + wrist[0]) / 2, (elbow[1] + wrist[1]) / 2], sign * 0.225 * thickness),
    side(elbow, wrist, wrist, sign * 0.19 * thickness),
  ];
  return [...points(1), ...points(-1).toReversed()];
}

/** A mitten with a thumb, from the wrist on. */
function handOutline({ wrist, hand }: Arm): Point[] {
  const [dx, dy] = [hand[0] - wrist[0], hand[1] - wrist[1]];
  const along = (a: number, b: number): Point => [wrist[0] + dx * a - dy * b, wrist[1] + dy * a + dx * b];
  return [
    along(-0.2, -0.42),
    along(0.5, -0.5),
    along(1.1, -0.36),
    along(1.32, -0.02),
    along(1.1, 0.32),
    along(0.82, 0.36),
    along(0.86, 0.62),
    along(0.58, 0.72),
    along(0.2, 0.46),
    along(-0.2, 0.4),
  ];
}

export function halfFigure(stage: Stage, traits: Traits, tones: FigureTones, place: FigurePlace, holds: boolean): Figure {
  const { facing, direction, posture } = place;
  const expression = place.expression ?? expressionOf("calm");
  const size = proportionsOf(traits.age).head * place.height;
  const head: Point = [place.at[0], place.at[1] - place.height * 0.92];
  const fromFront = facing === "camera" || facing === "away";
  const child = traits.age === "child";
  // a child's head is a sixth of its height: the body under it is narrower and shorter in head units
  const bodyScale = child ? 0.78 : traits.age === "teen" ? 0.92 : 1;
  const stoop = traits.age === "old" && !fromFront ? 0.12 : 0;
  const put = ([x, y]: Point): Point => [
    head[0] + direction * size * (x * bodyScale - stoop * Math.max(0, y - 0.4)),
    head[1] + size * (0.56 + (y - 0.56) * bodyScale),
  ];
  const curve = (flat: readonly number[], closed = true): string => smooth(pairs(flat).map(put), closed);
  const gesture = gestures[posture];
  const near = holds ? holding : gesture.near;
  const parts: Part[] = [];
  const marks: string[] = [];
  const addArm = (one: Arm, cloth: string, behind: boolean): void => {
    parts.push(part(smooth(handOutline(one).map(put)), tones.skin), part(smooth(sleeve(one, 1).map(put), true, 0.17), cloth));
    const outline = sleeve(one, 1).map(put);
    // a quiet crease on the inner side only: the shoulder stays one with the body
    if (!behind)
      parts.push(
        plain(
          stroke(smooth(outline.slice(6, 9), false), tones.ink, size * 0.022, 0.3) +
            stroke(smooth(outline.slice(1, 4), false), tones.ink, size * 0.022, 0.22),
        ),
      );
  };
  if (fromFront) {
    const mirrored = ({ shoulder, elbow, wrist, hand }: Arm): Arm => ({
      shoulder: [-shoulder[0], shoulder[1]],
      elbow: [-elbow[0], elbow[1]],
      wrist: [-wrist[0], wrist[1]],
      hand: [-hand[0], hand[1]],
    });
    const hanging = arm([-0.84, 1.34, -1.12, 2.5, -1.0, 3.62, -0.96, 3.94]);
    const turn = { at: head, size, direction: place.light, tilt: expression.tilt };
    const drawn =
      facing === "camera"
        ? threeQuarterHead(stage.gradients, traits, tones, turn, expression)
        : frontHead(stage.gradients, traits, tones, { at: head, size, away: true, light: place.light }, expression);
    const up = posture === "pointing" || posture === "reaching";
    addArm(hanging, tones.cloth, true);
    addArm(up ? raised : holds ? mirrored(arm([-0.8, 1.34, -1.0, 2.5, -0.24, 2.8, 0, 2.7])) : mirrored(hanging), tones.cloth, true);
    parts.push(...drawn.parts, part(curve(trunkFront), tones.cloth));
    if (facing === "camera")
      parts.push(plain(garmentMarks(curve, traits.wear, tones, size, true) + buttons(put, traits.wear, stage, size, true)));
    if (holds && !up) addArm(mirrored(arm([-0.8, 1.34, -1.0, 2.5, -0.24, 2.8, 0, 2.7])), tones.cloth, false);
    if (traits.scarf) parts.push(part(curve(scarfFront), tones.scarf));
    parts.push(...drawn.hair);
    marks.push(...drawn.marks);
  } else {
    const drawn = (place.turned ? threeQuarterHead : profileHead)(
      stage.gradients,
      traits,
      tones,
      { at: head, size, direction, tilt: expression.tilt + (traits.age === "old" ? 4 : 0) },
      expression,
    );
    addArm(gesture.far, tones.dark, true);
    parts.push(...drawn.parts, part(curve(trunkSide), tones.cloth));
    parts.push(plain(garmentMarks(curve, traits.wear, tones, size, false) + buttons(put, traits.wear, stage, size, false)));
    parts.push(part(curve(collarSide), tones.dark));
    if (traits.scarf) parts.push(part(curve(scarfSide), tones.scarf));
    addArm(near, tones.cloth, false);
    parts.push(...drawn.hair);
    marks.push(...drawn.marks);
  }
  return {
    svg: paintBody(stage.gradients, stage.palette, parts, marks, tones, { at: head, height: place.height * 0.62, light: place.light }),
    hand: put(fromFront ? [0, 2.7] : near.hand),
    head,
    hip: put([-0.1, 3.4]),
  };
}
