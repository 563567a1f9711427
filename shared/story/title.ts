// The film's name: what the story calls itself, else its file's name made readable.
import type { Breakdown } from "../domain/breakdown.ts";
import { capitalised, clean } from "./text.ts";

/** File names that say nothing of the story. */
const generic =
  /^(?:untitled|story|my story|texts?|txt|doc(?:ument)?|draft|new(?: text)?(?: document| file)?|file|script|screenplay|film|movie|test|scratch|pasted?|clipboard|notes?|readme|final|copy|upload|input|historia|texto|histoire|texte|geschichte|storia|testo|história|unbenannt|sin título|sans titre|senza titolo|sem título)$/iu;

/** What a film is called; empty only for a text of nothing. */
export function titleOf(
  told: string,
  text: string,
  language: Breakdown["language"],
  fileName: string | undefined,
  place: string | undefined,
): string {
  const own = bare(told);
  if (own) return own.slice(0, 120);
  // Where no word of the language is known, the story's first words are still its own.
  const first = language === "other" ? bare(/^\s*([^\n\r.!?。！？]{1,40})/u.exec(text)?.[1] ?? "") : "";
  if (first && /\p{L}/u.test(first)) return [...first].slice(0, 24).join("");
  const base = fileName === undefined ? "" : readable(fileName);
  if (base) return generic.test(base) ? "Untitled" : capitalised(base);
  return place === undefined ? "" : capitalised(place);
}

/** Without quotation marks around it, marks of the format, and a full stop. */
function bare(words: string): string {
  return clean(words)
    .replace(/^[*_#\s]+|[*_#\s]+$/gu, "")
    .replace(/^[“"«„「『](.*)[”"»“」』]$/u, "$1")
    .replace(/[\s.,;:…。，：；،–—-]+$/u, "")
    .trim();
}

/** "LastTrain_draft-2 (1).txt" is "Last Train". */
function readable(fileName: string): string {
  const base = fileName.replace(/^.*[/\\]/u, "").replace(/\.[^.]*$/u, "");
  const words = base
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")
    .replace(/[-_.\s]+/gu, " ")
    .replace(/\s*\(\d+\)\s*$/u, "")
    .replace(/(?: (?:draft|final|v|version|copy|rev) ?\d*)+$/iu, "")
    .trim();
  return bare(/\p{L}{2}/u.test(words) && !/^[0-9a-f ]{8,}$/iu.test(words) ? words : "untitled");
}
