// What story files are taken, in which encodings, and what is said of those that are not.
import { describe, expect, it } from "vitest";
import { checkStory } from "./index.ts";

const story = "Él dijo: «Ven», y salió. “Go,” she said — 👩‍🚀.\r\n";
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean): Uint8Array => {
  const bytes = little ? [0xff, 0xfe] : [0xfe, 0xff];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    bytes.push(...(little ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff]));
  }
  return Uint8Array.from(bytes);
};

describe("a story file", () => {
  it("is read as UTF-8 with or without a mark, and as UTF-16 with one", () => {
    expect(checkStory(utf8(story), "a.txt")).toEqual({ ok: true, text: story });
    expect(checkStory(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8(story)]), "a.txt")).toEqual({ ok: true, text: story });
    expect(checkStory(utf16(story, true), "a.txt")).toEqual({ ok: true, text: story });
    expect(checkStory(utf16(story, false), "a.txt")).toEqual({ ok: true, text: story });
  });

  it("is read as Windows-1252 when it is not UTF-8", () => {
    // «Él» “Go” € in Windows-1252
    expect(checkStory(Uint8Array.from([0xab, 0xc9, 0x6c, 0xbb, 0x20, 0x93, 0x47, 0x6f, 0x94, 0x20, 0x80]), "a.txt")).toEqual({
      ok: true,
      text: "«Él» “Go” €",
    });
  });

  it("may be as long as a novel and not 5 MB", () => {
    expect(checkStory(utf8("word ".repeat(40_000)), "novel.txt").ok).toBe(true);
    expect(checkStory(new Uint8Array(5 * 1024 * 1024).fill(0x61), "big.txt")).toMatchObject({
      code: "story_too_large",
      message: expect.stringMatching(/story "big\.txt" is 5\.0 MB.*2 MB.*Split/u),
    });
  });

  it("is refused when nothing is in it", () => {
    for (const bytes of [utf8(""), utf8(" \r\n\t\n"), Uint8Array.from([0xef, 0xbb, 0xbf])]) {
      expect(checkStory(bytes, "a.txt")).toMatchObject({ code: "story_empty", message: expect.stringContaining("story") });
    }
  });

  it("is refused by name when it is a picture, a document or an archive", () => {
    const kinds: [number[], RegExp][] = [
      [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], /PNG picture/u],
      [[0x25, 0x50, 0x44, 0x46, 0x2d, 0x31], /PDF document/u],
      [[0x50, 0x4b, 0x03, 0x04, 0x14], /ZIP archive or an Office document/u],
      [[0xff, 0xd8, 0xff, 0xe0], /JPEG picture/u],
    ];
    for (const [bytes, name] of kinds) {
      expect(checkStory(Uint8Array.from(bytes), "a.txt")).toMatchObject({ code: "story_not_text", message: expect.stringMatching(name) });
    }
  });

  it("is refused when it has bytes that no text has", () => {
    for (const bytes of [
      [0x41, 0x00, 0x42],
      [0x41, 0x01, 0x42],
      [0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00],
      [0xff, 0xfe, 0x41],
    ]) {
      expect(checkStory(Uint8Array.from(bytes), "a.txt")).toMatchObject({
        code: "story_not_text",
        message: expect.stringMatching(/\.txt, \.md or \.fountain/u),
      });
    }
  });
});
