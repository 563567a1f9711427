// The light, weather and mood that a scene's words tell.
import type { Mood, TimeOfDay, Weather } from "../domain/shot.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Token } from "./text.ts";

/** The time of day in a text, the first named; null when it names none. */
export function timeOf(text: string, lexicon: Lexicon): TimeOfDay | null {
  return timeIn(text, lexicon)?.time ?? null;
}

/** The first time of day in a text with its words: morning and noon are both day, yet not one time. */
export function timeIn(text: string, lexicon: Lexicon): { time: TimeOfDay; words: string } | null {
  const told = text.replace(lexicon.notTimes, (words) => " ".repeat(words.length));
  let best: { time: TimeOfDay; words: string } | null = null;
  let at = Infinity;
  for (const [pattern, time] of lexicon.times) {
    const match = pattern.exec(told);
    // Of two that begin together ("early morning", "morning") the first of the list is the particular.
    if (match && match.index < at) {
      at = match.index;
      best = { time, words: match[0].toLowerCase() };
    }
  }
  return best;
}

/** The weather in a text; null when it tells none. Weather that has passed does not count. */
export function weatherOf(text: string, lexicon: Lexicon): Weather | null {
  const told = text.replace(lexicon.notWeather, (words) => " ".repeat(words.length));
  for (const [pattern, weather] of lexicon.weather) if (pattern.test(told)) return weather;
  return null;
}

/** The mood with most words in a scene; calm when fewer than two words speak for any. */
export function moodOf(tokens: readonly Token[], lexicon: Lexicon): Mood {
  const counts: Partial<Record<Mood, number>> = {};
  for (const token of tokens) {
    const mood = lexicon.mood.get(token.word);
    if (mood) counts[mood] = (counts[mood] ?? 0) + 1;
  }
  let best: Mood = "calm";
  let most = 1;
  for (const mood of ["tense", "mysterious", "melancholic", "joyful"] as const) {
    const count = counts[mood] ?? 0;
    if (count > most) {
      best = mood;
      most = count;
    }
  }
  return best;
}
