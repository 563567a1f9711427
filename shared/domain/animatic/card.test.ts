// The card: whatever is said becomes at most three lines inside the frame, and the mark is always there.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw, stillSvg } from "./index.ts";
import { cleanText, escapeXml, textWidth, wrapText } from "./text.ts";
import { anyShot, anyText, wellFormed } from "./testing.test.ts";
import type { DialogueLine, ShotSnapshot } from "../shot.ts";

const shot: ShotSnapshot = {
  sceneNumber: 3,
  shotNumber: 2,
  size: "medium-close",
  angle: "dutch",
  move: "push-in",
  setting: "interior",
  place: "kitchen",
  time: "night",
  weather: "clear",
  mood: "tense",
  cast: [{ name: "Tomas", look: {} }],
  props: [],
  action: "",
  dialogue: [],
  sceneSeed: 1,
  seed: 1,
};

const cardOf = (dialogue: DialogueLine[], language?: string): string =>
  draw({ ...shot, dialogue }, language ? { language } : {}).planes.at(-1)?.svg ?? "";
const subtitles = (card: string): string[] => [...card.matchAll(/<text x="640"[^>]*>([^<]*)</g)].map((match) => match[1] ?? "");

describe("the card", () => {
  it("carries the DRAFT mark and the slate in every shot", () => {
    fc.assert(
      fc.property(anyShot, (any) => {
        const card = draw(any).planes.at(-1)?.svg ?? "";
        expect(card).toContain(">DRAFT<");
        expect(card).toMatch(new RegExp(`>${any.sceneNumber}[A-Z]+`));
      }),
      { numRuns: 100 },
    );
    const card = cardOf([]);
    expect(card).toContain("3B");
    for (const word of ["MCU", "DUTCH", "PUSH", "IN"]) expect(card).toContain(word);
  });

  it("has no subtitle when nobody speaks", () => {
    expect(subtitles(cardOf([]))).toEqual([]);
    expect(subtitles(cardOf([{ speaker: "Tomas", text: " \u0000 " }]))).toEqual([]);
  });

  it("shows one line of dialogue as it is, and several under their speakers", () => {
    expect(subtitles(cardOf([{ speaker: "Tomas", text: "Show me." }]))).toEqual(["Show me."]);
    const both: DialogueLine[] = [
      { speaker: "Nina", text: "You're the light man." },
      { speaker: "Tomas", text: "And you?" },
    ];
    expect(subtitles(cardOf(both))).toEqual(["Nina: You&apos;re the light man.", "Tomas: And you?"]);
  });

  it("sets what is heard but not seen in italics", () => {
    expect(cardOf([{ speaker: "Nina", text: "Here.", offScreen: true }])).toMatch(/font-style="italic">Here\./);
    expect(cardOf([{ speaker: "Nina", text: "Here." }])).not.toContain("italic");
  });

  it("names the language of the dialogue for whoever shapes its text", () => {
    expect(cardOf([{ speaker: "Nina", text: "Ciao" }], "it")).toContain('xml:lang="it"');
    expect(wellFormed(`<g>${cardOf([{ speaker: "Nina", text: "Ciao" }], '"><x')}</g>`)).toBe("");
  });

  it("never holds more than three lines, none wider than the frame", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ speaker: anyText, text: anyText, offScreen: fc.boolean() }), { maxLength: 6 }), (dialogue) => {
        const art = draw({ ...shot, dialogue });
        const lines = subtitles(art.planes.at(-1)?.svg ?? "");
        expect(lines.length).toBeLessThanOrEqual(3);
        for (const line of lines) expect(textWidth(line.replaceAll(/&\w+;/g, "x")) * 28).toBeLessThan(1200);
        expect(wellFormed(stillSvg(art))).toBe("");
      }),
      { numRuns: 150 },
    );
  });
});

describe("text", () => {
  it("is valid XML whatever it was", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(wellFormed(`<t a="${escapeXml(cleanText(text))}">${escapeXml(cleanText(text))}</t>`)).toBe("");
      }),
    );
  });

  it("keeps every word when it fits, and says that more follows when it does not", () => {
    expect(wrapText("one two three four", 6, 9).join(" ")).toBe("one two three four");
    expect(wrapText("word ".repeat(200).trim(), 20, 3)).toHaveLength(3);
    expect(wrapText("word ".repeat(200).trim(), 20, 3).at(-1)).toMatch(/…$/);
    expect(wrapText("short", 20, 3)).toEqual(["short"]);
  });
});
