// Larger pictures and clips of the draft engine: by Lanczos, which adds no detail and changes nothing else. Only what the farm made
// and checked is enlarged (abilities: inputs made), so the result is what has passed already.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { JobSpec } from "../../../shared/contract/farm-http.ts";
import type { WorkerFile } from "../../../shared/contract/worker.ts";
import { canonicalJson, type Recipe } from "../../../shared/domain/recipe.ts";
import { framesAt } from "../../../shared/media/decode.ts";
import type { MediaTools } from "../../../shared/media/ffmpeg.ts";
import { thumbnailWidth } from "../../../shared/media/thumbnail.ts";
import { upscaleClip } from "../../../shared/media/upscale.ts";
import type { EngineRun } from "../engine.ts";
import { upscaleModel } from "./capabilities.ts";
import { withText } from "./png-text.ts";

type ImageJob = Extract<JobSpec, { kind: "image.upscale" }>;
type ClipJob = Extract<JobSpec, { kind: "video.upscale" }>;

/** Longest side of a picture that is enlarged. */
const longestSide = 4096;

/** The local file of this hash. Throws CodedError input_missing. */
function inputOf(run: EngineRun, sha256: string): string {
  const file = run.inputs[sha256];
  if (file === undefined) throw new CodedError("input_missing");
  return file;
}

function recipeOf(job: ImageJob | ClipJob, source: string, made: { width: number; height: number; frames?: number }): string {
  const recipe: Recipe = {
    engine: "draft",
    model: upscaleModel,
    quality: "draft",
    rating: job.rating,
    prompt: "",
    seed: job.input.seed,
    ...made,
    references: [source],
    draft: true,
  };
  return canonicalJson(recipe);
}

/** Doubles a picture's sides. Delivers it as image 0. */
export async function upscaleImage(run: EngineRun, job: ImageJob): Promise<void> {
  const { image } = job.input;
  const source = sharp(inputOf(run, image), { limitInputPixels: longestSide ** 2 });
  run.report.phase("denoise");
  const { width, height } = (await source.metadata()).autoOrient;
  if (Math.max(width, height) > longestSide) {
    const message = `The picture is ${width}x${height}. Pictures of up to ${longestSide} pixels a side are enlarged.`;
    throw new CodedError("invalid_input", message, { fields: [{ path: "input.image", message }] });
  }
  const size = { width: width * job.input.scale, height: height * job.input.scale };
  const png = await source
    .autoOrient()
    .toColourspace("srgb")
    .resize(size.width, size.height, { fit: "fill", kernel: "lanczos3" })
    .png({ compressionLevel: 3, adaptiveFiltering: false })
    .toBuffer();
  if (run.signal.aborted) throw new CodedError("cancelled");
  await writeFile(path.join(run.spool, "image-0.png"), withText(png, "recipe", recipeOf(job, image, size)));
  await sharp(png).resize(thumbnailWidth).webp({ quality: 78 }).toFile(path.join(run.spool, "thumbnail-0.webp"));
  run.report.progress(1, 1);
  await run.report.segment(0, [
    { kind: "image", index: 0, path: "image-0.png", contentType: "image/png" },
    { kind: "thumbnail", index: 0, path: "thumbnail-0.webp", contentType: "image/webp" },
  ]);
}

/** Enlarges a clip up to 1080p, every frame kept. Delivers it as clip 0. */
export async function upscaleVideo(run: EngineRun, job: ClipJob, tools: MediaTools): Promise<void> {
  const { clip } = job.input;
  const files: WorkerFile[] = [
    { kind: "clip", index: 0, path: "clip-0.mp4", contentType: "video/mp4" },
    { kind: "proxy", index: 0, path: "proxy-0.mp4", contentType: "video/mp4" },
    { kind: "thumbnail", index: 0, path: "thumbnail-0.webp", contentType: "image/webp" },
  ];
  const [out, proxyOut, thumbnail] = files.map((file) => path.join(run.spool, file.path)) as [string, string, string];
  run.report.phase("denoise");
  await upscaleClip({
    tools,
    file: inputOf(run, clip),
    out,
    proxyOut,
    // One: the same clip then gives the same bytes on every machine.
    threads: 1,
    metadata: (made) => ({ comment: recipeOf(job, clip, made) }),
    signal: run.signal,
    onProgress: (done, total) => run.report.progress(done, total),
  });
  const [first] = await framesAt(tools, out, [0], run.signal);
  await sharp(first).resize(thumbnailWidth).webp({ quality: 78 }).toFile(thumbnail);
  await run.report.segment(0, files);
}
