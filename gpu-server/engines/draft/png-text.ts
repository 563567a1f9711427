// Writes a text member into a PNG: an uncompressed iTXt chunk (PNG specification, 11.3.3.4), after the header.
import { crc32 } from "node:zlib";

/** Signature (8) and the header chunk (25), which must come first. */
const headerEnd = 33;

/** The PNG with `text` (UTF-8) under `keyword` (Latin-1, 1 to 79 characters). */
export function withText(png: Buffer, keyword: string, text: string): Buffer {
  // Keyword, its end, not compressed, method 0, no language, no translated keyword.
  const data = Buffer.concat([Buffer.from(keyword, "latin1"), Buffer.from([0, 0, 0, 0, 0]), Buffer.from(text, "utf8")]);
  const body = Buffer.concat([Buffer.from("iTXt", "latin1"), data]);
  const chunk = Buffer.alloc(8 + data.length + 4);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 8 + data.length);
  return Buffer.concat([png.subarray(0, headerEnd), chunk, png.subarray(headerEnd)]);
}
