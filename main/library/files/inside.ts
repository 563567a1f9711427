// What stands inside an exported file: its recipe, and the mark of machine-made media. By format, the parts of the copy.
import { CodedError } from "../../../shared/contract/errors.ts";
import { orientationExif } from "../../../shared/media/metadata/exif.ts";
import { jpegWithXmp, readJpeg } from "../../../shared/media/metadata/jpeg.ts";
import { mp4WithMetadata, readMp4 } from "../../../shared/media/metadata/mp4.ts";
import { type OwnMetadata, recipeKeyword, writeOwn } from "../../../shared/media/metadata/own.ts";
import { pngWithTexts, readPng, xmpKeyword } from "../../../shared/media/metadata/png.ts";
import { readMetadata } from "../../../shared/media/metadata/read.ts";
import type { ByteSource, Part } from "../../../shared/media/metadata/source.ts";
import { readWebp, webpWithXmp } from "../../../shared/media/metadata/webp.ts";
import { mergeXmp, type OurXmp, type SourceType, writeXmp } from "../../../shared/media/metadata/xmp.ts";

export interface Inside {
  own: OwnMetadata;
  /** Prompts and stories, also those of other tools, are left out. */
  stripPrompts: boolean;
  /** Program that writes it, with its version. */
  creator: string;
}

/**
 * IPTC's word for it: pictures of a model are trainedAlgorithmicMedia, with references or a picture to begin with compositeSynthetic, and
 * those of the draft engine, which draws by rules and was trained on nothing, algorithmicMedia. Null where nothing says that a machine made it.
 */
function sourceTypeOf({ recipe, found }: OwnMetadata): SourceType | null {
  if (recipe === null) return found === null ? null : "trainedAlgorithmicMedia";
  if (recipe.draft) return "algorithmicMedia";
  return recipe.references.length > 0 || recipe.parentFrame !== undefined ? "compositeSynthetic" : "trainedAlgorithmicMedia";
}

const isDocument = (contentType: string) => contentType.startsWith("text/") || contentType.startsWith("application/");

/** A copy of the file in parts, and an XMP packet to lie beside it where the format holds none. */
export function partsOf(source: ByteSource, contentType: string, inside: Inside): { parts: Part[]; beside: string | null } {
  const { own, stripPrompts, creator } = inside;
  const whole: Part[] = [{ from: 0, length: source.size }];
  const told = readMetadata(contentType, source);
  const known = own.recipe !== null || own.found !== null;
  // What the file itself says of its source stays, also where everything else goes.
  const standing =
    (["trainedAlgorithmicMedia", "compositeSynthetic", "algorithmicMedia"] as const).find((one) => one === told.sourceType) ?? null;
  const sourceType = sourceTypeOf(own) ?? standing;
  if (!known && sourceType === null && !stripPrompts) return { parts: whole, beside: null };
  const recipe = stripPrompts || !known ? null : writeOwn(own);
  const ours: OurXmp = { recipe, sourceType, creator };
  const packet = (existing: string | null) => (stripPrompts ? writeXmp(ours) : mergeXmp(existing, ours));
  const bare = stripPrompts ? { exif: told.orientation === 1 ? Buffer.alloc(0) : orientationExif(told.orientation) } : null;
  let parts: Part[] | null = null;
  if (contentType === "image/png") {
    const existing = readPng(source)?.texts.find((text) => text.keyword === xmpKeyword)?.text ?? null;
    const xmp = { keyword: xmpKeyword, text: packet(existing) };
    const texts = recipe === null ? [xmp] : [{ keyword: recipeKeyword, text: recipe }, xmp];
    const keeps = (keyword: string) => !stripPrompts && keyword !== recipeKeyword && keyword !== xmpKeyword;
    parts = pngWithTexts(source, texts, keeps, bare?.exif);
  } else if (contentType === "image/jpeg") parts = jpegWithXmp(source, packet(readJpeg(source)?.xmp ?? null), bare);
  else if (contentType === "image/webp") parts = webpWithXmp(source, packet(readWebp(source)?.xmp ?? null), bare);
  else if (contentType === "video/mp4" || contentType === "video/quicktime" || contentType === "audio/mp4")
    parts = mp4WithMetadata(source, recipe, packet(readMp4(source)?.xmp ?? null));
  if (parts === null && stripPrompts && !contentType.startsWith("audio/") && !isDocument(contentType))
    throw new CodedError("media_failed", "Prompts cannot be taken out of a file of this type. Export it as it is, or convert it first.");
  return parts === null ? { parts: whole, beside: known || sourceType !== null ? writeXmp(ours) : null } : { parts, beside: null };
}
