// What someone does while speaking, in the story's own words: a tag without its verb of speaking and
// its speaker. "said Anna, shaking her head" is "Shaking her head."
import type { Beat } from "./beats.ts";
import { foreignTag } from "./foreign.ts";
import type { Lexicon } from "./lexicon.ts";
import { mentionsIn, type People } from "./people.ts";
import { clean, type TokenSentence } from "./text.ts";

/** "said to her", "sagte zu ihr": who hears it is seen anyway. */
const toward = new Set("to zu zum zur à a al ao".split(" "));

/** The action in a tag; undefined where it only says who speaks. */
export function besideOf(text: string, sentence: TokenSentence, people: People, lexicon: Lexicon): Beat["beside"] {
  const { tokens } = sentence;
  const verb = tokens.findIndex((token, index) => index < 7 && (lexicon.speech.has(token.word) || lexicon.firstSpeech.has(token.word)));
  if (verb < 0) return undefined;
  const mentions = mentionsIn(tokens, people, lexicon);
  const before = mentions.some((mention) => mention.last < verb && !mention.oblique);
  const after = before ? undefined : mentions.find((mention) => mention.index > verb && mention.index <= verb + 3 && !mention.oblique);
  let from = Math.max(verb, after?.last ?? -1) + 1;
  if (toward.has(tokens[from]?.word ?? "")) {
    const hearer = mentions.find((mention) => mention.index > from && mention.index <= from + 2);
    if (hearer) from = hearer.last + 1;
  }
  const first = tokens[from];
  const last = tokens.at(-1);
  if (!first || !last || tokens.length - from < 2) return undefined;
  // "said Ana (her cousin)": who it is, no action.
  if (/[([]\s*$/u.test(text.slice(sentence.start, first.start))) return undefined;
  // "she said, and held the watch": its own clause, without the joint.
  const joined = /^(?:and|y|e|et|und)$/u.test(first.word);
  const start = joined ? tokens[from + 1] : first;
  if (!start || tokens.length - from < (joined ? 3 : 2)) return undefined;
  const words = clean(text.slice(start.start, sentence.end)).replace(/[,;:—–-]+$/u, "");
  return { text: /[.!?…]$/u.test(words) ? words : `${words}.`, tokens: tokens.slice(from + (joined ? 1 : 0)) };
}

/** Tells who speaks: "she says.", "said Tomas, and put the boat away.", "wollte sie wissen". */
export function isTag(text: string, sentence: TokenSentence, lexicon: Lexicon, unread: boolean): boolean {
  if (unread) {
    const words = text.slice(sentence.start, sentence.end);
    return words.length <= 40 && foreignTag(words, words) !== null;
  }
  const { tokens } = sentence;
  const head = tokens.slice(0, tokens.length <= 7 ? 7 : 4);
  if (head.some((token) => lexicon.speech.has(token.word) || lexicon.firstSpeech.has(token.word))) return true;
  return tokens.length <= 6 && knowing.test(tokens.at(-1)?.word ?? "") && wanting.test(tokens.map((token) => token.word).join(" "));
}

const knowing = /^(?:know|wissen|savoir|saber|sapere)$/u;
const wanting = /(?:^|\s)(?:wanted|wants|wollte|will|voulut|voulait|veut|quiso|quería|quiere|volle|voleva|vuole|quis|queria|quer)(?:\s|$)/u;
