// Scene headings of screenplays: INT./EXT., the place, and the time of day after the last dash.
import type { Setting, TimeOfDay } from "../domain/shot.ts";
import { timeOf } from "./atmosphere.ts";
import type { Lexicon } from "./lexicon.ts";
import { placesIn } from "./place.ts";
import { clean, tokenize } from "./text.ts";

export interface Slug {
  setting: Setting | null;
  place: string;
  time: TimeOfDay | null;
  /** CONTINUOUS, LATER, SAME: the time before goes on. */
  sameTime: boolean;
}

const intro = /^\s*\.?\s*(INT\.?\s*\/\s*EXT|EXT\.?\s*\/\s*INT|I\s*\/\s*E|INT|EXT|EST)(?:\.|\s|$)\s*/iu;
const goesOn =
  /^(?:continuous|later|moments? later|same(?: time)?|cont'?d?|continuo|continua|continu|más tarde|después|suite|plus tard|später|fortlaufend|più tardi|mais tarde)\b/iu;

/** Reads one scene heading. A forced heading without INT. or EXT. gets its setting from the place. */
export function parseSlug(heading: string, lexicon: Lexicon): Slug {
  const words = clean(heading).replace(/\s*#[\w.-]+#\s*$/u, "");
  const match = intro.exec(words);
  const kind = match?.[1]?.toLowerCase().replace(/[\s.]/gu, "") ?? "";
  let rest = match ? words.slice(match[0].length) : words.replace(/^\./u, "");
  let time: TimeOfDay | null = null;
  let sameTime = false;
  const parts = rest.split(/\s+[-–—]+\s+|\s*\/\/\s*/u);
  while (parts.length > 1) {
    const last = parts.at(-1) ?? "";
    const told = timeOf(last, lexicon) ?? plainTime(last);
    if (told) time ??= told;
    else if (goesOn.test(last)) sameTime = true;
    else if (!/^(?:flashback|present|past|\d{4}|establishing)\b/iu.test(last)) break;
    parts.pop();
  }
  rest = parts.join(", ").replace(/[.,\s]+$/u, "");
  const place = rest === rest.toUpperCase() ? rest.toLowerCase() : rest;
  let setting: Setting | null =
    kind.startsWith("int") || kind === "i/e" ? "interior" : kind.startsWith("ext") || kind === "est" ? "exterior" : null;
  if (kind === "ext/int" || kind === "int/ext" || kind === "i/e") setting = kind.startsWith("ext") ? "exterior" : "interior";
  if (!setting) setting = placesIn(place, tokenize(place, { start: 0, end: place.length }, lexicon.elisions), lexicon)[0]?.setting ?? null;
  return { setting, place, time: time ?? (parts.length === 1 && !match ? timeOf(rest, lexicon) : null), sameTime };
}

const times: [RegExp, TimeOfDay][] = [
  [/^(?:dawn|sunrise|amanecer|alba|aube|morgendämmerung|amanhecer)\b/iu, "dawn"],
  [/^(?:sunset|golden hour|magic hour|atardecer|tramonto|coucher|sonnenuntergang|pôr do sol)/iu, "golden"],
  [/^(?:dusk|evening|twilight|anochecer|sera|soir|abend|dämmerung|crepúsculo|entardecer)/iu, "dusk"],
  [/^(?:night|noche|nuit|nacht|notte|noite|midnight)\b/iu, "night"],
  [/^(?:day|morning|afternoon|noon|día|jour|tag|giorno|dia|mañana|matin|mattina|manhã|tarde|après-midi)/iu, "day"],
];

function plainTime(words: string): TimeOfDay | null {
  for (const [pattern, time] of times) if (pattern.test(words)) return time;
  return null;
}
