import fc from "fast-check";
import { expect, test } from "vitest";
import { cuesOf, type SpokenShot, vttOf, wrapLines } from "./captions.ts";

const words = fc.array(fc.stringMatching(/^[a-zäßé']{1,60}$/), { minLength: 1, maxLength: 40 }).map((list) => list.join(" "));
const shots: fc.Arbitrary<SpokenShot[]> = fc
  .array(
    fc.record({
      frames: fc.integer({ min: 8, max: 200 }),
      dialogue: fc.array(fc.record({ speaker: fc.constantFrom("Anna", "Tom & Co", "<Ghost>"), text: words }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) => {
    let at = 0;
    return list.map(({ frames, dialogue }) => {
      const start = at;
      at += frames;
      return { start, end: at, dialogue };
    });
  });

test("no line is longer than 42 characters and no word is lost", () => {
  fc.assert(
    fc.property(words, (text) => {
      const lines = wrapLines(text);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(42);
      expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    }),
  );
});

test("cues have at most two lines, follow each other, and end with the film", () => {
  fc.assert(
    fc.property(shots, (list) => {
      const frames = list.at(-1)?.end ?? 0;
      const cues = cuesOf(list, frames);
      for (const [index, cue] of cues.entries()) {
        expect(cue.lines.length).toBeGreaterThan(0);
        expect(cue.lines.length).toBeLessThanOrEqual(2);
        expect(cue.end).toBeGreaterThan(cue.start);
        expect(cue.start).toBeGreaterThanOrEqual(cues[index - 1]?.end ?? 0);
      }
      // A film with more cues than frames has no room for all of them.
      if (cues.length <= frames) expect(cues.at(-1)?.end ?? 0).toBeLessThanOrEqual(frames);
      const said = list.flatMap((shot) => shot.dialogue.map((line) => line.text)).join("");
      expect(
        cues
          .flatMap((cue) => cue.lines)
          .join("")
          .replaceAll(" ", ""),
      ).toBe(said.replaceAll(" ", ""));
    }),
  );
});

test("where the film leaves room nobody has to read faster than 17 characters a second", () => {
  fc.assert(
    fc.property(shots, (list) => {
      const frames = (list.at(-1)?.end ?? 0) + 10_000;
      for (const cue of cuesOf(list, frames)) {
        const seconds = (cue.end - cue.start) / 16;
        expect(cue.lines.join(" ").length / seconds).toBeLessThanOrEqual(17);
        expect(seconds).toBeGreaterThanOrEqual(1);
      }
    }),
  );
});

test("words start on their own shot where the one before has finished", () => {
  const spoken = { speaker: "Anna", text: "Is anybody there?" };
  const cues = cuesOf(
    [
      { start: 0, end: 100, dialogue: [] },
      { start: 100, end: 180, dialogue: [spoken] },
      { start: 180, end: 260, dialogue: [spoken] },
    ],
    260,
  );
  expect(cues.map((cue) => cue.start)).toEqual([104, 184]);
});

test("a comma that belongs to the sentence around the words is not captioned", () => {
  const cues = cuesOf([{ start: 0, end: 80, dialogue: [{ speaker: "Nina", text: "You're the light man," }] }], 80);
  expect(cues[0]?.lines).toEqual(["You're the light man."]);
});

test("a WebVTT file names its speakers and escapes what would be markup", () => {
  const text = vttOf([{ start: 16, end: 48, speaker: "<Ghost>", lines: ["Salt & smoke --> here", "<b>no</b>"] }]);
  expect(text).toBe(
    "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\n<v &lt;Ghost&gt;>Salt &amp; smoke --&gt; here\n&lt;b&gt;no&lt;/b&gt;</v>\n",
  );
});
