// One limit over all downloads: bytes are given out in small pieces, in the order in which they are asked for, so that
// files that come side by side share it fairly.
import type { Clock } from "../ports.ts";

export interface Throttle {
  /** Resolves when so many bytes may be taken; at once where there is no limit. Ends early when `signal` aborts. */
  take(bytes: number, signal: AbortSignal): Promise<void>;
  /** Largest piece to ask for: small enough that nobody waits long for another's. */
  readonly piece: number;
}

/** So much may come at once after a pause, in seconds of the limit. */
const burst = 0.25;

/** A throttle; `limit` is asked for each piece: bytes a second, null for none. */
export function createThrottle(limit: () => number | null, clock: Clock): Throttle {
  let line: Promise<void> = Promise.resolve();
  let allowance = 0;
  let last = clock.now();
  const one = async (bytes: number, signal: AbortSignal): Promise<void> => {
    for (;;) {
      const rate = limit();
      if (rate === null || signal.aborted) return;
      const now = clock.now();
      // A clock that was set back earns nothing and costs nothing.
      allowance = Math.min(rate * burst, allowance + (Math.max(0, now - last) / 1000) * rate);
      last = now;
      if (allowance >= Math.min(bytes, rate * burst)) {
        allowance -= bytes;
        return;
      }
      const missing = Math.min(bytes, rate * burst) - allowance;
      await pause(Math.min(1000, Math.max(5, (missing / rate) * 1000)), signal);
    }
  };
  return {
    piece: 16 * 1024,
    take(bytes, signal) {
      if (limit() === null) return Promise.resolve();
      const turn = line.then(() => one(bytes, signal));
      line = turn;
      return turn;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
