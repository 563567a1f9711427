// From a recipe back to the draft that would make it again. Pure; what is not the same here is said in words.
import { type CreateDraft, createDraftSchema, type CreateTask } from "../../shared/contract/studio/draft.ts";
import type { Recipe } from "../../shared/domain/recipe.ts";

/** What of the library a recipe speaks of. */
export interface RecipeSource {
  recipe: Recipe;
  kind: "image" | "clip";
  /** The asset by its hash, where the library has one; null where not even the file is here. */
  assetIdOf: (hash: string) => string | null;
  isHere: (hash: string) => boolean;
}

function taskOf(recipe: Recipe, kind: "image" | "clip"): CreateTask {
  if (recipe.task !== undefined) return recipe.task;
  return kind === "clip" ? "clip" : "image";
}

const within = (value: number | undefined, min: number, max: number): number | null =>
  value === undefined || !Number.isFinite(value) || value < min || value > max ? null : value;

/** The draft of a recipe. A recipe of another tool may name what this studio has no words for: that is left out and said. */
export function draftOfRecipe({ recipe, kind, assetIdOf, isHere }: RecipeSource): { draft: CreateDraft; notes: string[] } {
  const notes: string[] = [];
  const fileOf = (hash: string | undefined, missing: string) => {
    if (hash === undefined) return null;
    if (isHere(hash)) return { hash, assetId: assetIdOf(hash) };
    notes.push(missing);
    return null;
  };
  const task = taskOf(recipe, kind);
  const source = fileOf(
    recipe.source,
    `The ${kind === "clip" ? "clip" : "picture"} that it was made from is not in this library any more.`,
  );
  const references = recipe.references.flatMap((hash, index) => {
    const file = fileOf(hash, `Reference ${index + 1} is not in this library any more.`);
    return file === null ? [] : [{ ...file, weight: recipe.weights?.[index] ?? null, role: recipe.roles?.[index] ?? null }];
  });
  const total = recipe.total ?? recipe.frames;
  if (recipe.total !== undefined && recipe.frames !== undefined && recipe.total !== recipe.frames)
    notes.push("It is one part of a longer clip: the draft makes all of it.");
  if ((recipe.loras?.length ?? 0) > 0) notes.push("It was made with small models on top, which this studio does not set.");
  const sized = task === "image" || task === "clip" || task === "extend";
  const candidate = {
    task,
    prompt: recipe.prompt.slice(0, 8000),
    negative: (recipe.negative ?? "").slice(0, 4000),
    engine: recipe.engine === "" ? null : recipe.engine.slice(0, 40),
    model: recipe.model === "" ? null : recipe.model.slice(0, 120),
    quality: recipe.quality,
    width: sized ? within(recipe.width, 64, 4096) : null,
    height: sized ? within(recipe.height, 64, 4096) : null,
    seed: within(recipe.seed, 0, 0xffffffff),
    steps: within(recipe.steps, 1, 200),
    guidance: within(recipe.guidance, 0, 50),
    sampler: recipe.sampler?.slice(0, 60) ?? null,
    count: 1,
    references: references.slice(0, 16),
    image: task === "edit" || (task === "upscale" && kind === "image") ? source : null,
    strength: within(recipe.strength, 0.05, 1) ?? 0.6,
    mask: fileOf(recipe.mask, "The mask is not in this library any more.")?.hash ?? null,
    firstFrame: fileOf(recipe.parentFrame, "The first frame is not in this library any more."),
    lastFrame: fileOf(recipe.lastFrame, "The last frame is not in this library any more."),
    clip: task === "extend" || (task === "upscale" && kind === "clip") ? source : null,
    frames: within(total, 1, 960) ?? 80,
  };
  const parsed = createDraftSchema.safeParse(candidate);
  if (parsed.success) return { draft: parsed.data, notes };
  notes.push("Some of the recipe cannot be used here and was left out.");
  const { prompt, quality } = candidate;
  const plain = createDraftSchema.safeParse({ task: kind === "clip" ? "clip" : "image", prompt, quality });
  return { draft: plain.success ? plain.data : createDraftSchema.parse({ task: "image", prompt }), notes };
}
