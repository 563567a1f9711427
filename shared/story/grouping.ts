// Which beats make one shot: the first step of the director's work. A place is established, talk is
// cut line by line, told action is held together while one person does it.
import type { Beat, SceneDraft } from "./beats.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Person } from "./people.ts";
import { propsIn } from "./props.ts";
import { clean, phraseAt, tokenize } from "./text.ts";

export type GroupRole = "establish" | "action" | "talk" | "insert" | "reaction";

export interface Group {
  role: GroupRole;
  beats: Beat[];
}

/** Longest spoken text of one shot; more is cut into several (10 s at 14 letters a second). */
const longestLine = 130;

/** The beats of a scene in groups, one a shot. `density` above 1 cuts more, below 1 less. */
export function groupsOf(text: string, scene: SceneDraft, lexicon: Lexicon, density: number): Group[] {
  let beats = scene.beats.flatMap((beat) => (beat.kind === "dialogue" ? cutLine(text, beat, lexicon) : [beat]));
  const few = Math.round(3 * density);
  if (beats.length < few)
    beats = beats.flatMap((beat) => (beat.kind === "action" ? cutClauses(text, beat, lexicon, density > 1.2 ? 60 : 90) : [beat]));
  const groups: Group[] = [];
  let inserts = 0;
  for (const [index, beat] of beats.entries()) {
    const last = groups.at(-1);
    if (index === 0) {
      groups.push({ role: "establish", beats: [beat] });
      continue;
    }
    if (beat.kind === "dialogue") {
      if (last && joinsTalk(last, beat, density)) last.beats.push(beat);
      else groups.push({ role: "talk", beats: [beat] });
      continue;
    }
    if (beat.size) {
      groups.push({ role: beat.size === "insert" ? "insert" : "action", beats: [beat] });
      continue;
    }
    if (last?.role === "establish" && beats.length > 3 && joinsAction(last, beat, density)) {
      last.beats.push(beat);
      continue;
    }
    if (last?.role !== "insert" && beats[index + 1]?.size !== "insert" && inserts < 1 + beats.length / 6 && showsThing(beat, lexicon)) {
      inserts += 1;
      groups.push({ role: "insert", beats: [beat] });
      continue;
    }
    if (last && last.role !== "establish" && joinsAction(last, beat, density)) {
      last.beats.push(beat);
      continue;
    }
    groups.push({ role: last?.role === "talk" && isReaction(beat, last, lexicon) ? "reaction" : "action", beats: [beat] });
  }
  return withinBudget(withoutEmpty(groups, lexicon), density);
}

/**
 * "Nobody in the village knew why.": words that show nobody and no thing would only repeat the picture of
 * the place, so they are told over the shot before. One may close a scene, as its last wide view.
 */
function withoutEmpty(groups: Group[], lexicon: Lexicon): Group[] {
  const kept: Group[] = [];
  for (const [index, group] of groups.entries()) {
    const before = kept.at(-1);
    const empty =
      group.role === "action" &&
      group.beats.every(
        (beat) =>
          beat.kind === "action" &&
          beat.people.every((person) => person.narrator) &&
          !beat.size &&
          propsIn(beat.tokens, lexicon).length === 0,
      );
    const closes = index === groups.length - 1 && (kept.length >= 3 || before?.role === "talk") && before?.role !== "establish";
    if (empty && before && !closes && !before.beats.some((beat) => beat.size)) before.beats.push(...group.beats);
    else kept.push(group);
  }
  return kept;
}

/** An ordinary scene has at most about six shots: the cheapest neighbours share one until it has. */
function withinBudget(groups: Group[], density: number): Group[] {
  const letters = groups.reduce((sum, group) => sum + length(group), 0);
  const budget = Math.max(Math.round(6 * density), Math.ceil((letters / 110) * density));
  // Whoever is seen for the first time gets a shot: that is the moment to look.
  const arrivals = new Set<Beat>();
  const seen = new Set<Person>();
  for (const beat of groups.flatMap((group) => group.beats)) {
    for (const person of beat.people) {
      if (!seen.has(person)) arrivals.add(beat);
      seen.add(person);
    }
  }
  const costs = groups.map((group, index) => mergeCost(group, groups[index + 1], arrivals, density));
  while (groups.length > budget) {
    let best = 0;
    for (let index = 1; index < costs.length; index += 1) if ((costs[index] ?? Infinity) < (costs[best] ?? Infinity)) best = index;
    const [first, second] = [groups[best], groups[best + 1]];
    if (!first || !second || costs[best] === Infinity) break;
    first.beats.push(...second.beats);
    if (first.role !== "establish" && second.role === "action") first.role = first.role === "talk" ? "talk" : "action";
    groups.splice(best + 1, 1);
    costs.splice(best + 1, 1);
    costs[best] = mergeCost(first, groups[best + 1], arrivals, density);
    if (best > 0) costs[best - 1] = mergeCost(groups[best - 1], first, arrivals, density);
  }
  return groups;
}

/** Letters of two groups that may share a shot; infinite when they may not. */
function mergeCost(first: Group | undefined, second: Group | undefined, arrivals: ReadonlySet<Beat>, density: number): number {
  if (!first || !second || first.beats.some((beat) => beat.size) || second.beats.some((beat) => beat.size)) return Infinity;
  const total = length(first) + length(second);
  if (total > 190 / density) return Infinity;
  const people = new Set([...first.beats, ...second.beats].flatMap((beat) => beat.people));
  if (first.role === "talk" && second.role === "talk") {
    const lines = first.beats.length + second.beats.length;
    if (people.size > 1 && [...first.beats, ...second.beats].some((beat) => beat.beside)) return Infinity;
    return lines <= 2 && total <= 90 / density && people.size <= 2 ? total : Infinity;
  }
  if (first.role === "talk" || second.role === "talk") return Infinity;
  const empty = second.beats.every((beat) => beat.people.length === 0) || first.beats.every((beat) => beat.people.length === 0);
  const newcomer = second.beats.some((beat) => beat.people.some((person) => !first.beats.some((one) => one.people.includes(person))));
  if (newcomer && second.beats.some((beat) => arrivals.has(beat))) return Infinity;
  if (first.role === "establish") return newcomer ? Infinity : total + 60;
  if (second.role === "insert" || first.role === "insert") return total + 80;
  return empty ? total : newcomer ? total + 60 : total;
}

function length(group: Group): number {
  return group.beats.reduce((sum, beat) => sum + beat.text.length, 0);
}

function joinsTalk(last: Group, beat: Beat, density: number): boolean {
  if (last.role !== "talk") return false;
  const before = last.beats.at(-1);
  if (!before || before.kind !== "dialogue" || before.offScreen !== beat.offScreen) return false;
  if (before.speaker === beat.speaker) return length(last) + beat.text.length <= 90 / density;
  // What someone does while speaking is seen on them alone.
  if (before.beside || beat.beside) return false;
  return last.beats.length === 1 && before.text.length <= 26 / density && beat.text.length <= 26 / density;
}

function joinsAction(last: Group, beat: Beat, density: number): boolean {
  const before = last.beats.at(-1);
  if (!before || before.kind !== "action" || before.size || last.role === "insert") return false;
  const total = length(last) + beat.text.length;
  const newcomer = beat.people.some((person) => !last.beats.some((one) => one.people.includes(person)));
  if (last.role === "establish") return !newcomer && total <= 120 / density && beat.text.length <= 60;
  if (newcomer) return false;
  const same = beat.subject === undefined || before.subject === undefined || beat.subject === before.subject;
  return same && total <= 130 / density;
}

/** A thing that the picture should show alone: found, held or read, or told without anyone. */
function showsThing(beat: Beat, lexicon: Lexicon): boolean {
  if (beat.text.length > 110 || propsIn(beat.tokens, lexicon).length === 0) return false;
  if (beat.people.length === 0) return propsIn(beat.tokens.slice(0, 7), lexicon).length > 0;
  return false;
}

function isReaction(beat: Beat, last: Group, lexicon: Lexicon): boolean {
  const speaker = last.beats.at(-1)?.speaker;
  return (
    beat.subject !== undefined &&
    beat.subject !== speaker &&
    beat.text.length <= 80 &&
    beat.tokens.some((_, index) => phraseAt(beat.tokens, index, lexicon.looks) > 0)
  );
}

/** A line that is too long for one shot, cut at its sentences. */
function cutLine(text: string, beat: Beat, lexicon: Lexicon): Beat[] {
  if (beat.text.length <= longestLine) return [beat];
  const chunks: string[] = [];
  let current = "";
  for (const piece of beat.text.match(/[^.!?…;:,—]+[.!?…;:,—]*["”»’]*\s*|[.!?…;:,—]+\s*/gu) ?? [beat.text]) {
    for (const part of piece.length > longestLine ? (piece.match(/.{1,120}(?:\s|$)|.{120}/gsu) ?? [piece]) : [piece]) {
      if (current && current.length + part.length > longestLine) {
        chunks.push(current);
        current = "";
      }
      current += part;
    }
  }
  if (current.trim()) chunks.push(current);
  const found: Beat[] = [];
  let at = beat.start;
  for (const [index, chunk] of chunks.entries()) {
    const words = clean(chunk);
    let end = beat.end;
    if (index < chunks.length - 1) {
      const tail = words.slice(-12);
      const seen = text.indexOf(tail, at);
      end =
        seen >= 0 && seen + tail.length < beat.end
          ? seen + tail.length
          : Math.min(beat.end - 1, at + Math.max(1, Math.floor(((beat.end - at) * words.length) / Math.max(1, beat.text.length))));
    }
    if (end <= at) continue;
    found.push({ ...beat, start: at, end, text: words, tokens: tokenize(text, { start: at, end }, lexicon.elisions) });
    at = end;
  }
  return found.length > 0 ? found : [beat];
}

/** A long sentence in two, at a clause, so that a short scene still has its shots. */
function cutClauses(text: string, beat: Beat, lexicon: Lexicon, longest: number): Beat[] {
  if (beat.text.length < longest && !(beat.text.length > 50 && (beat.subjectAt ?? 0) - beat.start >= 20)) return [beat];
  const words = text.slice(beat.start, beat.end);
  const joints = /[,;:—]\s+(?=(?:and|then|but|while|y|pero|mientras|et|mais|puis|und|aber|dann|e|ma|mas|poi|então)\s)|;\s+|—\s+/giu;
  const cuts = [...words.matchAll(joints)].map((cut) => ({ at: cut.index + cut[0].length }));
  // "Far out, in a rowing boat, | JONAS lifts his head."
  const before = (beat.subjectAt ?? -1) - beat.start;
  if (before >= 36 && /,\s*$/u.test(words.slice(0, before))) cuts.push({ at: before });
  const middle = words.length / 2;
  let best: number | null = null;
  for (const cut of cuts) {
    const { at } = cut;
    if (at < 20 || words.length - at < 20) continue;
    if (best === null || Math.abs(at - middle) < Math.abs(best - middle)) best = at;
  }
  if (best === null) return [beat];
  const at = beat.start + best;
  return [
    { start: beat.start, end: at },
    { start: at, end: beat.end },
  ].map((span) => {
    const tokens = tokenize(text, span, lexicon.elisions);
    const told = clean(text.slice(span.start, span.end)).replace(/[,;:—]$/u, "");
    return { ...beat, ...span, text: told, tokens };
  });
}
