// Which part of the set a shot looks at: no two shots of a scene see their place from the same spot.
import { framings } from "./lens.ts";
import { group, num, share } from "./paths.ts";
import { hashText, seededRandom } from "./seeded.ts";
import type { Stage } from "./stage.ts";
import { frameHeight } from "./types.ts";
import type { ShotSize, ShotSnapshot } from "../shot.ts";

type Layer = "sky" | "far" | "mid" | "main";

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Viewpoint {
  /** A layer of the set as this shot sees it. */
  see(markup: string, layer: Layer): string;
  bounds<Bounds extends Box>(bounds: Bounds): Bounds;
  /** The dark shape in front of everything is in this shot. */
  foreground: boolean;
}

/** How much nearer a loose shot may stand, at least and at most. */
const nearer: Partial<Record<ShotSize, readonly [number, number]>> = { "extreme-wide": [1, 1.05], wide: [1.01, 1.15], full: [1.12, 1.3] };

const plain: Viewpoint = { see: (markup) => group(markup), bounds: (bounds) => bounds, foreground: true };

/** @param fixed people take seats that belong to the set: it stays where it is. */
export function viewpointOf(stage: Stage, shot: ShotSnapshot, fixed: boolean): Viewpoint {
  const random = seededRandom(hashText(`${shot.seed}|view`));
  const { zoom, tight, cutFigure } = framings[shot.size];
  if (tight) return tightView(stage, shot, zoom, cutFigure !== undefined, random.next());
  const range = nearer[shot.size];
  const foreground = shot.size !== "full" || random.next() < 0.6;
  if (fixed || !range) return { ...plain, foreground };
  const scale = random.range(range[0], range[1]);
  // as far as the drawn overscan allows
  const reach = 1000 * (1 - 1 / scale);
  const shift = reach * random.range(0.35, 0.95) * (random.next() < 0.65 ? stage.heading : -stage.heading);
  const transform = `transform="translate(640,${num(stage.ground)}) scale(${share(scale)}) translate(${num(-640 - shift)},${num(-stage.ground)})"`;
  return {
    see: (markup) => group(markup, transform),
    bounds: (box) => ({
      ...box,
      left: 640 + (box.left - 640 - shift) * scale,
      right: 640 + (box.right - 640 - shift) * scale,
      top: stage.ground + (box.top - stage.ground) * scale,
      bottom: stage.ground + (box.bottom - stage.ground) * scale,
    }),
    foreground,
  };
}

/** A near shot looks past the person to what they look towards: the reverse angle sees the other half of the place. */
function tightView(stage: Stage, shot: ShotSnapshot, zoom: number, cut: boolean, chance: number): Viewpoint {
  const frontal = shot.cast[0]?.facing === "camera" || shot.cast[0]?.facing === "away";
  const focus = 640 + (frontal ? (chance - 0.5) * 400 : stage.heading * (60 + 220 * chance));
  // outside the eye line lies lower, so that roofs, trees and towers stand behind a face
  const outside = stage.setting === "exterior" && shot.size !== "insert";
  const eye = frameHeight * (outside ? (cut ? 0.5 : 0.56) : 0.42);
  const scales: Record<Layer, number> = {
    sky: stage.setting === "interior" ? 1 : Math.sqrt(zoom),
    far: zoom,
    mid: zoom,
    main: zoom * 0.9,
  };
  const see = (markup: string, layer: Layer): string => {
    const scale = scales[layer];
    if (scale === 1) return group(markup);
    return group(
      markup,
      `transform="translate(${num(640 + stage.side * 60)},${num(eye)}) scale(${share(scale)}) translate(${num(-focus)},${num(26 - stage.horizon)})"`,
    );
  };
  return { ...plain, see };
}

/** A plan from above has no viewpoint but its own. */
export const fromAbove = plain;
