// Words and sentences with their places in the story's text. Every offset counts UTF-16 units of
// the original, so a span found here can be shown in the text as it was pasted.
import type { SourceSpan } from "../domain/breakdown.ts";

export interface Token {
  text: string;
  /** Lower case, without a possessive ending. */
  word: string;
  start: number;
  end: number;
  capital: boolean;
  caps: boolean;
  /** Followed by 's or ’s: "Tomas's boat". */
  possessive: boolean;
}

/** A sentence with its words. */
export interface TokenSentence extends SourceSpan {
  tokens: Token[];
  /** Inside quotation marks. */
  spoken: boolean;
}

/** "J.J.", "U.S.A." are one word each, with their last full stop. */
const wordPattern =
  /(?<![\p{L}\p{N}])\p{Lu}(?:\.\p{Lu})+(?![\p{L}\p{N}])\.?|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’\-‐][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
const elision = /^(?:[ldnsjmtc]|qu|jusqu|lorsqu|dell|all|nell|sull|dall|un|quell|quest)['’](?=\p{L})/iu;

const inversion = /-(?:t-)?(il|elle|ils|elles|je|on|nous|vous|tu|lhe|lhes|me|se)$/iu;

/** The words of `text` between two offsets; `elisions` splits l'homme into l' and homme. */
export function tokenize(text: string, span: SourceSpan, elisions: boolean): Token[] {
  const tokens: Token[] = [];
  const part = text.slice(span.start, span.end);
  for (const match of part.matchAll(wordPattern)) {
    let word = match[0];
    let start = span.start + match.index;
    if (elisions) {
      for (let cut = elision.exec(word); cut; cut = elision.exec(word)) {
        tokens.push(token(word.slice(0, cut[0].length), start));
        start += cut[0].length;
        word = word.slice(cut[0].length);
      }
      // "dit-elle", "demanda-t-il", "disse-lhe": a pronoun after its verb.
      const tail = inversion.exec(word);
      if (tail) {
        tokens.push(token(word.slice(0, tail.index), start));
        start += tail.index + tail[0].length - (tail[1]?.length ?? 0);
        word = tail[1] ?? "";
      }
    }
    tokens.push(token(word, start));
  }
  return tokens;
}

function token(text: string, start: number): Token {
  const dotted = text.includes(".");
  const bare = (dotted ? text.replaceAll(".", "") : text).replace(/['’]s$/iu, "");
  const letters = bare.replace(/[^\p{L}]/gu, "");
  const capital = /^\p{Lu}/u.test(bare);
  return {
    text,
    word: bare.toLowerCase().replaceAll("’", "'").normalize("NFC"),
    start,
    end: start + text.length,
    capital,
    caps: !dotted && letters.length > 1 && capital && letters === letters.toUpperCase() && letters !== letters.toLowerCase(),
    possessive: !dotted && bare.length < text.length,
  };
}

/** One line of readable text: white space runs become one space. */
export function clean(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

/** A name as it is looked up: small letters, no full stops, straight apostrophes. */
export function nameKey(name: string): string {
  return name.toLowerCase().replaceAll(".", "").replaceAll("’", "'").replace(/\s+/gu, " ");
}

/** The span without white space at its ends; null when nothing is left. */
export function trimSpan(text: string, span: SourceSpan): SourceSpan | null {
  let { start, end } = span;
  while (start < end && /\s/u.test(text.charAt(start))) start += 1;
  while (end > start && /\s/u.test(text.charAt(end - 1))) end -= 1;
  return start < end ? { start, end } : null;
}

const abbreviation = /(?:^|[\s(“"«])(?:mr|mrs|ms|dr|st|prof|sr|sra|srta|dra|mme|mlle|hr|fr|sig|etc|no|vs|capt|sgt|lt|col|gen|\p{Lu})\.$/iu;

/** "J.J." before a name and "the U.S.A." in mid sentence: letters that stand for words. */
const initials = /(?:^|[^\p{L}\p{N}.])(?:\p{Lu}\.){2,}$/u;
const namesThing = /\b(?:the|los|las|les|die|der|den|gli|dos|os|aux|des) \S+$/u;

/** Sentences of a span, in order, covering all of it but the white space between. */
export function sentences(text: string, span: SourceSpan): SourceSpan[] {
  const found: SourceSpan[] = [];
  const part = text.slice(span.start, span.end);
  const ends = /[.!?…。！？]+[)\]”"»“’'」』*_]*(?=\s|$)|[。！？]+[」』]?/gu;
  let from = 0;
  for (const match of part.matchAll(ends)) {
    const to = match.index + match[0].length;
    if (to <= from) continue;
    if (match[0] === "." && abbreviation.test(part.slice(Math.max(0, to - 8), to))) continue;
    const head = match[0] === "." ? part.slice(Math.max(0, to - 24), to) : "";
    if (initials.test(head) && !namesThing.test(head)) continue;
    // An ellipsis in mid sentence, or a question before its tag, goes on in lower case.
    if (/^\s*\p{Ll}/u.test(part.slice(to, to + 4))) continue;
    const sentence = trimSpan(text, { start: span.start + from, end: span.start + to });
    if (sentence) found.push(sentence);
    from = to;
  }
  const rest = trimSpan(text, { start: span.start + from, end: span.end });
  if (rest) found.push(rest);
  return found;
}

/** A list written as words with white space between; `_` stands for a space. */
export function wordSet(words: string): Set<string> {
  const set = new Set<string>();
  for (const word of words.split(/\s+/u)) if (word) set.add(word.replaceAll("_", " "));
  return set;
}

/** How many tokens the longest listed word or phrase takes that begins at `index`; 0 for none. */
export function phraseAt(tokens: readonly Token[], index: number, phrases: { has(phrase: string): boolean }): number {
  const one = tokens[index]?.word;
  if (one === undefined) return 0;
  const two = tokens[index + 1]?.word;
  const three = tokens[index + 2]?.word;
  if (two !== undefined && three !== undefined && phrases.has(`${one} ${two} ${three}`)) return 3;
  if (two !== undefined && phrases.has(`${one} ${two}`)) return 2;
  return phrases.has(one) ? 1 : 0;
}

/** Capital first letter, for names that the story only has in capitals or in lower case. */
export function titleCase(text: string): string {
  return text
    .toLowerCase()
    .replace(/(^|[\s'’-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/\b(Of|The|De|La|Del|Von|Van|Du|Des|Der|Di|Da|Do)\b(?=\s)/gu, (word, _small: string, at: number) =>
      at === 0 ? word : word.toLowerCase(),
    );
}

/** Capital at the very start only: "mouth of a cave" -> "Mouth of a cave". */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
