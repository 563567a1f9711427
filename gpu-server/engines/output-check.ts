// The seam through which every output passes before it is settled (safety.md): a verdict for files, and
// the rules that a failed check holds and a model engine without a classifier never loads.
import { CodedError } from "../../shared/contract/errors.ts";
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import type { Verdict, WorkerFile } from "../../shared/contract/worker.ts";
import type { Engine } from "./engine.ts";

/** Files that belong together: a segment's, an image's, or a text answer's. */
export interface CheckedOutput {
  job: JobSpec;
  spool: string;
  files: readonly WorkerFile[];
}

export interface OutputCheck {
  /** Named in the verdict. */
  readonly name: string;
  /** True when it looks at the pictures themselves. */
  readonly classifies: boolean;
  verdict(output: CheckedOutput): Promise<Verdict>;
}

/** What the check says; a check that fails itself means held, never passed. */
export async function verdictOf(check: OutputCheck, output: CheckedOutput): Promise<Verdict> {
  try {
    return await check.verdict(output);
  } catch {
    return { outcome: "held", check: check.name, rule: "check-failed" };
  }
}

/** Throws CodedError engine_failed when `engine` makes pictures by a model and `check` looks at none. */
export function requireClassifier(engine: Engine, check: OutputCheck): void {
  if (engine.needsClassifier && !check.classifies) {
    throw new CodedError(
      "engine_failed",
      `The engine ${engine.capabilities.id} does not load: no output classifier is installed. Install one, then load it again.`,
    );
  }
}
