// WebP chunks: what a picture says of itself, and a copy with another XMP packet.
import type { ByteSource, Part } from "./source.ts";

export interface WebpFacts {
  width: number;
  height: number;
  /** Pictures of an animation; 1 for a still. */
  frames: number;
  /** False where the file is shorter than it says. */
  whole: boolean;
  exif: Buffer | null;
  xmp: string | null;
}

interface Chunk {
  type: string;
  at: number;
  length: number;
}

const mostChunks = 200_000;
const mostNote = 8 * 1024 * 1024;
const flags = { animation: 2, xmp: 4, exif: 8, alpha: 16 } as const;

function chunksOf(source: ByteSource): { chunks: Chunk[]; whole: boolean } | null {
  const head = source.read(0, 12);
  if (head.length < 12 || head.toString("latin1", 0, 4) !== "RIFF" || head.toString("latin1", 8, 12) !== "WEBP") return null;
  const end = Math.min(source.size, head.readUInt32LE(4) + 8);
  const chunks: Chunk[] = [];
  let at = 12;
  while (at + 8 <= end && chunks.length < mostChunks) {
    const chunk = source.read(at, 8);
    const length = chunk.readUInt32LE(4);
    if (at + 8 + length > source.size) return { chunks, whole: false };
    chunks.push({ type: chunk.toString("latin1", 0, 4), at, length });
    at += 8 + length + (length & 1);
  }
  return { chunks, whole: chunks.length > 0 && head.readUInt32LE(4) + 8 <= source.size + 1 };
}

/** Width, height and whether it has alpha, from the picture's own header. */
function sizeOf(source: ByteSource, chunks: Chunk[]): { width: number; height: number; alpha: boolean } | null {
  for (const { type, at, length } of chunks) {
    const body = source.read(at + 8, Math.min(length, 16));
    if (type === "VP8X" && body.length >= 10) {
      return { width: 1 + body.readUIntLE(4, 3), height: 1 + body.readUIntLE(7, 3), alpha: ((body[0] ?? 0) & flags.alpha) !== 0 };
    }
    if (type === "VP8 " && body.length >= 10 && body[3] === 0x9d && body[4] === 0x01 && body[5] === 0x2a) {
      return { width: body.readUInt16LE(6) & 0x3fff, height: body.readUInt16LE(8) & 0x3fff, alpha: false };
    }
    if (type === "VP8L" && body.length >= 5 && body[0] === 0x2f) {
      const bits = body.readUInt32LE(1);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), alpha: ((bits >>> 28) & 1) === 1 };
    }
  }
  return null;
}

/** What a WebP says of itself; null for what is none. */
export function readWebp(source: ByteSource): WebpFacts | null {
  const found = chunksOf(source);
  const size = found === null ? null : sizeOf(source, found.chunks);
  if (found === null || size === null || size.width < 1 || size.height < 1) return null;
  const note = (type: string) => {
    const chunk = found.chunks.find((one) => one.type === type && one.length <= mostNote);
    return chunk === undefined ? null : source.read(chunk.at + 8, chunk.length);
  };
  const frames = found.chunks.filter((one) => one.type === "ANMF").length;
  return {
    width: size.width,
    height: size.height,
    frames: Math.max(1, frames),
    whole: found.whole,
    exif: note("EXIF"),
    xmp: note("XMP ")?.toString("utf8") ?? null,
  };
}

function chunkOf(type: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 0, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length & 1)]);
}

/**
 * A copy of a WebP with this XMP packet in place of its own. `bare`: with `exif` in place of its EXIF (empty: none). Null where it is none.
 */
export function webpWithXmp(source: ByteSource, xmp: string, bare: { exif: Uint8Array } | null): Part[] | null {
  const found = chunksOf(source);
  const size = found === null ? null : sizeOf(source, found.chunks);
  if (found === null || size === null || !found.whole) return null;
  const keep = found.chunks.filter(({ type }) => type !== "VP8X" && type !== "XMP " && !(bare !== null && type === "EXIF"));
  const hasExif = bare === null ? keep.some((one) => one.type === "EXIF") : bare.exif.length > 0;
  const old = found.chunks.find((one) => one.type === "VP8X");
  const header = Buffer.alloc(10);
  if (old !== undefined) header.set(source.read(old.at + 8, Math.min(10, old.length)));
  else {
    header.writeUIntLE(size.width - 1, 4, 3);
    header.writeUIntLE(size.height - 1, 7, 3);
    if (size.alpha) header[0] = flags.alpha;
  }
  header[0] = ((header[0] ?? 0) & ~flags.exif) | flags.xmp | (hasExif ? flags.exif : 0);
  const parts: Part[] = [
    chunkOf("VP8X", header),
    ...keep.map(({ at, length }) => ({ from: at, length: 8 + length + (length & 1) })),
    ...(bare === null || bare.exif.length === 0 ? [] : [chunkOf("EXIF", bare.exif)]),
    chunkOf("XMP ", Buffer.from(xmp, "utf8")),
  ];
  const last = found.chunks.at(-1);
  // A writer may leave out the last byte of padding.
  const short = last !== undefined && last.at + 8 + last.length + (last.length & 1) > source.size ? 1 : 0;
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  const riff = Buffer.alloc(12);
  riff.write("RIFF", 0, "latin1");
  riff.writeUInt32LE(bytes + 4, 4);
  riff.write("WEBP", 8, "latin1");
  if (short === 0) return [riff, ...parts];
  return [
    riff,
    ...parts.flatMap((part) =>
      "from" in part && part.from === last?.at ? [{ from: part.from, length: part.length - 1 }, Buffer.alloc(1)] : [part],
    ),
  ];
}
