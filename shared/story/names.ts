// Finds the people of a story: names in capitals or mixed case by what stands beside them, and
// those known by a role only ("the baker"), from the narration and the words people call each other.
import { addGenders, addNarrator } from "./genders.ts";
import { givenNameGender } from "./given-names.ts";
import type { Gender } from "./languages/types.ts";
import type { Lexicon } from "./lexicon.ts";
import { emptyPeople, type People, type Person } from "./people.ts";
import { findRoles, oldWords } from "./roles.ts";
import { titleCase, type Token, type TokenSentence } from "./text.ts";

interface Evidence {
  key: string;
  display: string;
  mixed: boolean;
  at: number;
  inner: number;
  initial: number;
  speech: number;
  acts: number;
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

/** Proper names that the story only goes to: "in Cold Ferry", "at the Grange". */
export function placeNames(text: string, parts: readonly TokenSentence[], people: People, lexicon: Lexicon): string[] {
  const found: string[] = [];
  for (const one of gather(text, parts, lexicon).values()) {
    const bare = one.key.split(" ");
    if (
      one.place === 0 ||
      (one.determined === 0 && one.place <= one.acts + one.speech + one.called) ||
      people.names.has(one.key) ||
      people.names.has(bare[0] ?? "")
    )
      continue;
    if (bare.length > 3 || lexicon.words.code === "de" || lexicon.props.has(one.key) || lexicon.roles.has(one.key) || one.key.length < 3)
      continue;
    found.push(one.key);
  }
  return found;
}

/** The people of a story. `cues` are names that are sure, with their place: the speakers of a screenplay. */
export function findPeople(
  text: string,
  parts: readonly TokenSentence[],
  lexicon: Lexicon,
  cues: ReadonlyMap<string, number> = new Map(),
): People {
  const people = emptyPeople();
  const lower = new Set<string>();
  for (const part of parts) for (const token of part.tokens) if (!token.capital) lower.add(token.word);
  const evidence = gather(text, parts, lexicon);
  for (const [cue, at] of cues)
    addName(people, displayOf(cue, evidence), Math.min(at, evidence.get(cue.toLowerCase())?.at ?? at), lexicon, undefined);
  const sure = new Set([...evidence.values()].filter((one) => accept(one, lexicon, lower)).map((one) => one.key));
  // "Hattie Moreno" goes with "Hattie".
  const whole = (one: Evidence): boolean =>
    one.key.includes(" ") && one.place === 0 && one.determined === 0 && sure.has(one.key.split(" ")[0] ?? "");
  const accepted = [...evidence.values()]
    .filter((one) => sure.has(one.key) || whole(one))
    .sort((a, b) => b.key.length - a.key.length || a.at - b.at);
  const apart = familyNames(accepted, lexicon);
  for (const one of accepted)
    addName(
      people,
      one.mixed ? one.display : titleCase(one.display),
      one.at,
      lexicon,
      one.gender,
      one.old > 0 ? "old" : one.small > 0 ? "child" : one.title > 0 && one.gender !== undefined ? "adult" : undefined,
      apart,
    );
  people.list.sort((a, b) => a.at - b.at);
  findRoles(text, parts, people, lexicon);
  addNarrator(parts, people, lexicon);
  addGenders(parts, people, lexicon);
  people.list.sort((a, b) => a.at - b.at);
  return people;
}

/** Surnames that someone else had first: Pruitt, of whom the story tells before Helen Pruitt, or Mr. Pruitt beside her. */
function familyNames(accepted: readonly Evidence[], lexicon: Lexicon): Set<string> {
  const apart = new Set<string>();
  for (const whole of accepted) {
    const words = whole.key.split(" ");
    const surname = words.at(-1) ?? "";
    if (words.length < 2 || lexicon.titles.has(words[0] ?? "")) continue;
    const gender = givenNameGender(words[0] ?? "");
    for (const one of accepted) {
      const titled = one.key.split(" ").length === 2 && lexicon.titles.has(one.key.split(" ")[0] ?? "") && one.key.endsWith(` ${surname}`);
      const first = one.key === surname && one.at < whole.at && one.named + one.intro + one.speech > 0;
      if (first || (titled && one.gender !== undefined && gender !== undefined && one.gender !== gender)) apart.add(surname);
    }
  }
  return apart;
}

function displayOf(cue: string, evidence: ReadonlyMap<string, Evidence>): string {
  const known = evidence.get(cue.toLowerCase());
  if (known?.mixed) return known.display;
  return cue === cue.toUpperCase() ? titleCase(cue) : cue;
}

const smallWords = new Set("little kleine kleinen kleiner petite pequeña pequeño piccola piccolo pequena pequeno".split(" "));

const particles = new Set(["de", "del", "la", "von", "van", "di", "da", "du", "do", "dos", "le", "der"]);

const clitics = new Set("se le les lo la los las me te nos si gli ci vi ne lui leur s' l' y en n' m' lhe lhes li".split(" "));

/** Every capitalised phrase of the story with what stands beside it. */
function gather(text: string, parts: readonly TokenSentence[], lexicon: Lexicon): Map<string, Evidence> {
  const all = new Map<string, Evidence>();
  for (const { tokens, spoken, start, end } of parts) {
    const told = spoken ? lexicon.selfName.exec(text.slice(start, end))?.[1]?.toLowerCase() : undefined;
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index];
      if (!token?.capital || /\d/u.test(token.text)) continue;
      // A sentence opens with a capital anyway; a common word there is no name.
      const initial = index === 0;
      const titled = lexicon.titles.has(token.word) && (tokens[index + 1]?.capital ?? false);
      if (lexicon.common.has(token.word) && !titled && !(token.caps && !initial && lexicon.roles.has(token.word))) continue;
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
  if (around.startsWith(",") && (appositive(tokens, last + 1, lexicon) || apposed(text, tokens, last + 1, lexicon))) one.intro += 1;
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

/** "Tomas, the keeper", "Nina, nine": a role or an age after the name. */
function appositive(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  const words = tokens.slice(index, index + 4).map((token) => token.word);
  const first = words[0] ?? "";
  if (Object.hasOwn(lexicon.words.numbers, first) || /^\d{1,2}$/u.test(first)) return true;
  return lexicon.determiners.has(first) && words.slice(1).some((word) => lexicon.roles.has(word));
}

function accept(one: Evidence, lexicon: Lexicon, lower: ReadonlySet<string>): boolean {
  const bare = one.key.split(" ");
  const head = bare[0] ?? "";
  if (head.length < 2 && bare.length === 1) return false;
  const known = givenNameGender(head) !== undefined;
  const seen = one.inner + one.initial;
  const isThing =
    bare.length === 1 && (lexicon.props.has(head) || lexicon.inside.has(head) || lexicon.outside.has(head) || lexicon.parts.has(head));
  if (one.named > 0) return true;
  if (one.self > 0 && seen > 0 && !lower.has(head) && !lexicon.roles.has(head) && lexicon.words.code !== "de") return true;
  if (bare.length === 1 && lexicon.roles.has(head)) return one.caps > 0 && one.intro > 0;
  if (bare.length === 1 && lexicon.titles.has(head)) return false;
  // "Fleur" in the middle of sentences, never in small letters, is a girl.
  if (isThing && !known && (lexicon.words.code === "de" || one.inner < 2 || lower.has(head) || one.place + one.determined > 0))
    return false;
  if (one.title > 0 && bare.length > 1) return true;
  const german = lexicon.words.code === "de";
  if (one.determined > seen / 2 && !known && one.caps === 0) return false;
  if (one.intro > 0 && (one.caps > 0 || known || one.speech + one.acts > 0 || one.intro > 1 || !german))
    return one.caps === 0 || one.intro > 0;
  if (one.caps > 0 && one.mixed) return one.acts + one.speech > 0 || known;
  if (one.caps > 0 && seen === one.caps && !known) return false;
  const common = lower.has(one.key);
  if (known && !common && (seen > 0 || one.called > 0)) return one.place < seen || one.called > 0;
  if (common && one.inner < 2) return false;
  if (one.speech > 0 && (one.inner > 0 || one.initial > 1 || one.called > 0)) return one.place <= one.speech + one.acts;
  if (one.called > 0 && seen > 0) return true;
  if (one.place > 0 && one.place >= one.acts + one.speech) return false;
  if (german) return one.acts + one.speech >= 2 && one.determined === 0;
  return one.acts > 0 && (one.inner >= 1 || one.initial >= 2) && seen >= 2;
}

function addName(
  people: People,
  display: string,
  at: number,
  lexicon: Lexicon,
  gender: Gender | undefined,
  age?: Person["age"],
  apart: ReadonlySet<string> = new Set(),
): void {
  const key = display.toLowerCase().replaceAll(".", "").replace(/\s+/gu, " ");
  const same = people.names.get(key);
  if (same) {
    same.at = Math.min(same.at, at);
    return;
  }
  const words = key.split(" ");
  const head = words[0] ?? "";
  // "OLD MRS. PELL" is the "MRS. PELL" of the cues.
  const known = lexicon.titles.has(head) ? people.names.get(words.slice(1).join(" ")) : undefined;
  if (known && words.length > 2) {
    people.names.set(key, known);
    known.at = Math.min(known.at, at);
    return;
  }
  const titled = lexicon.titles.has(head);
  const person: Person = {
    name: display,
    gender: gender ?? lexicon.titles.get(head) ?? givenNameGender(titled ? (words[1] ?? "") : head),
    byRole: false,
    generic: false,
    at,
  };
  // "Grandpa Joe", "old Mr. Pereira"; and nobody calls a child Mr, aunt or doña.
  const told = lexicon.roleAges.get(head) ?? (oldWords.has(head) ? "old" : age);
  if (told) person.age = told;
  people.list.push(person);
  people.names.set(key, person);
  // "Anna Lind" is also "Anna", "Captain Reyes" also "Reyes", unless another has that name.
  for (const word of words) {
    if (
      words.length > 1 &&
      !lexicon.titles.has(word) &&
      !particles.has(word) &&
      !people.names.has(word) &&
      !(apart.has(word) && !titled && word !== head)
    )
      people.names.set(word, person);
  }
  if (titled && lexicon.roles.has(head)) people.roles.set(head, person);
  if (words.length === 1 && lexicon.roles.has(key)) {
    people.roles.set(key, person);
    person.byRole = true;
    person.gender ??= lexicon.roles.get(key);
    const age = lexicon.roleAges.get(key);
    if (age) person.age = age;
  }
  if (words.length > 1) {
    const role = words.at(-1) ?? "";
    if (lexicon.roles.has(role) && !people.roles.has(role)) people.roles.set(role, person);
  }
}
