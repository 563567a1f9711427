// Who is in a picture, how they stand, and which way they look: everyone keeps a side through a scene.
import type { Facing, Posture } from "../domain/shot.ts";
import type { Beat, SceneDraft } from "./beats.ts";
import type { Group } from "./grouping.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Person } from "./people.ts";
import { phraseAt, type Token } from "./text.ts";

export function has(tokens: readonly Token[], words: ReadonlySet<string>): boolean {
  return tokens.some((_, index) => phraseAt(tokens, index, words) > 0);
}

/** Who is seen: those of the beats, and for talk the one spoken to. */
export function peopleOf(group: Group, visible: ReadonlySet<Person>, groups: readonly Group[], index: number): Person[] {
  const seen: Person[] = [];
  const add = (person: Person | undefined): void => {
    if (person && !person.narrator && !seen.includes(person)) seen.push(person);
  };
  const insert = group.role === "insert";
  for (const beat of group.beats) {
    if (beat.kind === "dialogue" && (beat.offScreen || beat.speaker?.narrator)) {
      add(listenerOf(beat, visible, groups, index));
      continue;
    }
    if (insert && beat.kind === "action" && beat.size === "insert") continue;
    for (const person of beat.people) add(person);
  }
  if (group.role === "talk" || (group.role === "establish" && group.beats.some((beat) => beat.kind === "dialogue"))) {
    const first = group.beats[0];
    if (first && seen.length === 1 && !first.offScreen) add(listenerOf(first, visible, groups, index));
  }
  return seen;
}

/** The one a line is spoken to: the other voice of the talk, or who was last seen. */
function listenerOf(beat: Beat, seen: ReadonlySet<Person>, groups: readonly Group[], index: number): Person | undefined {
  const { speaker } = beat;
  const shown = (person: Person): boolean => person !== speaker && !person.narrator && seen.has(person);
  for (let distance = 1; distance < 4; distance += 1) {
    for (const near of [groups[index - distance], groups[index + distance]]) {
      const person = near?.beats.flatMap((one) => one.people).find(shown);
      if (person) return person;
    }
  }
  return undefined;
}

/** Reads who sits, walks or reaches; true when someone moves through the place. */
export function readPostures(group: Group, postures: Map<Person, Posture>, lexicon: Lexicon): boolean {
  let moving = false;
  for (const beat of group.beats) {
    const subject = beat.kind === "action" ? beat.subject : beat.beside ? beat.speaker : undefined;
    const tokens = beat.kind === "action" ? beat.tokens : (beat.beside?.tokens ?? []);
    // Who raises the head reaches for nothing.
    if (!subject || has(tokens, lexicon.looksUp)) continue;
    for (const [posture, words] of lexicon.postures) {
      if (!has(tokens, words)) continue;
      for (const person of beat.joint ? beat.people : [subject]) postures.set(person, posture);
      if (posture === "walking" || posture === "running") moving = true;
      break;
    }
  }
  return moving;
}

/** Everyone's side of the line for a whole scene: whoever talks to each other looks at each other. */
export function sidesOf(scene: SceneDraft): Map<Person, Facing> {
  const sides = new Map<Person, Facing>();
  const other = (side: Facing): Facing => (side === "right" ? "left" : "right");
  const lines = scene.beats.filter((beat) => beat.kind === "dialogue" && !beat.speaker?.narrator);
  for (const [index, line] of lines.entries()) {
    const a = line.speaker;
    const b = lines[index + 1]?.speaker;
    if (!a || !b || a === b) continue;
    const first = scene.cast.indexOf(a) <= scene.cast.indexOf(b) ? a : b;
    const second = first === a ? b : a;
    const known = sides.get(first);
    const knownSecond = sides.get(second);
    if (!known) sides.set(first, knownSecond ? other(knownSecond) : "right");
    if (!knownSecond) sides.set(second, other(sides.get(first) ?? "right"));
  }
  let next: Facing = sides.size > 0 ? "left" : "right";
  for (const person of scene.cast) {
    if (sides.has(person) || person.narrator) continue;
    sides.set(person, next);
    next = other(next);
  }
  return sides;
}
