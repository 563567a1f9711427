// How much a draft clip costs beside what cannot be saved: x264 alone, with the same arguments, on the same finished frames.
// Also the still's raster and how far a moving disc is from its path. Run: node tests/bench/clip.ts [--quick]
import { readFileSync, rmSync } from "node:fs";
import { mkdtemp, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { project } from "../../shared/domain/animatic/camera.ts";
import { draw, stillSvg } from "../../shared/domain/animatic/index.ts";
import { type Animatic, type CameraPose, frameHeight, frameWidth } from "../../shared/domain/animatic/types.ts";
import type { CastMember, ShotSnapshot } from "../../shared/domain/shot.ts";
import { clipRate } from "../../shared/domain/timecode.ts";
import { renderDraftClip } from "../../shared/media/draft/clip.ts";
import { openDraftFrames } from "../../shared/media/draft/frames.ts";
import { renderDraftStill } from "../../shared/media/draft/still.ts";
import { clipArguments, frameTags } from "../../shared/media/encode.ts";
import { findMediaTools, type MediaTools, quiet, readProgram, runFfmpeg } from "../../shared/media/ffmpeg.ts";
import { type BenchRow, report } from "./print/report.ts";

const frames = 80;
const threads = 2;

const ines: CastMember = { name: "Ines", look: { colour: "#d8a02a", wear: "coat", hair: "bun" } };
const walker: ShotSnapshot = {
  sceneNumber: 1,
  shotNumber: 1,
  size: "wide",
  angle: "eye",
  move: "push-in",
  setting: "exterior",
  place: "lighthouse",
  time: "dusk",
  weather: "clear",
  mood: "mysterious",
  cast: [{ ...ines, posture: "walking", facing: "right" }],
  props: ["lantern"],
  action: "",
  dialogue: [],
  sceneSeed: 3,
  seed: 11,
};
const talkers: CastMember[] = [
  { ...ines, posture: "standing", facing: "right" },
  { name: "Otto", look: {}, posture: "standing", facing: "left" },
];
const says = (text: string) => [{ speaker: "Ines", text }];

const shots: [string, ShotSnapshot][] = [
  ["wide push-in, walker, dusk", walker],
  ["wide crane-up, rain, night", { ...walker, move: "crane-up", place: "city street", time: "night", weather: "rain", seed: 17 }],
  [
    "medium static, inside, talk",
    {
      ...walker,
      size: "medium",
      move: "static",
      setting: "interior",
      place: "kitchen",
      cast: talkers,
      dialogue: says("She never missed a night."),
      seed: 14,
    },
  ],
  [
    "close handheld, storm",
    {
      ...walker,
      size: "close",
      move: "handheld",
      place: "harbour",
      weather: "storm",
      cast: [ines],
      dialogue: says("Someone is signalling."),
      seed: 18,
    },
  ],
  ["wide track-right, snow", { ...walker, move: "track-right", place: "village", time: "night", weather: "snow", seed: 21 }],
  [
    "extreme-wide pull-out, fog",
    { ...walker, size: "extreme-wide", move: "pull-out", place: "mountain pass", time: "dawn", weather: "fog", seed: 20 },
  ],
];

/**
 * CPU milliseconds (user and system) of this process and of the children that it has waited for. Children come from
 * /proc/self/stat in ticks of 10 ms; where there is no /proc the benchmark cannot be run.
 */
function cpuSpent(): number {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const own = process.cpuUsage();
  return (own.user + own.system) / 1000 + (Number(fields[13]) + Number(fields[14])) * 10;
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = cpuSpent();
  await work();
  return cpuSpent() - before;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Three alternating runs of both, so that a busy machine disturbs both alike. */
async function compare(work: () => Promise<unknown>, baseline: () => Promise<unknown>): Promise<{ value: number; baselineValue: number }> {
  const [mine, theirs]: [number[], number[]] = [[], []];
  for (let i = 0; i < 3; i++) {
    mine.push(await cpuOf(work));
    theirs.push(await cpuOf(baseline));
  }
  return { value: median(mine), baselineValue: median(theirs) };
}

async function writeRawFrames(art: Animatic, file: string): Promise<void> {
  const pictures = await openDraftFrames(art, { start: 0, frames, totalFrames: frames });
  const out = await open(file, "w");
  for (let frame = 0; frame < frames; frame++) await out.writeFile(pictures.frame(frame));
  await out.close();
}

/** Largest distance of a disc's centroid from its path over a clip, in pixels. `picture` gives luma of frame f. */
function motionError(camera: (u: number) => CameraPose, picture: (f: number) => Uint8Array): number {
  let worst = 0;
  for (let f = 0; f < frames; f++) {
    const luma = picture(f);
    let [mass, sumX, sumY] = [0, 0, 0];
    for (let y = 180; y < 420; y++) {
      for (let x = 640; x < 960; x++) {
        const weight = Math.max(0, (luma[y * frameWidth + x] ?? 0) - 24);
        [mass, sumX, sumY] = [mass + weight, sumX + weight * x, sumY + weight * y];
      }
    }
    const at = project(camera(f / (frames - 1)), 3);
    const [dx, dy] = [sumX / mass + 0.5 - (640 + 160 * at.scale + at.x), sumY / mass + 0.5 - (360 - 60 * at.scale + at.y)];
    worst = Math.max(worst, Math.abs(dx), Math.abs(dy));
  }
  return worst;
}

async function benchMotion(tools: MediaTools, folder: string): Promise<BenchRow[]> {
  const camera = (u: number): CameraPose => ({ x: 9 * u, y: 5 * u, z: 0.2 * u, turnX: 0, turnY: 0 });
  const art: Animatic = {
    defs: "",
    camera,
    planes: [
      { name: "sky", distance: 60, softness: 1, svg: '<rect x="-400" y="-300" width="2200" height="1300" fill="#000"/>' },
      { name: "main", distance: 3, softness: 1, svg: '<circle cx="800" cy="300" r="40" fill="#fff"/>' },
    ],
  };
  const pictures = await openDraftFrames(art, { start: 0, frames, totalFrames: frames });
  const before = motionError(camera, (f) => pictures.frame(f));
  const out = path.join(folder, "motion.mp4");
  await renderDraftClip(art, { tools, frames, out, threads });
  const raw = await readProgram(tools.ffmpeg, [...quiet, "-i", out, "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1"]);
  const bytes = (frameWidth * frameHeight * 3) / 2;
  const after = motionError(camera, (f) => raw.subarray(f * bytes, (f + 1) * bytes));
  const beside = { unit: "px", baseline: "placed on whole pixels", baselineValue: 0.5, goal: { op: "<=", value: 0.15 } } as const;
  return [
    { metric: "motion error, composited", value: before, ...beside, ratio: before / 0.5 },
    { metric: "motion error, decoded clip", value: after, ...beside, ratio: after / 0.5 },
  ];
}

/** Measures. `quick` takes two shots instead of six. */
export async function benchClip({ quick: short }: { quick: boolean }): Promise<BenchRow[]> {
  const tools = await findMediaTools({ environment: process.env, platform: process.platform });
  const folder = await mkdtemp(path.join(tmpdir(), "ourvidz-bench-"));
  const rows: BenchRow[] = [];
  try {
    const chosen = short ? shots.slice(0, 2) : shots;
    await renderDraftStill(stillSvg(draw(walker))); // fonts and libraries are loaded once a process
    const [ratios, full]: [number[], number[]] = [[], []];
    const [out, proxyOut, thumbnailOut, raw] = ["clip.mp4", "proxy.mp4", "thumbnail.webp", "frames.yuv"].map((name) =>
      path.join(folder, name),
    ) as [string, string, string, string];
    const input = `-f rawvideo -pix_fmt yuv420p -s ${frameWidth}x${frameHeight} -framerate ${clipRate.num}/${clipRate.den} -i`.split(" ");
    const encodeAlone = () =>
      runFfmpeg(tools, [...input, raw, "-vf", frameTags, ...clipArguments(clipRate, threads), path.join(folder, "alone.mp4")]);
    for (const [name, shot] of chosen) {
      await writeRawFrames(draw(shot), raw);
      const clip = await compare(() => renderDraftClip(draw(shot), { tools, frames, out, threads }), encodeAlone);
      const ratio = clip.value / clip.baselineValue;
      ratios.push(ratio);
      rows.push({
        metric: `clip CPU: ${name}`,
        ...clip,
        unit: "ms",
        baseline: "x264 alone, same frames",
        ratio,
        goal: { op: "<=", value: 2 },
      });
      const all = await compare(() => renderDraftClip(draw(shot), { tools, frames, out, proxyOut, thumbnailOut, threads }), encodeAlone);
      full.push(all.value / all.baselineValue);
    }
    const summary = { unit: "x", baseline: "x264 alone, same frames", baselineValue: 1 };
    rows.push({
      metric: "clip CPU, median of shots",
      value: median(ratios),
      ...summary,
      ratio: median(ratios),
      goal: { op: "<=", value: 2 },
    });
    rows.push({ metric: "with 360p proxy and thumbnail, median", value: median(full), ...summary, ratio: median(full) });
    const stills: number[] = [];
    for (const [, shot] of shots) {
      const svg = stillSvg(draw(shot));
      for (let i = 0; i < (short ? 3 : 7); i++) stills.push(await cpuOf(() => renderDraftStill(svg)));
    }
    rows.push({ metric: "still 1280x720 as PNG, CPU, median", value: median(stills), unit: "ms", goal: { op: "<=", value: 60 } });
    rows.push({ metric: "still, slowest", value: Math.max(...stills), unit: "ms" });
    rows.push(...(await benchMotion(tools, folder)));
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  report("clip", await benchClip({ quick: args.includes("--quick") }), args);
}
