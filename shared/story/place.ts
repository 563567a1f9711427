// Where a sentence takes place: place words with their preposition, and the phrase that a heading
// prints, kept short and in the story's own words ("mouth of a cave").
import type { SourceSpan } from "../domain/breakdown.ts";
import type { Setting } from "../domain/shot.ts";
import type { Lexicon } from "./lexicon.ts";
import { phraseAt, type Token } from "./text.ts";

export interface PlaceMention extends SourceSpan {
  /** The place's main word, to tell whether two mentions are one place. */
  key: string;
  /** Words for the heading. */
  text: string;
  setting: Setting;
  /** The preposition before it, when that puts someone there. */
  located: boolean;
  /** Preposition in lower case, or "", and where it begins. */
  preposition: string;
  lead: number;
  /** Index of its first token (determiner included) and of the main word. */
  first: number;
  index: number;
  /** A part of a place (steps, gallery) that says nothing alone. */
  part: boolean;
}

/** Sentences are asked for their places many times while a scene is read. */
const asked = new WeakMap<readonly Token[], { lexicon: Lexicon; found: readonly PlaceMention[] }>();

/** Places named in the tokens of one sentence, in order. */
export function placesIn(text: string, tokens: readonly Token[], lexicon: Lexicon): readonly PlaceMention[] {
  const known = asked.get(tokens);
  if (known?.lexicon === lexicon) return known.found;
  const found = readPlaces(text, tokens, lexicon);
  asked.set(tokens, { lexicon, found });
  return found;
}

function readPlaces(text: string, tokens: readonly Token[], lexicon: Lexicon): PlaceMention[] {
  const found: PlaceMention[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const tailed = placeByEnding(tokens[index], lexicon);
    const inside = phraseAt(tokens, index, lexicon.inside) || (tailed === "interior" ? 1 : 0);
    const outside = phraseAt(tokens, index, lexicon.outside) || (tailed === "exterior" ? 1 : 0);
    const part = inside || outside ? 0 : phraseAt(tokens, index, lexicon.parts);
    const count = Math.max(inside, outside, part);
    const tail = tokens[index + count];
    // "mountain hut", "village school": the last of the words is the place.
    const heads = lexicon.words.code === "en" && tail !== undefined && !tail.capital && adjacent(text, tokens[index + count - 1], tail);
    if (count > 0 && heads && (lexicon.inside.has(tail.word) || lexicon.outside.has(tail.word))) continue;
    if (count === 0 || isSurname(text, tokens, index, lexicon) || isCompound(tokens, index, tokens[index + count], lexicon)) continue;
    const mention = mentionAt(text, tokens, index, count, lexicon, part > 0 ? "part" : inside >= outside ? "interior" : "exterior");
    if (mention) {
      const before = found.at(-1);
      // "steps of the lighthouse": the part's phrase has taken the place in.
      if (before && mention.start < before.end) {
        if (before.part) {
          before.key = mention.key;
          before.setting = mention.setting;
          before.part = false;
        }
      } else {
        found.push(mention);
      }
    }
    index += count - 1;
  }
  return found;
}

const englishEndings: [RegExp, Setting][] = [
  [/^\p{L}{2,}(?:shop|room|house|hall)$/u, "interior"],
  [/^\p{L}{2,}(?:yard|field|street|bank|side|park)$/u, "exterior"],
];
const notPlaces = new Set(
  "mushroom inside outside beside aside reside broadside bedside upside downside fireside preside sideways".split(" "),
);

/** "pawnshop", "Schlossküche", "des Waldes": known by their last part, German ones in every case. */
function placeByEnding(token: Token | undefined, lexicon: Lexicon): Setting | null {
  const word = token?.word ?? "";
  if (word.length < 5 || notPlaces.has(word) || lexicon.inside.has(word) || lexicon.outside.has(word)) return null;
  const { code } = lexicon.words;
  if (code === "en") {
    if (token?.capital) return null;
    return englishEndings.find(([pattern]) => pattern.test(word))?.[1] ?? null;
  }
  if (code !== "de" || !token?.capital || lexicon.roles.has(word) || lexicon.props.has(word)) return null;
  for (const stem of [word, word.replace(/(?:es|en|s|n|e)$/u, ""), word.replace(/(?:s|n)$/u, "")]) {
    if (stem !== word && lexicon.inside.has(stem)) return "interior";
    if (stem !== word && lexicon.outside.has(stem)) return "exterior";
    for (let from = 3; from <= stem.length - 4; from += 1) {
      const tail = stem.slice(from);
      if (lexicon.inside.has(tail)) return "interior";
      if (lexicon.outside.has(tail)) return "exterior";
    }
  }
  return null;
}

/** "plane trees", "train driver": the first word is no place. */
const compoundTails = new Set(
  "tree trees driver drivers door doors ticket tickets whistle conductor keeper drawer drawers key keys clock lamp lamps light lights chair".split(
    " ",
  ),
);
/** At one of these one is in its room: "from the attic window", "at the kitchen table". */
const fixtures = new Set("window windows table sink counter stove fireplace".split(" "));

function isCompound(tokens: readonly Token[], index: number, tail: Token | undefined, lexicon: Lexicon): boolean {
  if (!tail) return false;
  if (compoundTails.has(tail.word)) return true;
  return (
    fixtures.has(tail.word) &&
    !tokens.slice(Math.max(0, index - 3), index).some((token) => /^(?:at|from|by|beside|near)$/u.test(token.word)) &&
    lexicon.words.code === "en"
  );
}

/** "Eulalia Prado" is no meadow. German writes all nouns with a capital. */
function isSurname(text: string, tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const [before, token] = [tokens[index - 1], tokens[index]];
  return (
    lexicon.words.code !== "de" &&
    before !== undefined &&
    token?.capital === true &&
    before.capital &&
    !token.caps &&
    adjacent(text, before, token) &&
    !lexicon.determiners.has(before.word) &&
    !lexicon.locatives.has(before.word)
  );
}

function mentionAt(
  text: string,
  tokens: readonly Token[],
  index: number,
  count: number,
  lexicon: Lexicon,
  kind: Setting | "part",
): PlaceMention | null {
  const noun = tokens[index];
  const last = tokens[index + count - 1];
  if (!noun || !last || last.possessive) return null;
  // Back to the determiner over at most three describing words.
  let first = index;
  let determined = false;
  for (let back = 1; back <= 3; back += 1) {
    const word = tokens[index - back];
    if (!word || !adjacent(text, word, tokens[index - back + 1])) break;
    if (lexicon.determiners.has(word.word)) {
      first = index - back + 1;
      determined = true;
      break;
    }
    if (
      lexicon.locatives.has(word.word) ||
      lexicon.into.has(word.word) ||
      lexicon.prepositions.has(word.word) ||
      lexicon.common.has(word.word)
    ) {
      if (back > 1 && !lexicon.articles.has(word.word)) first = index - back + 1;
      break;
    }
  }
  const lead = determined ? tokens[first - 2] : tokens[first - 1];
  const leadBefore = determined ? tokens[first - 3] : tokens[first - 2];
  const touching = lead && adjacent(text, lead, tokens[determined ? first - 1 : first]);
  let preposition = touching ? lead.word : "";
  // "out of the house", "fuera de la casa": two words make one preposition.
  if (touching && leadBefore && adjacent(text, leadBefore, lead) && lexicon.into.has(`${leadBefore.word} ${lead.word}`))
    preposition = `${leadBefore.word} ${lead.word}`;
  // Contracted articles (im, au, nella, no) are prepositions themselves.
  const contracted = determined ? tokens[first - 1] : undefined;
  if (
    contracted &&
    (lexicon.locatives.has(contracted.word) || lexicon.into.has(contracted.word)) &&
    !(preposition && lexicon.locatives.has(preposition))
  )
    preposition = contracted.word;
  const end = extend(text, tokens, index + count - 1, lexicon);
  const lastToken = tokens[end];
  const firstToken = tokens[first];
  if (!lastToken || !firstToken) return null;
  return {
    start: firstToken.start,
    end: lastToken.end,
    key: keyOf(
      tokens
        .slice(index, index + count)
        .map((token) => token.word)
        .join(" "),
      lexicon,
    ),
    text: text.slice(firstToken.start, lastToken.end).replace(/\s+/gu, " "),
    setting: kind === "part" ? "exterior" : kind,
    located: lexicon.locatives.has(preposition),
    preposition,
    lead:
      (touching && preposition.endsWith(lead.word) ? (preposition === lead.word ? lead : leadBefore)?.start : undefined) ??
      firstToken.start,
    first: determined ? first - 1 : first,
    index,
    part: kind === "part",
  };
}

/** "Gartens" is the "Garten" of before. */
function keyOf(word: string, lexicon: Lexicon): string {
  if (lexicon.words.code !== "de" || lexicon.inside.has(word) || lexicon.outside.has(word)) return word;
  return (
    [word.replace(/(?:es|en|s|n|e)$/u, ""), word.replace(/(?:s|n)$/u, "")].find(
      (stem) => lexicon.inside.has(stem) || lexicon.outside.has(stem),
    ) ?? word
  );
}

function adjacent(text: string, left: Token | undefined, right: Token | undefined): boolean {
  return left !== undefined && right !== undefined && /^[\s'’-]*$/u.test(text.slice(left.end, right.start));
}

/** "beach below the lighthouse", "playa de la isla": one more phrase after the place. */
function extend(text: string, tokens: readonly Token[], last: number, lexicon: Lexicon): number {
  const join = tokens[last + 1];
  if (!join || !lexicon.joins.has(join.word) || !adjacent(text, tokens[last], join)) return last;
  let at = last + 2;
  const determined = lexicon.determiners.has(tokens[at]?.word ?? "");
  if (determined) at += 1;
  // To the next place word within three words, or one noun.
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const word = tokens[at + ahead];
    if (!word || !adjacent(text, tokens[at + ahead - 1], word)) break;
    const count = Math.max(phraseAt(tokens, at + ahead, lexicon.inside), phraseAt(tokens, at + ahead, lexicon.outside));
    if (count > 0) return at + ahead + count - 1;
    if (lexicon.common.has(word.word) || lexicon.acts.has(word.word)) break;
  }
  const noun = tokens[at];
  if (!noun || !adjacent(text, tokens[at - 1], noun) || lexicon.common.has(noun.word) || lexicon.acts.has(noun.word)) return last;
  if (!["of", "de", "du", "des", "del", "della", "di", "do", "da"].includes(join.word)) return last;
  // The whole of a name: "faro de Punta Negra", "grenier de tante Ursule".
  let end = at;
  for (let next = tokens[end + 1]; next && end < at + 2 && adjacent(text, tokens[end], next); next = tokens[end + 1]) {
    if (next.capital && lexicon.words.code !== "de") end += 1;
    else break;
  }
  return end;
}

/** An adverb that opens a sentence and puts it somewhere: "Outside, ...". */
export function placeAdverb(tokens: readonly Token[], lexicon: Lexicon): { word: string; setting: Setting } | null {
  const first = tokens[0];
  const second = tokens[1];
  for (const token of [first, second]) {
    if (!token) continue;
    const setting = Object.hasOwn(lexicon.words.adverbs, token.word) ? lexicon.words.adverbs[token.word] : undefined;
    if (setting && token === first) return { word: token.word, setting };
    if (!lexicon.common.has(first?.word ?? "")) break;
  }
  return null;
}
