// Things of the open air: boat, car, bicycle, dog, bird.
import { disc, fill, stroke } from "../paths.ts";
import type { Prop } from "./kind.ts";

const boat: Prop = {
  size: 1.5,
  reach: 100,
  insert: 190,
  draw: (c) =>
    fill("M-95,-34Q-88,0 -58,4H60Q84,0 100,-44L72,-30H-70Z", c.body) +
    fill("M-95,-34L-70,-30H72L100,-44L98,-36L72,-22H-70L-93,-27Z", c.lit) +
    fill("M-4,-32V-150h4V-32Z", c.dark) +
    fill("M4,-146Q58,-96 62,-44L4,-40Z", c.lit) +
    fill("M-8,-132Q-46,-84 -52,-44L-8,-40Z", c.light, 0.85),
};

const car: Prop = {
  size: 0.8,
  reach: 160,
  insert: 165,
  draw: (c, stage) =>
    fill(
      "M-156,-16Q-160,-44 -146,-54Q-128,-62 -106,-64L-74,-96Q-64,-106 -42,-107H22Q44,-107 60,-94L92,-66Q132,-62 148,-50Q158,-40 156,-16Q154,-10 146,-10H-148Q-156,-10 -156,-16Z",
      c.body,
    ) +
    fill("M-150,-40Q-60,-50 152,-40Q158,-30 156,-16Q154,-10 146,-10H-148Q-156,-10 -156,-16Q-157,-30 -150,-40Z", c.dark, 0.3) +
    fill("M-88,-66L-64,-90Q-58,-97 -44,-97H-10V-66ZM0,-97H20Q38,-97 50,-87L74,-66H0Z", c.light, 0.62) +
    stroke("M-5,-97V-14M-84,-62H84M-28,-54h14M40,-54h14", c.dark, 2.4, 0.55) +
    fill(disc(-92, -10, 29) + disc(94, -10, 29), c.dark) +
    fill(disc(-92, -10, 15) + disc(94, -10, 15), c.lit) +
    fill(disc(-92, -10, 6) + disc(94, -10, 6), c.dark) +
    fill("M142,-44q12,2 12,12h-14Z", c.glow) +
    fill("M-156,-40h10v12h-11Z", c.accent) +
    stage.gradients.glow(152, -38, stage.palette.lit ? 190 : 70, c.glow, stage.palette.lit ? 0.8 : 0.3),
};

const dog: Prop = {
  size: 0.48,
  insert: 330,
  draw: (c) =>
    fill(
      "M-58,-46Q-76,-56 -84,-78Q-70,-66 -54,-62H22Q34,-66 38,-84L44,-100L54,-88Q74,-84 86,-72L84,-62Q70,-54 58,-56Q52,-40 40,-34L38,0H30L26,-30Q0,-24 -26,-32L-40,-22L-34,0H-44L-52,-22Q-58,-34 -58,-46Z",
      c.body,
    ) + fill("M16,-30L12,0H4L8,-30ZM-48,-30L-60,0H-68L-58,-36Z", c.dark),
};

const bicycle: Prop = {
  size: 0.66,
  insert: 260,
  draw: (c) =>
    stroke(
      `${disc(-56, -36, 36)}${disc(58, -36, 36)}M-56,-36L-26,-88H36L58,-36M-26,-88L0,-36H-56M0,-36L36,-88L32,-108h16M-36,-96h20`,
      c.dark,
      5,
    ),
};

const bird: Prop = {
  size: 0.3,
  insert: 360,
  draw: (c) => fill("M-34,-8Q-14,-22 0,-4Q14,-22 34,-8Q14,-12 0,6Q-14,-12 -34,-8Z", c.dark),
};

export const outdoorProps = { boat, car, dog, bicycle, bird };
