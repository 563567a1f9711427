// The camera: a path over the planes for each movement, and where a plane lands on the screen.
// The rest pose, all zero, is the drawn frame that the still shows.
import { framings, distances } from "./lens.ts";
import { noise } from "./noise.ts";
import type { ShotMove, ShotSize } from "../shot.ts";
import { clipFrames, frameHeight, frameWidth, type BodyBox, type CameraPose } from "./types.ts";

/** Soft ends, an even middle. */
const ease = (time: number): number => time - (Math.sin(2 * Math.PI * time) / (2 * Math.PI)) * 0.72;

const rest: CameraPose = { x: 0, y: 0, z: 0, turnX: 0, turnY: 0 };

/** @returns the pose at u = 0..1; a push-in starts at rest, a pull-out ends there. */
export function cameraPath(shot: { size: ShotSize; move: ShotMove; seed: number }): (u: number) => CameraPose {
  const close = framings[shot.size].bust !== undefined || shot.size === "insert" || shot.size === "extreme-close";
  const reach = close ? 0.7 : 1;
  const dolly = distances.main * (1 - 1 / (close ? 1.1 : 1.17));
  const paths: Record<ShotMove, (eased: number, u: number) => Partial<CameraPose>> = {
    static: () => ({}),
    "push-in": (eased) => ({ z: dolly * eased }),
    "pull-out": (eased) => ({ z: dolly * (1 - eased) }),
    "track-left": (eased) => ({ x: 110 * reach * (0.5 - eased) }),
    "track-right": (eased) => ({ x: 110 * reach * (eased - 0.5) }),
    "pan-left": (eased) => ({ turnX: 170 * reach * (0.5 - eased) }),
    "pan-right": (eased) => ({ turnX: 170 * reach * (eased - 0.5) }),
    "tilt-up": (eased) => ({ turnY: 110 * reach * (0.5 - eased) }),
    "tilt-down": (eased) => ({ turnY: 110 * reach * (eased - 0.5) }),
    // a counter-tilt keeps the person in the picture while the camera rises
    "crane-up": (eased) => ({ y: 90 * (0.5 - eased), z: dolly * 0.25 * eased, turnY: -40 * (0.5 - eased) }),
    handheld: (_eased, u) => ({
      x: 7 * noise(u * 6, shot.seed) + 2.2 * noise(u * 17, shot.seed + 1),
      y: 5 * noise(u * 5, shot.seed + 2) + 1.8 * noise(u * 15, shot.seed + 3),
      z: 0.04 * noise(u * 3, shot.seed + 4),
      turnX: 3 * noise(u * 9, shot.seed + 5),
      turnY: 3 * noise(u * 8, shot.seed + 6),
    }),
  };
  const path = paths[shot.move];
  return (u) => ({ ...rest, ...path(ease(u), u) });
}

/**
 * A plane at `distance` seen from `pose`: screen = centre + (world - centre) * scale + (x, y).
 * Infinity is fixed to the glass.
 */
export function project(pose: CameraPose, distance: number): { scale: number; x: number; y: number } {
  if (distance === Infinity) return { scale: 1, x: 0, y: 0 };
  const scale = distance / (distance - pose.z);
  const slide = (distances.main / distance) * scale;
  return { scale, x: -pose.x * slide - pose.turnX, y: -pose.y * slide - pose.turnY };
}

/** A part of the picture that is still room enough around a body, in pixels. */
const breathing = 10;
const looks = 33;

/** Whether every body is inside the frame all the time, seen from this path. */
function seesAll(path: (u: number) => CameraPose, bodies: readonly BodyBox[], amplitude: number): boolean {
  for (let look = 0; look < looks; look++) {
    const u = look / (looks - 1);
    const { scale, x, y } = project(scaled(path(u), amplitude), distances.main);
    for (const body of bodies) {
      const walked = body.drift * u * (clipFrames - 1);
      const across = (at: number): number => frameWidth / 2 + (at + walked - frameWidth / 2) * scale + x;
      const down = (at: number): number => frameHeight / 2 + (at - frameHeight / 2) * scale + y;
      if (across(body.left) < breathing || across(body.right) > frameWidth - breathing) return false;
      if (down(body.top) < breathing || down(body.bottom) > frameHeight - breathing) return false;
    }
  }
  return true;
}

const scaled = (pose: CameraPose, amplitude: number): CameraPose => ({
  x: pose.x * amplitude,
  y: pose.y * amplitude,
  z: pose.z * amplitude,
  turnX: pose.turnX * amplitude,
  turnY: pose.turnY * amplitude,
});

/**
 * The same movement, as large as it can be with everyone in the picture from the first frame to the last.
 * People who are inside at rest are inside throughout; at worst the camera stands still.
 */
export function holdBodies(path: (u: number) => CameraPose, bodies: readonly BodyBox[]): (u: number) => CameraPose {
  if (bodies.length === 0 || seesAll(path, bodies, 1)) return path;
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 6; turn++) {
    const middle = (low + high) / 2;
    if (seesAll(path, bodies, middle)) low = middle;
    else high = middle;
  }
  const amplitude = low;
  return (u) => scaled(path(u), amplitude);
}
