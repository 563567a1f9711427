// From a draft to what is sent: the farm's job, and for each of its results the recipe that will make it again. Pure.
import type { JobRequest } from "../../shared/contract/farm-http.ts";
import type { CreateDraft } from "../../shared/contract/studio/draft.ts";
import type { AssetId } from "../../shared/domain/ids.ts";
import type { Recipe } from "../../shared/domain/recipe.ts";
import { segmentsOfShot } from "../../shared/domain/segments.ts";
import type { JobResult } from "../library/rows.ts";
import { counted } from "../words.ts";

/** What is known beside the draft when it is sent. */
export interface Sent {
  label: string;
  /** Where the draft says none. */
  seed: number;
  /** The engine and model that it will be made by, as far as the farm says; empty where it does not. */
  engine: string;
  model: string;
  /** Name of the picture or clip that it is made from. */
  source: string | null;
}

/** Results that a draft asks for. */
export function resultsOf(draft: CreateDraft): { kind: "image" | "clip"; count: number } {
  if (draft.task === "image" || draft.task === "edit") return { kind: "image", count: draft.count };
  if (draft.task === "upscale") return { kind: draft.clip === null ? "image" : "clip", count: 1 };
  return { kind: "clip", count: segmentsOfShot(draft.frames).length };
}

/** The kind of job that does a draft's task. */
export function kindOf(draft: Pick<CreateDraft, "task" | "clip">): JobRequest["kind"] {
  switch (draft.task) {
    case "image":
      return "image.generate";
    case "edit":
      return "image.edit";
    case "upscale":
      return draft.clip === null ? "image.upscale" : "video.upscale";
    default:
      return "video.generate";
  }
}

/** First words of a prompt, cut between two of them. */
export function firstWords(text: string, most = 60): string {
  const line = text.trim().replace(/\s+/gu, " ");
  if ([...line].length <= most) return line;
  const cut = [...line].slice(0, most).join("");
  return `${cut.replace(/[\s,;:.]+\S*$/u, "") || cut}…`;
}

/** What a draft is about, for people: its words, else the name of what it starts from. */
export function subjectOf(draft: CreateDraft, source: string | null): string {
  const words = firstWords(draft.prompt);
  if (draft.task === "upscale" || words === "") return source ?? "a file of the library";
  return words;
}

/** "3 images: Lighthouse on a headland". */
export function titleOf(draft: CreateDraft, source: string | null): string {
  const subject = subjectOf(draft, source);
  switch (draft.task) {
    case "image":
      return `${counted(draft.count, "image")}: ${subject}`;
    case "edit":
      return `${counted(draft.count, "edit")}: ${subject}`;
    case "upscale":
      return `Twice the size: ${subject}`;
    case "clip":
      return `Clip: ${subject}`;
    case "extend":
      return `Longer clip: ${subject}`;
  }
}

/** Leaves out what is null or empty. */
function said<T extends object>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== "")) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

const referencesOf = (draft: CreateDraft) =>
  draft.references.map(({ hash, weight, role }) => (weight === null && role === null ? hash : { file: hash, ...said({ weight, role }) }));

/** The job that a draft asks for. */
export function jobOf(draft: CreateDraft, sent: Sent): JobRequest {
  const { steps, guidance, sampler, negative, width, height } = draft;
  const common = {
    quality: draft.quality,
    rating: "general" as const,
    label: sent.label,
    ...said({ engine: draft.engine, model: draft.model }),
  };
  const { seed } = sent;
  const sampling = said({ steps, guidance, sampler });
  const words = { prompt: draft.prompt.trim(), ...said({ negative: negative.trim() }) };
  switch (draft.task) {
    case "image": {
      const references = referencesOf(draft);
      return {
        kind: "image.generate",
        ...common,
        input: { ...words, seed, count: draft.count, references, ...sampling, ...said({ width, height }) },
      };
    }
    case "edit":
      return {
        kind: "image.edit",
        ...common,
        input: {
          ...words,
          seed,
          image: draft.image?.hash ?? "",
          ...said({ mask: draft.mask }),
          strength: draft.strength,
          count: draft.count,
          references: referencesOf(draft),
          ...sampling,
        },
      };
    case "upscale":
      return draft.clip === null
        ? { kind: "image.upscale", ...common, input: { image: draft.image?.hash ?? "", scale: 2, seed } }
        : { kind: "video.upscale", ...common, input: { clip: draft.clip.hash, scale: 2, seed } };
    case "clip":
    case "extend": {
      const spans = segmentsOfShot(draft.frames);
      const last = spans.length - 1;
      return {
        kind: "video.generate",
        ...common,
        input: {
          segments: spans.map((span) => ({
            span: { start: span.start, total: draft.frames },
            ...words,
            seed,
            frames: span.frames,
            ...(span.index === 0 && draft.task === "clip" ? said({ firstFrame: draft.firstFrame?.hash ?? null }) : {}),
            ...(span.index === last ? said({ lastFrame: draft.lastFrame?.hash ?? null }) : {}),
            references: referencesOf(draft),
            join: span.join,
          })),
          ...(draft.task === "extend" ? said({ extend: draft.clip?.hash ?? null }) : {}),
          ...sampling,
          ...said({ width, height }),
        },
      };
    }
  }
}

/** The file that results are made from, in the library's own terms. */
function parentOf(draft: CreateDraft): AssetId | null {
  const file = draft.task === "clip" ? draft.firstFrame : draft.task === "edit" ? draft.image : (draft.clip ?? draft.image);
  return draft.task === "image" ? null : ((file?.assetId ?? null) as AssetId | null);
}

/** What each result of a draft is and how it is made. Sizes that the draft leaves to the engine are 0 until the file is here. */
export function resultsWithRecipes(draft: CreateDraft, sent: Sent): JobResult[] {
  const { kind, count } = resultsOf(draft);
  const spans = kind === "clip" && draft.task !== "upscale" ? segmentsOfShot(draft.frames) : [];
  const subject = subjectOf(draft, sent.source);
  const weights = draft.references.map(({ weight }) => weight);
  const roles = draft.references.map(({ role }) => role);
  const isUpscale = draft.task === "upscale";
  return Array.from({ length: count }, (_, index): JobResult => {
    const span = spans[index];
    const recipe: Recipe = {
      engine: sent.engine,
      model: sent.model,
      quality: draft.quality,
      rating: "general",
      prompt: isUpscale ? "" : draft.prompt.trim(),
      ...(isUpscale ? {} : said({ negative: draft.negative.trim(), steps: draft.steps, guidance: draft.guidance, sampler: draft.sampler })),
      // The farm counts seeds on within a batch, so that each picture can be made again alone.
      seed: kind === "image" ? (sent.seed + index) >>> 0 : sent.seed,
      ...(draft.task === "edit" ? { strength: draft.strength } : {}),
      ...(span === undefined ? {} : { frames: span.frames, start: span.start, total: draft.frames }),
      width: draft.width ?? 0,
      height: draft.height ?? 0,
      references: isUpscale ? [] : draft.references.map(({ hash }) => hash),
      ...(isUpscale || weights.every((weight) => weight === null) ? {} : { weights }),
      ...(isUpscale || roles.every((role) => role === null) ? {} : { roles }),
      ...(draft.task === "image" || draft.task === "clip" ? {} : { task: draft.task }),
      ...said({ source: sourceOf(draft), mask: draft.task === "edit" ? draft.mask : null }),
      ...(draft.task === "clip" && index === 0 ? said({ parentFrame: draft.firstFrame?.hash ?? null }) : {}),
      ...(kind === "clip" && index === count - 1 && !isUpscale ? said({ lastFrame: draft.lastFrame?.hash ?? null }) : {}),
      draft: sent.engine === "draft" || (sent.engine === "" && draft.quality === "draft"),
    };
    const name = count === 1 ? subject : `${subject} ${index + 1}`;
    return { kind, index, name: name.replace(/…/u, "").trim(), frames: span?.frames ?? null, recipe, parentId: parentOf(draft) };
  });
}

function sourceOf(draft: CreateDraft): string | null {
  if (draft.task === "edit") return draft.image?.hash ?? null;
  if (draft.task === "upscale") return (draft.clip ?? draft.image)?.hash ?? null;
  return draft.task === "extend" ? (draft.clip?.hash ?? null) : null;
}

/** Files of the library that a draft names, with the member that names each: by task, in the order of its screen. */
export function filesOfDraft(draft: CreateDraft): { field: string; hash: string; kind: "image" | "video" }[] {
  const one = (field: string, hash: string | null | undefined, kind: "image" | "video" = "image") =>
    hash === null || hash === undefined ? [] : [{ field, hash, kind }];
  const references = draft.references.flatMap(({ hash }, index) => one(`references.${index}`, hash));
  switch (draft.task) {
    case "image":
      return references;
    case "edit":
      return [...one("image", draft.image?.hash), ...one("mask", draft.mask), ...references];
    case "upscale":
      return draft.clip === null ? one("image", draft.image?.hash) : one("clip", draft.clip.hash, "video");
    case "clip":
      return [...one("firstFrame", draft.firstFrame?.hash), ...one("lastFrame", draft.lastFrame?.hash), ...references];
    case "extend":
      return [...one("clip", draft.clip?.hash, "video"), ...one("lastFrame", draft.lastFrame?.hash), ...references];
  }
}

/** The member of a draft that the farm means by a path of a job: "input.segments.0.references.1.file" is "references.1". */
export function draftField(path: string): string {
  const plain = path
    .replace(/^jobs\W\d+\W/, "")
    .replace(/^input\W/, "")
    .replace(/^segments\W\d+\W/, "")
    .replace(/\.(file|weight|role)$/, "");
  const names: Record<string, string> = { extend: "clip", kind: "task", type: "task", segments: "frames", scale: "task", join: "frames" };
  return names[plain] ?? plain;
}
