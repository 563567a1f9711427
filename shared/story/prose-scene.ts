// A scene of prose while it is read: what its paragraphs say of where and when.
// The place is the opening's, else the first that is told; a part of it is printed after it.
import type { SourceSpan } from "../domain/breakdown.ts";
import type { Setting, TimeOfDay } from "../domain/shot.ts";
import { moodOf, timeOf, weatherOf } from "./atmosphere.ts";
import type { Beat, SceneDraft } from "./beats.ts";
import { sceneLetters } from "./foreign.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Block } from "./paragraphs.ts";
import type { Person } from "./people.ts";
import { placesIn, type PlaceMention } from "./place.ts";
import type { Opening } from "./scene-cuts.ts";
import { parseSlug } from "./slug.ts";
import { clean, tokenize, trimSpan, type TokenSentence } from "./text.ts";

export interface OpenScene {
  start: number;
  end: number;
  beats: Beat[];
  cast: Person[];
  opening: Opening | null;
  heading: { place: string; setting: Setting | null; time: TimeOfDay | null } | null;
  /** Keys of places that are this scene's. */
  places: Set<string>;
  jump: boolean;
  paragraphs: { span: SourceSpan; sentences: TokenSentence[] }[];
}

/** Whether the scene has these words already. */
function tells(text: string, scene: OpenScene, words: string): boolean {
  return scene.paragraphs.some(({ span }) => text.slice(span.start, span.end).toLowerCase().includes(words));
}

/** The time of day that the scene itself tells; null when it tells none. */
export function timeTold(text: string, lexicon: Lexicon, scene: OpenScene): TimeOfDay | null {
  if (scene.opening?.time) return scene.opening.time;
  for (const paragraph of scene.paragraphs.slice(0, 2)) {
    for (const sentence of paragraph.sentences) {
      const time = timeOf(text.slice(sentence.start, sentence.end), lexicon);
      if (time) return time;
    }
  }
  return scene.heading?.time ?? null;
}

const outsideWords =
  /^(?:outside|behind|fuera|frente|detrás|devant|derrière|vor|hinter|außerhalb|fuori|davanti|dietro|fora|diante|atrás)\b/u;

/** The scene's place and on which side of its walls; "" and null when it tells none. */
export function placeOfScene(text: string, lexicon: Lexicon, scene: OpenScene): { place: string; setting: Setting | null } {
  const settle = (mention: PlaceMention): Setting => {
    if (lexicon.outsideOf.has(mention.preposition)) return "exterior";
    return mention.setting;
  };
  let named: PlaceMention | null = scene.opening?.place ?? null;
  let part: PlaceMention | null = null;
  for (const paragraph of scene.paragraphs.slice(0, 6)) {
    for (const sentence of paragraph.sentences) {
      const found = placesIn(text, sentence.tokens, lexicon);
      named ??= found.find((mention) => !mention.part && mention.located) ?? found.find((mention) => !mention.part) ?? null;
      part ??= found.find((mention) => mention.part && mention.located && mention.first <= 1) ?? null;
    }
    if (named) break;
  }
  if (scene.heading?.place && !scene.opening?.place)
    return { place: scene.heading.place, setting: scene.heading.setting ?? named?.setting ?? null };
  if (!named) return { place: part?.text ?? "", setting: scene.opening?.side ?? null };
  const setting = scene.opening?.side ?? settle(named);
  // "outside the bank" is not the bank.
  const beyond =
    setting === "exterior" &&
    (named.setting === "interior" ? lexicon.outsideOf.has(named.preposition) : outsideWords.test(named.preposition));
  const place = beyond ? clean(text.slice(named.lead, named.end)).toLowerCase().replace(named.text.toLowerCase(), named.text) : named.text;
  return { place: part ? `${place}, ${part.text}` : place, setting };
}

/** What the headings before a scene say of where and when. */
export function headingOf(text: string, lexicon: Lexicon, blocks: readonly Block[]): OpenScene["heading"] {
  let heading: OpenScene["heading"] = null;
  for (const one of blocks) {
    if (one.kind === "slug") {
      const slug = parseSlug(one.text, lexicon);
      heading = { place: slug.place, setting: slug.setting, time: slug.time };
    } else if (one.kind === "heading") {
      const tokens = tokenize(text, one, lexicon.elisions);
      const place = placesIn(text, tokens, lexicon).find((mention) => !mention.part);
      heading = { place: place?.text ?? "", setting: place?.setting ?? null, time: timeOf(one.text, lexicon) };
    }
  }
  return heading;
}

/** The scene when all of it is read, with what the one before it lends. */
export function draftOf(text: string, lexicon: Lexicon, scene: OpenScene, before: SceneDraft | undefined): SceneDraft {
  const span = trimSpan(text, scene) ?? scene;
  const all = scene.paragraphs
    .map(({ sentences }) => sentences.map((sentence) => text.slice(sentence.start, sentence.end)).join(" "))
    .join("\n");
  const where = placeOfScene(text, lexicon, scene);
  const time = timeTold(text, lexicon, scene) ?? (scene.jump ? timeOf(all, lexicon) : (before?.time ?? timeOf(all, lexicon))) ?? "day";
  return {
    start: span.start,
    end: span.end,
    // Rain and snow fall out of doors.
    setting: where.setting ?? before?.setting ?? (weatherOf(all, lexicon) ? "exterior" : "interior"),
    place: where.place || before?.place || lexicon.words.nowhere,
    time,
    weather: weatherOf(all, lexicon) ?? (before && before.time === time && !scene.jump ? before.weather : "clear"),
    mood: moodOf(
      scene.paragraphs.flatMap(({ sentences }) => sentences.flatMap((sentence) => sentence.tokens)),
      lexicon,
    ),
    beats: scene.beats,
    cast: scene.cast,
  };
}

/** Where no word can tell, a blank line opens a new scene once there is enough for one. */
export function isLong(text: string, scene: OpenScene, next: SourceSpan): boolean {
  const most = sceneLetters(text);
  const letters = scene.end - scene.start;
  return letters > 3 * most || (letters > most && /\n\s*\n|\r\s*\r/u.test(text.slice(scene.end, next.start)));
}

/** Whether a paragraph that opens so ends the scene: another time, another place, or the other side of its walls. */
export function opensScene(text: string, lexicon: Lexicon, scene: OpenScene, opening: Opening, lastTold: TimeOfDay | null): boolean {
  if (scene.paragraphs.length === 0) return false;
  if (opening.jump) return true;
  const now = timeTold(text, lexicon, scene) ?? (scene.jump ? null : lastTold);
  if (opening.time && now && opening.time !== now) return true;
  if (opening.timeFirst && !now && scene.paragraphs.length > 1) return true;
  if (opening.timeFirst && opening.timeWords && !tells(text, scene, opening.timeWords)) return true;
  if (opening.place) {
    if (scene.places.has(opening.place.key)) return false;
    if (scene.places.size === 0 && scene.paragraphs.length <= 2 && !scene.heading?.place && !opening.place.preposition.startsWith("out ")) {
      scene.places.add(opening.place.key);
      scene.opening = { ...opening };
      return false;
    }
    return true;
  }
  if (opening.side) {
    const { setting } = placeOfScene(text, lexicon, scene);
    return setting !== null && setting !== opening.side;
  }
  return false;
}
