// How long a shot stays on screen, on the 16 fps grid: speech by its letters, action by reading time.
import type { DialogueLine, ShotSize } from "../domain/shot.ts";

export const framesPerSecond = 16;
const shortest = 24;
const longest = 160;
/** Spoken letters a second, and the breath before and after a line. */
const speechRate = 14;
const breath = 0.6;
/** Letters of told action that a viewer's eye follows in a second. */
const actionRate = 20;

/** The film's last shot is held. */
export const endingFrames = 72;

/** Frames for a shot, 24 to 160, mostly 40 to 96. */
export function framesOf(shot: { action: string; dialogue: readonly DialogueLine[]; size: ShotSize; establishing: boolean }): number {
  const spoken = shot.dialogue.reduce((sum, line) => sum + line.text.length / speechRate + breath, 0);
  if (spoken > 0) return clampFrames(Math.max(32, Math.round((spoken + 0.2) * framesPerSecond)));
  if (shot.establishing) return Math.min(80, Math.max(64, Math.round((shot.action.length / actionRate) * framesPerSecond)));
  const base = shot.size === "insert" ? 2.2 : shot.size === "close" || shot.size === "extreme-close" ? 2.4 : 2.8;
  const seconds = Math.min(6, Math.max(base, 1 + shot.action.length / actionRate));
  return clampFrames(Math.round(seconds * framesPerSecond));
}

/** On the grid and in bounds. */
export function clampFrames(frames: number): number {
  return Math.min(longest, Math.max(shortest, Math.round(frames)));
}

/** The least time in which a shot's lines can be spoken. */
export function leastFrames(dialogue: readonly DialogueLine[]): number {
  const spoken = dialogue.reduce((sum, line) => sum + line.text.length / speechRate + 0.3, 0);
  return clampFrames(Math.ceil(spoken * framesPerSecond));
}
