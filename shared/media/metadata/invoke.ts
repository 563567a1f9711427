// InvokeAI's metadata through its versions: JSON under "invokeai_metadata" (3 and later) or "sd-metadata" (2), a command line under
// "Dream" (1).
import { isObject, objectOf } from "./source.ts";
import type { ToolRecipe } from "./tool-recipe.ts";

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const number = (value: unknown): number | undefined => {
  const parsed = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof parsed === "number" && Number.isFinite(parsed) ? parsed : undefined;
};
const nameOf = (model: unknown): string | undefined =>
  isObject(model) ? (text(model.name) ?? text(model.model_name) ?? text(model.key)) : text(model);

function lorasOf(value: unknown): NonNullable<ToolRecipe["loras"]> {
  return (Array.isArray(value) ? value : []).slice(0, 100).flatMap((entry: unknown) => {
    if (!isObject(entry)) return [];
    const name = nameOf(entry.model) ?? nameOf(entry.lora);
    const weight = number(entry.weight);
    return name === undefined ? [] : [{ name, ...(weight === undefined ? {} : { weight }) }];
  });
}

/** Version 3 and later. */
function readCurrent(json: Record<string, unknown>): ToolRecipe | null {
  const prompt = text(json.positive_prompt);
  if (prompt === undefined && number(json.seed) === undefined) return null;
  return {
    prompt: prompt ?? "",
    negative: text(json.negative_prompt),
    seed: number(json.seed),
    steps: number(json.steps),
    guidance: number(json.cfg_scale) ?? number(json.guidance),
    sampler: text(json.scheduler),
    strength: number(json.strength),
    model: nameOf(json.model),
    width: number(json.width),
    height: number(json.height),
    loras: lorasOf(json.loras),
  };
}

/** A prompt with what it should not show in square brackets. */
function parted(prompt: string): { prompt: string; negative: string | undefined } {
  const negatives: string[] = [];
  let rest = "";
  let at = 0;
  for (;;) {
    const open = prompt.indexOf("[", at);
    const close = open < 0 ? -1 : prompt.indexOf("]", open);
    if (close < 0) break;
    rest += prompt.slice(at, open);
    negatives.push(prompt.slice(open + 1, close).trim());
    at = close + 1;
  }
  rest = (rest + prompt.slice(at)).replaceAll(/\s+/g, " ").trim();
  return { prompt: rest, negative: negatives.length === 0 ? undefined : negatives.join(", ") };
}

/** Version 2: {model_weights, image: {prompt: [{prompt, weight}] or text, seed, ...}}. */
function readSecond(json: Record<string, unknown>): ToolRecipe | null {
  const image = json.image;
  if (!isObject(image)) return null;
  const prompts = Array.isArray(image.prompt)
    ? image.prompt.map((one: unknown) => (isObject(one) ? (text(one.prompt) ?? "") : (text(one) ?? "")))
    : [text(image.prompt) ?? ""];
  return {
    ...parted(prompts.join(" ")),
    seed: number(image.seed),
    steps: number(image.steps),
    guidance: number(image.cfg_scale),
    sampler: text(image.sampler),
    strength: number(image.strength),
    model: text(json.model_weights) ?? text(json.model),
    width: number(image.width),
    height: number(image.height),
  };
}

/** Version 1: "a prompt" -s 50 -S 42 -W 512 -H 512 -C 7.5 -A k_lms. */
function readDream(line: string): ToolRecipe | null {
  const start = line.trimStart();
  const close = start.startsWith('"') ? start.indexOf('"', 1) : start.search(/ -[a-zA-Z]/);
  if (close < 0) return null;
  const prompt = start.startsWith('"') ? start.slice(1, close) : start.slice(0, close);
  const options = new Map(
    [...start.slice(close).matchAll(/(?:^|\s)-([sSWHCAf])\s{0,4}([\w.]{1,40})/g)].map(([, key, value]) => [key, value]),
  );
  if (!options.has("S") && !options.has("s")) return null;
  return {
    ...parted(prompt),
    seed: number(options.get("S")),
    steps: number(options.get("s")),
    guidance: number(options.get("C")),
    sampler: options.get("A"),
    strength: number(options.get("f")),
    width: number(options.get("W")),
    height: number(options.get("H")),
  };
}

/** What a text under one of InvokeAI's keywords says; null where it is none of them. */
export function readInvoke(keyword: string, value: string): ToolRecipe | null {
  const key = keyword.toLowerCase();
  if (key === "dream") return readDream(value);
  const json = objectOf(value);
  if (json === null) return null;
  if (key === "invokeai_metadata") return readCurrent(json);
  return key === "sd-metadata" ? readSecond(json) : null;
}
