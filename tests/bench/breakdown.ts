// How well the rules break a story down: scene, speaker and cast F1 over the marked corpus of
// tests/fixtures/stories, tuned and held-out stories apart, and the time for 30,000 words.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Breakdown } from "../../shared/domain/breakdown.ts";
import { breakDown } from "../../shared/story/index.ts";
import { type BenchRow, report } from "./print/report.ts";

interface Truth {
  heldOut: boolean;
  /** Each scene's first words as they stand in the text, and who is seen or heard (names, `|` between alternatives). */
  scenes: { start: string; cast: string[] }[];
  /** Each spoken line's first words in order, and its speaker. */
  lines: { text: string; speaker: string }[];
}

interface Count {
  hit: number;
  missed: number;
  wrong: number;
}

const folder = fileURLToPath(new URL("../fixtures/stories/", import.meta.url));

/** The rows of the breakdown benchmark. Scores are F1, 0 to 1; a scene start counts but the first of a story. */
export function benchBreakdown(): BenchRow[] {
  const tuned = { scenes: zero(), speakers: zero(), cast: zero() };
  const heldOut = { scenes: zero(), speakers: zero(), cast: zero() };
  for (const { text, truth, breakdown } of corpus()) {
    const part = truth.heldOut ? heldOut : tuned;
    scoreScenes(text, truth, breakdown, part.scenes);
    scoreSpeakers(text, truth, breakdown, part.speakers);
    scoreCast(text, truth, breakdown, part.cast);
  }
  const rows: BenchRow[] = [];
  for (const [name, part] of [
    ["", tuned],
    ["held-out ", heldOut],
  ] as const) {
    if (part.cast.hit + part.cast.missed === 0) continue;
    rows.push({ metric: `${name}scene boundary F1`, value: f1(part.scenes), unit: "F1", goal: { op: ">=", value: 0.95 } });
    rows.push({ metric: `${name}speaker F1`, value: f1(part.speakers), unit: "F1", goal: { op: ">=", value: 0.95 } });
    rows.push({ metric: `${name}cast F1`, value: f1(part.cast), unit: "F1", goal: { op: ">=", value: 0.9 } });
  }
  rows.push({ metric: "30,000 words, CPU", value: timeLongStory(), unit: "ms", goal: { op: "<=", value: 1000 } });
  return rows;
}

function zero(): Count {
  return { hit: 0, missed: 0, wrong: 0 };
}

function f1({ hit, missed, wrong }: Count): number {
  return hit === 0 ? 0 : Math.round((2000 * hit) / (2 * hit + missed + wrong)) / 1000;
}

function corpus(): { name: string; text: string; truth: Truth; breakdown: Breakdown }[] {
  const files = readdirSync(folder);
  return files
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .map((file) => {
      const base = file.slice(0, -".json".length);
      const story = files.find((one) => one !== file && one.startsWith(`${base}.`));
      if (story === undefined) throw new Error(`tests/fixtures/stories/${file} has no story beside it.`);
      const text = readFileSync(folder + story, "utf8");
      const truth = JSON.parse(readFileSync(folder + file, "utf8")) as Truth;
      return { name: story, text, truth, breakdown: breakDown(text, { fileName: story }) };
    });
}

const details: string[] = [];

function scoreScenes(text: string, truth: Truth, breakdown: Breakdown, count: Count): void {
  const marked = truth.scenes.slice(1).map((scene) => text.indexOf(scene.start));
  const found = breakdown.scenes.slice(1).map((scene) => scene.source.start);
  for (const start of found) {
    // A quotation mark or a heading's sign may stand before the marked words.
    if (marked.some((one) => Math.abs(one - start) <= 3)) count.hit += 1;
    else {
      count.wrong += 1;
      details.push(`scene that is none: ${text.slice(start, start + 50)}`);
    }
  }
  for (const start of marked) {
    if (!found.some((one) => Math.abs(one - start) <= 3)) {
      count.missed += 1;
      details.push(`missed scene: ${text.slice(start, start + 50)}`);
    }
  }
}

function sameName(marked: string, found: string): boolean {
  return marked.split("|").some((name) => name.toLowerCase() === found.toLowerCase());
}

function scoreSpeakers(text: string, truth: Truth, breakdown: Breakdown, count: Count): void {
  let from = 0;
  const marked = truth.lines.map((line) => {
    const at = text.indexOf(line.text, from);
    from = at + 1;
    return { ...line, at, found: false };
  });
  for (const shot of breakdown.scenes.flatMap((scene) => scene.shots)) {
    let cursor = shot.source.start;
    for (const line of shot.dialogue) {
      const at = placeOf(text, line.text, cursor, shot.source.end);
      cursor = at + 1;
      const owner = marked.findLast((one) => one.at <= at + 2 && !/\r?\n[ \t]*\r?\n/u.test(text.slice(one.at, at)));
      if (owner && sameName(owner.speaker, line.speaker)) {
        if (!owner.found) count.hit += 1;
        owner.found = true;
      } else {
        count.wrong += 1;
        details.push(`speaker ${line.speaker} for ${owner?.speaker ?? "nobody"}: ${line.text}`);
      }
    }
  }
  for (const line of marked) {
    if (line.found) continue;
    count.missed += 1;
    details.push(`missed line of ${line.speaker}: ${line.text}`);
  }
}

/** Where a line's first words stand; marks and tags inside a speech may cut them short. */
function placeOf(text: string, line: string, from: number, to: number): number {
  for (const length of [12, 8, 5, 3, 2]) {
    const at = text.indexOf(line.slice(0, length), from);
    if (at >= 0 && at < to) return at;
  }
  return from;
}

/** By the marked scene in which a found scene begins, so that a missed cut is not counted twice for everyone. */
function scoreCast(text: string, truth: Truth, breakdown: Breakdown, count: Count): void {
  const starts = truth.scenes.map((scene) => text.indexOf(scene.start));
  const found = truth.scenes.map(() => new Set<string>());
  for (const scene of breakdown.scenes) {
    const index = Math.max(
      0,
      starts.findLastIndex((start) => start <= scene.source.start + 3),
    );
    for (const name of scene.cast) found[index]?.add(name);
  }
  for (const [index, scene] of truth.scenes.entries()) {
    const names = [...(found[index] ?? [])];
    for (const name of names) {
      if (scene.cast.some((marked) => sameName(marked, name))) count.hit += 1;
      else {
        count.wrong += 1;
        details.push(`not in "${scene.start}": ${name}`);
      }
    }
    for (const marked of scene.cast) {
      if (names.some((name) => sameName(marked, name))) continue;
      count.missed += 1;
      details.push(`missing in "${scene.start}": ${marked}`);
    }
  }
}

/** CPU milliseconds for a story of 30,000 words, the median of three, made of the corpus's English prose. */
function timeLongStory(): number {
  const stories = corpus().filter(({ name }) => name.startsWith("en-") && name.endsWith(".txt"));
  let long = "";
  for (let round = 0; long.split(/\s+/u).length < 30_000; round += 1) {
    for (const { text } of stories) long += `\n\nChapter ${round + 1}\n\n${text}`;
  }
  const times = [0, 1, 2].map(() => {
    const start = process.cpuUsage();
    breakDown(long, { format: "prose" });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.round(times.toSorted((a, b) => a - b)[1] ?? 0);
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  report("breakdown", benchBreakdown(), args);
  if (args.includes("--details")) for (const detail of details) console.log(detail);
}
