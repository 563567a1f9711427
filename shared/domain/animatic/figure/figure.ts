// A whole person in profile: skeleton, garment hung on the joints, head on top.
import { group, limb, num, pairs, smooth, stroke, type Point } from "../paths.ts";
import type { Stage } from "../stage.ts";
import type { Figure, FigurePlace } from "./place.ts";
import { frontFigure } from "./front-figure.ts";
import { profileHead } from "./head.ts";
import { threeQuarterHead } from "./three-quarter.ts";
import { paintBody, part, plain, type Part } from "./parts.ts";
import { cosine, joints, poseOf, proportionsOf, sine, step, type LegJoints } from "./skeleton.ts";
import type { FigureTones, Traits } from "./traits.ts";

export function drawFigure(stage: Stage, traits: Traits, tones: FigureTones, place: FigurePlace): Figure {
  return place.facing === "camera" || place.facing === "away"
    ? frontFigure(stage, traits, tones, place)
    : profileFigure(stage, traits, tones, place);
}

function profileFigure(stage: Stage, traits: Traits, tones: FigureTones, place: FigurePlace): Figure {
  const { at, height, direction, posture, expression } = place;
  const body = proportionsOf(traits.age);
  const pose = poseOf(posture, place.phase, traits.age);
  const bones = joints(pose, body);
  const { neck } = bones;
  const wide = (expression ? 1.16 : 1.05) * body.girth;
  const radius = (value: number): number => value * height * body.girth;
  const put = (point: Point): Point => [at[0] + point[0] * direction * height, at[1] + (point[1] - bones.ground) * height];

  const arm = ([upper, lower]: readonly [number, number], offset: number, colour: string): { sleeve: Part[]; hand: Point } => {
    const shoulder: Point = [neck[0] + offset, neck[1] + 0.035];
    const elbow = step(shoulder, upper, body.upperArm);
    const wrist = step(elbow, lower, body.forearm);
    const hand = step(wrist, lower + 6, 0.038);
    const sleeve = [
      part(limb(put(wrist), put(hand), radius(0.018), radius(0.013)), tones.skin),
      part(limb(put(shoulder), put(elbow), radius(0.036 * wide), radius(0.029)), colour),
      part(limb(put(elbow), put(wrist), radius(0.0285), radius(0.0205)), colour),
    ];
    return { sleeve, hand };
  };
  const leg = ({ knee, ankle, shinAngle }: LegJoints, colour: string): Part[] => {
    const toe = step(ankle, shinAngle + 82 - Math.max(0, shinAngle) * 0.2, 0.062);
    const flat: Point = [toe[0], Math.min(toe[1], Math.max(ankle[1] + 0.022, toe[1]))];
    return [
      part(limb(put([0, 0]), put(knee), radius(0.062), radius(0.041)), colour),
      part(limb(put(knee), put(ankle), radius(0.041), radius(0.025)), colour),
      part(limb(put(ankle), put(flat), radius(0.027), radius(0.016)), tones.ink),
    ];
  };

  const far = arm(pose.farArm, 0.018, tones.dark);
  const near = arm(pose.nearArm, -0.004, tones.cloth);
  const parts: Part[] = [...far.sleeve, ...leg(bones.farLeg, tones.dark), ...leg(bones.nearLeg, tones.dark)];
  const marks: string[] = [];

  // the garment: a closed curve along the trunk whose hem follows the knees
  const axis = (along: number, side: number): Point => [
    sine(pose.lean) * along + cosine(pose.lean) * side * wide,
    -cosine(pose.lean) * along + sine(pose.lean) * side * wide,
  ];
  const { torso } = body;
  const seated = posture === "sitting" || posture === "crouching";
  const long = !seated && posture !== "running" && (traits.wear === "coat" || traits.wear === "dress");
  const hem = long ? (traits.wear === "dress" ? 0.27 : 0.2) : 0.035;
  const flare = traits.wear === "dress" ? 0.085 : 0.068;
  const knees = [bones.nearLeg, bones.farLeg].map((one) => (one.knee[0] / body.thigh) * hem);
  // wind blows away from the light, as smoke does
  const blown = place.gust === undefined ? 0 : -place.light * direction * (0.045 + 0.022 * place.gust);
  const front: Point = seated ? [0.1, 0.03] : [Math.max(...knees, 0.02) + flare * 0.9 + Math.max(0, blown), hem - Math.max(0, blown) * 0.3];
  const back: Point = seated
    ? [-0.065, 0.045]
    : [Math.min(...knees, -0.02) - flare + Math.min(0, blown), hem + 0.005 + Math.min(0, blown) * 0.3];
  const outline: Point[] = [
    axis(torso + 0.012, 0.03),
    axis(torso - 0.03, 0.06),
    axis(torso - 0.1, 0.078),
    axis(torso * 0.42, 0.066),
    axis(0, 0.068),
    front,
    [(front[0] + back[0]) / 2, Math.max(front[1], back[1]) + 0.008],
    back,
    axis(0.02, -0.076),
    axis(torso * 0.42, -0.062),
    axis(torso - 0.09, -0.078),
    axis(torso - 0.015, -0.052),
    axis(torso + 0.012, -0.03),
  ];
  parts.push(part(smooth(outline.map(put), true, 1 / 6.5), tones.cloth));
  if (expression) {
    const seam = [axis(torso, 0.036), axis(torso - 0.05, 0.046), axis(torso - 0.14, 0.05), axis(0, 0.04)];
    const collar = [axis(torso + 0.004, -0.05), axis(torso + 0.014, 0), axis(torso - 0.02, 0.055)];
    marks.push(
      stroke(smooth(seam.map(put), false), tones.ink, radius(0.0045), 0.45),
      stroke(smooth(collar.map(put), false), tones.ink, radius(0.006), 0.4),
    );
  }

  const head = (place.turned ? threeQuarterHead : profileHead)(
    stage.gradients,
    traits,
    tones,
    {
      at: put(bones.headCentre),
      size: body.head * height,
      direction,
      tilt: pose.nod + pose.lean * 0.35 + (expression?.tilt ?? 0) * 0.5,
      plain: !expression,
    },
    expression ?? place.face,
  );
  parts.push(...head.parts, ...head.hair);
  marks.push(...head.marks);
  if (expression) {
    const [, upper, lower] = near.sleeve;
    const outlines = [upper, lower].map((one) => (one && "data" in one ? `<path d="${one.data}"/>` : "")).join("");
    parts.push(plain(group(outlines, `fill="none" stroke="${tones.ink}" stroke-opacity=".26" stroke-width="${num(radius(0.011))}"`)));
  }
  parts.push(...near.sleeve);
  if (traits.scarf) {
    const wrap = pairs([-0.05, -0.035, 0.055, -0.03, 0.066, 0.012, 0, 0.03, -0.068, 0.008]).map(([x, y]): Point => [
      neck[0] + x,
      neck[1] + y,
    ]);
    parts.push(part(smooth(wrap.map(put)), tones.scarf));
  }
  return {
    svg: paintBody(stage.gradients, stage.palette, parts, marks, tones, { at, height, light: place.light }),
    hand: put(near.hand),
    head: put(bones.headCentre),
    hip: put(bones.hip),
  };
}
