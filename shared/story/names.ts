// Finds the people of a story: names in capitals or mixed case by what stands beside them, and
// those known by a role only ("the baker"), from the narration and the words people call each other.
import type { SourceSpan } from "../domain/breakdown.ts";
import { givenNameGender } from "./given-names.ts";
import type { Gender } from "./languages/types.ts";
import type { Lexicon } from "./lexicon.ts";
import { emptyPeople, type People, type Person } from "./people.ts";
import { capitalised, phraseAt, titleCase, type Token } from "./text.ts";

export interface TokenSentence extends SourceSpan {
  tokens: Token[];
  /** Inside quotation marks. */
  spoken: boolean;
}

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
  for (const one of accepted) addName(people, one.mixed ? one.display : titleCase(one.display), one.at, lexicon, one.gender);
  people.list.sort((a, b) => a.at - b.at);
  findRoles(text, parts, people, lexicon);
  narrator(parts, people, lexicon);
  genders(parts, people, lexicon);
  people.list.sort((a, b) => a.at - b.at);
  return people;
}

function displayOf(cue: string, evidence: ReadonlyMap<string, Evidence>): string {
  const known = evidence.get(cue.toLowerCase());
  if (known?.mixed) return known.display;
  return cue === cue.toUpperCase() ? titleCase(cue) : cue;
}

const particles = new Set(["de", "del", "la", "von", "van", "di", "da", "du", "do", "dos", "le", "der"]);

/** Every capitalised phrase of the story with what stands beside it. */
function gather(text: string, parts: readonly TokenSentence[], lexicon: Lexicon): Map<string, Evidence> {
  const all = new Map<string, Evidence>();
  for (const { tokens, spoken } of parts) {
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
    if (/^[,!?.…]/u.test(around) && (/,\s?$/u.test(opened) || (initial && /^[,!]/u.test(around)))) one.called += 1;
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
  const beside = next && /^\s+$/u.test(text.slice(end.end, next.start)) ? next.word : "";
  const ahead = before && /^[\s]+$/u.test(text.slice(before.end, first.start)) ? before.word : "";
  const verb = beside !== "" && !lexicon.common.has(beside) && lexicon.verbEnding.test(beside) && next?.capital === false;
  if (beside && lexicon.speech.has(beside)) one.speech += 1;
  else if (ahead && lexicon.speech.has(ahead)) one.speech += 1;
  if ((beside && lexicon.acts.has(beside)) || verb) one.acts += 1;
  else if (ahead && lexicon.acts.has(ahead) && lexicon.words.code !== "en") one.acts += 1;
  if (ahead && lexicon.named.has(ahead)) one.intro += 1;
  if (first.caps) {
    one.caps += 1;
    if (/^\s?[,(]/u.test(around) || (beside && (lexicon.acts.has(beside) || lexicon.speech.has(beside)))) one.intro += 1;
  }
  if (/^,/u.test(around) && (appositive(tokens, last + 1, lexicon) || apposed(text, tokens, last + 1, lexicon))) one.intro += 1;
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
  const isThing =
    bare.length === 1 && (lexicon.props.has(head) || lexicon.inside.has(head) || lexicon.outside.has(head) || lexicon.parts.has(head));
  if (bare.length === 1 && lexicon.roles.has(head)) return one.caps > 0 && one.intro > 0;
  if (bare.length === 1 && lexicon.titles.has(head)) return false;
  if (isThing && !known) return false;
  if (one.title > 0 && bare.length > 1) return true;
  const german = lexicon.words.code === "de";
  const seen = one.inner + one.initial;
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

function addName(people: People, display: string, at: number, lexicon: Lexicon, gender: Gender | undefined): void {
  const key = display.toLowerCase().replaceAll(".", "").replace(/\s+/gu, " ");
  const same = people.names.get(key);
  if (same) {
    same.at = Math.min(same.at, at);
    return;
  }
  const words = key.split(" ");
  const head = words[0] ?? "";
  const titled = lexicon.titles.has(head);
  const person: Person = {
    name: display,
    gender: gender ?? lexicon.titles.get(head) ?? givenNameGender(titled ? (words[1] ?? "") : head),
    byRole: false,
    generic: false,
    at,
  };
  people.list.push(person);
  people.names.set(key, person);
  // "Anna Lind" is also "Anna", "Captain Reyes" also "Reyes", unless another has that name.
  for (const word of words) {
    if (words.length > 1 && !lexicon.titles.has(word) && !particles.has(word) && !people.names.has(word)) people.names.set(word, person);
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

const oldWords = new Set(
  "old elderly viejo vieja anciano anciana vieux vieil vieille alte alten alter vecchio vecchia velho velha".split(" "),
);
const clauseWords = new Set("and but then y pero et mais und aber e ma mas".split(" "));
const perfects = new Set("has had ha había a avait hat hatte aveva tem tinha".split(" "));

/** Roles that belong to a name ("Tomas, the keeper"), and people who have only a role. */
function findRoles(text: string, parts: readonly TokenSentence[], people: People, lexicon: Lexicon): void {
  const roles = storyRoles(text, parts, people, lexicon);
  const seen = new Map<
    string,
    { at: number; acts: number; speech: number; count: number; indefinite: number; display: string; aged: boolean; opens: number }
  >();
  for (const { tokens, spoken } of parts) {
    if (spoken) continue;
    for (let index = 0; index < tokens.length; index += 1) {
      const count = phraseAt(tokens, index, roles);
      if (count === 0) continue;
      // "the old woman": an adjective before its noun is no role of its own.
      if (lexicon.roleAdjectives.has(tokens[index]?.word ?? "") && roles.has(tokens[index + 1]?.word ?? "")) continue;
      const last = index + count - 1;
      const first = tokens[index];
      const end = tokens[last];
      if (!first || !end || (people.names.has(first.word) && first.capital)) continue;
      let back = index - 1;
      while (back >= 0 && index - back <= 3 && lexicon.roleAdjectives.has(tokens[back]?.word ?? "")) back -= 1;
      const determiner = tokens[back];
      if (!determiner || !lexicon.determiners.has(determiner.word)) {
        index = last;
        continue;
      }
      const role = tokens
        .slice(index, last + 1)
        .map((token) => token.word)
        .join(" ");
      const owner = namedBeside(text, tokens, back, last, people, lexicon);
      if (owner) {
        if (!people.roles.has(role)) people.roles.set(role, owner);
        owner.gender ??= lexicon.roles.get(role);
        const age = lexicon.roleAges.get(role);
        if (age && !owner.age) owner.age = age;
        index = last;
        continue;
      }
      const words = tokens.slice(back + 1, last + 1);
      const display = words.map((token) => token.text.replace(/['’]s$/u, "")).join(" ");
      const next = tokens[last + 1]?.word ?? "";
      const ahead = tokens[back - 1]?.word ?? "";
      const aged = words.some((token) => oldWords.has(token.word));
      const one = seen.get(role) ?? { at: first.start, acts: 0, speech: 0, count: 0, indefinite: 0, display, aged: true, opens: 0 };
      one.aged &&= aged;
      if (words.length < one.display.split(" ").length && one.count > 0) one.display = display;
      one.count += 1;
      if (lexicon.indefinite.has(determiner.word)) {
        one.indefinite += 1;
        // "a boy with a bag was coming up": the subject of a clause, though its verb is far.
        const lead = tokens[back - 1];
        const opens = !lead || clauseWords.has(lead.word) || /,\s*$/u.test(text.slice(lead.end, determiner.start));
        if (opens && !perfects.has(next)) one.opens += 1;
      }
      if (lexicon.speech.has(next) || lexicon.speech.has(ahead)) one.speech += 1;
      else if (actsAt(text, tokens, last + 1, end.end, lexicon)) one.acts += 1;
      seen.set(role, one);
      index = last;
    }
  }
  for (const [role, one] of seen) {
    if (people.roles.has(role)) continue;
    const generic = lexicon.genericRoles.has(role) || one.aged;
    const animal = lexicon.animals.has(role);
    if (animal ? one.speech === 0 : one.speech + one.acts + one.opens === 0) continue;
    const person: Person = {
      name: capitalised(titleRole(one.display)),
      gender: lexicon.roles.get(role),
      byRole: true,
      generic: generic && one.indefinite === 0,
      at: one.at,
    };
    const age = one.aged ? "old" : lexicon.roleAges.get(role);
    if (age) person.age = age;
    people.list.push(person);
    people.roles.set(role, person);
  }
}

function titleRole(display: string): string {
  return display.replace(/(^|\s)(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/** A verb that a person does, right after a role; "her father had" does not bring the father in. */
function actsAt(text: string, tokens: readonly Token[], index: number, after: number, lexicon: Lexicon): boolean {
  const next = tokens[index];
  if (!next || !/^\s+$/u.test(text.slice(after, next.start))) return false;
  if (lexicon.common.has(next.word) || lexicon.prepositions.has(next.word)) return false;
  return (
    lexicon.acts.has(next.word) ||
    lexicon.stays.has(next.word) ||
    postureAt(tokens, index, lexicon) ||
    (lexicon.verbEnding.test(next.word) && !next.capital)
  );
}

/** The language's roles and those that this story makes by letting them speak: "said the luthier". */
function storyRoles(text: string, parts: readonly TokenSentence[], people: People, lexicon: Lexicon): Set<string> {
  const roles = new Set(lexicon.roles.keys());
  for (const [part, { tokens, spoken }] of parts.entries()) {
    if (spoken || !(parts[part - 1]?.spoken || parts[part + 1]?.spoken)) continue;
    for (let index = 0; index < Math.min(tokens.length, 8); index += 1) {
      if (!lexicon.speech.has(tokens[index]?.word ?? "")) continue;
      const article = tokens.findIndex((token, at) => at > index && at <= index + 3 && lexicon.articles.has(token.word));
      const first = tokens[article + 1];
      const before = tokens[article - 1];
      if (article < 0 || !first || (before && lexicon.prepositions.has(before.word))) continue;
      let noun = first;
      if (lexicon.words.code === "en" || lexicon.words.code === "de") {
        for (let ahead = article + 2; ahead <= article + 3; ahead += 1) {
          const next = tokens[ahead];
          if (
            !next ||
            !/^\s+$/u.test(text.slice(noun.end, next.start)) ||
            lexicon.common.has(next.word) ||
            lexicon.prepositions.has(next.word)
          )
            break;
          noun = next;
        }
      }
      const { word } = noun;
      const thing = lexicon.props.has(word) || lexicon.inside.has(word) || lexicon.outside.has(word) || lexicon.parts.has(word);
      const known =
        lexicon.voices.has(word) ||
        lexicon.common.has(word) ||
        lexicon.acts.has(word) ||
        lexicon.notNouns.has(word) ||
        people.names.has(word);
      if (!thing && !known && (!noun.capital || lexicon.words.code === "de") && word.length > 2) roles.add(word);
    }
  }
  return roles;
}

function postureAt(tokens: readonly Token[], index: number, lexicon: Lexicon): boolean {
  return lexicon.postures.some(([, words]) => phraseAt(tokens, index, words) > 0);
}

/** The named person that a role stands in apposition to. */
function namedBeside(text: string, tokens: readonly Token[], from: number, last: number, people: People, lexicon: Lexicon): Person | null {
  const start = tokens[from];
  const end = tokens[last];
  if (!start || !end) return null;
  const before = tokens[from - 1];
  // "Tomas, the keeper" or "NINA (9), a girl"
  if (before && /^\s*(?:,|\(|\(?\d*\)?,)\s*$/u.test(text.slice(before.end, start.start))) {
    const person = people.names.get(before.word) ?? people.names.get(tokens[from - 2]?.word ?? "");
    const name = people.names.has(before.word) ? before : tokens[from - 2];
    if (person && name?.capital) return person;
  }
  // "her brother Jonas", "the keeper, Tomas,", "a girl called Nina"
  const next = tokens[last + 1];
  if (!next) return null;
  const gap = text.slice(end.end, next.start);
  if (next.capital && /^,?\s+$/u.test(gap)) {
    const person = people.names.get(next.word) ?? people.names.get(`${next.word} ${tokens[last + 2]?.word ?? ""}`);
    if (person) {
      const comma = gap.startsWith(",");
      const after = text.slice(next.end, next.end + 1);
      if (!comma || after === "," || after === ".") return person;
    }
  }
  for (let ahead = 1; ahead <= 3; ahead += 1) {
    if (lexicon.named.has(tokens[last + ahead]?.word ?? "")) return people.names.get(tokens[last + ahead + 1]?.word ?? "") ?? null;
  }
  return null;
}

/** A story told by "I" has its teller among the people. */
function narrator(parts: readonly TokenSentence[], people: People, lexicon: Lexicon): void {
  let count = 0;
  let at = -1;
  for (const { tokens, spoken } of parts) {
    if (spoken) continue;
    for (const token of tokens) {
      const bare = token.word.replace(/'.*$/u, "");
      if (!(lexicon.first.has(bare) || lexicon.firstSpeech.has(token.word)) || (bare === "i" && !token.capital)) continue;
      count += 1;
      if (at < 0) at = token.start;
    }
  }
  if (count < 3) return;
  people.list.push({ name: lexicon.words.narrator, gender: undefined, byRole: true, generic: false, at, narrator: true });
}

/** Genders by the pronouns that follow a name which stands alone in its sentence. */
function genders(parts: readonly TokenSentence[], people: People, lexicon: Lexicon): void {
  const votes = new Map<Person, number>();
  let alone: Person | null = null;
  for (const { tokens, spoken } of parts) {
    if (spoken) continue;
    const here = new Set<Person>();
    let vote = 0;
    for (const [index, token] of tokens.entries()) {
      const person = token.capital ? people.names.get(token.word) : people.roles.get(token.word);
      if (person) here.add(person);
      const before = tokens[index - 1];
      if (lexicon.he.has(token.word) || (lexicon.his.has(token.word) && !lexicon.her.has(token.word)))
        vote += lexicon.he.has(token.word) ? 2 : 1;
      else if (lexicon.she.has(token.word) || (lexicon.her.has(token.word) && !lexicon.his.has(token.word)))
        vote -= lexicon.she.has(token.word) && before?.word !== "and" ? 2 : 1;
    }
    const only: Person | null = here.size === 1 ? ([...here][0] ?? null) : here.size === 0 ? alone : null;
    if (only && vote !== 0) votes.set(only, (votes.get(only) ?? 0) + Math.sign(vote) * (here.size === 1 ? 2 : 1));
    alone = only;
  }
  for (const person of people.list) {
    if (person.gender) continue;
    const vote = votes.get(person) ?? 0;
    if (vote !== 0) person.gender = vote > 0 ? "m" : "f";
    else if (!person.byRole && /a$/iu.test(person.name.split(" ")[0] ?? "")) person.gender = "f";
  }
}
