// What rendering costs and how long it takes, before anything is spent.
import type { FilmQuote } from "../../shared/contract/studio/views.ts";
import type { Eta } from "../../shared/contract/farm-http.ts";
import { type PriceList, priceLists } from "../../shared/domain/credits.ts";
import type { Quality } from "../../shared/domain/job.ts";
import { cheapestPartition } from "../../shared/domain/quote.ts";
import type { JobRecord } from "../farm/job-record.ts";
import type { SceneRow } from "../library/rows.ts";
import { counted } from "../words.ts";
import { missingSegments, type StandingShot, wantedSegments } from "./standing.ts";

/** What the farm last said about itself, as far as a quote needs it. */
export interface FarmFacts {
  priceList: string | null;
  available: number | null;
  /** Wait in the queue of the engine that serves the quality; null when the farm is away. */
  wait: Eta | null;
  /** Seconds that the farm takes for one frame of a clip, measured on jobs of this studio; null before the first. */
  secondsPerFrame: number | null;
}

/** The list by the version that the farm named; the shipped one while none is known. Null for a version this studio does not know. */
export function priceListOf(version: string | null): PriceList | null {
  if (version === null) return priceLists.shipped;
  return Object.values(priceLists).find((list) => list.version === version) ?? null;
}

/** Credits of `segments` segments of one scene: the cheapest cut into jobs, or nothing where draft is free. */
function sceneCredits(list: PriceList, quality: Quality, segments: number): number {
  return quality === "draft" && !list.draftCosts ? 0 : cheapestPartition(list, segments).credits;
}

/** Guess before anything was measured: the draft engine's goal is a clip in its own length. */
const assumedSecondsPerFrame = 1 / 16;

/** The film's quote. `jobs` are the project's, for what was spent. */
export function quoteOf(
  scenes: readonly SceneRow[],
  shots: readonly StandingShot[],
  jobs: readonly JobRecord[],
  quality: Quality,
  farm: FarmFacts,
): FilmQuote {
  const list = priceListOf(farm.priceList);
  const rows = scenes.map((scene) => {
    const own = shots.filter((shot) => shot.row.sceneId === scene.id);
    const wanted = own.map((shot) => wantedSegments(shot).length).filter((count) => count > 0);
    const segments = wanted.reduce((sum, count) => sum + count, 0);
    const missing = own.reduce((sum, shot) => sum + missingSegments(shot).length, 0);
    return {
      sceneId: scene.id,
      shots: wanted.length,
      segments,
      credits: list === null ? 0 : sceneCredits(list, quality, segments),
      whole: list === null ? 0 : sceneCredits(list, quality, missing),
    };
  });
  const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const credits = sum((row) => row.credits);
  const segments = sum((row) => row.segments);
  const frames = shots.reduce(
    (total, shot) => total + wantedSegments(shot).reduce((part, index) => part + (shot.segments[index]?.frames ?? 0), 0),
    0,
  );
  return {
    shots: sum((row) => row.shots),
    segments,
    credits,
    creditsWholeFilm: sum((row) => row.whole),
    spent: jobs.reduce((total, job) => total + job.mirror.captured, 0),
    priceList: farm.priceList,
    quality,
    eta: segments === 0 || farm.wait === null ? null : etaOf(frames, farm.wait, farm.secondsPerFrame ?? assumedSecondsPerFrame),
    blockedBy: blockedBy(shots, segments, credits, list === null, farm),
    scenes: rows.map(({ whole: _whole, ...row }) => row),
  };
}

function etaOf(frames: number, wait: Eta, secondsPerFrame: number): Eta {
  const work = frames * secondsPerFrame;
  return { p50: wait.p50 + work, p80: wait.p80 + work * 1.4 };
}

function blockedBy(
  shots: readonly StandingShot[],
  segments: number,
  credits: number,
  unknownPrices: boolean,
  farm: FarmFacts,
): string | null {
  if (segments === 0) {
    const toApprove = shots.filter((shot) => shot.state === "to-approve" || shot.state === "draft" || shot.state === "stale").length;
    if (shots.length === 0) return "The film has no shots yet.";
    if (toApprove > 0) return "Approve at least one shot to render it.";
    return shots.every((shot) => shot.state === "rendered") ? "Every shot is rendered." : "Every approved shot is on its way.";
  }
  if (unknownPrices) return "The farm's price list is newer than this studio. Update the studio to render.";
  if (farm.available !== null && credits > farm.available) {
    return `Rendering costs ${counted(credits, "credit")} and ${farm.available} ${farm.available === 1 ? "is" : "are"} available. Render fewer shots or add credits.`;
  }
  return null;
}
