// The draft engine behind the worker protocol: real clips by a real ffmpeg, honest about being drafts,
// segments skipped and cancelled inside, text by rule, and no way around the output check.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import { jobRequestSchema, type JobRequest } from "../../../shared/contract/farm-http.ts";
import { type WorkerCommand, type WorkerReport, workerReportSchema } from "../../../shared/contract/worker.ts";
import { stillSizes } from "../../../shared/domain/animatic/sizes.ts";
import { decodeCheck } from "../../../shared/media/decode.ts";
import { probeMedia } from "../../../shared/media/probe.ts";
import { findMediaTools } from "../../../shared/media/ffmpeg.ts";
import type { Engine } from "../engine.ts";
import type { OutputCheck } from "../output-check.ts";
import { serveEngine } from "../serve.ts";
import { draftByConstruction } from "./check.ts";
import { createDraftEngine } from "./engine.ts";
import { enhance } from "./words.ts";

const tools = () => findMediaTools({ environment: process.env, platform: process.platform });
const jobId = "01890000-0000-7000-8000-000000000001";
let spool: string;
beforeEach(async () => {
  spool = await mkdtemp(path.join(os.tmpdir(), "draft-engine-"));
});
afterEach(() => rm(spool, { recursive: true, force: true }));

/** Serves an engine in this process; `react` may answer reports with commands; ends at done, cancelled or error. */
async function serve(
  engine: Engine,
  first: (WorkerCommand | string)[],
  options: {
    check?: OutputCheck;
    react?: (report: WorkerReport) => WorkerCommand | undefined;
    until?: (report: WorkerReport) => boolean;
  } = {},
): Promise<WorkerReport[]> {
  const reports: WorkerReport[] = [];
  const lines = first.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
  let wake: () => void = () => undefined;
  let over = false;
  const ends = options.until ?? (({ type }: WorkerReport) => type === "done" || type === "cancelled" || type === "error");
  await serveEngine(engine, {
    input: (async function* () {
      while (!over) {
        while (lines.length > 0) yield `${lines.shift()}\n`;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    })(),
    write(line) {
      const report = workerReportSchema.parse(JSON.parse(line));
      reports.push(report);
      const command = options.react?.(report);
      if (command) lines.push(JSON.stringify(command));
      if (ends(report)) over = true;
      if (command || over) setImmediate(() => wake());
    },
    log: () => undefined,
    clock: { now: () => Date.now() },
    check: options.check ?? draftByConstruction,
  });
  return reports;
}

const run = (job: JobRequest, skip: number[] = []): WorkerCommand => ({
  type: "run",
  jobId,
  spool,
  job: jobRequestSchema.parse(job),
  skip,
});
const of = <Type extends WorkerReport["type"]>(reports: WorkerReport[], type: Type) =>
  reports.filter((report): report is Extract<WorkerReport, { type: Type }> => report.type === type);
const video = (frames: number[], more: Partial<Extract<JobRequest, { kind: "video.generate" }>["input"]> = {}): JobRequest => ({
  kind: "video.generate",
  input: { segments: frames.map((count, seed) => ({ prompt: `Rain on the beach at night, shot ${seed}`, seed, frames: count })), ...more },
});
const draft = () => createDraftEngine({ tools, atOnce: 2 });

test("segments become clips of the asked length that say they are drafts, each with a verdict; skipped ones are not made", async () => {
  const reports = await serve(draft(), [run(video([5, 3, 4]), [1])]);
  expect(of(reports, "segment").map((report) => [report.index, report.verdict])).toEqual([
    [0, { outcome: "passed", check: "draft-by-construction" }],
    [2, { outcome: "passed", check: "draft-by-construction" }],
  ]);
  expect(of(reports, "preview").map((report) => report.index)).toHaveLength(2);
  expect(new Set(of(reports, "preview").map((report) => report.index))).toEqual(new Set([0, 2]));
  expect(of(reports, "progress").at(-1)).toMatchObject({ step: 12, total: 12 });
  const steps = of(reports, "progress").map((report) => report.step);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(of(reports, "done")[0]?.verdicts).toHaveLength(2);
  const ask = [
    "-v",
    "error",
    "-count_frames",
    "-show_entries",
    "stream=nb_read_frames,width,height,r_frame_rate:format_tags=comment",
    "-of",
    "json",
  ];
  for (const [index, frames] of [
    [0, 5],
    [2, 4],
  ] as const) {
    const { stdout } = await promisify(execFile)((await tools()).ffprobe, [...ask, path.join(spool, `clip-${index}.mp4`)]);
    const probe = JSON.parse(stdout) as { streams: unknown[]; format: { tags: { comment: string } } };
    expect(probe.streams).toEqual([{ width: 1280, height: 720, r_frame_rate: "16/1", nb_read_frames: String(frames) }]);
    expect(JSON.parse(probe.format.tags.comment)).toMatchObject({ draft: true, engine: "draft", frames, seed: index, references: [] });
  }
  expect((await readdir(spool)).filter((name) => name.includes("-1."))).toEqual([]);
});

test("segments made beside each other are the same bytes as one after the other, and are delivered in their order", async () => {
  const made = async (atOnce: number) => {
    const reports = await serve(createDraftEngine({ tools, atOnce }), [run(video([16, 2, 3, 2]))]);
    expect(of(reports, "segment").map((report) => report.index)).toEqual([0, 1, 2, 3]);
    expect(of(reports, "done")[0]?.verdicts).toHaveLength(4);
    const names = of(reports, "segment").flatMap((report) => report.files.map((file) => file.path));
    return Promise.all(
      names.map(async (name) => [
        name,
        createHash("sha256")
          .update(await readFile(path.join(spool, name)))
          .digest("hex"),
      ]),
    );
  };
  expect(await made(3)).toEqual(await made(1));
});

test("what was ready before a segment failed is delivered", async () => {
  await mkdir(path.join(spool, "thumbnail-1.webp"));
  const reports = await serve(createDraftEngine({ tools, atOnce: 1 }), [run(video([2, 2, 2]))]);
  expect(of(reports, "error")[0]).toMatchObject({ jobId, error: { code: "media_failed" } });
  expect(of(reports, "segment").map((report) => report.index)).toEqual([0]);
});

test("a segment that fails stops those beside it, and the error says why", async () => {
  await mkdir(path.join(spool, "thumbnail-1.webp"));
  const reports = await serve(createDraftEngine({ tools, atOnce: 2 }), [run(video([2, 2, 80, 80]))]);
  expect(of(reports, "error")[0]).toMatchObject({ jobId, error: { code: "media_failed" } });
  // Which of two segments beside each other is ready first is the machine's; after the failed one there is none.
  expect([[], [0]]).toContainEqual(of(reports, "segment").map((report) => report.index));
  expect((await readdir(spool)).filter((name) => /^(clip|proxy)-[23]/.test(name))).toEqual([]);
});

test("a cancel stops inside a segment and leaves no clip of it", async () => {
  const reports = await serve(draft(), [run(video([80, 80]))], {
    react: (report) => (report.type === "progress" && report.step > 3 ? { type: "cancel", jobId } : undefined),
  });
  expect(of(reports, "cancelled")).toHaveLength(1);
  expect(of(reports, "cancelled")[0]?.step).toBeLessThan(80);
  expect(of(reports, "segment")).toEqual([]);
  expect((await readdir(spool)).filter((name) => name.endsWith(".mp4"))).toEqual([]);
});

const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("each image is delivered as soon as it is drawn, with its recipe and a thumbnail; three seeds give three pictures", async () => {
  const job: JobRequest = { kind: "image.generate", input: { prompt: "A train platform at dusk", seed: 4, count: 3 } };
  const reports = await serve(draft(), [run(job)]);
  expect(of(reports, "segment").map(({ index, files }) => [index, files.map(({ kind }) => kind)])).toEqual(
    [0, 1, 2].map((index) => [index, ["image", "thumbnail"]]),
  );
  // The second comes after the first was delivered, not at the end.
  const order = reports.flatMap((report) => (report.type === "segment" || report.type === "progress" ? [report.type] : []));
  expect(order.indexOf("segment")).toBeLessThan(order.lastIndexOf("progress"));
  const read = () => Promise.all([0, 1, 2].map((index) => readFile(path.join(spool, `image-${index}.png`))));
  const images = await read();
  expect(new Set(images.map(sha)).size).toBe(3);
  for (const [index, image] of images.entries()) {
    expect(image.includes('"draft":true')).toBe(true);
    expect(image.includes(`"seed":${4 + index}`)).toBe(true);
  }
  // What arrived under an earlier lease is not made again; what is made again is the same, byte for byte.
  await rm(path.join(spool, "image-1.png"));
  const again = await serve(draft(), [run(job, [1])]);
  expect(of(again, "segment").map(({ index }) => index)).toEqual([0, 2]);
  expect(await readdir(spool)).not.toContain("image-1.png");
  expect(sha(await readFile(path.join(spool, "image-2.png")))).toBe(sha(images[2] as Buffer));
});

test.each(stillSizes.filter(({ width }) => width !== 1280))(
  "a picture of $width x $height is drawn in that size and says so",
  async (size) => {
    const reports = await serve(draft(), [
      run({ kind: "image.generate", input: { prompt: "A woman on a beach, rain", seed: 4, ...size } }),
    ]);
    expect(of(reports, "segment")).toHaveLength(1);
    const png = await readFile(path.join(spool, "image-0.png"));
    expect(await sharp(png).metadata()).toMatchObject({ ...size, hasAlpha: false });
    expect(png.includes(`"width":${size.width}`)).toBe(true);
  },
);

test("a picture is enlarged twice, its colours where they were; one that is too large is refused in words", async () => {
  const plain = await sharp({ create: { width: 30, height: 20, channels: 3, background: "#3366aa" } })
    .png()
    .toBuffer();
  const large = await sharp({ create: { width: 4100, height: 8, channels: 3, background: "#3366aa" } })
    .png()
    .toBuffer();
  const inputs: Record<string, string> = {};
  for (const bytes of [plain, large]) await writeFile((inputs[sha(bytes)] = path.join(spool, `in-${sha(bytes)}.png`)), bytes);
  const enlarge = (bytes: Buffer) => ({ ...run({ kind: "image.upscale", input: { image: sha(bytes) } }), inputs }) as WorkerCommand;
  const reports = await serve(draft(), [enlarge(plain)]);
  expect(of(reports, "segment")[0]?.files.map(({ kind }) => kind)).toEqual(["image", "thumbnail"]);
  const made = await readFile(path.join(spool, "image-0.png"));
  const { data, info } = await sharp(made).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([60, 40]);
  expect([...data.subarray(0, 3)]).toEqual([0x33, 0x66, 0xaa]);
  expect(made.includes(`"references":["${sha(plain)}"]`)).toBe(true);
  const refused = await serve(draft(), [enlarge(large)]);
  expect(of(refused, "error")[0]?.error).toMatchObject({ code: "invalid_input", fields: [{ path: "input.image" }] });
});

test("a clip is enlarged up to 1080p by the farm's own rules, every frame kept; a larger one is refused in words", async () => {
  await serve(draft(), [run(video([11]))]);
  const bytes = await readFile(path.join(spool, "clip-0.mp4"));
  const inputs = { [sha(bytes)]: path.join(spool, "in.mp4") };
  await writeFile(path.join(spool, "in.mp4"), bytes);
  const enlarge = (hash: string, files: Record<string, string>) =>
    ({ ...run({ kind: "video.upscale", input: { clip: hash } }), inputs: files }) as WorkerCommand;
  const reports = await serve(draft(), [enlarge(sha(bytes), inputs)]);
  expect(of(reports, "error")).toEqual([]);
  expect(of(reports, "segment")[0]?.files.map(({ kind }) => kind)).toEqual(["clip", "proxy", "thumbnail"]);
  const out = path.join(spool, "clip-0.mp4");
  const info = await probeMedia(await tools(), out);
  expect(info.video).toMatchObject({ width: 1920, height: 1080, frames: 11, rate: { num: 16, den: 1 }, colour: { matrix: "bt709" } });
  expect(info.fastStart).toBe(true);
  expect((await decodeCheck(await tools(), out, 11)).keyFrames).toEqual([0, 8]);
  const proxy = await probeMedia(await tools(), path.join(spool, "proxy-0.mp4"));
  expect(proxy.video).toMatchObject({ width: 640, height: 360, frames: 11 });
  const again = await readFile(out);
  await writeFile(path.join(spool, "large.mp4"), again);
  const refused = await serve(draft(), [enlarge(sha(again), { [sha(again)]: path.join(spool, "large.mp4") })]);
  expect(of(refused, "error")[0]?.error).toMatchObject({ code: "media_failed" });
  expect(of(refused, "error")[0]?.error.message).toMatch(/1920x1080/);
});

test("texts are answered by rule and say so", async () => {
  const story = 'The Harbour\n\nAt dawn the harbour is empty. ANNA walks along the quay.\n\n"Where is the boat?" Anna asks.\n';
  const storyboard = await serve(draft(), [run({ kind: "text.storyboard", input: { story } })]);
  expect(of(storyboard, "done")[0]?.files).toEqual([{ kind: "text", index: 0, path: "storyboard.json", contentType: "application/json" }]);
  expect(JSON.parse(await readFile(path.join(spool, "storyboard.json"), "utf8"))).toMatchObject({ scenes: [{ time: "dawn" }] });
  const chat = await serve(draft(), [run({ kind: "text.chat", input: { messages: [{ role: "user", text: "A forest at night" }] } })]);
  const said = of(chat, "delta")
    .map((report) => report.text)
    .join("");
  expect(said).toMatch(/^Draft reply: this farm has no language model/);
  expect(await readFile(path.join(spool, "reply.txt"), "utf8")).toBe(said);
  const better = enhance("A boy waits at a train platform at dusk");
  expect(better.prompt).toMatch(/^A boy waits at a train platform at dusk, /);
  for (const { added, reason } of better.changes) {
    expect(better.prompt).toContain(added);
    expect(reason).not.toBe("");
  }
  expect(enhance(better.prompt).changes.length).toBeLessThan(better.changes.length);
});

test("a size that drafts do not have and a machine without ffmpeg end in their own words", async () => {
  const size = await serve(draft(), [run(video([2], { width: 640 }))]);
  expect(of(size, "error")[0]).toMatchObject({ jobId, error: { code: "parameter_not_served", fields: [{ path: "input.width" }] } });
  const none = createDraftEngine({ tools: () => findMediaTools({ environment: { PATH: spool }, platform: "linux" }), atOnce: 1 });
  const missing = await serve(none, [run(video([2]))]);
  expect(of(missing, "error")[0]?.error).toMatchObject({ code: "ffmpeg_missing" });
});

test("a check that throws means held; an engine with a model neither loads nor runs without a classifier", async () => {
  const broken: OutputCheck = {
    name: "broken",
    classifies: true,
    verdict: () => Promise.reject(new Error("the classifier crashed")),
  };
  const held = await serve(draft(), [run(video([2]))], { check: broken });
  expect(of(held, "segment")[0]?.verdict).toEqual({ outcome: "held", check: "broken", rule: "check-failed" });
  expect(of(held, "preview")).toEqual([]);
  const model: Engine = { ...draft(), needsClassifier: true };
  const refused = await serve(model, [{ type: "load", model: "any" }]);
  expect(of(refused, "error")[0]?.error.message).toMatch(/no output classifier is installed/);
  const unloaded = await serve(model, [run(video([2]))], { check: broken });
  expect(of(unloaded, "error")[0]).toMatchObject({ jobId, error: { code: "engine_failed" } });
  const loaded = await serve(model, [{ type: "load", model: "any" }], { check: broken, until: (report) => report.type === "loaded" });
  expect(of(loaded, "error")).toEqual([]);
});

test("lines that are no commands are answered and do not stop the worker", async () => {
  const nonsense = ["no json", '{"type":"run"}', '{"type":"fly"}'];
  const reports = await serve(draft(), [...nonsense, run({ kind: "text.enhance", input: { prompt: "A boat" } })], {
    until: (report) => report.type === "done",
  });
  expect(of(reports, "error").map((report) => report.error.code)).toEqual(["invalid_input", "invalid_input", "invalid_input"]);
  expect(of(reports, "done")).toHaveLength(1);
});
