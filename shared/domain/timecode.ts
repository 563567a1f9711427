// Time is integer frames on a rational grid, never floating seconds.

/** Frames a second as a fraction: {num: 24000, den: 1001} is 23.976. */
export interface FrameRate {
  num: number;
  den: number;
}

/** The grid of clips from the farm and of a new timeline: 16 frames a second (WAN's own rate). */
export const clipRate: FrameRate = { num: 16, den: 1 };

/** Frames in the longest segment: 5.0 s at 16 fps (81 from WAN, trimmed to the grid). */
export const segmentFrames = 80;

/** Seconds of `frames` at `rate`, for display only. */
export function secondsOf(frames: number, rate: FrameRate = clipRate): number {
  return (frames * rate.den) / rate.num;
}

/** The whole number of frames nearest to `seconds`. */
export function framesOf(seconds: number, rate: FrameRate = clipRate): number {
  return Math.round((seconds * rate.num) / rate.den);
}

/** `HH:MM:SS.mmm` as WebVTT wants it, rounded to the millisecond. */
export function vttTime(frames: number, rate: FrameRate = clipRate): string {
  const ms = Math.round((frames * 1000 * rate.den) / rate.num);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = Math.floor(ms / 1000) % 60;
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${String(ms % 1000).padStart(3, "0")}`;
}
