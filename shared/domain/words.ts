// Words of texts in any script, as the search index keeps them, and what a person types into a search field.
// Documents and searches go through the same rules, so that what is written is found.

/** Letters that only look like a letter with a mark, and ligatures: as people without such keys type them. */
const plain: Record<string, string> = { đ: "d", ð: "d", ø: "o", ł: "l", ħ: "h", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th", ς: "σ" };
const plainLetters = new RegExp(`[${Object.keys(plain).join("")}\u0640]`, "gu");
const marked = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu;
const ascii = /^[\x20-\x7e\s]*$/;

/** A text without case, width, and the marks that its script only adds (accents, vowel points). */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text
    .toWellFormed()
    .normalize("NFKD")
    .replace(marked, "")
    .toLowerCase()
    .normalize("NFC")
    .replace(plainLetters, (letter) => plain[letter] ?? "");
}

/** Scripts that put no space between words: their texts are kept as overlapping pairs of characters. */
const unspaced =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}\\p{Script=Bopomofo}\\p{Script=Yi}\u30fc\u3005";
const pieces = new RegExp(
  `(?<run>[${unspaced}]+)|(?<picture>\\p{Extended_Pictographic})|(?<word>(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}\\p{Co}])+)`,
  "gu",
);
const code = (character: string) => (character.codePointAt(0) ?? 0).toString(36);

/** Pieces of a text in order: plain words, pairs of a text without spaces, or a pictograph. */
function* piecesOf(text: string): Generator<{ tokens: string[]; run: string[] | null }> {
  for (const { groups } of fold(text).matchAll(pieces)) {
    if (groups?.run !== undefined) {
      const run = Array.from(groups.run);
      // The last character stands alone, so that every character begins a pair.
      yield { tokens: run.map((character, index) => pairToken(character, run[index + 1])), run };
    } else if (groups?.picture !== undefined) yield { tokens: [`e${code(groups.picture)}e`], run: null };
    else if (groups?.word !== undefined) yield { tokens: [groups.word.slice(0, 100)], run: null };
  }
}

const pairToken = (first: string, second: string | undefined) => `x${code(first)}y${second === undefined ? "" : code(second)}`;

/** The words of a text as the search index keeps them, a space between. */
export function wordsOf(text: string): string {
  const words: string[] = [];
  for (const piece of piecesOf(text)) words.push(...piece.tokens);
  return words.join(" ");
}

export interface Search {
  /** An expression of SQLite's FTS5 that documents must match; null where nothing is asked for. */
  all: string | null;
  /** One that they must not match. */
  none: string | null;
}

/** Phrases of FTS5 for a term; words of a phrase stand beside each other. `begun`: its last word may go on. */
function phrasesOf(term: string, begun: boolean): string[] {
  const phrases: { words: string[]; begun: boolean }[] = [];
  let together: { words: string[]; begun: boolean } | null = null;
  for (const { tokens, run } of piecesOf(term)) {
    if (run === null) {
      if (together === null) phrases.push((together = { words: [], begun: false }));
      together.words.push(...tokens);
    } else {
      together = null;
      // One character: whatever pair it begins.
      if (run.length === 1) phrases.push({ words: tokens, begun: true });
      else phrases.push({ words: tokens.slice(0, -1), begun: false });
    }
  }
  if (begun && together !== null) together.begun = true;
  return phrases.map((phrase) => `"${phrase.words.join(" ")}"${phrase.begun ? "*" : ""}`);
}

/** At most so many terms count: more only take time. */
const mostTerms = 40;

/**
 * What a person types: words, all of which must stand there, "phrases", -without. The last word counts as begun while
 * nothing follows it, unless it is one to leave out. Any text is a search; signs that are no words ask for nothing.
 */
export function searchOf(text: string): Search {
  const all: string[] = [];
  const none: string[] = [];
  const typed = text.toWellFormed().replace(/[“”„«»]/gu, '"');
  for (const match of [...typed.matchAll(/(?<![^\s"])(-?)(?:"([^"]*)("?)|([^\s"]+))/gu)].slice(0, mostTerms)) {
    const [whole, minus, phrase, closed, word] = match;
    const atEnd = match.index + whole.length === typed.length;
    const begun = atEnd && minus === "" && (phrase === undefined || closed === "");
    const phrases = phrasesOf(phrase ?? word ?? "", begun);
    if (phrases.length === 0) continue;
    if (minus === "-") none.push(phrases.length === 1 ? (phrases[0] as string) : `(${phrases.join(" AND ")})`);
    else all.push(...phrases);
  }
  return { all: all.length === 0 ? null : all.join(" AND "), none: none.length === 0 ? null : none.join(" OR ") };
}
