// Markdown around a story: the words without its marks, with the place of every letter in the text as
// it was pasted. Front matter, tables, code and pictures are no story; each is listed with the reason.
import type { Breakdown, SourceSpan } from "../domain/breakdown.ts";
import { clean } from "./text.ts";

interface Unmarked {
  text: string;
  /** What the front matter or the page's own heading calls the story; "" when neither does. */
  title: string;
  dropped: Breakdown["notUnderstood"];
  /** The span of the original that a span of `text` came from. */
  original(span: SourceSpan): SourceSpan;
}

interface Edit extends SourceSpan {
  insert: string;
}

interface Line extends SourceSpan {
  words: string;
}

const frontMatter = /^\ufeff?(?:---|\+\+\+)[ \t]*\r?\n([\s\S]{0,8000}?)\r?\n(?:---|\.\.\.|\+\+\+)[ \t]*(?=\r?\n|$)/u;
const rule = /^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$/u;
const item = /^([ \t]*)([-*+•]|\d{1,2}[.)])[ \t]+(?=\S)/u;

/** A prose story without its Markdown; a story that has none comes back as it is. */
export function unmark(text: string): Unmarked {
  const edits: Edit[] = [];
  const dropped: Breakdown["notUnderstood"] = [];
  const drop = (start: number, end: number, reason: string): void => {
    edits.push({ start, end, insert: "" });
    dropped.push({ source: { start, end }, reason });
  };
  let title = "";
  let from = 0;
  const front = frontMatter.exec(text);
  if (front && /^[\p{L}][\p{L}\p{N}_ -]*[:=]/mu.test(front[1] ?? "")) {
    title = clean(/^title[ \t]*[:=](.*)$/imu.exec(front[1] ?? "")?.[1] ?? "").replace(/^["'](.*)["']$/u, "$1");
    from = front[0].length;
    drop(0, from, "The page's front matter; its title names the film, the rest no shot shows.");
  }
  const lines = linesOf(text, from);
  const taken = new Set<number>();
  const dropLines = (first: number, last: number, reason: string): void => {
    const [head, tail] = [lines[first], lines[last]];
    if (!head || !tail) return;
    for (let index = first; index <= last; index += 1) taken.add(index);
    drop(head.start, tail.end, reason);
  };
  for (let index = 0; index < lines.length; index += 1) {
    const words = lines[index]?.words ?? "";
    const fence = /^[ \t]*(`{3,}|~{3,})/u.exec(words)?.[1];
    const close = fence === undefined ? -1 : lines.findIndex((line, at) => at > index && line.words.trim().startsWith(fence));
    if (close > index) {
      dropLines(index, close, "A block of code, which no shot shows.");
      index = close;
      continue;
    }
    if (words.includes("|") && /\|/u.test(lines[index + 1]?.words ?? "") && rule.test(lines[index + 1]?.words ?? "")) {
      let last = index + 1;
      while (lines[last + 1]?.words.includes("|")) last += 1;
      dropLines(index, last, "A table, which no shot shows.");
      index = last;
    }
  }
  for (const [index, line] of lines.entries())
    if (!taken.has(index) && /^[ \t]*\[[^\]\n]{1,60}\]:[ \t]/u.test(line.words))
      dropLines(index, index, "A footnote or a link's address, which no shot shows.");
  const kept = lines.filter((_, index) => !taken.has(index));
  if (!title) title = ownHeading(kept);
  lists(kept, edits);
  for (const line of kept) {
    const quote = /^[ \t]*(?:>[ \t]?)+/u.exec(line.words);
    if (quote) edits.push({ start: line.start, end: line.start + quote[0].length, insert: "" });
    inline(line, edits, drop);
  }
  emphasis(text, kept, edits);
  return edits.length === 0 ? { text, title, dropped, original: (span) => span } : { title, dropped, ...edited(text, edits) };
}

function linesOf(text: string, from: number): Line[] {
  const lines: Line[] = [];
  let start = from;
  for (const match of text.slice(from).matchAll(/\r\n|\r|\n|$/gu)) {
    const end = from + match.index;
    if (end < start) continue;
    lines.push({ start, end, words: text.slice(start, end) });
    start = end + match[0].length;
    if (match[0] === "") break;
  }
  return lines;
}

/** The one heading of the first level over headings of the second. */
function ownHeading(lines: readonly Line[]): string {
  const first = lines.filter((line) => /^#[ \t]+\S/u.test(line.words));
  const under = lines.some((line) => /^##[ \t]+\S/u.test(line.words));
  return first.length === 1 && under ? clean(first[0]?.words ?? "").replace(/^#\s*|\s*#+$|[*_~`]+/gu, "") : "";
}

/** Two short items or more are a list, told in one sentence; what ends like speech stays as it is. */
function lists(lines: readonly Line[], edits: Edit[]): void {
  const speaks = (words: string): boolean => /[.!?…:;,]["”»’*_]*\s*$|[—–]| - /u.test(words.replace(item, ""));
  for (let index = 0; index < lines.length; index += 1) {
    let last = index;
    while (item.test(lines[last]?.words ?? "")) last += 1;
    const run = lines.slice(index, last);
    if (run.length === 0) continue;
    const short = run.length > 1 && run.every(({ words }) => words.trim().split(/\s+/u).length <= 6 && !speaks(words));
    for (const [at, line] of run.entries()) {
      const mark = item.exec(line.words);
      // A number may be a heading's, and a dash speech; quotation marks need no dash.
      const quoted = /^["“«„‘]/u.test(line.words.slice(mark?.[0].length ?? 0));
      if (!mark || (mark[2] === "-" && speaks(line.words) && !quoted) || (/\d/u.test(mark[2] ?? "") && !short)) continue;
      const body = line.start + mark[0].length;
      const before = run[at - 1];
      if (short && before) edits.push({ start: before.start + before.words.trimEnd().length, end: body, insert: ", " });
      else edits.push({ start: line.start, end: body, insert: "" });
      const end = line.start + line.words.trimEnd().length;
      if (short && at === run.length - 1) edits.push({ start: end, end, insert: "." });
    }
    index = last - 1;
  }
}

/** Links keep their words, pictures and comments go, code loses its marks. */
function inline(line: Line, edits: Edit[], drop: (start: number, end: number, reason: string) => void): void {
  if (!/[[<`\\]/u.test(line.words)) return;
  const parts =
    /\[\^[^\]\n]{1,60}\]|!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)|\[([^\]\n]{1,300})\]\([^)\n]{0,500}\)|<!--.{0,2000}?-->|<\/?(?:br|em|i|b|strong|p|div|span|center|hr)\b[^<>\n]{0,80}>|`([^`\n]{1,300})`|\\(?=[*_~#[\]>`-])/giu;
  for (const match of line.words.matchAll(parts)) {
    const start = line.start + match.index;
    const end = start + match[0].length;
    const words = match[1] ?? match[2];
    if (match[0].startsWith("![")) drop(start, end, "A picture in the page, which no shot shows.");
    else if (match[0].startsWith("<!--")) drop(start, end, "A remark in the page, which no shot shows.");
    else if (words === undefined) edits.push({ start, end, insert: "" });
    else {
      edits.push({ start, end: start + 1, insert: "" }, { start: start + 1 + words.length, end, insert: "" });
    }
  }
}

/** Pairs of *, **, _, __ and ~~ around words; a line that stands alone in them is a heading and keeps them. */
function emphasis(text: string, lines: readonly Line[], edits: Edit[]): void {
  let open: { mark: string; start: number }[] = [];
  for (const [index, line] of lines.entries()) {
    if (!/\S/u.test(line.words)) open = [];
    if (!/[*_~]/u.test(line.words)) continue;
    for (const match of line.words.matchAll(/\*+|_+|~+/gu)) {
      const [mark] = match;
      if (mark.length > 3 || mark === "~" || text.charAt(line.start + match.index - 1) === "\\") continue;
      const start = line.start + match.index;
      const before = match.index === 0 ? " " : line.words.charAt(match.index - 1);
      const after = line.words.charAt(match.index + mark.length) || " ";
      const inWord = mark.startsWith("_") || mark === "*";
      const mayClose = /\S/u.test(before) && !(inWord && /[\p{L}\p{N}]/u.test(after));
      const at = mayClose ? open.findLastIndex((one) => one.mark === mark) : -1;
      const first = open[at];
      if (first) {
        open = open.slice(0, at);
        const whole =
          first.start === line.start + line.words.search(/\S/u) && start + mark.length === line.start + line.words.trimEnd().length;
        const alone = !/\S/u.test(lines[index - 1]?.words ?? "") && !/\S/u.test(lines[index + 1]?.words ?? "");
        const heading = whole && alone && !/[.!?…:;,]["”’»]?$/u.test(text.slice(first.start + mark.length, start)) && mark !== "~~";
        if (heading) continue;
        edits.push({ start: first.start, end: first.start + mark.length, insert: "" }, { start, end: start + mark.length, insert: "" });
      } else if (/\S/u.test(after) && !(inWord && /[\p{L}\p{N}]/u.test(before)) && open.length < 8) {
        open.push({ mark, start });
      }
    }
  }
}

function edited(text: string, edits: Edit[]): Pick<Unmarked, "text" | "original"> {
  edits.sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces: string[] = [];
  /** Where a piece begins in the result, where its letters stand in the original, and whether they are one for one. */
  const map: { out: number; source: number; same: boolean }[] = [];
  let out = 0;
  let at = 0;
  const add = (piece: string, source: number, same: boolean): void => {
    if (piece === "") return;
    pieces.push(piece);
    map.push({ out, source, same });
    out += piece.length;
  };
  for (const edit of edits) {
    if (edit.start < at) continue;
    add(text.slice(at, edit.start), at, true);
    add(edit.insert, Math.max(0, edit.start === edit.end ? edit.start - 1 : edit.start), false);
    at = edit.end;
  }
  add(text.slice(at), at, true);
  const place = (offset: number): number => {
    let low = 0;
    let high = map.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((map[middle]?.out ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = map[low];
    return piece ? piece.source + (piece.same ? offset - piece.out : 0) : offset;
  };
  return {
    text: pieces.join(""),
    original: ({ start, end }) => ({ start: place(start), end: end > start ? place(end - 1) + 1 : place(start) }),
  };
}
