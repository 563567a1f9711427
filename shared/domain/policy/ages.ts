// Ages under 18 as a text says them: "12-year-old", "aged nine", "NINA, nine,", "(14)", "dix ans".
import { numberWords } from "../number-words.ts";
import { normalise } from "./normalise.ts";

/** As normalised text has them. */
const words: Record<string, number> = Object.fromEntries(
  Object.values(numberWords)
    .flatMap((language) => Object.entries(language))
    .map(([word, number]) => [normalise(word).text, number]),
);
const number = `(\\d{1,2}|${Object.keys(words)
  .sort((a, b) => b.length - a.length)
  .join("|")})`;
const patterns = [
  new RegExp(`\\b${number}[- ]?(?:years?|yrs?)[- ]?old\\b`, "g"),
  new RegExp(`\\b${number} ?(?:y/?o|yo)\\b`, "g"),
  new RegExp(`\\b(?:aged?|age of|age:|turns?|turned|is only|barely) ${number}\\b`, "g"),
  new RegExp(`\\b${number} (?:anos?|ans|anni|jahren?|jahre alt)\\b`, "g"),
  new RegExp(`, ?${number},`, "g"),
  new RegExp(`\\(${number}\\)`, "g"),
];

/** Places in normalised text where an age under 18 is said. */
export function agesUnder18(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const said = match[1] as string;
      const years = words[said] ?? Number(said);
      if (years < 18) found.push({ start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
}
