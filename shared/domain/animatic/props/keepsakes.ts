// Small things by which a story turns: candle, violin, kettle, clock, ring, camera, guitar, sword and more.
import { box, disc, fill, polygon, stroke } from "../paths.ts";
import type { Prop } from "./kind.ts";

const candle: Prop = {
  glows: true,
  size: 0.2,
  held: true,
  insert: 330,
  draw: (c, stage) =>
    stage.gradients.glow(0, -104, 150, c.glow, 0.95) +
    fill(disc(0, 0, 46, 11), c.dark) +
    fill("M-15,-2V-78Q-15,-84 -8,-82Q0,-78 8,-83Q15,-84 15,-76V-2Z", c.light) +
    stroke("M10,-74q6,12 2,26M-11,-70q-3,8 -1,14", c.dark, 1.6, 0.3) +
    stroke("M0,-80V-92", c.dark, 2.4) +
    fill("M0,-128Q13,-106 9,-94Q5,-86 0,-86T-9,-94Q-13,-106 0,-128Z", "#fffbe6"),
};

const violinBody =
  "M0,-112Q34,-112 34,-84Q34,-70 24,-64Q18,-58 24,-48Q42,-38 42,-14Q42,12 0,12Q-42,12 -42,-14Q-42,-38 -24,-48Q-18,-58 -24,-64Q-34,-70 -34,-84Q-34,-112 0,-112Z";

const violin: Prop = {
  size: 0.36,
  held: true,
  flat: true,
  insert: 250,
  draw: (c) =>
    `<g transform="rotate(28)">${fill(violinBody, c.body)}${fill("M0,-106Q28,-106 28,-84Q28,-74 20,-68Q10,-56 20,-46Q36,-36 36,-14Q36,6 0,6Z", c.lit, 0.35)}` +
    `${fill(`${box(-5, -190, 10, 150)}${box(-9, -204, 18, 18)}${box(-14, -12, 28, 5)}`, c.dark)}${stroke("M-14,-58q-6,12 -2,26M14,-58q6,12 2,26M-2,-190V-12M2,-190V-12", c.dark, 2)}` +
    `${stroke("M70,-190L62,20", c.dark, 4)}${stroke("M76,-190L68,20", c.light, 1.6)}</g>`,
};

const guitar: Prop = {
  size: 0.62,
  held: true,
  flat: true,
  insert: 240,
  draw: (c) =>
    `<g transform="rotate(24)">${fill("M0,-96Q30,-96 30,-74Q30,-60 26,-54Q46,-42 46,-14Q46,18 0,18Q-46,18 -46,-14Q-46,-42 -26,-54Q-30,-60 -30,-74Q-30,-96 0,-96Z", c.body)}` +
    `${fill(disc(0, -50, 13), c.dark)}${fill(`${box(-6, -186, 12, 96)}${box(-11, -208, 22, 26)}${box(-18, -8, 36, 6)}`, c.dark)}${stroke("M-3,-186V-6M0,-186V-6M3,-186V-6", c.light, 1.1, 0.7)}</g>`,
};

const kettle: Prop = {
  size: 0.22,
  insert: 300,
  draw: (c) =>
    stroke("M70,-72q10,-22 2,-40t8,-36M88,-70q8,-14 2,-30", c.light, 6, 0.32) +
    fill("M-56,0Q-74,-44 -46,-72Q-24,-88 0,-88T46,-72Q62,-54 58,-32L84,-66L94,-60L60,-6Q58,0 50,0Z", c.body) +
    fill("M-46,-4Q-60,-40 -38,-66Q-28,-76 -14,-80Q-40,-44 -30,-4Z", c.lit, 0.5) +
    fill(`${disc(0, -90, 30, 8)}${disc(0, -101, 7)}`, c.dark) +
    stroke("M-44,-76Q-40,-138 0,-138T44,-76", c.dark, 8),
};

const clock: Prop = {
  size: 0.24,
  insert: 300,
  draw: (c) =>
    fill(`${disc(0, -62, 62)}${polygon([[-44, -8], [-30, -20], [-22, 0], [-34, 2]])}${polygon([[44, -8], [30, -20], [22, 0], [34, 2]])}${disc(0, -128, 9)}`, c.body) + // prettier-ignore
    fill(disc(0, -62, 52), c.light) +
    stroke("M0,-108v8M0,-24v8M-46,-62h8M38,-62h8", c.dark, 4) +
    stroke("M0,-62V-96M0,-62L-18,-100", c.dark, 6) +
    fill(disc(0, -62, 5), c.accent),
};

const ring: Prop = {
  size: 0.08,
  flat: true,
  insert: 330,
  draw: (c) => stroke(disc(0, -30, 46, 42), c.glow, 10) + fill(polygon([[-20, -86], [20, -86], [30, -98], [0, -74], [-30, -98]]), c.light) + fill(polygon([[-26, -100], [-12, -116], [12, -116], [26, -100], [0, -72]]), c.lit), // prettier-ignore
};

const camera: Prop = {
  size: 0.16,
  held: true,
  insert: 320,
  draw: (c) =>
    fill(`${box(-72, -84, 144, 84)}M-26,-84l10,-20h32l10,20Z`, c.dark) +
    fill(box(-72, -62, 144, 40), c.body) +
    fill(disc(0, -42, 34), c.dark) +
    fill(disc(0, -42, 25), c.lit) +
    fill(disc(-8, -50, 8), c.light, 0.8) +
    fill(disc(54, -74, 6), c.accent),
};

const sword: Prop = {
  size: 0.6,
  held: true,
  flat: true,
  insert: 230,
  draw: (c) =>
    `<g transform="rotate(16)">${fill("M-9,-40V-190L0,-214L9,-190V-40Z", c.light)}${fill("M0,-40V-214L9,-190V-40Z", c.dark, 0.22)}${fill(box(-40, -42, 80, 11), c.glow)}${fill(`${box(-6, -32, 12, 40)}${disc(0, 14, 10)}`, c.body)}</g>`,
};

const crown: Prop = {
  size: 0.16,
  flat: true,
  insert: 330,
  draw: (c) =>
    fill("M-62,0L-72,-72L-36,-40L0,-92L36,-40L72,-72L62,0Z", c.glow) +
    fill(box(-62, -14, 124, 16), c.body, 0.7) +
    fill(disc(-72, -76, 8) + disc(0, -98, 9) + disc(72, -76, 8), c.accent),
};

export const keepsakeProps = { candle, violin, guitar, kettle, clock, ring, camera, sword, crown };
