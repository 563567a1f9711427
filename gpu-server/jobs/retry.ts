// What happens to a job that failed, by class of failure, as data. Before any of this another node is tried where there is one
// that has not failed on the job yet.
import type { ErrorCode } from "../../shared/contract/errors.ts";

/** Tries in all, this node's own included: 1 means that the failure is the job's end. */
interface RetryRule {
  tries: number;
  why: string;
}

const rules: Partial<Record<ErrorCode, RetryRule>> = {
  oom: { tries: 1, why: "The same job on the same card runs out of memory again: a smaller size is the remedy." },
  engine_failed: {
    tries: 2,
    why: "An engine that crashed is started anew and may do it; one that fails twice on a job is not helped by a third.",
  },
  media_failed: { tries: 2, why: "An encoder fails by chance (a full spool, a killed process) more often than by the job." },
  disk_full: { tries: 3, why: "Space comes back." },
  policy_blocked: { tries: 1, why: "What the rules hold is not made by trying again." },
};

/** Leases of one job that may be lost with their node before the job itself is taken to be what brings the nodes down. */
export const mostLost = 5;

/** Tries in all for a failure of this code. */
export function triesFor(code: ErrorCode | undefined): number {
  return (code === undefined ? undefined : rules[code]?.tries) ?? 1;
}
