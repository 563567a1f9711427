// Things of the open air: boat, car, bicycle, dog, bird.
import { disc, fill, stroke } from "../paths.ts";
import type { Prop } from "./kind.ts";

const boat: Prop = {
  size: 1.5,
  insert: 190,
  draw: (c) =>
    fill("M-95,-34Q-88,0 -58,4H60Q84,0 100,-44L72,-30H-70Z", c.body) +
    fill("M-95,-34L-70,-30H72L100,-44L98,-36L72,-22H-70L-93,-27Z", c.lit) +
    fill("M-4,-32V-150h4V-32Z", c.dark) +
    fill("M4,-146Q58,-96 62,-44L4,-40Z", c.lit) +
    fill("M-8,-132Q-46,-84 -52,-44L-8,-40Z", c.light, 0.85),
};

const car: Prop = {
  size: 1.15,
  insert: 150,
  draw: (c, stage) =>
    fill("M-150,-8V-36Q-146,-52 -112,-56L-76,-88Q-66,-96 -46,-96H32Q48,-96 60,-86L92,-58Q140,-54 146,-36V-8Z", c.body) +
    fill("M-64,-60l26,-26h30v26ZM4,-86h24q10,0 16,6l20,20h-60Z", c.light, 0.5) +
    fill(disc(-86, -8, 25) + disc(90, -8, 25), c.dark) +
    fill(disc(-86, -8, 11) + disc(90, -8, 11), c.lit) +
    fill(disc(142, -34, 7), c.glow) +
    stage.gradients.glow(150, -34, 110, c.glow, 0.7),
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
