// Unpacks a WOFF2 font into the plain TrueType file that the rasteriser's FreeType can read (it was built without Brotli).
// W3C WOFF File Format 2.0; only what TrueType outlines need.
import { brotliDecompressSync } from "node:zlib";

const knownTags =
  "cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill"
    .split(" ")
    .map((tag) => tag.replace("_", " "));

/** A cursor over big-endian bytes. */
class Reader {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  u8(): number {
    return this.bytes.readUInt8(this.at++);
  }
  u16(): number {
    this.at += 2;
    return this.bytes.readUInt16BE(this.at - 2);
  }
  u32(): number {
    this.at += 4;
    return this.bytes.readUInt32BE(this.at - 4);
  }
  take(count: number): Buffer {
    this.at += count;
    if (this.at > this.bytes.length) throw new RangeError("the font file is cut short");
    return this.bytes.subarray(this.at - count, this.at);
  }
  /** UIntBase128: 7 bits a byte, high bit: more follow. */
  base128(): number {
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const byte = this.u8();
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    throw new RangeError("a number in the font file is too long");
  }
  /** 255UInt16. */
  short255(): number {
    const code = this.u8();
    if (code === 253) return this.u16();
    if (code === 254) return this.u8() + 506;
    return code === 255 ? this.u8() + 253 : code;
  }
}

interface Table {
  tag: string;
  data: Buffer;
  transformed: boolean;
}

function readTables(file: Buffer): Table[] {
  const header = new Reader(file, 0);
  if (header.u32() !== 0x774f4632) throw new RangeError("this is no WOFF2 font");
  header.at = 12;
  const count = header.u16();
  header.at = 20;
  const compressedBytes = header.u32();
  header.at = 48;
  const entries = Array.from({ length: count }, () => {
    const flags = header.u8();
    const tag = (flags & 63) === 63 ? header.take(4).toString("latin1") : (knownTags[flags & 63] ?? "");
    const original = header.base128();
    const outline = tag === "glyf" || tag === "loca";
    const transformed = outline ? flags >> 6 !== 3 : flags >> 6 !== 0;
    return { tag, transformed, length: transformed ? header.base128() : original };
  });
  const data = new Reader(brotliDecompressSync(header.take(compressedBytes)));
  return entries.map(({ tag, transformed, length }) => ({ tag, transformed, data: data.take(length) }));
}

/** Signed distance of a coordinate: the low bit of `flag` is its sign. */
const signed = (flag: number, distance: number) => ((flag & 1) === 1 ? distance : -distance);

/** One point's step from the packed triplet (WOFF2, 5.2). */
function step(flag: number, from: Reader): [number, number] {
  if (flag < 10) return [0, signed(flag, ((flag & 14) << 7) + from.u8())];
  if (flag < 20) return [signed(flag, (((flag - 10) & 14) << 7) + from.u8()), 0];
  if (flag < 84) {
    const [kind, byte] = [flag - 20, from.u8()];
    return [signed(flag, 1 + (kind & 0x30) + (byte >> 4)), signed(flag >> 1, 1 + ((kind & 0x0c) << 2) + (byte & 15))];
  }
  if (flag < 120) {
    const kind = flag - 84;
    const x = signed(flag, 1 + (Math.floor(kind / 12) << 8) + from.u8());
    return [x, signed(flag >> 1, 1 + (((kind % 12) >> 2) << 8) + from.u8())];
  }
  if (flag < 124) {
    const [first, second, third] = [from.u8(), from.u8(), from.u8()];
    return [signed(flag, (first << 4) + (second >> 4)), signed(flag >> 1, ((second & 15) << 8) + third)];
  }
  return [signed(flag, from.u16()), signed(flag >> 1, from.u16())];
}

const int16s = (values: number[]) => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, i * 2);
  return bytes;
};

interface Outlines {
  glyf: Buffer;
  loca: Buffer;
  /** Left edge of each glyph, from which the metrics are restored. */
  leftEdges: number[];
}

/** Undoes the glyf transform (WOFF2, 5.1). loca comes out in its long form. */
function restoreOutlines(data: Buffer): Outlines {
  const header = new Reader(data, 2);
  const options = header.u16();
  const count = header.u16();
  header.u16();
  const sizes = Array.from({ length: 7 }, () => header.u32());
  const streams = sizes.map((size) => new Reader(header.take(size)));
  const [contours, points, flags, glyphs, composites, boxes, instructions] = streams as [
    Reader,
    Reader,
    Reader,
    Reader,
    Reader,
    Reader,
    Reader,
  ];
  const overlaps = (options & 1) === 1 ? header.take((count + 7) >> 3) : Buffer.alloc(0);
  const boxBits = boxes.take(((count + 31) >> 5) << 2);
  const bit = (bits: Buffer, i: number) => ((bits[i >> 3] ?? 0) & (128 >> (i & 7))) !== 0;

  const simple = (glyph: number, contourCount: number): { parts: Buffer[]; left: number } => {
    const ends: number[] = [];
    let total = 0;
    for (let i = 0; i < contourCount; i++) ends.push((total += points.short255()) - 1);
    const [onCurve, xs, ys] = [Buffer.alloc(total), [] as number[], [] as number[]];
    let [x, y] = [0, 0];
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < total; i++) {
      const flag = flags.u8();
      const [dx, dy] = step(flag & 127, glyphs);
      [x, y] = [x + dx, y + dy];
      [left, bottom, right, top] = [Math.min(left, x), Math.min(bottom, y), Math.max(right, x), Math.max(top, y)];
      onCurve[i] = (flag >> 7 === 0 ? 1 : 0) | (i === 0 && bit(overlaps, glyph) ? 64 : 0);
      xs.push(dx);
      ys.push(dy);
    }
    const box = bit(boxBits, glyph) ? boxes.take(8) : int16s([left, bottom, right, top]);
    const code = instructions.take(glyphs.short255());
    const parts = [int16s([contourCount]), box, int16s(ends), int16s([code.length]), code, onCurve, int16s(xs), int16s(ys)];
    return { parts, left: box.readInt16BE(0) };
  };
  const composite = (): { parts: Buffer[]; left: number } => {
    const start = composites.at;
    let more = true;
    let hasCode = false;
    while (more) {
      const flag = composites.u16();
      hasCode ||= (flag & 0x100) !== 0;
      more = (flag & 0x20) !== 0;
      const scale = (flag & 8) !== 0 ? 2 : (flag & 0x40) !== 0 ? 4 : (flag & 0x80) !== 0 ? 8 : 0;
      composites.take(2 + ((flag & 1) !== 0 ? 4 : 2) + scale);
    }
    const body = composites.bytes.subarray(start, composites.at);
    const box = boxes.take(8);
    const code = hasCode ? instructions.take(glyphs.short255()) : Buffer.alloc(0);
    return { parts: [int16s([-1]), box, body, ...(hasCode ? [int16s([code.length]), code] : [])], left: box.readInt16BE(0) };
  };

  const parts: Buffer[] = [];
  const loca = Buffer.alloc((count + 1) * 4);
  const leftEdges: number[] = [];
  let at = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    const contourCount = contours.u16();
    const made = contourCount === 0 ? { parts: [], left: 0 } : contourCount === 0xffff ? composite() : simple(glyph, contourCount);
    leftEdges.push(made.left);
    const bytes = Buffer.concat(made.parts);
    const padded = (bytes.length + 3) & ~3;
    parts.push(bytes, Buffer.alloc(padded - bytes.length));
    at += padded;
    loca.writeUInt32BE(at, (glyph + 1) * 4);
  }
  return { glyf: Buffer.concat(parts), loca, leftEdges };
}

/** Undoes the hmtx transform (WOFF2, 5.4). */
function restoreMetrics(data: Buffer, wide: number, leftEdges: number[]): Buffer {
  const reader = new Reader(data);
  const flags = reader.u8();
  const advances = Array.from({ length: wide }, () => reader.u16());
  const bearing = (missing: boolean) => (i: number) => (missing ? (leftEdges[i] ?? 0) : reader.u16());
  const proportional = advances.flatMap((advance, i) => [advance, bearing((flags & 1) !== 0)(i)]);
  const rest = leftEdges.slice(wide).map((_, i) => bearing((flags & 2) !== 0)(wide + i));
  return int16s([...proportional, ...rest]);
}

function checksum(data: Buffer): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 4)
    sum = (sum + (i + 4 <= data.length ? data.readUInt32BE(i) : Buffer.concat([data.subarray(i), Buffer.alloc(4)]).readUInt32BE(0))) >>> 0;
  return sum;
}

function writeFont(tables: { tag: string; data: Buffer }[]): Buffer {
  const sorted = tables.toSorted((a, b) => (a.tag < b.tag ? -1 : 1));
  const power = 2 ** Math.floor(Math.log2(sorted.length));
  const header = Buffer.alloc(12 + sorted.length * 16);
  header.writeUInt32BE(0x00010000, 0);
  for (const [i, value] of [sorted.length, power * 16, Math.log2(power), (sorted.length - power) * 16].entries())
    header.writeUInt16BE(value, 4 + i * 2);
  const parts: Buffer[] = [header];
  let at = header.length;
  for (const [i, { tag, data }] of sorted.entries()) {
    header.write(tag, 12 + i * 16, "latin1");
    for (const [j, value] of [checksum(data), at, data.length].entries()) header.writeUInt32BE(value, 16 + i * 16 + j * 4);
    const padded = (data.length + 3) & ~3;
    parts.push(data, Buffer.alloc(padded - data.length));
    at += padded;
  }
  return Buffer.concat(parts);
}

/** A TrueType font from a WOFF2 file. Throws RangeError when it is damaged or holds no TrueType outlines. */
export function unpackWoff2(file: Buffer): Buffer {
  const tables = readTables(file);
  const find = (tag: string) => {
    const table = tables.find((candidate) => candidate.tag === tag);
    if (table === undefined) throw new RangeError(`the font file has no ${tag} table`);
    return table;
  };
  if (!find("glyf").transformed) return writeFont(tables);
  const outlines = restoreOutlines(find("glyf").data);
  const wide = find("hhea").data.readUInt16BE(34);
  return writeFont(
    tables.map(({ tag, data, transformed }) => {
      if (tag === "glyf") return { tag, data: outlines.glyf };
      if (tag === "loca") return { tag, data: outlines.loca };
      if (tag === "hmtx" && transformed) return { tag, data: restoreMetrics(data, wide, outlines.leftEdges) };
      if (tag !== "head") return { tag, data };
      const head = Buffer.from(data);
      head.writeInt16BE(1, 50); // loca in its long form
      return { tag, data: head };
    }),
  );
}
