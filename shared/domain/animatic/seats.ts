// What people sit on when the place has nothing: a chair, a rock, the velvet of a carriage.
import { hex, mix } from "./colour.ts";
import { box, disc, fill, num, smooth, stroke } from "./paths.ts";
import type { Standing } from "./placing.ts";
import type { Stage } from "./stage.ts";

/** A chair inside, a rock outside. */
export function seat(stage: Stage, { x, feet, height }: Standing, facing: number): string {
  const seatHeight = 0.29 * height;
  if (stage.seats === "velvet") {
    const back = x - facing * height * 0.16;
    const paint = hex(mix([0.46, 0.14, 20], stage.palette.ink, stage.palette.figureInk * 0.8));
    return fill(
      `M${num(back - facing * height * 0.07)},${num(feet)}V${num(feet - height * 0.6)}q0,${num(-height * 0.06)} ${num(facing * height * 0.06)},${num(-height * 0.06)}` +
        `t${num(facing * height * 0.06)},${num(height * 0.06)}V${num(feet - seatHeight - height * 0.02)}h${num(facing * height * 0.26)}q${num(facing * height * 0.04)},0 ${num(facing * height * 0.04)},${num(height * 0.05)}V${num(feet)}Z`,
      paint,
    );
  }
  if (stage.seats === "chair") {
    return fill(
      box(x - height * 0.12, feet - seatHeight, height * 0.27, height * 0.035) +
        box(x - height * 0.1, feet - seatHeight, height * 0.03, seatHeight) +
        box(x + height * 0.1, feet - seatHeight, height * 0.03, seatHeight) +
        box(x - facing * height * 0.125 - height * 0.015, feet - seatHeight - height * 0.25, height * 0.03, height * 0.28),
      stage.palette.at(0.92),
    );
  }
  const rock = smooth([
    [x - height * 0.22, feet + height * 0.03],
    [x - height * 0.17, feet - seatHeight * 0.9],
    [x - height * 0.03, feet - seatHeight * 1.02],
    [x + height * 0.13, feet - seatHeight * 0.97],
    [x + height * 0.2, feet - seatHeight * 0.3],
    [x + height * 0.26, feet + height * 0.03],
  ]);
  return fill(rock, stage.palette.at(0.86));
}

/** One fallen trunk for everyone who sits together. */
export function log(stage: Stage, sitting: readonly Standing[]): string {
  const xs = sitting.map(({ x }) => x);
  const height = Math.max(...sitting.map((one) => one.height));
  const feet = Math.max(...sitting.map((one) => one.feet));
  const [left, right] = [Math.min(...xs) - height * 0.28, Math.max(...xs) + height * 0.28];
  const [top, thick] = [feet - height * 0.285, height * 0.2];
  const trunk = `M${num(left)},${num(top)}H${num(right)}q${num(thick * 0.34)},${num(thick * 0.5)} 0,${num(thick)}H${num(left)}q${num(-thick * 0.4)},${num(-thick * 0.5)} 0,${num(-thick)}Z`;
  const foot = (x: number): string => box(x - height * 0.05, top + thick * 0.9, height * 0.1, feet + height * 0.02 - top - thick * 0.9);
  const grain = `M${num(left + height * 0.1)},${num(top + thick * 0.4)}H${num(right - height * 0.3)}M${num(left + height * 0.3)},${num(top + thick * 0.68)}H${num(right - height * 0.1)}`;
  return (
    fill(foot(left + height * 0.16) + foot(right - height * 0.16), stage.palette.at(0.94)) +
    fill(trunk, stage.palette.at(0.84)) +
    stroke(grain, stage.palette.at(0.96), Math.max(1, height * 0.008), 0.6) +
    fill(disc(right, top + thick / 2, thick * 0.2, thick / 2), stage.palette.at(0.62))
  );
}

/** A bench with a back, long enough for all. */
export function bench(stage: Stage, sitting: readonly Standing[]): string {
  const xs = sitting.map(({ x }) => x);
  const height = Math.max(...sitting.map((one) => one.height));
  const feet = Math.max(...sitting.map((one) => one.feet));
  const [left, right] = [Math.min(...xs) - height * 0.36, Math.max(...xs) + height * 0.36];
  const width = right - left;
  const top = feet - height * 0.285;
  const legs = [left + height * 0.08, right - height * 0.13].map((x) => box(x, top, height * 0.045, height * 0.3)).join("");
  const slats = [0.2, 0.13].map((up) => box(left, top - height * up, width, height * 0.045)).join("");
  const posts = [left + height * 0.1, right - height * 0.13].map((x) => box(x, top - height * 0.2, height * 0.03, height * 0.2)).join("");
  return (
    fill(legs + posts, stage.palette.at(0.95)) +
    fill(slats, stage.palette.at(0.82)) +
    fill(box(left, top, width, height * 0.05), stage.palette.at(0.86)) +
    fill(box(left, top, width, height * 0.014), stage.palette.at(0.6))
  );
}
