// Names of files from elsewhere as the library shows and writes them: nothing in them moves a path, hides an ending, turns the text
// around, or cannot be written on one of the systems that the studio runs on.
import type { LibraryType } from "../../../shared/contract/file-type.ts";

const endings: Record<LibraryType, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
  "image/heic": "heic",
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "video/webm": "webm",
  "video/x-matroska": "mkv",
  "audio/wav": "wav",
  "audio/flac": "flac",
  "audio/mpeg": "mp3",
  "audio/ogg": "ogg",
  "audio/mp4": "m4a",
  "application/pdf": "pdf",
  "application/json": "json",
  "text/plain": "txt",
  "text/markdown": "md",
  "text/x-fountain": "fountain",
};

/** Other endings that say the same of a file. */
const alike: Record<string, string> = {
  jpeg: "jpg",
  jpe: "jpg",
  heif: "heic",
  m4v: "mp4",
  wave: "wav",
  oga: "ogg",
  opus: "ogg",
  markdown: "md",
};

/** Longest name of a file on the systems that there are, in bytes of UTF-8. */
const mostBytes = 255;

/* Control characters, marks that turn text around or take no room, separators of lines, tags, and what is no character. */
const hidden =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\u{e0000}-\u{e0fff}]/gu;
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\.|$)/i;

/** The first `most` bytes of a text, cut between characters. */
function cut(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let bytes = 0;
  let end = 0;
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > most) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** A file's name from any path or text: one part, that can be shown and written everywhere. Never empty. */
export function safeName(raw: string | Uint8Array, most = mostBytes): string {
  const text = typeof raw === "string" ? raw.toWellFormed() : new TextDecoder().decode(raw);
  const last = text
    .slice(-4096)
    .split(/[\\/]/)
    .findLast((part) => part.replaceAll(hidden, "").trim() !== "");
  const clean = (last ?? "")
    .normalize("NFC")
    .replaceAll(hidden, "")
    .replaceAll(/[<>:"|?*]/g, "_")
    .replaceAll(/\s+/g, " ")
    .replace(/^[ .]+/, "")
    .replace(/[ .]+$/, "");
  const named = clean === "" ? "file" : reserved.test(clean) ? `_${clean}` : clean;
  if (Buffer.byteLength(named) <= most) return named;
  const dot = named.lastIndexOf(".");
  const ending = dot > 0 && named.length - dot <= 12 ? named.slice(dot) : "";
  return cut(named.slice(0, named.length - ending.length), most - Buffer.byteLength(ending)).trimEnd() + ending;
}

/** The name without an ending that says the type, and the ending that the type has. */
export function nameParts(name: string, contentType: string): { stem: string; ending: string } {
  const ending = (endings as Record<string, string>)[contentType] ?? "";
  const dot = name.lastIndexOf(".");
  const own = dot > 0 ? name.slice(dot + 1).toLowerCase() : "";
  if (ending === "") return own === "" ? { stem: name, ending: "" } : { stem: name.slice(0, dot), ending: name.slice(dot) };
  const says = own === ending || alike[own] === ending;
  return { stem: safeName(says ? name.slice(0, dot) : name, mostBytes - 20), ending: `.${ending}` };
}
