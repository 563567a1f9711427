// Names from elsewhere: whatever they hold, what comes out is one name that every system can write and a person can read.
import fc from "fast-check";
import { expect, test } from "vitest";
import { nameParts, safeName } from "./names.ts";

test("path tricks, hidden characters, reserved names and odd scripts", () => {
  const cases: [string, string][] = [
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\me\\a.png", "a.png"],
    ["a\u0000b\u0007.png", "ab.png"],
    ["photo\u202Egnp.exe", "photognp.exe"],
    ["\u200bzero\u2066width\u2069.png", "zerowidth.png"],
    ["CON", "_CON"],
    ["com1.txt", "_com1.txt"],
    ["COM\u00b9.txt", "_COM\u00b9.txt"],
    ["lpt9.", "_lpt9"],
    ["  spaces . . ", "spaces"],
    ["...", "file"],
    ["", "file"],
    ["e\u0301te\u0301.png", "\u00e9t\u00e9.png"],
    ['a<b>:"|?*.png', "a_b______.png"],
    ["\ud800lone.png", "\ufffdlone.png"],
    ["tags\u{e0041}\u{e007f}.png", "tags.png"],
    ["family \u{1f468}\u200d\u{1f469}\u200d\u{1f467}.png", "family \u{1f468}\u200d\u{1f469}\u200d\u{1f467}.png"],
  ];
  for (const [given, wanted] of cases) expect([given, safeName(given)]).toEqual([given, wanted]);
  expect(safeName(Buffer.from([0x61, 0xff, 0x2e, 0x70, 0x6e, 0x67]))).toBe("a\ufffd.png");
  const long = safeName(`${"\u{1f3ac}".repeat(300)}.png`);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255);
  expect(long.endsWith("\u{1f3ac}.png")).toBe(true);
});

test("of any text or bytes comes a name that can be written, and it stays what it is", () => {
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme", maxLength: 400 }), fc.uint8Array({ maxLength: 300 }));
  fc.assert(
    fc.property(texts, (raw) => {
      const name = safeName(raw);
      expect(name.length).toBeGreaterThan(0);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      // eslint-disable-next-line no-control-regex -- none of them may be left
      expect(name).not.toMatch(/[\\/\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069<>:"|?*]|^\.|[ .]$/);
      expect(name.isWellFormed()).toBe(true);
      expect(safeName(name)).toBe(name);
    }),
    { numRuns: 1000 },
  );
});

test("the ending says the type, once", () => {
  expect(nameParts("a.PNG", "image/png")).toEqual({ stem: "a", ending: ".png" });
  expect(nameParts("a.jpeg", "image/jpeg")).toEqual({ stem: "a", ending: ".jpg" });
  expect(nameParts("film.exe", "video/mp4")).toEqual({ stem: "film.exe", ending: ".mp4" });
  expect(nameParts("notes.bin", "application/octet-stream")).toEqual({ stem: "notes", ending: ".bin" });
});
