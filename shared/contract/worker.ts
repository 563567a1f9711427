// The worker protocol: a node agent and one engine's process, newline-delimited JSON on stdin and
// stdout (stderr is log), files through a spool folder.
import { z } from "zod";
import { jobPhases } from "../domain/job.ts";
import { artifactKinds, jobRequestSchema } from "./farm-http.ts";
import { errorBodySchema } from "./errors.ts";

/** A file that a worker wrote into the job's spool folder. */
export const workerFileSchema = z.object({
  kind: z.enum(artifactKinds),
  index: z.number().int().min(0),
  /** Relative to the job's spool folder; never absolute, never with "..". */
  path: z.string().regex(/^[\w.-]+$/),
  contentType: z.string(),
  /** Length of a sound. */
  seconds: z.number().min(0).optional(),
});
export type WorkerFile = z.infer<typeof workerFileSchema>;

/** What the output check says of a file: a failed classifier means held, never passed. */
export const verdictSchema = z.object({ outcome: z.enum(["passed", "held"]), check: z.string(), rule: z.string().optional() });
export type Verdict = z.infer<typeof verdictSchema>;

export const workerCommandSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("load"), model: z.string() }),
  z.object({ type: z.literal("unload") }),
  z.object({ type: z.literal("sleep") }),
  z.object({ type: z.literal("wake") }),
  /** `skip`: segments that arrived under an earlier lease and are not made again. */
  z.object({
    type: z.literal("run"),
    jobId: z.uuid(),
    spool: z.string(),
    job: jobRequestSchema,
    skip: z.array(z.number().int()).default([]),
    /** Full path of each file that the job names, by its hash. Read alone; gone after the job. */
    inputs: z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string()).default({}),
  }),
  z.object({ type: z.literal("cancel"), jobId: z.uuid() }),
  z.object({ type: z.literal("pause"), jobId: z.uuid() }),
  z.object({ type: z.literal("resume"), jobId: z.uuid() }),
  z.object({ type: z.literal("stats") }),
  z.object({ type: z.literal("shutdown") }),
]);
export type WorkerCommand = z.input<typeof workerCommandSchema>;

const memory = { allocated: z.number(), reserved: z.number(), process: z.number() };
export const workerReportSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), engine: z.string(), versions: z.record(z.string(), z.string()), device: z.string() }),
  z.object({ type: z.literal("loaded"), ms: z.number(), bytes: z.number() }),
  z.object({ type: z.literal("unloaded") }),
  z.object({ type: z.literal("asleep") }),
  z.object({ type: z.literal("awake") }),
  z.object({ type: z.literal("phase"), jobId: z.uuid(), phase: z.enum(jobPhases) }),
  z.object({ type: z.literal("progress"), jobId: z.uuid(), step: z.number().int(), total: z.number().int(), ms: z.number() }),
  z.object({ type: z.literal("preview"), jobId: z.uuid(), path: z.string(), index: z.number().int() }),
  z.object({
    type: z.literal("segment"),
    jobId: z.uuid(),
    index: z.number().int(),
    files: z.array(workerFileSchema),
    verdict: verdictSchema,
  }),
  z.object({ type: z.literal("delta"), jobId: z.uuid(), text: z.string() }),
  z.object({ type: z.literal("vram"), ...memory }),
  z.object({ type: z.literal("paused"), jobId: z.uuid(), step: z.number().int(), vramHeld: z.number() }),
  z.object({ type: z.literal("resumed"), jobId: z.uuid() }),
  z.object({
    type: z.literal("done"),
    jobId: z.uuid(),
    files: z.array(workerFileSchema),
    verdicts: z.array(verdictSchema),
    timings: z.record(z.string(), z.number()),
    peaks: z.record(z.string(), z.number()),
  }),
  z.object({ type: z.literal("cancelled"), jobId: z.uuid(), step: z.number().int() }),
  z.object({ type: z.literal("error"), jobId: z.uuid().optional(), error: errorBodySchema }),
  z.object({ type: z.literal("heartbeat"), at: z.number() }),
]);
export type WorkerReport = z.infer<typeof workerReportSchema>;
