// A story broken down into scenes and shots: what shared/story makes and a project starts from.
import type { Age, CastMember, DialogueLine, Look, Mood, Setting, ShotAngle, ShotMove, ShotSize, TimeOfDay, Weather } from "./shot.ts";

/** A half-open range of the story's text, in UTF-16 code units as JavaScript counts them. */
export interface SourceSpan {
  start: number;
  end: number;
}

export interface BreakdownShot {
  size: ShotSize;
  angle: ShotAngle;
  move: ShotMove;
  /** Length on the 16 fps grid. */
  frames: number;
  cast: CastMember[];
  props: string[];
  action: string;
  dialogue: DialogueLine[];
  source: SourceSpan;
}

export interface BreakdownScene {
  /** As a film would print it: "Ext. Beach below the lighthouse - dawn". */
  heading: string;
  setting: Setting;
  place: string;
  time: TimeOfDay;
  weather: Weather;
  mood: Mood;
  /** Names of everyone seen or heard in the scene, in order of appearance. */
  cast: string[];
  shots: BreakdownShot[];
  source: SourceSpan;
}

/** A person of the story with what the text says about them. */
export interface BreakdownCharacter {
  name: string;
  /** Years, where the text says. */
  years?: number;
  age?: Age;
  /** Metres, guessed from age only for children and teens. */
  height?: number;
  look: Look;
  /** The words that introduced them. */
  description: string;
}

export interface Breakdown {
  title: string;
  language: "en" | "es" | "fr" | "de" | "it" | "pt" | "other";
  scenes: BreakdownScene[];
  cast: BreakdownCharacter[];
  /** Parts of the story that no rule could place, each with the reason in words. */
  notUnderstood: { source: SourceSpan; reason: string }[];
}

export type StoryFormat = "prose" | "fountain";
