// The kernel agrees with the plain compositor: same packing, same pictures, wherever planes lie and however they move.
import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { frameHeight, frameWidth } from "../../domain/animatic/types.ts";
import { openArena } from "./arena.ts";
import { createCompositor } from "./compositor.ts";
import type { Placement } from "./extent.ts";
import { paperGrain } from "./grain.ts";
import { buildKernel } from "./kernel/build.ts";
import { type KernelImage, packIntoArena } from "./pack.ts";
import { type Channel, packPlane } from "./packed.ts";
import { compositeReference } from "./reference.ts";
import { axesOf } from "./taps.ts";

/** A picture with empty, opaque and half-open parts: `kind` 0 all opaque, 1 blobs on nothing, 2 noise, 3 sparse dots. */
function picture(width: number, height: number, seed: number, kind: number): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const blob = Math.sin(x / (9 + (seed % 17))) + Math.sin(y / (7 + (seed % 11)));
      const alpha =
        [255, blob > 0.4 ? 255 : blob > 0.2 ? random() : 0, random(), (x * 31 + y * 17 + seed) % 397 === 0 ? 200 : 0][kind] ?? 0;
      if (alpha > 0) rgba.set([random(), (x + seed) & 255, (y * 3) & 255, alpha], at);
    }
  }
  return rgba;
}

/** Milliseconds: the plain compositor is slow, and a busy machine makes it slower. */
const patience = 240_000;

interface Sheet {
  width: number;
  height: number;
  seed: number;
  kind: number;
  tile: boolean;
  left: number;
  top: number;
  density: number;
  at: Placement;
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const freeSheet: fc.Arbitrary<Sheet> = fc.record({
  width: fc.integer({ min: 3, max: 1700 }),
  height: fc.integer({ min: 1, max: 900 }),
  seed: fc.nat(1e6),
  kind: fc.constantFrom(0, 1, 2, 3),
  tile: fc.constant(false),
  left: fc.integer({ min: -180, max: 500 }).map((half) => half * 2),
  top: fc.integer({ min: -110, max: 300 }).map((half) => half * 2),
  density: fc.constantFrom(0.2, 0.5, 1, 1, 1.17, 1.4),
  at: fc.record({
    scale: fc.oneof(fc.constant(1), between(0.85, 1.4)),
    x: fc.oneof(fc.integer({ min: -100, max: 100 }), between(-150, 150)),
    y: fc.oneof(fc.integer({ min: -100, max: 100 }), fc.constant(0), between(-110, 110)),
    driftX: fc.constantFrom(0, 0, 3.7, -40.25),
    driftY: fc.constantFrom(0, 0, 2.2),
  }),
});
const tileSheet: fc.Arbitrary<Sheet> = fc
  .record({
    width: fc.constantFrom(1280, 320),
    height: fc.constant(0),
    seed: fc.nat(1e6),
    kind: fc.constantFrom(1, 2, 3),
    tile: fc.constant(true),
    left: fc.constant(0),
    top: fc.constant(0),
    density: fc.constant(0),
    at: fc.record({
      scale: fc.constant(1),
      x: fc.constant(0),
      y: fc.constant(0),
      driftX: between(-4000, 4000),
      driftY: between(-4000, 4000),
    }),
  })
  .map((sheet) => ({ ...sheet, density: sheet.width / 1280, height: (sheet.width * 9) / 16 }));

function expectEqual(actual: Uint8Array, expected: Uint8Array, width: number): void {
  if (Buffer.compare(actual, expected) === 0) return;
  const at = actual.findIndex((value, i) => value !== expected[i]);
  expect.fail(`byte ${at} (x ${at % width}, y ${Math.floor(at / width)}) is ${actual[at]} instead of ${expected[at]}`);
}

describe("the kernel", () => {
  it("is built from its source", async () => {
    expect(await readFile(new URL("kernel/binary.ts", import.meta.url), "utf8")).toBe(await buildKernel());
  });

  it("packs pixels to the same bytes as the plain rule", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(freeSheet, tileSheet), async ({ width, height, seed, kind, tile, left, top, density }) => {
        const rgba = picture(width, height, seed, kind);
        const arena = await openArena();
        const packed = packIntoArena(arena, rgba, width, height, { left, top, density, tile });
        const plain = packPlane(rgba, width, height, { left, top, density, tile });
        const bytes = arena.bytes();
        const check = (image: KernelImage, address: number, channel: Channel) => {
          const start = address - image.stride - 32;
          expectEqual(bytes.subarray(start, start + image.stride * (image.height + 2)), channel.bytes, image.stride);
        };
        check(packed.luma, packed.luma.colours[0], plain.luma);
        check(packed.luma, packed.luma.alpha, plain.alpha);
        check(packed.chroma, packed.chroma.colours[0], plain.u);
        check(packed.chroma, packed.chroma.colours[1], plain.v);
        check(packed.chroma, packed.chroma.alpha, plain.chromaAlpha);
      }),
      { numRuns: 12 },
    );
  });

  it(
    "composites to the same bytes as the plain compositor",
    async () => {
      const ground: Sheet = {
        width: 1300,
        height: 740,
        seed: 1,
        kind: 0,
        tile: false,
        left: -10,
        top: -10,
        density: 1,
        at: { scale: 1, x: 0, y: 0, driftX: 0, driftY: 0 },
      };
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.oneof(freeSheet, freeSheet, tileSheet), { minLength: 1, maxLength: 3 }),
          fc.boolean(),
          async (free, grounded) => {
            const sheets = grounded ? [ground, ...free] : free;
            const arena = await openArena();
            const layers = sheets.map(({ width, height, seed, kind, at, ...place }, i) => {
              const plane = packIntoArena(arena, picture(width, height, seed, kind), width, height, place);
              return { phases: [plane], phaseAt: () => 0, axesAt: () => axesOf(plane, at), still: i === 0 };
            });
            const frame = createCompositor(arena, layers).frame(0);
            const plain = sheets.map(({ width, height, seed, kind, at, ...place }) => {
              const plane = packPlane(picture(width, height, seed, kind), width, height, place);
              return { plane, axes: axesOf(plane, at) };
            });
            expectEqual(frame, compositeReference(plain, paperGrain()), frameWidth);
          },
        ),
        { numRuns: 8 },
      );
    },
    patience,
  );

  it("shows the same frame whether it was reached through others or not", async () => {
    const sheet = { width: 1400, height: 800, left: -60, top: -40, density: 1, tile: false };
    const pixels = picture(sheet.width, sheet.height, 5, 1);
    const make = async () => {
      const arena = await openArena();
      const ground = packIntoArena(arena, picture(frameWidth, frameHeight, 9, 0), frameWidth, frameHeight, {
        left: 0,
        top: 0,
        density: 1,
        tile: false,
      });
      const phases = [0, 1].map(() => packIntoArena(arena, pixels, sheet.width, sheet.height, sheet));
      const at = (frame: number) => ({ scale: 1 + frame / 200, x: frame * 0.37, y: frame % 3 === 0 ? 0 : 1.5, driftX: 0, driftY: 0 });
      const rest = { scale: 1, x: 0, y: 0, driftX: 0, driftY: 0 };
      return createCompositor(arena, [
        { phases: [ground], phaseAt: () => 0, axesAt: () => axesOf(ground, rest), still: true },
        { phases, phaseAt: (frame) => frame % 2, axesAt: (frame) => axesOf({ ...sheet }, at(frame)), still: false },
      ]);
    };
    const walked = await make();
    for (let frame = 0; frame < 7; frame++) walked.frame(frame);
    expectEqual(walked.frame(7), (await make()).frame(7), frameWidth);
  });
});
