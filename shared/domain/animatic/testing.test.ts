// Shared by the tests of the drawing: any shot at all, and a check that markup is well-formed XML.
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  ages,
  facings,
  garments,
  hairs,
  moods,
  postures,
  settings,
  shotAngles,
  shotMoves,
  shotSizes,
  timesOfDay,
  weathers,
  type CastMember,
  type ShotSnapshot,
} from "../shot.ts";

/** Words, scripts, control characters, lone surrogates, marks, direction marks, markup. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    "",
    "</text><script>",
    "a & b < c > \"d\" 'e'",
    "]]>",
    "مرحبا يا صديقي",
    "שלום עולם",
    "x".repeat(5000),
    "e\u0301".repeat(900),
    "\u202e\u2066abc",
    "🧑‍🚀".repeat(80),
  ),
);

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const member = fc
  .record({
    name: anyText,
    age: optional(fc.constantFrom(...ages)),
    height: optional(fc.double({ min: 0.3, max: 3, noNaN: true })),
    posture: optional(fc.constantFrom(...postures)),
    facing: optional(fc.constantFrom(...facings)),
    look: fc
      .record({
        colour: optional(colour),
        scarf: optional(colour),
        wear: optional(fc.constantFrom(...garments)),
        hair: optional(fc.constantFrom(...hairs)),
        grey: optional(fc.boolean()),
        beard: optional(fc.boolean()),
      })
      .map(present),
  })
  .map((value) => present(value) as CastMember);

const words = fc.constantFrom(
  "beach",
  "mouth of a cave",
  "Küche",
  "una playa",
  "old mountain station",
  "rowing boat",
  "place with no name",
  "gallery, lighthouse",
  "",
);

export const anyShot: fc.Arbitrary<ShotSnapshot> = fc.record({
  sceneNumber: fc.integer({ min: 1, max: 999 }),
  shotNumber: fc.integer({ min: 1, max: 999 }),
  size: fc.constantFrom(...shotSizes),
  angle: fc.constantFrom(...shotAngles),
  move: fc.constantFrom(...shotMoves),
  setting: fc.constantFrom(...settings),
  place: fc.oneof(words, anyText),
  time: fc.constantFrom(...timesOfDay),
  weather: fc.constantFrom(...weathers),
  mood: fc.constantFrom(...moods),
  cast: fc.array(member, { maxLength: 9 }),
  props: fc.array(fc.oneof(fc.constantFrom("boat", "lamp", "umbrella", "violin", "paper boats", "train", "key"), anyText), {
    maxLength: 6,
  }),
  action: anyText,
  dialogue: fc.array(fc.record({ speaker: anyText, text: anyText, offScreen: fc.boolean() }), { maxLength: 5 }),
  sceneSeed: fc.integer({ min: 0, max: 0xffffffff }),
  seed: fc.integer({ min: 0, max: 0xffffffff }),
});

const attribute = /\s+([A-Za-z_][\w:.-]*)="([^"<]*)"/y;

/** "" when the text is one well-formed XML element, else what is wrong. Strict about what a drawing may hold: no comments, no CDATA. */
export function wellFormed(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) || !text.isWellFormed()) return "forbidden character";
  const open: string[] = [];
  let roots = 0;
  let position = 0;
  const entitiesOf = (part: string): boolean => !/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(part);
  while (position < text.length) {
    const next = text.indexOf("<", position);
    const between = next < 0 ? text.slice(position) : text.slice(position, next);
    if (!entitiesOf(between)) return `bare & near ${position}`;
    if (between && open.length === 0) return `text outside the root at ${position}`;
    if (next < 0) break;
    const close = /<\/([\w:-]+)>/y;
    close.lastIndex = next;
    const closed = close.exec(text);
    if (closed) {
      if (open.pop() !== closed[1]) return `</${closed[1]}> does not match at ${next}`;
      position = close.lastIndex;
      continue;
    }
    const start = /<([A-Za-z][\w:-]*)/y;
    start.lastIndex = next;
    const started = start.exec(text);
    if (!started) return `stray < at ${next}`;
    const seen = new Set<string>();
    attribute.lastIndex = start.lastIndex;
    position = start.lastIndex;
    for (let found = attribute.exec(text); found; found = attribute.exec(text)) {
      const [, name = "", value = ""] = found;
      if (seen.has(name)) return `attribute ${name} twice at ${next}`;
      if (!entitiesOf(value)) return `bare & in ${name} at ${next}`;
      seen.add(name);
      position = attribute.lastIndex;
    }
    if (open.length === 0) roots += 1;
    if (text.startsWith("/>", position)) position += 2;
    else if (text.startsWith(">", position)) {
      open.push(started[1] ?? "");
      position += 1;
    } else return `broken tag at ${next}`;
  }
  return open.length > 0 ? `<${open.at(-1)}> is not closed` : roots === 1 ? "" : `${roots} roots`;
}

it.each(["<a>", "<a></b>", "<a b=1/>", "<a>&x</a>", "<a/><b/>", '<a b="1" b="2"/>', "<a>\u0001</a>", "<a><</a>", "x<a/>"])(
  "the check refuses %s",
  (text) => {
    expect(wellFormed(text)).not.toBe("");
  },
);
