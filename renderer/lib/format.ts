// Numbers and times as a person reads them: waits as ranges, lengths in seconds, counts with their noun.
import { secondsOf } from "../../shared/domain/timecode.ts";

/** "1 shot", "12 shots". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** Length of a shot: "5.0 s". */
export function seconds(frames: number): string {
  return `${secondsOf(frames).toFixed(1)} s`;
}

/** Length of a film: "5 min 10 s". */
export function duration(frames: number): string {
  return length(Math.round(secondsOf(frames)));
}

/** A length in seconds: "34.6 s", "5 min 10 s". */
export function length(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const total = Math.round(seconds);
  return `${Math.floor(total / 60)} min ${String(total % 60).padStart(2, "0")} s`;
}

/** A wait as a range, in seconds under a minute and a half: "20 to 35 s", "4 to 6 min". */
export function wait(eta: { p50: number; p80: number }): string {
  const [low, high] = [Math.max(1, eta.p50), Math.max(1, eta.p50, eta.p80)];
  if (high < 90) return span(rounded(low, 5), rounded(high, 5), "s");
  return span(Math.max(1, Math.floor(low / 60)), Math.ceil(high / 60), "min");
}

function rounded(value: number, step: number): number {
  return value < 10 ? Math.ceil(value) : Math.ceil(value / step) * step;
}

function span(low: number, high: number, unit: string): string {
  return low >= high ? `about ${high} ${unit}` : `${low} to ${high} ${unit}`;
}

/** "64%". */
export function percent(part: number): string {
  return `${Math.floor(part * 100)}%`;
}

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(place: number): string {
  const rule = new Intl.PluralRules("en", { type: "ordinal" }).select(place);
  return `${place}${{ one: "st", two: "nd", few: "rd", other: "th", zero: "th", many: "th" }[rule]}`;
}

/** "96 MB", "1.4 GB", "1.8 TB". */
export function bytes(size: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A seed in groups of three, so that it can be read aloud. */
export function grouped(number: number): string {
  return number.toLocaleString("en").replaceAll(",", " ");
}

/** "today 14:20", "yesterday 09:12", "14 November". */
export function when(iso: string, now: Date): string {
  const date = new Date(iso);
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return `today ${time}`;
  if (days === 1) return `yesterday ${time}`;
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    ...(now.getFullYear() === date.getFullYear() ? {} : { year: "numeric" }),
  });
}

/** First letter large. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The host of an address, with its port; the address itself where it is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** A day ("2026-11-25") as the head of a list: "Today", "Saturday 14 November", with the year where it is another. */
export function dayName(day: string, now: Date, today: string, yesterday: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const then = new Date(year, month - 1, date);
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - then.getTime()) / 86_400_000);
  if (days === 0) return today;
  if (days === 1) return yesterday;
  const other = now.getFullYear() !== year;
  return then.toLocaleDateString("en-GB", {
    ...(other ? {} : { weekday: "long" }),
    day: "numeric",
    month: "long",
    ...(other ? { year: "numeric" } : {}),
  });
}
