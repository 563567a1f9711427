// Things that a shot shows: every word for one in the story becomes the word that the drawing knows.
import type { Lexicon } from "./lexicon.ts";
import { phraseAt, type Token } from "./text.ts";

/** Canonical names of the things told in a beat, in order, each once. */
export function propsIn(tokens: readonly Token[], lexicon: Lexicon): string[] {
  const found: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const count = phraseAt(tokens, index, lexicon.props);
    if (count === 0) continue;
    const phrase = tokens
      .slice(index, index + count)
      .map((token) => token.word)
      .join(" ");
    const prop = lexicon.props.get(phrase);
    // "waiting room door" is a door; "boat" in "rowing boat" is a boat; "train station" is a place.
    const next = tokens[index + count];
    const place = next !== undefined && (lexicon.outside.has(next.word) || lexicon.inside.has(next.word)) && lexicon.words.code === "en";
    if (prop && !place && !found.includes(prop)) found.push(prop);
    index += count - 1;
  }
  return found;
}
