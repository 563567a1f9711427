// A small WebP of a raw frame, for lists and film strips.
import sharp from "sharp";
import { asMediaError } from "./error.ts";

export const thumbnailWidth = 320;

/**
 * Writes a WebP, 320 pixels wide, of a yuv420p frame (bt709 limited range). Throws MediaError.
 * Width must be a multiple of 320; each pixel of the thumbnail is the mean of its square.
 */
export async function writeFrameThumbnail(frame: Uint8Array, width: number, height: number, out: string): Promise<void> {
  const side = width / thumbnailWidth;
  if (!Number.isInteger(side) || height % side !== 0)
    throw new RangeError(`a ${width}x${height} frame does not shrink to ${thumbnailWidth} evenly`);
  const outHeight = height / side;
  const rgb = new Uint8Array(thumbnailWidth * outHeight * 3);
  const level = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
  /** Mean of a square of one channel. Squares of chroma are half as wide; of an odd side, the sample at their corner belongs to both. */
  const mean = (origin: number, stride: number, left: number, top: number, across: number): number => {
    let sum = 0;
    for (let y = top; y < top + across; y++) {
      const row = origin + y * stride;
      for (let x = left; x < left + across; x++) sum += frame[row + x] ?? 0;
    }
    return sum / (across * across);
  };
  const uAt = width * height;
  const vAt = uAt + uAt / 4;
  const half = Math.max(1, Math.ceil(side / 2));
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < thumbnailWidth; x++) {
      const [left, top] = [(x * side) >> 1, (y * side) >> 1];
      const luma = (mean(0, width, x * side, y * side, side) - 16) * (255 / 219);
      const cb = ((mean(uAt, width / 2, left, top, half) - 128) * 255) / 224;
      const cr = ((mean(vAt, width / 2, left, top, half) - 128) * 255) / 224;
      const to = (y * thumbnailWidth + x) * 3;
      rgb[to] = level(luma + 1.5748 * cr);
      rgb[to + 1] = level(luma - 0.1873 * cb - 0.4681 * cr);
      rgb[to + 2] = level(luma + 1.8556 * cb);
    }
  }
  await sharp(rgb, { raw: { width: thumbnailWidth, height: outHeight, channels: 3 } })
    .webp({ quality: 78 })
    .toFile(out)
    .catch((error: unknown) => {
      throw asMediaError(error);
    });
}
