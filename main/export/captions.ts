// Captions from the dialogue, timed on the film: at most two lines of 42 characters, read at 17 characters
// a second at most wherever the film leaves room. Pure.
import type { DialogueLine } from "../../shared/domain/shot.ts";
import { clipRate, framesOf, vttTime } from "../../shared/domain/timecode.ts";

/** Limits of common subtitle guides (BBC, Netflix): two lines of 42, 17 characters a second, one second at least. */
const lineLength = 42;
const linesPerCue = 2;
const charactersPerSecond = 17;
const leastFrames = framesOf(1);
/** Frames between a cut and the first words on it. */
const lead = 4;

export interface CaptionCue {
  start: number;
  end: number;
  speaker: string;
  lines: string[];
}

/** A shot's place in the film and what is said in it. */
export interface SpokenShot {
  start: number;
  end: number;
  dialogue: readonly DialogueLine[];
}

/** Breaks a text into lines of at most 42 characters, at spaces; a longer word is broken. */
export function wrapLines(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u).filter((part) => part !== "")) {
    for (const part of partsOf(word)) {
      if (line === "") line = part;
      else if (line.length + 1 + part.length <= lineLength) line = `${line} ${part}`;
      else {
        lines.push(line);
        line = part;
      }
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}

function partsOf(word: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (const { segment: letter } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(word)) {
    if (part.length + letter.length > lineLength) {
      parts.push(part);
      part = "";
    }
    part += letter;
  }
  return [...parts, part];
}

const readingFrames = (lines: readonly string[]) => Math.max(leastFrames, framesOf(lines.join(" ").length / charactersPerSecond + 0.05));

/**
 * The cues of a film of `frames` frames. A line that needs longer than its shot stays on over the next one; only at the
 * film's end is time taken from reading.
 */
export function cuesOf(shots: readonly SpokenShot[], frames: number): CaptionCue[] {
  const cues: CaptionCue[] = [];
  let free = 0;
  for (const shot of shots) {
    const own = shot.dialogue.flatMap((line) => {
      // A comma at the end belongs to the sentence around the words ("You are late," she says), not to what is heard.
      const lines = wrapLines(line.text.trim().replace(/,$/u, "."));
      return Array.from({ length: Math.ceil(lines.length / linesPerCue) }, (_, index) => ({
        speaker: line.speaker,
        lines: lines.slice(index * linesPerCue, (index + 1) * linesPerCue),
      }));
    });
    if (own.length === 0) continue;
    const start = Math.max(free, Math.min(shot.start + lead, shot.end));
    const needed = own.reduce((sum, cue) => sum + readingFrames(cue.lines), 0);
    // Time to spare goes to the words, up to half as much again.
    const stretch = Math.min(1.5, Math.max(1, (shot.end - start) / needed));
    let at = start;
    for (const cue of own) {
      const end = at + Math.floor(readingFrames(cue.lines) * stretch);
      cues.push({ ...cue, start: at, end });
      at = end;
    }
    free = at;
  }
  return fitted(cues, frames);
}

/** Cues that would run past the film's end move forward, and share what is left where there is too little. */
function fitted(cues: CaptionCue[], frames: number): CaptionCue[] {
  let end = frames;
  const placed = cues.toReversed().map((cue) => {
    const last = Math.min(cue.end, end);
    const start = Math.min(cue.start, Math.max(0, last - (cue.end - cue.start)));
    end = Math.min(end, Math.max(start, 0));
    return { ...cue, start, end: last };
  });
  const ordered = placed.toReversed();
  if (ordered.every((cue) => cue.end > cue.start)) return ordered;
  const total = cues.reduce((sum, cue) => sum + cue.end - cue.start, 0);
  let sum = 0;
  return cues.map((cue) => {
    const start = Math.floor((frames * sum) / total);
    sum += cue.end - cue.start;
    return { ...cue, start, end: Math.max(start + 1, Math.floor((frames * sum) / total)) };
  });
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The cues as a WebVTT file, each with its speaker. */
export function vttOf(cues: readonly CaptionCue[]): string {
  const blocks = cues.map(
    (cue, index) =>
      `${index + 1}\n${vttTime(cue.start, clipRate)} --> ${vttTime(cue.end, clipRate)}\n<v ${escaped(cue.speaker)}>${cue.lines.map(escaped).join("\n")}</v>\n`,
  );
  return `WEBVTT\n\n${blocks.join("\n")}`;
}
