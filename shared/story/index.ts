// Story text to scenes and shots by rules: pure and deterministic, the same in the core and on the
// farm. Prose in six languages (others fall back to paragraphs) and Fountain screenplays.
import type { Breakdown, BreakdownCharacter, BreakdownScene, BreakdownShot, SourceSpan, StoryFormat } from "../domain/breakdown.ts";
import type { SceneDraft, StoryDraft } from "./beats.ts";
import { castLooks } from "./casting.ts";
import { shotsOf } from "./coverage.ts";
import { clampFrames, framesPerSecond, leastFrames } from "./durations.ts";
import { foreignLexicon } from "./foreign.ts";
import { hasTitlePage } from "./fountain-blocks.ts";
import { readFountain } from "./fountain.ts";
import { detectLanguage, lexiconOf, type Lexicon } from "./lexicon.ts";
import { unmark } from "./markdown.ts";
import { appearances, type Appearance } from "./looks.ts";
import type { People, Person } from "./people.ts";
import { readProse } from "./prose.ts";
import { titleOf } from "./title.ts";
import { capitalised, sentences, trimSpan, type TokenSentence } from "./text.ts";

export { checkStory } from "./check.ts";

/** Prose or Fountain, by the file's name and then by the text: a title page or two scene headings. */
export function detectFormat(text: string, fileName?: string): StoryFormat {
  if (fileName !== undefined && /\.(?:fountain|spmd)$/iu.test(fileName)) return "fountain";
  const headings = text.match(/^[ \t]*(?:INT|EXT|EST|I\/E|INT\.?\/EXT|EXT\.?\/INT)[. ][^\r\n]*$/gimu) ?? [];
  if (headings.length >= 2) return "fountain";
  return headings.length === 1 && (hasTitlePage(text) || /^[ \t]*FADE IN:/mu.test(text)) ? "fountain" : "prose";
}

/**
 * Breaks a story down into scenes and shots. Offsets are UTF-16 units of `text`. `minutes` is the
 * wished length of the film; shots are cut finer or coarser and held longer or shorter toward it,
 * never below the time that their lines take to speak. Never throws; what no rule could place is
 * listed in `notUnderstood`.
 */
export function breakDown(text: string, options: { format?: StoryFormat; fileName?: string; minutes?: number } = {}): Breakdown {
  const format = options.format ?? detectFormat(text, options.fileName);
  if (format === "fountain") return breakDownPlain(text, "", format, options);
  const page = unmark(text);
  const found = breakDownPlain(page.text, page.title, format, options);
  for (const scene of found.scenes) {
    scene.source = page.original(scene.source);
    for (const shot of scene.shots) shot.source = page.original(shot.source);
  }
  for (const part of found.notUnderstood) part.source = page.original(part.source);
  found.notUnderstood = [...found.notUnderstood, ...page.dropped].sort((a, b) => a.source.start - b.source.start);
  return found;
}

/** A story without marks of a page around it, whose title may be known. */
function breakDownPlain(text: string, title: string, format: StoryFormat, options: { fileName?: string; minutes?: number }): Breakdown {
  const language = detectLanguage(text);
  const lexicon = language === "other" ? foreignLexicon(lexiconOf("en")) : lexiconOf(language);
  const { draft, people } = format === "fountain" ? readFountain(text, lexicon) : readProse(text, lexicon, language === "other");
  const whole = trimSpan(text, { start: 0, end: text.length });
  if (language === "other" && format === "prose" && whole) {
    draft.notUnderstood.push({
      source: whole,
      reason: "The rules do not know this language; its paragraphs became scenes and shots, and its people may be missing.",
    });
  }
  const looks = looksOf(text, draft.scenes, people, lexicon);
  castLooks(people, draft.scenes, looks);
  const wished = options.minutes !== undefined && options.minutes > 0 ? options.minutes * 60 * framesPerSecond : undefined;
  const scenes = scenesAt(text, draft.scenes, lexicon, looks, wished);
  const seen = new Set(draft.scenes.flatMap((scene) => scene.cast));
  return {
    title: titleOf(title || draft.title, text, language, options.fileName, scenes[0]?.place),
    language,
    scenes,
    cast: people.list.filter((person) => seen.has(person)).map((person) => characterOf(person, looks.get(person))),
    notUnderstood: [...listed(text, scenes, draft.notUnderstood), ...uncovered(text, scenes, draft)].sort(
      (a, b) => a.source.start - b.source.start,
    ),
  };
}

/** What was not understood; a story of one sentence that is in the film has nothing more to say. */
function listed(text: string, scenes: readonly BreakdownScene[], found: StoryDraft["notUnderstood"]): StoryDraft["notUnderstood"] {
  if (sentences(text.slice(0, 2000), { start: 0, end: Math.min(text.length, 2000) }).length > 1) return found;
  const shots = scenes.flatMap((scene) => scene.shots.map((shot) => shot.source));
  return found.filter(({ source }) => !shots.some((shot) => shot.start < source.end && source.start < shot.end));
}

function looksOf(text: string, scenes: readonly SceneDraft[], people: People, lexicon: Lexicon): Map<Person, Appearance> {
  const parts: TokenSentence[] = [];
  const subjects = new Map<number, Person>();
  for (const scene of scenes) {
    for (const beat of scene.beats) {
      if (beat.kind !== "action") continue;
      parts.push({ start: beat.start, end: beat.end, tokens: beat.tokens, spoken: false });
      if (beat.subject) subjects.set(beat.start, beat.subject);
    }
  }
  return appearances(text, parts, subjects, people, lexicon);
}

/** The scenes with their shots, cut at the density whose length comes nearest to the wish. */
function scenesAt(
  text: string,
  drafts: readonly SceneDraft[],
  lexicon: Lexicon,
  looks: ReadonlyMap<Person, Appearance>,
  wished: number | undefined,
): BreakdownScene[] {
  const cut = (density: number): BreakdownScene[] =>
    drafts.map((scene, index) =>
      sceneOf(
        scene,
        shotsOf(scene, { text, lexicon, appearances: looks, index, before: drafts[index - 1], last: index === drafts.length - 1, density }),
      ),
    );
  const plain = cut(1);
  if (wished === undefined) return plain;
  const total = framesIn(plain);
  const scenes = wished > total * 1.4 ? cut(1.5) : wished < total * 0.7 ? cut(0.6) : plain;
  const scale = Math.min(1.8, Math.max(0.6, wished / Math.max(1, framesIn(scenes))));
  for (const scene of scenes)
    for (const shot of scene.shots) shot.frames = Math.max(leastFrames(shot.dialogue), clampFrames(shot.frames * scale));
  return scenes;
}

function framesIn(scenes: readonly BreakdownScene[]): number {
  return scenes.reduce((sum, scene) => sum + scene.shots.reduce((frames, shot) => frames + shot.frames, 0), 0);
}

function sceneOf(scene: SceneDraft, shots: BreakdownShot[]): BreakdownScene {
  const { setting, place, time, weather, mood, start, end } = scene;
  return {
    heading: `${setting === "interior" ? "Int." : "Ext."} ${capitalised(place)} - ${time}`,
    setting,
    place,
    time,
    weather,
    mood,
    cast: scene.cast.map((person) => person.name),
    shots,
    source: { start, end },
  };
}

function characterOf(person: Person, known: Appearance | undefined): BreakdownCharacter {
  const character: BreakdownCharacter = { name: person.name, look: { ...known?.look }, description: known?.description ?? "" };
  if (known?.years !== undefined) character.years = known.years;
  if (known?.age) character.age = known.age;
  if (known?.height !== undefined) character.height = known.height;
  return character;
}

/** Everything that lies in no shot and no heading: marks join the shot before, words are listed. */
function uncovered(text: string, scenes: readonly BreakdownScene[], draft: StoryDraft): Breakdown["notUnderstood"] {
  const shots = scenes.flatMap((scene) => scene.shots.map((shot) => ({ ...shot.source, shot, scene })));
  // A remark on the whole story says nothing of where its words went.
  const remarks = draft.notUnderstood.map((part) => part.source);
  const whole = (span: SourceSpan): boolean => shots.length > 0 && shots.every((shot) => span.start <= shot.start && shot.end <= span.end);
  const covered: SourceSpan[] = [...shots, ...draft.headings, ...remarks.filter((span) => !whole(span))];
  covered.sort((a, b) => a.start - b.start || a.end - b.end);
  const found: Breakdown["notUnderstood"] = [];
  const look = (start: number, end: number): void => {
    const gap = start < end ? trimSpan(text, { start, end }) : null;
    if (!gap) return;
    if (!/[\p{L}\p{N}]/u.test(text.slice(gap.start, gap.end))) {
      const before = shots.findLast((one) => one.end <= gap.start && one.scene.source.end >= gap.end);
      if (before && before.shot.source.end <= gap.start) before.shot.source.end = gap.end;
      if (before) return;
    }
    found.push({ source: gap, reason: "No rule could place these words in a scene." });
  };
  let at = 0;
  for (const span of covered) {
    look(at, span.start);
    at = Math.max(at, span.end);
  }
  look(at, text.length);
  return found;
}
