// EXIF: the few texts in which tools write recipes, and the picture's orientation. A TIFF structure of little tables; every
// offset in it is a claim that is checked.
import { looseText } from "./source.ts";

export interface ExifFacts {
  /** 1 to 8, as the file says how to turn the picture; 1 where it says nothing. */
  orientation: number;
  userComment: string | null;
  imageDescription: string | null;
  make: string | null;
  model: string | null;
  software: string | null;
}

const tags = { imageDescription: 0x010e, make: 0x010f, model: 0x0110, software: 0x0131 } as const;
const orientationTag = 0x0112;
const exifTable = 0x8769;
const userCommentTag = 0x9286;
const unitBytes: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1 };

interface Entry {
  tag: number;
  type: number;
  count: number;
  value: Buffer;
}

/** Swaps the bytes of each pair: UTF-16 of the other order. */
function swapped(bytes: Buffer): Buffer {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return even.swap16();
}

/** A user comment: eight letters name the code of its text. Writers of UNICODE disagree on the order of bytes, so the zeros tell. */
function commentOf(value: Buffer, little: boolean): string {
  const code = value.toString("latin1", 0, 8);
  const text = value.subarray(8);
  if (code.startsWith("UNICODE")) {
    const sample = text.subarray(0, 512);
    let [high, low] = [0, 0];
    for (let at = 0; at + 1 < sample.length; at += 2) {
      if (sample[at] === 0) high += 1;
      if (sample[at + 1] === 0) low += 1;
    }
    const big = high === low ? !little : high > low;
    return (big ? swapped(text) : text).toString("utf16le");
  }
  return looseText(code.startsWith("ASCII") || code === "\0\0\0\0\0\0\0\0" ? text : value);
}

const trimmed = (text: string): string => text.replace(/\0+$/, "");

/** What EXIF says; null for what is none. `bytes` begin with the TIFF header, or with the mark "Exif" before it. */
export function readExif(bytes: Buffer): ExifFacts | null {
  const tiff = bytes.toString("latin1", 0, 4) === "Exif" ? bytes.subarray(6) : bytes;
  const order = tiff.toString("latin1", 0, 2);
  if (tiff.length < 8 || (order !== "II" && order !== "MM")) return null;
  const little = order === "II";
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  if (u16(2) !== 42) return null;
  const entriesAt = (table: number): Entry[] => {
    if (table < 8 || table + 2 > tiff.length) return [];
    const count = Math.min(u16(table), 512, Math.floor((tiff.length - table - 2) / 12));
    return Array.from({ length: count }, (_, i) => {
      const at = table + 2 + i * 12;
      const [tag, type, items] = [u16(at), u16(at + 2), u32(at + 4)];
      const length = (unitBytes[type] ?? 0) * items;
      const from = length <= 4 ? at + 8 : u32(at + 8);
      return { tag, type, count: items, value: from + length <= tiff.length ? tiff.subarray(from, from + length) : Buffer.alloc(0) };
    });
  };
  const first = entriesAt(u32(4));
  const entry = (tag: number, list = first) => list.find((one) => one.tag === tag && one.value.length > 0);
  const text = (tag: number) => {
    const found = entry(tag);
    return found === undefined ? null : trimmed(looseText(found.value));
  };
  const inner = entry(exifTable);
  const comment =
    inner === undefined || inner.value.length < 4 ? undefined : entry(userCommentTag, entriesAt(numberAt(inner.value, little)));
  const turn = entry(orientationTag);
  const orientation = turn === undefined || turn.value.length < 2 ? 1 : little ? turn.value.readUInt16LE(0) : turn.value.readUInt16BE(0);
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    userComment: comment === undefined ? null : trimmed(commentOf(comment.value, little)),
    imageDescription: text(tags.imageDescription),
    make: text(tags.make),
    model: text(tags.model),
    software: text(tags.software),
  };
}

const numberAt = (value: Buffer, little: boolean): number => (little ? value.readUInt32LE(0) : value.readUInt32BE(0));

/** EXIF that says nothing but how to turn the picture. */
export function orientationExif(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write("MM", 0, "latin1");
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(orientationTag, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}
