// Small real clips for the tests of this folder: flat frames of a known luma, made and read back with ffmpeg.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FrameRate } from "../domain/timecode.ts";
import { openClipEncoder } from "./encode.ts";
import { findMediaTools, type MediaTools, quiet, readProgram } from "./ffmpeg.ts";

export const testTools = (): Promise<MediaTools> => findMediaTools({ environment: process.env, platform: process.platform });

/** Runs `work` with a folder of its own that is gone afterwards. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "ourvidz-media-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const testWidth = 320;
export const testHeight = 180;

/** A flat grey frame. */
export function flatFrame(luma: number): Uint8Array {
  const pixels = testWidth * testHeight;
  const frame = new Uint8Array((pixels * 3) / 2).fill(128);
  return frame.fill(luma, 0, pixels);
}

/** Encodes flat frames with the farm's arguments. */
export async function writeFlatClip(out: string, lumas: number[], rate: FrameRate = { num: 16, den: 1 }, threads = 1): Promise<void> {
  const encoder = openClipEncoder({ tools: await testTools(), out, width: testWidth, height: testHeight, rate, threads });
  for (const luma of lumas) await encoder.write(flatFrame(luma));
  await encoder.finish();
}

/** Mean luma of every frame of a file. */
export async function lumasOf(file: string): Promise<number[]> {
  const tools = await testTools();
  const raw = await readProgram(tools.ffmpeg, [
    ...quiet,
    "-i",
    file,
    "-fps_mode",
    "passthrough",
    "-f",
    "rawvideo",
    "-pix_fmt",
    "gray",
    "pipe:1",
  ]);
  const pixels = testWidth * testHeight;
  return Array.from({ length: raw.length / pixels }, (_, frame) => {
    const part = raw.subarray(frame * pixels, (frame + 1) * pixels);
    // "gray" is full range: 16..235 became 0..255.
    return 16 + (part.reduce((sum, value) => sum + value, 0) / pixels) * (219 / 255);
  });
}
