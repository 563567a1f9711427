// What a person asks of an asset and of how it was made, as pairs of a word and a value.
import type { AssetDetail } from "../../../shared/contract/studio/library-views.ts";
import { libraryWords } from "../../app/strings/library.ts";
import { bytes, grouped, sentence, when } from "../../lib/format.ts";

export interface Fact {
  word: string;
  value: string;
  /** In figures that line up. */
  mono?: boolean;
}

const words = libraryWords.fields;
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : null);

/** "16", "23.976" */
function rateText(rate: { num: number; den: number }): string {
  return String(Number((rate.num / rate.den).toFixed(3)));
}

/** The words that it was made from; null where there are none. */
export const promptOf = (asset: AssetDetail): string | null => text(asset.recipe?.["prompt"]);
export const negativeOf = (asset: AssetDetail): string | null => text(asset.recipe?.["negative"]);

/** The recipe's facts, then the file's. */
export function factsOf(asset: AssetDetail, now: Date): { recipe: Fact[]; file: Fact[] } {
  const { recipe } = asset;
  const made: Fact[] = [];
  const add = (word: string, value: string | null, mono = false) => value !== null && value !== "" && made.push({ word, value, mono });
  if (recipe !== null) {
    const quality = asset.quality === null ? null : libraryWords.qualities[asset.quality].toLowerCase();
    const engine = text(recipe["engine"]);
    // The draft engine knows one quality, which is its name.
    add(words.engine, engine === "draft" ? libraryWords.draftEngine : [engine?.toUpperCase(), quality].filter(Boolean).join(", "));
    add(words.model, text(recipe["model"]));
    const seed = number(recipe["seed"]);
    add(words.seed, seed === null ? null : grouped(seed), true);
    const [steps, guidance] = [number(recipe["steps"]), number(recipe["guidance"])];
    add(words.steps, [steps, guidance?.toFixed(1)].filter((part) => part !== null && part !== undefined).join(", "), true);
    add(words.sampler, text(recipe["sampler"]));
    const strength = number(recipe["strength"]);
    add(words.strength, strength === null ? null : strength.toFixed(2), true);
    const loras = Array.isArray(recipe["loras"]) ? (recipe["loras"] as { name?: unknown; weight?: unknown }[]) : [];
    add(words.loras, loras.map((lora) => [text(lora.name), number(lora.weight)?.toFixed(2)].filter(Boolean).join(" ")).join(", "));
  }
  const file: Fact[] = [];
  const put = (word: string, value: string | null, mono = false) => value !== null && file.push({ word, value, mono });
  put(words.size, asset.width === null || asset.height === null ? null : `${asset.width} × ${asset.height}`, true);
  if (asset.kind === "clip" && asset.frames !== null && asset.rate !== null)
    put(words.length, libraryWords.framesAt(asset.frames, rateText(asset.rate)), true);
  else put(words.length, asset.duration === null ? null : `${asset.duration.toFixed(1)} s`, true);
  put(words.format, asset.contentType);
  put(words.bytes, bytes(asset.bytes), true);
  put(words.rating, libraryWords.ratings[asset.rating]);
  put(words.from, libraryWords.origins[asset.origin]);
  put(words.added, sentence(when(asset.addedAt, now)));
  return { recipe: made, file };
}
