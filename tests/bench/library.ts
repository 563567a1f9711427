// The library with 100,000 assets and 300 films: start, first page, search, filters, bulk changes, memory, the start
// screen and a long storyboard. Files in tests/bench/library/rows add rows of other parts: each exports `rows(bench)`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Studio } from "../../main/studio.ts";
import type { LibraryQuery } from "../../shared/contract/studio/library-views.ts";
import { ask, copyOf, type LibraryBench, openStudio, percentile } from "./library/context.ts";
import { keptLibrary } from "./library/generate.ts";
import { createRandom, vocabulary } from "./library/words.ts";
import { type BenchRow, report } from "./print/report.ts";

const megabytes = 1_048_576;

/** Milliseconds of one piece of work. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Milliseconds of a piece of work, and the longest time in it that the core did not answer. */
async function watched(work: () => Promise<unknown>): Promise<{ took: number; longest: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const took = await timed(work);
  delay.disable();
  return { took, longest: delay.max / 1e6 };
}

function startRows(folder: string): BenchRow[] {
  const starts = [1, 2, 3].map(
    () =>
      JSON.parse(
        execFileSync(process.execPath, [path.join(import.meta.dirname, "library", "start.ts"), folder], { encoding: "utf8" }),
      ) as Record<"whole" | "start" | "page" | "filled" | "total", number>,
  );
  const middle = (name: "whole" | "start" | "page" | "filled") =>
    percentile(
      starts.map((start) => start[name]),
      0.5,
    );
  return [
    {
      metric: "core start with the library, from the program's start",
      value: middle("whole"),
      unit: "ms",
      goal: { op: "<=", value: 1000 },
    },
    { metric: "core start, services alone", value: middle("start"), unit: "ms" },
    { metric: "first page after open", value: middle("page"), unit: "ms", goal: { op: "<=", value: 100 } },
    { metric: "first filter after that, lists filled", value: middle("filled"), unit: "ms" },
  ];
}

/** Searches as people type them: words common and rare, several, phrases, letter by letter, left out, without spaces. */
function searches(): string[] {
  const random = createRandom(7);
  const word = () => vocabulary.words[random.below(vocabulary.words.length)] ?? "light";
  const list: string[] = [];
  for (let index = 0; index < 30; index += 1) {
    const [one, two] = [word(), word()];
    list.push(
      `${one} `,
      `${one} ${two} `,
      `"${random.sentence(2)}"`,
      `${one} -${two} `,
      vocabulary.unspaced(random.below(50)).slice(0, 1 + random.below(3)),
    );
    for (let letters = 1; letters <= one.length; letters += 1) list.push(one.slice(0, letters));
  }
  list.push("light", "light house", "lighthouse ", "h", "s", "anna", "collection", "tag");
  return [...new Set(list)];
}

async function searchRows(studio: Studio): Promise<BenchRow[]> {
  const times: number[] = [];
  for (const text of searches()) times.push(await timed(() => ask(studio, "library", "page", { query: { text } })));
  return [
    { metric: `search p50 (${times.length} searches)`, value: percentile(times, 0.5), unit: "ms", goal: { op: "<=", value: 10 } },
    { metric: "search p95", value: percentile(times, 0.95), unit: "ms", goal: { op: "<=", value: 30 } },
    { metric: "search, the slowest", value: Math.max(...times), unit: "ms" },
  ];
}

async function filterRows(studio: Studio): Promise<BenchRow[]> {
  const { projects, tags, collections } = await ask(studio, "library", "facets", {});
  const queries: LibraryQuery[] = [
    {},
    { kinds: ["clip"] },
    { stars: 5 },
    { engines: ["wan"], stars: 4 },
    { ratings: ["mature"], kinds: ["image"] },
    { minBytes: 3_900_000 },
    { hasRecipe: false },
    { duplicates: "same-file" },
    ...projects.slice(0, 10).map(({ id }) => ({ projectId: id })),
    ...tags.slice(0, 10).map(({ id }) => ({ tagIds: [id] })),
    ...tags.slice(0, 10).map(({ id }, index) => ({ tagIds: [id, tags[index + 11]?.id ?? id] })),
    ...collections.slice(0, 5).map(({ id }) => ({ collectionId: id, stars: 3 })),
  ];
  const times: number[] = [];
  for (const sort of ["newest", "stars", "name", "largest"] as const) {
    for (const query of queries) times.push(await timed(() => ask(studio, "library", "page", { query, sort })));
  }
  const facets: number[] = [];
  for (const query of queries.slice(0, 20)) facets.push(await timed(() => ask(studio, "library", "facets", { query })));
  const calendar = await timed(() => ask(studio, "library", "calendar", { unit: "day", timeZone: "Europe/Oslo" }));
  const alike = await watched(() => ask(studio, "library", "page", { query: { duplicates: "look-alike" } }));
  return [
    { metric: `filter pages p50 (${times.length} pages)`, value: percentile(times, 0.5), unit: "ms", goal: { op: "<=", value: 10 } },
    { metric: "filter pages p95", value: percentile(times, 0.95), unit: "ms", goal: { op: "<=", value: 30 } },
    { metric: "counts of all filters p95", value: percentile(facets, 0.95), unit: "ms" },
    { metric: "days of the whole library", value: calendar, unit: "ms" },
    { metric: "all look-alikes", value: alike.took, unit: "ms" },
  ];
}

async function bulkRows(studio: Studio): Promise<BenchRow[]> {
  const { ids } = await ask(studio, "library", "range", { from: 0, to: 9999 });
  const change = await watched(() => ask(studio, "library", "change", { select: { ids }, change: { stars: 4, addTags: ["bulk"] } }));
  const undo = await watched(() => ask(studio, "library", "undo", {}));
  const all = await watched(() =>
    ask(studio, "library", "change", { select: { query: { kinds: ["image"] } }, change: { rating: "general" } }),
  );
  return [
    { metric: "stars and a tag on 10,000", value: change.took, unit: "ms" },
    { metric: "the same, longest without an answer", value: change.longest, unit: "ms", goal: { op: "<=", value: 50 } },
    { metric: "undo of it", value: undo.took, unit: "ms" },
    { metric: "undo, longest without an answer", value: undo.longest, unit: "ms", goal: { op: "<=", value: 50 } },
    { metric: "rating of every image", value: all.took, unit: "ms" },
  ];
}

async function memoryRows(studio: Studio): Promise<BenchRow[]> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const memory = () => {
    collect();
    return process.memoryUsage();
  };
  const scroll = async () => {
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: { next: string | null } = await ask(studio, "library", "page", { cursor, limit: 200 });
      cursor = page.next;
      pages += 1;
    } while (cursor !== null);
    for (let place = pages - 1; place >= 0; place -= 1) await ask(studio, "library", "page", { start: place * 200, limit: 200 });
    return pages * 2;
  };
  await scroll();
  const before = memory();
  const began = performance.now();
  const pages = await scroll();
  const took = performance.now() - began;
  const after = memory();
  return [
    { metric: "a page while scrolling to the end and back", value: took / pages, unit: "ms" },
    { metric: "core memory (RSS) after scrolling to the end and back", value: after.rss / megabytes, unit: "MB" },
    {
      metric: "core heap after a second time to the end and back",
      value: after.heapUsed / megabytes,
      unit: "MB",
      baseline: "after the first time",
      baselineValue: before.heapUsed / megabytes,
      ratio: after.heapUsed / before.heapUsed,
      goal: { op: "<=", value: 1.05 },
    },
  ];
}

async function filmRows(studio: Studio): Promise<BenchRow[]> {
  const first = await timed(() => ask(studio, "projects", "list", {}));
  const again = await timed(() => ask(studio, "projects", "list", {}));
  const { projects } = await ask(studio, "projects", "list", {});
  const long = projects.toSorted((a, b) => b.shots - a.shots)[0];
  const opens: number[] = [];
  for (let time = 0; time < 5; time += 1) opens.push(await timed(() => ask(studio, "projects", "open", { projectId: long?.id ?? "" })));
  return [
    { metric: `${projects.length} films on the start screen, for the first time`, value: first, unit: "ms" },
    { metric: "the same, kept", value: again, unit: "ms", goal: { op: "<=", value: 30 } },
    { metric: `storyboard of ${long?.shots ?? 0} shots opens`, value: percentile(opens, 0.5), unit: "ms", goal: { op: "<=", value: 200 } },
  ];
}

/** Rows that other parts add. */
async function addedRows(bench: LibraryBench): Promise<BenchRow[]> {
  const folder = path.join(import.meta.dirname, "library", "rows");
  const rows: BenchRow[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .toSorted()) {
    const part = (await import(path.join(folder, file))) as { rows(bench: LibraryBench): Promise<BenchRow[]> };
    rows.push(...(await part.rows(bench)));
  }
  return rows;
}

const scratch = mkdtempSync(path.join(tmpdir(), "studio-bench-library-"));
try {
  const kept = await keptLibrary();
  const bench: LibraryBench = { kept, scratch, copy: (name) => copyOf(kept, scratch, name) };
  const rows = startRows(bench.copy("start"));
  const studio = await openStudio(bench.copy("work"));
  await ask(studio, "library", "page", { query: { stars: 5 } });
  rows.push(...(await filmRows(studio)));
  rows.push(...(await searchRows(studio)), ...(await filterRows(studio)), ...(await memoryRows(studio)), ...(await bulkRows(studio)));
  await studio.close();
  rows.push(...(await addedRows(bench)));
  report("library", rows, process.argv.slice(2));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
