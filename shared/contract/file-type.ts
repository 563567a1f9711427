// What a file is by its first bytes. Names and declared types are not believed.
import type { InputType } from "./farm-uploads.ts";

/** First bytes that are looked at. */
export const magicBytes = 64;

/** The type that the first bytes of a file stand for; null for one that the farm does not take. */
export function typeByContent(first: Uint8Array): InputType | null {
  const text = Array.from(first.subarray(0, magicBytes), (byte) => String.fromCharCode(byte)).join("");
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return "image/webp";
  if (text.startsWith("\x1a\x45\xdf\xa3") && text.includes("webm")) return "video/webm";
  if (text.startsWith("ftyp", 4)) {
    const brand = text.slice(8, 12);
    if (brand === "qt  ") return "video/quicktime";
    // Still pictures in the same boxes are no videos.
    return /^(avif|avis|heic|heix|hevc|mif1|msf1)$/.test(brand) ? null : "video/mp4";
  }
  return null;
}
