// What holds for every breakdown, whatever the text: it never throws, says where everything stands,
// loses no word, and gives the same answer twice.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Breakdown } from "../domain/breakdown.ts";
import { shotAngles, shotMoves, shotSizes } from "../domain/shot.ts";
import { breakDown, detectFormat } from "./index.ts";

const samples = fileURLToPath(new URL("../samples/", import.meta.url));
const fixtures = fileURLToPath(new URL("../../tests/fixtures/stories/", import.meta.url));
const stories = [samples, fixtures].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => /\.(?:txt|md|fountain)$/u.test(file))
    .map((file) => ({ file, text: readFileSync(folder + file, "utf8") })),
);

/** Pieces that stories are made of, and pieces that break readers. */
const scraps = fc.constantFrom(
  "\n",
  "\r\n",
  "\n\n",
  "\t",
  "  ",
  "***",
  "# One",
  "Chapter 3",
  "1.",
  "INT. KITCHEN - NIGHT",
  "EXT. BEACH - CONTINUOUS",
  "FADE OUT.",
  "> CUT TO:",
  "ANNA",
  "BEN (O.S.)",
  "(quietly)",
  "Anna",
  "Ben",
  "she said",
  "said Ben",
  "—Ven aquí —dijo Ana—.",
  "« Viens », dit Luc.",
  "„Komm“, sagte Anna.",
  "“Go,” ",
  '"',
  "'",
  "”",
  "»",
  "—",
  "[[",
  "]]",
  "/*",
  "*/",
  "Title: X",
  "In the kitchen",
  "That night",
  "The next day",
  "walked into the cave",
  "He looks up.",
  "a red coat",
  "nine",
  "「行こう」と彼は言った。",
  "👩‍🚀",
  "\ud800",
  "\u2028",
  "é",
  "constructor",
  "__proto__",
);
const anyText = fc.oneof(
  fc.array(scraps, { maxLength: 60 }).map((parts) => parts.join(" ")),
  fc.array(scraps, { maxLength: 60 }).map((parts) => parts.join("\n")),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
);

function checkSpans(text: string, { scenes, cast, notUnderstood }: Breakdown): void {
  const names = new Set(cast.map((person) => person.name));
  let sceneEnd = 0;
  for (const scene of scenes) {
    expect(scene.source.start).toBeGreaterThanOrEqual(sceneEnd);
    expect(scene.source.end).toBeGreaterThan(scene.source.start);
    expect(scene.source.end).toBeLessThanOrEqual(text.length);
    expect(scene.place).not.toBe("");
    expect(scene.shots.length).toBeGreaterThan(0);
    let shotEnd = scene.source.start;
    for (const shot of scene.shots) {
      expect(shot.source.start).toBeGreaterThanOrEqual(shotEnd);
      expect(shot.source.end).toBeGreaterThan(shot.source.start);
      shotEnd = shot.source.end;
      expect(Number.isInteger(shot.frames)).toBe(true);
      expect(shot.frames).toBeGreaterThanOrEqual(24);
      expect(shot.frames).toBeLessThanOrEqual(160);
      expect(shotSizes).toContain(shot.size);
      expect(shotAngles).toContain(shot.angle);
      expect(shotMoves).toContain(shot.move);
      for (const member of shot.cast) {
        expect(names).toContain(member.name);
        expect(scene.cast).toContain(member.name);
      }
      for (const line of shot.dialogue) {
        expect(scene.cast).toContain(line.speaker);
        expect(line.text.trim()).not.toBe("");
      }
    }
    expect(shotEnd).toBeLessThanOrEqual(scene.source.end);
    sceneEnd = scene.source.end;
  }
  for (const part of notUnderstood) {
    expect(part.source.end).toBeGreaterThan(part.source.start);
    expect(text.slice(part.source.start, part.source.end).trim()).not.toBe("");
    expect(part.reason).toMatch(/^[A-Z].*\.$/u);
  }
}

describe("every breakdown", () => {
  it("keeps spans in bounds and order, people in the cast and frames on the grid, for any text", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("prose" as const, "fountain" as const), (text, format) => {
        checkSpans(text, breakDown(text, { format }));
      }),
      { numRuns: 1500 },
    );
  });

  it("gives the same answer twice", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(breakDown(text)).toEqual(breakDown(text));
      }),
      { numRuns: 300 },
    );
  });

  it("says the same of a story with CRLF line ends", () => {
    for (const { file, text } of stories) {
      const strip = ({ scenes, ...rest }: Breakdown) => ({
        ...rest,
        notUnderstood: rest.notUnderstood.map((part) => part.reason),
        scenes: scenes.map(({ source: _scene, shots, ...scene }) => ({ ...scene, shots: shots.map(({ source: _shot, ...shot }) => shot) })),
      });
      expect(strip(breakDown(text.replaceAll("\n", "\r\n"), { fileName: file })), file).toEqual(strip(breakDown(text, { fileName: file })));
    }
  });

  it("shows every word of a story in a shot, or says why not", () => {
    for (const { file, text } of stories) {
      const { scenes, notUnderstood } = breakDown(text, { fileName: file });
      const shown = [...text].map(() => false);
      const mark = (start: number, end: number): void => void shown.fill(true, start, end);
      for (const scene of scenes) {
        // From a scene's start to its first shot there is its heading.
        mark(scene.source.start, scene.shots[0]?.source.start ?? scene.source.start);
        for (const shot of scene.shots) mark(shot.source.start, shot.source.end);
      }
      for (const part of notUnderstood) mark(part.source.start, part.source.end);
      const body = scenes[0]?.source.start ?? 0;
      const lost = [...text.matchAll(/[^\s*#]/gu)]
        .filter((match) => match.index >= body && !shown[match.index])
        .map((match) => text.slice(match.index, match.index + 20));
      expect(lost, file).toEqual([]);
    }
  });

  it("follows the words: a scene's text holds its lines and its actions", () => {
    for (const { file, text } of stories) {
      checkSpans(text, breakDown(text, { fileName: file }));
      for (const shot of breakDown(text, { fileName: file }).scenes.flatMap((scene) => scene.shots)) {
        const source = text.slice(shot.source.start, shot.source.end).replaceAll(/\s+/gu, " ");
        for (const line of shot.dialogue) expect(source, file).toContain(line.text.split(/[\s.,!?…]/u, 1)[0]);
      }
    }
  });

  it("differs from its neighbour in size or angle", () => {
    for (const { file, text } of stories) {
      for (const scene of breakDown(text, { fileName: file }).scenes) {
        for (const [index, shot] of scene.shots.entries()) {
          const next = scene.shots[index + 1];
          if (next) expect(`${shot.size} ${shot.angle}`, `${file}: ${shot.action}`).not.toBe(`${next.size} ${next.angle}`);
        }
      }
    }
  });

  it("keeps everyone on their side of the line through a scene", () => {
    for (const { text, file } of stories) {
      for (const scene of breakDown(text, { fileName: file }).scenes) {
        const sides = new Map<string, string | undefined>();
        for (const member of scene.shots.flatMap((shot) => shot.cast)) {
          expect(member.facing).toBe(sides.get(member.name) ?? member.facing);
          sides.set(member.name, member.facing);
        }
      }
    }
  });

  it("comes nearer to a wished length", () => {
    const { text } = stories.find(({ file }) => file === "paper-boats.txt") ?? { text: "" };
    const length = (minutes?: number) =>
      breakDown(text, minutes === undefined ? {} : { minutes })
        .scenes.flatMap((scene) => scene.shots)
        .reduce((sum, shot) => sum + shot.frames, 0) /
      16 /
      60;
    expect(length(1)).toBeLessThan(length());
    expect(length(4)).toBeGreaterThan(length());
    expect(Math.abs(length(1.5) - 1.5)).toBeLessThan(0.3);
  });

  it("reads one long paragraph and one long line of marks without getting slow in the square", () => {
    for (const text of [
      "'tis ".repeat(20_000),
      '"'.repeat(50_000),
      "— a ".repeat(20_000),
      "(".repeat(20_000),
      "*".repeat(50_000),
      "Anna, ".repeat(10_000),
      ">a<".repeat(5_000),
    ]) {
      expect(() => breakDown(text)).not.toThrow();
      expect(() => breakDown(text, { format: "fountain" })).not.toThrow();
    }
  });
});

describe("the format", () => {
  it("is told by the file's name, by scene headings or by a title page with one", () => {
    expect(detectFormat("Anything", "film.fountain")).toBe("fountain");
    expect(detectFormat("INT. HOUSE - DAY\n\nA chair.\n\nEXT. GARDEN - DAY\n\nA tree.")).toBe("fountain");
    expect(detectFormat("Title: X\n\nINT. HOUSE - DAY\n\nA chair.")).toBe("fountain");
    expect(detectFormat("She went in. The INT. sign was broken.", "story.txt")).toBe("prose");
  });
});
