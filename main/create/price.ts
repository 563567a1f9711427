// What a draft costs and how long it takes, before anything is sent: the farm's price list, its queue, and what its
// engines needed for the last jobs of this studio. Pure.
import type { Eta, Farm } from "../../shared/contract/farm-http.ts";
import type { CreateQuote } from "../../shared/contract/studio/create.ts";
import type { CreateDraft } from "../../shared/contract/studio/draft.ts";
import type { FarmStatus } from "../../shared/contract/studio/views.ts";
import { priceOf, type PriceList } from "../../shared/domain/credits.ts";
import { secondsOf } from "../../shared/domain/timecode.ts";
import { priceListOf } from "../film/quote.ts";
import { counted } from "../words.ts";
import { engineFor, engineName } from "./abilities.ts";
import { engineOf, isRefusal, type Refusal } from "./check.ts";
import { kindOf, resultsOf } from "./work.ts";

export interface PriceFacts {
  status: FarmStatus;
  farm: Farm | null;
  /** Seconds for one image, or one frame of a clip; null where none was measured yet. */
  secondsEach(engine: string, kind: string, quality: string): number | null;
  /** Files that go along, and their bytes together. */
  files: { count: number; bytes: number };
}

/** Guesses before anything was measured: seconds for an image, and for a frame of a clip (the draft engine's goal is real time). */
const assumedSeconds = { image: 2, frame: 1 / 16 };
/** The slower case against the usual one, as in a film's quote. */
const slower = 1.4;

function creditsOf(list: PriceList | null, draft: CreateDraft): number {
  if (list === null) return 0;
  const kind = kindOf(draft);
  const segments = kind === "video.generate" ? { segments: resultsOf(draft).count } : {};
  return priceOf(list, { kind, quality: draft.quality, ...segments });
}

function waitOf(draft: CreateDraft, engine: string | null, facts: PriceFacts): Eta | null {
  if (facts.status.state !== "connected" || engine === null) return null;
  const line = facts.farm?.queue.find((one) => one.engine === engine)?.wait ?? { p50: 0, p80: 0 };
  const { kind, count } = resultsOf(draft);
  const many = kind === "image" ? count : draft.task === "upscale" ? 1 : draft.frames;
  const each = facts.secondsEach(engine, kindOf(draft), draft.quality);
  const work = many * (each ?? (kind === "image" ? assumedSeconds.image : assumedSeconds.frame));
  return { p50: line.p50 + work, p80: line.p80 + work * slower };
}

const lengthText = (frames: number) => `${Number(secondsOf(frames).toFixed(1))} s`;

function stepTitle(draft: CreateDraft, engine: string | null): string {
  const by = engine === null ? "" : `, ${engineName(engine)}`;
  switch (draft.task) {
    case "image":
      return `${counted(draft.count, "image")}${by}`;
    case "edit":
      return `${counted(draft.count, "edit")}${by}`;
    case "upscale":
      return `Twice the size${by}`;
    case "clip":
      return `Clip${by}, ${lengthText(draft.frames)}`;
    case "extend":
      return `${lengthText(draft.frames)} more${by}`;
  }
}

/** The clip that a draft's chain would make of one image. */
function chainDraft(draft: CreateDraft): CreateDraft | null {
  if (draft.chain === null) return null;
  return { ...draft, task: "clip", engine: null, model: null, frames: draft.chain.frames, count: 1, chain: null };
}

/** The quote of a draft. `refused` is what of it cannot be sent. */
export function quoteOfDraft(draft: CreateDraft, refused: Refusal[], facts: PriceFacts): CreateQuote {
  const { status, farm } = facts;
  const list = priceListOf(status.priceList);
  const chosen = engineOf(draft, farm);
  const engine = isRefusal(chosen) ? draft.engine : (chosen?.id ?? draft.engine);
  const credits = creditsOf(list, draft);
  const wait = isRefusal(chosen) ? null : waitOf(draft, engine, facts);
  const next = chainDraft(draft);
  const nextEngine = next === null || farm === null ? null : (engineFor(farm, "video.generate", next.quality)?.id ?? null);
  const available = status.credits?.available ?? null;
  return {
    steps: [
      { title: stepTitle(draft, engine), now: true, engine, credits, wait },
      ...(next === null
        ? []
        : [
            {
              title: `Then a clip${nextEngine === null ? "" : `, ${engineName(nextEngine)}`}, ${lengthText(next.frames)}`,
              now: false,
              engine: nextEngine,
              credits: creditsOf(list, next),
              wait: waitOf(next, nextEngine, facts),
            },
          ]),
    ],
    credits,
    wait,
    available,
    priceList: status.priceList,
    files: facts.files,
    refused,
    blockedBy: blockedBy(credits, available, list === null),
  };
}

function blockedBy(credits: number, available: number | null, unknownPrices: boolean): string | null {
  if (unknownPrices) return "The farm's price list is newer than this studio. Update the studio to make anything.";
  if (available !== null && credits > available)
    return `This costs ${counted(credits, "credit")} and ${available} ${available === 1 ? "is" : "are"} available. Choose the draft quality, make fewer, or add credits.`;
  return null;
}
