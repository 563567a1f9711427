// What the rules need to know of one language: words as data, most of them written as plain lists.
// Patterns are sources of regular expressions (flags "iu"), matched at the beginning of a sentence.
import type { Age, Mood, Posture, TimeOfDay, Weather } from "../../domain/shot.ts";

export type LanguageCode = "en" | "es" | "fr" | "de" | "it" | "pt";
export type Gender = "m" | "f";

/** Words separated by white space; several words of one entry are joined by `_`. */
export type Words = string;

export interface LanguageWords {
  code: LanguageCode;
  /** Very common words: they tell the language, and are never names. */
  common: Words;
  /** Verbs of speaking in the forms that stand beside a speaker. */
  speech: Words;
  /** Other verbs that a person does: beside a capitalised word they show that it is a name. */
  acts: Words;
  /** Pronouns by what they refer to. Subject forms first. */
  he: Words;
  she: Words;
  they: Words;
  /** Possessives and objects of one person, and words for several people. */
  his: Words;
  her: Words;
  /** First person in narration, with the name of its speaker. */
  first: Words;
  narrator: string;
  /** The name of a speaker whom no rule could find. */
  voice: string;
  /** Speech verbs in the first person. */
  firstSpeech: Words;
  articles: Words;
  indefinite: Words;
  possessives: Words;
  prepositions: Words;
  negations: Words;
  /** Courtesy titles before names. */
  titlesM: Words;
  titlesF: Words;
  titles: Words;
  /** Words for people, by gender where the word has one; used as names of people who have none. */
  rolesM: Words;
  rolesF: Words;
  roles: Words;
  /** Words for people whose age they tell. */
  roleAges: Partial<Record<Age, Words>>;
  /** Roles that may stand for a person already named: the girl, the old man. */
  genericRoles: Words;
  /** Grown people of whom nothing else is said: man, woman. */
  adults: Words;
  animals: Words;
  /** Adjectives that may belong to a role: old man, tall stranger. */
  roleAdjectives: Words;
  /** Numbers by word, for ages and groups of people. */
  numbers: Record<string, number>;
  /** "three people", "both of them": the words after or without a number. */
  people: Words;
  both: string;
  /** A span of life in words: "in her twenties". First group the decade word. */
  agePatterns: string[];
  decades: Record<string, number>;
  /** Places, by whether one is inside, outside, or in a part of some other place. */
  inside: Words;
  outside: Words;
  parts: Words;
  /** Prepositions that put a scene somewhere, and adverbs that do so alone. */
  locatives: Words;
  adverbs: Record<string, "interior" | "exterior">;
  /** Prepositions that may continue a place: "beach below the lighthouse". */
  joins: Words;
  /** Verbs of arrival: "She walked into the kitchen", "They reached the harbour". */
  arrivals: Words;
  /** Prepositions of arrival, and verbs of arrival that take none. */
  into: Words;
  reaches: Words;
  /** Verbs that tell where someone is: stands, waits, lies, is. */
  stays: Words;
  /** Prepositions that put someone outside a place that has walls. */
  outsideOf: Words;
  /** The place of a scene that says none. */
  nowhere: string;
  /** Openings of a paragraph that move the story in time. */
  jumps: string[];
  /** Openings that name a time of day, which is a jump only when the time changes. */
  times: [string, TimeOfDay][];
  /** Phrases with a time word that do not tell the scene's time: "in the night", "last night". */
  notTimes: string;
  /** Openings that look like jumps and are none: "a moment later". */
  notJumps: string;
  weather: [string, Weather][];
  notWeather: string;
  mood: Partial<Record<Mood, Words>>;
  postures: [Posture, Words][];
  looksUp: Words;
  looksDown: Words;
  reveals: Words;
  rises: Words;
  looks: Words;
  /** Colours of clothes as `#rrggbb`. */
  colours: Record<string, string>;
  wear: { coat: Words; jacket: Words; dress: Words; jumper: Words; uniform: Words };
  scarf: Words;
  hair: { bun: Words; pony: Words; curly: Words; bald: Words; cap: Words; beanie: Words; hood: Words; long: string; short: string };
  beard: Words;
  grey: Words;
  /** Canonical prop -> words for it. */
  props: Record<string, Words>;
  /** Words before a number: chapter, part. */
  chapters: Words;
  /** Parts that stand without a number. */
  standalone: Words;
  /** "I'm {name}" in speech, "his name was {name}" in narration: patterns before the name. */
  selfNames: string[];
  namesTold: string[];
  /** Words for a speaker who is not seen yet: "a voice", "someone". */
  voices: Words;
  /** Things beside the props that words stand on: "said the sign". */
  signs: Words;
  /** Words after a verb of speaking that are no speakers: "said one day", "said the same". */
  notNouns: Words;
  /** After "said Anna,": words that go on telling how she said it. */
  manner: string;
  /** Endings by which an unknown word is taken for a verb. */
  verbEnding: string;
  /** Verbs and nouns that give a name: called, named. */
  named: Words;
  /** "with", "wearing": what follows is the look of the person before. */
  wearing: Words;
  /** Words after which a named person is spoken of and not there. */
  absent: Words;
}
