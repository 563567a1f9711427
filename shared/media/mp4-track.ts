// The picture track of an MP4 file as its index tells it: how many frames, when each is shown, which are key frames.
// Read here and not by ffprobe, because an export asks for every clip and a process costs more than the answer.
import type { FrameRate } from "../domain/timecode.ts";
import { MediaError } from "./error.ts";
import { type Box, boxAt, boxesIn, damaged, readMoov } from "./mp4.ts";

interface PictureTrack {
  /** Of the sample description, such as avc1. */
  coding: string;
  /** Ticks a second. */
  timescale: number;
  /** Frames a second, from the first frame's length. */
  rate: FrameRate;
  /** In order of showing: ticks from the film's start, and whether it is a key frame. */
  frames: { pts: number; key: boolean }[];
}

/** A table of 32-bit words after version, flags and count. `width` words a row. Throws MediaError when it is cut off. */
function table(parent: Buffer, type: string, width: number): DataView | null {
  const body = boxAt(parent, [type]);
  if (body === null) return null;
  const count = body.length < 8 ? -1 : body.readUInt32BE(4);
  if (count < 0 || body.length < 8 + count * width * 4) throw damaged();
  return new DataView(body.buffer, body.byteOffset + 8, count * width * 4);
}

/** Calls `each` for every row of a run-length table: (how often, value). */
function runs(view: DataView | null, each: (count: number, value: number) => void): void {
  for (let at = 0; view !== null && at < view.byteLength; at += 8) each(view.getUint32(at), view.getInt32(at + 4));
}

/** Ticks by which the edit list moves what the track holds: a delay in front less the start inside the media. */
function shiftOf(track: Buffer, timescale: number, movieTimescale: number): number {
  const list = boxAt(track, ["edts", "elst"]);
  if (list === null || list.length < 8) return 0;
  const long = list[0] === 1;
  let shift = 0;
  for (let at = 8; at + (long ? 20 : 12) <= list.length; at += long ? 20 : 12) {
    const length = long ? Number(list.readBigUInt64BE(at)) : list.readUInt32BE(at);
    const start = long ? Number(list.readBigInt64BE(at + 8)) : list.readInt32BE(at + 4);
    if (start >= 0) return shift - start;
    shift += Math.round((length * timescale) / Math.max(1, movieTimescale));
  }
  return shift;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** True for the media of pictures: its handler says so. */
function isPicture(track: Box): boolean {
  const handler = boxAt(track.body, ["mdia", "hdlr"]);
  return handler !== null && handler.length >= 12 && handler.toString("latin1", 8, 12) === "vide";
}

/** The first picture track in the body of a moov box; null when there is none. Throws MediaError not_media when it is damaged. */
export function pictureTrackFrom(moov: Buffer): PictureTrack | null {
  const track = boxesIn(moov).find((box) => box.type === "trak" && isPicture(box));
  if (track === undefined) return null;
  const [movie, media, samples] = [boxAt(moov, ["mvhd"]), boxAt(track.body, ["mdia", "mdhd"]), boxAt(track.body, ["mdia", "minf", "stbl"])];
  const description = samples === null ? null : boxAt(samples, ["stsd"]);
  if (movie === null || movie.length < 24 || media === null || media.length < 24 || samples === null || description === null)
    throw damaged();
  const timescaleOf = (header: Buffer) => header.readUInt32BE(header[0] === 1 ? 20 : 12);
  const timescale = timescaleOf(media);
  const shift = shiftOf(track.body, timescale, timescaleOf(movie));

  const times: number[] = [];
  let ticks = 0;
  let at = 0;
  const lengths = table(samples, "stts", 2);
  if (lengths === null || timescale === 0) throw damaged();
  // Room for ten days of 60 frames a second: a count beyond it is damage, not a film.
  runs(lengths, (count, length) => {
    if (times.length + count > 52_000_000) throw damaged();
    if (ticks === 0) ticks = length;
    for (let i = 0; i < count; i++, at += length) times.push(at);
  });
  let frame = 0;
  runs(table(samples, "ctts", 2), (count, later) => {
    for (let i = 0; i < count && frame < times.length; i++, frame++) times[frame] = (times[frame] ?? 0) + later;
  });
  const keys = table(samples, "stss", 1);
  const isKey = keys === null ? null : new Set(Array.from({ length: keys.byteLength / 4 }, (_, i) => keys.getUint32(i * 4) - 1));
  const frames = times.map((time, i) => ({ pts: time + shift, key: isKey === null || isKey.has(i) }));
  const common = greatestDivisor(timescale, ticks) || 1;
  return {
    coding: description.length < 16 ? "" : description.toString("latin1", 12, 16),
    timescale,
    rate: { num: timescale / common, den: Math.max(1, ticks / common) },
    frames: frames.toSorted((a, b) => a.pts - b.pts),
  };
}

/** Reads the picture track of an MP4 file. Throws MediaError not_media for a file without one. */
export async function readPictureTrack(file: string): Promise<PictureTrack> {
  const track = pictureTrackFrom((await readMoov(file)).moov);
  if (track === null || track.frames.length === 0) throw new MediaError("not_media", "The file holds no picture.");
  return track;
}
