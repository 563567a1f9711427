// Planes that move alike over a whole shot are one sheet: drawn, packed and composited once instead of twice. A static shot
// becomes one sheet behind its weather; in a pan all planes slide together.
import type { Animatic, Plane } from "../../domain/animatic/types.ts";
import { type FrameSpan, type Placement, placementAt, poseAt } from "./extent.ts";

const samePlacement = (a: Placement, b: Placement) =>
  a.scale === b.scale && a.x === b.x && a.y === b.y && a.driftX === b.driftX && a.driftY === b.driftY;

/** True when two neighbours may be drawn on one sheet. */
function moveAlike(art: Animatic, shot: FrameSpan, a: Plane, b: Plane): boolean {
  if (a.cycle !== undefined || b.cycle !== undefined || a.tiles === true || b.tiles === true || a.softness !== b.softness) return false;
  for (let frame = 0; frame < shot.frames; frame++) {
    const pose = poseAt(art, shot, frame);
    if (!samePlacement(placementAt(a, pose, frame), placementAt(b, pose, frame))) return false;
  }
  return true;
}

function merge(back: Plane, front: Plane): Plane {
  const { bounds: _, ...plane } = back;
  const both = back.bounds !== undefined && front.bounds !== undefined ? [back.bounds, front.bounds] : [];
  const [first, second] = both;
  return {
    ...plane,
    svg: back.svg + front.svg,
    ...(first !== undefined && second !== undefined
      ? {
          bounds: {
            left: Math.min(first.left, second.left),
            top: Math.min(first.top, second.top),
            right: Math.max(first.right, second.right),
            bottom: Math.max(first.bottom, second.bottom),
          },
        }
      : {}),
  };
}

/** The sheets of a shot, back to front: its planes, neighbours that move alike joined, empty ones left out. */
export function sheetsOf(art: Animatic, totalFrames: number): Plane[] {
  const shot: FrameSpan = { start: 0, frames: totalFrames, totalFrames };
  const sheets: Plane[] = [];
  for (const plane of art.planes) {
    if (plane.svg === "" && plane.cycle === undefined) continue;
    const below = sheets.at(-1);
    if (below !== undefined && moveAlike(art, shot, below, plane)) sheets[sheets.length - 1] = merge(below, plane);
    else sheets.push(plane);
  }
  return sheets;
}
