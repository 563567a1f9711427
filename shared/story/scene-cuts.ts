// Whether a paragraph opens a new scene: it says a new place, or a new time, at its very beginning.
import type { Setting, TimeOfDay } from "../domain/shot.ts";
import { timeIn, timeOf } from "./atmosphere.ts";
import type { Lexicon } from "./lexicon.ts";
import { placeAdverb, placesIn, type PlaceMention } from "./place.ts";
import { phraseAt, type Token } from "./text.ts";

export interface Opening {
  jump: boolean;
  time: TimeOfDay | null;
  /** The time stands at the very beginning: "At dawn ...". */
  timeFirst: boolean;
  /** Its words: "morning". */
  timeWords: string;
  place: PlaceMention | null;
  /** "Outside," alone: the same place from the other side of its wall. */
  side: Setting | null;
}

/** What the first sentence of a paragraph says about where and when. */
export function openingOf(text: string, sentence: string, tokens: readonly Token[], lexicon: Lexicon): Opening {
  const jump = lexicon.jump.test(sentence) && !lexicon.notJump.test(sentence);
  const time = timeOf(sentence.slice(0, 42).replace(/\p{L}+$/u, sentence.length > 42 ? "" : "$&"), lexicon);
  const places = placesIn(text, tokens, lexicon);
  const negated = tokens.some((token) => lexicon.negations.has(token.word));
  let place: PlaceMention | null = null;
  for (const mention of places) {
    if (mention.part && !(mention.located && mention.first <= 1)) continue;
    if (opensWith(mention, tokens, text, lexicon) || (!negated && arrivesAt(mention, tokens, lexicon))) {
      place = mention;
      break;
    }
  }
  // "The harbour was empty.": a paragraph that opens on another place as it is.
  const subject = places[0];
  if (!place && subject && !subject.part && subject.first <= 1 && !negated) {
    const after = tokens.find((token) => token.start >= subject.end);
    if (after && lexicon.stays.has(after.word) && text.slice(subject.end, after.start).trim() === "") place = subject;
  }
  const adverb = place ? null : placeAdverb(tokens, lexicon);
  const timeFirst =
    time !== null &&
    timeOf(
      tokens
        .slice(0, 3)
        .map((token) => token.text)
        .join(" "),
      lexicon,
    ) === time;
  const timeWords = (timeFirst ? timeIn(sentence.slice(0, 42), lexicon)?.words : undefined) ?? "";
  return { jump, time, timeFirst, timeWords, place: place?.part ? null : place, side: adverb?.setting ?? null };
}

/** "Inside the cave ...", "Far out, in a rowing boat, ...", "That night, in the kitchen, ...". */
function opensWith(mention: PlaceMention, tokens: readonly Token[], text: string, lexicon: Lexicon): boolean {
  if (!mention.located) return false;
  const lead = mention.first - 1;
  if (lead <= 0) return true;
  // "Nobody in the village", "She in the garden": they are told of, not the place.
  const head = tokens[0]?.word ?? "";
  if (lexicon.negations.has(head) || lexicon.they.has(head) || lexicon.he.has(head) || lexicon.she.has(head) || lexicon.everyone.has(head))
    return false;
  if (lead === 1) return true;
  if (lead > 9) return false;
  // Nothing but adverbs, times and other places before it: no verb, no person.
  return (
    tokens.slice(0, lead).every((token, index) => {
      if (index === 0)
        return (
          !lexicon.he.has(token.word) && !lexicon.she.has(token.word) && !lexicon.they.has(token.word) && !lexicon.first.has(token.word)
        );
      return (
        !token.capital &&
        !lexicon.acts.has(token.word) &&
        !lexicon.stays.has(token.word) &&
        !lexicon.speech.has(token.word) &&
        !lexicon.arrivals.has(token.word) &&
        !lexicon.he.has(token.word) &&
        !lexicon.she.has(token.word)
      );
    }) && !/[.!?:;]/u.test(text.slice(tokens[0]?.start ?? 0, mention.start))
  );
}

/** Where someone comes from is not where they are. */
const origins = new Set("from de du des del desde von vom aus da dal dalla do".split(" "));

/** "She walked into the kitchen", "They reached the harbour", "Mara sits in the waiting room". */
function arrivesAt(mention: PlaceMention, tokens: readonly Token[], lexicon: Lexicon): boolean {
  const from = Math.max(0, mention.first - 7);
  for (let index = mention.first - 1; index >= from; index -= 1) {
    if (phraseAt(tokens, index, lexicon.reaches) > 0 && mention.first - index <= 2)
      return !mention.located || lexicon.reaches.has(tokens[index]?.word ?? "");
    if (phraseAt(tokens, index, lexicon.arrivals) > 0) return lexicon.into.has(mention.preposition) || mention.located;
    if (
      phraseAt(tokens, index, lexicon.stays) > 0 &&
      mention.located &&
      !origins.has(mention.preposition) &&
      mention.first - index <= 4 &&
      index <= 4
    )
      return true;
  }
  return false;
}
