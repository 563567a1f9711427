// JPEG segments: what a picture says of itself before its scan, and a copy with another XMP packet.
import { type ByteSource, looseText, type Part } from "./source.ts";

export interface JpegFacts {
  width: number;
  height: number;
  /** False where the end mark is missing. */
  whole: boolean;
  /** Body of the EXIF segment, mark included. */
  exif: Buffer | null;
  xmp: string | null;
  comment: string | null;
}

interface Segment {
  marker: number;
  at: number;
  /** Mark and length included. */
  length: number;
}

const xmpMark = Buffer.from("http://ns.adobe.com/xap/1.0/\0", "latin1");
const exifMark = Buffer.from("Exif\0\0", "latin1");
/** A segment has a length of 16 bits, which counts itself. */
const mostXmp = 0xffff - 2 - xmpMark.length;
const mostSegments = 2000;

/** Segments up to the scan; null for what is no JPEG. `scan` is where the rest begins. */
function segmentsOf(source: ByteSource): { segments: Segment[]; scan: number } | null {
  if (source.size < 4 || source.read(0, 2).readUInt16BE(0) !== 0xffd8) return null;
  const segments: Segment[] = [];
  let at = 2;
  while (at + 4 <= source.size && segments.length < mostSegments) {
    const head = source.read(at, 4);
    if (head[0] !== 0xff) return null;
    const marker = head[1] ?? 0;
    if (marker === 0xff) {
      at += 1; // padding before a mark
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return { segments, scan: at };
    const length = 2 + head.readUInt16BE(2);
    if (length < 4 || at + length > source.size) return null;
    segments.push({ marker, at, length });
    at += length;
  }
  return null;
}

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** What a JPEG says of itself; null for what is none, or has no picture. */
export function readJpeg(source: ByteSource): JpegFacts | null {
  const found = segmentsOf(source);
  if (found === null) return null;
  const facts: JpegFacts = { width: 0, height: 0, whole: endsWhole(source), exif: null, xmp: null, comment: null };
  for (const { marker, at, length } of found.segments) {
    const body = () => source.read(at + 4, length - 4);
    if (isFrame(marker) && length >= 9) {
      const frame = source.read(at + 5, 4);
      facts.height = frame.readUInt16BE(0);
      facts.width = frame.readUInt16BE(2);
    } else if (marker === 0xe1) {
      const text = body();
      if (text.subarray(0, exifMark.length).equals(exifMark)) facts.exif ??= text;
      else if (text.subarray(0, xmpMark.length).equals(xmpMark)) facts.xmp ??= text.toString("utf8", xmpMark.length);
    } else if (marker === 0xfe) facts.comment ??= looseText(body());
  }
  return facts.width > 0 && facts.height > 0 ? facts : null;
}

/** Whether the end mark stands near the end: cameras put other things behind it. */
function endsWhole(source: ByteSource): boolean {
  const tail = source.read(Math.max(0, source.size - 65_536), 65_536);
  return tail.lastIndexOf(Buffer.from([0xff, 0xd9])) >= 0;
}

/**
 * A copy of a JPEG with this XMP packet in place of its own. `bare`: without its EXIF, comments and other notes, but turned as it was.
 * Null where it is none, or where the packet is too long for a segment.
 */
export function jpegWithXmp(source: ByteSource, xmp: string, bare: { exif: Uint8Array } | null): Part[] | null {
  const found = segmentsOf(source);
  const packet = Buffer.from(xmp, "utf8");
  if (found === null || packet.length > mostXmp) return null;
  const keep = found.segments.filter(({ marker, at }) => {
    if (marker === 0xe1) {
      const isXmp = source
        .read(at + 4, 29)
        .toString("latin1")
        .startsWith("http://ns.adobe.com/");
      return bare === null && !isXmp;
    }
    // Notes of other makers: XMP's long form, IPTC, comments.
    return bare === null || (marker !== 0xfe && marker !== 0xed);
  });
  const front = keep.filter(({ marker }, i) => marker === 0xe0 && i < 2);
  const stretch = ({ at, length }: Segment): Part => ({ from: at, length });
  return [
    Buffer.from([0xff, 0xd8]),
    ...front.map(stretch),
    ...(bare === null || bare.exif.length === 0 ? [] : [segment(0xe1, Buffer.concat([exifMark, bare.exif]))]),
    segment(0xe1, Buffer.concat([xmpMark, packet])),
    ...keep.filter((one) => !front.includes(one)).map(stretch),
    { from: found.scan, length: source.size - found.scan },
  ];
}

function segment(marker: number, body: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
