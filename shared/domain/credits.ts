// Prices as versioned data, and what a job costs and captures by them.
import { type JobKind, maxSegmentsPerJob, type Quality } from "./job.ts";

export type AudioKind = Extract<JobKind, `audio.${string}`>;

/** A price list. Credits are whole numbers. */
export interface PriceList {
  /** Kept with every hold, so that an old job is always settled by the prices it was sold at. */
  version: string;
  /** Credits of a video job by number of segments: the first step whose `upTo` covers it. */
  videoLadder: readonly { upTo: number; credits: number }[];
  image: number;
  upscale: number;
  /** Credits of audio by started stretch of `seconds`; an effect counts each of its variations. */
  audio: Readonly<Record<AudioKind, { seconds: number; credits: number }>>;
  /** False: draft quality costs nothing. True: draft costs like fast (tests and benches). */
  draftCosts: boolean;
}

const ladder = [
  { upTo: 1, credits: 1 },
  { upTo: 3, credits: 2 },
  { upTo: 6, credits: 3 },
  { upTo: maxSegmentsPerJob, credits: 5 },
] as const;

const audio = {
  "audio.speech": { seconds: 30, credits: 1 },
  "audio.effect": { seconds: 10, credits: 1 },
  "audio.music": { seconds: 60, credits: 2 },
} as const;

export const priceLists = {
  shipped: { version: "shipped-1", videoLadder: ladder, image: 1, upscale: 1, audio, draftCosts: false },
  test: { version: "test-1", videoLadder: ladder, image: 1, upscale: 1, audio, draftCosts: true },
} as const satisfies Record<string, PriceList>;
export type PriceListName = keyof typeof priceLists;

/** Credits for `segments` delivered segments of one video job; 0 for none. Throws RangeError past the ladder. */
export function videoCredits(list: PriceList, segments: number): number {
  if (segments === 0) return 0;
  const step = list.videoLadder.find((candidate) => segments <= candidate.upTo);
  if (!step || segments < 0) throw new RangeError(`a video job has 1 to ${maxSegmentsPerJob} segments, not ${segments}`);
  return step.credits;
}

/** What a job is priced by. */
export interface PricedWork {
  kind: JobKind;
  quality: Quality;
  /** Number of segments; video.generate only. */
  segments?: number;
  /** Length of one result in seconds; audio only. Speech takes `speechSeconds`. */
  seconds?: number;
  /** Results of an effect; 1 where absent. */
  variations?: number;
}

/** Characters of a text that are spoken in a second at speed 1 (audio.md). */
const speechRate = 14;

/** The estimate of how long `characters` characters are spoken at `speed` (0.5 to 2), in seconds. */
export function speechSeconds(characters: number, speed: number): number {
  return characters / (speechRate * speed);
}

function isAudio(kind: JobKind): kind is AudioKind {
  return kind.startsWith("audio.");
}

/** Credits for `results` results of `seconds` seconds each: every started stretch of each counts. */
function audioCredits(list: PriceList, kind: AudioKind, seconds: number, results = 1): number {
  const price = list.audio[kind];
  return Math.max(1, Math.ceil(seconds / price.seconds)) * price.credits * results;
}

/** Credits to hold for a job at submission. */
export function priceOf(list: PriceList, work: PricedWork): number {
  if (work.quality === "draft" && !list.draftCosts) return 0;
  if (work.kind === "video.generate") return videoCredits(list, work.segments ?? 1);
  if (work.kind === "image.generate" || work.kind === "image.edit") return list.image;
  if (work.kind === "image.upscale" || work.kind === "video.upscale") return list.upscale;
  if (isAudio(work.kind)) return audioCredits(list, work.kind, work.seconds ?? 0, work.variations ?? 1);
  return 0;
}

/** Credits to capture when `delivered` of a video job's segments arrived: by the ladder, never more than held. */
export function captureOf(list: PriceList, held: number, delivered: number): number {
  return Math.min(held, videoCredits(list, delivered));
}
