// Who speaks each line of prose: the tag beside it, else who is told of or whose turn it is.
// Whom no rule finds is a voice, heard and not seen, and the reason is listed.
import type { StoryDraft } from "./beats.ts";
import type { Discourse } from "./discourse.ts";
import { tagOfSegment } from "./foreign.ts";
import type { Identities } from "./identity.ts";
import type { Lexicon } from "./lexicon.ts";
import type { People, Person } from "./people.ts";
import type { ReadBlock } from "./prose-blocks.ts";
import { calledIn, callsRole, personOf, tagFree, tagIn, turnOf, type Talk } from "./speakers.ts";
import type { Token } from "./text.ts";
import type { Turn } from "./two-handers.ts";

interface Line {
  block: ReadBlock;
  /** Index of the spoken segment in its block. */
  index: number;
  tokens: readonly Token[];
  /** Who spoke before in this paragraph. */
  current: Person | null;
  /** Whom this paragraph told of last. */
  told: Person | undefined;
  /** Whose quotation is still open from the paragraph before. */
  open: Person | null;
  talk: Talk;
}

export class Speakers {
  /** Someone heard before anyone knows who it is. */
  voice: Person | null = null;
  private readonly lexicon: Lexicon;
  private readonly people: People;
  private readonly text: string;
  private readonly discourse: Discourse;
  private readonly identities: Identities;
  private readonly unread: boolean;
  /** Whose turn it is where only the calls in the lines tell. */
  private readonly turns: ReadonlyMap<number, Turn>;
  private readonly notUnderstood: StoryDraft["notUnderstood"];

  constructor(
    lexicon: Lexicon,
    people: People,
    text: string,
    discourse: Discourse,
    identities: Identities,
    notUnderstood: StoryDraft["notUnderstood"],
    turns: ReadonlyMap<number, Turn>,
    unread: boolean,
  ) {
    this.unread = unread;
    this.turns = turns;
    this.lexicon = lexicon;
    this.people = people;
    this.text = text;
    this.discourse = discourse;
    this.identities = identities;
    this.notUnderstood = notUnderstood;
  }

  of({ block, index, tokens, current, told, open, talk }: Line): Person {
    const { lexicon, people, discourse } = this;
    if (this.unread) {
      const tag = tagOfSegment(this.text, block, index);
      const named = tag?.name === undefined ? undefined : people.names.get(tag.name.toLowerCase());
      if (named) return named;
      if (tag?.gender && !current) return discourse.fitting(tag.gender) ?? turnOf(talk, discourse, []) ?? this.unknown(block);
    }
    const mark = this.text.charAt(block.start);
    if (index === 0 && open && /["“«「„]/u.test(mark)) return open;
    const called = calledIn(tokens, this.text, people, lexicon.titles);
    // By a role: it is the one who was just told of.
    if (called.length === 0 && discourse.lastSubject && callsRole(tokens, this.text, lexicon.roles)) called.push(discourse.lastSubject);
    const after = block.segments[index + 1];
    const before = block.segments[index - 1];
    const afterTag = after && !after.speech && after.parts[0] ? tagIn(after.parts[0].tokens, "after", people, lexicon) : null;
    if (afterTag?.voice) {
      const at = block.segments.filter((segment) => segment.speech).map((segment) => segment.start);
      this.identities.unseen(at);
      return this.unseen(block);
    }
    if (afterTag) {
      const person = personOf(afterTag, discourse, talk, people, current ?? told);
      if (person) return person;
    }
    const last = before && !before.speech ? before.parts.at(-1) : undefined;
    if (last && !current) {
      const tag = tagIn(last.tokens, "before", people, lexicon);
      if (tag?.person && !tag.person.generic) return tag.person;
      if (tag?.firstPerson) return personOf(tag, discourse, talk, people, told) ?? this.unknown(block);
    }
    if (current) return current;
    if (told && !called.includes(told)) return told;
    const turn = this.called(block, talk);
    if (turn) return turn;
    const next = after && !after.speech ? after.parts[0] : undefined;
    if (next && !afterTag) {
      const read = tagFree(next.tokens, people, lexicon, discourse);
      if (read && !called.includes(read)) return read;
    }
    if (
      !talk.running &&
      this.echoes(block, index, tokens) &&
      discourse.lastSubject &&
      talk.turns.some((person) => person !== discourse.lastSubject)
    )
      called.push(discourse.lastSubject);
    return turnOf(talk, discourse, called) ?? this.unknown(block);
  }

  /** Whoever the lines around call, while nobody but the two is there. */
  private called(block: ReadBlock, talk: Talk): Person | undefined {
    const turn = this.turns.get(block.start);
    if (!turn) return undefined;
    const { speaker, other } = turn;
    const here = [...new Set([...talk.turns, ...this.discourse.present])].filter((person) => person !== this.voice);
    const third = here.filter((person) => person !== speaker && person !== other);
    if (speaker && other) return third.length === 0 ? speaker : undefined;
    // Whoever has only a role may be the one that is called.
    if (third.some((person) => person.byRole)) return undefined;
    if (speaker) return third.length <= 1 ? speaker : undefined;
    if (third.length > 0) return third.length === 1 ? third[0] : undefined;
    const told = this.discourse.recent.some((person) => person !== other && person !== this.voice);
    return told ? undefined : (this.voice ?? this.unknown(block));
  }

  /** "She had lost the part. 'Which part?'": a short question that takes up a told word is the other's. */
  private echoes(block: ReadBlock, index: number, tokens: readonly Token[]): boolean {
    const { start = 0, end = 0 } = block.segments[index] ?? {};
    if (tokens.length > 4 || !/\?\s*["”»“」]?$/u.test(this.text.slice(start, end).trim())) return false;
    return tokens.some(({ word }) => word.length > 3 && !this.lexicon.common.has(word) && this.discourse.lastWords.has(word));
  }

  private unseen(block: ReadBlock): Person {
    this.voice ??= this.people.list.find((person) => person.name === this.lexicon.words.voice) ?? null;
    if (!this.voice) {
      this.voice = { name: this.lexicon.words.voice, gender: undefined, byRole: true, generic: false, at: block.start };
      this.people.list.push(this.voice);
    }
    return this.voice;
  }

  private unknown(block: ReadBlock): Person {
    this.notUnderstood.push({ source: { start: block.start, end: block.end }, reason: "No rule could tell who speaks here." });
    return this.unseen(block);
  }
}
