// What a job is measured by: the units that it delivers one by one, its size for the planner, its price and the ladder by
// which delivered units are captured.
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import { type AudioKind, captureOf, type PricedWork, type PriceList, priceOf, speechSeconds } from "../../shared/domain/credits.ts";
import { segmentFrames } from "../../shared/domain/timecode.ts";

/** A job's measures as the ledger keeps them. */
export interface Measure {
  unitKind: "clip" | "image" | "text" | "audio";
  units: number;
  /** Frames to make, images, or seconds of sound: the planner's measure of size. */
  work: number;
  price: number;
  /** Credits for 0, 1, 2 ... delivered units; for sounds of delivered steps of `stepSeconds`. */
  ladder: number[];
  /** Seconds of sound in one step of the ladder; null where units count. */
  stepSeconds: number | null;
}

/** Seconds of one result of an audio job: what it asks for, or for speech the estimate. */
function secondsOf(spec: Extract<JobSpec, { kind: AudioKind }>): number {
  return spec.kind === "audio.speech" ? speechSeconds(spec.input.text.length, spec.input.speed) : spec.input.seconds;
}

/** Credits when all units are there, nothing before. */
const allOrNothing = (units: number, price: number) =>
  Array.from({ length: units + 1 }, (_, delivered) => (delivered === units ? price : 0));

function counted(spec: JobSpec): Pick<Measure, "unitKind" | "units" | "work"> & Omit<PricedWork, "kind" | "quality"> {
  switch (spec.kind) {
    case "video.generate": {
      const { segments } = spec.input;
      const work = segments.reduce((sum, { frames }) => sum + frames, 0);
      return { unitKind: "clip", units: segments.length, work, segments: segments.length };
    }
    case "image.generate":
    case "image.edit":
      return { unitKind: "image", units: spec.input.count, work: spec.input.count };
    case "image.upscale":
      return { unitKind: "image", units: 1, work: 1 };
    case "video.upscale":
      return { unitKind: "clip", units: 1, work: segmentFrames };
    case "audio.speech":
    case "audio.music":
    case "audio.effect": {
      const variations = spec.kind === "audio.effect" ? spec.input.variations : 1;
      const seconds = secondsOf(spec);
      return { unitKind: "audio", units: variations, work: Math.ceil(seconds * variations), seconds, variations };
    }
    case "text.enhance":
    case "text.chat":
    case "text.storyboard":
      return { unitKind: "text", units: 1, work: 1 };
  }
}

/** The measures of `spec` under `prices`. */
export function measureOf(prices: PriceList, spec: JobSpec): Measure {
  const { unitKind, units, work, ...priced } = counted(spec);
  const price = priceOf(prices, { kind: spec.kind, quality: spec.quality, ...priced });
  const measure = { unitKind, units, work, price, stepSeconds: null };
  if (spec.kind === "video.generate")
    return { ...measure, ladder: Array.from({ length: units + 1 }, (_, delivered) => captureOf(prices, price, delivered)) };
  if (spec.kind === "audio.speech" || spec.kind === "audio.effect" || spec.kind === "audio.music") {
    const { seconds, credits } = prices.audio[spec.kind];
    const steps = Math.ceil(price / credits);
    return { ...measure, stepSeconds: seconds, ladder: Array.from({ length: steps + 1 }, (_, step) => Math.min(price, step * credits)) };
  }
  return { ...measure, ladder: allOrNothing(units, price) };
}
