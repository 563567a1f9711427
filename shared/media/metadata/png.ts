// PNG chunks: what a picture says of itself, and a copy with other texts. Only texts are read, never the picture.
import { crc32, deflateSync } from "node:zlib";
import { type ByteSource, inflateAtMost, looseText, mostText, type Part } from "./source.ts";

export interface PngText {
  keyword: string;
  text: string;
}

export interface PngFacts {
  width: number;
  height: number;
  interlaced: boolean;
  /** Pictures of an animation; 1 for a still. */
  frames: number;
  /** False where the file ends before its last chunk. */
  whole: boolean;
  texts: PngText[];
  /** Body of the eXIf chunk. */
  exif: Buffer | null;
}

interface Chunk {
  type: string;
  at: number;
  length: number;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** A file with more chunks was made to be slow, not to be seen. */
const mostChunks = 200_000;
/** Keyword of the XMP packet. */
export const xmpKeyword = "XML:com.adobe.xmp";

/** The chunks in order; `whole` is false where the file is cut off or goes on without end. */
function chunksOf(source: ByteSource): { chunks: Chunk[]; whole: boolean } | null {
  if (!source.read(0, 8).equals(signature)) return null;
  const chunks: Chunk[] = [];
  let at = 8;
  while (at + 12 <= source.size && chunks.length < mostChunks) {
    const head = source.read(at, 8);
    const length = head.readUInt32BE(0);
    const type = head.toString("latin1", 4, 8);
    if (!/^[A-Za-z]{4}$/.test(type) || at + 12 + length > source.size) return { chunks, whole: false };
    chunks.push({ type, at, length });
    if (type === "IEND") return { chunks, whole: true };
    at += 12 + length;
  }
  return { chunks, whole: false };
}

function bodyOf(source: ByteSource, chunk: Chunk): Buffer | null {
  const all = source.read(chunk.at + 4, chunk.length + 8);
  if (all.length !== chunk.length + 8) return null;
  const body = all.subarray(4, 4 + chunk.length);
  return crc32(all.subarray(0, 4 + chunk.length)) === all.readUInt32BE(4 + chunk.length) ? body : null;
}

/** The text of a tEXt, zTXt or iTXt chunk; null where it is damaged, or unpacks to more than `most` bytes. */
function textOf(type: string, body: Buffer, most: number): PngText | null {
  const end = body.indexOf(0);
  if (end < 1 || end > 79) return null;
  const keyword = body.toString("latin1", 0, end);
  if (type === "tEXt") return { keyword, text: looseText(body.subarray(end + 1)) };
  if (type === "zTXt") {
    const text = body[end + 1] === 0 ? inflateAtMost(body.subarray(end + 2), most) : null;
    return text === null ? null : { keyword, text: looseText(text) };
  }
  const packed = body[end + 1] === 1;
  if (packed && body[end + 2] !== 0) return null;
  const language = body.indexOf(0, end + 3);
  const translated = language < 0 ? -1 : body.indexOf(0, language + 1);
  if (translated < 0) return null;
  const rest = body.subarray(translated + 1);
  const text = packed ? inflateAtMost(rest, most) : rest;
  return text === null ? null : { keyword, text: text.toString("utf8") };
}

const isText = (type: string) => type === "tEXt" || type === "zTXt" || type === "iTXt";

/** What a PNG says of itself; null for what is none. Damaged texts are passed over. */
export function readPng(source: ByteSource): PngFacts | null {
  const found = chunksOf(source);
  const [header] = found?.chunks ?? [];
  if (found === null || header?.type !== "IHDR" || header.length !== 13) return null;
  const size = source.read(header.at + 8, 13);
  const facts: PngFacts = {
    width: size.readUInt32BE(0),
    height: size.readUInt32BE(4),
    interlaced: size[12] === 1,
    frames: 1,
    whole: found.whole,
    texts: [],
    exif: null,
  };
  let room = mostText;
  for (const chunk of found.chunks) {
    if (chunk.type === "acTL" && chunk.length === 8) facts.frames = Math.max(1, source.read(chunk.at + 8, 4).readUInt32BE(0));
    if (!(isText(chunk.type) || chunk.type === "eXIf") || chunk.length > room) continue;
    const body = bodyOf(source, chunk);
    if (body === null) continue;
    if (chunk.type === "eXIf") facts.exif ??= body;
    const text = isText(chunk.type) ? textOf(chunk.type, body, room) : null;
    room -= Math.max(chunk.length, text?.text.length ?? 0);
    if (text !== null) facts.texts.push(text);
    if (room <= 0) break;
  }
  return facts;
}

/** A chunk with its length and check sum. */
function chunkOf(type: string, body: Uint8Array): Buffer {
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write(type, 4, "latin1");
  chunk.set(body, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length);
  return chunk;
}

/** An iTXt chunk; long texts are packed, XMP never is (its readers look for it as it stands). */
export function internationalText({ keyword, text }: PngText): Buffer {
  const plain = Buffer.from(text, "utf8");
  const packed = plain.length > 4096 && keyword !== xmpKeyword;
  const head = Buffer.concat([Buffer.from(keyword.slice(0, 79), "latin1"), Buffer.from([0, packed ? 1 : 0, 0, 0, 0])]);
  return chunkOf("iTXt", Buffer.concat([head, packed ? deflateSync(plain) : plain]));
}

/**
 * A copy of a PNG with `texts` in front of the picture, as parts to write in order. Texts for whose keyword `keeps` is
 * false are left out, and so is the eXIf chunk where `exif` is given, in favour of that (empty: none). Null for what is no whole PNG.
 */
export function pngWithTexts(
  source: ByteSource,
  texts: readonly PngText[],
  keeps: (keyword: string) => boolean,
  exif?: Uint8Array,
): Part[] | null {
  const found = chunksOf(source);
  if (found?.whole !== true) return null;
  const parts: Part[] = [signature];
  for (const chunk of found.chunks) {
    const left =
      isText(chunk.type) &&
      !keeps(
        source
          .read(chunk.at + 8, Math.min(80, chunk.length))
          .toString("latin1")
          .split("\0", 1)[0] ?? "",
      );
    if (left || (chunk.type === "eXIf" && exif !== undefined)) continue;
    parts.push({ from: chunk.at, length: chunk.length + 12 });
    if (chunk.type === "IHDR") {
      parts.push(...texts.map(internationalText));
      if (exif !== undefined && exif.length > 0) parts.push(chunkOf("eXIf", exif));
    }
  }
  return parts;
}
