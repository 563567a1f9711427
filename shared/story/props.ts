// Things that a shot shows: every word for one in the story becomes the word that the drawing knows.
import type { Lexicon } from "./lexicon.ts";
import { phraseAt, type Token } from "./text.ts";

/** Things that have a voice of their own: "said the radio". */
export const talkingThings = new Set("radio rádio".split(" "));

/** English words that are a thing only where nobody does it: "a watch", but not "they watch". */
const verbs = new Set(
  "watch ring rings note notes book plate box page pages map engine alarm train trains drawing switch lock fan pan rose sign screen".split(
    " ",
  ),
);
const beforeVerb = new Set("i you he she it we they who to will would can could did do does don't didn't and sun moon smoke".split(" "));
/** On someone's head it is their look. */
const worn = new Set(["hat"]);

/** Canonical names of the things told in a beat, in order, each once. */
export function propsIn(tokens: readonly Token[], lexicon: Lexicon): string[] {
  const found: string[] = [];
  const english = lexicon.words.code === "en";
  for (let index = 0; index < tokens.length; index += 1) {
    const count = phraseAt(tokens, index, lexicon.props);
    if (count === 0) continue;
    const phrase = tokens
      .slice(index, index + count)
      .map((token) => token.word)
      .join(" ");
    const prop = lexicon.props.get(phrase);
    // "boat" in "rowing boat" is a boat, "glass door" a door; "train station" is a place.
    const last = tokens[index + count - 1];
    const next = tokens[index + count];
    const joined = english && next !== undefined && last !== undefined && next.start - last.end === 1;
    const place = joined && (lexicon.outside.has(next.word) || lexicon.inside.has(next.word));
    const describes =
      joined && (phraseAt(tokens, index + count, lexicon.props) > 0 || /^(?:trees?|orchard|blossoms?|pie|shop|stall)$/u.test(next.word));
    const verb = english && verbs.has(phrase) && beforeVerb.has(tokens[index - 1]?.word ?? "");
    const blooming = prop === "flower" && tokens[index - 1]?.word === "in";
    const dressed =
      prop !== undefined && worn.has(prop) && tokens.slice(Math.max(0, index - 4), index).some((token) => lexicon.wearing.has(token.word));
    if (prop && !place && !describes && !verb && !dressed && !blooming && !found.includes(prop)) found.push(prop);
    index += count - 1;
  }
  return found;
}
