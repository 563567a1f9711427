// Trying again what the coordinator did not answer for a passing reason. It never gives up by itself: a lease that is over ends it.
import { CodedError, type ErrorCode } from "../../../shared/contract/errors.ts";
import type { Logger } from "../../ports.ts";

/** Waits between tries, in ms; the last one is repeated. */
const waits = [250, 500, 1000, 2000, 4000];
/** Answers that say nothing against the file: the farm is away, its database is, or its disk is full. */
const passing: ErrorCode[] = ["farm_unreachable", "database_unavailable", "disk_full", "internal", "rate_limited"];

/** Silence of the coordinator after which a try is given up, in ms. */
export const answerMs = 30_000;

export interface Again {
  logger: Logger;
  /** Waits; another one in tests. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
  /** Ids for the log. */
  what: Record<string, unknown>;
}

/** Runs `work` until it succeeds or fails for good. Throws CodedError; `cancelled` by the signal. */
export async function again<T>(ports: Again, work: () => Promise<T>): Promise<T> {
  const { logger, signal, what } = ports;
  for (let turn = 0; ; turn += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw new CodedError("cancelled");
      const coded = error instanceof CodedError ? error : new CodedError("farm_unreachable", undefined, { cause: error });
      if (!passing.includes(coded.code)) throw coded;
      logger.warn("a file could not be moved yet", { ...what, code: coded.code, turn });
      const wait = waits[Math.min(turn, waits.length - 1)] ?? 0;
      await ports.sleep(wait, signal).catch(() => undefined); // an abort is seen by the next try
    }
  }
}
