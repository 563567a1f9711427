// A look into a file that comes in: what it is by its content, whether it can be used, what it says of its making. Runs in a worker
// thread. Reads headers and texts, never pixels: those are looked at when its thumbnail is made.
import sharp from "sharp";
import { type LibraryType, libraryTypeByContent, libraryTypes, textType } from "../../../shared/contract/file-type.ts";
import type { AssetKind } from "../../../shared/domain/asset.ts";
import type { Recipe } from "../../../shared/domain/recipe.ts";
import type { FoundText } from "../../../shared/media/metadata/own.ts";
import { readMetadata } from "../../../shared/media/metadata/read.ts";
import type { ByteSource } from "../../../shared/media/metadata/source.ts";

/** What a usable file is. */
export interface Seen {
  ok: true;
  kind: AssetKind;
  contentType: string;
  width: number | null;
  height: number | null;
  recipe: Recipe | null;
  found: FoundText | null;
}

/** Why a file cannot be used, in words for people. */
export interface Refused {
  ok: false;
  reason: string;
  /** Whether it may be kept as a document all the same. */
  canKeep: boolean;
}
export type Look = Seen | Refused;

const mostSide = 32_767;
const mostPixels = 200_000_000;
/** Stored in seven passes, a picture takes its whole size in memory. */
const mostInterlaced = 50_000_000;
/** A text up to here is read whole; of a longer one its beginning must be text. */
const mostText = 32 * 1024 * 1024;

const refused = (reason: string, canKeep = true): Refused => ({ ok: false, reason, canKeep });

const words: Record<string, string> = { image: "picture", clip: "video", audio: "sound" };
const cutOff = (kind: string) =>
  refused(`The ${words[kind] ?? "file"} is damaged: it ends too early. Copy it again from where it came from, then try again.`);

function sizeProblem(width: number, height: number, interlaced: boolean): Refused | null {
  const size = `${width.toLocaleString("en")} x ${height.toLocaleString("en")} pixels`;
  if (Math.max(width, height) > mostSide)
    return refused(`The picture has ${size}; a side has at most 32,767. Make it smaller, then try again.`);
  if (width * height > mostPixels)
    return refused(`The picture has ${size}; the most are 200 million in all. Make it smaller, then try again.`);
  if (interlaced && width * height > mostInterlaced)
    return refused(`The picture has ${size} and is interlaced, which takes too much memory. Save it without interlacing, then try again.`);
  return null;
}

/** The text of a document; null for bytes that are no text. UTF-8, or UTF-16 with its mark. */
export function textIn(bytes: Uint8Array, whole: boolean): string | null {
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !whole });
    // eslint-disable-next-line no-control-regex
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function lookAtText(source: ByteSource): Look {
  const whole = source.size <= mostText;
  const text = textIn(source.read(0, whole ? source.size : 1 << 20), whole);
  if (text === null)
    return refused(
      "This is no picture, video, sound, PDF or text that the library knows. Keep it as a document, or convert it and try again.",
    );
  const document = (contentType: LibraryType): Seen => ({
    ok: true,
    kind: "document",
    contentType,
    width: null,
    height: null,
    recipe: null,
    found: null,
  });
  if (whole && /^\s*[{[]/.test(text.slice(0, 1000))) {
    try {
      JSON.parse(text);
      return document("application/json");
    } catch {
      // A text that only begins like JSON.
    }
  }
  return document(textType(text));
}

/** Pixels by the decoder, for types whose header is not read here. */
async function decoderSize(file: string): Promise<{ width: number; height: number } | null> {
  try {
    const { width, height } = await sharp(file, { limitInputPixels: false }).metadata();
    return { width, height };
  } catch {
    return null;
  }
}

async function lookAtImage(contentType: LibraryType, source: ByteSource, file: string): Promise<Look> {
  if (contentType === "image/heic")
    return refused("HEIC pictures cannot be shown on this computer. Save it as JPEG or PNG and import that, or keep it as a document.");
  const told = readMetadata(contentType, source);
  const header = contentType === "image/png" || contentType === "image/jpeg" || contentType === "image/webp";
  const size = header
    ? told.width === null || told.height === null
      ? null
      : { width: told.width, height: told.height }
    : await decoderSize(file);
  if (size === null || size.width < 1 || size.height < 1) {
    if (contentType === "image/avif")
      return refused("This AVIF picture cannot be read on this computer. Save it as PNG and import that, or keep it as a document.");
    return refused("The picture is damaged: its header cannot be read. Copy it again from where it came from, then try again.");
  }
  const problem = sizeProblem(size.width, size.height, told.interlaced);
  if (problem !== null) return problem;
  if (!told.whole) return cutOff("image");
  const turned = told.orientation >= 5;
  return {
    ok: true,
    kind: "image",
    contentType,
    width: turned ? size.height : size.width,
    height: turned ? size.width : size.height,
    recipe: told.recipe,
    found: told.found,
  };
}

function lookAtFilm(contentType: LibraryType, source: ByteSource): Look {
  const told = readMetadata(contentType, source);
  if (!told.whole) return cutOff(libraryTypes[contentType]);
  const handlers = told.tracks?.map((track) => track.handler) ?? null;
  if (handlers !== null && !handlers.includes("vide") && !handlers.includes("soun"))
    return refused("The file holds neither picture nor sound. Keep it as a document, or export the film again.");
  const type: LibraryType = handlers !== null && !handlers.includes("vide") ? "audio/mp4" : contentType;
  return { ok: true, kind: libraryTypes[type], contentType: type, width: null, height: null, recipe: told.recipe, found: told.found };
}

/** Looks into the file at `file`, of which `source` reads. Never throws over what stands in it. */
export async function lookAt(source: ByteSource, file: string): Promise<Look> {
  if (source.size === 0) return refused("The file is empty: it has no bytes. Copy it again from where it came from.", false);
  const type = libraryTypeByContent(source.read(0, 4096));
  if (type === null) return lookAtText(source);
  const kind = libraryTypes[type];
  if (kind === "image") return lookAtImage(type, source, file);
  if (type === "video/mp4" || type === "video/quicktime" || type === "audio/mp4") return lookAtFilm(type, source);
  return { ok: true, kind, contentType: type, width: null, height: null, recipe: null, found: null };
}
