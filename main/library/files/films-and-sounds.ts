// What ffmpeg makes of clips and sounds for the library: measures, a poster, a 360p proxy, peaks of the sound. Child processes: nothing of a
// hostile file is decoded in the core.
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { MediaError } from "../../../shared/media/error.ts";
import { type MediaTools, quiet, readProgram, runFfmpeg, startProgram } from "../../../shared/media/ffmpeg.ts";
import { type MediaInfo, probeMedia } from "../../../shared/media/probe.ts";

export interface Measures {
  width: number | null;
  height: number | null;
  frames: number | null;
  rate: { num: number; den: number } | null;
}

/** Steps of a sound's peaks. */
const peakSteps = 800;
/** Samples a second from which peaks are made. */
const peakRate = 2000;
/** A clip at or below this is its own proxy. */
const proxyHeight = 360;
/** What one child may take at most. */
const patienceMs = 10 * 60_000;

const limited = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);

/** Length and pixels from a probe. */
export function measuresOf({ video, audio, duration }: MediaInfo): Measures {
  if (video !== null && video.frames > 0 && video.rate.num > 0)
    return { width: video.width || null, height: video.height || null, frames: video.frames, rate: video.rate };
  if (audio !== null && audio.sampleRate > 0)
    return {
      width: null,
      height: null,
      frames: Math.round((audio.duration || duration) * audio.sampleRate),
      rate: { num: audio.sampleRate, den: 1 },
    };
  return { width: null, height: null, frames: null, rate: null };
}

/** Probes a file. Throws MediaError. */
export function probeFile(tools: MediaTools, file: string, signal: AbortSignal): Promise<MediaInfo> {
  return probeMedia(tools, file, limited(signal));
}

/** A picture of the clip as PNG, from a tenth of its length in. Throws MediaError. */
export async function posterOf(tools: MediaTools, file: string, seconds: number, out: string, signal: AbortSignal): Promise<void> {
  const take = (at: number) =>
    runFfmpeg(
      tools,
      [
        "-ss",
        at.toFixed(3),
        "-i",
        file,
        "-map",
        "0:v:0",
        "-frames:v",
        "1",
        "-vf",
        "scale='min(1280,iw)':-2",
        "-f",
        "image2",
        "-c:v",
        "png",
        out,
      ],
      {
        signal: limited(signal),
      },
    );
  await take(Math.min(10, seconds / 10)).catch((error: unknown) => {
    if (error instanceof MediaError && error.code === "cancelled") throw error;
    return take(0);
  });
}

/** Whether a clip needs a proxy: it is larger, or of a coding that not every screen plays. */
export const needsProxy = ({ video, container }: MediaInfo): boolean =>
  video !== null && (video.height > proxyHeight || video.codec !== "h264" || !/\bmp4\b/.test(container));

/** A proxy of 360 lines with sound, GOP of 8. It appears at `out` when it is whole. Throws MediaError. */
export async function makeProxy(tools: MediaTools, file: string, out: string, signal: AbortSignal): Promise<void> {
  await mkdir(path.dirname(out), { recursive: true });
  const half = `${out}.part`;
  const video = [
    "-map",
    "0:v:0",
    "-map",
    "0:a:0?",
    "-vf",
    "scale=-2:'min(360,ih)',format=yuv420p",
    "-c:v",
    "libx264",
    "-preset",
    "superfast",
    "-crf",
    "26",
  ];
  const rest = [
    "-g",
    "8",
    "-bf",
    "0",
    "-threads",
    "1",
    "-c:a",
    "aac",
    "-b:a",
    "96k",
    "-sn",
    "-dn",
    "-map_metadata",
    "-1",
    "-movflags",
    "+faststart",
    "-f",
    "mp4",
    half,
  ];
  try {
    await runFfmpeg(tools, ["-threads", "1", "-i", file, ...video, ...rest], { signal: limited(signal) });
    await rename(half, out);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

/**
 * Lowest and highest of each of 800 steps of the sound, as signed bytes; null for a file without sound. Read as it comes: a long sound takes
 * no more memory than a short one.
 */
export async function peaksOf(tools: MediaTools, file: string, seconds: number, signal: AbortSignal): Promise<Uint8Array | null> {
  if (!(seconds > 0)) return null;
  const args = [...quiet, "-threads", "1", "-i", file, "-map", "0:a:0", "-ac", "1", "-ar", String(peakRate), "-f", "s8", "pipe:1"];
  const running = startProgram(tools.ffmpeg, args, limited(signal));
  running.child.stdin?.end();
  const lows = new Int8Array(peakSteps);
  const highs = new Int8Array(peakSteps);
  const all = Math.max(1, Math.round(seconds * peakRate));
  let sample = 0;
  running.child.stdout?.on("data", (part: Buffer) => {
    for (const byte of new Int8Array(part.buffer, part.byteOffset, part.length)) {
      const step = Math.min(peakSteps - 1, Math.floor((sample * peakSteps) / all));
      if (byte < (lows[step] ?? 0)) lows[step] = byte;
      if (byte > (highs[step] ?? 0)) highs[step] = byte;
      sample += 1;
    }
  });
  await running.ended;
  const peaks = new Int8Array(peakSteps * 2);
  for (let step = 0; step < peakSteps; step++) {
    peaks[step * 2] = lows[step] ?? 0;
    peaks[step * 2 + 1] = highs[step] ?? 0;
  }
  return new Uint8Array(peaks.buffer);
}

/** The words of a PDF by the system's pdftotext; null where there is none. */
export async function wordsOfPdf(file: string, signal: AbortSignal): Promise<string | null> {
  try {
    const text = await readProgram(
      "pdftotext",
      ["-q", "-l", "200", "-enc", "UTF-8", file, "-"],
      AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    );
    return text.toString("utf8");
  } catch {
    return null;
  }
}
