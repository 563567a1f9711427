// What a file is by its first bytes. Names and declared types are not believed.
import type { InputType } from "../../shared/contract/farm-uploads.ts";

/** First bytes that are looked at. */
export const magicBytes = 64;

const startsWith = (bytes: Buffer, text: string, at = 0): boolean =>
  bytes.subarray(at, at + text.length).equals(Buffer.from(text, "latin1"));

/** The type that the first bytes of a file stand for; null for one that the farm does not take. */
export function typeByContent(first: Buffer): InputType | null {
  if (startsWith(first, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (startsWith(first, "\xff\xd8\xff")) return "image/jpeg";
  if (startsWith(first, "RIFF") && startsWith(first, "WEBP", 8)) return "image/webp";
  if (startsWith(first, "\x1a\x45\xdf\xa3") && first.includes("webm")) return "video/webm";
  if (startsWith(first, "ftyp", 4)) {
    const brand = first.toString("latin1", 8, 12);
    if (brand === "qt  ") return "video/quicktime";
    // Still pictures in the same boxes are no videos.
    return /^(avif|avis|heic|heix|hevc|mif1|msf1)$/.test(brand) ? null : "video/mp4";
  }
  return null;
}
