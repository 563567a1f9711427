// The kept still of a shot: its SVG at rest as a PNG, 1280x720.
import sharp from "sharp";
import { frameHeight, frameWidth } from "../../domain/animatic/types.ts";
import { MediaError } from "../error.ts";
import { loadShippedFont } from "./font.ts";

/**
 * Rasterises a whole SVG to an opaque PNG of 1280x720. The same SVG gives the same bytes on one machine.
 * Throws MediaError not_media for text that is no SVG.
 */
export async function renderDraftStill(svg: string): Promise<{ png: Buffer }> {
  await loadShippedFont();
  const png = await sharp(Buffer.from(svg))
    .resize(frameWidth, frameHeight, { fit: "fill" })
    .removeAlpha()
    .png({ compressionLevel: 3, adaptiveFiltering: false })
    .toBuffer()
    .catch((error: unknown) => {
      throw new MediaError("not_media", "The drawing cannot be rasterised.", error instanceof Error ? error.message : String(error));
    });
  return { png };
}
