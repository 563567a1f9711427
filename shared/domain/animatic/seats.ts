// What people sit on when the place has nothing: a chair, a rock, the velvet of a carriage.
import { hex, mix } from "./colour.ts";
import { box, fill, num, smooth } from "./paths.ts";
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
