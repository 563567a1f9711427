// The blocks of a screenplay with their places. fountain-js says what each block is; they are cut
// here, so that offsets survive boneyards, notes, tabs and CRLF, which it drops or rewrites.
import { Lexer } from "fountain-js";
import type { SourceSpan } from "../domain/breakdown.ts";
import type { ShotSize } from "../domain/shot.ts";
import { clean } from "./text.ts";

interface Line extends SourceSpan {
  /** With notes and boneyards blanked out, at the same offsets. */
  text: string;
}

export type Part =
  | { kind: "heading"; span: SourceSpan; text: string }
  | { kind: "action"; span: SourceSpan; size?: ShotSize }
  | { kind: "speech"; span: SourceSpan; cue: string; off: boolean; lines: SourceSpan[]; manner: string }
  /** THE END: told over the last shot. */
  | { kind: "end"; span: SourceSpan }
  /** A cut or a fade, which the timeline has. */
  | { kind: "transition"; span: SourceSpan }
  | { kind: "skip"; span: SourceSpan; reason: string };

/** Where the text has notes and boneyards. */
export function remarks(text: string): SourceSpan[] {
  return [...text.matchAll(/\/\*[\s\S]*?\*\/|\[\[[\s\S]*?\]\]/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Notes and boneyards as spaces of equal length; line ends stay. */
export function blankOut(text: string): string {
  const blank = (found: string): string => found.replace(/[^\r\n]/gu, " ").padEnd(found.length);
  return text.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/\[\[[\s\S]*?\]\]/g, blank);
}

export function blocks(masked: string): Line[][] {
  const all: Line[][] = [];
  let current: Line[] = [];
  let start = 0;
  for (const match of masked.matchAll(/\r\n|\r|\n|$/g)) {
    if (match.index < start) continue;
    const text = masked.slice(start, match.index).replace(/[\v\f\u0085\u2028\u2029]/gu, " ");
    // Two spaces alone keep a speech open, as the format says.
    if (/\S/u.test(text) || (text === "  " && current.length > 0)) current.push({ start, end: match.index, text });
    else if (current.length > 0) {
      all.push(current);
      current = [];
    }
    start = match.index + match[0].length;
    if (match[0] === "") break;
  }
  if (current.length > 0) all.push(current);
  return all;
}

export const titleKey =
  /^\s*(title|credit|authors?|source|notes|draft ?date|date|contact|copyright|revisions?|titre|título|titel|titolo)\s*:/iu;

/** Whether text opens with a title page. */
export function hasTitlePage(text: string): boolean {
  return titleKey.test(text.slice(0, 400));
}

export function titleOf(lines: readonly Line[]): string {
  let title = "";
  let inside = false;
  for (const line of lines) {
    const key = /^\s*([\p{L} ]+?)\s*:\s*(.*)$/u.exec(line.text);
    if (key && !/^(?:\s{3,}|\t)/u.test(line.text)) {
      inside = /^(?:title|titre|título|titel|titolo)$/iu.test(key[1] ?? "");
      if (inside) title = key[2] ?? "";
    } else if (inside) {
      title = `${title} ${line.text}`;
    }
  }
  return clean(title.replace(/[*_]{1,3}/gu, ""));
}

/** A title card that ends the film. */
export const endWords = /^[>*_\s]*(?:the end|fin|ende|fine|fim|final|schluss)[.!]?[<*_\s]*$/iu;

const transition =
  /^(?:FADE (?:IN|OUT|UP|TO [A-Z]+)|(?:SMASH |MATCH |JUMP |HARD )?CUT(?: TO(?: BLACK)?)?|DISSOLVE(?: TO)?|CROSS[ -]?FADE|WIPE(?: TO)?|IRIS (?:IN|OUT)|FUNDIDO(?: A NEGRO)?|CORTE A|FONDU(?: AU NOIR)?|COUPE|AUFBLENDE|ABBLENDE|SCHNITT|DISSOLVENZA|STACCO)[.:]?$/iu;

const camera: [RegExp, ShotSize][] = [
  [/^(?:INSERT|DETAIL|GROS PLAN SUR L'OBJET)\b/u, "insert"],
  [/^(?:EXTREME CLOSE|ECU\b|TRÈS GROS PLAN)/u, "extreme-close"],
  [/^(?:CLOSE(?:[ -]?UP)?(?: ON)?\b|CU\b|GROS PLAN|PRIMER PLANO|NAH(?:AUFNAHME)?\b|PRIMO PIANO)/u, "close"],
  [/^(?:EXTREME WIDE|AERIAL|DRONE|FROM HIGH ABOVE)/u, "extreme-wide"],
  [/^(?:WIDE(?: ON| SHOT)?\b|ESTABLISHING|PLAN LARGE|PLANO GENERAL|TOTALE\b|CAMPO LUNGO|PLANO GERAL)/u, "wide"],
  [/^(?:MEDIUM(?: ON| SHOT)?\b|TWO[ -]SHOT)/u, "medium"],
  [/^(?:ANGLE ON|ON)\b/u, "medium-close"],
  [/^(?:[\p{Lu}' ]*POV\b|POINT OF VIEW)/u, "medium"],
];

export function readBlock(lines: readonly Line[]): Part[] {
  const first = lines[0];
  const last = lines.at(-1);
  if (!first || !last) return [];
  const span = { start: first.start, end: last.end };
  const source = lines.map((line) => line.text).join("\n");
  const head = first.text.trim();
  if (lines.length === 1 && endWords.test(head)) return [{ kind: "end", span }];
  if (lines.every((line) => line.text.trim().startsWith(">") && line.text.trim().endsWith("<"))) return [{ kind: "action", span }];
  if (head.startsWith(">") || (lines.length === 1 && transition.test(head))) return [{ kind: "transition", span }];
  if (head.startsWith("!")) return [{ kind: "action", span }];
  const size = camera.find(([pattern]) => pattern.test(head.slice(0, 80)))?.[1];
  if (size) return [{ kind: "action", span, size }];
  // A very long first line can be nothing but action, and keeps the patterns off it.
  if (first.text.length > 300) return [{ kind: "action", span }];
  const tokens = Lexer.tokenizeScript(source);
  switch (tokens[0]?.type) {
    case "scene_heading":
      return lines.length === 1
        ? [{ kind: "heading", span, text: head }]
        : [{ kind: "heading", span: { start: first.start, end: first.end }, text: head }, ...readBlock(lines.slice(1))];
    case "transition":
      return [{ kind: "transition", span: { start: first.start, end: first.end } }, ...(lines.length > 1 ? readBlock(lines.slice(1)) : [])];
    case "page_break":
    case "section":
    case "synopsis":
    case "note":
    case "spaces": {
      const reason = "A mark for the reader of the script, which no shot shows.";
      return lines.length === 1
        ? [{ kind: "skip", span, reason }]
        : [{ kind: "skip", span: { start: first.start, end: first.end }, reason }, ...readBlock(lines.slice(1))];
    }
    case "dialogue_begin":
    case "dual_dialogue_begin":
    case "dual_dialogue_end":
    case "character": {
      const cue = tokens.find((token) => token.type === "character")?.text ?? head;
      const spoken = lines.slice(1).filter((line) => /\S/u.test(line.text) && !/^\s*\(.*\)\s*$/u.test(line.text));
      if (spoken.length === 0) return [{ kind: "action", span }];
      const mark = /\(([^)]*)\)/u.exec(cue)?.[1] ?? "";
      return [
        {
          kind: "speech",
          span,
          cue: cue
            .replace(/\([^)]*\)/gu, "")
            .replace(/[*_^]/gu, "")
            .trim(),
          off: /^(?:o\.?\s?s|v\.?\s?o|o\.?\s?c|off|voz en off|hors champ|voix off|fuori campo|f\.?\s?c|aus dem off)\b/iu.test(mark),
          lines: spoken,
          manner: lines
            .slice(1)
            .flatMap((line) => /^\s*\((.*)\)\s*$/u.exec(line.text)?.[1] ?? [])
            .join(", "),
        },
      ];
    }
    default:
      return [{ kind: "action", span }];
  }
}
