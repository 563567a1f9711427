// Finds the people of a story: names in capitals or mixed case by what stands beside them, and
// those known by a role only ("the baker"), from the narration and the words people call each other.
import { addGenders, addNarrator } from "./genders.ts";
import { givenNameGender } from "./given-names.ts";
import type { Gender } from "./languages/types.ts";
import type { Lexicon } from "./lexicon.ts";
import { gather, particles, type Evidence } from "./name-evidence.ts";
import { isAcronym, isKnownPlace, natureWords } from "./not-people.ts";
import { emptyPeople, type People, type Person } from "./people.ts";
import { findRoles, oldWords } from "./roles.ts";
import { nameKey, titleCase, type TokenSentence } from "./text.ts";

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
  for (const [cue, at] of cues) {
    const full = fullName(cue, cues, evidence, lexicon);
    addName(
      people,
      displayOf(full ?? cue, evidence),
      Math.min(at, evidence.get((full ?? cue).toLowerCase())?.at ?? at),
      lexicon,
      undefined,
    );
  }
  const sure = new Set([...evidence.values()].filter((one) => accept(one, lexicon, lower)).map((one) => one.key));
  // "Hattie Moreno" goes with "Hattie", and with a Hattie whom a line calls.
  const whole = (one: Evidence): boolean => {
    const head = one.key.split(" ")[0] ?? "";
    const called = (evidence.get(head)?.called ?? 0) > 0 && one.acts + one.speech > 0;
    return one.key.includes(" ") && one.place === 0 && one.determined === 0 && (sure.has(head) || called) && !isKnownPlace(head);
  };
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

/** "VERA DELL (60s)" of the action is the VERA of the cues, where no other cue is longer and has one of her names. */
function fullName(
  cue: string,
  cues: ReadonlyMap<string, number>,
  evidence: ReadonlyMap<string, Evidence>,
  lexicon: Lexicon,
): string | null {
  const key = nameKey(cue);
  if (key.includes(" ") || lexicon.roles.has(key) || lexicon.titles.has(key)) return null;
  const others = new Set([...cues.keys()].flatMap((one) => (one.includes(" ") ? nameKey(one).split(" ") : [])));
  const whole = [...evidence.values()].filter((one) => {
    const words = one.key.split(" ");
    const own = words[0] === key || words.at(-1) === key;
    const rest = words.filter((word) => word !== key);
    return (
      own &&
      words.length > 1 &&
      one.intro + one.acts + one.speech > 0 &&
      one.place === 0 &&
      rest.every((word) => !others.has(word) && !lexicon.roles.has(word) && !lexicon.titles.has(word))
    );
  });
  return whole.length === 1 ? (whole[0]?.key ?? null) : null;
}

function displayOf(cue: string, evidence: ReadonlyMap<string, Evidence>): string {
  const known = evidence.get(cue.toLowerCase());
  if (known) return known.mixed ? known.display : titleCase(known.display);
  return cue === cue.toUpperCase() ? titleCase(cue) : cue;
}

function accept(one: Evidence, lexicon: Lexicon, lower: ReadonlySet<string>): boolean {
  const bare = one.key.split(" ");
  const head = bare[0] ?? "";
  if (head.length < 2 && bare.length === 1) return false;
  const known = givenNameGender(head) !== undefined;
  const seen = one.inner + one.initial;
  const german = lexicon.words.code === "de";
  const isThing =
    bare.length === 1 && (lexicon.props.has(head) || lexicon.inside.has(head) || lexicon.outside.has(head) || lexicon.parts.has(head));
  if (one.named > 0) return true;
  if (seldomPerson(one, lexicon)) return false;
  if (one.self > 0 && seen > 0 && !lower.has(head) && !lexicon.roles.has(head) && lexicon.words.code !== "de") return true;
  if (bare.length === 1 && lexicon.roles.has(head)) return one.caps > 0 && one.intro > 0;
  if (bare.length === 1 && lexicon.titles.has(head)) return false;
  // "Fleur" in the middle of sentences, never in small letters, is a girl.
  if (isThing && !known && (lexicon.words.code === "de" || one.inner < 2 || lower.has(head) || one.place + one.determined > 0))
    return false;
  if (one.title > 0 && bare.length > 1) return true;
  // "Commander Ines Duarte drifts": a trade written as part of a name.
  if (bare.length > 1 && lexicon.roles.has(head) && one.caps === 0 && one.acts + one.speech > 0 && one.place === 0 && !german) {
    const tail = bare.at(-1) ?? "";
    if (!lexicon.inside.has(tail) && !lexicon.outside.has(tail) && !lexicon.parts.has(tail) && !lexicon.props.has(tail)) return true;
  }
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
  return one.acts > 0 && (one.inner >= 1 || one.deeds >= 2) && seen >= 2;
}

/** Weather, places and letters for words, unless the story plainly tells of someone so called. */
function seldomPerson(one: Evidence, lexicon: Lexicon): boolean {
  const plain = one.self > 0 || one.aged > 0 || (one.title > 0 && one.key.includes(" "));
  if (plain) return false;
  if (isKnownPlace(one.key)) return givenNameGender(one.key) === undefined && (one.speech === 0 || one.place > 0);
  if (isAcronym(one.key)) return !one.mixed || one.speech === 0;
  // "the USA", "a VHS": short, never told in small letters, and with an article.
  if (!one.mixed && one.determined > 0 && one.key.length <= 4 && one.speech === 0 && !lexicon.roles.has(one.key)) return true;
  if (!natureWords.has(one.key)) return false;
  // June, Alba and Sol are names too.
  if (givenNameGender(one.key) !== undefined) return one.speech + one.inner + one.called === 0;
  // In the middle of a sentence only a name has a capital; German writes every noun with one.
  return lexicon.words.code === "de" ? one.speech < 2 : one.speech === 0 || one.inner === 0;
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
  const key = nameKey(display);
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
