// Paper: letter, page, book, map.
import { disc, fill, stroke } from "../paths.ts";
import type { Prop } from "./kind.ts";

const letter: Prop = {
  size: 0.2,
  held: true,
  flat: true,
  insert: 360,
  draw: (c) =>
    `<g transform="rotate(-9)">${fill("M-78,-66h156v92h-156Z", c.light)}${fill("M-78,-66L0,-12L78,-66Z", c.dark, 0.2)}` +
    `${fill("M-78,26L-16,-22M16,-22L78,26L0,-30Z", c.dark, 0.1)}${stroke("M-78,-66L0,-10L78,-66", c.dark, 2, 0.55)}` +
    `${fill(disc(0, -8, 13), c.accent)}${fill(disc(-2, -10, 8), c.lit, 0.4)}</g>`,
};

const writing = Array.from(
  { length: 9 },
  (_, line) => `M-48,${-76 + line * 11.5}q24,-3 ${40 + ((line * 37) % 22)},0t${line === 8 ? 8 : 32},1`,
).join("");

const page: Prop = {
  size: 0.25,
  held: true,
  flat: true,
  insert: 360,
  draw: (c) =>
    `<g transform="rotate(-7)">${fill("M-62,-96Q-20,-102 0,-96T64,-94L66,34Q20,40 0,34T-62,36Z", c.light)}${stroke(writing, c.dark, 2.1, 0.6)}</g>`,
};

const book: Prop = {
  size: 0.22,
  held: true,
  flat: true,
  insert: 360,
  draw: (c) =>
    fill("M-92,-10Q-46,-32 0,-12Q46,-32 92,-10V8Q46,-12 0,8Q-46,-12 -92,8Z", c.body) +
    fill("M-86,-20Q-44,-44 0,-20V0Q-44,-22 -86,-2ZM86,-20Q44,-44 0,-20V0Q44,-22 86,-2Z", c.light) +
    stroke("M-72,-26Q-44,-38 -14,-24M-72,-19Q-44,-31 -14,-17M72,-26Q44,-38 14,-24M72,-19Q44,-31 14,-17", c.dark, 1.8, 0.5),
};

const map: Prop = {
  size: 0.3,
  held: true,
  flat: true,
  insert: 360,
  draw: (c) =>
    fill("M-100,-62L-34,-74L34,-62L100,-74V30L34,42L-34,30L-100,42Z", c.light) +
    fill("M-34,-74L34,-62V42L-34,30Z", c.dark, 0.12) +
    stroke("M-84,10q30,-50 60,-24t60,-20t44,14", c.dark, 3, 0.5) +
    stroke("M-70,-30l14,14m0,-14l-14,14", c.accent, 6) +
    fill(disc(62, -24, 7), c.accent),
};

export const paperProps = { letter, page, book, map };
