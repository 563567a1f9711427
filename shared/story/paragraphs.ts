// Cuts prose into paragraphs, headings and breaks by its lines: blank lines, markdown, chapters,
// numbered parts, rows of stars, and a first line that is the title.
import type { SourceSpan } from "../domain/breakdown.ts";
import type { Lexicon } from "./lexicon.ts";
import { trimSpan } from "./text.ts";

export interface Block extends SourceSpan {
  kind: "title" | "heading" | "break" | "paragraph" | "slug";
  /** Words of a title or heading without marks. */
  text: string;
}

interface Line extends SourceSpan {
  blank: boolean;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\r|\n|\u2028|\u2029|$/gu)) {
    if (match.index < start) continue;
    lines.push({ start, end: match.index, blank: !/\S/u.test(text.slice(start, match.index)) });
    start = match.index + match[0].length;
    if (match[0] === "") break;
  }
  return lines;
}

const speechStart = /^[ \t\u00a0]*(?:["“”„«»‚‘'「『‹›]|[—–―]|-{1,2}[ \t]*[\p{L}¿¡])/u;
const terminal = /[.!?…:;,。！？]["”“’'»«‹›」』)\]*_]*[ \t]*$/u;
const stars = /^[ \t]*(?:(?:[*•⁂#~=_◆◇❖·✦-][ \t]*){3,}|⁂|#|\*|~|◆|❖)[ \t]*$/u;
const slug = /^[ \t]*\.?(?:INT|EXT|EST|I\/E|INT\.?\/EXT|EXT\.?\/INT)[. ]/u;
const roman = /^[ \t]*(?=[IVXLC]+[.)]?[ \t]*$)[IVXLC]{1,7}[.)]?[ \t]*$/u;

/** The blocks of a prose story. Nothing but white space lies outside them. */
export function blocksOf(text: string, lexicon: Lexicon): Block[] {
  const lines = linesOf(text);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at]?.blank) {
      at += 1;
      continue;
    }
    let end = at;
    while (end < lines.length && !lines[end]?.blank) end += 1;
    addGroup(text, lines.slice(at, end), blocks, lexicon, end < lines.length);
    at = end;
  }
  titleFirst(text, blocks);
  return blocks;
}

function addGroup(text: string, lines: Line[], blocks: Block[], lexicon: Lexicon, blankAfter: boolean): void {
  const wrapped = isWrapped(text, lines);
  let paragraph: Line[] = [];
  const flush = (): void => {
    const first = paragraph[0];
    const last = paragraph.at(-1);
    if (first && last) push(blocks, text, "paragraph", { start: first.start, end: last.end });
    paragraph = [];
  };
  for (const [index, line] of lines.entries()) {
    const words = text.slice(line.start, line.end);
    const next = lines[index + 1];
    const kind = headingKind(words, lexicon, lines.length === 1 && (blankAfter || blocks.length === 0));
    if (kind) {
      flush();
      push(blocks, text, kind, line);
      continue;
    }
    if (
      next &&
      /^[ \t]*(?:={3,}|-{3,})[ \t]*$/u.test(text.slice(next.start, next.end)) &&
      words.trim().length < 80 &&
      !terminal.test(words)
    ) {
      flush();
      push(blocks, text, "heading", line);
      continue;
    }
    const before = paragraph.at(-1);
    if (before) {
      const ended = terminal.test(text.slice(before.start, before.end));
      if (wrapped ? ended && speechStart.test(words) : true) flush();
    }
    paragraph.push(line);
  }
  flush();
}

/** Lines broken at a fixed width, as in plain-text books, belong together. */
function isWrapped(text: string, lines: Line[]): boolean {
  if (lines.length < 2) return false;
  let open = 0;
  for (const line of lines.slice(0, -1)) {
    const words = text.slice(line.start, line.end).trimEnd();
    if (words.length > 100) return false;
    if (!/[.!?…:。！？]["”“’'»«‹›」』)\]*_]*$/u.test(words)) open += 1;
  }
  return open >= (lines.length - 1) * 0.4;
}

function headingKind(words: string, lexicon: Lexicon, alone: boolean): Block["kind"] | null {
  const bare = words.trim();
  if (stars.test(bare)) return "break";
  if (/^#{1,6}[ \t]*\S/u.test(bare)) return "heading";
  if (slug.test(bare) && bare.length < 120) return "slug";
  if (roman.test(bare) || /^\d{1,3}[.)]?$/u.test(bare)) return "heading";
  if (bare.length > 90) return null;
  const first = /^[\p{L}]+/u.exec(bare)?.[0].toLowerCase() ?? "";
  const rest = bare.slice(first.length);
  const chapters = lexicon.words.chapters.split(/\s+/u);
  const standalone = lexicon.words.standalone.split(/\s+/u);
  if (chapters.includes(first) && /^[ \t]+(?:\d+|[IVXLC]+|\p{L}+)(?:[ \t]*$|[ \t]*[.:—–-].*$)/u.test(rest) && alone) return "heading";
  if (standalone.includes(first) && /^(?:[ \t]*$|[ \t]*[.:—–-].*)/u.test(rest)) return "heading";
  if (alone && /^(?:\d{1,3}|[IVXLC]{1,6})[.)][ \t]+\p{Lu}/u.test(bare) && !/[.!?…,;]$/u.test(bare)) return "heading";
  if (!alone || speechStart.test(bare) || terminal.test(bare)) return null;
  // A short line alone, with no full stop: a heading in the middle of a story.
  const count = bare.split(/\s+/u).length;
  const strong = /^[*_].*[*_]$/u.test(bare) || (bare === bare.toUpperCase() && bare !== bare.toLowerCase());
  return bare.length <= 60 && count <= 9 && (strong || (/^[\p{Lu}\p{N}¿¡]/u.test(bare) && /[\p{L}\p{N}?!]$/u.test(bare)))
    ? "heading"
    : null;
}

function push(blocks: Block[], text: string, kind: Block["kind"], span: SourceSpan): void {
  const trimmed = trimSpan(text, span);
  if (!trimmed) return;
  const words = text.slice(trimmed.start, trimmed.end);
  blocks.push({ ...trimmed, kind, text: kind === "paragraph" ? "" : headingWords(words) });
}

function headingWords(words: string): string {
  return words
    .replace(/^#+[ \t]*/u, "")
    .replace(/[ \t]*#+$/u, "")
    .replace(/^[*_]+|[*_]+$/gu, "")
    .trim();
}

/** The first heading is the title when nothing has been told before it; a line "by X" follows it. */
function titleFirst(text: string, blocks: Block[]): void {
  const first = blocks[0];
  if (!first) return;
  // One line alone is the story, not its title.
  if (blocks.length === 1 && first.kind === "heading" && !/^[#*_]/u.test(text.slice(first.start, first.end))) {
    blocks[0] = { ...first, kind: "paragraph", text: "" };
    return;
  }
  if (first.kind === "paragraph" && blocks.length > 1) {
    const words = text.slice(first.start, first.end);
    if (
      words.length <= 80 &&
      !/\n/u.test(words) &&
      !/[.,;:。]["”’»]*$/u.test(words) &&
      !speechStart.test(words) &&
      /^[\p{Lu}\p{N}¿¡]|^[^\p{Ll}]/u.test(words)
    ) {
      blocks[0] = { ...first, kind: "title", text: headingWords(words) };
    }
  } else if (first.kind === "heading") {
    const second = blocks[1];
    const numbered = /^(?:\d{1,3}|[IVXLC]{1,7})(?:[.)]\s.*|[.)]?)$/u.test(first.text);
    const chapter = /^(?:chapter|chapitre|kapitel|capítulo|capitolo|teil|part|parte|partie)\b/iu.test(first.text);
    if (!numbered && (!chapter || second?.kind === "heading")) blocks[0] = { ...first, kind: "title" };
  }
  const title = blocks[0];
  const author = blocks[1];
  if (title?.kind === "title" && author && author.kind !== "break") {
    const words = text.slice(author.start, author.end);
    if (words.length < 60 && /^(?:by|von|de|par|di|por)\s+\p{Lu}/iu.test(words) && !terminal.test(words))
      blocks[1] = { ...author, kind: "title", text: words };
  }
}
