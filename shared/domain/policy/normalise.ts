// Text as the rules read it: one plain alphabet whatever script, spacing, digits or invisible
// characters were used to write it, with the way back to the original positions.

/** Normalised text; `origin[i]` is the index in the original of character i. */
export interface NormalText {
  text: string;
  origin: number[];
  /** Ranges of `text` that were spelt letter by letter. */
  runs?: { start: number; end: number }[];
}

// Letters of other scripts that look like Latin ones (Unicode TR39, the common part). They are only
// replaced inside words that mix scripts, so that a Russian or Greek text stays what it is.
const confusables: Record<string, string> = {
  а: "a",
  в: "b",
  с: "c",
  е: "e",
  н: "h",
  і: "i",
  ј: "j",
  к: "k",
  м: "m",
  о: "o",
  р: "p",
  ѕ: "s",
  т: "t",
  у: "y",
  х: "x",
  ԁ: "d",
  ӏ: "l",
  α: "a",
  β: "b",
  ε: "e",
  η: "n",
  ι: "i",
  κ: "k",
  ν: "v",
  ο: "o",
  ρ: "p",
  τ: "t",
  υ: "u",
  χ: "x",
  ω: "w",
  ı: "i",
  ł: "l",
  ø: "o",
  đ: "d",
};
const leet: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
};

const invisible = /[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u3164\uffa0]/u;
const letter = /\p{L}/u;
const wordPart = /[\p{L}\p{N}@$!|]/u;

/** NFKC, lower case, no diacritics, no invisible characters, confusable letters of mixed words replaced. */
export function normalise(original: string): NormalText {
  const chars: string[] = [];
  const origin: number[] = [];
  let index = 0;
  for (const point of original) {
    for (const char of point.normalize("NFKC").normalize("NFD").toLowerCase()) {
      if (invisible.test(char)) continue;
      chars.push(char === "’" || char === "‘" ? "'" : char === "‐" || char === "‑" || char === "–" || char === "—" ? "-" : char);
      origin.push(index);
    }
    index += point.length;
  }
  replaceConfusables(chars);
  return { text: chars.join(""), origin: spread(chars, origin) };
}

/** Positions by UTF-16 unit of the joined text, where one character may be two units. */
function spread(chars: string[], origin: number[]): number[] {
  return chars.flatMap((char, i) => (char.length === 1 ? [origin[i] as number] : [origin[i] as number, origin[i] as number]));
}

function replaceConfusables(chars: string[]): void {
  let start = 0;
  while (start < chars.length) {
    if (!letter.test(chars[start] as string)) {
      start += 1;
      continue;
    }
    let end = start;
    let latin = false;
    let other = false;
    while (end < chars.length && wordPart.test(chars[end] as string)) {
      const char = chars[end] as string;
      if (char >= "a" && char <= "z") latin = true;
      else if (confusables[char]) other = true;
      end += 1;
    }
    if (latin && other) for (let i = start; i < end; i += 1) chars[i] = confusables[chars[i] as string] ?? (chars[i] as string);
    start = end;
  }
}

/** Digits and signs that stand for letters inside words that have letters: "n3w5" -> "news". */
export function withoutLeet(normal: NormalText): NormalText {
  const text = normal.text.replace(/[a-z0-9@$!|]+/g, (word) =>
    /[a-z]/.test(word) ? [...word].map((char) => leet[char] ?? char).join("") : word,
  );
  return { text, origin: normal.origin };
}

/**
 * Words spelt with separators closed up: "n e w s", "n.e.w.s" and "n-e-w-s" -> "news"; at least three letters.
 * `runs` says where: two words spelt with the same separator stand there without a boundary between them.
 */
export function withoutSpacing(normal: NormalText): NormalText {
  const text: string[] = [];
  const origin: number[] = [];
  const runs: NonNullable<NormalText["runs"]> = [];
  const spelt = /(?<![a-z])[a-z]([\s._*-]{1,2})[a-z](?:\1[a-z])+(?![a-z])/g;
  let last = 0;
  const copy = (from: number, to: number, lettersOnly: boolean) => {
    for (let i = from; i < to; i += 1) {
      const char = normal.text[i] as string;
      if (lettersOnly && (char < "a" || char > "z")) continue;
      text.push(char);
      origin.push(normal.origin[i] as number);
    }
  };
  for (let match = spelt.exec(normal.text); match; match = spelt.exec(normal.text)) {
    copy(last, match.index, false);
    // A letter between two separators, "l d s.e.n": it may end one word or begin the next, so both runs have it.
    if (match.index < last) {
      text.push(" ");
      origin.push(normal.origin[match.index] as number);
    }
    const start = text.length;
    last = match.index + match[0].length;
    copy(match.index, last, true);
    runs.push({ start, end: text.length });
    spelt.lastIndex = last - 1;
  }
  copy(last, normal.text.length, false);
  return { text: text.join(""), origin, runs };
}
