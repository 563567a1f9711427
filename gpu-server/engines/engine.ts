// The one interface of every engine. An engine runs in a worker process of its own (serve.ts), knows
// nothing of leases, credits or accounts, and cannot deliver a file past the output check.
import type { KindAbility, ModelManifest } from "../../shared/contract/abilities.ts";
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import type { WorkerFile } from "../../shared/contract/worker.ts";
import type { JobKind, JobPhase, Quality } from "../../shared/domain/job.ts";

/** What an engine can do, as it is offered to the coordinator. */
export interface EngineCapabilities {
  id: string;
  kinds: JobKind[];
  qualities: Quality[];
  models: string[];
  /** For every kind that may be asked of it: each parameter with its range, or why it is not honoured. */
  abilities?: KindAbility[];
  manifests?: ModelManifest[];
}

/** What an engine may say while it runs a job. */
export interface RunReports {
  phase(phase: JobPhase): void;
  /** `step` of `total`, in the engine's own unit of work (frames, denoising steps); never goes back. */
  progress(step: number, total: number): void;
  /** A small WebP of the work so far, already in the spool folder. It passes the output check or is never shown. */
  preview(path: string, index: number): Promise<void>;
  /** A segment is complete: its files go through the output check and then to the farm. */
  segment(index: number, files: WorkerFile[]): Promise<void>;
  /** A piece of streamed text. */
  delta(text: string): void;
}

export interface EngineRun {
  jobId: string;
  job: JobSpec;
  /** Folder for this job's files; names in reports are relative to it. */
  spool: string;
  /** Segments that arrived under an earlier lease: not made again. */
  skip: readonly number[];
  /** Full path of each file that the job names, by its hash. Read alone; gone after the job. */
  inputs: Readonly<Record<string, string>>;
  signal: AbortSignal;
  report: RunReports;
}

/** Bytes of memory; 0 where the engine has none of that kind. */
export interface EngineMemory {
  allocated: number;
  reserved: number;
  process: number;
}

export interface Engine {
  readonly capabilities: EngineCapabilities;
  /** Versions of what the results depend on, by name. */
  readonly versions: Record<string, string>;
  /** "cpu", or the GPU's name. */
  readonly device: string;
  /** True for an engine whose pictures come from a model: it does not load while no classifier is installed. */
  readonly needsClassifier: boolean;
  /** Brings the model into memory; returns its bytes. */
  load(model: string): Promise<number>;
  unload(): Promise<void>;
  sleep(): Promise<void>;
  wake(): Promise<void>;
  /**
   * Runs one job and returns the files that are not segments. Throws CodedError; `cancelled` when the signal stopped it.
   * Honours the signal inside a segment, not only between two.
   */
  run(run: EngineRun): Promise<WorkerFile[]>;
  memory(): EngineMemory;
}
