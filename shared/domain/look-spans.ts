// Which look a character wears in which scene: spans that may overlap and leave gaps, resolved by one rule that does not
// depend on the order in which they were set.

/** A look from one scene to another, by their numbers in the film; `to` null: to the end. */
export interface LookSpan {
  lookId: string;
  from: number;
  to: number | null;
}

/** The rule, for people. */
export const lookRule =
  "In a scene the look that began last stands; of two that began together, the one that ends first. In a gap the story's own words stand.";

/** Negative when `one` stands over `other`. */
function over(one: LookSpan, other: LookSpan): number {
  const end = (span: LookSpan) => span.to ?? Number.POSITIVE_INFINITY;
  if (one.from !== other.from) return other.from - one.from;
  if (end(one) !== end(other)) return end(one) - end(other);
  return one.lookId < other.lookId ? -1 : one.lookId > other.lookId ? 1 : 0;
}

/** The look that stands in a scene; null in a gap. */
export function lookInScene(spans: readonly LookSpan[], scene: number): string | null {
  let best: LookSpan | null = null;
  for (const span of spans) {
    if (scene < span.from || (span.to !== null && scene > span.to)) continue;
    if (best === null || over(span, best) < 0) best = span;
  }
  return best?.lookId ?? null;
}

/** What stands from scene 1 to `scenes`: bands without overlap, in order, gaps left out. */
export function bandsOf(spans: readonly LookSpan[], scenes: number): { lookId: string; from: number; to: number }[] {
  const bands: { lookId: string; from: number; to: number }[] = [];
  for (let scene = 1; scene <= scenes; scene += 1) {
    const lookId = lookInScene(spans, scene);
    if (lookId === null) continue;
    const last = bands.at(-1);
    if (last !== undefined && last.lookId === lookId && last.to === scene - 1) last.to = scene;
    else bands.push({ lookId, from: scene, to: scene });
  }
  return bands;
}

/** "scenes 4 to 7", "scene 2", "scenes 13, 14 and 18". */
export function scenesWords(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of [...new Set(numbers)].toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  const parts = runs.flatMap(([from, to]) => (from === to ? [`${from}`] : to === from + 1 ? [`${from}`, `${to}`] : [`${from} to ${to}`]));
  const words = parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
  return `${numbers.length === 1 ? "scene" : "scenes"} ${words}`;
}
