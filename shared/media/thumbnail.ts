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
  const uAt = width * height;
  const vAt = uAt + uAt / 4;
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < thumbnailWidth; x++) {
      let [sum, u, v] = [0, 0, 0];
      for (let dy = 0; dy < side; dy++) {
        for (let dx = 0; dx < side; dx++) {
          const [px, py] = [x * side + dx, y * side + dy];
          const chroma = (py >> 1) * (width / 2) + (px >> 1);
          sum += frame[py * width + px] ?? 0;
          u += frame[uAt + chroma] ?? 0;
          v += frame[vAt + chroma] ?? 0;
        }
      }
      const count = side * side;
      const luma = (sum / count - 16) * (255 / 219);
      const [cb, cr] = [((u / count - 128) * 255) / 224, ((v / count - 128) * 255) / 224];
      const to = (y * thumbnailWidth + x) * 3;
      const level = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
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
