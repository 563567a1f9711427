import fc from "fast-check";
import { expect, test } from "vitest";
import { CodedError } from "../../../../shared/contract/errors.ts";
import { emptyProfile } from "../../../../shared/domain/character.ts";
import { doubles, memberAt, membersOf, withMember } from "./json-text.ts";
import { cardInPng, pngWithCards } from "./png.ts";
import { dataPlace, readCard, unknownMembers } from "./read.ts";
import { writeCard } from "./write.ts";

/** JSON as others write it: blanks of every kind, numbers as they like them, escapes. */
const blank = fc.constantFrom("", " ", "\n  ", "\t", "\r\n");
const number = fc.constantFrom("1.0", "1e5", "-0", "12345678901234567890", "0.1000", "1E+2");
const leaf = fc.oneof(
  number,
  fc.constantFrom("true", "false", "null"),
  fc.string({ unit: "grapheme" }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\u00e9\\/"', '"\\ud83d\\ude00"'),
);
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc
      .array(tie("json"), { maxLength: 4 })
      .chain((items) => blank.map((gap) => `[${items.map((item) => gap + item).join(`${gap},`)}${gap}]`)),
    fc
      .array(fc.tuple(fc.string({ unit: "grapheme" }), tie("json")), { maxLength: 4 })
      .chain((members) =>
        blank.map((gap) => `{${members.map(([key, value]) => `${gap}${JSON.stringify(key)}${gap}:${gap}${value}`).join(",")}${gap}}`),
      ),
  ),
}));
const known = new Set([
  "name",
  "description",
  "personality",
  "extensions",
  "nickname",
  "assets",
  "data",
  "spec",
  "spec_version",
  "__proto__",
]);
const unknown = fc.uniqueArray(
  fc.tuple(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((key) => !known.has(key)),
    json,
  ),
  {
    selector: ([key]) => key,
    maxLength: 5,
  },
);
const members = (list: readonly (readonly [string, string])[], gap: string) =>
  list.map(([key, value]) => `${gap}${JSON.stringify(key)}${gap}:${gap}${value}`).join(",");
const card = fc
  .record({ root: unknown, data: unknown, extensions: unknown, gap: blank, spec: fc.constantFrom("2", "3") })
  .map(
    ({ root, data, extensions, gap, spec }) =>
      `{${members(
        [
          ["spec", `"chara_card_v${spec}"`],
          ["spec_version", `"${spec}.0"`],
          ...root,
          [
            "data",
            `{${members([["name", '"Ilse"'], ["description", '"Counts\\u0020steps."'], ...data, ["extensions", `{${members(extensions, gap)}${gap}}`]], gap)}${gap}}`,
          ],
        ],
        gap,
      )}${gap}}`,
  );

/** Every member outside of what the studio writes, as it stands in the text. */
function kept(text: string): string[] {
  const data = dataPlace(text, "v2");
  const extensions = memberAt(text, "extensions", data)?.valueFrom ?? 0;
  return [
    [0, new Set(["spec", "spec_version", "data"])] as const,
    [data, new Set(["name", "description", "personality", "extensions", "nickname"])] as const,
    [extensions, new Set(["ourvidz"])] as const,
  ].flatMap(([at, own]) =>
    membersOf(text, at)
      .filter(({ key }) => !own.has(key))
      .map(({ from, valueTo }) => text.slice(from, valueTo)),
  );
}

test("a card that goes in and out unchanged is the same text, byte for byte", () => {
  fc.assert(
    fc.property(card, (text) => {
      const read = readCard(text);
      const spec = read.spec === "v3" ? "v3" : "v2";
      expect(writeCard({ profile: read.profile, looks: [] }, spec, { text })).toBe(text);
    }),
  );
});

test("whatever is changed and whichever form is written, every unknown member stays byte for byte, in its order", () => {
  fc.assert(
    fc.property(card, fc.string({ unit: "grapheme" }), fc.constantFrom("v2" as const, "v3" as const), (text, persona, to) => {
      const read = readCard(text);
      const profile = { ...read.profile, name: "Another", persona, roleLine: "keeper", traits: ["patient"] };
      const written = writeCard({ profile, looks: [] }, to, { text });
      const before = kept(text);
      expect(kept(written).filter((member) => before.includes(member))).toEqual(before);
      const again = readCard(written);
      expect(again.profile).toEqual({ ...profile, age: { ...profile.age, adult: false } });
      expect(again.spec).toBe(to);
      expect(unknownMembers(written)).toEqual(unknownMembers(text));
    }),
  );
});

test("a flat card becomes one of any form with all that stood in it", () => {
  const text =
    '{ "name":"Oda", "description":"Bakes.", "personality":"warm, early", "scenario":"", "first_mes":"Good morning.", "odd": [1.0, 2e3] }';
  const read = readCard(text);
  expect(read).toMatchObject({ spec: "v1", profile: { name: "Oda", persona: "Bakes.", traits: ["warm", "early"] } });
  for (const to of ["v2", "v3"] as const) {
    const written = writeCard({ profile: read.profile, looks: [] }, to, { text });
    expect(written).toContain('"odd": [1.0, 2e3]');
    expect(JSON.parse(written)).toMatchObject({
      spec: `chara_card_${to}`,
      data: { name: "Oda", first_mes: "Good morning.", alternate_greetings: [] },
    });
  }
});

test("a new character is a whole card of each form, read back as it was", () => {
  const profile = {
    ...emptyProfile("Maren"),
    aliases: ["Mar"],
    persona: "Harbour master.",
    palette: ["#30181b"],
    age: { years: 44, statement: "44", adult: true },
  };
  const looks = [{ name: "Cape", look: { colour: "#30181b" }, costume: "storm cape", hair: "", props: ["key"] }];
  for (const to of ["v2", "v3"] as const) {
    const read = readCard(writeCard({ profile, looks }, to, null));
    expect(read.profile).toEqual({ ...profile, age: { ...profile.age, adult: false } });
    expect(read.looks).toEqual(looks);
  }
});

test("members of doubles: the last counts, both stay, and it is said", () => {
  const text = '{"spec":"chara_card_v2","data":{"name":"One","name":"Two","x":1,"x":2}}';
  const read = readCard(text);
  expect(read.profile.name).toBe("Two");
  expect(read.notes.join(" ")).toContain("data.name twice");
  expect(doubles(text, dataPlace(text, "v2"))).toEqual(["name", "x"]);
  expect(writeCard({ profile: { ...read.profile, name: "Three" }, looks: [] }, "v2", { text })).toBe(text.replace('"Two"', '"Three"'));
});

test("whatever a file says, it is read or refused in words with a field, and never anything else", () => {
  const wild = fc.oneof(
    fc.string(),
    json,
    fc.json().map((data) => `{"spec":"chara_card_v3","data":${data}}`),
    fc.json().map((name) => `{"spec":"chara_card_v2","data":{"name":${name},"description":${name},"extensions":${name},"assets":${name}}}`),
    fc.constant(`${"[".repeat(200_000)}`),
    fc.constant(`{"spec":"chara_card_v2","data":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`),
  );
  fc.assert(
    fc.property(wild, (text) => {
      try {
        readCard(text);
        unknownMembers(text);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        expect(error.code).toBe("invalid_input");
        expect(error.fields?.[0]?.path).toBeTruthy();
      }
    }),
    { numRuns: 300 },
  );
});

test("members are replaced and added where they stand", () => {
  expect(withMember("{}", "a", "1")).toBe('{"a":1}');
  expect(withMember('{ "a" : 1 }', "a", "[2]")).toBe('{ "a" : [2] }');
  expect(JSON.parse(withMember('{\n  "a": 1\n}', "b", "2"))).toEqual({ a: 1, b: 2 });
  expect(withMember('{\n  "a": 1\n}', "b", "2")).toBe('{\n  "a": 1,\n  "b": 2\n}');
});

/** One grey pixel. */
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==", "base64");

test("a card goes into a picture and out of it, the newer form first, and a picture is not touched otherwise", () => {
  fc.assert(
    fc.property(card, (text) => {
      const made = pngWithCards(png, { ccv3: text, chara: "{}" });
      expect(cardInPng(made)).toBe(text);
      expect(pngWithCards(made, {})).toEqual(png);
      expect(cardInPng(pngWithCards(made, { chara: text }))).toBe(text);
    }),
    { numRuns: 50 },
  );
});

test("a damaged picture, and one without a card, are refused in words", () => {
  const made = pngWithCards(png, { chara: '{"name":"A","description":"b"}' });
  fc.assert(
    fc.property(fc.nat(made.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(made.length), (at, by, cut) => {
      const bytes = Buffer.from(made.subarray(0, Math.max(cut, 1)));
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ by;
      try {
        readCard(cardInPng(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(CodedError);
      }
    }),
    { numRuns: 300 },
  );
  expect(() => cardInPng(png)).toThrow(/no card in this picture/);
});
