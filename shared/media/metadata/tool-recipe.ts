// What another tool's metadata says of a making, before it becomes a recipe of ours.
import type { Recipe } from "../../domain/recipe.ts";

/** Tools whose recipes are read. */
export type RecipeTool = "ourvidz" | "a1111" | "comfyui" | "invokeai";

export interface ToolRecipe {
  prompt: string;
  negative?: string | undefined;
  seed?: number | undefined;
  steps?: number | undefined;
  guidance?: number | undefined;
  sampler?: string | undefined;
  strength?: number | undefined;
  model?: string | undefined;
  width?: number | undefined;
  height?: number | undefined;
  frames?: number | undefined;
  loras?: NonNullable<Recipe["loras"]> | undefined;
}

const side = (told: number | undefined, actual: number | null): number =>
  told !== undefined && Number.isInteger(told) && told > 0 && told <= 65_536 ? told : (actual ?? 0);
const within = (value: number | undefined, least: number, most: number): number | undefined =>
  value !== undefined && value >= least && value <= most ? value : undefined;

/**
 * Our recipe of it, where the file has these pixels. The engine is the tool's name: no engine of a farm made it. A seed that a number
 * cannot hold exactly becomes 0 (the file's own text is kept beside the recipe).
 */
export function recipeOf(tool: RecipeTool, told: ToolRecipe, size: { width: number | null; height: number | null }): Recipe {
  const optional = {
    negative: told.negative === undefined || told.negative === "" ? undefined : told.negative,
    steps: within(told.steps, 1, 100_000),
    guidance: within(told.guidance, -1000, 1000),
    sampler: told.sampler?.slice(0, 200),
    strength: within(told.strength, 0, 1),
    loras: told.loras === undefined || told.loras.length === 0 ? undefined : told.loras,
    frames: told.frames !== undefined && Number.isInteger(told.frames) && told.frames > 0 ? told.frames : undefined,
  };
  return {
    engine: tool,
    model: (told.model ?? "").slice(0, 500),
    quality: "high",
    rating: "general",
    prompt: told.prompt,
    seed: told.seed !== undefined && Number.isSafeInteger(told.seed) && told.seed >= 0 ? told.seed : 0,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    width: side(told.width, size.width),
    height: side(told.height, size.height),
    references: [],
    draft: false,
  };
}
