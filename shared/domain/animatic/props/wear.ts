// Food, clothes and small comforts: bread, apple, glass, kitchen knife, shoe, hat, glove, mirror, painting, doll, box, closed case.
import { box, disc, fill, stroke } from "../paths.ts";
import type { Prop } from "./kind.ts";

const bread: Prop = {
  size: 0.16,
  held: true,
  insert: 310,
  reach: 80,
  draw: (c) =>
    fill(disc(0, 0, 108, 9), c.dark, 0.6) +
    fill("M-92,-4Q-104,-46 -62,-62Q0,-84 62,-62Q104,-46 92,-4Z", c.body) +
    fill("M-92,-20Q-96,-50 -60,-62Q0,-84 60,-62Q88,-52 92,-34Q40,-60 -20,-54T-92,-20Z", c.lit, 0.75) +
    stroke("M-50,-30L-30,-66M-12,-30L8,-70M28,-30L46,-64", c.dark, 5, 0.45),
};

const apple: Prop = {
  size: 0.08,
  held: true,
  insert: 280,
  draw: (c) =>
    fill("M0,-86Q-22,-98 -44,-86Q-66,-70 -56,-34Q-46,0 -20,2Q-8,2 0,-4Q8,2 20,2Q46,0 56,-34Q66,-70 44,-86Q22,-98 0,-86Z", c.accent) +
    fill("M-40,-76Q-56,-60 -46,-30Q-40,-12 -30,-8Q-46,-44 -28,-78Z", c.light, 0.35) +
    stroke("M0,-84Q2,-104 12,-112", c.dark, 6) +
    fill("M12,-104Q34,-124 50,-108Q34,-92 12,-104Z", c.body),
};

const glass: Prop = {
  size: 0.14,
  held: true,
  insert: 300,
  draw: (c) =>
    fill("M-40,-104H40L30,0H-30Z", c.light, 0.34) +
    fill("M-36,-62H36L30,-4H-30Z", c.glow, 0.62) +
    stroke("M-40,-104L-30,0H30L40,-104", c.light, 4, 0.8) +
    stroke(disc(0, -104, 40, 9), c.light, 3.5, 0.9) +
    stroke("M-26,-92L-20,-16", c.light, 6, 0.5),
};

/** A kitchen knife on its board. */
const knife: Prop = {
  size: 0.16,
  flat: true,
  insert: 320,
  reach: 90,
  draw: (c) =>
    fill("M-108,-78H96q12,0 12,12V-10q0,12 -12,12H-108Z", c.body) +
    fill("M-108,-8V2H96q12,0 12,-12v-6q0,8 -12,8Z", c.dark, 0.5) +
    fill("M-92,-36H20V-56Q-50,-60 -92,-36Z", c.light) +
    fill(box(20, -57, 68, 20), c.dark) +
    fill(disc(38, -47, 3.4) + disc(66, -47, 3.4), c.light),
};

const shoe: Prop = {
  size: 0.12,
  held: true,
  insert: 300,
  reach: 75,
  draw: (c) =>
    fill("M-78,-4V-84Q-52,-96 -24,-86Q-20,-58 14,-50Q74,-44 84,-20Q88,-8 82,-4Z", c.body) +
    fill("M-80,-10H86q2,12 -8,12H-76q-8,0 -4,-12Z", c.dark) +
    fill(disc(-50, -86, 27, 7), c.dark) +
    stroke("M-16,-72l20,-12M-4,-62l20,-12M10,-56l18,-11", c.light, 4.5) +
    fill("M-70,-76Q-64,-40 -66,-16H-76V-80Z", c.lit, 0.5),
};

const hat: Prop = {
  size: 0.14,
  held: true,
  insert: 300,
  reach: 80,
  draw: (c) =>
    fill(disc(0, -8, 104, 17), c.body) +
    fill("M-54,-12Q-62,-72 -46,-88Q-20,-98 0,-86Q20,-98 46,-88Q62,-72 54,-12Q0,4 -54,-12Z", c.body) +
    fill("M-57,-34Q0,-16 57,-34L54,-12Q0,4 -54,-12Z", c.dark) +
    fill("M-44,-82Q-54,-60 -48,-38Q-36,-34 -26,-32Q-34,-64 -22,-90Z", c.lit, 0.4),
};

const glove: Prop = {
  size: 0.1,
  held: true,
  flat: true,
  insert: 290,
  draw: (c) =>
    `<g transform="rotate(-16)">${fill("M-40,6V-40Q-72,-66 -66,-78Q-56,-88 -38,-66V-112q8,-14 18,0v34V-124q9,-14 20,0v44V-118q9,-12 18,0v44V-98q8,-12 18,0V-34L36,6Z", c.body)}` +
    `${fill(box(-44, 0, 84, 22), c.dark)}${stroke("M-20,-78V-60M0,-80V-60M18,-76V-58", c.dark, 3, 0.4)}</g>`,
};

const mirror: Prop = {
  fixture: true,
  size: 0.4,
  insert: 290,
  draw: (c) =>
    fill(`${disc(0, -92, 66, 82)}${box(-7, -16, 14, 14)}${disc(0, -1, 40, 7)}`, c.glow) +
    fill(disc(0, -92, 55, 70), c.lit) +
    fill("M-40,-126Q-20,-158 8,-160L-30,-50Q-54,-80 -40,-126Z", c.light, 0.55) +
    stroke("M10,-56L38,-130", c.light, 5, 0.4),
};

const painting: Prop = {
  fixture: true,
  size: 0.5,
  reach: 85,
  insert: 300,
  draw: (c) =>
    fill(box(-104, -150, 208, 152), c.glow) +
    fill(box(-90, -136, 180, 124), c.lit) +
    fill("M-90,-58Q-50,-96 -10,-66T90,-76V-12H-90Z", c.body) +
    fill("M-90,-34Q-20,-58 30,-34T90,-40V-12H-90Z", c.dark, 0.7) +
    fill(disc(44, -104, 15), c.light) +
    stroke(box(-97, -143, 194, 138), c.dark, 3, 0.4),
};

const doll: Prop = {
  size: 0.24,
  held: true,
  insert: 290,
  draw: (c) =>
    fill(`${disc(-40, -8, 17, 13)}${disc(40, -8, 17, 13)}${disc(-48, -58, 13, 22)}${disc(48, -58, 13, 22)}`, c.body) +
    fill(disc(0, -42, 46, 44), c.body) +
    fill(`${disc(0, -112, 42, 38)}${disc(-34, -144, 15)}${disc(34, -144, 15)}`, c.body) +
    fill(`${disc(0, -36, 28, 30)}${disc(0, -100, 19, 14)}${disc(-34, -143, 8)}${disc(34, -143, 8)}`, c.lit) +
    fill(`${disc(-15, -120, 4.6)}${disc(15, -120, 4.6)}${disc(0, -106, 6.5, 4.6)}`, c.dark) +
    stroke("M0,-102v6M-8,-93q8,6 16,0", c.dark, 2.6) +
    fill("M-22,-78L0,-70L22,-78V-62L0,-70L-22,-62Z", c.accent),
};

const parcel: Prop = {
  size: 0.3,
  reach: 75,
  held: true,
  insert: 290,
  draw: (c) =>
    fill("M-76,-92L-52,-116H88L76,-92Z", c.lit) +
    fill(box(-76, -92, 152, 94), c.body) +
    fill("M76,-92L88,-116V-20L76,2Z", c.dark, 0.8) +
    stroke("M0,-92V0M-76,-46H76M0,-92L16,-116", c.light, 5, 0.8),
};

/** What nobody needs to see: a case, closed. */
const closedcase: Prop = {
  size: 0.3,
  reach: 85,
  held: true,
  hangs: true,
  insert: 290,
  draw: (c) =>
    stroke("M-26,-92v-10q0,-10 10,-10h32q10,0 10,10v10", c.dark, 8) +
    fill("M-100,-4V-84q0,-8 8,-8H92q8,0 8,8V-4q0,6 -6,6H-94q-6,0 -6,-6Z", c.dark) +
    fill(box(-100, -54, 200, 4), c.lit, 0.5) +
    fill(box(-66, -64, 22, 22) + box(44, -64, 22, 22), c.glow, 0.85),
};

export const wearProps = { bread, apple, glass, knife, shoe, hat, glove, mirror, painting, doll, parcel, closedcase };
