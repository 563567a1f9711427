// The memory layout of a rasterised plane, and how RGBA becomes it: premultiplied luma and chroma, BT.709 limited range,
// chroma at half size with an alpha of its own (luma's alpha gives thin dark shapes green and purple fringes).
// The rule is written here in plain integers; the kernel does the same in 16 lanes and must agree to the bit.

import type { PlaneGeometry } from "./taps.ts";

/** Empty bytes left and right of every row, so that a read of 16 bytes may begin or end outside of the picture. */
export const rowPadding = 32;

/** One 8-bit channel. Sample (x, y) is at origin + y * stride + x; x and y may be -1 or one past the end, which are empty. */
export interface Channel {
  bytes: Uint8Array;
  origin: number;
  stride: number;
}

/** A plane ready to be composited. */
export interface PackedPlane extends PlaneGeometry {
  chromaWidth: number;
  chromaHeight: number;
  luma: Channel;
  alpha: Channel;
  u: Channel;
  v: Channel;
  chromaAlpha: Channel;
}

/** x / 255, rounded, exact for 0 <= x <= 65535. */
export function div255(x: number): number {
  const t = x + 128;
  return (t + (t >> 8)) >> 8;
}

/** Coefficients of BT.709 limited range, 14 bits: Y of R, G, B and of alpha (the offset 16); U and V likewise (offset 128). */
const lumaOf = [2992, 10064, 1016, 1028] as const;
const uOf = [-1649, -5547, 7196, 8224] as const;
const vOf = [7196, -6536, -660, 8224] as const;

type Coefficients = readonly [number, number, number, number];
const dot = (c: Coefficients, r: number, g: number, b: number, a: number) => c[0] * r + c[1] * g + c[2] * b + c[3] * a;

function emptyChannel(width: number, height: number): Channel {
  const stride = (width + 2 * rowPadding + 15) & ~15;
  return { bytes: new Uint8Array(stride * (height + 2)), origin: stride + rowPadding, stride };
}

/**
 * Packs straight-alpha RGBA. Chroma sits at the left luma sample of a pair and between two rows (the H.264 default):
 * weights 1 2 1 across, 1 1 down.
 */
export function packPlane(rgba: Uint8Array, width: number, height: number, place: Omit<PlaneGeometry, "width" | "height">): PackedPlane {
  const { tile } = place;
  const stored = tile ? width * 2 : width;
  const [chromaWidth, chromaHeight] = [(stored + 1) >> 1, (height + 1) >> 1];
  const luma = emptyChannel(stored, height);
  const alpha = emptyChannel(stored, height);
  const u = emptyChannel(chromaWidth, chromaHeight);
  const v = emptyChannel(chromaWidth, chromaHeight);
  const chromaAlpha = emptyChannel(chromaWidth, chromaHeight);
  const plane = { ...place, width: stored, height, chromaWidth, chromaHeight, luma, alpha, u, v, chromaAlpha };
  const premultiplied = new Uint8Array(stored * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < stored; x++) {
      const from = (y * width + (x % width)) * 4;
      const to = (y * stored + x) * 4;
      const a = rgba[from + 3] ?? 0;
      const [r, g, b] = [div255((rgba[from] ?? 0) * a), div255((rgba[from + 1] ?? 0) * a), div255((rgba[from + 2] ?? 0) * a)];
      premultiplied.set([r, g, b, a], to);
      plane.luma.bytes[plane.luma.origin + y * plane.luma.stride + x] = (dot(lumaOf, r, g, b, a) + 8192) >> 14;
      plane.alpha.bytes[plane.alpha.origin + y * plane.alpha.stride + x] = a;
    }
  }
  for (let cy = 0; cy < chromaHeight; cy++) {
    for (let cx = 0; cx < chromaWidth; cx++) {
      const sum: [number, number, number, number] = [0, 0, 0, 0];
      for (const [dx, weight] of [
        [-1, 1],
        [0, 2],
        [1, 1],
      ] as const) {
        const edge = tile ? (2 * cx + dx + stored) % stored : Math.min(stored - 1, Math.max(0, 2 * cx + dx));
        for (const y of [2 * cy, Math.min(height - 1, 2 * cy + 1)]) {
          for (let c = 0; c < 4; c++) sum[c] = (sum[c] ?? 0) + weight * (premultiplied[(y * stored + edge) * 4 + c] ?? 0);
        }
      }
      const to = plane.u.origin + cy * plane.u.stride + cx;
      plane.u.bytes[to] = (dot(uOf, ...sum) + 65536) >> 17;
      plane.v.bytes[to] = (dot(vOf, ...sum) + 65536) >> 17;
      plane.chromaAlpha.bytes[to] = (sum[3] + 4) >> 3;
    }
  }
  return plane;
}
