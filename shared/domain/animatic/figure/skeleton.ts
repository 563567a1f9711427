// The skeleton: limb lengths by age, and postures as two angles a limb. Unit = the body's height.
// Angles in degrees: 0 hangs straight down, plus swings forward.
import type { Age, Posture } from "../../shot.ts";
import type { Point } from "../paths.ts";

export interface Proportions {
  /** Height of the head with hair. */
  head: number;
  torso: number;
  neck: number;
  upperArm: number;
  forearm: number;
  thigh: number;
  shin: number;
  /** Thickness of limbs and body. */
  girth: number;
}

const grown: Proportions = { head: 0.135, torso: 0.285, neck: 0.05, upperArm: 0.165, forearm: 0.15, thigh: 0.245, shin: 0.235, girth: 1 };

/** Heads to a body: grown 7.4, teen 7, child 6. */
const proportions: Record<Age, Proportions> = {
  child: { head: 0.172, torso: 0.29, neck: 0.04, upperArm: 0.15, forearm: 0.135, thigh: 0.222, shin: 0.212, girth: 1.04 },
  teen: { head: 0.144, torso: 0.28, neck: 0.048, upperArm: 0.163, forearm: 0.148, thigh: 0.244, shin: 0.234, girth: 0.92 },
  adult: grown,
  old: { ...grown, torso: 0.28, thigh: 0.238, shin: 0.23, girth: 1.05 },
};

export const proportionsOf = (age: Age): Proportions => proportions[age];

type Swing = readonly [upper: number, lower: number];

export interface Pose {
  lean: number;
  nod: number;
  nearArm: Swing;
  farArm: Swing;
  nearLeg: Swing;
  farLeg: Swing;
}

/** Phase in radians: one whole turn is two steps. */
const poses: Record<Posture, (phase: number) => Pose> = {
  standing: () => ({ lean: 1, nod: 0, nearArm: [-5, 5], farArm: [5, 14], nearLeg: [-3, -4], farLeg: [5, 1] }),
  walking: (phase) => {
    const [sin, cos] = [Math.sin(phase), Math.cos(phase)];
    return {
      lean: 5,
      nod: 2,
      nearArm: [-24 * sin - 2, -24 * sin + 16],
      farArm: [24 * sin - 2, 24 * sin + 16],
      nearLeg: [24 * sin + 3, 24 * sin - 6 - 40 * Math.max(0, cos)],
      farLeg: [-24 * sin + 3, -24 * sin - 6 - 40 * Math.max(0, -cos)],
    };
  },
  running: (phase) => {
    const [sin, cos] = [Math.sin(phase), Math.cos(phase)];
    return {
      lean: 17,
      nod: -6,
      nearArm: [-48 * sin, -48 * sin + 80],
      farArm: [48 * sin, 48 * sin + 80],
      nearLeg: [42 * sin + 10, 42 * sin - 22 - 62 * Math.max(0, cos)],
      farLeg: [-42 * sin + 10, -42 * sin - 22 - 62 * Math.max(0, -cos)],
    };
  },
  sitting: () => ({ lean: 6, nod: 6, nearArm: [18, 62], farArm: [24, 70], nearLeg: [84, 6], farLeg: [80, -6] }),
  crouching: () => ({ lean: 30, nod: -16, nearArm: [44, 62], farArm: [52, 74], nearLeg: [98, -32], farLeg: [52, -74] }),
  pointing: () => ({ lean: -2, nod: -2, nearArm: [86, 91], farArm: [-8, 4], nearLeg: [-6, -8], farLeg: [9, 4] }),
  reaching: () => ({ lean: 13, nod: -4, nearArm: [74, 60], farArm: [-14, 2], nearLeg: [12, 4], farLeg: [-14, -20] }),
};

/** The posture as this age holds it: old people stoop, bend the knee and take shorter steps. */
export function poseOf(posture: Posture, phase: number, age: Age): Pose {
  const pose = poses[posture](phase);
  if (age !== "old") return pose;
  const shorter = posture === "walking" ? 0.7 : 1;
  const bend = posture === "sitting" || posture === "crouching" ? 0 : 6;
  const leg = ([upper, lower]: Swing): Swing => [upper * shorter + bend, lower * shorter - bend];
  return {
    ...pose,
    lean: pose.lean + 8,
    nod: pose.nod + 2,
    nearArm: [pose.nearArm[0] + 4, pose.nearArm[1] + 10],
    farArm: [pose.farArm[0] + 4, pose.farArm[1] + 10],
    nearLeg: leg(pose.nearLeg),
    farLeg: leg(pose.farLeg),
  };
}

const radians = Math.PI / 180;

/** The end of a limb of this length at this angle. */
export function step(from: Point, degrees: number, length: number): Point {
  return [from[0] + Math.sin(degrees * radians) * length, from[1] + Math.cos(degrees * radians) * length];
}

export interface LegJoints {
  knee: Point;
  ankle: Point;
  shinAngle: number;
}

export interface Joints {
  hip: Point;
  neck: Point;
  headCentre: Point;
  nearLeg: LegJoints;
  farLeg: LegJoints;
  /** How far below the hip the ground is. */
  ground: number;
}

/** Joints in profile, facing +x, with the hip at the origin; the lowest foot stands on `ground`. */
export function joints(pose: Pose, body: Proportions): Joints {
  const hip: Point = [0, 0];
  const leg = ([upper, lower]: Swing): LegJoints => {
    const knee = step(hip, upper, body.thigh);
    return { knee, ankle: step(knee, lower, body.shin), shinAngle: lower };
  };
  const nearLeg = leg(pose.nearLeg);
  const farLeg = leg(pose.farLeg);
  const reach = ({ ankle, shinAngle }: LegJoints): number => ankle[1] + 0.035 * Math.cos(shinAngle * radians);
  const neck = step(hip, 180 - pose.lean, body.torso);
  const headCentre: Point = [neck[0] + Math.sin((pose.lean + 6) * radians) * 0.05 + 0.012, neck[1] - body.neck - body.head * 0.36];
  return { hip, neck, headCentre, nearLeg, farLeg, ground: Math.max(0, reach(nearLeg), reach(farLeg)) };
}

export const cosine = (degrees: number): number => Math.cos(degrees * radians);
export const sine = (degrees: number): number => Math.sin(degrees * radians);
