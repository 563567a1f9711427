// Every prop by its word, and the other words that mean the same drawing.
import { share, num } from "../paths.ts";
import { hashText } from "../seeded.ts";
import type { Stage } from "../stage.ts";
import { householdProps } from "./household.ts";
import { propColours, type Prop } from "./kind.ts";
import { keepsakeProps } from "./keepsakes.ts";
import { outdoorProps } from "./outdoors.ts";
import { paperProps } from "./paper.ts";
import { thingProps } from "./things.ts";

const drawings: Record<string, Prop> = { ...paperProps, ...householdProps, ...outdoorProps, ...keepsakeProps, ...thingProps };

/** Drawing <- other words for it. */
const otherWords: Record<string, string> = {
  page: "note paper newspaper contract drawing sketch ticket",
  letter: "photo photograph picture envelope postcard telegram",
  lantern: "torch flashlight",
  cup: "mug glass teacup bowl tea coffee",
  suitcase: "bag briefcase trunk backpack rucksack",
  bicycle: "bike",
  book: "diary notebook journal",
  kettle: "teapot",
  clock: "watch alarm",
  violin: "fiddle",
  train: "engine locomotive",
  table: "desk",
  crate: "box chest barrel",
  flower: "rose flowers bouquet",
  plate: "plaque sign nameplate medal coin",
  camera: "binoculars",
  sword: "knife dagger",
  boat: "dinghy",
  stove: "fireplace oven",
  crown: "tiara",
  bird: "gull crow owl",
  car: "taxi van truck",
};
const aliases = new Map(Object.entries(otherWords).flatMap(([name, words]) => words.split(" ").map((word) => [word, name])));

export interface NamedProp extends Prop {
  word: string;
}

/** The drawing for a word of the story, if there is one. */
export function findProp(word: string): NamedProp | undefined {
  const plain = word.trim().toLowerCase();
  const last = plain.split(/\s+/).at(-1) ?? plain;
  if (/^paper boats?$/.test(plain)) return { ...thingProps.paperboat, word: "paperboat" };
  for (const candidate of [plain, plain.replace(/s$/, ""), last, last.replace(/s$/, "")]) {
    const name = aliases.get(candidate) ?? candidate;
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
