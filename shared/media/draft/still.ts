// The kept still of a shot: its SVG at rest as a PNG, 1280x720 where nothing else is asked for.
import sharp from "sharp";
import { frameHeight, frameWidth } from "../../domain/animatic/types.ts";
import { MediaError } from "../error.ts";
import { loadShippedFont } from "./font.ts";

/**
 * Rasterises a whole SVG to an opaque PNG of `size`. The same SVG gives the same bytes on one machine.
 * Throws MediaError not_media for text that is no SVG.
 */
export async function renderDraftStill(svg: string, size = { width: frameWidth, height: frameHeight }): Promise<{ png: Buffer }> {
  await loadShippedFont();
  // Drawn at the size itself, not enlarged from another one.
  const own = /^<svg[^>]* width="(\d+)"/.exec(svg)?.[1];
  const density = own === undefined ? 72 : Math.min(2400, Math.max(72, (72 * size.width) / Number(own)));
  const png = await sharp(Buffer.from(svg), { density })
    .resize(size.width, size.height, { fit: "fill" })
    .removeAlpha()
    .png({ compressionLevel: 3, adaptiveFiltering: false })
    .toBuffer()
    .catch((error: unknown) => {
      throw new MediaError("not_media", "The drawing cannot be rasterised.", error instanceof Error ? error.message : String(error));
    });
  return { png };
}
