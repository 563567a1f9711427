// Things of a house and of the pocket: lights, cups, cases, furniture.
import { box, disc, fill, stroke } from "../paths.ts";
import type { Prop } from "./kind.ts";

const lantern: Prop = {
  glows: true,
  size: 0.5,
  held: true,
  hangs: true,
  insert: 380,
  draw: (c, stage) =>
    stage.gradients.glow(0, -44, 190, c.glow, 0.95) +
    fill("M-22,0h44l4,-8h-52ZM-18,-76h36l-6,-12h-24Z", c.dark) +
    fill("M-18,-8h36v-66h-36Z", c.glow, 0.5) +
    fill("M0,-62Q13,-40 9,-26Q5,-16 0,-16T-9,-26Q-13,-40 0,-62Z", "#fffbe6") +
    stroke("M-18,-8v-66M18,-8v-66M-6,-8v-66M6,-8v-66", c.dark, 2.6) +
    stroke("M-12,-88Q0,-122 12,-88", c.dark, 3.4),
};

const lamp: Prop = {
  glows: true,
  size: 0.46,
  insert: 360,
  draw: (c, stage) =>
    stage.gradients.glow(0, -78, 210, c.glow, 0.9) +
    fill("M-3,0v-64h6v64ZM-24,0q24,-16 48,0Z", c.dark) +
    fill("M-36,-56l14,-44h44l14,44Z", c.glow),
};

const phone: Prop = {
  size: 0.12,
  held: true,
  flat: true,
  insert: 320,
  draw: (c, stage) =>
    stage.gradients.glow(0, -60, 170, c.light, 0.6) +
    fill("M-34,4Q-40,4 -40,-4V-122Q-40,-130 -32,-130H32Q40,-130 40,-122V-4Q40,4 32,4Z", c.dark) +
    fill("M-35,-6V-120h70v114Z", c.lit) +
    fill("M-26,-108h30v7h-30ZM-26,-88h44v22h-44ZM-10,-58h36v16h-36ZM-26,-34h34v16h-34Z", c.light, 0.85),
};

const door: Prop = {
  fixture: true,
  size: 1.15 / 1.9,
  insert: 300,
  draw: (c) =>
    fill("M-46,0V-190h92V0Z", c.dark) +
    fill("M-40,0V-184h80V0Z", c.body) +
    fill("M-30,-104v-66h60v66ZM-30,-14v-74h60v74Z", c.dark, 0.4) +
    fill(disc(29, -94, 4.5), c.glow),
};

const table: Prop = {
  size: 0.6,
  reach: 115,
  insert: 250,
  draw: (c) => fill("M-110,-74h220v10h-220ZM-98,-64h10V0h-10ZM88,-64h10V0h-10Z", c.dark),
};

const umbrella: Prop = {
  size: 0.62,
  held: true,
  insert: 280,
  draw: (c) =>
    fill(
      "M-92,-98Q-80,-178 0,-182T92,-98Q76,-112 60,-98Q44,-112 30,-98Q14,-110 0,-98Q-14,-110 -30,-98Q-44,-112 -60,-98Q-76,-112 -92,-98Z",
      c.body,
    ) +
    fill("M0,-182Q-34,-150 -30,-98Q-14,-110 0,-98Q14,-110 30,-98Q34,-150 0,-182Z", c.lit, 0.5) +
    stroke("M0,-192V-6q0,14 11,14t11,-12", c.dark, 3.6),
};

const cup: Prop = {
  size: 0.14,
  held: true,
  insert: 360,
  draw: (c) =>
    stroke("M-12,-84q-12,-18 0,-34t0,-34M14,-84q-12,-18 0,-34t0,-30", c.light, 5, 0.35) +
    fill("M-44,-70H44Q46,-14 18,0H-18Q-46,-14 -44,-70Z", c.body) +
    fill(disc(0, -70, 44, 9), c.dark) +
    stroke("M44,-58q34,0 24,26t-34,12", c.body, 8) +
    fill(disc(0, 3, 66, 8), c.lit),
};

const key: Prop = {
  size: 0.14,
  held: true,
  flat: true,
  insert: 380,
  draw: (c) =>
    `<g transform="rotate(-18)">${stroke(disc(-58, -30, 26), c.glow, 11)}${fill("M-32,-36h118v12h-118ZM66,-26h10v24h-10ZM46,-26h10v16h-10Z", c.glow)}</g>`,
};

const suitcase: Prop = {
  size: 0.5,
  held: true,
  hangs: true,
  insert: 330,
  draw: (c) =>
    fill("M-56,0Q-60,0 -60,-5V-78Q-60,-84 -54,-84H54Q60,-84 60,-78V-5Q60,0 56,0Z", c.body) +
    fill(box(-38, -84, 8, 84) + box(30, -84, 8, 84), c.dark) +
    stroke("M-18,-84v-14q0,-6 6,-6h24q6,0 6,6v14", c.dark, 6),
};

export const householdProps = { lantern, lamp, phone, door, table, umbrella, cup, key, suitcase };
