// The draft engine's text answers, by rule: a story broken down, a prompt with the words that a picture
// needs, and a chat reply that says what it is. Pure.
import type { Breakdown } from "../../../shared/domain/breakdown.ts";
import type { Mood, ShotSize, TimeOfDay, Weather } from "../../../shared/domain/shot.ts";
import { breakDown } from "../../../shared/story/index.ts";
import { shotOfPrompt } from "../../../shared/story/prompt.ts";

const light: Record<TimeOfDay, string> = {
  dawn: "soft cool dawn light, low sun, long shadows",
  day: "clear daylight, soft shadows",
  golden: "warm golden-hour light from the side",
  dusk: "dusk, last light on the horizon, deep blue shade",
  night: "night, few warm lamps, deep shadows",
};
const air: Record<Weather, string> = {
  clear: "clear air",
  wind: "wind in clothes and grass",
  rain: "rain, wet reflecting ground",
  snow: "falling snow, muted colours",
  fog: "fog, pale distances",
  storm: "storm clouds, hard gusts",
};
const lens: Record<ShotSize, string> = {
  "extreme-wide": "extreme wide shot, 18 mm lens",
  wide: "wide shot, 24 mm lens",
  full: "full shot, 35 mm lens",
  medium: "medium shot, 50 mm lens",
  "medium-close": "medium close-up, 65 mm lens",
  close: "close-up, 85 mm lens, shallow focus",
  "extreme-close": "extreme close-up, 100 mm lens, shallow focus",
  insert: "insert shot of a detail, 100 mm lens",
};
const feeling: Record<Mood, string> = {
  calm: "calm mood",
  tense: "tense mood, high contrast",
  joyful: "joyful mood, bright colours",
  melancholic: "melancholic mood, muted palette",
  mysterious: "mysterious mood, half in shadow",
};

/** What an enhanced prompt is and how it came about. */
export interface Enhanced {
  prompt: string;
  changes: { added: string; reason: string }[];
  /** Says that rules made it. */
  note: string;
}

const says = (prompt: string, words: RegExp) => words.test(prompt);

/** Adds words for framing, light, air and mood where the prompt has none of that kind; what it has, stays as it is. */
export function enhance(prompt: string): Enhanced {
  const shot = shotOfPrompt(prompt, 0, 1);
  const changes: Enhanced["changes"] = [];
  const add = (added: string, reason: string) => changes.push({ added, reason });
  if (!says(prompt, /\b(shot|close-?up|lens|\d+ ?mm|framing|view)\b/i)) add(lens[shot.size], "The prompt named no framing.");
  if (!says(prompt, /\b(light|lit|lamps?|sun(lit|set|rise)?|shadows?|backlit)\b/i)) {
    add(light[shot.time], `The prompt said nothing of light; its time reads as ${shot.time}.`);
  }
  if (shot.weather !== "clear" && !says(prompt, /\b(wet|reflect\w*|pale distances|muted)\b/i)) {
    add(air[shot.weather], `The weather reads as ${shot.weather}.`);
  }
  if (!says(prompt, /\b(mood|palette|colou?rs?|contrast)\b/i)) add(feeling[shot.mood], `The mood reads as ${shot.mood}.`);
  const base = prompt.trim().replace(/[\s,.;]+$/u, "");
  return {
    prompt: [base, ...changes.map((change) => change.added)].join(", ").slice(0, 8000),
    changes,
    note: "Made by rules, not by a language model.",
  };
}

/** The story's scenes and shots. */
export function storyboard(story: string, fileName: string | undefined): Breakdown {
  return breakDown(story, fileName === undefined ? {} : { fileName });
}

/** A reply to the last thing that the user said: no model stands behind it, and it says so. */
export function chatReply(messages: readonly { role: "user" | "assistant"; text: string }[]): string {
  const last = messages.findLast((message) => message.role === "user")?.text ?? "";
  const shot = shotOfPrompt(last, 0, 1);
  const where = `${shot.setting}, ${shot.time}, ${shot.weather}, ${shot.mood}`;
  const who = shot.cast.length > 0 ? ` with ${shot.cast.map((member) => member.name).join(" and ")}` : "";
  return (
    "Draft reply: this farm has no language model switched on, so rules answer and the character does not speak. " +
    `I read your words as a ${shot.size} shot${who} (${where}). Switch on the text engine for a conversation.`
  );
}
