// Reads screenplays: headings open scenes, action and speech become beats, camera lines ask for sizes.
// Cuts and fades are the timeline's; notes and synopses are no shots and are listed with the reason.
import type { SourceSpan } from "../domain/breakdown.ts";
import type { Setting, TimeOfDay, Weather } from "../domain/shot.ts";
import { moodOf, timeOf, weatherOf } from "./atmosphere.ts";
import type { Beat, SceneDraft, StoryDraft } from "./beats.ts";
import { Discourse } from "./discourse.ts";
import { blankOut, blocks, readBlock, remarks, titleKey, titleOf, type Part } from "./fountain-blocks.ts";
import type { Lexicon } from "./lexicon.ts";
import { findPeople } from "./names.ts";
import type { People, Person } from "./people.ts";
import { placesIn } from "./place.ts";
import { parseSlug } from "./slug.ts";
import { capitalised, clean, nameKey, sentences, tokenize, trimSpan, type TokenSentence } from "./text.ts";

/** Scenes and beats of a screenplay, with its people. */
export function readFountain(text: string, lexicon: Lexicon): { draft: StoryDraft; people: People } {
  const masked = blankOut(text);
  const found = blocks(masked);
  let title = "";
  let page: SourceSpan | null = null;
  const head = found[0];
  if (head?.[0] && titleKey.test(head[0].text)) {
    title = titleOf(head);
    page = { start: head[0].start, end: head.at(-1)?.end ?? head[0].end };
    found.shift();
  }
  const parts = found.flatMap((lines) => readBlock(lines));
  const cues = new Map<string, number>();
  for (const part of parts) if (part.kind === "speech" && part.cue && !cues.has(part.cue)) cues.set(part.cue, part.span.start);
  const told: TokenSentence[] = [];
  const read = new Map<Part, TokenSentence[]>();
  for (const part of parts) {
    if (part.kind !== "action") continue;
    const list = sentences(masked, part.span).map((span) => ({ ...span, tokens: tokenize(masked, span, lexicon.elisions), spoken: false }));
    read.set(part, list);
    told.push(...list);
  }
  const people = findPeople(masked, told, lexicon, cues);
  const draft = build(masked, parts, read, people, lexicon);
  for (const source of remarks(text)) draft.notUnderstood.push({ source, reason: "A note of the writer, which no shot shows." });
  if (page) draft.headings.push(page);
  return { draft: { ...draft, title }, people };
}

interface OpenScene {
  start: number;
  end: number;
  place: string;
  setting: Setting | null;
  time: TimeOfDay | null;
  sameTime: boolean;
  beats: Beat[];
  cast: Person[];
}

function build(
  text: string,
  parts: readonly Part[],
  read: ReadonlyMap<Part, TokenSentence[]>,
  people: People,
  lexicon: Lexicon,
): StoryDraft {
  const scenes: SceneDraft[] = [];
  const notUnderstood: StoryDraft["notUnderstood"] = [];
  const discourse = new Discourse(people, lexicon);
  const headings: SourceSpan[] = [];
  let scene: OpenScene | null = null;
  /** A camera line alone, INSERT - BRASS PLATE: the words after it are its shot. */
  let camera: Beat | null = null;
  const close = (): void => {
    if (!scene) return;
    if (scene.beats.length === 0) {
      const span = trimSpan(text, scene);
      if (span) notUnderstood.push({ source: span, reason: "A scene heading with nothing after it." });
      return;
    }
    const before = scenes.at(-1);
    const words = scene.beats.filter((beat) => beat.kind === "action");
    const all = words.map((beat) => beat.text).join("\n");
    const place = scene.place || before?.place || lexicon.words.nowhere;
    const time: TimeOfDay = scene.time ?? (scene.sameTime ? before?.time : undefined) ?? timeOf(all, lexicon) ?? before?.time ?? "day";
    const carried: Weather = before && before.time === time && (scene.sameTime || before.place === place) ? before.weather : "clear";
    scenes.push({
      start: scene.start,
      end: scene.end,
      place,
      setting: scene.setting ?? before?.setting ?? "interior",
      time,
      weather: weatherOf(all, lexicon) ?? carried,
      mood: moodOf(
        words.flatMap((beat) => beat.tokens),
        lexicon,
      ),
      beats: scene.beats,
      cast: scene.cast,
    });
  };
  const open = (start: number): OpenScene => ({
    start,
    end: start,
    place: "",
    setting: null,
    time: null,
    sameTime: false,
    beats: [],
    cast: [],
  });
  for (const part of parts) {
    if (part.kind === "skip") {
      notUnderstood.push({ source: part.span, reason: part.reason });
      continue;
    }
    if (part.kind === "transition") {
      // A cut or a fade ends the shot before it.
      const last = scene?.beats.at(-1);
      if (last && scene) last.end = scene.end = part.span.end;
      else headings.push(part.span);
      camera = null;
      continue;
    }
    if (part.kind === "end") {
      const last = scene?.beats.at(-1);
      if (last && scene) last.end = scene.end = part.span.end;
      else notUnderstood.push({ source: part.span, reason: "A title card with no shot before it." });
      continue;
    }
    if (part.kind !== "action") camera = null;
    if (part.kind === "heading") {
      headings.push(part.span);
      close();
      discourse.startScene();
      scene = { ...open(part.span.start), ...parseSlug(part.text, lexicon), end: part.span.end };
      continue;
    }
    scene ??= open(part.span.start);
    const here: OpenScene = scene;
    here.end = part.span.end;
    const join = (person: Person): void => {
      if (!here.cast.includes(person)) here.cast.push(person);
    };
    if (part.kind === "speech") {
      const speaker = people.names.get(nameKey(part.cue));
      if (!speaker) continue;
      const words = part.lines.map((line) => clean(text.slice(line.start, line.end)).replace(/^~/u, "")).join(" ");
      const span = trimSpan(text, part.span) ?? part.span;
      here.beats.push({
        kind: "dialogue",
        ...span,
        text: plain(words),
        tokens: tokenize(text, span, lexicon.elisions),
        people: [speaker],
        speaker,
        offScreen: part.off,
        ...mannerOf(part.manner, lexicon),
      });
      discourse.touch(speaker);
      discourse.present.add(speaker);
      join(speaker);
      continue;
    }
    const list = read.get(part) ?? [];
    for (const [index, sentence] of list.entries()) {
      const told = discourse.read(sentence.tokens, text.slice(sentence.start, sentence.end));
      for (const person of told.people) join(person);
      const words = plain(toldWords(text, sentence, index === 0 && part.size !== undefined));
      const goesOn = camera && (told.subject === undefined || told.subjectAt > sentence.start + 4);
      if (camera && goesOn && (index > 0 || !part.size)) {
        camera.end = sentence.end;
        camera.text = `${camera.text.replace(/[.:]?$/u, ".")} ${words}`;
        camera.tokens = [...camera.tokens, ...sentence.tokens];
        continue;
      }
      if (!part.size) camera = null;
      const beat: Beat = {
        kind: "action",
        start: sentence.start,
        end: sentence.end,
        text: words,
        tokens: sentence.tokens,
        people: told.people,
        subject: told.subject,
        subjectAt: told.subjectAt,
        joint: told.joint,
      };
      if (index === 0 && part.size) {
        // A close shot of a thing is an insert.
        const thing = told.people.length === 0 && (part.size === "close" || part.size === "extreme-close");
        beat.size = thing ? "insert" : part.size;
        camera = beat;
      }
      here.beats.push(beat);
    }
  }
  close();
  for (const one of scenes) if (one.place === lexicon.words.nowhere) one.place = firstPlace(text, one, lexicon) ?? one.place;
  return { title: "", scenes, notUnderstood, headings };
}

/** "(into radio)": what the speaker does. How a pause or a beat sounds is no picture. */
function mannerOf(manner: string, lexicon: Lexicon): Pick<Beat, "beside"> {
  const words = clean(manner);
  if (!/\p{L}/u.test(words) || /^(?:a )?(?:beat|pause|silence|pausa|silencio|temps|un temps|stille|contd|cont'd|continuing)$/iu.test(words))
    return {};
  const tokens = tokenize(words, { start: 0, end: words.length }, lexicon.elisions);
  return { beside: { text: /[.!?…]$/u.test(words) ? words : `${words}.`, tokens } };
}

function firstPlace(text: string, scene: SceneDraft, lexicon: Lexicon): string | undefined {
  for (const beat of scene.beats) {
    const found = placesIn(text, beat.tokens, lexicon)[0];
    if (found) return found.text;
  }
  return undefined;
}

/** The words of a sentence without the marks of the format; a camera line without its command. */
function toldWords(text: string, span: SourceSpan, camera: boolean): string {
  const words = clean(text.slice(span.start, span.end)).replace(/^[!>]\s*|\s*<$/gu, "");
  if (!camera) return words;
  const rest = words.replace(
    /^(?:EXTREME )?(?:INSERT|DETAIL|CLOSE(?:[ -]?UP)?|CU|ECU|WIDE|MEDIUM|TWO[ -]SHOT|ANGLE|AERIAL|GROS PLAN|PRIMER PLANO|PLAN LARGE|PLANO GENERAL|NAHAUFNAHME|NAH|TOTALE)(?: SHOT)?(?: (?:ON|OF|SUR|DE|AUF))?\b\s*[-–—:]*\s*/u,
    "",
  );
  if (!/\p{L}/u.test(rest)) return words;
  return capitalised(rest === rest.toUpperCase() ? rest.toLowerCase() : rest);
}

/** Without the marks for bold, italic and underline. */
function plain(text: string): string {
  return text.replace(/(\*{1,3}|_)(?=\S)(.+?)(?<=\S)\1/gu, "$2").replace(/\\([*_])/gu, "$1");
}
