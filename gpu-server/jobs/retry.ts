// What happens to a job that failed, by class of failure, as data. Before any of this another node is tried where there is one
// that has not failed on the job yet, and at once: what waits is a second try where the first one was. A job whose node went away
// has waited for the end of its lease already.
import type { ErrorCode } from "../../shared/contract/errors.ts";

/** Tries in all, this node's own included: 1 means that the failure is the job's end. */
interface RetryRule {
  tries: number;
  /** Milliseconds before the second try; the third waits twice as long, and so on. */
  waitMs: number;
  why: string;
}

const rules: Partial<Record<ErrorCode, RetryRule>> = {
  oom: { tries: 1, waitMs: 0, why: "The same job on the same card runs out of memory again: a smaller size is the remedy." },
  engine_failed: {
    tries: 2,
    waitMs: 3000,
    why: "An engine that crashed is started anew and may do it; one that fails twice on a job is not helped by a third.",
  },
  media_failed: { tries: 2, waitMs: 2000, why: "An encoder fails by chance (a full spool, a killed process) more often than by the job." },
  disk_full: { tries: 3, waitMs: 15_000, why: "Space comes back, though not at once." },
  policy_blocked: { tries: 1, waitMs: 0, why: "What the rules hold is not made by trying again." },
};

/** Leases of one job that may be lost with their node before the job itself is taken to be what brings the nodes down. */
export const mostLost = 5;

/** Tries in all for a failure of this code, and the milliseconds that the second one waits. */
export function retryRule(code: ErrorCode | undefined): { tries: number; waitMs: number } {
  return (code === undefined ? undefined : rules[code]) ?? { tries: 1, waitMs: 0 };
}
