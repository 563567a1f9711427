// What a file is by its first bytes. Names and declared types are not believed.
import type { InputType } from "./farm-uploads.ts";

/** First bytes that are looked at. */
export const magicBytes = 64;

/** Types that the library takes, each with what it is. */
export const libraryTypes = {
  "image/png": "image",
  "image/jpeg": "image",
  "image/webp": "image",
  "image/gif": "image",
  "image/avif": "image",
  "image/heic": "image",
  "video/mp4": "clip",
  "video/quicktime": "clip",
  "video/webm": "clip",
  "video/x-matroska": "clip",
  "audio/wav": "audio",
  "audio/flac": "audio",
  "audio/mpeg": "audio",
  "audio/ogg": "audio",
  "audio/mp4": "audio",
  "application/pdf": "document",
  "application/json": "document",
  "text/plain": "document",
  "text/markdown": "document",
  "text/x-fountain": "document",
} as const;
export type LibraryType = keyof typeof libraryTypes;

const latin1 = (first: Uint8Array, most: number) => Array.from(first.subarray(0, most), (byte) => String.fromCharCode(byte)).join("");

const stillBrands = /^(avif|avis|heic|heix|hevc|hevx|heim|heis|mif1|msf1)$/;

/** The type that the first bytes of a file stand for; null for one that the farm does not take. */
export function typeByContent(first: Uint8Array): InputType | null {
  const text = latin1(first, magicBytes);
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return "image/webp";
  if (text.startsWith("\x1a\x45\xdf\xa3") && text.includes("webm")) return "video/webm";
  if (text.startsWith("ftyp", 4)) {
    const brand = text.slice(8, 12);
    if (brand === "qt  ") return "video/quicktime";
    // Still pictures in the same boxes are no videos.
    return stillBrands.test(brand) ? null : "video/mp4";
  }
  return null;
}

/** Bits of an MPEG audio frame's header that are no valid one: layer, bit rate and sample rate that do not exist. */
function isMpegAudio(first: Uint8Array): boolean {
  const [a = 0, b = 0, c = 0] = first;
  return a === 0xff && (b & 0xe6) === 0xe2 && (c & 0xf0) !== 0xf0 && (c & 0xf0) !== 0 && (c & 0x0c) !== 0x0c;
}

/** The library's type of a file with these first bytes (4 KB say enough); null for what is neither media nor PDF. Text is told by `textType`. */
export function libraryTypeByContent(first: Uint8Array): LibraryType | null {
  const known = typeByContent(first);
  const text = latin1(first, 4096);
  const brand = text.startsWith("ftyp", 4) ? text.slice(8, 12) : "";
  if (known === "video/mp4" && /^(M4A|M4B|F4A)/.test(brand)) return "audio/mp4";
  if (known !== null) return known;
  if (stillBrands.test(brand)) {
    // The general brands name the coding among the compatible ones.
    const brands = text.slice(8, Math.min(text.length, 4 + Math.max(12, first[3] ?? 0)));
    return brand.startsWith("avi") || (brand.startsWith("m") && brands.includes("avif")) ? "image/avif" : "image/heic";
  }
  // QuickTime before it had a header of its own.
  if (/^(moov|mdat|wide|free|skip)$/.test(text.slice(4, 8)) && text.charCodeAt(0) < 2) return "video/quicktime";
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return "image/gif";
  if (text.startsWith("\x1a\x45\xdf\xa3")) return text.includes("webm") ? "video/webm" : "video/x-matroska";
  if (/^(RIFF|RF64)/.test(text) && text.startsWith("WAVE", 8)) return "audio/wav";
  if (text.startsWith("fLaC")) return "audio/flac";
  if (text.startsWith("OggS")) return text.includes("\x80theora") ? null : "audio/ogg";
  if (text.startsWith("ID3") || isMpegAudio(first)) return "audio/mpeg";
  return text.slice(0, 1024).includes("%PDF-") ? "application/pdf" : null;
}

/** What a text is by how it is written: a screenplay in Fountain, Markdown, or plain words. JSON is told by whoever parses it. */
export function textType(text: string): "text/plain" | "text/markdown" | "text/x-fountain" {
  const lines = text.slice(0, 200_000).split(/\r?\n/);
  const headings = lines.filter(
    (line, at) => /^(INT|EXT|EST|INT\.?\/EXT|I\/E)[. ]/i.test(line) && (lines[at - 1] ?? "").trim() === "",
  ).length;
  const title = /^(title|credit|author|draft date)\s{0,9}:/i.test(lines[0] ?? "");
  if (headings >= 2 || (headings >= 1 && title)) return "text/x-fountain";
  const marks = lines.filter((line) =>
    /^#{1,6} \S|^```|^\s{0,3}[-*] \S|^> \S|\[[^\]]{1,200}\]\([^)]{1,500}\)/.test(line.slice(0, 2000)),
  ).length;
  const heads = lines.some((line) => /^#{1,6} \S|^```/.test(line));
  return heads || marks >= 3 ? "text/markdown" : "text/plain";
}
