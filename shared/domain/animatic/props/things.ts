// Furniture and gear: chair, crate, bottle, flower, basket, rope, ladder, train, paper boat, stove, and a sign.
import { box, disc, fill, polygon, stroke } from "../paths.ts";
import type { Prop } from "./kind.ts";

const chair: Prop = {
  size: 0.5,
  insert: 280,
  draw: (c) =>
    fill(`${box(-30, -50, 60, 8)}${box(-30, -108, 7, 108)}${box(23, -44, 7, 44)}${box(-30, -104, 7, 60)}`, c.dark) +
    fill(`${box(-30, -104, 8, 26)}${box(-28, -54, 56, 6)}`, c.body),
};

const crate: Prop = {
  size: 0.42,
  insert: 260,
  draw: (c) =>
    fill(box(-62, -92, 124, 92), c.body) +
    stroke("M-62,-62H62M-62,-31H62", c.dark, 3, 0.6) +
    fill(`${box(-62, -92, 14, 92)}${box(48, -92, 14, 92)}`, c.lit) +
    stroke("M-48,-88L48,-4", c.dark, 5, 0.4),
};

const bottle: Prop = {
  size: 0.18,
  held: true,
  insert: 300,
  draw: (c) =>
    fill("M-22,0V-72Q-22,-92 -9,-100V-138H9V-100Q22,-92 22,-72V0Z", c.body, 0.95) +
    fill("M-15,-6V-70Q-15,-84 -6,-92V-130H-2V-6Z", c.light, 0.4) +
    fill(box(-22, -58, 44, 34), c.light, 0.85) +
    fill(box(-11, -146, 22, 12), c.dark),
};

const petals = [0, 60, 120, 180, 240, 300]
  .map((degrees) => disc(22 * Math.cos((degrees * Math.PI) / 180), -104 + 22 * Math.sin((degrees * Math.PI) / 180), 17))
  .join("");

const flower: Prop = {
  size: 0.2,
  held: true,
  insert: 300,
  draw: (c) =>
    stroke("M0,0Q8,-50 0,-100", c.dark, 5) +
    fill("M2,-36Q34,-66 46,-46Q34,-26 2,-36ZM2,-22Q-30,-50 -42,-32Q-30,-12 2,-22Z", c.dark, 0.9) +
    fill(petals, c.accent) +
    fill(disc(0, -104, 12), c.glow),
};

const basket: Prop = {
  size: 0.34,
  held: true,
  hangs: true,
  insert: 280,
  draw: (c) =>
    stroke("M-46,-50Q-40,-112 0,-112T46,-50", c.dark, 6) +
    fill(`${disc(-24, -56, 16)}${disc(4, -60, 18)}${disc(28, -55, 15)}`, c.accent) +
    fill("M-56,-54H56L44,0H-44Z", c.body) +
    stroke("M-53,-40H53M-50,-24H50M-47,-9H47", c.dark, 3, 0.5),
};

const rope: Prop = {
  size: 0.3,
  flat: true,
  insert: 300,
  draw: (c) =>
    stroke(`${disc(0, -26, 62, 30)}${disc(0, -34, 54, 26)}${disc(0, -42, 46, 22)}M54,-16q30,8 40,20`, c.lit, 9) +
    stroke(`${disc(0, -26, 62, 30)}${disc(0, -34, 54, 26)}`, c.dark, 1.6, 0.5),
};

const ladder: Prop = {
  size: 1,
  insert: 250,
  draw: (c) => {
    let rungs = "";
    for (let y = -16; y > -170; y -= 26) rungs += `M${-24 + (y + 180) * 0.01},${y}H24`;
    return `<g transform="rotate(10)">${stroke(`M-26,4V-176M26,4V-176${rungs}`, c.dark, 6.5)}</g>`;
  },
};

const train: Prop = {
  size: 1.5,
  reach: 105,
  insert: 190,
  draw: (c, stage) =>
    fill(
      `M-100,-20V-78H-52V-28H-40V-96H-2V-74H76Q84,-74 84,-66V-28H94L102,-12H-100Z${box(46, -98, 15, 28)}M40,-98h27l-4,-9h-19Z${box(14, -86, 16, 16)}`,
      c.dark,
    ) +
    fill(box(-33, -88, 24, 22), c.glow) +
    fill([-82, -58, -26, 8, 42].map((x) => disc(x, -14, x < -40 ? 13 : 18)).join(""), c.body) +
    stroke("M-26,-14H42", c.lit, 4) +
    fill(disc(88, -54, 8), c.glow) +
    stage.gradients.glow(92, -54, 110, c.glow, 0.85) +
    fill("M52,-112Q30,-140 54,-156Q40,-186 74,-190Q104,-200 110,-176Q132,-166 118,-146Q100,-128 76,-134Q64,-118 52,-112Z", c.light, 0.45),
};

const paperboat: Prop = {
  size: 0.2,
  reach: 190,
  held: true,
  insert: 300,
  draw: (c) =>
    fill("M-92,-46L-52,0H52L92,-46L34,-34H-34Z", c.light) +
    fill(
      polygon([
        [-42, -36],
        [0, -104],
        [42, -36],
      ]),
      c.light,
    ) + // prettier-ignore
    fill(
      polygon([
        [0, -104],
        [42, -36],
        [0, -30],
      ]),
      c.dark,
      0.2,
    ) + // prettier-ignore
    fill("M-92,-46L-52,0H0V-32L-34,-34Z", c.dark, 0.12) +
    stroke("M-70,-32q16,8 30,9M-62,-22q14,7 30,8M14,-16h34M14,-24h42", c.dark, 1.8, 0.45),
};

const stove: Prop = {
  glows: true,
  size: 0.62,
  insert: 260,
  draw: (c, stage) =>
    fill(
      `${box(-46, -104, 92, 92)}${box(-54, -112, 108, 10)}${box(-38, -12, 11, 14)}${box(27, -12, 11, 14)}${box(-9, -180, 18, 70)}`,
      c.dark,
    ) +
    fill(box(-30, -78, 60, 42), "#e2702a") +
    fill(box(-22, -66, 44, 26), c.glow) +
    stage.gradients.glow(0, -56, 170, c.glow, 0.85),
};

/** A small brass plate with two lines of writing. */
const plate: Prop = {
  fixture: true,
  size: 0.12,
  flat: true,
  insert: 330,
  draw: (c) =>
    fill("M-96,-72q0,-8 8,-8H88q8,0 8,8V-8q0,8 -8,8H-88q-8,0 -8,-8Z", c.glow) +
    fill("M-96,-72q0,-8 8,-8H88q8,0 8,8v6H-96Z", c.light, 0.5) +
    stroke("M-50,-46h100M-34,-26h68", c.dark, 6, 0.7) +
    fill(`${disc(-82, -40, 5)}${disc(82, -40, 5)}`, c.dark, 0.8),
};

export const thingProps = { chair, crate, bottle, flower, basket, rope, ladder, train, paperboat, stove, plate };
