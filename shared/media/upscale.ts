// Enlarges a finished clip: every frame of it, at its own rate, by the arguments that every clip of the farm is made by.
import { rm } from "node:fs/promises";
import type { FrameRate } from "../domain/timecode.ts";
import { decodeCheck } from "./decode.ts";
import { clipArguments, frameTags, proxyArguments } from "./encode.ts";
import { asMediaError, MediaError } from "./error.ts";
import { type MediaTools, quiet, startProgram } from "./ffmpeg.ts";
import { probeMedia } from "./probe.ts";
import { progressReader } from "./progress.ts";

export interface UpscaleOptions {
  tools: MediaTools;
  file: string;
  out: string;
  /** Also write a proxy, 360 pixels high, in the same pass. */
  proxyOut: string;
  threads: number;
  /** Text members of the file, once its size is known. */
  metadata(made: { width: number; height: number; frames: number }): Record<string, string>;
  signal?: AbortSignal;
  /** Frames that are done, of all. */
  onProgress?(done: number, total: number): void;
}

/** 1080p, lying or upright. */
const [longSide, shortSide] = [1920, 1080];

/** Twice the size, or as much of it as 1080p holds; null where the clip is as large already. Sides are even, as video needs them. */
function upscaledSize({ width, height }: { width: number; height: number }): { width: number; height: number } | null {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const factor = Math.min(2, longSide / long, shortSide / short);
  if (factor <= 1) return null;
  const even = (side: number) => Math.floor((side * factor) / 2 + 1e-6) * 2;
  return { width: even(width), height: even(height) };
}

/**
 * Writes the clip enlarged by Lanczos, every frame kept. Throws MediaError: not_media for a file without moving picture or one that
 * is 1080p already, ffmpeg_failed when a frame is missing. What was written is removed then.
 */
export async function upscaleClip(options: UpscaleOptions): Promise<{ width: number; height: number; frames: number; rate: FrameRate }> {
  const { tools, file, out, proxyOut, threads, signal } = options;
  const { video } = await probeMedia(tools, file, signal);
  if (video === null || video.frames < 1) throw new MediaError("not_media", "The file holds no moving picture.");
  const size = upscaledSize(video);
  if (size === null) throw new MediaError("not_media", `The clip is ${video.width}x${video.height}: 1080p is as large as clips are made.`);
  const { rate, frames } = video;
  const graph =
    `[0:v:0]scale=${size.width}:${size.height}:flags=lanczos+accurate_rnd,${frameTags},split[clip][half];` +
    `[half]scale=-2:360:flags=fast_bilinear[proxy]`;
  const metadata = Object.entries(options.metadata({ ...size, frames })).flatMap(([key, value]) => ["-metadata", `${key}=${value}`]);
  const every = ["-fps_mode", "passthrough"];
  const input = ["-progress", "pipe:1", "-i", file, "-filter_complex", graph];
  const clip = ["-map", "[clip]", ...every, ...clipArguments(rate, threads), ...metadata, out];
  const proxy = ["-map", "[proxy]", ...every, ...proxyArguments(rate, threads), proxyOut];
  const args = [...quiet, ...input, ...clip, ...proxy];
  const running = startProgram(tools.ffmpeg, args, signal);
  running.child.stdin?.end();
  const read = progressReader();
  running.child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    for (const { frame } of read(part)) if (frame !== undefined) options.onProgress?.(Math.min(frame, frames), frames);
  });
  try {
    await running.ended;
    await decodeCheck(tools, out, frames, signal);
  } catch (error) {
    for (const made of [out, proxyOut]) await rm(made, { force: true });
    throw asMediaError(error);
  }
  return { ...size, frames, rate };
}
