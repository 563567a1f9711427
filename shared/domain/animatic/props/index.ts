// Every prop by its word, and the other words that mean the same drawing.
import { share, num } from "../paths.ts";
import { hashText } from "../seeded.ts";
import type { Stage } from "../stage.ts";
import { deskProps } from "./desk.ts";
import { householdProps } from "./household.ts";
import { propColours, type Prop } from "./kind.ts";
import { keepsakeProps } from "./keepsakes.ts";
import { outdoorProps } from "./outdoors.ts";
import { paperProps } from "./paper.ts";
import { thingProps } from "./things.ts";
import { wearProps } from "./wear.ts";
import { drawingOf } from "./words.ts";

const drawings: Record<string, Prop> = {
  ...paperProps,
  ...householdProps,
  ...outdoorProps,
  ...keepsakeProps,
  ...thingProps,
  ...deskProps,
  ...wearProps,
};

export interface NamedProp extends Prop {
  word: string;
}

/** The drawing for a word of the story, if there is one. */
export function findProp(word: string): NamedProp | undefined {
  const plain = word
    .slice(0, 80)
    .trim()
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replaceAll(/\p{M}+/gu, "");
  const last = plain.split(/\s+/).at(-1) ?? plain;
  if (/^paper boats?$/.test(plain)) return { ...thingProps.paperboat, word: "paperboat" };
  for (const candidate of [plain, plain.replace(/s$/, ""), last, last.replace(/s$/, "")]) {
    const name = drawingOf.get(candidate) ?? candidate;
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
