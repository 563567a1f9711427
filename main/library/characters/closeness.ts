// How close pictures stay to a character's references, without a model that knows faces: the colours of the middle of the
// picture, compared in a space where equal distances look equally different. Measured once a picture, in the background.
import sharp from "sharp";
import type { Blobs } from "../blobs.ts";

/** What is measured and what it is not, for people. */
export const measureWords =
  "Colour closeness: how far the colours in the middle of a picture match those of the references, 1.00 being the same. It does not know faces: light, costume and place count too, so compare scenes in the same look.";

/** Below this a scene is worth a look. */
export const checkBelow = 0.6;

const side = 48;
/** Steps of lightness and of the two colour axes. */
const steps = { l: 6, a: 7, b: 7 } as const;
const size = steps.l * steps.a * steps.b;
/** Pictures that are remembered at most; each is about 1 kB. */
const mostKnown = 20_000;

/** A picture's colours, weighted to its middle; sums to 1. */
export type Colours = Float32Array;

const linear = Array.from({ length: 256 }, (_, value) => {
  const level = value / 255;
  return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
});

/** The weight of a place: full in the middle, little at the edges. */
const weights = Array.from({ length: side * side }, (_, place) => {
  const x = ((place % side) + 0.5) / side - 0.5;
  const y = (Math.floor(place / side) + 0.5) / side - 0.5;
  return Math.exp(-(x * x + y * y) / 0.08);
});

/** Colours of a picture of 48 by 48 RGB pixels. */
function coloursOf(pixels: Uint8Array): Colours {
  const colours = new Float32Array(size);
  let total = 0;
  for (let place = 0; place < side * side; place += 1) {
    const r = linear[pixels[place * 3] ?? 0] ?? 0;
    const g = linear[pixels[place * 3 + 1] ?? 0] ?? 0;
    const b = linear[pixels[place * 3 + 2] ?? 0] ?? 0;
    // Oklab (Ottosson 2020).
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    const green = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    const blue = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
    const weight = weights[place] ?? 0;
    spread(colours, [lightness * steps.l - 0.5, (green + 0.35) * 10 - 0.5, (blue + 0.35) * 10 - 0.5], weight);
    total += weight;
  }
  return colours.map((value) => value / total);
}

/** Adds to the eight cells around a point, so that a small shift of colour is a small difference. */
function spread(colours: Colours, [l, a, b]: [number, number, number], weight: number): void {
  for (let corner = 0; corner < 8; corner += 1) {
    const part = (value: number, high: boolean, most: number): [number, number] => {
      const low = Math.floor(value);
      const share = value - low;
      return [Math.max(0, Math.min(most - 1, high ? low + 1 : low)), high ? share : 1 - share];
    };
    const [cl, sl] = part(l, (corner & 1) !== 0, steps.l);
    const [ca, sa] = part(a, (corner & 2) !== 0, steps.a);
    const [cb, sb] = part(b, (corner & 4) !== 0, steps.b);
    const cell = (cl * steps.a + ca) * steps.b + cb;
    colours[cell] = (colours[cell] ?? 0) + weight * sl * sa * sb;
  }
}

/** 0 to 1: the share of colours that two pictures have in common (Bhattacharyya's measure). */
export function closenessOf(one: Colours, other: Colours): number {
  let sum = 0;
  for (let cell = 0; cell < size; cell += 1) sum += Math.sqrt((one[cell] ?? 0) * (other[cell] ?? 0));
  return Math.min(1, sum);
}

export type Closeness = ReturnType<typeof createCloseness>;

/** Measures pictures in the background; `measured` is told when some have been. */
export function createCloseness(blobs: Blobs, measured: (hashes: readonly string[]) => void) {
  const known = new Map<string, Colours | null>();
  const waiting = new Set<string>();
  let running: Promise<void> | null = null;
  let closed = false;

  const look = async (hash: string): Promise<Colours | null> => {
    try {
      const pixels = await sharp(blobs.pathOf(hash), { limitInputPixels: 268_402_689 })
        .rotate()
        .resize(side, side, { fit: "cover" })
        .flatten({ background: "#808080" })
        .toColourspace("srgb")
        .raw()
        .toBuffer();
      return pixels.length === side * side * 3 ? coloursOf(pixels) : null;
    } catch {
      // A file that is gone or no picture cannot be measured, which is said where it is shown.
      return null;
    }
  };
  const work = async (): Promise<void> => {
    const done: string[] = [];
    while (waiting.size > 0 && !closed) {
      const [hash] = waiting;
      if (hash === undefined) break;
      known.set(hash, await look(hash));
      waiting.delete(hash);
      done.push(hash);
      if (known.size > mostKnown) known.delete(known.keys().next().value ?? "");
    }
    running = null;
    if (done.length > 0 && !closed) measured(done);
  };
  return {
    /** Undefined until it is measured, which begins now; null where it cannot be. */
    colours(hash: string): Colours | null | undefined {
      const found = known.get(hash);
      if (found === undefined && !closed) {
        waiting.add(hash);
        running ??= Promise.resolve().then(work);
      }
      return found;
    },
    /** What is measured already, without asking for it. */
    peek: (hash: string): Colours | null => known.get(hash) ?? null,
    async close(): Promise<void> {
      closed = true;
      await running;
    },
  };
}
