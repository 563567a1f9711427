// Strangers who get a name: "a boy" who says he is Nico, "a voice" that turns out to be Camille.
// A reading of prose tells this memory what it meets; a second reading then knows who was who.
import type { Discourse, Told } from "./discourse.ts";
import type { Lexicon } from "./lexicon.ts";
import type { People, Person } from "./people.ts";
import { calledIn, type Talk } from "./speakers.ts";
import { nameKey, type Token } from "./text.ts";

export class Identities {
  /** Speakers found out later than their words, by the place of those words. */
  readonly voices = new Map<number, Person>();
  private readonly text: string;
  private readonly lexicon: Lexicon;
  private readonly people: People;
  private readonly discourse: Discourse;
  private readonly links = new Map<Person, Person>();
  private readonly spoke = new Set<Person>();
  /** People of whom the narration has told. */
  private readonly told = new Set<Person>();
  private awaiting: { at: number[]; present: Set<Person> } | null = null;

  constructor(text: string, lexicon: Lexicon, people: People, discourse: Discourse) {
    this.text = text;
    this.lexicon = lexicon;
    this.people = people;
    this.discourse = discourse;
  }

  /** Gives roles to the names that they turned out to have; true when anything was found out. */
  learned(): boolean {
    const { people } = this;
    for (const [role, named] of this.links) {
      for (const [word, person] of people.roles) if (person === role) people.roles.set(word, named);
      people.list.splice(0, people.list.length, ...people.list.filter((person) => person !== role));
      named.at = Math.min(named.at, role.at);
      named.gender ??= role.gender;
      if (role.age && !named.age) named.age = role.age;
    }
    for (const [at, person] of this.voices) this.voices.set(at, this.links.get(person) ?? person);
    people.list.sort((a, b) => a.at - b.at);
    return this.links.size > 0 || this.voices.size > 0;
  }

  /** "His name was Samir": the last person who has only a role is Samir. */
  nameTold(words: string, at: number, before: Person | undefined, read: Told): void {
    const match = this.lexicon.nameTold.exec(words);
    const named = match?.[1] ? nameOf(match[1], this.people) : undefined;
    if (!match || !named || named.byRole || (read.subject === named && read.subjectAt - at < match.index)) return;
    const told = read.subject?.byRole && !read.subject.narrator && read.subjectAt - at < match.index ? read.subject : undefined;
    const role =
      told ??
      (before?.byRole && !before.narrator
        ? before
        : this.discourse.recent.find((person) => person.byRole && !person.narrator && this.discourse.present.has(person)));
    if (role && fits(role, named) && !this.links.has(role)) this.links.set(role, named);
  }

  /** Words were heard from someone not seen yet. */
  unseen(at: number[]): void {
    this.awaiting = { at, present: new Set(this.discourse.present) };
  }

  /** "I'm Dolores": whoever has only a role and says so gets the name. */
  introduced(line: string, speaker: Person): Person {
    const match = this.lexicon.selfName.exec(line);
    const named = match?.[1] ? nameOf(match[1], this.people) : undefined;
    if (!named || named === speaker || named.byRole) return speaker;
    if (speaker.byRole && !speaker.narrator && fits(speaker, named)) {
      this.links.set(speaker, named);
      return named;
    }
    return speaker;
  }

  /** "An old man was reading. 'Shut the door,' said Mr Abara.": a new name that speaks is whoever was just seen without one. */
  unnamed(speaker: Person): void {
    const last = this.discourse.lastSubject;
    const fresh = !this.told.has(speaker) && !this.spoke.has(speaker) && !speaker.byRole;
    this.spoke.add(speaker);
    if (!fresh || !last?.byRole || last.narrator || this.spoke.has(last) || this.links.has(last) || !this.discourse.present.has(last))
      return;
    if (this.isPlain(last) && fits(last, speaker)) this.links.set(last, speaker);
  }

  /** A man, a girl: a stranger of whom no trade is told. */
  private isPlain(person: Person): boolean {
    return [...this.people.roles].some(([word, one]) => one === person && this.lexicon.anyone.has(word));
  }

  /** "I know, Jules": a name that only speech knows belongs to the one who spoke before and has none. */
  addressed(speaker: Person, tokens: readonly Token[], talk: Talk, voice: Person | null): void {
    const name = calledIn(tokens, this.text, this.people, this.lexicon.titles)[0];
    if (!name || name.byRole || this.told.has(name) || this.spoke.has(name)) return;
    const free = (person: Person | undefined): boolean =>
      person !== undefined && person.byRole && !person.narrator && person !== speaker && person !== voice && !this.links.has(person);
    const turn = talk.turns.findLast((person) => person !== speaker);
    const stranger = this.discourse.recent.find((person) => free(person) && this.discourse.present.has(person) && this.isPlain(person));
    const last = free(turn) ? turn : stranger;
    if (last && fits(last, name)) this.links.set(last, name);
  }

  /** Someone new after "a voice said" was that voice. */
  seen(found: readonly Person[]): void {
    for (const person of found) this.told.add(person);
    const { awaiting } = this;
    if (!awaiting) return;
    const person = found.find((one) => !awaiting.present.has(one) && !one.narrator);
    if (!person) return;
    for (const at of awaiting.at) this.voices.set(at, person);
    this.awaiting = null;
  }
}

function nameOf(words: string, people: People): Person | undefined {
  const key = nameKey(words);
  return people.names.get(key) ?? people.names.get(key.split(" ")[0] ?? "");
}

function fits(role: Person, named: Person): boolean {
  return role.gender === undefined || named.gender === undefined || role.gender === named.gender;
}
