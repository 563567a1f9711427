// Packs a plane's pixels into the compositor's memory (the rule is packed.ts) and notes what is empty and what is opaque.
import type { Arena } from "./arena.ts";
import { rowPadding } from "./packed.ts";
import type { PlaneGeometry } from "./taps.ts";

/** Luma or chroma of a plane in memory. Addresses are those of sample (0, 0). */
export interface KernelImage {
  colours: readonly [number, number];
  alpha: number;
  stride: number;
  width: number;
  height: number;
  /** For each pair of rows (k, k + 1), k from -1 (a tile: from 0): where its spans are listed, or 0 when both are empty. */
  spans: Int32Array;
  /** 1 where both rows of the pair are opaque from edge to edge. */
  solid: Uint8Array;
}

export interface KernelPlane extends PlaneGeometry {
  luma: KernelImage;
  chroma: KernelImage;
}

function emptyImage(arena: Arena, width: number, height: number, colours: 1 | 2) {
  const stride = (width + 2 * rowPadding + 15) & ~15;
  const channel = () => arena.allocate(stride * (height + 2)) + stride + rowPadding;
  return { colours: [channel(), colours === 2 ? channel() : 0] as const, alpha: channel(), stride, width, height };
}

function scan(arena: Arena, image: Omit<KernelImage, "spans" | "solid">, tile: boolean): KernelImage {
  const { alpha, stride, width, height } = image;
  const first = tile ? 0 : -1;
  const pairs = height - first;
  const solidFlag = arena.allocate(16);
  let list = arena.allocate(pairs * ((width / 32 + 2) * 8 + 4));
  const spans = new Int32Array(pairs);
  const solid = new Uint8Array(pairs);
  const view = arena.view();
  for (let i = 0; i < pairs; i++) {
    const k = first + i;
    const next = tile ? (k + 1) % height : k + 1;
    const end = arena.kernel.scanRows(alpha + k * stride, alpha + next * stride, width, list, solidFlag);
    solid[i] = view.getInt32(solidFlag, true);
    if (end === list + 4) continue;
    spans[i] = list;
    list = end;
  }
  arena.release(list + 4);
  return { ...image, spans, solid };
}

/** Packs straight-alpha RGBA of width x height. */
export function packIntoArena(
  arena: Arena,
  rgba: Uint8Array,
  width: number,
  height: number,
  place: Omit<PlaneGeometry, "width" | "height">,
): KernelPlane {
  const { tile } = place;
  const stored = tile ? width * 2 : width;
  const luma = emptyImage(arena, stored, height, 1);
  const chroma = emptyImage(arena, (stored + 1) >> 1, (height + 1) >> 1, 2);
  // Scratch: one row of pixels and two premultiplied rows, with room for a neighbour on the left and a few on the right.
  const rowBytes = width * 4 + 160;
  const staging = arena.allocate(rowBytes);
  const premultiplied = [arena.allocate(rowBytes) + 16, arena.allocate(rowBytes) + 16] as const;
  const bytes = arena.bytes();
  const chromaOwn = tile ? width / 2 : chroma.width;
  for (let y = 0; y < height; y++) {
    bytes.set(rgba.subarray(y * width * 4, (y + 1) * width * 4), staging);
    const current = y % 2 === 0 ? premultiplied[0] : premultiplied[1];
    const row = y * luma.stride;
    arena.kernel.packRow(staging, current, luma.colours[0] + row, luma.alpha + row, width);
    const leftNeighbour = current + (tile ? width - 1 : 0) * 4;
    bytes.copyWithin(current - 4, leftNeighbour, leftNeighbour + 4);
    if (width % 2 === 1) bytes.copyWithin(current + width * 4, current + (width - 1) * 4, current + width * 4);
    if (y % 2 === 0 && y !== height - 1) continue;
    const chromaRow = (y >> 1) * chroma.stride;
    const channels = [chroma.colours[0] + chromaRow, chroma.colours[1] + chromaRow, chroma.alpha + chromaRow] as const;
    const second = y % 2 === 1 ? premultiplied[1] : current;
    arena.kernel.packChromaRow(premultiplied[0] - 4, second - 4, ...channels, chromaOwn);
    for (const channel of channels) {
      bytes.fill(0, channel + chromaOwn, channel + chromaOwn + 4); // the kernel writes four at a time
      if (tile) bytes.copyWithin(channel + chromaOwn, channel, channel + chromaOwn);
    }
    if (tile) {
      for (let done = y - (y % 2); done <= y; done++) {
        for (const channel of [luma.colours[0], luma.alpha]) {
          const from = channel + done * luma.stride;
          bytes.copyWithin(from + width, from, from + width);
        }
      }
    }
  }
  arena.release(staging);
  return { ...place, width: stored, height, luma: scan(arena, luma, tile), chroma: scan(arena, chroma, tile) };
}
