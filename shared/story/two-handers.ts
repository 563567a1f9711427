// Talk that nothing but its lines tells of: a name called in a line is the one spoken to, and where
// two take turns each call tells who has the other lines.
import type { Lexicon } from "./lexicon.ts";
import type { People, Person } from "./people.ts";
import type { ReadBlock } from "./prose-blocks.ts";
import { calledIn } from "./speakers.ts";

/** Who speaks a paragraph of a two-hander, and who answers there where a line calls them too. */
export interface Turn {
  speaker: Person | undefined;
  other: Person | undefined;
}

/** For each paragraph of nothing but speech, by its start, whose turn the calls around it make it. */
export function twoHanders(text: string, blocks: readonly ReadBlock[], people: People, lexicon: Lexicon): Map<number, Turn> {
  const turns = new Map<number, Turn>();
  let run: ReadBlock[] = [];
  const close = (): void => {
    if (run.length > 1) takeTurns(text, run, people, lexicon, turns);
    run = [];
  };
  for (const block of blocks) {
    if (block.kind === "paragraph" && block.segments.length > 0 && block.segments.every((segment) => segment.speech)) run.push(block);
    else close();
  }
  close();
  return turns;
}

function takeTurns(text: string, run: readonly ReadBlock[], people: People, lexicon: Lexicon, turns: Map<number, Turn>): void {
  /** Who hears the first, third, fifth line, and who the others. */
  const hearers: [Set<Person>, Set<Person>] = [new Set(), new Set()];
  for (const [index, block] of run.entries()) {
    for (const part of block.segments.flatMap((segment) => segment.parts))
      for (const person of calledIn(part.tokens, text, people, lexicon.titles)) hearers[index % 2 === 0 ? 0 : 1].add(person);
  }
  const [even, odd] = hearers;
  if (even.size + odd.size === 0 || even.size > 1 || odd.size > 1) return;
  const [hearsEven] = even;
  const [hearsOdd] = odd;
  if (hearsEven === hearsOdd) return;
  for (const [index, block] of run.entries())
    turns.set(block.start, index % 2 === 0 ? { speaker: hearsOdd, other: hearsEven } : { speaker: hearsEven, other: hearsOdd });
}
