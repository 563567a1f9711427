// From a story to a film by the command line, as a person runs it: wall time against the film's length, peak
// memory of core and farm. With the clip's cost, typing and the breakdown it is what `npm run bench:film` prints
// (--alone: without those).
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { benchBreakdown } from "./breakdown.ts";
import { benchClip } from "./clip.ts";
import { type BenchRow, report } from "./print/report.ts";
import { benchTyping } from "./typing.ts";

const root = path.resolve(import.meta.dirname, "../..");
const quickStory = `The Letter

At dawn ANNA, thirty, in a green coat, walks along the beach with a lantern.

"Is anybody there?" says Anna.

That night, inside the lighthouse, Anna sits at a table and reads a letter. A storm beats on the windows.
`;

/** Resident bytes of a process and of all below it, as Linux counts them; null elsewhere. */
function residentOf(pid: number): { core: number; farm: number } | null {
  try {
    const parents = new Map<number, number>();
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const parent = /^PPid:\s+(\d+)/m.exec(readOr(`/proc/${name}/status`))?.[1];
      if (parent !== undefined) parents.set(Number(name), Number(parent));
    }
    const resident = (one: number) => Number(/^VmRSS:\s+(\d+)/m.exec(readOr(`/proc/${one}/status`))?.[1] ?? 0) * 1024;
    const below = (one: number): number[] => [...parents].flatMap(([child, parent]) => (parent === one ? [child, ...below(child)] : []));
    const farmRoots = [...parents]
      .filter(([child, parent]) => parent === pid && readOr(`/proc/${child}/cmdline`).includes("farm.ts"))
      .map(([child]) => child);
    const farm = new Set(farmRoots.flatMap((one) => [one, ...below(one)]));
    const rest = below(pid).filter((one) => !farm.has(one));
    const sum = (list: Iterable<number>) => [...list].reduce((total, one) => total + resident(one), 0);
    return parents.size === 0 ? null : { core: sum([pid, ...rest]), farm: sum(farm) };
  } catch {
    return null;
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

interface Summary {
  complete: boolean;
  length: number;
  seconds: { setUp: number; frames: number; render: number; export: number; film: number };
}

/** Makes one film in a fresh data folder. Throws with the program's own words when it is not complete. */
async function makeFilm(story: string): Promise<Summary & { core: number; farm: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-film-"));
  const peak = { core: 0, farm: 0 };
  try {
    const args = [
      path.join(root, "main/cli/film.ts"),
      "--story",
      story,
      "--out",
      path.join(folder, "film.mp4"),
      "--data",
      path.join(folder, "data"),
      "--json",
    ];
    const child = spawn(process.execPath, args, { env: { ...process.env, FARM_PRICES: "test" }, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let words = "";
    child.stdout.on("data", (bytes: Buffer) => (out += bytes.toString()));
    child.stderr.on("data", (bytes: Buffer) => (words += bytes.toString()));
    const look = setInterval(() => {
      const now = child.pid === undefined ? null : residentOf(child.pid);
      if (now === null) return;
      peak.core = Math.max(peak.core, now.core);
      peak.farm = Math.max(peak.farm, now.farm);
    }, 500);
    await new Promise((resolve) => child.once("close", resolve));
    clearInterval(look);
    const summary = JSON.parse(out.trim().split("\n").at(-1) || "{}") as Partial<Summary>;
    if (summary.complete !== true) throw new Error(`the film was not made: ${words.slice(-600)}`);
    return { ...(summary as Summary), ...peak };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows of the film itself. `quick` makes a film of two scenes instead of the whole sample. */
export async function benchFilm({ quick }: { quick: boolean }): Promise<BenchRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-story-"));
  try {
    const short = path.join(folder, "letter.txt");
    writeFileSync(short, quickStory);
    const film = await makeFilm(quick ? short : path.join(root, "shared/samples/paper-boats.txt"));
    const megabytes = (bytes: number) => bytes / 1_000_000;
    const { seconds } = film;
    return [
      {
        metric: "film time / film length, set-up excluded",
        value: seconds.film,
        unit: "s",
        baseline: "film length",
        baselineValue: film.length,
        ratio: seconds.film / film.length,
        goal: { op: "<=", value: 0.5 },
      },
      { metric: "set-up (core and farm ready, first start)", value: seconds.setUp, unit: "s" },
      { metric: "frames drawn", value: seconds.frames, unit: "s" },
      { metric: "clips rendered and fetched", value: seconds.render, unit: "s" },
      { metric: "export", value: seconds.export, unit: "s" },
      ...(film.core === 0
        ? []
        : [
            { metric: "peak memory: core with its ffmpeg", value: megabytes(film.core), unit: "MB" },
            { metric: "peak memory: farm with PostgreSQL, node and worker", value: megabytes(film.farm), unit: "MB" },
          ]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  const quick = args.includes("--quick");
  const rows: BenchRow[] = await benchFilm({ quick });
  if (!args.includes("--alone")) rows.push(...(await benchClip({ quick })), ...(await benchTyping()), ...benchBreakdown());
  report("film", rows, args);
}
