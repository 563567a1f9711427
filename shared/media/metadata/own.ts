// Our own recipe inside a file: JSON {recipe, found}, or the bare recipe that the farm writes into a clip's comment.
import { z } from "zod";
import { qualities, ratings } from "../../domain/job.ts";
import type { Recipe } from "../../domain/recipe.ts";
import { canonicalJson } from "../../domain/recipe.ts";

/** Keyword of the PNG text that holds it. */
export const recipeKeyword = "ourvidz:recipe";

/** What an imported file said of its making, as it stood there. */
export interface FoundText {
  tool: string;
  text: string;
}

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** What every recipe has; other members are kept as they are. */
const recipeSchema = z.looseObject({
  engine: z.string().min(1).max(100),
  model: z.string().max(500),
  quality: z.enum(qualities),
  rating: z.enum(ratings),
  prompt: z.string().max(100_000),
  negative: z.string().max(100_000).optional(),
  seed: count,
  frames: count.optional(),
  start: count.optional(),
  width: count,
  height: count,
  references: z.array(hash).max(1000),
  parentFrame: hash.optional(),
  draft: z.boolean(),
});
const wholeSchema = z.object({
  recipe: recipeSchema.nullable(),
  found: z.object({ tool: z.string().max(40), text: z.string() }).nullable(),
});

export interface OwnMetadata {
  recipe: Recipe | null;
  found: FoundText | null;
}

/** The JSON that goes into a file. */
export function writeOwn({ recipe, found }: OwnMetadata): string {
  return canonicalJson({ recipe, found });
}

/** What such a JSON says; null for a text that is none of ours. */
export function readOwn(text: string): OwnMetadata | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    const json: unknown = JSON.parse(text);
    if (!isFlatEnough(json, 24)) return null;
    const whole = wholeSchema.safeParse(json);
    if (whole.success) return { recipe: whole.data.recipe as Recipe | null, found: whole.data.found };
    const bare = recipeSchema.safeParse(json);
    return bare.success ? { recipe: bare.data as unknown as Recipe, found: null } : null;
  } catch {
    return null;
  }
}

/** Whether nothing in it lies deeper than `levels`: what is kept is walked again when it is written. */
function isFlatEnough(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== "object") return true;
  return levels > 0 && Object.values(value).every((member) => isFlatEnough(member, levels - 1));
}
