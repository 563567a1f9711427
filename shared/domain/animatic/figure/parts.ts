// The parts of a body and how they are painted: a rim of light behind, cloth that turns from lit to ink.
import { hex, mix, parseHex } from "../colour.ts";
import type { Gradients } from "../gradients.ts";
import type { Palette } from "../palette.ts";
import { fill, group, num, type Point } from "../paths.ts";
import type { FigureTones } from "./traits.ts";

/** A shape with its flat colour; markup as it stands draws no rim. */
export type Part = { data: string; paint: string } | { markup: string };

export const part = (data: string, paint: string): Part => ({ data, paint });
export const plain = (markup: string): Part => ({ markup });

/** Paints of a body: each colour turns from lit to ink across it. */
export function bodyPaints(
  gradients: Gradients,
  palette: Palette,
  tones: FigureTones,
  place: { at: Point; height: number; light: number },
): (colour: string) => string {
  const { at, height } = place;
  const light = place.light >= 0 ? 1 : -1;
  const painted = new Map<string, string>();
  return (colour) => {
    if (colour === tones.ink) return colour;
    let paint = painted.get(colour);
    if (paint === undefined) {
      const own = parseHex(colour);
      paint = gradients.linear(
        [
          [0, hex(mix(own, palette.key, palette.key === palette.light ? 0.22 : 0.34))],
          [0.45, colour],
          [1, hex(mix(own, palette.ink, 0.38))],
        ],
        at[0] + light * height * 0.17,
        0,
        at[0] - light * height * 0.17,
        0,
      );
      painted.set(colour, paint);
    }
    return paint;
  };
}

/**
 * The whole body once in the light's colour, moved towards the light, and the body on top. No clip path:
 * renderers disagree about several overlapping clip children.
 */
export function paintBody(
  gradients: Gradients,
  palette: Palette,
  parts: readonly Part[],
  marks: readonly string[],
  tones: FigureTones,
  place: { at: Point; height: number; light: number },
): string {
  const width = Math.max(1.2, Math.min(5.5, place.height * 0.0064));
  const light = place.light >= 0 ? 1 : -1;
  const paintOf = bodyPaints(gradients, palette, tones, place);
  const outline = parts.map((one) => ("data" in one ? `<path d="${one.data}"/>` : "")).join("");
  const rim = group(outline, `fill="${tones.rim}" transform="translate(${num(light * width)},${num(-width * 0.6)})"`);
  const body = parts.map((one) => ("data" in one ? fill(one.data, paintOf(one.paint)) : one.markup)).join("");
  return group(rim + body + marks.join(""));
}
