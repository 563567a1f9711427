// Reads prose: paragraphs and headings into scenes of beats, each with its people and speakers.
// What a stranger's name is may be told later, so a story is read a second time where that happened.
import type { SourceSpan } from "../domain/breakdown.ts";
import type { TimeOfDay } from "../domain/shot.ts";
import { besideOf, isTag } from "./besides.ts";
import type { Beat, SceneDraft, StoryDraft } from "./beats.ts";
import { Discourse } from "./discourse.ts";
import { endWords } from "./fountain-blocks.ts";
import { addForeignPeople, foreignPeopleIn } from "./foreign.ts";
import { Identities } from "./identity.ts";
import { innerCut, openingAt, splitAt, type SceneSoFar } from "./inner-cuts.ts";
import type { Lexicon } from "./lexicon.ts";
import { findPeople, placeNames } from "./names.ts";
import { blocksOf, type Block } from "./paragraphs.ts";
import type { People, Person } from "./people.ts";
import { placesIn } from "./place.ts";
import { copyOf, readBlock, type ReadBlock } from "./prose-blocks.ts";
import { draftOf, headingOf, isLong, opensScene, placeOfScene, timeTold, type OpenScene } from "./prose-scene.ts";
import { Speakers } from "./prose-speakers.ts";
import { goesOn, joinSpoken } from "./quotes.ts";
import type { Opening } from "./scene-cuts.ts";
import { calledIn, type Talk } from "./speakers.ts";
import { clean, type TokenSentence } from "./text.ts";
import { twoHanders, type Turn } from "./two-handers.ts";

/** Scenes and beats of a prose story, with the people found in it. */
export function readProse(text: string, known: Lexicon, unread: boolean): { draft: StoryDraft; people: People } {
  const blocks = blocksOf(text, known).map((block) => readBlock(text, block, known));
  const parts = blocks.flatMap((block) => block.segments.flatMap((segment) => segment.parts));
  const people = findPeople(text, parts, known);
  if (unread) addForeignPeople(text, blocks, people);
  const names = placeNames(text, parts, people, known);
  const lexicon = names.length > 0 ? { ...known, outside: new Set([...known.outside, ...names]) } : known;
  const turns = unread ? new Map<number, Turn>() : twoHanders(text, blocks, people, lexicon);
  const first = new ProseReader(text, lexicon, people, new Map(), turns, unread);
  for (const block of blocks) first.read(copyOf(block));
  const draft = first.finish();
  if (!first.identities.learned()) return { draft, people };
  // Who "the boy" and "a voice" were is often told after they spoke: read again, knowing it.
  const second = new ProseReader(text, lexicon, people, first.identities.voices, turns, unread);
  for (const block of blocks) second.read(copyOf(block));
  return { draft: second.finish(), people };
}

class ProseReader {
  private readonly text: string;
  private readonly lexicon: Lexicon;
  private readonly people: People;
  private readonly discourse: Discourse;
  private readonly scenes: SceneDraft[] = [];
  private readonly headings: SourceSpan[] = [];
  private readonly notUnderstood: StoryDraft["notUnderstood"] = [];
  private scene: OpenScene | null = null;
  private pending: Block[] = [];
  private talk: Talk = { turns: [], running: false, announced: false };
  private open: Person | null = null;
  private title = "";
  private lastTold: TimeOfDay | null = null;

  /** Speakers found out by an earlier reading, by the place of their words. */
  private readonly known: ReadonlyMap<number, Person>;
  /** What this reading finds out about strangers. */
  readonly identities: Identities;

  private readonly speakers: Speakers;

  /** A language that no list knows: paragraphs make scenes. */
  private readonly unread: boolean;

  constructor(
    text: string,
    lexicon: Lexicon,
    people: People,
    known: ReadonlyMap<number, Person>,
    turns: ReadonlyMap<number, Turn>,
    unread: boolean,
  ) {
    this.unread = unread;
    this.text = text;
    this.lexicon = lexicon;
    this.people = people;
    this.known = known;
    this.discourse = new Discourse(people, lexicon);
    this.identities = new Identities(text, lexicon, people, this.discourse);
    this.speakers = new Speakers(lexicon, people, text, this.discourse, this.identities, this.notUnderstood, turns, unread);
  }

  read(block: ReadBlock): void {
    // "The End" is a card over the last shot.
    const last = this.scene?.beats.at(-1);
    if (last && this.scene && block.kind !== "break" && endWords.test(this.text.slice(block.start, block.end))) {
      last.end = this.scene.end = block.end;
      return;
    }
    if (block.kind !== "paragraph") this.headings.push({ start: block.start, end: block.end });
    if (block.kind === "title") {
      if (!this.title) this.title = clean(block.text);
      return;
    }
    if (block.kind !== "paragraph") {
      this.close();
      this.pending.push(block);
      return;
    }
    let rest = block;
    let opening = openingAt(this.text, rest, this.scene?.paragraphs.at(-1), this.people, this.lexicon);
    if (
      this.scene &&
      (this.unread
        ? isLong(this.text, this.scene, rest)
        : opening && opensScene(this.text, this.lexicon, this.scene, opening, this.lastTold))
    )
      this.close();
    for (;;) {
      const scene: OpenScene = this.scene ?? this.begin(rest, opening);
      const cut = this.unread ? null : innerCut(this.text, rest, this.soFar(scene), this.people, this.lexicon);
      if (!cut) break;
      const [head, tail] = splitAt(rest, cut.segment, cut.part);
      this.paragraph(head);
      this.close();
      ({ opening } = cut);
      rest = tail;
    }
    this.paragraph(rest);
  }

  private soFar(scene: OpenScene): SceneSoFar {
    return {
      setting: placeOfScene(this.text, this.lexicon, scene).setting ?? this.scenes.at(-1)?.setting ?? null,
      keys: scene.places,
      peopled: scene.cast.length > 0,
    };
  }

  finish(): StoryDraft {
    this.close();
    if (this.pending.length > 0 && this.scenes.length > 0) {
      for (const block of this.pending)
        if (block.kind !== "break")
          this.notUnderstood.push({ source: { start: block.start, end: block.end }, reason: "A heading with nothing after it." });
    }
    return { title: this.title, scenes: this.scenes, notUnderstood: this.notUnderstood, headings: this.headings };
  }

  private begin(block: ReadBlock, opening: Opening | null): OpenScene {
    const start = this.pending.find((one) => one.kind !== "break")?.start ?? block.start;
    const heading = headingOf(this.text, this.lexicon, this.pending);
    this.pending = [];
    const scene: OpenScene = {
      start,
      end: block.end,
      beats: [],
      cast: [],
      opening,
      heading,
      places: new Set(opening?.place ? [opening.place.key] : []),
      jump: opening?.jump ?? false,
      paragraphs: [],
    };
    this.talk = { turns: [], running: false, announced: false };
    this.discourse.startScene();
    this.scene = scene;
    return scene;
  }

  private paragraph(block: ReadBlock): void {
    const { scene } = this;
    if (!scene) return;
    const told: TokenSentence[] = [];
    let speaker: Person | null = null;
    let subject: Person | undefined;
    let spoke = false;
    let last: Beat | null = null;
    for (const [index, segment] of block.segments.entries()) {
      if (segment.speech) {
        spoke = true;
        const part = segment.parts[0];
        const tokens = part?.tokens ?? [];
        const line = clean(this.text.slice(segment.inner.start, segment.inner.end));
        if (!/[\p{L}\p{N}]/u.test(line)) {
          if (last) last.end = segment.end;
          continue;
        }
        const heard =
          this.known.get(segment.start) ??
          this.speakers.of({ block, index, tokens, current: speaker, told: subject, open: this.open, talk: this.talk });
        this.identities.addressed(heard, tokens, this.talk, this.speakers.voice);
        const own: Person = this.identities.introduced(line, heard);
        this.identities.unnamed(own);
        speaker = own;
        const unseen = this.known.has(segment.start) || own === this.speakers.voice;
        const beat: Beat = {
          kind: "dialogue",
          start: segment.start,
          end: segment.end,
          text: line,
          tokens,
          people: [own],
          speaker: own,
          ...(unseen ? { offScreen: true } : {}),
        };
        // Whoever is called by name is there to hear it.
        for (const person of calledIn(tokens, this.text, this.people, this.lexicon.titles)) {
          if (person === own) continue;
          this.discourse.touch(person);
          this.discourse.present.add(person);
        }
        this.discourse.touch(own);
        this.discourse.present.add(own);
        if (this.talk.turns.at(-1) !== own) this.talk.turns.push(own);
        if (this.talk.toward === own) this.talk.toward = undefined;
        this.join(scene, own);
        // Two pieces of one speech with a bare tag between are one line.
        if (
          last?.kind === "dialogue" &&
          last.speaker === own &&
          block.segments[index - 1]?.speech !== true &&
          last.end >= segment.start - 1
        ) {
          last.text = joinSpoken(last.text, line);
          last.end = segment.end;
          last.tokens = [...last.tokens, ...tokens];
        } else {
          scene.beats.push(beat);
          last = beat;
        }
        this.open = segment.open ? own : null;
        if (segment.open && !goesOn(this.text, block))
          this.notUnderstood.push({
            source: { start: segment.start, end: segment.end },
            reason: "A quotation mark opens here and never closes; everything to the end of the paragraph was taken as spoken.",
          });
        continue;
      }
      for (const sentence of segment.parts) {
        const words = this.text.slice(sentence.start, sentence.end);
        const before = this.discourse.lastSubject;
        const read = this.discourse.read(sentence.tokens, words);
        if (this.unread) this.discourse.add(read, foreignPeopleIn(words, this.people));
        this.identities.nameTold(words, sentence.start, before, read);
        this.identities.seen(read.people);
        subject = read.subject ?? subject;
        told.push(sentence);
        for (const person of read.people) this.join(scene, person);
        if (read.people.length === 2 && !read.joint) this.talk.toward = read.people.find((person) => person !== read.subject);
        if (last?.kind === "dialogue" && sentence === segment.parts[0] && isTag(this.text, sentence, this.lexicon, this.unread)) {
          last.end = sentence.end;
          const beside = besideOf(this.text, sentence, this.people, this.lexicon);
          if (beside) last.beside = beside;
          continue;
        }
        const next = block.segments[index + 1];
        if (
          next?.speech &&
          sentence === segment.parts.at(-1) &&
          sentence.tokens.length <= 5 &&
          isTag(this.text, sentence, this.lexicon, this.unread)
        ) {
          // "Anna said: ..." belongs to the line that follows.
          next.start = sentence.start;
          continue;
        }
        if (sentence.tokens.length === 0 && last) {
          last.end = sentence.end;
          continue;
        }
        const beat: Beat = {
          kind: "action",
          start: sentence.start,
          end: sentence.end,
          text: clean(words).replace(/^[,—–-]+\s*/u, ""),
          tokens: sentence.tokens,
          people: read.people,
          subject: read.subject,
          subjectAt: read.subjectAt,
          joint: read.joint,
        };
        scene.beats.push(beat);
        last = beat;
      }
    }
    if (!spoke) this.open = null;
    scene.end = block.end;
    scene.paragraphs.push({ span: block, sentences: told });
    this.talk.running = spoke;
    this.talk.announced = !spoke && /:\s*$/u.test(this.text.slice(block.start, block.end));
    for (const sentence of told.slice(0, 3)) {
      if (scene.places.size > 0) break;
      const place = placesIn(this.text, sentence.tokens, this.lexicon).find((mention) => !mention.part);
      if (place) scene.places.add(place.key);
    }
  }

  private join(scene: OpenScene, person: Person): void {
    if (!scene.cast.includes(person)) scene.cast.push(person);
  }

  private close(): void {
    const { scene } = this;
    this.scene = null;
    if (!scene || scene.beats.length === 0) return;
    const draft = draftOf(this.text, this.lexicon, scene, this.scenes.at(-1));
    this.lastTold = timeTold(this.text, this.lexicon, scene) ?? (scene.jump ? null : this.lastTold);
    this.scenes.push(draft);
  }
}
