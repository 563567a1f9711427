// The extreme close-up: one eye, and the light in it.
import { hex, mix } from "../colour.ts";
import { noise } from "../noise.ts";
import { disc, fill, pair, pairs, smooth, stroke, type Point } from "../paths.ts";
import { backdrop, type Stage } from "../stage.ts";
import type { Expression } from "./expression.ts";
import type { FigureTones, Traits } from "./traits.ts";

const almond = [-250, 20, -150, -70, -10, -108, 130, -72, 226, 10, 246, 40, 120, 84, -20, 98, -160, 72];
const noseBridge = [330, -560, 380, -200, 320, 40, 430, 330, 520, 520, 1100, 700, 1100, -560];
const socket = [-330, 30, -190, -150, 0, -196, 190, -150, 300, 30, 160, 160, -20, 184, -220, 140];
const lidShadow = [-250, -20, -150, -100, 0, -140, 240, -90, 240, -10, 100, -52, -20, -66, -150, -34];

export function drawEye(stage: Stage, traits: Traits, tones: FigureTones, at: Point, direction: number, expression: Expression): string {
  const { palette, gradients } = stage;
  const put = (x: number, y: number): Point => [at[0] + direction * x, at[1] + y];
  const curve = (flat: readonly number[], closed = true): string =>
    smooth(
      pairs(flat).map(([x, y]) => put(x, y)),
      closed,
    );
  const iris = mix(traits.eyes, palette.middle, 0.2);
  const face = gradients.linear(
    [
      [0, tones.ink],
      [0.42, tones.skin],
      [0.72, tones.skinLit],
      [1, tones.skin],
    ],
    at[0] - direction * 640,
    0,
    at[0] + direction * 620,
    0,
  );
  const bridge = gradients.linear(
    [
      [0, tones.ink, 0.5],
      [1, tones.ink, 0.08],
    ],
    at[0] + direction * 300,
    0,
    at[0] + direction * 700,
    0,
  );
  const irisPaint = gradients.radial(
    [
      [0, hex(mix(iris, palette.ink, 0.3))],
      [0.45, hex(iris)],
      [0.8, hex(mix(iris, palette.light, 0.25))],
      [1, hex(mix(iris, palette.ink, 0.6))],
    ],
    ...put(4, 16),
    104,
  );
  const fibres = Array.from({ length: 26 }, (_, index) => {
    const around = (index / 26) * 6.283;
    const outer = 78 + 14 * noise(index * 1.9, 5);
    return `M${pair(put(4 + 50 * Math.cos(around), -8 + 50 * Math.sin(around)))}L${pair(put(4 + outer * Math.cos(around), -8 + outer * Math.sin(around)))}`;
  }).join("");
  const lashes = [-210, -150, -90, -30, 30, 90, 150, 205]
    .map((x, index) => {
      const y = -108 + (x + 10) ** 2 / 560;
      const turn = (x - 10) / 6;
      return `M${pair(put(x, y))}Q${pair(put(x + turn * 0.6, y - 34))} ${pair(put(x + turn * 1.6, y - 52 - 8 * noise(index * 2, 3)))}`;
    })
    .join("");
  const { innerBrow, outerBrow } = expression;
  // brow: the nose side is plus x; expression is in head heights, a head here is about 2400 pixels
  const [inner, outer] = [innerBrow * 1700, outerBrow * 1700];
  const middle = (inner + outer) / 2;
  const brow = [
    -360,
    -230 + outer,
    -220,
    -296 + outer,
    0,
    -312 + middle,
    180,
    -270 + inner,
    310,
    -196 + inner,
    180,
    -226 + inner,
    0,
    -262 + middle,
    -200,
    -240 + outer,
  ];
  const eyeball =
    fill(disc(...put(4, -8), 108), hex(mix(iris, palette.ink, 0.5))) +
    fill(disc(...put(4, -8), 98), irisPaint) +
    stroke(fibres, hex(mix(iris, palette.light, 0.4)), 3, 0.5) +
    fill(disc(...put(4, -8), 44), hex(palette.ink)) +
    fill(curve(lidShadow), tones.ink, 0.42) +
    fill(disc(...put(-34, -48), 23, 27) + disc(...put(40, 30), 9), "#fffdf6", 0.95);
  return (
    backdrop(face) +
    fill(curve(noseBridge), bridge) +
    fill(curve(socket), tones.ink, 0.2) +
    fill(curve(brow), tones.hair, 0.95) +
    fill(curve(almond), hex(mix(palette.light, palette.middle, 0.25))) +
    gradients.clip(curve(almond), eyeball) +
    stroke(curve([-262, 26, -150, -72, -10, -110, 130, -74, 236, 16], false), tones.ink, 15) +
    stroke(lashes, tones.ink, 7) +
    stroke(curve([-250, 28, -160, 76, -20, 102, 120, 88, 240, 44], false), tones.ink, 5, 0.5) +
    stroke(curve([-270, -20, -160, -132, -10, -168, 150, -130, 262, -30], false), tones.ink, 6, 0.38)
  );
}
