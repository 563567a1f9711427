// The content policy as pure code: text in, the first rule that blocks it out.
import type { Rating } from "../job.ts";
import { agesUnder18 } from "./ages.ts";
import { type NormalText, normalise, withoutLeet, withoutSpacing } from "./normalise.ts";
import { type PolicyRule, policyVersion, rules, type TermGroup, termGroups } from "./rules.ts";
import { nakedThings } from "./terms.ts";

export { type PolicyRule, rules };

/** One text of a request and the path of the field that it stands in. */
export interface PolicyField {
  field: string;
  text: string;
}

export interface PolicyContext {
  rating: Rating;
  /** Someone in the cast is under 18, whatever the text says. */
  minorPresent?: boolean;
}

export interface PolicyFinding {
  rule: string;
  category: PolicyRule["category"];
  field: string;
  /** Range of the field's text, in UTF-16 units. */
  span: { start: number; end: number };
  message: string;
  appealable: boolean;
  version: string;
}

interface Hit {
  field: string;
  start: number;
  end: number;
}

const compile = (before: string, after: string) =>
  Object.fromEntries(
    Object.entries(termGroups).map(([group, words]) => [group, new RegExp(`${before}(?:${words.join("|")})${after}`, "gu")]),
  ) as Record<TermGroup, RegExp>;
const asWords = compile("(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])");
/** For text spelt letter by letter, where boundaries between words are lost; short terms would hit by chance there. */
const anywhere = compile("", "");
const shortestInRun = 5;

/** Texts longer than this are read paragraph by paragraph, so that words pages apart are not put together. */
const passageLength = 1200;

/**
 * Checks the texts of one shot or request together: a rule's word groups may stand in different fields.
 * Returns the first finding by rule order (the floor first), or null.
 */
export function checkFields(fields: readonly PolicyField[], context: PolicyContext): PolicyFinding | null {
  const readings = fields.map(({ field, text }) => ({ field, readings: readingsOf(text) }));
  for (const rule of rules) {
    if (!rule.ratings.includes(context.rating)) continue;
    const hits = rule.match.map((group) => firstHit(group, readings, context));
    if (hits.some((hit) => hit === null)) continue;
    // Point at the words that a person can change: a hit in the text before one that only the cast gave.
    const hit = (hits.find((candidate) => candidate !== null && candidate.end > candidate.start) ?? hits[0]) as Hit;
    return {
      rule: rule.id,
      category: rule.category,
      field: hit.field,
      span: { start: hit.start, end: hit.end },
      message: rule.message,
      appealable: rule.appealable,
      version: policyVersion,
    };
  }
  return null;
}

/** Checks one text, a long one paragraph by paragraph. */
export function checkText(text: string, context: PolicyContext & { field: string }): PolicyFinding | null {
  if (text.length <= passageLength) return checkFields([{ field: context.field, text }], context);
  let start = 0;
  for (const passage of text.split(/(?<=\n[ \t]*\r?\n)/)) {
    const finding = checkFields([{ field: context.field, text: passage }], context);
    if (finding) return { ...finding, span: { start: finding.span.start + start, end: finding.span.end + start } };
    start += passage.length;
  }
  return null;
}

/** A text in every way that the rules read it: plain, digits as letters, spelt-out words closed up. */
function readingsOf(text: string): NormalText[] {
  const plain = normalise(text);
  const spelt = [plain, withoutLeet(plain)].flatMap((reading) => [reading, withoutSpacing(reading)]);
  return spelt.filter((reading, i) => spelt.findIndex((other) => other.text === reading.text) === i);
}

function firstHit(group: TermGroup, fields: { field: string; readings: NormalText[] }[], context: PolicyContext): Hit | null {
  for (const { field, readings } of fields) {
    for (const reading of readings) {
      for (const match of reading.text.matchAll(asWords[group])) {
        const end = match.index + match[0].length;
        if (group === "sexual" && isOfAThing(match[0], reading.text.slice(end))) continue;
        return { field, ...originalSpan(reading, match.index, end) };
      }
      for (const run of reading.runs ?? []) {
        for (const match of reading.text.slice(run.start, run.end).matchAll(anywhere[group])) {
          if (match[0].length < shortestInRun) continue;
          return { field, ...originalSpan(reading, run.start + match.index, run.start + match.index + match[0].length) };
        }
      }
      const age = group === "minor" ? agesUnder18(reading.text)[0] : undefined;
      if (age) return { field, ...originalSpan(reading, age.start, age.end) };
    }
  }
  if (group === "minor" && context.minorPresent && fields[0]) return { field: fields[0].field, start: 0, end: 0 };
  return null;
}

function isOfAThing(word: string, after: string): boolean {
  return /^(?:naked|nude|nud|nu)/.test(word) && nakedThings.test(after.trimStart());
}

function originalSpan(reading: NormalText, start: number, end: number): { start: number; end: number } {
  const first = reading.origin[start] as number;
  const last = reading.origin[end - 1] as number;
  return { start: first, end: last + 1 };
}
