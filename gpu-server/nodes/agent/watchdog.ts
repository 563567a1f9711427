// When a silent worker counts as stuck. Pure: times come in, a verdict goes out.

/** Shortest silence that counts, in ms: a slow machine is not a stuck one. */
const leastMs = 30_000;
/** Silence in times of the median step. */
const medians = 5;
/** Limit before the first step and while the engine encodes text or loads: those have no steps. */
const openingMs = 300_000;
/** Steps remembered for the median. */
const remembered = 64;

export interface Watchdog {
  /** A phase began. */
  phase(now: number): void;
  /** Steps done so far. */
  progress(step: number, now: number): void;
  pause(): void;
  resume(now: number): void;
  /** Milliseconds from `now` until the worker counts as stuck; 0 or less when it does. Infinity while paused. */
  left(now: number): number;
}

export interface WatchLimits {
  leastMs: number;
  openingMs: number;
}

/** A watch over one run, begun at `now`. `limits` are shortened in tests only. */
export function createWatchdog(now: number, limits: WatchLimits = { leastMs, openingMs }): Watchdog {
  let last = now;
  let lastStep = 0;
  let paused = false;
  const steps: number[] = [];

  const limit = (): number => {
    const sorted = steps.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    return median === undefined ? limits.openingMs : Math.max(limits.leastMs, medians * median);
  };

  return {
    phase(at) {
      last = at;
    },
    progress(step, at) {
      if (step > lastStep) {
        steps.push((at - last) / (step - lastStep));
        if (steps.length > remembered) steps.shift();
        lastStep = step;
        last = at;
      }
    },
    pause() {
      paused = true;
    },
    resume(at) {
      paused = false;
      last = at;
    },
    left(at) {
      return paused ? Number.POSITIVE_INFINITY : last + limit() - at;
    },
  };
}
