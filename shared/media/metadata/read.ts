// Everything that a file's own metadata says of it: pixels, whether it is whole, and the recipe, whichever tool wrote it.
import type { Recipe } from "../../domain/recipe.ts";
import { readParameters } from "./a1111.ts";
import { isComfyGraph, readComfy } from "./comfy.ts";
import { readExif } from "./exif.ts";
import { readInvoke } from "./invoke.ts";
import { readJpeg } from "./jpeg.ts";
import { type Mp4Track, readMp4 } from "./mp4.ts";
import { type FoundText, readOwn, recipeKeyword } from "./own.ts";
import { readPng, xmpKeyword } from "./png.ts";
import type { ByteSource } from "./source.ts";
import { recipeOf, type RecipeTool } from "./tool-recipe.ts";
import { readWebp } from "./webp.ts";
import { readXmp } from "./xmp.ts";

export interface FileMetadata {
  /** Pixels as they lie in the file, before it is turned; null where the header does not say. */
  width: number | null;
  height: number | null;
  /** 1 to 8, as EXIF says it. */
  orientation: number;
  /** A PNG that is stored in seven passes takes its whole size in memory. */
  interlaced: boolean;
  /** False where the file ends too early. */
  whole: boolean;
  /** Tracks of an MP4 or QuickTime file. */
  tracks: Mp4Track[] | null;
  brand: string | null;
  recipe: Recipe | null;
  found: FoundText | null;
  /** IPTC's word for where it comes from, where the file says so. */
  sourceType: string | null;
}

interface Texts {
  texts: { keyword: string; text: string }[];
  xmp: string | null;
  exif: Buffer | null;
}

/** Longest text that is kept beside a recipe. */
const mostKept = 2 * 1024 * 1024;

const nothing: FileMetadata = {
  width: null,
  height: null,
  orientation: 1,
  interlaced: false,
  whole: true,
  tracks: null,
  brand: null,
  recipe: null,
  found: null,
  sourceType: null,
};

/** Texts in which tools write recipes, by what they are called there. */
function spread({ texts, xmp, exif }: Texts): { keyword: string; text: string }[] {
  const all = [...texts];
  const camera = exif === null ? null : readExif(exif);
  for (const text of [camera?.userComment, camera?.imageDescription, camera?.make, camera?.model]) {
    // ComfyUI writes "prompt:{...}" and "workflow:{...}" into the fields of the camera's maker.
    const named = typeof text === "string" ? /^\s{0,9}(prompt|workflow):\s{0,9}(?=\{)/i.exec(text) : null;
    if (typeof text === "string" && text !== "")
      all.push(
        named === null ? { keyword: "parameters", text } : { keyword: named[1]?.toLowerCase() ?? "", text: text.slice(named[0].length) },
      );
  }
  if (xmp !== null) {
    const told = readXmp(xmp);
    if (told.recipe !== null) all.push({ keyword: recipeKeyword, text: told.recipe });
    for (const text of [told.parameters, told.description]) if (text !== null) all.push({ keyword: "parameters", text });
  }
  return all;
}

type Told = Pick<FileMetadata, "recipe" | "found">;

function ownOf(texts: { keyword: string; text: string }[]): Told | null {
  for (const { keyword, text } of texts) {
    if (keyword !== recipeKeyword && keyword !== "comment") continue;
    const own = readOwn(text);
    if (own !== null) return { recipe: own.recipe, found: own.found };
  }
  return null;
}

/** What another tool wrote: InvokeAI and ComfyUI first, because both also write texts that look like the third. */
function toolOf(texts: { keyword: string; text: string }[], size: { width: number | null; height: number | null }): Told | null {
  const kept = (tool: RecipeTool, parts: { keyword: string; text: string }[]): FoundText => ({
    tool,
    text: (parts.length === 1 ? (parts[0]?.text ?? "") : parts.map(({ keyword, text }) => `${keyword}: ${text}`).join("\n")).slice(
      0,
      mostKept,
    ),
  });
  for (const part of texts) {
    const told = readInvoke(part.keyword, part.text);
    if (told !== null) return { recipe: recipeOf("invokeai", told, size), found: kept("invokeai", [part]) };
  }
  const graphs = new Map<string, { keyword: string; text: string }>();
  for (const part of texts) {
    const kind = isComfyGraph(part.text);
    if (kind !== null && !graphs.has(kind)) graphs.set(kind, { keyword: kind, text: part.text });
    // Video savers put both graphs into one comment: {"prompt": "...", "workflow": {...}}.
    if (kind === null && part.keyword === "comment")
      for (const inner of innerGraphs(part.text)) if (!graphs.has(inner.keyword)) graphs.set(inner.keyword, inner);
  }
  const [prompt, workflow] = [graphs.get("prompt"), graphs.get("workflow")];
  const graph = readComfy({ prompt: prompt?.text, workflow: workflow?.text });
  const graphParts = [prompt, workflow].filter((part) => part !== undefined);
  if (graph !== null) return { recipe: recipeOf("comfyui", graph, size), found: kept("comfyui", graphParts) };
  for (const part of texts) {
    const told = readParameters(part.text);
    if (told !== null) return { recipe: recipeOf("a1111", told, size), found: kept("a1111", [part]) };
  }
  // A graph without a sampler that is known is kept all the same.
  return graphParts.length === 0 ? null : { recipe: null, found: kept("comfyui", graphParts) };
}

function innerGraphs(text: string): { keyword: string; text: string }[] {
  try {
    const json: unknown = JSON.parse(text);
    if (json === null || typeof json !== "object") return [];
    return ["prompt", "workflow"].flatMap((keyword) => {
      const value = (json as Record<string, unknown>)[keyword];
      const inner = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
      return isComfyGraph(inner) === null ? [] : [{ keyword, text: inner }];
    });
  } catch {
    return [];
  }
}

function told(
  given: Texts,
  size: { width: number | null; height: number | null },
): Pick<FileMetadata, "recipe" | "found" | "sourceType" | "orientation"> {
  const texts = spread(given);
  const { recipe, found } = ownOf(texts) ?? toolOf(texts, size) ?? { recipe: null, found: null };
  return {
    recipe,
    found,
    sourceType: given.xmp === null ? null : readXmp(given.xmp).sourceType,
    orientation: given.exif === null ? 1 : (readExif(given.exif)?.orientation ?? 1),
  };
}

/** What a file of this type says of itself. Never throws over what stands in the file. */
export function readMetadata(contentType: string, source: ByteSource): FileMetadata {
  if (contentType === "image/png") {
    const png = readPng(source);
    if (png === null) return { ...nothing, whole: false };
    const xmp = png.texts.find((text) => text.keyword === xmpKeyword)?.text ?? null;
    const { width, height, interlaced, whole } = png;
    return { ...nothing, width, height, interlaced, whole, ...told({ texts: png.texts, xmp, exif: png.exif }, png) };
  }
  if (contentType === "image/jpeg") {
    const jpeg = readJpeg(source);
    if (jpeg === null) return { ...nothing, whole: false };
    const texts = jpeg.comment === null ? [] : [{ keyword: "comment", text: jpeg.comment }];
    return {
      ...nothing,
      width: jpeg.width,
      height: jpeg.height,
      whole: jpeg.whole,
      ...told({ texts, xmp: jpeg.xmp, exif: jpeg.exif }, jpeg),
    };
  }
  if (contentType === "image/webp") {
    const webp = readWebp(source);
    if (webp === null) return { ...nothing, whole: false };
    return {
      ...nothing,
      width: webp.width,
      height: webp.height,
      whole: webp.whole,
      ...told({ texts: [], xmp: webp.xmp, exif: webp.exif }, webp),
    };
  }
  if (contentType === "video/mp4" || contentType === "video/quicktime" || contentType === "audio/mp4") {
    const film = readMp4(source);
    if (film === null) return { ...nothing, whole: false };
    const texts = Object.entries(film.texts).map(([keyword, text]) => ({ keyword, text }));
    const own = told({ texts, xmp: film.xmp, exif: null }, nothing);
    return { ...nothing, whole: film.whole, tracks: film.tracks, brand: film.brand, ...own };
  }
  return nothing;
}
