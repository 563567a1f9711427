// A thumbnail shows its frame: right colours at the right places, whatever the frame's size.
import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "./media.fixture.ts";
import { thumbnailWidth, writeFrameThumbnail } from "./thumbnail.ts";

/** Limited-range bt709 of pure colours (ITU-R BT.709-6, table 3.4). */
const colours = [
  { yuv: [63, 102, 240], rgb: [255, 0, 0] },
  { yuv: [173, 42, 26], rgb: [0, 255, 0] },
  { yuv: [32, 240, 118], rgb: [0, 0, 255] },
  { yuv: [235, 128, 128], rgb: [255, 255, 255] },
] as const;

test.each([320, 640, 960, 1280])("four fields of a frame %i wide keep their colours and places", (width) =>
  inTemporaryFolder(async (folder) => {
    const height = (width * 9) / 16;
    const frame = new Uint8Array((width * height * 3) / 2);
    const fill = (origin: number, w: number, h: number, channel: 0 | 1 | 2) => {
      for (let y = 0; y < h; y++) {
        for (let x = 0; x < w; x++) frame[origin + y * w + x] = colours[(y * 2 >= h ? 2 : 0) + (x * 2 >= w ? 1 : 0)]?.yuv[channel] ?? 0;
      }
    };
    fill(0, width, height, 0);
    fill(width * height, width / 2, height / 2, 1);
    fill((width * height * 5) / 4, width / 2, height / 2, 2);
    const out = path.join(folder, "thumbnail.webp");
    await writeFrameThumbnail(frame, width, height, out);
    const { data, info } = await sharp(out).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([thumbnailWidth, 180]);
    for (const [field, { rgb }] of colours.entries()) {
      const at = ((field >> 1 ? 140 : 40) * thumbnailWidth + (field % 2 === 1 ? 240 : 80)) * 3;
      for (const [channel, value] of rgb.entries())
        expect(Math.abs((data[at + channel] ?? -100) - value), `field ${field}`).toBeLessThan(8);
    }
  }),
);

test("a frame that does not shrink evenly is refused", async () => {
  await expect(writeFrameThumbnail(new Uint8Array(0), 1000, 562, "nowhere.webp")).rejects.toThrow(RangeError);
});
