// One export from its plan to the finished file: pieces, join, decode check, captions, rename. What is in
// the piece cache is used again; the file's name never stands for an unchecked film.
import { rm, stat } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import type { ExportView } from "../../shared/contract/studio/views.ts";
import { clipRate, secondsOf } from "../../shared/domain/timecode.ts";
import { decodeCheck } from "../../shared/media/decode.ts";
import type { MediaTools } from "../../shared/media/ffmpeg.ts";
import { joinClips } from "../../shared/media/join.ts";
import { probeMedia } from "../../shared/media/probe.ts";
import { vttOf } from "./captions.ts";
import type { PieceCache } from "./pieces.ts";
import type { FilmPlan } from "./plan.ts";
import { checkTarget, putInPlace, writeWhole } from "./target.ts";

export interface ExportProgress {
  phase: NonNullable<ExportView["phase"]>;
  progress: number;
  pieces: ExportView["pieces"];
}

interface RenderOptions {
  plan: FilmPlan;
  file: string;
  tools: MediaTools;
  cache: PieceCache;
  clipFile: (hash: string) => string;
  cores: number;
  signal: AbortSignal;
  progress: (now: ExportProgress) => void;
}

interface Finished {
  bytes: number;
  captions: string;
  report: NonNullable<ExportView["report"]>;
}

/** Weights of the phases on the way from 0 to 1, as measured on a film of 24 shots. */
const share = { pieces: 0.55, join: 0.1, check: 0.33 } as const;

/** Where a film's captions stand: beside it. */
export function captionsFileOf(file: string): string {
  return path.join(path.dirname(file), `${path.parse(file).name}.vtt`);
}

/** Renders a film. Throws CodedError or MediaError; the target is untouched then. */
export async function renderFilm(options: RenderOptions): Promise<Finished> {
  const { plan, file, tools, cache, signal, progress } = options;
  const pieces = { done: 0, total: plan.pieces.length, reused: 0 };
  const tell = (phase: ExportProgress["phase"], part: number) => progress({ phase, progress: part, pieces: { ...pieces } });
  tell("plan", 0);
  await checkTarget(file, await bytesOf(options));

  const waiting = [...plan.pieces];
  const work = async () => {
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
      signal.throwIfAborted();
      if (await cache.ensure(piece, signal)) pieces.reused += 1;
      pieces.done += 1;
      tell("pieces", (share.pieces * pieces.done) / Math.max(1, pieces.total));
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.cores, pieces.total) }, work));

  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.unfinished.mp4`);
  try {
    tell("join", share.pieces);
    await joinClips({ tools, files: plan.pieces.map((piece) => cache.fileOf(piece)), out: temporary, metadata: plan.metadata, signal });
    tell("check", share.pieces + share.join);
    const decoded = await decodeCheck(tools, temporary, plan.frames, signal);
    const info = await probeMedia(tools, temporary, signal);
    tell("finish", share.pieces + share.join + share.check);
    const captions = captionsFileOf(file);
    await writeWhole(captions, vttOf(plan.captions));
    const { size } = await stat(temporary);
    await putInPlace(temporary, file);
    await cache.trim(plan.pieces);
    const video = info.video;
    const colour = video?.colour;
    return {
      bytes: size,
      captions,
      report: {
        frames: decoded.frames,
        expectedFrames: plan.frames,
        seconds: secondsOf(decoded.frames, clipRate),
        width: video?.width ?? 0,
        height: video?.height ?? 0,
        rate: `${video?.rate.num ?? 0}/${video?.rate.den ?? 1}`,
        constantRate: true,
        faststart: info.fastStart === true,
        colour: [colour?.primaries, colour?.transfer, colour?.matrix, colour?.range].map((tag) => tag ?? "unknown").join(" "),
        decoded: true,
        captions: plan.captions.length,
        drafts: plan.drafts,
        provenance: "unsigned",
        missing: plan.missing,
      },
    };
  } finally {
    for (const leftover of [temporary, `${temporary}.part`, `${temporary}.txt`]) await rm(leftover, { force: true });
  }
}

/** Room that the film needs at its target: the clips' own bytes and a tenth more. Throws where a clip is gone. */
async function bytesOf({ plan, clipFile }: RenderOptions): Promise<number> {
  const hashes = new Set(plan.pieces.flatMap((piece) => (piece.kind === "body" ? [piece.clip] : [piece.a, piece.b])));
  let bytes = 0;
  for (const hash of hashes) {
    const found = await stat(clipFile(hash)).catch(() => null);
    if (found === null)
      throw new CodedError("not_found", "A clip of this film is not in the library any more. Render its shot again, then export.");
    bytes += found.size;
  }
  return Math.ceil(bytes * 1.1) + 1_000_000;
}
