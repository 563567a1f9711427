// What stands beside every capitalised phrase of a story: verbs, titles, ages, prepositions. From this
// evidence names.ts tells people from places and from words that only open a sentence.
import { timeOf } from "./atmosphere.ts";
import type { Gender } from "./languages/types.ts";
import type { Lexicon } from "./lexicon.ts";
import { isKnownPlace } from "./not-people.ts";
import { oldWords } from "./roles.ts";
import { wordSet, type Token, type TokenSentence } from "./text.ts";

export interface Evidence {
  key: string;
  display: string;
  mixed: boolean;
  at: number;
  inner: number;
  initial: number;
  speech: number;
  acts: number;
  /** Verbs of the list of what people do, not only verbs by their ending. */
  deeds: number;
  /** An age or a role told right after the name. */
  aged: number;
  caps: number;
  intro: number;
  title: number;
  called: number;
  place: number;
  determined: number;
  /** Named as such: "a man called Smith". */
  named: number;
  /** "I'm Bridie". */
  self: number;
  /** "old Mr. Pereira", "little Anna". */
  old: number;
  small: number;
  gender: Gender | undefined;
}

const smallWords = new Set("little kleine kleinen kleiner petite pequeña pequeño piccola piccolo pequena pequeno".split(" "));

export const particles = new Set(["de", "del", "la", "von", "van", "di", "da", "du", "do", "dos", "le", "der"]);

const clitics = new Set("se le les lo la los las me te nos si gli ci vi ne lui leur s' l' y en n' m' lhe lhes li".split(" "));

/** Every capitalised phrase of the story with what stands beside it. */
export function gather(text: string, parts: readonly TokenSentence[], lexicon: Lexicon): Map<string, Evidence> {
  const all = new Map<string, Evidence>();
  for (const { tokens, spoken, start, end } of parts) {
    const told = spoken ? lexicon.selfName.exec(text.slice(start, end))?.[1]?.toLowerCase() : undefined;
    // "THE QUEEN LAUGHS": where all is in capitals, capitals tell no name.
    if (tokens.length > 1 && !spoken && tokens.every((token) => token.caps || !/\p{Ll}/u.test(token.text))) continue;
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index];
      if (!token?.capital || /\d/u.test(token.text)) continue;
      // A sentence opens with a capital anyway; a common word there is no name.
      const initial = index === 0;
      const titled = lexicon.titles.has(token.word) && (tokens[index + 1]?.capital ?? false);
      const aged = token.caps && toldAge.test(text.slice(token.end, token.end + 6));
      if (lexicon.common.has(token.word) && !titled && !aged && !(token.caps && !initial && lexicon.roles.has(token.word))) continue;
      // German writes every noun with a capital: "seine Schwester Greta" is Greta.
      if (
        lexicon.words.code === "de" &&
        !token.caps &&
        (lexicon.roles.has(token.word) || lexicon.roleAdjectives.has(token.word)) &&
        !lexicon.titles.has(token.word)
      )
        continue;
      let last = index;
      for (let next = index + 1; next < Math.min(tokens.length, index + 4); next += 1) {
        const word = tokens[next];
        const previous = tokens[next - 1];
        // "In Lisbon Ana sleeps."
        if (next === index + 1 && isKnownPlace(token.word) && lexicon.locatives.has(tokens[index - 1]?.word ?? "")) break;
        if (!word || !previous || !/^[ \t\u00a0.]{1,2}$/u.test(text.slice(previous.end, word.start)) || previous.possessive) break;
        if (/\./u.test(text.slice(previous.end, word.start)) && previous.word.length > 4) break;
        // "hörte Jakob Hufe": after its verb a German name is not joined to the noun that follows.
        const verb = tokens[index - 1];
        if (lexicon.words.code === "de" && verb && !verb.capital && !lexicon.titles.has(token.word) && lexicon.verbEnding.test(verb.word))
          break;
        if (word.capital && word.caps === token.caps && !lexicon.common.has(word.word)) last = next;
        else if (!(particles.has(word.word) && tokens[next + 1]?.capital)) break;
      }
      note(all, text, tokens, index, last, spoken, initial, lexicon);
      // "I'm Bridie": whoever says so has that name, if it is told again.
      const said = told !== undefined && index > 0 ? all.get(token.word) : undefined;
      if (said && index === last && told?.split(/\s+/u)[0] === token.word) said.self += 1;
      index = last;
    }
  }
  return all;
}

function note(
  all: Map<string, Evidence>,
  text: string,
  tokens: readonly Token[],
  from: number,
  last: number,
  spoken: boolean,
  initial: boolean,
  lexicon: Lexicon,
): void {
  let index = from;
  const first = tokens[index];
  const end = tokens[last];
  if (!first || !end) return;
  const titled = lexicon.titles.has(first.word) && last > index;
  const key = tokens
    .slice(index, last + 1)
    .map((token) => token.word)
    .join(" ");
  const raw = text
    .slice(first.start, end.end)
    .replace(/['’]s$/iu, "")
    .replace(/\s+/gu, " ");
  let one = all.get(key);
  if (!one) {
    one = {
      key,
      display: raw,
      mixed: !first.caps,
      at: first.start,
      inner: 0,
      initial: 0,
      speech: 0,
      acts: 0,
      deeds: 0,
      aged: 0,
      caps: 0,
      intro: 0,
      title: 0,
      called: 0,
      place: 0,
      determined: 0,
      named: 0,
      self: 0,
      old: 0,
      small: 0,
      gender: undefined,
    };
    all.set(key, one);
  }
  if (!first.caps && !one.mixed) {
    one.mixed = true;
    one.display = raw;
  }
  const around = text.slice(end.end, end.end + 2);
  const before = tokens[index - 1];
  const article = before && lexicon.articles.has(before.word) ? tokens[from - 2] : before;
  const lead = article?.word ?? "";
  if (lexicon.locatives.has(lead) && /^\s*\S*\s*$/u.test(text.slice(article?.end ?? 0, first.start)) && (spoken || before !== article))
    one.place += 1;
  if (spoken) {
    // "Come here, Anna!" and "Anna, wait."
    const opened = text.slice(Math.max(0, first.start - 2), first.start);
    if (/^(?:[,!?.…]| [—–])/u.test(around) && (/,\s?$/u.test(opened) || (initial && /^[,!]/u.test(around)))) one.called += 1;
    else if (!initial) one.inner += 0.5;
    if (titled) one.title += 1;
    return;
  }
  if (initial) one.initial += 1;
  else one.inner += 1;
  if (titled) {
    one.title += 1;
    one.gender ??= lexicon.titles.get(first.word);
  }
  const next = tokens[last + 1];
  // "Livia si sedette", "Camille lui tendit": the verb comes after its pronoun.
  const beyond = tokens[last + 2];
  const skips = next && beyond && lexicon.words.code !== "en" && lexicon.words.code !== "de" && clitics.has(next.word);
  const verbToken = skips ? beyond : next;
  const beside = next && verbToken && /^\s+$/u.test(text.slice(end.end, next.start)) ? verbToken.word : "";
  const ahead = before && /^[\s]+$/u.test(text.slice(before.end, first.start)) ? before.word : "";
  const verb = beside !== "" && !lexicon.common.has(beside) && lexicon.verbEnding.test(beside) && next?.capital === false;
  if (beside && lexicon.speech.has(beside)) one.speech += 1;
  else if (ahead && lexicon.speech.has(ahead)) one.speech += 1;
  if (beside && lexicon.acts.has(beside)) one.deeds += 1;
  if ((beside && lexicon.acts.has(beside)) || verb) one.acts += 1;
  else if (ahead && lexicon.acts.has(ahead) && lexicon.words.code !== "en") one.acts += 1;
  if (ahead && lexicon.named.has(ahead)) {
    one.intro += 1;
    const owner = tokens[index - 2]?.word ?? "";
    if (lexicon.roles.has(owner) || lexicon.anyone.has(owner)) one.named += 1;
  }
  if (ahead && oldWords.has(ahead)) one.old += 1;
  if (ahead && smallWords.has(ahead)) one.small += 1;
  if (ahead && lexicon.titles.has(ahead) && !ahead.startsWith("old")) {
    one.title += 1;
    one.gender ??= lexicon.titles.get(ahead);
  }
  if (first.caps) {
    one.caps += 1;
    if (/^\s?[,(]/u.test(around) || (beside && (lexicon.acts.has(beside) || lexicon.speech.has(beside)))) one.intro += 1;
  }
  if (toldAge.test(text.slice(end.end, end.end + 6))) one.aged += 1;
  if (around.startsWith(",")) {
    const dateline = initial && isDateline(text, tokens, last, lexicon);
    const aged = !dateline && appositive(tokens, last + 1, lexicon);
    if (aged) one.aged += 1;
    if (aged || (!dateline && apposed(text, tokens, last + 1, lexicon))) one.intro += 1;
    if (dateline) one.place += 2;
  }
  if (ahead && (lexicon.locatives.has(ahead) || lexicon.into.has(ahead)) && !lexicon.prepositions.has(ahead)) one.place += 1;
  if (ahead && lexicon.determiners.has(ahead)) one.determined += 1;
  index = last;
}

/** "Odile, la pharmacienne,": an article and one or two words between commas. */
function apposed(text: string, tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const [article, noun, more] = tokens.slice(index, index + 3);
  if (!article || !noun || !lexicon.determiners.has(article.word)) return false;
  if (/^\s*[,.]/u.test(text.slice(noun.end, noun.end + 2))) return true;
  return more !== undefined && /^\s*[,.]/u.test(text.slice(more.end, more.end + 2)) && /^\s+$/u.test(text.slice(noun.end, more.start));
}

/** "JUNE (30s)" */
const toldAge = /^\s?\(\s*\d/u;
const hours = wordSet(`o'clock hours a.m p.m am pm heure heures uhr hora horas ore ora`);

/** "Marseille, cinq heures du matin.": a place and when, with nobody who does anything. */
function isDateline(text: string, tokens: readonly Token[], last: number, lexicon: Lexicon): boolean {
  const rest = tokens.slice(last + 1);
  const [from, to] = [rest[0], rest.at(-1)];
  if (!from || !to || rest.length > 8) return false;
  if (rest.some((token) => lexicon.acts.has(token.word) || lexicon.speech.has(token.word) || lexicon.he.has(token.word))) return false;
  const when = text.slice(from.start, to.end);
  const numbered = rest.slice(0, 3).some(({ word }) => /^\d/u.test(word) || Object.hasOwn(lexicon.words.numbers, word));
  const hour = numbered && rest.some((token) => timeOf(token.text, lexicon) !== null || hours.has(token.word));
  return /^\d{4}$/u.test(when) || hour || (rest.length <= 3 && timeOf(when, lexicon) !== null);
}

/** "Tomas, the keeper", "Nina, nine": a role or an age after the name; "cinq heures" is an hour. */
function appositive(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const words = tokens.slice(index, index + 4).map((token) => token.word);
  const first = words[0] ?? "";
  if (hours.has(words[1] ?? "")) return false;
  if (Object.hasOwn(lexicon.words.numbers, first) || /^\d{1,2}$/u.test(first)) return true;
  return lexicon.determiners.has(first) && words.slice(1).some((word) => lexicon.roles.has(word));
}
