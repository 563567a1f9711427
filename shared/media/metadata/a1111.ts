// The text of parameters that the AUTOMATIC1111 web UI and its kin (Forge, SD.Next, Civitai) write: prompt, negative prompt, and a last
// line of members.
import type { ToolRecipe } from "./tool-recipe.ts";

/** Members of the last line, in order: "Steps: 20, Sampler: Euler a, Lora hashes: \"a: 1, b: 2\"". */
export function membersOf(line: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = 0;
  while (at < line.length) {
    const colon = line.indexOf(":", at);
    if (colon < 0) break;
    const key = line.slice(at, colon).trim();
    let from = colon + 1;
    while (line[from] === " ") from += 1;
    let end: number;
    let value: string;
    if (line[from] === '"') {
      let close = from + 1;
      while (close < line.length && line[close] !== '"') close += line[close] === "\\" ? 2 : 1;
      value = line.slice(from + 1, close).replaceAll(/\\(["\\])/g, "$1");
      end = line.indexOf(",", close);
    } else {
      end = line.indexOf(",", from);
      value = line.slice(from, end < 0 ? line.length : end).trim();
    }
    if (key !== "" && key.length <= 60 && !members.has(key.toLowerCase())) members.set(key.toLowerCase(), value);
    if (end < 0) break;
    at = end + 1;
  }
  return members;
}

const isLast = (line: string) => /^\s{0,20}Steps: /.test(line) || (/(?:^|, )Seed: \d/.test(line) && line.includes("Sampler: "));

/** Names and weights of the small models in a prompt: <lora:name:0.8>. */
function lorasIn(prompt: string, hashes: Map<string, string>): NonNullable<ToolRecipe["loras"]> {
  return [...prompt.matchAll(/<(?:lora|lyco):([^:<>]{1,200})(?::(-?[\d.]{1,10}))?(?::[^<>]{0,100})?>/g)]
    .slice(0, 100)
    .map(([, name = "", weight]) => {
      const hash = hashes.get(name.toLowerCase());
      const number = Number(weight);
      return {
        name,
        ...(weight !== undefined && Number.isFinite(number) ? { weight: number } : {}),
        ...(hash === undefined ? {} : { hash }),
      };
    });
}

const numberOf = (text: string | undefined): number | undefined => {
  const number = Number(text);
  return text === undefined || text.trim() === "" || !Number.isFinite(number) ? undefined : number;
};

/** What such a text says; null for a text that is none. */
export function readParameters(text: string): ToolRecipe | null {
  const lines = text.split(/\r?\n/);
  const last = lines.findLastIndex(isLast);
  if (last < 0) return null;
  const members = membersOf(lines.slice(last).join(" "));
  const mark = "Negative prompt:";
  const begin = lines.findIndex((line, at) => at < last && line.trimStart().startsWith(mark));
  const prompt = lines
    .slice(0, begin < 0 ? last : begin)
    .join("\n")
    .trim();
  const negative = begin < 0 ? "" : lines.slice(begin, last).join("\n").trimStart().slice(mark.length).trim();
  const [width, height] = (members.get("size") ?? "").split("x").map((side) => numberOf(side));
  return {
    prompt,
    negative,
    seed: numberOf(members.get("seed")),
    steps: numberOf(members.get("steps")),
    guidance: numberOf(members.get("cfg scale")),
    sampler: [members.get("sampler"), members.get("schedule type")].filter((part) => part !== undefined).join(" ") || undefined,
    strength: numberOf(members.get("denoising strength")),
    model: members.get("model") ?? members.get("model hash"),
    width,
    height,
    loras: lorasIn(prompt, membersOf(members.get("lora hashes") ?? "")),
  };
}
