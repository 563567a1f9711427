// Colour in OKLCH: lightness 0..1, chroma, hue in degrees. Written out as sRGB hex.
// Out of gamut means less chroma, never another hue. Matrices: Björn Ottosson, "A perceptual color space" (2020).

export type Oklch = readonly [lightness: number, chroma: number, hue: number];

const radians = Math.PI / 180;

function toLinearRgb(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function channel(linear: number): string {
  const bounded = Math.max(0, Math.min(1, linear));
  const encoded = bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055;
  return Math.round(255 * encoded)
    .toString(16)
    .padStart(2, "0");
}

export function hex([lightness, chroma, hue]: Oklch): string {
  const bounded = Math.max(0, Math.min(1, lightness));
  const angle = hue * radians;
  for (let reduced = Math.max(0, chroma); ; reduced *= 0.93) {
    const rgb = toLinearRgb(bounded, reduced * Math.cos(angle), reduced * Math.sin(angle));
    if (reduced < 0.002 || rgb.every((value) => value > -0.002 && value < 1.002)) return `#${rgb.map(channel).join("")}`;
  }
}

function fromLab(lightness: number, a: number, b: number): Oklch {
  return [lightness, Math.hypot(a, b), (Math.atan2(b, a) / radians + 360) % 360];
}

/** Mix in OKLab, so that no mix passes through mud of another hue. amount 0 = from, 1 = to. */
export function mix(from: Oklch, to: Oklch, amount: number): Oklch {
  const [a1, b1] = [from[1] * Math.cos(from[2] * radians), from[1] * Math.sin(from[2] * radians)];
  const [a2, b2] = [to[1] * Math.cos(to[2] * radians), to[1] * Math.sin(to[2] * radians)];
  return fromLab(from[0] + (to[0] - from[0]) * amount, a1 + (a2 - a1) * amount, b1 + (b2 - b1) * amount);
}

/** `#rrggbb` to OKLCH. Anything else is read as the middle grey. */
export function parseHex(text: string): Oklch {
  if (!/^#[0-9a-f]{6}$/i.test(text)) return [0.6, 0, 0];
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = parseInt(text.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return fromLab(
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  );
}
