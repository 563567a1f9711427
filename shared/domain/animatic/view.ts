// The window onto the stage for a frame of another shape: taller than wide it shows more sky and ground and less of both sides, and
// it follows the people. The stage's own shape is the frame itself.
import { num } from "./paths.ts";
import type { Rectangle } from "./svg.ts";
import { type BodyBox, frameHeight, frameWidth, world } from "./types.ts";

const own: Rectangle = { x: 0, y: 0, width: frameWidth, height: frameHeight };

/** Where people are: the middle of their boxes; of an empty picture its own. */
function middleOf(bodies: readonly BodyBox[]): number {
  if (bodies.length === 0) return frameWidth / 2;
  const [left, right] = [Math.min(...bodies.map((body) => body.left)), Math.max(...bodies.map((body) => body.right))];
  return (left + right) / 2;
}

/** The part of the world that a still of these proportions shows. */
export function viewFor(size: { width: number; height: number }, bodies: readonly BodyBox[]): Rectangle {
  const aspect = size.width / size.height;
  const stageAspect = frameWidth / frameHeight;
  if (Math.abs(aspect - stageAspect) < 0.001) return own;
  // Half of what a narrower frame takes from the sides it gives above and below, as far as the stage is painted.
  const height = Math.min(world.bottom - world.top, frameHeight * Math.max(1, Math.sqrt(stageAspect / aspect)));
  const width = Math.min(world.right - world.left, height * aspect);
  const y = Math.max(world.top, Math.min(world.bottom - height, frameHeight / 2 - height / 2));
  // Inside the frame where it fits: what lies beyond is there for camera moves alone.
  const free = frameWidth - width;
  const x = free <= 0 ? free / 2 : Math.max(0, Math.min(free, middleOf(bodies) - width / 2));
  return { x: Number(num(x)), y: Number(num(y)), width: Number(num(width)), height: Number(num(height)) };
}
