// Cuts, joins and dissolves clips without touching the frames that need no change. Everything that is encoded anew uses
// the clip's own arguments, so that packets of old and new join.
import { rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { FrameRate } from "../domain/timecode.ts";
import { clipArguments, containerArguments, frameTags } from "./encode.ts";
import { asMediaError, MediaError } from "./error.ts";
import { type MediaTools, type RunOptions, runFfmpeg } from "./ffmpeg.ts";
import { readMp4Headers } from "./mp4.ts";
import { readPictureTrack } from "./mp4-track.ts";

/** A file to write; the same in all work here. */
interface Output extends RunOptions {
  tools: MediaTools;
  out: string;
}

/** Runs ffmpeg into a file beside `out` and renames it when complete: `out` is whole or absent. */
async function writeWhole({ tools, out, signal, onProgress }: Output, args: (part: string) => string[]): Promise<void> {
  const part = `${out}.part`;
  try {
    await runFfmpeg(tools, args(part), { signal, onProgress });
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw asMediaError(error);
  }
}

/** Seconds shortly before a frame, for a seek that must find exactly that frame. */
const justBefore = (frame: number, rate: FrameRate) => Math.max(0, ((frame - 0.25) * rate.den) / rate.num).toFixed(6);

/** Filter that numbers frames anew from 0 on the grid of `rate`. */
const onGrid = ({ num, den }: FrameRate) => `settb=${den}/${num},setpts=N`;

/** A file's H.264 parameter sets as text; a file without any is like no other. */
async function parameterSetsOf(file: string): Promise<string> {
  const { h264 } = await readMp4Headers(file);
  return h264 === null ? file : [...h264.sps, "|", ...h264.pps].map((set) => set.toString("hex")).join(",");
}

/** Index of the first file whose H.264 parameter sets differ from those of file 0, or -1 when all are equal. */
export async function firstUnlike(files: string[]): Promise<number> {
  let first: string | undefined;
  for (const [i, file] of files.entries()) {
    const sets = await parameterSetsOf(file);
    first ??= sets;
    if (sets !== first) return i;
  }
  return -1;
}

/**
 * Joins clips packet by packet: no frame is decoded or changed. Throws MediaError when a clip's parameter sets differ
 * (players would show garbage, and no container check would notice). Sound is not carried. Decode the result once
 * (decodeCheck) before it is called done.
 */
export async function joinClips(job: Output & { files: string[]; metadata?: Record<string, string> | undefined }): Promise<void> {
  const { files, out } = job;
  const [first] = files;
  if (first === undefined) throw new RangeError("nothing to join");
  const unlike = await firstUnlike(files);
  if (unlike >= 0) {
    throw new MediaError(
      "ffmpeg_failed",
      `${path.basename(files[unlike] ?? "")} was encoded differently and cannot be joined without re-encoding it.`,
    );
  }
  const { rate } = await readPictureTrack(first);
  const list = `${out}.txt`;
  const metadata = Object.entries(job.metadata ?? {}).flatMap(([key, value]) => ["-metadata", `${key}=${value}`]);
  try {
    await writeFile(list, files.map((file) => `file '${path.resolve(file).replaceAll("'", "'\\''")}'\n`).join(""));
    const input = ["-f", "concat", "-safe", "0", "-i", list, "-map", "0:v:0", "-c", "copy"];
    await writeWhole(job, (part) => [...input, ...containerArguments(rate), ...metadata, part]);
  } catch (error) {
    throw asMediaError(error);
  } finally {
    await rm(list, { force: true });
  }
}

/**
 * Writes frames from..from+frames-1 of a clip. Copies packets when `from` and the frame after the last are
 * key frames (in our clips every eighth) or the clip's end; else encodes anew. Returns which. Throws MediaError.
 */
export async function cutClip(job: Output & { in: string; from: number; frames: number; threads: number }): Promise<"copied" | "encoded"> {
  const { from, frames, threads } = job;
  const track = await readPictureTrack(job.in);
  const { rate } = track;
  const to = from + frames;
  if (from < 0 || frames < 1 || to > track.frames.length)
    throw new RangeError(`frames ${from} to ${to} are not within the clip's ${track.frames.length}`);
  const startsGroup = (frame: number) => frame === track.frames.length || track.frames[frame]?.key === true;
  if (track.coding.startsWith("avc") && startsGroup(from) && startsGroup(to)) {
    const seek = ((from * rate.den) / rate.num).toFixed(6);
    const copy = ["-map", "0:v:0", "-c", "copy", "-frames:v", String(frames)];
    await writeWhole(job, (part) => [...(from === 0 ? [] : ["-ss", seek]), "-i", job.in, ...copy, ...containerArguments(rate), part]);
    return "copied";
  }
  const filter = `${onGrid(rate)},${frameTags}`;
  const input = ["-ss", justBefore(from, rate), "-i", job.in, "-map", "0:v:0", "-vf", filter, "-frames:v", String(frames)];
  await writeWhole(job, (part) => [...input, ...clipArguments(rate, threads), part]);
  return "encoded";
}

/** How one shot gives way to the next. */
export type TransitionKind = "dissolve";

/**
 * Renders the `frames` frames of a transition, from frame aFrom of clip a and bFrom of clip b on. Frame i is
 * (i + 1) / (frames + 1) b, so neither end repeats a pure picture. Both clips need that many frames and the same size and
 * rate. The result joins with clips. Throws MediaError.
 */
export async function renderTransition(
  job: Output & { a: string; aFrom: number; b: string; bFrom: number; frames: number; kind: TransitionKind; threads: number },
): Promise<void> {
  const { frames, threads } = job;
  const [a, b] = await Promise.all([readPictureTrack(job.a), readPictureTrack(job.b)]);
  for (const [from, track, name] of [
    [job.aFrom, a, job.a],
    [job.bFrom, b, job.b],
  ] as const) {
    if (from < 0 || frames < 1 || from + frames > track.frames.length)
      throw new RangeError(`${name} has no ${frames} frames from frame ${from} on`);
  }
  const { rate } = a;
  // One more frame in front on both sides, so that the first frame kept is already a mixture; it is dropped again.
  const side = (input: number, name: string) =>
    `[${input}:v]${onGrid(rate)},${frameTags},trim=end_frame=${frames},tpad=start=1:start_mode=clone,setpts=N[${name}]`;
  const length = (((frames + 1) * rate.den) / rate.num).toFixed(6);
  const mix = `[a][b]xfade=transition=fade:duration=${length}:offset=0,trim=start_frame=1:end_frame=${frames + 1},setpts=N,${frameTags}[out]`;
  const inputs = ["-ss", justBefore(job.aFrom, rate), "-i", job.a, "-ss", justBefore(job.bFrom, rate), "-i", job.b];
  const graph = ["-filter_complex", `${side(0, "a")};${side(1, "b")};${mix}`, "-map", "[out]", "-frames:v", String(frames)];
  await writeWhole(job, (part) => [...inputs, ...graph, ...clipArguments(rate, threads), part]);
}
