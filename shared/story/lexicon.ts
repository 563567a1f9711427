// A language's lists made ready for look-up: sets and patterns, built once a language.
// Story text in a script that no list knows gets the English lexicon with nothing in it to match.
import type { Mood, Posture, TimeOfDay, Weather } from "../domain/shot.ts";
import { english } from "./languages/en.ts";
import { french } from "./languages/fr.ts";
import { german } from "./languages/de.ts";
import { italian } from "./languages/it.ts";
import { portuguese } from "./languages/pt.ts";
import { spanish } from "./languages/es.ts";
import type { LanguageCode, LanguageWords } from "./languages/types.ts";
import { wordSet } from "./text.ts";

export interface Lexicon {
  words: LanguageWords;
  common: Set<string>;
  speech: Set<string>;
  acts: Set<string>;
  he: Set<string>;
  she: Set<string>;
  they: Set<string>;
  his: Set<string>;
  her: Set<string>;
  first: Set<string>;
  firstSpeech: Set<string>;
  articles: Set<string>;
  indefinite: Set<string>;
  genericRoles: Set<string>;
  /** Roles that say nothing but gender and age: anyone may turn out to be "a man". */
  anyone: Set<string>;
  named: Set<string>;
  voices: Set<string>;
  signs: Set<string>;
  notNouns: Set<string>;
  selfName: RegExp;
  nameTold: RegExp;
  verbEnding: RegExp;
  manner: RegExp;
  determiners: Set<string>;
  prepositions: Set<string>;
  negations: Set<string>;
  everyone: Set<string>;
  titles: Map<string, "m" | "f" | undefined>;
  roles: Map<string, "m" | "f" | undefined>;
  roleAges: Map<string, "child" | "teen" | "adult" | "old">;
  animals: Set<string>;
  roleAdjectives: Set<string>;
  people: Set<string>;
  both: RegExp;
  inside: Set<string>;
  outside: Set<string>;
  parts: Set<string>;
  locatives: Set<string>;
  joins: Set<string>;
  arrivals: Set<string>;
  into: Set<string>;
  reaches: Set<string>;
  stays: Set<string>;
  outsideOf: Set<string>;
  jump: RegExp;
  notJump: RegExp;
  times: [RegExp, TimeOfDay][];
  notTimes: RegExp;
  weather: [RegExp, Weather][];
  notWeather: RegExp;
  mood: Map<string, Mood>;
  postures: [Posture, Set<string>][];
  looksUp: Set<string>;
  looksDown: Set<string>;
  reveals: Set<string>;
  rises: Set<string>;
  looks: Set<string>;
  wear: [string, Set<string>][];
  hair: [string, Set<string>][];
  scarf: Set<string>;
  beard: Set<string>;
  grey: Set<string>;
  props: Map<string, string>;
  wearing: Set<string>;
  absent: Set<string>;
  elisions: boolean;
}

/** People in general, in six languages: whoever "everyone in the village" is, the village is no new scene. */
const everyone =
  wordSet(`nobody everybody everyone someone somebody anyone people no_one none nadie alguien todos todas gente personne quelqu'un
  tous toutes niemand jemand alle jeder keiner nessuno qualcuno tutti ninguém alguém todos`);

/** Not before and not after a letter: `\b` knows ASCII only. */
function wholeWords(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, "iu");
}

/** A phrase and the name after it, with its title: "my name is Mrs. Winterbourne". The name's case counts. */
function beforeName(phrases: string[]): RegExp {
  const anyCase = phrases.map((phrase) =>
    phrase.replaceAll("'", "['’]").replace(/^(?:\(\?:)?\p{L}/u, (head) => (head.length === 1 ? `[${head}${head.toUpperCase()}]` : head)),
  );
  const cased = anyCase.map((phrase) =>
    phrase.replace(
      /^\(\?:([^)]*)\)/u,
      (_, words: string) =>
        `(?:${words
          .split("|")
          .map((word) => `[${word.charAt(0)}${word.charAt(0).toUpperCase()}]${word.slice(1)}`)
          .join("|")})`,
    ),
  );
  return new RegExp(`(?<![\\p{L}])(?:${cased.join("|")})\\s+((?:\\p{Lu}[\\p{L}'’-]*\\.?)(?:\\s+\\p{Lu}[\\p{L}'’-]+)*)`, "u");
}

function build(words: LanguageWords): Lexicon {
  const titles = new Map<string, "m" | "f" | undefined>();
  for (const title of wordSet(words.titles)) titles.set(title, undefined);
  for (const title of wordSet(words.titlesM)) titles.set(title, "m");
  for (const title of wordSet(words.titlesF)) titles.set(title, "f");
  const roles = new Map<string, "m" | "f" | undefined>();
  for (const role of wordSet(words.roles)) roles.set(role, undefined);
  for (const role of wordSet(words.rolesM)) roles.set(role, "m");
  for (const role of wordSet(words.rolesF)) roles.set(role, "f");
  const animals = wordSet(words.animals);
  for (const animal of animals) if (!roles.has(animal)) roles.set(animal, undefined);
  const roleAges = new Map<string, "child" | "teen" | "adult" | "old">();
  for (const age of ["child", "teen", "old"] as const) for (const role of wordSet(words.roleAges[age] ?? "")) roleAges.set(role, age);
  const mood = new Map<string, Mood>();
  for (const name of ["tense", "joyful", "melancholic", "mysterious"] as const)
    for (const word of wordSet(words.mood[name] ?? "")) mood.set(word, name);
  const props = new Map<string, string>();
  for (const [prop, synonyms] of Object.entries(words.props)) for (const word of wordSet(synonyms)) props.set(word, prop);
  const articles = wordSet(words.articles);
  return {
    words,
    common: wordSet(words.common),
    speech: wordSet(words.speech),
    acts: wordSet(words.acts),
    he: wordSet(words.he),
    she: wordSet(words.she),
    they: wordSet(words.they),
    his: wordSet(words.his),
    her: wordSet(words.her),
    first: wordSet(words.first),
    firstSpeech: wordSet(words.firstSpeech),
    articles,
    indefinite: wordSet(words.indefinite),
    genericRoles: wordSet(words.genericRoles),
    anyone: wordSet(`${words.genericRoles} ${words.adults}`),
    named: wordSet(words.named),
    voices: wordSet(words.voices),
    signs: wordSet(words.signs),
    notNouns: wordSet(words.notNouns),
    selfName: beforeName(words.selfNames),
    nameTold: beforeName(words.namesTold),
    manner: new RegExp(`^\\s+${words.manner}[^.!?…]*[.!?…]*`, "iu"),
    verbEnding: new RegExp(`${words.verbEnding}$`, "u"),
    determiners: new Set([...articles, ...wordSet(words.possessives)]),
    prepositions: wordSet(words.prepositions),
    negations: wordSet(words.negations),
    everyone,
    titles,
    roles,
    roleAges,
    animals,
    roleAdjectives: wordSet(words.roleAdjectives),
    people: wordSet(words.people),
    both: wholeWords(words.both),
    inside: wordSet(words.inside),
    outside: wordSet(words.outside),
    parts: wordSet(words.parts),
    locatives: wordSet(words.locatives),
    joins: wordSet(words.joins),
    arrivals: wordSet(words.arrivals),
    into: wordSet(words.into),
    reaches: wordSet(words.reaches),
    stays: wordSet(words.stays),
    outsideOf: wordSet(words.outsideOf),
    jump: new RegExp(`^(?:${words.jumps.join("|")})(?![\\p{L}\\p{N}])`, "iu"),
    notJump: new RegExp(`^(?:${words.notJumps})`, "iu"),
    times: words.times.map(([source, time]) => [wholeWords(source), time]),
    notTimes: new RegExp(wholeWords(words.notTimes).source, "giu"),
    weather: words.weather.map(([source, weather]) => [wholeWords(source), weather]),
    notWeather: new RegExp(wholeWords(words.notWeather).source, "giu"),
    mood,
    postures: words.postures.map(([posture, list]) => [posture, wordSet(list)]),
    looksUp: wordSet(words.looksUp),
    looksDown: wordSet(words.looksDown),
    reveals: wordSet(words.reveals),
    rises: wordSet(words.rises),
    looks: wordSet(words.looks),
    wear: Object.entries(words.wear).map(([garment, list]) => [garment, wordSet(list)]),
    hair: Object.entries(words.hair)
      .filter(([name]) => name !== "long" && name !== "short")
      .map(([name, list]) => [name, wordSet(list)]),
    scarf: wordSet(words.scarf),
    beard: wordSet(words.beard),
    grey: wordSet(words.grey),
    props,
    wearing: wordSet(words.wearing),
    absent: wordSet(words.absent),
    elisions: words.code === "fr" || words.code === "it" || words.code === "pt",
  };
}

const tables: Record<LanguageCode, LanguageWords> = {
  en: english,
  es: spanish,
  fr: french,
  de: german,
  it: italian,
  pt: portuguese,
};
const built = new Map<LanguageCode, Lexicon>();

/** The lexicon of a language. */
export function lexiconOf(code: LanguageCode): Lexicon {
  let lexicon = built.get(code);
  if (!lexicon) {
    lexicon = build(tables[code]);
    built.set(code, lexicon);
  }
  return lexicon;
}

/** How many languages have a word among their most common: "a" tells less than "the". */
function sharedBy(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const code of Object.keys(tables) as LanguageCode[])
    for (const word of lexiconOf(code).common) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
let shares: Map<string, number> | undefined;

/** Letters and elisions that one language has more than the others; they decide between few words. */
const letters: Record<LanguageCode, RegExp> = {
  en: /\p{L}'(?:s|t|re|ll|ve)(?!\p{L})/giu,
  es: /[ñ¿¡]|ción(?!\p{L})/giu,
  fr: /[çœèêùûîï]|(?<!\p{L})(?:[jmtsdncl]|qu)['’](?=\p{L})|\p{L}oux?(?!\p{L})/giu,
  de: /[ßäöü]/giu,
  it: /[òì]|(?<!\p{L})(?:dell|nell|all|un|c)['’](?=\p{L})|(?<!\p{L})(?:che|gli)(?!\p{L})/giu,
  pt: /[ãõ]|ç[ãõ]/giu,
};

/** The story's language by its most common words; `other` when too few are known. */
export function detectLanguage(text: string): LanguageCode | "other" {
  const sample = text.slice(0, 20_000);
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length === 0) return "other";
  shares ??= sharedBy();
  let best: LanguageCode | "other" = "other";
  let bestScore = 0;
  let bestKnown = 0;
  for (const code of Object.keys(tables) as LanguageCode[]) {
    const { common } = lexiconOf(code);
    let score = 0;
    let known = 0;
    for (const word of words) {
      if (!common.has(word)) continue;
      known += 1;
      score += 1 / (shares.get(word) ?? 1);
    }
    score += 0.7 * Math.min((sample.match(letters[code]) ?? []).length, words.length / 5);
    if (score > bestScore) {
      best = code;
      bestScore = score;
      bestKnown = known;
    }
  }
  return bestKnown / words.length >= 0.12 ? best : "other";
}
