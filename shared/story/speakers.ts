// Who speaks: from the tag beside the words, from what the paragraph tells, or from whose turn it is.
import type { Discourse } from "./discourse.ts";
import type { Gender } from "./languages/types.ts";
import type { Lexicon } from "./lexicon.ts";
import { mentionsIn, type Mention, type People, type Person } from "./people.ts";
import type { Token } from "./text.ts";

/** The talk of one scene, line by line. */
export interface Talk {
  turns: Person[];
  /** The last paragraph had speech in it. */
  running: boolean;
  /** The last paragraph told something, ending in a colon. */
  announced: boolean;
  /** Whom the last speaker looked at or turned to while the narrator told of them. */
  toward?: Person | undefined;
}

export interface Tag {
  person?: Person;
  /** By its article: "die Alte". */
  gender?: Gender;
  pronoun?: Gender;
  /** A verb of speaking stands there without its subject: Spanish "dijo". */
  verbOnly: boolean;
  firstPerson?: boolean;
  /** "a voice", "someone": a person who is seen only later. */
  voice?: boolean;
}

/** The speaker that a piece of narration names beside spoken words. */
export function tagIn(tokens: readonly Token[], side: "before" | "after", people: People, lexicon: Lexicon): Tag | null {
  const limit = side === "after" ? Math.min(tokens.length, 9) : tokens.length;
  const mentions = mentionsIn(tokens, people, lexicon);
  for (let step = 0; step < limit; step += 1) {
    const index = side === "after" ? step : tokens.length - 1 - step;
    const word = tokens[index]?.word ?? "";
    if (lexicon.firstSpeech.has(word)) return { verbOnly: true, firstPerson: true };
    if (!lexicon.speech.has(word)) continue;
    const before = subjectBefore(mentions, index, tokens, lexicon);
    if (before) return tagOf(before);
    if (tokens.slice(Math.max(0, index - 1), index + 3).some((token) => lexicon.voices.has(token.word)))
      return { verbOnly: true, voice: true };
    const after = mentions.find(
      // "said her father": the father, not her.
      ({ kind, index: at }) =>
        kind !== "her" && kind !== "his" && at > index && at <= index + 4 && !skipsNoun(tokens, index + 1, at, lexicon),
    );
    if (after && !after.oblique && after.kind !== "they" && after.kind !== "group") return tagOf(after);
    return { verbOnly: true };
  }
  return null;
}

function skipsNoun(tokens: readonly Token[], from: number, to: number, lexicon: Lexicon): boolean {
  for (let index = from; index < to; index += 1) if (lexicon.prepositions.has(tokens[index]?.word ?? "")) return true;
  return false;
}

/** The nearest subject before a verb, with at most three words between. */
function subjectBefore(mentions: readonly Mention[], verb: number, tokens: readonly Token[], lexicon: Lexicon): Mention | undefined {
  return mentions.findLast(
    (mention) =>
      mention.last < verb &&
      !mention.oblique &&
      !mention.absent &&
      mention.kind !== "they" &&
      mention.kind !== "group" &&
      (verb - mention.last <= 4 || mention.index <= 1) &&
      !tokens.slice(mention.last + 1, verb).some((token) => lexicon.prepositions.has(token.word) && verb - mention.last <= 3),
  );
}

function tagOf(mention: Mention): Tag {
  if (mention.kind === "he") return { pronoun: "m", verbOnly: false };
  if (mention.kind === "she") return { pronoun: "f", verbOnly: false };
  if (mention.kind === "first") return { firstPerson: true, verbOnly: false };
  return mention.person
    ? { person: mention.person, ...(mention.gender ? { gender: mention.gender } : {}), verbOnly: false }
    : { verbOnly: true };
}

/** People whom spoken words call by name: they are not the speaker. */
export function calledIn(tokens: readonly Token[], text: string, people: People, titles: { has(word: string): boolean }): Person[] {
  const called: Person[] = [];
  for (const [index, token] of tokens.entries()) {
    if (!token.capital || token.possessive) continue;
    const person = people.names.get(token.word);
    if (!person) continue;
    const title = tokens[index - 1];
    const titled = title !== undefined && titles.has(title.word);
    const from = (titled ? title : token).start;
    const before = text.slice(Math.max(0, from - 2), from);
    const after = text.slice(token.end, token.end + 1);
    if ((index === 0 || (titled && index === 1) || /[,!?¡¿.…]\s?$/u.test(before) || before === "") && /^[,.!?…:;—]?$/u.test(after))
      called.push(person);
  }
  return called;
}

/** "Grand-père, tu as sonné": speaks to someone by a role at the very start. */
export function callsRole(tokens: readonly Token[], text: string, roles: { has(word: string): boolean }): boolean {
  const first = tokens[0];
  return first !== undefined && roles.has(first.word) && /^\s*[,!]/u.test(text.slice(first.end, first.end + 2));
}

/** Turns a tag into a person; pronouns go to someone who is not the last speaker where that can be. */
export function personOf(tag: Tag, discourse: Discourse, talk: Talk, people: People, told: Person | undefined): Person | undefined {
  if (tag.person) {
    const other = tag.gender !== undefined && tag.gender !== tag.person.gender;
    return tag.person.generic || other
      ? (discourse.generic({ ...tag.person, gender: tag.gender ?? tag.person.gender }) ?? tag.person)
      : tag.person;
  }
  if (tag.firstPerson) return people.list.find((person) => person.narrator);
  if (!tag.pronoun) return undefined;
  if (told && told.gender === tag.pronoun) return told;
  const last = talk.running ? talk.turns.at(-1) : undefined;
  const other = last ? discourse.fitting(tag.pronoun, last) : undefined;
  if (last && other && other.gender === tag.pronoun && last.gender === tag.pronoun) {
    // Two of one gender take turns; someone else of it who only passed by does not.
    if (discourse.present.has(other)) return other;
    return last;
  }
  return discourse.fitting(tag.pronoun);
}

/** Whose turn it is when nothing names the speaker. */
export function turnOf(talk: Talk, discourse: Discourse, called: readonly Person[]): Person | undefined {
  const may = (person: Person | undefined): person is Person => person !== undefined && !called.includes(person);
  const subject = discourse.lastSubject;
  const last = talk.turns.at(-1);
  if (talk.announced && may(subject)) return subject;
  // Told of between two lines, even the last speaker goes on: "He knocked. 'You see?'"
  if (!talk.running && may(subject) && discourse.present.has(subject)) return subject;
  if (last) {
    if (talk.running && talk.toward && talk.toward !== last && may(talk.toward) && new Set(talk.turns).size > 2) return talk.toward;
    const other = talk.turns.findLast((person) => person !== last && may(person));
    if (other) return other;
    const next = discourse.recent.find((person) => person !== last && may(person) && discourse.present.has(person) && !person.generic);
    if (next) return next;
  }
  if (may(subject) && subject !== last) return subject;
  return discourse.recent.find((person) => may(person) && person !== last) ?? discourse.recent.find(may);
}

/** The subject of a sentence beside spoken words, without a verb of speaking. */
export function tagFree(tokens: readonly Token[], people: People, lexicon: Lexicon, discourse: Discourse): Person | undefined {
  const first = tokens[0];
  if (!first) return undefined;
  const named = first.capital ? people.names.get(first.word) : undefined;
  if (named) return named;
  if (lexicon.she.has(first.word)) return discourse.fitting("f");
  return lexicon.he.has(first.word) ? discourse.fitting("m") : undefined;
}
