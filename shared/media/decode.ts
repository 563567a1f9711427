// Looks at finished files: decodes one completely and checks its clock, or takes single pictures out of it.
import { MediaError } from "./error.ts";
import { type MediaTools, quiet, readProgram, startProgram } from "./ffmpeg.ts";
import { readPictureTrack } from "./mp4-track.ts";
import { probeMedia } from "./probe.ts";
import { progressReader } from "./progress.ts";

/** What a full decode found. */
export interface DecodeReport {
  frames: number;
  /** Ticks between frames, the same for all. */
  ticksPerFrame: number;
  /** Frame numbers of key frames. */
  keyFrames: number[];
  /** Seconds of picture. */
  duration: number;
}

const wrong = (message: string, detail = "") => new MediaError("ffmpeg_failed", message, detail);

/** Decodes everything; returns how many frames came out. Throws when the decoder complains even once. */
async function decodedFrames(tools: MediaTools, file: string, signal?: AbortSignal): Promise<number> {
  const output = ["-map", "0:v:0", "-fps_mode", "passthrough", "-f", "null", "-"];
  const running = startProgram(tools.ffmpeg, [...quiet, "-progress", "pipe:1", "-i", file, ...output], signal);
  running.child.stdin?.end();
  let frames = 0;
  const read = progressReader();
  running.child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    for (const block of read(part)) frames = block.frame ?? frames;
  });
  const complaints = (await running.ended).trim();
  if (complaints !== "") throw wrong("The video does not decode cleanly.", complaints);
  return frames;
}

/**
 * Decodes a file once from end to end. Throws MediaError when it does not decode cleanly, when the frame count is not
 * `expectedFrames`, or when frames are not evenly spaced from time 0.
 */
export async function decodeCheck(tools: MediaTools, file: string, expectedFrames: number, signal?: AbortSignal): Promise<DecodeReport> {
  const [frames, track] = await Promise.all([decodedFrames(tools, file, signal), readPictureTrack(file)]);
  const { frames: times, timescale } = track;
  if (frames !== expectedFrames || times.length !== expectedFrames) {
    throw wrong(`The video has ${frames} frames (${times.length} packets) instead of ${expectedFrames}.`);
  }
  const [first, second] = times;
  const ticksPerFrame = first && second ? second.pts - first.pts : (timescale * track.rate.den) / track.rate.num;
  const uneven = times.findIndex((time, i) => time.pts !== i * ticksPerFrame);
  if (uneven >= 0) throw wrong(`Frame ${uneven} of the video is not on the beat: frames must be evenly spaced from time 0.`);
  const keyFrames = times.flatMap((time, i) => (time.key ? [i] : []));
  return { frames, ticksPerFrame, keyFrames, duration: (frames * ticksPerFrame) / timescale };
}

/** The pictures shown at `times` (seconds), as PNG in the size of the video. Throws MediaError. */
export async function framesAt(tools: MediaTools, file: string, times: number[], signal?: AbortSignal): Promise<Buffer[]> {
  const { video } = await probeMedia(tools, file, signal);
  if (video === null || video.frames < 1) throw new MediaError("not_media", "The file holds no picture.");
  const frameTime = video.rate.den / video.rate.num;
  const pictures: Buffer[] = [];
  for (const time of times) {
    const frame = Math.max(0, Math.min(video.frames - 1, Math.floor(time / frameTime + 1e-6)));
    // A quarter of a frame early: the first frame at or after that moment is the one wanted, whatever the rounding.
    const seek = Math.max(0, (frame - 0.25) * frameTime).toFixed(6);
    const output = ["-map", "0:v:0", "-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "pipe:1"];
    pictures.push(await readProgram(tools.ffmpeg, [...quiet, "-ss", seek, "-i", file, ...output], signal));
  }
  return pictures;
}
