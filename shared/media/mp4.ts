// Reads the few MP4 boxes that joining depends on: the decoder's parameter sets, the movie's timescale, where the index
// lies. Pure byte work over the moov box; the media data itself is never read.
import { type FileHandle, open } from "node:fs/promises";
import { asMediaError, MediaError } from "./error.ts";

/** What an MP4 file says about itself. */
export interface Mp4Headers {
  /** Ticks a second of the movie header. */
  movieTimescale: number;
  /** True when the index stands before the media: playback can begin while the file arrives. */
  fastStart: boolean;
  /** H.264 parameter sets as they stand in the file, or null when the first video track is not H.264. */
  h264: { sps: Buffer[]; pps: Buffer[] } | null;
}

export interface Box {
  type: string;
  body: Buffer;
}

export const damaged = () => new MediaError("not_media", "The file is not a complete MP4 file. It may be damaged or still being written.");

/** Boxes in `bytes`, in order. Throws MediaError when a size does not fit. */
export function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    let size = bytes.readUInt32BE(at);
    let header = 8;
    if (size === 1 && at + 16 <= bytes.length) {
      size = Number(bytes.readBigUInt64BE(at + 8));
      header = 16;
    } else if (size === 0) size = bytes.length - at;
    if (size < header || at + size > bytes.length) throw damaged();
    boxes.push({ type: bytes.toString("latin1", at + 4, at + 8), body: bytes.subarray(at + header, at + size) });
    at += size;
  }
  return boxes;
}

/** First box along a path of types, each inside the one before. */
export function boxAt(bytes: Buffer, path: string[]): Buffer | null {
  let body: Buffer = bytes;
  for (const type of path) {
    const box = boxesIn(body).find((candidate) => candidate.type === type);
    if (box === undefined) return null;
    body = box.body;
  }
  return body;
}

/** Parameter sets in an avcC record (ISO/IEC 14496-15, 5.3.3.1). */
function parameterSets(avcC: Buffer): { sps: Buffer[]; pps: Buffer[] } {
  let at = 5;
  const list = (count: number) =>
    Array.from({ length: count }, () => {
      if (at + 2 > avcC.length) throw damaged();
      const size = avcC.readUInt16BE(at);
      if (at + 2 + size > avcC.length) throw damaged();
      const set = avcC.subarray(at + 2, at + 2 + size);
      at += 2 + size;
      return set;
    });
  const sps = list((avcC[at++] ?? 0) & 31);
  const pps = list(avcC[at++] ?? 0);
  return { sps, pps };
}

/** Bytes of a sample description before its child boxes: VisualSampleEntry. */
const visualEntryBytes = 78;

/** Headers from the body of a moov box. Throws MediaError not_media when it is damaged. */
export function headersFrom(moov: Buffer, fastStart: boolean): Mp4Headers {
  const movie = boxAt(moov, ["mvhd"]);
  if (movie === null || movie.length < 24) throw damaged();
  const movieTimescale = movie.readUInt32BE(movie[0] === 1 ? 20 : 12);
  for (const track of boxesIn(moov).filter((box) => box.type === "trak")) {
    const description = boxAt(track.body, ["mdia", "minf", "stbl", "stsd"]);
    const entry = description === null ? undefined : boxesIn(description.subarray(8)).at(0);
    if (entry?.type !== "avc1" && entry?.type !== "avc3") continue;
    const avcC = boxAt(entry.body.subarray(visualEntryBytes), ["avcC"]);
    return { movieTimescale, fastStart, h264: avcC === null || avcC.length < 7 ? null : parameterSets(avcC) };
  }
  return { movieTimescale, fastStart, h264: null };
}

/** No index of ours comes near this: a size beyond it is damage, not a film. */
const largestIndex = 512 * 1024 * 1024;

async function findMoov(file: FileHandle): Promise<{ moov: Buffer; fastStart: boolean } | null> {
  const { size: end } = await file.stat();
  const header = Buffer.alloc(16);
  let fastStart = true;
  let at = 0;
  while (at + 8 <= end) {
    const { bytesRead } = await file.read(header, 0, 16, at);
    if (bytesRead < 8) return null;
    const type = header.toString("latin1", 4, 8);
    const short = header.readUInt32BE(0);
    const size = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? end - at : short;
    const headerBytes = short === 1 ? 16 : 8;
    if (size < headerBytes || at + size > end) return null;
    if (type === "mdat") fastStart = false;
    if (type === "moov") {
      if (size > largestIndex) return null;
      const moov = Buffer.alloc(size - headerBytes);
      await file.read(moov, 0, moov.length, at + headerBytes);
      return { moov, fastStart };
    }
    at += size;
  }
  return null;
}

/** The body of a file's moov box. Throws MediaError not_media when it has none. */
export async function readMoov(path: string): Promise<{ moov: Buffer; fastStart: boolean }> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw asMediaError(error);
  });
  try {
    const found = await findMoov(file);
    if (found === null) throw damaged();
    return found;
  } finally {
    await file.close();
  }
}

/** Reads the headers of an MP4 file. Throws MediaError not_media when it is none. */
export async function readMp4Headers(path: string): Promise<Mp4Headers> {
  const { moov, fastStart } = await readMoov(path);
  return headersFrom(moov, fastStart);
}
