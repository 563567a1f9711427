// What the worker thread makes of a picture: a WebP thumbnail, a blurred placeholder, and a fingerprint by which pictures that look alike
// are found. One decode, by blocks where the format allows it.
import sharp from "sharp";
import { rgbaToThumbHash } from "thumbhash";
import { thumbnailWidth } from "../../../shared/media/thumbnail.ts";

export interface PictureRequest {
  file: string;
}

export interface Picture {
  /** WebP, 320 pixels wide at most. */
  thumb: Uint8Array;
  thumbhash: Uint8Array;
  /** 64 bits as 16 hexadecimal digits. */
  fingerprint: string;
  /** As it is shown, turned as its EXIF says. */
  width: number;
  height: number;
  /** Pictures of an animation; 1 for a still. */
  frames: number;
}

const mostPixels = 200_000_000;
const patienceSeconds = 60;
const side = 32;

/** Cosines of the discrete cosine transform's first eight rows. */
const cosines = Float64Array.from({ length: 8 * side }, (_, i) =>
  Math.cos(((2 * (i % side) + 1) * Math.floor(i / side) * Math.PI) / (2 * side)),
);

/** The signs of a 32 x 32 grey picture's lowest frequencies against their median: little changes of colour, size and coding keep them. */
function fingerprintOf(grey: Uint8Array): string {
  const rows = new Float64Array(8 * side);
  for (let u = 0; u < 8; u++) {
    for (let y = 0; y < side; y++) {
      let sum = 0;
      for (let x = 0; x < side; x++) sum += (grey[y * side + x] ?? 0) * (cosines[u * side + x] ?? 0);
      rows[u * side + y] = sum;
    }
  }
  const values: number[] = [];
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let y = 0; y < side; y++) sum += (rows[u * side + y] ?? 0) * (cosines[v * side + y] ?? 0);
      values.push(sum);
    }
  }
  // The first value is the mean brightness and says nothing of the form.
  const median = values.slice(1).toSorted((a, b) => a - b)[31] ?? 0;
  const bits = values.map((value, at) => (at > 0 && value > median ? 1 : 0));
  return Array.from({ length: 16 }, (_, at) =>
    bits
      .slice(at * 4, at * 4 + 4)
      .reduce<number>((sum, bit) => sum * 2 + bit, 0)
      .toString(16),
  ).join("");
}

/** Decodes a picture once and makes all three. Throws where it does not decode. */
export async function derivePicture({ file }: PictureRequest): Promise<Picture> {
  const open = () => sharp(file, { limitInputPixels: mostPixels, failOn: "error", sequentialRead: true, animated: false });
  const { width, height, pages = 1, orientation = 1 } = await open().metadata();
  const { data: thumb } = await open()
    .rotate()
    .resize(thumbnailWidth, thumbnailWidth * 4, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 78, effort: 2 })
    .timeout({ seconds: patienceSeconds })
    .toBuffer({ resolveWithObject: true });
  // The small ones are made of the thumbnail: the large picture is decoded once.
  const small = () => sharp(thumb);
  const [tiny, grey] = await Promise.all([
    small().resize(100, 100, { fit: "inside", withoutEnlargement: true }).ensureAlpha().raw().toBuffer({ resolveWithObject: true }),
    small().flatten({ background: "#808080" }).resize(side, side, { fit: "fill" }).greyscale().raw().toBuffer(),
  ]);
  const turned = orientation >= 5;
  return {
    thumb,
    thumbhash: rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data),
    fingerprint: fingerprintOf(grey),
    width: turned ? height : width,
    height: turned ? width : height,
    frames: Math.max(1, pages),
  };
}
