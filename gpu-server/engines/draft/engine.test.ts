// The draft engine behind the worker protocol: real clips by a real ffmpeg, honest about being drafts,
// segments skipped and cancelled inside, text by rule, and no way around the output check.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { jobRequestSchema, type JobRequest } from "../../../shared/contract/farm-http.ts";
import { type WorkerCommand, type WorkerReport, workerReportSchema } from "../../../shared/contract/worker.ts";
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

test("images carry their recipe and a thumbnail; three seeds give three pictures", async () => {
  const reports = await serve(draft(), [run({ kind: "image.generate", input: { prompt: "A train platform at dusk", seed: 4, count: 3 } })]);
  const files = of(reports, "done")[0]?.files ?? [];
  expect(files.map(({ kind, index }) => `${kind} ${index}`)).toEqual([
    "image 0",
    "thumbnail 0",
    "image 1",
    "thumbnail 1",
    "image 2",
    "thumbnail 2",
  ]);
  const images = await Promise.all([0, 1, 2].map((index) => readFile(path.join(spool, `image-${index}.png`))));
  expect(new Set(images.map((image) => image.toString("base64"))).size).toBe(3);
  for (const image of images) expect(image.includes('"draft":true')).toBe(true);
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
