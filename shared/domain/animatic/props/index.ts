// Every prop by its word, and the other words that mean the same drawing.
import { share, num } from "../paths.ts";
import { hashText } from "../seeded.ts";
import type { Stage } from "../stage.ts";
import { householdProps } from "./household.ts";
import { propColours, type Prop } from "./kind.ts";
import { outdoorProps } from "./outdoors.ts";
import { paperProps } from "./paper.ts";

const drawings: Record<string, Prop> = { ...paperProps, ...householdProps, ...outdoorProps };

const aliases: Record<string, string> = {
  note: "page",
  paper: "page",
  photo: "letter",
  torch: "lantern",
  mug: "cup",
  bag: "suitcase",
  bike: "bicycle",
};

export interface NamedProp extends Prop {
  word: string;
}

/** The drawing for a word of the story, if there is one. */
export function findProp(word: string): NamedProp | undefined {
  const plain = word.trim().toLowerCase();
  for (const candidate of [plain, plain.replace(/s$/, ""), plain.split(/\s+/).at(-1) ?? plain]) {
    const name = Object.hasOwn(aliases, candidate) ? (aliases[candidate] ?? candidate) : candidate;
    const drawing = Object.hasOwn(drawings, name) ? drawings[name] : undefined;
    if (drawing) return { ...drawing, word: name };
  }
  return undefined;
}

/** Draws a prop standing on (x, y); `unit` is the pixels of its 100 units. */
export function drawProp(stage: Stage, prop: NamedProp, x: number, y: number, unit: number, hue?: number): string {
  const colours = propColours(stage.palette, hue ?? (hashText(prop.word) % 60) + 10);
  return `<g transform="translate(${num(x)},${num(y)}) scale(${share(unit / 100)})">${prop.draw(colours, stage)}</g>`;
}
