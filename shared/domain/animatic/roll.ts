// The roll of a dutch angle: planes are turned inside the plane, so that what composes them stays axis-aligned.
import { group } from "./paths.ts";

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A turned picture is enlarged by this, so that no corner is bare. */
const enlarged = 1.1;

export function rolled(markup: string, roll: number): string {
  if (!roll) return markup;
  return group(markup, `transform="rotate(${roll} 640 360) translate(640,360) scale(${enlarged}) translate(-640,-360)"`);
}

/** The bounds of a part after the roll: the box around its turned corners. */
export function rolledBounds<Bounds extends Box>(bounds: Bounds, roll: number): Bounds {
  if (!roll) return bounds;
  const angle = (roll * Math.PI) / 180;
  const [cos, sin] = [enlarged * Math.cos(angle), enlarged * Math.sin(angle)];
  const corners = [bounds.left, bounds.right].flatMap((x) =>
    [bounds.top, bounds.bottom].map((y) => ({
      x: 640 + (x - 640) * cos - (y - 360) * sin,
      y: 360 + (x - 640) * sin + (y - 360) * cos,
    })),
  );
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return { ...bounds, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}
