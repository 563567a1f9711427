// People who are known by what they are: "the baker", "an old man". A role that stands beside a name
// belongs to it; a story may make roles of its own by letting them speak ("said the luthier").
import { Kin } from "./kin.ts";
import type { Lexicon } from "./lexicon.ts";
import { natureWords } from "./not-people.ts";
import type { People, Person } from "./people.ts";
import { talkingThings } from "./props.ts";
import { capitalised, phraseAt, titleCase, type Token, type TokenSentence } from "./text.ts";

/** Adjectives by which a person is old. */
export const oldWords = new Set(
  "old elderly viejo vieja anciano anciana vieux vieil vieille alte alten alter vecchio vecchia velho velha".split(" "),
);
const clauseWords = new Set("and but then y pero et mais und aber e ma mas".split(" "));
const perfects = new Set("has had ha había a avait hat hatte aveva tem tinha".split(" "));

/** Roles that belong to a name ("Tomas, the keeper"), and people who have only a role. */
export function findRoles(text: string, parts: readonly TokenSentence[], people: People, lexicon: Lexicon): void {
  const roles = storyRoles(text, parts, people, lexicon);
  const kin = new Kin(people, lexicon);
  const seen = new Map<
    string,
    { at: number; acts: number; speech: number; count: number; indefinite: number; display: string; aged: boolean; opens: number }
  >();
  for (const { tokens, spoken } of parts) {
    if (spoken) continue;
    for (let index = 0; index < tokens.length; index += 1) {
      const count = phraseAt(tokens, index, roles);
      const here = tokens[index];
      if (here) kin.met(here);
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
      // "the ship's AI, HALCYON": a role that belongs to something may still be someone's with a name.
      if (!determiner || !(lexicon.determiners.has(determiner.word) || determiner.possessive)) {
        index = last;
        continue;
      }
      const role = tokens
        .slice(index, last + 1)
        .map((token) => token.word)
        .join(" ");
      kin.told(role, determiner, [tokens[last + 1], tokens[last + 2]]);
      const owner = namedBeside(text, tokens, back, last, people, lexicon);
      if (owner) {
        if (!people.roles.has(role)) people.roles.set(role, owner);
        owner.gender ??= lexicon.roles.get(role);
        const age = lexicon.roleAges.get(role);
        if (age && !owner.age) owner.age = age;
        index = last;
        continue;
      }
      if (!lexicon.determiners.has(determiner.word)) {
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
        // "Under the tree stood a woman": the verb comes first.
        const turned =
          lead !== undefined && !lexicon.common.has(lead.word) && (lexicon.stays.has(lead.word) || lexicon.arrivals.has(lead.word));
        if ((opens || turned) && !perfects.has(next)) one.opens += 1;
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
  kin.settle();
}

function titleRole(display: string): string {
  if (display.length > 3 && display === display.toUpperCase()) return titleCase(display);
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
      const thing =
        (lexicon.props.has(word) && !talkingThings.has(word)) ||
        lexicon.inside.has(word) ||
        lexicon.outside.has(word) ||
        lexicon.parts.has(word);
      const known =
        lexicon.voices.has(word) ||
        lexicon.signs.has(word) ||
        lexicon.common.has(word) ||
        lexicon.acts.has(word) ||
        lexicon.notNouns.has(word) ||
        natureWords.has(word) ||
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
    // "drückte der Großvater Mattis das Glas in die Hand": two people, not one.
    const behind = tokens[people.names.has(next.word) ? last + 2 : last + 3];
    const touching =
      behind !== undefined && /^\s+$/u.test(text.slice(tokens[last + (people.names.has(next.word) ? 1 : 2)]?.end ?? 0, behind.start));
    const object = lexicon.words.code === "de" && touching && lexicon.determiners.has(behind.word) && !gap.startsWith(",");
    if (person && !object) {
      const comma = gap.startsWith(",");
      const after = text.slice(next.end, next.end + 1);
      if (!comma || after === "," || after === ".") return person;
    }
  }
  const later = describedThenNamed(text, tokens, last, people, lexicon);
  if (later) return later;
  for (let ahead = 1; ahead <= 3; ahead += 1) {
    if (lexicon.named.has(tokens[last + ahead]?.word ?? "")) return people.names.get(tokens[last + ahead + 1]?.word ?? "") ?? null;
  }
  return null;
}

/** "A man in a wet coat, HOLLIS, waits": what he looks like, and then his name between commas. */
function describedThenNamed(text: string, tokens: readonly Token[], last: number, people: People, lexicon: Lexicon): Person | null {
  const opens = tokens[last + 1]?.word ?? "";
  if (!lexicon.prepositions.has(opens) && !lexicon.wearing.has(opens)) return null;
  for (let at = last + 2; at <= last + 8; at += 1) {
    const [before, name] = [tokens[at - 1], tokens[at]];
    if (!before || !name) return null;
    const gap = text.slice(before.end, name.start);
    if (/^\s+$/u.test(gap)) continue;
    if (!/^,\s+$/u.test(gap) || !name.capital) return null;
    const person = people.names.get(name.word);
    if (!person) return null;
    const whole = people.names.get(`${name.word} ${tokens[at + 1]?.word ?? ""}`) === person;
    const end = tokens[whole ? at + 1 : at] ?? name;
    return /^\s*(?:[,.;(]|$)/u.test(text.slice(end.end, end.end + 2)) ? person : null;
  }
  return null;
}
