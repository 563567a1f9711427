// Turns the bytes of a story file into text, or says in a sentence why it is none and what to do.
// shared has no DOM or Node types, so the three decodings that stories come in are written out.

/** Largest story file. 30,000 words are about 200 KB. */
const largestStoryBytes = 2 * 1024 * 1024;

export type StoryCheck =
  { ok: true; text: string } | { ok: false; code: "story_empty" | "story_too_large" | "story_not_text"; message: string };

const kinds: [name: string, first: number[]][] = [
  ["a PNG picture", [0x89, 0x50, 0x4e, 0x47]],
  ["a JPEG picture", [0xff, 0xd8, 0xff]],
  ["a GIF picture", [0x47, 0x49, 0x46, 0x38]],
  ["a PDF document", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["a ZIP archive or an Office document (.docx, .odt)", [0x50, 0x4b, 0x03, 0x04]],
  ["an old Word document (.doc)", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a compressed file", [0x1f, 0x8b]],
  ["an RTF document", [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ["a sound or video file", [0x52, 0x49, 0x46, 0x46]],
  ["a sound file", [0x49, 0x44, 0x33]],
  ["a program", [0x7f, 0x45, 0x4c, 0x46]],
  ["a database", [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
];

/** Windows-1252 for 0x80 to 0x9f; 0 where it has no letter. */
const windows = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019,
  0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

/**
 * The text of a story file: UTF-8 with or without a mark, UTF-16 with a mark, else Windows-1252.
 * `fileName` is named in the message when the bytes are no story.
 */
export function checkStory(bytes: Uint8Array, fileName: string): StoryCheck {
  if (bytes.length > largestStoryBytes) {
    const size = (bytes.length / 1024 / 1024).toFixed(1);
    return {
      ok: false,
      code: "story_too_large",
      message: `The story "${fileName}" is ${size} MB; a story may have up to 2 MB. Split it into parts and make a project of each.`,
    };
  }
  const kind = kinds.find(([, first]) => first.every((byte, index) => bytes[index] === byte))?.[0];
  if (kind) return notText(fileName, `is ${kind}`);
  const text = decode(bytes);
  if (text === null) return notText(fileName, "has bytes that no text has");
  if (!/\S/u.test(text.replaceAll("\u200b", ""))) {
    return { ok: false, code: "story_empty", message: `The story "${fileName}" is empty. Write or paste a story, or choose another file.` };
  }
  return { ok: true, text };
}

function notText(fileName: string, what: string): StoryCheck {
  return {
    ok: false,
    code: "story_not_text",
    message: `The story "${fileName}" ${what}, not plain text. Save the story as .txt, .md or .fountain and choose that file.`,
  };
}

function decode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, 2, true);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, 2, false);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (hasControls(bytes, start)) return null;
  return utf8(bytes, start) ?? windows1252(bytes, start);
}

/** NUL anywhere, or control characters other than tab, line ends, page break and escape. */
function hasControls(bytes: Uint8Array, start: number): boolean {
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0b && byte !== 0x0c && byte !== 0x0d && byte !== 0x1a) return true;
    if (byte === 0x7f) return true;
  }
  return false;
}

class Text {
  private parts: string[] = [];
  private units: number[] = [];

  add(code: number): void {
    if (code > 0xffff) {
      this.units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    } else {
      this.units.push(code);
    }
    if (this.units.length > 8000) this.flush();
  }

  finish(): string {
    this.flush();
    return this.parts.join("");
  }

  private flush(): void {
    this.parts.push(String.fromCharCode(...this.units));
    this.units = [];
  }
}

/** Null when the bytes are not UTF-8. */
function utf8(bytes: Uint8Array, start: number): string | null {
  const text = new Text();
  let index = start;
  while (index < bytes.length) {
    const byte = bytes[index] ?? 0;
    const more = byte < 0x80 ? 0 : byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : -1;
    if (more < 0 || index + more >= bytes.length) return null;
    let code = more === 0 ? byte : byte & (0x3f >> more);
    for (let next = 1; next <= more; next += 1) {
      const follow = bytes[index + next] ?? 0;
      if ((follow & 0xc0) !== 0x80) return null;
      code = (code << 6) | (follow & 0x3f);
    }
    if ((more === 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) || (more === 3 && (code < 0x10000 || code > 0x10ffff)))
      return null;
    text.add(code);
    index += more + 1;
  }
  return text.finish();
}

function utf16(bytes: Uint8Array, start: number, little: boolean): string | null {
  if ((bytes.length - start) % 2 !== 0) return null;
  const text = new Text();
  for (let index = start; index < bytes.length; index += 2) {
    const first = bytes[index] ?? 0;
    const second = bytes[index + 1] ?? 0;
    const code = little ? first | (second << 8) : (first << 8) | second;
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0c && code !== 0x0d) return null;
    text.add(code);
  }
  const whole = text.finish();
  return whole.isWellFormed() ? whole : null;
}

function windows1252(bytes: Uint8Array, start: number): string | null {
  const text = new Text();
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    const code = byte >= 0x80 && byte < 0xa0 ? (windows[byte - 0x80] ?? 0) : byte;
    if (code === 0) return null;
    text.add(code);
  }
  return text.finish();
}
