// A whole person from the front or from behind: weight on one leg, shoulders and hips answer each other.
import { limb, smooth, stroke, type Point } from "../paths.ts";
import type { Stage } from "../stage.ts";
import { frontHead } from "./front-head.ts";
import type { Figure, FigurePlace } from "./place.ts";
import { paintBody, part, type Part } from "./parts.ts";
import { threeQuarterHead } from "./three-quarter.ts";
import { proportionsOf } from "./skeleton.ts";
import type { FigureTones, Traits } from "./traits.ts";

export function frontFigure(stage: Stage, traits: Traits, tones: FigureTones, place: FigurePlace): Figure {
  const { at, height, posture, facing, phase, expression } = place;
  const body = proportionsOf(traits.age);
  const seated = posture === "sitting" || posture === "crouching";
  const stepping = posture === "walking" || posture === "running";
  const wide = (expression ? 1.16 : 1.05) * body.girth;
  const radius = (value: number): number => value * height * body.girth;
  const legLength = body.thigh + body.shin + 0.035;
  const bob = stepping ? 0.006 * Math.abs(Math.sin(phase)) : 0;
  const base = seated ? 0.31 : legLength - bob;
  const put = (point: Point): Point => [at[0] + point[0] * place.direction * height, at[1] + (point[1] - base) * height];
  const neckY = -body.torso;
  const headCentre: Point = [0, neckY - body.neck - body.head * 0.42];
  const sway = stepping ? Math.sin(phase) : 0.25;
  const parts: Part[] = [];
  for (const side of [-1, 1]) {
    const lift = stepping ? Math.max(0, side * sway) * 0.05 : 0;
    const hip: Point = [side * 0.052, 0];
    const knee: Point = [side * (0.066 + (seated ? 0.05 : 0)), seated ? 0.06 : body.thigh - lift * 0.5];
    const ankle: Point = [side * 0.062, (seated ? 0.28 : legLength - 0.035) - lift];
    parts.push(
      part(limb(put(hip), put(knee), radius(0.062), radius(0.042)), tones.dark),
      part(limb(put(knee), put(ankle), radius(0.041), radius(0.026)), tones.dark),
      part(limb(put(ankle), put([ankle[0] + side * 0.018, ankle[1] + 0.022]), radius(0.026), radius(0.02)), tones.ink),
    );
  }
  const shoulder = 0.104 * wide;
  let hand: Point = [0.14, 0];
  for (const side of [-1, 1]) {
    const raised = (posture === "reaching" || posture === "pointing") && side > 0;
    const top: Point = [side * (shoulder - 0.014), neckY + 0.06];
    const elbow: Point = raised ? [side * (shoulder + 0.1), top[1] + 0.03] : [side * (shoulder + 0.034), top[1] + body.upperArm];
    const wrist: Point = raised
      ? [side * (shoulder + 0.185), top[1] - 0.085]
      : [side * (shoulder + 0.028), elbow[1] + body.forearm * 0.96 - side * sway * 0.012];
    // the hand goes on where the forearm points
    const fingers: Point = raised ? [wrist[0] + side * 0.022, wrist[1] - 0.032] : [wrist[0], wrist[1] + 0.035];
    if (side > 0) hand = fingers;
    parts.push(
      part(limb(put(wrist), put(fingers), radius(0.019), radius(0.014)), tones.skin),
      part(limb(put(top), put(elbow), radius(0.038), radius(0.03)), tones.cloth),
      part(limb(put(elbow), put(wrist), radius(0.03), radius(0.022)), tones.cloth),
    );
  }
  const hem = seated ? 0.05 : traits.wear === "coat" ? 0.2 : traits.wear === "dress" ? 0.27 : 0.045;
  const flare = traits.wear === "dress" ? 0.15 : traits.wear === "coat" ? 0.112 : 0.088;
  const half: Point[] = [
    [0.045, neckY - 0.004],
    [shoulder, neckY + 0.03],
    [shoulder + 0.012, neckY + 0.09],
    [0.085, neckY + 0.19],
    [0.088, 0],
    [flare, hem],
  ];
  const mirrored = half.toReversed().map(([x, y]): Point => [-x, y]);
  const outline: Point[] = [[0, neckY - 0.012], ...half, [0, hem + 0.012], ...mirrored];
  parts.push(part(smooth(outline.map(put), true, 1 / 7), tones.cloth));
  const marks: string[] = [];
  if (expression && facing === "camera") {
    const opening: Point[] = [
      [-0.05, neckY],
      [-0.012, neckY + 0.1],
      [0, hem],
    ];
    const lapel: Point[] = [
      [0.05, neckY],
      [0.012, neckY + 0.07],
    ];
    marks.push(
      stroke(smooth(opening.map(put), false), tones.ink, radius(0.005), 0.5),
      stroke(smooth(lapel.map(put), false), tones.ink, radius(0.005), 0.4),
    );
  }
  const [headAt, headSize, calm] = [put(headCentre), body.head * height, !expression];
  // who stands and looks at us turns the head a little to the light; who walks looks straight ahead
  const head =
    facing === "camera" && !stepping
      ? threeQuarterHead(
          stage.gradients,
          traits,
          tones,
          { at: headAt, size: headSize, direction: place.light, tilt: 0, plain: calm },
          expression ?? place.face,
        )
      : frontHead(
          stage.gradients,
          traits,
          tones,
          { at: headAt, size: headSize, away: facing === "away", light: place.light, plain: calm },
          expression ?? place.face,
        );
  parts.push(...head.parts, ...head.hair);
  marks.push(...head.marks);
  return {
    svg: paintBody(stage.gradients, stage.palette, parts, marks, tones, { at, height, light: place.light }),
    hand: put(hand),
    head: put(headCentre),
    hip: put([0, 0]),
  };
}
