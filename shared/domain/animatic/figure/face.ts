// What makes one face another: the lower half by jaw and age. All heads pass their points through here.
import type { Traits } from "./traits.ts";

/** Moves a point of a head, in head heights from its centre; hair above the brow and the collar stay. */
export function faceWarp({ jaw, age }: Traits, turned: number): (x: number, y: number) => readonly [number, number] {
  // a child's chin is nearer to its eyes, and its cheeks are round
  const lift = age === "child" ? 0.075 : age === "teen" ? 0.025 : 0;
  return (x, y) => {
    if (y <= 0.04) return [x, y];
    const down = Math.min(1, (y - 0.04) / 0.4);
    const fades = y > 0.5 ? Math.max(0, 1 - (y - 0.5) / 0.2) : 1;
    const cheek = age === "child" ? Math.sin(Math.PI * Math.min(1, down)) * 0.05 : 0;
    const middle = turned;
    return [middle + (x - middle) * (1 + (jaw * 0.1 * down + cheek) * fades), y - lift * down * fades];
  };
}
