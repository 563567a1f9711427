// Who is meant, in reading order: pronouns go to the last person who fits, groups to the last few.
// The same memory serves narration, speech and screenplay action.
import type { Gender } from "./languages/types.ts";
import type { Lexicon } from "./lexicon.ts";
import { mentionsIn, type Mention, type People, type Person } from "./people.ts";
import type { Token } from "./text.ts";

export interface Told {
  /** Everyone in the sentence who is there, in order. */
  people: Person[];
  subject: Person | undefined;
  mentions: Mention[];
  /** Where the subject is named; -1 without one. */
  subjectAt: number;
  /** What the subject does, all of them do: "they", "three people", "Tomas and Nina". */
  joint: boolean;
}

const clitics = new Set("se lo la los las le les si gli ci li me no non não".split(" "));

export class Discourse {
  /** Most recent first. */
  readonly recent: Person[] = [];
  /** Who was last the subject of a sentence. */
  lastSubject: Person | undefined;
  private readonly people: People;
  private readonly lexicon: Lexicon;
  /** Words of the last told sentence. */
  lastWords: ReadonlySet<string> = new Set();
  /** People of the scene so far. */
  present: Set<Person> = new Set();

  constructor(people: People, lexicon: Lexicon) {
    this.people = people;
    this.lexicon = lexicon;
  }

  startScene(): void {
    this.present = new Set();
  }

  touch(person: Person): void {
    const at = this.recent.indexOf(person);
    if (at >= 0) this.recent.splice(at, 1);
    this.recent.unshift(person);
    if (this.recent.length > 12) this.recent.pop();
  }

  /** The last person who fits a gender; those of the scene first. `not` is left out. */
  fitting(gender: Gender | undefined, not?: Person): Person | undefined {
    const fits = (person: Person): boolean => person !== not && !person.narrator && (person.gender === gender || gender === undefined);
    const loose = (person: Person): boolean =>
      person !== not && !person.narrator && (person.gender === undefined || person.gender === gender);
    return this.recent.find(fits) ?? this.recent.find(loose);
  }

  /** Resolves one sentence and remembers its people. */
  read(tokens: readonly Token[], sentence: string): Told {
    const mentions = mentionsIn(tokens, this.people, this.lexicon);
    this.lastWords = new Set(tokens.map((token) => token.word));
    const people: Person[] = [];
    let subject: Person | undefined;
    let subjectAt = -1;
    const add = (person: Person): void => {
      if (!people.includes(person)) people.push(person);
    };
    for (const mention of mentions) {
      const person = this.resolve(mention, subject);
      if (mention.kind === "they" || mention.kind === "group") {
        for (const one of this.group(mention, "")) {
          if (!mention.oblique && !subject) {
            subject = one;
            subjectAt = mention.start;
          }
          add(one);
        }
        continue;
      }
      if (!person) continue;
      mention.person = person;
      if (!mention.absent) add(person);
      if (!mention.oblique && !mention.absent && !subject) {
        subject = person;
        subjectAt = mention.start;
      }
    }
    const both = this.lexicon.both.exec(sentence)?.[0];
    if (both !== undefined)
      for (const one of this.group({ kind: "they", index: 0, last: 0, start: 0, end: 0, oblique: false, absent: false, count: 2 }, both))
        add(one);
    if (people.length === 0 && this.lastSubject && this.present.has(this.lastSubject) && this.dropsSubject(tokens)) {
      subject = this.lastSubject;
      subjectAt = tokens[0]?.start ?? -1;
      people.push(subject);
    }
    for (const person of people.toReversed()) {
      this.touch(person);
      this.present.add(person);
    }
    if (subject) {
      this.touch(subject);
      this.lastSubject = subject;
    }
    const joint = mentions.some(
      (mention, index) =>
        !mention.oblique &&
        (mention.kind === "they" ||
          mention.kind === "group" ||
          ((mentions[index + 1]?.index ?? 0) === mention.last + 2 && /^(?:and|y|e|et|und)$/u.test(tokens[mention.last + 1]?.word ?? ""))),
    );
    return { people, subject, subjectAt, mentions, joint };
  }

  /** "Se sentó en la acera.": a verb at the head of a sentence goes on with whoever was told of. */
  private dropsSubject(tokens: readonly Token[]): boolean {
    if (!["es", "it", "pt"].includes(this.lexicon.words.code)) return false;
    const verb = tokens.find((token) => !clitics.has(token.word));
    return verb !== undefined && this.lexicon.postures.some(([, words]) => words.has(verb.word));
  }

  /** People found in a sentence by other means than its words. */
  add(told: Told, found: readonly Person[]): void {
    for (const person of found) {
      if (told.people.includes(person)) continue;
      told.people.push(person);
      told.subject ??= person;
      this.touch(person);
      this.present.add(person);
    }
    this.lastSubject = told.subject ?? this.lastSubject;
  }

  private resolve(mention: Mention, subject: Person | undefined): Person | undefined {
    switch (mention.kind) {
      case "name":
        return mention.person;
      case "role":
        return mention.person && (mention.person.generic || (mention.gender && mention.gender !== mention.person.gender))
          ? (this.generic({ ...mention.person, gender: mention.gender ?? mention.person.gender }) ?? mention.person)
          : mention.person;
      case "he":
        return subject?.gender === "m" && mention.oblique ? this.fitting("m") : this.fitting("m");
      case "she":
        return this.fitting("f");
      case "his":
        return subject && subject.gender !== "f" ? subject : this.fitting("m");
      case "her":
        return subject && subject.gender !== "m" ? subject : this.fitting("f");
      case "first":
        return this.people.list.find((person) => person.narrator);
      case "they":
      case "group":
        return undefined;
    }
  }

  /** "the girl": someone already there whom it fits. */
  generic(role: Pick<Person, "gender" | "age">): Person | undefined {
    return this.recent.find(
      (person) =>
        !person.generic &&
        !person.narrator &&
        (role.gender === undefined || person.gender === role.gender) &&
        (role.age === undefined || person.age === undefined || person.age === role.age),
    );
  }

  private group(mention: Mention, words: string): Person[] {
    // "the children" are not their aunt.
    const young = /child|kid|niñ|enfant|kinder|bambin|crianç/iu.test(words);
    const known = this.recent.filter((person) => !person.generic && !(young && (person.age === "adult" || person.age === "old")));
    if (mention.count !== undefined) return known.length >= mention.count ? known.slice(0, mention.count).toReversed() : known.toReversed();
    const here = known.filter((person) => this.present.has(person));
    if (here.length >= 2) return here.toReversed();
    // "behind them" in a scene of one person means things.
    return mention.oblique ? [] : known.slice(0, 2).toReversed();
  }
}
