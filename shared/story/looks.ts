// What the story says of a person's age, clothes, hair and height, and the words that introduced them.
import type { Age, Look } from "../domain/shot.ts";
import type { Lexicon } from "./lexicon.ts";
import type { People, Person } from "./people.ts";
import { clean, phraseAt, type Token, type TokenSentence } from "./text.ts";

export interface Appearance {
  years?: number;
  age?: Age;
  height?: number;
  look: Look;
  description: string;
}

/** The words after a name up to its verb: "the keeper, sixty, in a yellow oilskin coat". */
function introduction(text: string, sentence: TokenSentence, name: string, lexicon: Lexicon): { words: string; tokens: Token[] } | null {
  const at = sentence.tokens.findIndex((token) => token.capital && token.word === name);
  const token = sentence.tokens[at];
  if (!token) return null;
  const after = text.slice(token.end, sentence.end);
  if (!/^\s*[,(]/u.test(after)) return null;
  let end = token.end;
  let taken = "";
  for (const piece of after.matchAll(/[,(]\s*([^,().;:!?]+)[)]?/gu)) {
    if (piece.index > end - token.end + 2) break;
    const words = (piece[1] ?? "").trim();
    const first = (/^[\p{L}\p{N}'’-]+/u.exec(words)?.[0] ?? "").toLowerCase();
    if (lexicon.acts.has(first) || lexicon.speech.has(first) || lexicon.stays.has(first) || startsPosture(words, lexicon)) break;
    if (!opensIntroduction(words, lexicon)) break;
    if (lexicon.negations.has(first) || lexicon.he.has(first) || lexicon.she.has(first)) break;
    if (taken && lexicon.people.size > 0 && /^\p{Lu}\p{Ll}/u.test(words) && taken.split(",").length > 3) break;
    taken = taken ? `${taken}, ${words}` : words;
    end = token.end + piece.index + piece[0].length;
    if (taken.length > 120) break;
  }
  if (!taken) return null;
  return { words: clean(taken), tokens: sentence.tokens.filter((one) => one.start >= token.end && one.end <= end) };
}

/** An appositive has no verb: "the keeper", "in a red jumper", but not "and he lived above". */
function opensIntroduction(words: string, lexicon: Lexicon): boolean {
  const list = (words.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? []).slice(0, 3);
  const first = list[0] ?? "";
  const opens =
    !lexicon.common.has(first) ||
    lexicon.determiners.has(first) ||
    lexicon.wearing.has(first) ||
    lexicon.prepositions.has(first) ||
    Object.hasOwn(lexicon.words.numbers, first);
  const told = list.some(
    (word) =>
      (lexicon.acts.has(word) && !lexicon.common.has(word)) ||
      (lexicon.words.code !== "en" && lexicon.words.code !== "de" && lexicon.verbEnding.test(word) && word.length > 4),
  );
  return opens && !told;
}

function startsPosture(words: string, lexicon: Lexicon): boolean {
  const first = (/^[\p{L}']+/u.exec(words)?.[0] ?? "").toLowerCase();
  return lexicon.postures.some(([, set]) => set.has(first));
}

/** Appearance of every person, from the sentences in which they alone, or first, are told. */
export function appearances(
  text: string,
  parts: readonly TokenSentence[],
  subjects: ReadonlyMap<number, Person>,
  people: People,
  lexicon: Lexicon,
): Map<Person, Appearance> {
  const all = new Map<Person, Appearance>();
  for (const person of people.list) all.set(person, { look: {}, description: "" });
  for (const sentence of parts) {
    if (sentence.spoken) continue;
    const subject = subjects.get(sentence.start);
    for (const token of sentence.tokens) {
      const person = token.capital ? people.names.get(token.word) : undefined;
      const one = person ? all.get(person) : undefined;
      if (!person || !one || one.description) continue;
      const intro = introduction(text, sentence, token.word, lexicon);
      if (!intro) continue;
      one.description = intro.words;
      readAge(intro.words, intro.tokens, one, lexicon);
      readLook(intro.tokens, one.look, lexicon);
      readHairLength(intro.words, one.look, lexicon);
    }
    const one = subject ? all.get(subject) : undefined;
    if (!one || !subject) continue;
    const owned = sentence.tokens;
    if (owned.some((token) => lexicon.wearing.has(token.word) || lexicon.his.has(token.word) || lexicon.her.has(token.word)))
      readLook(owned, one.look, lexicon);
    if (one.years === undefined) {
      const words = text.slice(sentence.start, sentence.end);
      const age = patternAge(words, lexicon);
      if (age !== undefined) setYears(one, age);
    }
  }
  for (const [person, one] of all) if (!one.age && person.age) one.age = person.age;
  for (const [person, one] of all) {
    const child = person.elderOf ? all.get(person.elderOf) : undefined;
    // A child's father is grown; a grown woman's father is old.
    if (child && (!one.age || (one.age === "adult" && one.years === undefined)))
      one.age = child.age === "child" || child.age === "teen" || (child.years !== undefined && child.years < 28) ? "adult" : "old";
    if (one.age === "child" || one.age === "teen") one.height = heightOf(one.age, one.years);
  }
  return all;
}

function readAge(words: string, tokens: readonly Token[], one: Appearance, lexicon: Lexicon): void {
  const pattern = patternAge(words, lexicon);
  if (pattern !== undefined) {
    setYears(one, pattern);
    return;
  }
  // A number alone between commas or in brackets is an age.
  for (const piece of words.split(",")) {
    const years = numberIn(piece.trim().toLowerCase(), lexicon);
    if (years !== undefined && years >= 1 && years <= 110) {
      setYears(one, years);
      return;
    }
  }
  for (const token of tokens) {
    const age = lexicon.roleAges.get(token.word);
    if (age) one.age = age;
  }
}

function patternAge(words: string, lexicon: Lexicon): number | undefined {
  for (const source of lexicon.words.agePatterns) {
    const match = new RegExp(`(?<![\\p{L}\\p{N}])${source}`, "iu").exec(words);
    const word = match?.[1]?.toLowerCase();
    if (word === undefined) continue;
    const decade = Object.hasOwn(lexicon.words.decades, word) ? lexicon.words.decades[word] : undefined;
    const years = decade ?? numberIn(word, lexicon);
    if (years !== undefined && years >= 1 && years <= 110) return years;
  }
  return undefined;
}

/** A number in digits or words: "9", "nine", "thirty-four", "vingt et un". */
function numberIn(words: string, lexicon: Lexicon): number | undefined {
  if (/^\d{1,3}$/u.test(words)) return Number(words);
  const decade = /^(\d)0['’]?s$/u.exec(words);
  if (decade) return Number(decade[1]) * 10 + 5;
  // German writes one and twenty in one word.
  const compound = lexicon.words.code === "de" ? /^(.+?)und(.+zig|dreißig)$/u.exec(words) : null;
  if (compound) words = `${compound[1] === "ein" ? "eins" : (compound[1] ?? "")} ${compound[2] ?? ""}`;
  const { numbers } = lexicon.words;
  let sum = 0;
  let seen = false;
  for (const word of words.split(/[\s-]+/u)) {
    if (["and", "y", "et", "und", "e"].includes(word)) continue;
    const value = Object.hasOwn(numbers, word) ? numbers[word] : undefined;
    if (value === undefined) return undefined;
    sum = value === 20 && sum === 4 && lexicon.words.code === "fr" ? 80 : sum + value;
    seen = true;
  }
  return seen ? sum : undefined;
}

function setYears(one: Appearance, years: number): void {
  one.years = years;
  one.age = years < 13 ? "child" : years < 18 ? "teen" : years < 60 ? "adult" : "old";
}

/** Metres; the median height for the age (WHO growth reference, both sexes, rounded to 5 cm). */
function heightOf(age: "child" | "teen", years: number | undefined): number {
  if (years === undefined) return age === "child" ? 1.25 : 1.65;
  const metres = years < 13 ? 0.79 + 0.06 * years : 1 + 0.044 * years;
  return Math.round(metres * 20) / 20;
}

function readLook(tokens: readonly Token[], look: Look, lexicon: Lexicon): void {
  for (let index = 0; index < tokens.length; index += 1) {
    if (phraseAt(tokens, index, lexicon.scarf) > 0) {
      const colour = colourNear(tokens, index, lexicon);
      if (colour && !look.scarf) look.scarf = colour;
      continue;
    }
    for (const [garment, words] of lexicon.wear) {
      if (phraseAt(tokens, index, words) === 0) continue;
      const colour = colourNear(tokens, index, lexicon);
      // The first garment is what one sees; a bare mention without colour does not change it.
      if (!look.wear) look.wear = garment as NonNullable<Look["wear"]>;
      if (colour && !look.colour) look.colour = colour;
    }
    for (const [hair, words] of lexicon.hair)
      if (!look.hair && phraseAt(tokens, index, words) > 0) look.hair = hair as NonNullable<Look["hair"]>;
    if (phraseAt(tokens, index, lexicon.beard) > 0) {
      look.beard = true;
      const near = [tokens[index - 1]?.word ?? "", tokens[index + 1]?.word ?? ""];
      if (near.some((word) => ["#7d8086", "#d9d6cc", "#a3a7ad"].includes(colourOf(word, lexicon) ?? ""))) look.grey = true;
    }
    if (phraseAt(tokens, index, lexicon.grey) > 0) look.grey = true;
  }
}

function readHairLength(words: string, look: Look, lexicon: Lexicon): void {
  if (look.hair) return;
  if (new RegExp(lexicon.words.hair.long, "iu").test(words)) look.hair = "long";
  else if (new RegExp(lexicon.words.hair.short, "iu").test(words)) look.hair = "short";
}

function colourOf(word: string, lexicon: Lexicon): string | undefined {
  return Object.hasOwn(lexicon.words.colours, word) ? lexicon.words.colours[word] : undefined;
}

/** A colour up to three words before a garment, or up to two after ("abrigo azul"). */
function colourNear(tokens: readonly Token[], index: number, lexicon: Lexicon): string | undefined {
  for (const offset of [-1, 1, -2, 2, -3, 3]) {
    const after = offset > 0 && (lexicon.words.code === "en" || lexicon.words.code === "de");
    const colour = after ? undefined : colourOf(tokens[index + offset]?.word ?? "", lexicon);
    if (colour) return colour;
  }
  return undefined;
}
