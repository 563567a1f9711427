// What the readers of prose and of screenplays both hand to the director: scenes of beats, each a
// told sentence or a spoken line with the people in it and its place in the text.
import type { SourceSpan } from "../domain/breakdown.ts";
import type { Mood, Setting, ShotSize, TimeOfDay, Weather } from "../domain/shot.ts";
import type { Person } from "./people.ts";
import type { Token } from "./text.ts";

export interface Beat extends SourceSpan {
  kind: "action" | "dialogue";
  /** The told sentence, or the spoken words without marks. */
  text: string;
  /** Words of the beat; of a spoken line, its own words. */
  tokens: Token[];
  people: Person[];
  subject?: Person | undefined;
  /** Everyone in it does what it tells. */
  joint?: boolean;
  /** Where the subject is named, for a cut before it. */
  subjectAt?: number;
  /** Of a spoken line. */
  speaker?: Person;
  /** What the narrator tells beside a spoken line: "she said, and held the watch to his ear". */
  beside?: { text: string; tokens: Token[] };
  offScreen?: boolean;
  /** A size that the script asks for: CLOSE ON, INSERT. */
  size?: ShotSize;
}

export interface SceneDraft extends SourceSpan {
  setting: Setting;
  place: string;
  time: TimeOfDay;
  weather: Weather;
  mood: Mood;
  beats: Beat[];
  cast: Person[];
}

/** What is known when all of a story has been read. */
export interface StoryDraft {
  title: string;
  scenes: SceneDraft[];
  notUnderstood: { source: SourceSpan; reason: string }[];
  /** Title page, headings and titles: no shot shows them. */
  headings: SourceSpan[];
}
