// Clips and stills of the draft engine: a shot is drawn as an animatic, rendered, and written into the
// spool with its recipe inside.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import sharp, { type Sharp } from "sharp";
import { CodedError, type ErrorCode } from "../../../shared/contract/errors.ts";
import type { JobSpec, SegmentInput } from "../../../shared/contract/farm-http.ts";
import type { WorkerFile } from "../../../shared/contract/worker.ts";
import { draw, drawingVersion, stillSvg } from "../../../shared/domain/animatic/index.ts";
import { type StillSize, stillSizes } from "../../../shared/domain/animatic/sizes.ts";
import { frameHeight, frameWidth } from "../../../shared/domain/animatic/types.ts";
import { canonicalJson, type Recipe } from "../../../shared/domain/recipe.ts";
import type { ShotSnapshot } from "../../../shared/domain/shot.ts";
import { renderDraftClip } from "../../../shared/media/draft/clip.ts";
import { renderDraftStill } from "../../../shared/media/draft/still.ts";
import { MediaError, type MediaErrorCode } from "../../../shared/media/error.ts";
import type { MediaTools } from "../../../shared/media/ffmpeg.ts";
import { thumbnailWidth, writeFrameThumbnail } from "../../../shared/media/thumbnail.ts";
import type { EngineRun } from "../engine.ts";
import { withText } from "./png-text.ts";
import { shotOfImage, shotOfPrompt } from "../../../shared/story/prompt.ts";

const codes: Record<MediaErrorCode, ErrorCode> = {
  ffmpeg_missing: "ffmpeg_missing",
  ffmpeg_failed: "media_failed",
  not_media: "media_failed",
  disk_full: "disk_full",
  cancelled: "cancelled",
};

/** A failure of media work as the error that crosses the worker protocol. */
export function codedMediaError(error: unknown): unknown {
  if (!(error instanceof MediaError)) return error;
  return new CodedError(codes[error.code], error.code === "cancelled" ? undefined : error.message, { cause: error });
}

/** The snapshot that came with the job, or one read from the prompt. Parsed JSON has no undefined members, so the types agree. */
function shotOf(input: { shot?: unknown; prompt: string; seed: number }, shotNumber: number): ShotSnapshot {
  return input.shot === undefined ? shotOfPrompt(input.prompt, input.seed, shotNumber) : (input.shot as ShotSnapshot);
}

function recipeOf(job: JobSpec, input: { prompt: string; negative?: string | undefined; seed: number }, shot: ShotSnapshot): Recipe {
  return {
    engine: "draft",
    model: drawingVersion,
    quality: "draft",
    rating: job.rating,
    prompt: input.prompt,
    ...(input.negative === undefined ? {} : { negative: input.negative }),
    seed: input.seed,
    width: frameWidth,
    height: frameHeight,
    shot,
    references: [],
    draft: true,
  };
}

async function webp(image: Sharp, width: number, file: string): Promise<void> {
  await image.resize(width).webp({ quality: 78 }).toFile(file);
}

type VideoJob = Extract<JobSpec, { kind: "video.generate" }>;
type ImageJob = Extract<JobSpec, { kind: "image.generate" }>;

/**
 * Encoder threads of one clip. One: a clip's bytes then do not depend on the machine, and cores are kept busy by segments
 * beside each other, which costs no CPU, while threads inside one encoder wait for each other.
 */
const encoderThreads = 1;

/**
 * Renders the segments of a video job that are not delivered yet, `atOnce` of them beside each other. They are delivered
 * in their order, whichever is ready first. After a failure the others stop; what was ready before it is still delivered.
 */
export async function makeClips(run: EngineRun, job: VideoJob, tools: MediaTools, atOnce: number): Promise<void> {
  const { segments } = job.input;
  const { spool, report } = run;
  const wanted = segments.map((segment, index) => ({ segment, index })).filter(({ index }) => !run.skip.includes(index));
  const fault = new AbortController();
  const signal = AbortSignal.any([run.signal, fault.signal]);
  // Delivered segments count as done, so that progress of a second lease goes on where the first one stood.
  const total = segments.reduce((sum, segment) => sum + segment.frames, 0);
  let done = total - wanted.reduce((sum, { segment }) => sum + segment.frames, 0);
  const frameDone = () => {
    done += 1;
    report.progress(done, total);
  };
  let denoising = false;
  let delivered: Promise<void> = Promise.resolve();
  const make = async ({ segment, index }: { segment: SegmentInput; index: number }, before: Promise<void>): Promise<void> => {
    if (signal.aborted) throw new CodedError("cancelled");
    const art = draw(shotOf(segment, index + 1));
    const preview = `preview-${index}.webp`;
    const firstFrame = async (frame: Uint8Array) => {
      await writeFrameThumbnail(frame, frameWidth, frameHeight, path.join(spool, preview));
      await report.preview(preview, index);
      if (!denoising) report.phase("denoise");
      denoising = true;
    };
    const files = await makeClip({ spool, signal }, segment, index, { art, job, tools, firstFrame }, frameDone);
    await before.catch(() => undefined); // its own maker reports that
    await report.segment(index, files);
  };
  report.phase("encode");
  const line = [...wanted];
  const worker = async (): Promise<void> => {
    for (let next = line.shift(); next !== undefined; next = line.shift()) {
      const made = make(next, delivered);
      delivered = made;
      await made.catch((error: unknown) => {
        fault.abort();
        throw error;
      });
    }
  };
  const workers = Array.from({ length: Math.max(1, atOnce) }, worker);
  const ended = await Promise.allSettled(workers);
  if (run.signal.aborted) throw new CodedError("cancelled");
  // The first failure stopped the others, which then say "cancelled": it is the one that says why.
  const reasons = ended.flatMap((item) => (item.status === "rejected" ? [item.reason as unknown] : []));
  const why = reasons.find((reason) => !isCancelled(reason)) ?? reasons[0];
  if (why !== undefined) throw why;
}

function isCancelled(error: unknown): boolean {
  return (error instanceof MediaError || error instanceof CodedError) && error.code === "cancelled";
}

async function makeClip(
  { spool, signal }: Pick<EngineRun, "spool" | "signal">,
  segment: SegmentInput,
  index: number,
  made: { art: ReturnType<typeof draw>; job: VideoJob; tools: MediaTools; firstFrame: (frame: Uint8Array) => Promise<void> },
  onFrame: () => void,
): Promise<WorkerFile[]> {
  const files: WorkerFile[] = [
    { kind: "clip", index, path: `clip-${index}.mp4`, contentType: "video/mp4" },
    { kind: "proxy", index, path: `proxy-${index}.mp4`, contentType: "video/mp4" },
    { kind: "thumbnail", index, path: `thumbnail-${index}.webp`, contentType: "image/webp" },
  ];
  const [out, proxyOut, thumbnailOut] = files.map((file) => path.join(spool, file.path)) as [string, string, string];
  const start = segment.span?.start ?? 0;
  const recipe: Recipe = { ...recipeOf(made.job, segment, shotOf(segment, index + 1)), frames: segment.frames, start };
  await renderDraftClip(made.art, {
    tools: made.tools,
    threads: encoderThreads,
    signal,
    frames: segment.frames,
    start,
    out,
    proxyOut,
    thumbnailOut,
    totalFrames: segment.span?.total,
    firstFrame: made.firstFrame,
    onProgress: onFrame,
    metadata: { comment: canonicalJson(recipe) },
  });
  return files;
}

/** The size that is asked for: the first of the engine's with the sides that are given. */
function sizeOf({ width, height }: { width?: number | undefined; height?: number | undefined }): StillSize {
  const found = stillSizes.find((size) => (width ?? size.width) === size.width && (height ?? size.height) === size.height);
  if (found === undefined) throw new CodedError("parameter_not_served", "Drafts are not made in this size.");
  return found;
}

/** Draws the images of an image job, the same shot with a new seed for each, and delivers each as soon as it is there. */
export async function makeImages(run: EngineRun, job: ImageJob): Promise<void> {
  const { input } = job;
  const { spool, signal, report } = run;
  const size = sizeOf(input);
  report.phase("denoise");
  for (let index = 0; index < input.count; index += 1) {
    if (run.skip.includes(index)) continue;
    if (signal.aborted) throw new CodedError("cancelled");
    const seed = (input.seed + index) >>> 0;
    const shot = shotOfImage({ ...input, shot: input.shot as ShotSnapshot | undefined }, index);
    const { png } = await renderDraftStill(stillSvg(draw(shot, { size })), size);
    const [image, thumbnail] = [`image-${index}.png`, `thumbnail-${index}.webp`];
    const recipe = canonicalJson({ ...recipeOf(job, { ...input, seed }, shot), ...size });
    await writeFile(path.join(spool, image), withText(png, "recipe", recipe));
    await webp(sharp(png), thumbnailWidth, path.join(spool, thumbnail));
    report.progress(index + 1, input.count);
    await report.segment(index, [
      { kind: "image", index, path: image, contentType: "image/png" },
      { kind: "thumbnail", index, path: thumbnail, contentType: "image/webp" },
    ]);
  }
}
