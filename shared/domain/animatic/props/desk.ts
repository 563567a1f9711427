// Things of a desk and of a pocket: dial, drawer, coin, button, screens, pen, glasses, watch, ticket, radio, microphones.
import { box, disc, fill, stroke } from "../paths.ts";
import type { Prop } from "./kind.ts";

const ticks = (count: number, inner: number, outer: number): string =>
  Array.from({ length: count }, (_, index) => {
    const [cos, sin] = [Math.cos((index / count) * 2 * Math.PI), Math.sin((index / count) * 2 * Math.PI)];
    return `M${Math.round(cos * inner)},${Math.round(sin * inner - 70)}L${Math.round(cos * outer)},${Math.round(sin * outer - 70)}`;
  }).join("");

/** The door of a safe, with its dial and handle. */
const dial: Prop = {
  fixture: true,
  size: 0.4,
  insert: 300,
  reach: 90,
  draw: (c) =>
    fill(box(-110, -160, 220, 166), c.dark) +
    fill(box(-100, -150, 200, 148), c.body) +
    fill(box(-100, -150, 200, 7), c.lit, 0.6) +
    fill(disc(0, -70, 58), c.dark) +
    fill(disc(0, -70, 52), c.light, 0.9) +
    stroke(ticks(20, 42, 49), c.dark, 2.4) +
    fill(disc(0, -70, 34), c.dark) +
    fill(disc(-3, -73, 28), c.body) +
    fill("M-5,-98h10l-5,14Z", c.accent) +
    stroke("M74,-118V-30", c.glow, 9),
};

const drawer: Prop = {
  fixture: true,
  size: 0.4,
  insert: 300,
  reach: 95,
  draw: (c) =>
    fill("M-96,-74L-74,-108H74L96,-74Z", c.dark) +
    fill("M-84,-76L-66,-102H66L84,-76Z", c.dark, 0.6) +
    fill(box(-100, -76, 200, 76), c.body) +
    fill(box(-100, -76, 200, 7), c.lit, 0.7) +
    stroke(box(-86, -60, 172, 46), c.dark, 3, 0.5) +
    stroke("M-28,-34q0,16 14,16h28q14,0 14,-16", c.glow, 7),
};

const coin: Prop = {
  size: 0.06,
  held: true,
  flat: true,
  insert: 260,
  draw: (c) =>
    fill(disc(0, -46, 62, 56), c.dark, 0.6) +
    fill(disc(0, -52, 60, 54), c.glow) +
    stroke(disc(0, -52, 49, 43), c.dark, 3, 0.4) +
    fill("M-18,-30V-66q0,-16 18,-16t18,16v36Z", c.dark, 0.3) +
    fill("M-46,-72Q-34,-100 -6,-102Q-28,-88 -36,-64Z", c.light, 0.6),
};

const button: Prop = {
  fixture: true,
  size: 0.12,
  flat: true,
  insert: 300,
  draw: (c) =>
    fill(box(-70, -92, 140, 96), c.dark) +
    fill(disc(0, -40, 46, 40), c.dark) +
    fill(disc(0, -46, 40, 34), c.accent) +
    fill(disc(-10, -58, 16, 9), c.light, 0.5) +
    stroke(box(-62, -84, 124, 80), c.lit, 2.5, 0.5),
};

const screen: Prop = {
  fixture: true,
  size: 0.5,
  reach: 90,
  insert: 300,
  draw: (c, stage) =>
    stage.gradients.glow(0, -80, 190, c.light, 0.45) +
    fill(`${box(-9, -26, 18, 24)}${box(-40, -5, 80, 6)}${box(-96, -142, 192, 118)}`, c.dark) +
    fill(box(-88, -134, 176, 102), c.lit) +
    stroke("M-70,-112h60M-70,-94h96M-70,-76h40M-70,-58h78", c.light, 5, 0.7),
};

const laptop: Prop = {
  size: 0.3,
  reach: 80,
  insert: 310,
  draw: (c, stage) =>
    stage.gradients.glow(0, -66, 170, c.light, 0.45) +
    fill(`M-78,-112q0,-6 6,-6H72q6,0 6,6V-16H-78Z`, c.dark) +
    fill(box(-70, -110, 140, 88), c.lit) +
    stroke("M-54,-92h52M-54,-76h84M-54,-60h36", c.light, 5, 0.7) +
    fill("M-78,-16H78L104,0H-104Z", c.body) +
    fill("M-66,-12H66L76,-5H-76Z", c.dark, 0.5),
};

const keyboard: Prop = {
  fixture: true,
  size: 0.2,
  flat: true,
  insert: 330,
  draw: (c) => {
    let keys = "";
    for (let row = 0; row < 4; row++) for (let key = 0; key < 11; key++) keys += box(-92 + key * 16.8 + row * 1.5, -66 + row * 15, 13, 11);
    return fill("M-100,-74H100L106,0H-106Z", c.dark) + fill(keys, c.light, 0.8) + fill(box(-44, -7, 88, 6), c.light, 0.8);
  },
};

const pen: Prop = {
  size: 0.1,
  held: true,
  flat: true,
  insert: 330,
  draw: (c) =>
    `<g transform="rotate(-24 0 -30)">${fill("M-96,-38H60L92,-30L60,-22H-96Q-104,-30 -96,-38Z", c.body)}${fill(box(-40, -38, 10, 16), c.glow)}` +
    `${fill("M60,-38L92,-30L60,-22Z", c.glow)}${fill(box(-96, -36, 156, 4), c.light, 0.35)}${stroke("M-94,-40H-48", c.glow, 3)}</g>`,
};

const glasses: Prop = {
  size: 0.12,
  held: true,
  flat: true,
  insert: 330,
  draw: (c) =>
    stroke("M-84,-40L-104,-86M84,-40L104,-86", c.dark, 6) +
    fill(disc(-44, -34, 36, 30) + disc(44, -34, 36, 30), c.light, 0.4) +
    stroke(`${disc(-44, -34, 36, 30)}${disc(44, -34, 36, 30)}M-9,-40Q0,-50 9,-40`, c.dark, 6.5) +
    stroke("M-62,-44q8,-10 18,-10M26,-44q8,-10 18,-10", c.light, 4, 0.8),
};

const watch: Prop = {
  size: 0.1,
  held: true,
  flat: true,
  insert: 320,
  draw: (c) =>
    fill("M-24,-112h48l-5,-26h-38ZM-24,2h48l-5,26h-38Z", c.body) +
    fill(disc(0, -54, 64), c.glow) +
    fill(disc(0, -54, 53), c.light) +
    stroke("M0,-100v9M0,-17v9M-46,-54h9M37,-54h9", c.dark, 4) +
    stroke("M0,-54V-88M0,-54L24,-42", c.dark, 5.5) +
    fill(disc(0, -54, 5), c.accent) +
    fill(box(62, -60, 10, 12), c.glow),
};

const ticket: Prop = {
  size: 0.12,
  held: true,
  flat: true,
  insert: 330,
  draw: (c) =>
    `<g transform="rotate(-8)">${fill("M-94,-74H94V-50a13,13 0 0 0 0,26V0H-94V-24a13,13 0 0 0 0,-26Z", c.light)}` +
    `${stroke("M44,-70V-4", c.dark, 2.4, 0.5)}${stroke("M-70,-52h80M-70,-36h58M-70,-20h70", c.dark, 4, 0.5)}${fill(box(56, -52, 22, 30), c.accent, 0.85)}</g>`,
};

const radio: Prop = {
  size: 0.24,
  reach: 80,
  insert: 310,
  draw: (c) =>
    stroke("M62,-106L96,-178", c.dark, 4) +
    fill("M-92,-4V-92q0,-14 14,-14H78q14,0 14,14V-4q0,6 -6,6H-86q-6,0 -6,-6Z", c.body) +
    fill("M-80,-92q0,-4 4,-4H-4V-14H-76q-4,0 -4,-4Z", c.dark, 0.75) +
    stroke("M-72,-82H-12M-72,-70H-12M-72,-58H-12M-72,-46H-12M-72,-34H-12M-72,-22H-12", c.lit, 3, 0.6) +
    fill(box(10, -92, 70, 30), c.glow, 0.9) +
    stroke("M18,-77H72M52,-90v26", c.dark, 2.5, 0.7) +
    fill(disc(28, -32, 15) + disc(66, -32, 15), c.dark) +
    stroke("M28,-32V-44M66,-32L74,-41", c.light, 3),
};

const microphone: Prop = {
  size: 0.4,
  held: true,
  insert: 300,
  draw: (c) =>
    fill(disc(0, -1, 44, 9), c.dark) +
    fill(box(-4, -70, 8, 70), c.dark) +
    fill("M-30,-94V-138q0,-30 30,-30t30,30v44q0,26 -30,26t-30,-26Z", c.body) +
    stroke("M-26,-146H26M-29,-132H29M-29,-118H29M-29,-104H29M0,-166V-100", c.dark, 3, 0.55) +
    fill(box(-34, -98, 68, 9), c.glow) +
    fill("M-20,-140q0,-20 14,-22v64h-14Z", c.light, 0.3),
};

/** A film camera on its legs. */
const filmcamera: Prop = {
  size: 0.9,
  reach: 70,
  insert: 240,
  draw: (c) =>
    stroke("M0,-84L-44,4M0,-84L44,4M0,-84V0", c.dark, 6) +
    fill(`${disc(-30, -168, 28)}${disc(26, -164, 24)}`, c.dark) +
    fill(disc(-30, -168, 10) + disc(26, -164, 9), c.lit) +
    fill(box(-54, -142, 96, 62), c.body) +
    fill("M42,-126h20l24,-14v58l-24,-14h-20Z", c.dark) +
    fill(box(-44, -130, 40, 22), c.dark, 0.45),
};

export const deskProps = {
  dial, drawer, coin, button, screen, laptop, keyboard, pen, glasses, watch, ticket, radio, microphone, filmcamera,
}; // prettier-ignore
