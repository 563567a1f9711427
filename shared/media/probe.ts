// What a media file holds, as ffprobe and the MP4 boxes say it: exact frame count, rational rate, colour tags, sound.
import type { FrameRate } from "../domain/timecode.ts";
import { MediaError } from "./error.ts";
import { type MediaTools, readProgram } from "./ffmpeg.ts";
import { readMp4Headers } from "./mp4.ts";

export interface VideoStream {
  codec: string;
  /** Frames in the file: packets counted, not a duration multiplied. */
  frames: number;
  rate: FrameRate;
  width: number;
  height: number;
  pixelFormat: string;
  /** Null where the file says nothing. */
  colour: { range: string | null; matrix: string | null; primaries: string | null; transfer: string | null };
  /** Seconds of a tick of the track, as a fraction. */
  timeBase: FrameRate;
}

export interface AudioStream {
  codec: string;
  sampleRate: number;
  channels: number;
  /** Seconds. */
  duration: number;
}

export interface MediaInfo {
  container: string;
  /** Seconds. */
  duration: number;
  video: VideoStream | null;
  audio: AudioStream | null;
  /** MP4 only. */
  movieTimescale: number | null;
  /** MP4 only: the index stands in front. */
  fastStart: boolean | null;
  /** Text members, such as comment. */
  tags: Record<string, string>;
}

type Json = Record<string, unknown>;
const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === "string" && value !== "unknown" ? value : null);
const number = (value: unknown): number => {
  const parsed = typeof value === "number" ? value : typeof value === "string" ? Number.parseFloat(value) : Number.NaN;
  return Number.isFinite(parsed) ? parsed : 0;
};

function fraction(value: unknown): FrameRate {
  const [num, den] = (text(value) ?? "0/1").split("/").map(Number);
  return { num: num ?? 0, den: den === undefined || den === 0 ? 1 : den };
}

/** The typed form of `ffprobe -show_streams -show_format -count_packets -of json`. Throws MediaError not_media. */
function mediaInfoFrom(json: unknown): Omit<MediaInfo, "movieTimescale" | "fastStart"> {
  const root: Json = isRecord(json) ? json : {};
  const streams = Array.isArray(root.streams) ? root.streams.filter(isRecord) : [];
  const format: Json = isRecord(root.format) ? root.format : {};
  const find = (type: string) => streams.find((stream) => stream.codec_type === type);
  const [video, audio] = [find("video"), find("audio")];
  if (video === undefined && audio === undefined) throw new MediaError("not_media", "The file holds neither picture nor sound.");
  const tags = isRecord(format.tags) ? format.tags : {};
  return {
    container: text(format.format_name) ?? "",
    duration: number(format.duration),
    video:
      video === undefined
        ? null
        : {
            codec: text(video.codec_name) ?? "",
            frames: number(video.nb_read_packets ?? video.nb_frames),
            rate: fraction(video.r_frame_rate),
            width: number(video.width),
            height: number(video.height),
            pixelFormat: text(video.pix_fmt) ?? "",
            colour: {
              range: text(video.color_range),
              matrix: text(video.color_space),
              primaries: text(video.color_primaries),
              transfer: text(video.color_transfer),
            },
            timeBase: fraction(video.time_base),
          },
    audio:
      audio === undefined
        ? null
        : {
            codec: text(audio.codec_name) ?? "",
            sampleRate: number(audio.sample_rate),
            channels: number(audio.channels),
            duration: number(audio.duration ?? format.duration),
          },
    tags: Object.fromEntries(Object.entries(tags).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : []))),
  };
}

/** Probes a file. Reads it once from end to end to count frames, without decoding. Throws MediaError. */
export async function probeMedia(tools: MediaTools, file: string, signal?: AbortSignal): Promise<MediaInfo> {
  const args = ["-v", "error", "-count_packets", "-show_streams", "-show_format", "-of", "json", file];
  const output = (await readProgram(tools.ffprobe, args, signal)).toString("utf8");
  const info = mediaInfoFrom(JSON.parse(output));
  if (!/\b(mp4|mov)\b/.test(info.container)) return { ...info, movieTimescale: null, fastStart: null };
  const { movieTimescale, fastStart } = await readMp4Headers(file);
  return { ...info, movieTimescale, fastStart };
}
