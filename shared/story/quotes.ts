// What is spoken and what is told in a paragraph: quotation marks of every style, or a leading dash
// with the narrator's words set off by dashes or by an inverted verb of speaking.
import type { SourceSpan } from "../domain/breakdown.ts";
import type { Lexicon } from "./lexicon.ts";

export interface Segment extends SourceSpan {
  speech: boolean;
  /** The spoken words without marks; equal to the span for narration. */
  inner: SourceSpan;
  /** A quotation that is still open where the paragraph ends. */
  open?: boolean;
}

/** Opening mark -> marks that may close it. */
const pairs: Record<string, string> = {
  "“": '”“"',
  "„": '“”"',
  "«": "»",
  "»": "«",
  "‚": "‘’",
  "‘": "’",
  "'": "'",
  '"': '"',
  "「": "」",
  "『": "』",
  "‹": "›",
  "›": "‹",
  "”": "”",
  "＂": "＂",
};

const dashStart = /^[ \t]*(?:[—–―]|-{1,2}(?=[ \t]*[\p{L}¿¡«“"]))[ \t\u00a0]*/u;

/** Scripts that set no space before a quotation. */
const wide = /[\u3000-\u303f\uff00-\uffef\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function opensHere(text: string, at: number, span: SourceSpan): boolean {
  const mark = text.charAt(at);
  if (!(mark in pairs)) return false;
  const before = at > span.start ? text.charAt(at - 1) : " ";
  const after = text.charAt(at + 1);
  if (!/[\s([—–―\-:,.!?…»”"*_]/u.test(before) && mark !== "「" && mark !== "『" && !(mark === "“" && wide.test(before))) return false;
  if (mark === "«" || mark === "„" || mark === "「" || mark === "『") return at + 1 < span.end;
  return at + 1 < span.end && !/\s/u.test(after);
}

/** The offset of the closing mark, or -1. */
function closesAt(text: string, open: number, end: number): number {
  const mark = text.charAt(open);
  const closers = pairs[mark] ?? "";
  const single = mark === "'" || mark === "‘" || mark === "‚";
  // No speech of one paragraph is longer; a lone mark must not search a whole book.
  for (let at = open + 1; at < Math.min(end, open + (single ? 1500 : 6000)); at += 1) {
    const char = text.charAt(at);
    if (!closers.includes(char)) continue;
    const next = at + 1 < end ? text.charAt(at + 1) : " ";
    const before = text.charAt(at - 1);
    if (single) {
      // An apostrophe stands inside or after a word; a closing mark comes after punctuation.
      if (/[\p{L}\p{N}]/u.test(next)) continue;
      if (!/[.,!?…;:—–\-”"»\s]/u.test(before) && !(mark === "‚" && /[.,;:!?\s]/u.test(next)) && !/[.,;:!?]/u.test(next)) continue;
    } else if (mark === '"' && /\s/u.test(before) && /\p{L}/u.test(next)) {
      continue;
    }
    return at;
  }
  return -1;
}

/** Spoken and told parts of one paragraph, in order, covering it. */
export function segments(text: string, paragraph: SourceSpan, lexicon: Lexicon): Segment[] {
  const dash = dashStart.exec(text.slice(paragraph.start, paragraph.end));
  if (dash && !text.slice(paragraph.start, paragraph.end).trimStart().startsWith("---"))
    return dashed(text, paragraph, dash[0].length, lexicon);
  const found = quoted(text, paragraph);
  return lexicon.words.code === "fr" || lexicon.words.code === "it"
    ? found.flatMap((segment) => withIncises(text, segment, lexicon))
    : found;
}

function quoted(text: string, paragraph: SourceSpan): Segment[] {
  const found: Segment[] = [];
  let from = paragraph.start;
  for (let at = paragraph.start; at < paragraph.end; at += 1) {
    if (!opensHere(text, at, paragraph)) continue;
    const mark = text.charAt(at);
    const close = closesAt(text, at, paragraph.end);
    if (close < 0) {
      // Only a mark at the start of a paragraph may stay open: speech that runs on.
      if (mark === "'" || mark === "‘" || mark === "»" || mark === "”" || mark === "›" || at - paragraph.start > 400) continue;
      narrate(found, from, at);
      found.push({ start: at, end: paragraph.end, speech: true, inner: { start: at + 1, end: paragraph.end }, open: true });
      return found;
    }
    if (close === at + 1) continue;
    narrate(found, from, at);
    found.push({ start: at, end: close + 1, speech: true, inner: { start: at + 1, end: close } });
    from = close + 1;
    at = close;
  }
  narrate(found, from, paragraph.end);
  return found;
}

function narrate(found: Segment[], start: number, end: number): void {
  if (end > start) found.push({ start, end, speech: false, inner: { start, end } });
}

function dashed(text: string, paragraph: SourceSpan, lead: number, lexicon: Lexicon): Segment[] {
  const found: Segment[] = [];
  const speech = (start: number, end: number): void => {
    if (/[\p{L}\p{N}]/u.test(text.slice(start, end))) found.push({ start, end, speech: true, inner: { start, end } });
    else if (end > start) narrate(found, start, end);
  };
  let at = paragraph.start + lead;
  let from = paragraph.start;
  let told = false;
  const divider = /[ \t\u00a0\r\n]+[—–―-][ \t\u00a0]*|[—–―](?=[\s.,;:!?¿¡\p{L}])/gu;
  const pieces: SourceSpan[] = [];
  const body = at;
  for (const match of text.slice(body, paragraph.end).matchAll(divider)) {
    pieces.push({ start: at, end: body + match.index });
    at = body + match.index;
  }
  pieces.push({ start: at, end: paragraph.end });
  for (const [index, piece] of pieces.entries()) {
    const words = text.slice(piece.start, piece.end).replace(/^[\s—–―-]+/u, "");
    // After a question or a comma, a small letter goes on with the narrator's words in any language.
    const asked = /[,!?…]\s*$/u.test(text.slice(0, piece.start).slice(-3)) && /^\p{Ll}/u.test(words);
    const incise = index > 0 && !told && (asked || isIncise(words, lexicon));
    if (incise) {
      narrate(found, piece.start, piece.end);
      told = true;
    } else {
      told = false;
      for (const part of inverted(text, piece, lexicon)) {
        const start = found.length === 0 ? from : part.start;
        if (part.told) narrate(found, start, part.end);
        else speech(start, part.end);
      }
    }
  }
  // The spoken words are without the dashes around them.
  for (const segment of found) {
    if (!segment.speech) continue;
    const words = text.slice(segment.start, segment.end);
    const head = /^[\s—–―\-.,;:]*/u.exec(words)?.[0].length ?? 0;
    segment.inner = { start: segment.start + Math.min(head, words.length), end: segment.end };
    from = segment.end;
  }
  return found;
}

/** « Non, répondit Anna. C'est loin. » holds the narrator's words inside its marks. */
function withIncises(text: string, segment: Segment, lexicon: Lexicon): Segment[] {
  if (!segment.speech) return [segment];
  const parts = inverted(text, segment.inner, lexicon);
  if (parts.length < 2) return [segment];
  return parts
    .filter((part) => part.end > part.start)
    .map((part, index, all) => {
      const start = index === 0 ? segment.start : part.start;
      const end = index === all.length - 1 ? segment.end : part.end;
      return {
        start,
        end,
        speech: !part.told && /[\p{L}\p{N}]/u.test(text.slice(part.start, part.end)),
        inner: { start: part.start, end: part.end },
      };
    });
}

function isIncise(words: string, lexicon: Lexicon): boolean {
  const head = (words.toLowerCase().match(/[\p{L}']+/gu) ?? []).slice(0, 5);
  if (head.some((word) => lexicon.speech.has(word.replace(/^(?:s|l|m|t)['’]/u, "")) || lexicon.firstSpeech.has(word))) return true;
  return /^\p{Ll}/u.test(words) && head.slice(0, 3).some((word) => lexicon.acts.has(word));
}

/** Splits "Viens, dit Anna, il est tard." into spoken and told parts. */
function inverted(text: string, piece: SourceSpan, lexicon: Lexicon): (SourceSpan & { told: boolean })[] {
  const parts: (SourceSpan & { told: boolean })[] = [];
  const tag =
    /(?<=[,!?…])\s+((?:s['’])?\p{Ll}+)(?:-t)?[-\s]+((?:(?:(?:M|Mme|Mlle|Dr|Sr|Sra|Sig|St|Me)\.|[\p{L}’'-]+)\s?){1,5}?)(?=[,.;:!?…]|\s*$)/gu;
  const words = text.slice(piece.start, piece.end);
  let from = piece.start;
  for (const match of words.matchAll(tag)) {
    const verb = (match[1] ?? "").toLowerCase().replace(/^s['’]/u, "");
    if (!lexicon.speech.has(verb) && !lexicon.firstSpeech.has(verb)) continue;
    const start = piece.start + match.index;
    let end = start + match[0].length;
    // To the end of the tag's sentence, or the comma where speech goes on.
    const after = /^[,.;:!?…]+/u.exec(text.slice(end, piece.end));
    if (after) end += after[0].length;
    // "dit Yann, un soir, en la suivant.": how it was said is told too.
    const manner = lexicon.manner.exec(text.slice(end, piece.end));
    if (after?.[0] === "," && manner) end += manner[0].length;
    // "dit Anna en souriant. Viens." told to the sentence's end; "dit Anna, viens" to the comma.
    parts.push({ start: from, end: start, told: false }, { start, end, told: true });
    from = end;
  }
  if (from < piece.end) parts.push({ start: from, end: piece.end, told: false });
  return parts;
}

/** Two pieces of one speech, with the stop that the tag between them stood for. */
export function joinSpoken(first: string, second: string): string {
  if (/[.!?…。！？:;—–-]["”’»]?$/u.test(first)) return `${first} ${second}`;
  const goesOn = /^\p{Ll}/u.test(second);
  return `${first.replace(/,$/u, "")}${goesOn ? "," : "."} ${second}`;
}

/** The next paragraph opens with the same mark: the speech runs on. */
export function goesOn(text: string, block: SourceSpan): boolean {
  const mark = text.slice(block.start, block.end).trimStart().charAt(0);
  return mark !== "" && text.slice(block.end).trimStart().startsWith(mark);
}
