// Path data: polygons, smooth curves, tapered limbs, and the elements that carry them.
// One decimal is enough at 1280 wide and keeps a picture small.

export type Point = readonly [number, number];

/** A coordinate with at most one decimal. */
export function num(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return rounded === 0 ? "0" : String(rounded);
}

/** A share of 1 (opacity, scale) with at most three decimals. */
export function share(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

export const pair = (point: Point): string => `${num(point[0])},${num(point[1])}`;

/** Points from x, y, x, y ... */
export function pairs(flat: readonly number[]): Point[] {
  const points: Point[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) points.push([flat[index] ?? 0, flat[index + 1] ?? 0]);
  return points;
}

export const polygon = (points: readonly Point[]): string => `M${points.map(pair).join("L")}Z`;

export const polyline = (points: readonly Point[]): string => `M${points.map(pair).join("L")}`;

/** A curve through all points: Catmull-Rom written as cubic Béziers. */
export function smooth(points: readonly Point[], closed = true, tension = 1 / 6): string {
  const count = points.length;
  const origin: Point = [0, 0];
  const at = (index: number): Point => points[closed ? (index + count) % count : Math.max(0, Math.min(count - 1, index))] ?? origin;
  let data = `M${pair(at(0))}`;
  for (let index = 0; index < (closed ? count : count - 1); index++) {
    const before = at(index - 1);
    const from = at(index);
    const to = at(index + 1);
    const after = at(index + 2);
    const control1: Point = [from[0] + (to[0] - before[0]) * tension, from[1] + (to[1] - before[1]) * tension];
    const control2: Point = [to[0] - (after[0] - from[0]) * tension, to[1] - (after[1] - from[1]) * tension];
    data += `C${pair(control1)} ${pair(control2)} ${pair(to)}`;
  }
  return data + (closed ? "Z" : "");
}

/** A tapered capsule: the hull of two circles. */
export function limb(from: Point, to: Point, radiusFrom: number, radiusTo: number): string {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const length = Math.hypot(dx, dy) || 1e-6;
  const spread = Math.acos(Math.max(-1, Math.min(1, (radiusFrom - radiusTo) / length)));
  const direction = Math.atan2(dy, dx);
  const on = (centre: Point, radius: number, angle: number): Point => [
    centre[0] + radius * Math.cos(angle),
    centre[1] + radius * Math.sin(angle),
  ];
  const [a, b] = [num(radiusFrom), num(radiusTo)];
  return (
    `M${pair(on(from, radiusFrom, direction + spread))}A${a},${a} 0 1 1 ${pair(on(from, radiusFrom, direction - spread))}` +
    `L${pair(on(to, radiusTo, direction - spread))}A${b},${b} 0 0 1 ${pair(on(to, radiusTo, direction + spread))}Z`
  );
}

export function disc(x: number, y: number, radius: number, radiusY = radius): string {
  const [a, b] = [num(radius), num(radiusY)];
  return `M${num(x - radius)},${num(y)}a${a},${b} 0 1 1 ${num(2 * radius)},0a${a},${b} 0 1 1 ${num(-2 * radius)},0Z`;
}

export const box = (x: number, y: number, width: number, height: number): string =>
  `M${num(x)},${num(y)}h${num(width)}v${num(height)}h${num(-width)}Z`;

export function fill(data: string, paint: string, opacity = 1): string {
  return data ? `<path d="${data}" fill="${paint}"${opacity < 1 ? ` fill-opacity="${share(opacity)}"` : ""}/>` : "";
}

/** Like `fill`, with holes where an even number of outlines overlap. */
export function fillWithHoles(data: string, paint: string): string {
  return `<path fill-rule="evenodd" d="${data}" fill="${paint}"/>`;
}

export function stroke(data: string, paint: string, width: number, opacity = 1): string {
  if (!data) return "";
  const faint = opacity < 1 ? ` stroke-opacity="${share(opacity)}"` : "";
  return `<path d="${data}" fill="none" stroke="${paint}" stroke-width="${num(width)}" stroke-linecap="round" stroke-linejoin="round"${faint}/>`;
}

export function group(inner: string, attributes = ""): string {
  return inner ? `<g${attributes ? ` ${attributes}` : ""}>${inner}</g>` : "";
}
