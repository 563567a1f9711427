// Where one paragraph holds two scenes: someone goes into another place, a sentence leads with it, or
// the story steps outside. Stricter than at the head of a paragraph, where a new place is expected.
import type { SourceSpan } from "../domain/breakdown.ts";
import type { Setting } from "../domain/shot.ts";
import type { LanguageCode } from "./languages/types.ts";
import type { Lexicon } from "./lexicon.ts";
import { mentionsIn, type People } from "./people.ts";
import { placeAdverb, placesIn, type PlaceMention } from "./place.ts";
import type { ReadBlock } from "./prose-blocks.ts";
import { openingOf, type Opening } from "./scene-cuts.ts";
import { phraseAt, type Token, type TokenSentence } from "./text.ts";

/** What is known of the scene that a cut would end. */
export interface SceneSoFar {
  setting: Setting | null;
  keys: ReadonlySet<string>;
  /** Someone has been told of in it; before that its place is only being found. */
  peopled: boolean;
}

/** Words that lead to a place in front of its preposition: "Back in the village". */
const leads = new Set(
  "back far deep high out down up below above de_vuelta allá arriba abajo là-bas plus tout weit hoch tief unten oben draußen laggiù lassù lá longe".split(
    " ",
  ),
);

/** Prepositions that take someone through a door. */
const through: Record<LanguageCode, Set<string>> = {
  en: new Set(["into", "onto", "inside", "out into", "out onto"]),
  es: new Set(["en", "a", "al"]),
  fr: new Set(["dans", "sur"]),
  de: new Set(["in", "ins", "auf"]),
  it: new Set(["in", "nel", "nella", "nell'", "nello", "sulla", "sul"]),
  pt: new Set(["em", "no", "na", "num", "numa"]),
};

const exits: Record<LanguageCode, RegExp> = {
  en: /\b(?:went|goes|walked|walks|stepped|steps|ran|runs|hurried|hurries|slipped|slips|crept|came|comes|rushed|stormed|climbed) (?:back )?(?:out|outside|outdoors)(?: (?:into|onto|to|in) [^,;]{2,40})?[.!…]?["”’]?$|\bleft the (?:house|building|hut|room|shop|cottage|flat|office)[.!…]?$/iu,
  es: /\b(?:salió|sale|salieron|salen|salí) (?:corriendo )?(?:a la calle|afuera|fuera|a la lluvia|a la nieve|a la noche|al frío|al jardín|al patio|de la casa|de casa)[.!…]?$/iu,
  fr: /\b(?:sortit|sort|sortirent|sortent|sortait|sortis)(?: en courant)?(?: (?:dans|sous|de) [^,;]{2,40})?[.!…]?$/iu,
  de: /\b(?:ging|geht|gingen|lief|läuft|liefen|rannte|rennt|trat|tritt|traten|schlich|eilte) (?:[^,;]{0,40} )?(?:hinaus|nach draußen)[.!…]?$/iu,
  it: /\b(?:uscì|esce|uscirono|escono|uscii)(?: di corsa)?(?: (?:nella|sotto|di|dalla|in|nel) [^,;]{2,40})?[.!…]?$/iu,
  pt: /\b(?:saiu|sai|saíram|saem|saí)(?: a correr)?(?: (?:para|à|de|da|debaixo) [^,;]{2,40})?[.!…]?$/iu,
};

/** The last words told take someone out of doors. */
function leavesHouse(words: string, lexicon: Lexicon): boolean {
  return exits[lexicon.words.code].test(words.trim().slice(-120));
}

/** What a paragraph's first told sentence says of where and when, after the paragraph before it. */
export function openingAt(
  text: string,
  block: ReadBlock,
  before: { span: SourceSpan; sentences: readonly TokenSentence[] } | undefined,
  people: People,
  lexicon: Lexicon,
): Opening | null {
  const first = block.segments[0];
  const told = first && !first.speech ? first.parts[0] : undefined;
  if (!told) return null;
  const opening = openingOf(text, text.slice(told.start, told.end), told.tokens, lexicon);
  const last = before?.sentences.at(-1);
  if (opening.place || !before || !last || last.end < before.span.end - 2 || !leavesHouse(text.slice(last.start, last.end), lexicon))
    return opening;
  return { ...opening, place: groundOf(text, told.tokens, people, lexicon) };
}

/** The first sentence, after the paragraph's own first, that opens another scene; null where none does. */
export function innerCut(
  text: string,
  block: ReadBlock,
  so: SceneSoFar,
  people: People,
  lexicon: Lexicon,
): { segment: number; part: number; opening: Opening } | null {
  const keys = new Set(so.keys);
  let { setting } = so;
  let left = false;
  let { peopled } = so;
  for (const [segment, piece] of block.segments.entries()) {
    if (piece.speech) {
      peopled = true;
      continue;
    }
    for (const [part, sentence] of piece.parts.entries()) {
      const first = segment === 0 && part === 0;
      const tag =
        part === 0 && block.segments[segment - 1]?.speech === true && sentence.tokens.some((token) => lexicon.speech.has(token.word));
      if (!first && !tag && peopled) {
        const opening = openingInside(text, sentence, { setting, keys, peopled, left }, people, lexicon);
        const known = opening?.place && mentionsIn(sentence.tokens, people, lexicon).some((mention) => !mention.oblique);
        if (opening && (known || staysOut(block, segment, part, people, lexicon))) return { segment, part, opening };
      }
      for (const place of placesIn(text, sentence.tokens, lexicon)) {
        if (place.part) continue;
        if (keys.size === 0) setting ??= place.setting;
        if (place.located) keys.add(place.key);
      }
      peopled ||= mentionsIn(sentence.tokens, people, lexicon).length > 0;
      left = leavesHouse(text.slice(sentence.start, sentence.end), lexicon);
    }
  }
  return null;
}

/** The two parts of a paragraph around a cut. */
export function splitAt(block: ReadBlock, segment: number, part: number): [ReadBlock, ReadBlock] {
  const piece = block.segments[segment];
  const sentence = piece?.parts[part];
  if (!piece || !sentence) return [block, block];
  const before = piece.parts.slice(0, part);
  const end = before.at(-1)?.end ?? block.segments[segment - 1]?.end ?? sentence.start;
  const head = before.length > 0 ? [{ ...piece, end, inner: { start: piece.start, end }, parts: before }] : [];
  const tail = { ...piece, start: sentence.start, inner: { start: sentence.start, end: piece.end }, parts: piece.parts.slice(part) };
  return [
    { ...block, end, segments: [...block.segments.slice(0, segment), ...head] },
    { ...block, start: sentence.start, segments: [tail, ...block.segments.slice(segment + 1)] },
  ];
}

interface Inside extends SceneSoFar {
  left: boolean;
}

function openingInside(text: string, sentence: TokenSentence, so: Inside, people: People, lexicon: Lexicon): Opening | null {
  const { tokens } = sentence;
  if (tokens.length < 3 || tokens.some((token) => lexicon.negations.has(token.word))) return null;
  const base: Opening = { jump: false, time: null, timeFirst: false, timeWords: "", place: null, side: null };
  const adverb = placeAdverb(tokens, lexicon);
  if (adverb?.setting === "exterior" && so.setting === "interior") return { ...base, side: adverb.setting };
  for (const mention of placesIn(text, tokens, lexicon)) {
    if (mention.part || so.keys.has(mention.key)) continue;
    // Where no place is known yet, only a way out of doors leaves it.
    if (so.keys.size === 0 && !mention.preposition.startsWith("out ")) continue;
    const lead = mention.located && (mention.first - 1 <= 0 || (mention.first === 2 && leads.has(tokens[0]?.word ?? "")));
    const other = so.setting !== null && so.setting !== mention.setting;
    if ((lead && (other || so.left || mention.first === 2)) || entersAt(mention, tokens, people, lexicon))
      return { ...base, place: mention };
  }
  const ground = so.left ? groundOf(text, tokens, people, lexicon) : null;
  return ground ? { ...base, place: ground } : null;
}

/** "He stepped into the kitchen.": someone who is there, a verb of arrival, and a preposition that goes in. */
function entersAt(mention: PlaceMention, tokens: readonly Token[], people: People, lexicon: Lexicon): boolean {
  if (!through[lexicon.words.code].has(mention.preposition)) return false;
  const who = mentionsIn(tokens, people, lexicon)[0];
  if (!who || who.index > 1 || who.oblique) return false;
  for (let index = who.last + 1; index <= Math.min(who.last + 3, mention.first); index += 1)
    if (phraseAt(tokens, index, lexicon.arrivals) > 0 && mention.first - index <= 4) return true;
  return false;
}

/** "Outside, snow began to fall." ends a paragraph, and nobody of before is told of in it: the picture stays out there. */
function staysOut(block: ReadBlock, segment: number, part: number, people: People, lexicon: Lexicon): boolean {
  const piece = block.segments[segment];
  const own = piece?.parts[part];
  return (
    own !== undefined &&
    segment === block.segments.length - 1 &&
    own === piece?.parts.at(-1) &&
    mentionsIn(own.tokens, people, lexicon).length === 0
  );
}

/** "Under the pear tree stood a woman": once someone has left the house, any ground is a place. */
function groundOf(text: string, tokens: readonly Token[], people: People, lexicon: Lexicon): PlaceMention | null {
  const preposition = tokens[0];
  if (!preposition || !lexicon.locatives.has(preposition.word)) return null;
  const from = lexicon.determiners.has(tokens[1]?.word ?? "") ? 2 : 1;
  let end = from;
  while (end < Math.min(tokens.length, from + 4)) {
    const [before, token] = [tokens[end - 1], tokens[end]];
    if (!before || !token || !/^[\s'’-]*$/u.test(text.slice(before.end, token.start))) break;
    if (
      lexicon.acts.has(token.word) ||
      lexicon.stays.has(token.word) ||
      lexicon.common.has(token.word) ||
      lexicon.determiners.has(token.word)
    )
      break;
    end += 1;
  }
  const [first, last] = [tokens[from], tokens[end - 1]];
  if (!first || !last || end === from || mentionsIn(tokens.slice(0, end), people, lexicon).length > 0) return null;
  const after = tokens[end];
  const comma = text.slice(last.end, last.end + 1) === ",";
  if (!comma && !(after && (lexicon.stays.has(after.word) || lexicon.acts.has(after.word)))) return null;
  return {
    start: first.start,
    end: last.end,
    key: last.word,
    text: text.slice(first.start, last.end).replace(/\s+/gu, " "),
    setting: "exterior",
    located: true,
    preposition: preposition.word,
    lead: preposition.start,
    first: 1,
    index: end - 1,
    part: false,
  };
}
