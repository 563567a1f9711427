// The line before the drawing threads: which still is drawn next. The film that was opened or edited last goes
// first, in it what was asked for last, and that in film order; now and then the oldest, so that nothing starves.

/** Where a still stands in the line. It may change while it waits. */
export interface StillPlace {
  projectId: string;
  /** The call that asked for it. */
  asked: number;
  /** Place in the film, 0-based. */
  order: number;
}

export interface StillLine {
  /** From now on this film goes first. Answers the number of the call. */
  call(projectId: string): number;
  /** Runs `work` when it is its turn. */
  run<T>(place: StillPlace, work: () => Promise<T>): Promise<T>;
}

/** One still in so many is the one that has waited longest. */
const fairEvery = 8;

/** A line before `atOnce` threads. */
export function createStillLine(atOnce: number): StillLine {
  /** In the order in which they came. */
  const waiting = new Set<{ place: StillPlace; begin(): void }>();
  const called = new Map<string, number>();
  let calls = 0;
  let busy = 0;
  let begun = 0;

  const before = (one: StillPlace, other: StillPlace): boolean => {
    const films = (called.get(other.projectId) ?? 0) - (called.get(one.projectId) ?? 0);
    return (films || other.asked - one.asked || one.order - other.order) < 0;
  };
  const next = (): void => {
    while (busy < atOnce && waiting.size > 0) {
      begun += 1;
      const all = [...waiting];
      const first = begun % fairEvery === 0 ? all[0] : all.reduce((best, one) => (before(one.place, best.place) ? one : best));
      if (first === undefined) return;
      waiting.delete(first);
      busy += 1;
      first.begin();
    }
  };
  return {
    call(projectId) {
      calls += 1;
      called.set(projectId, calls);
      return calls;
    },
    async run(place, work) {
      await new Promise<void>((begin) => {
        waiting.add({ place, begin });
        // The rest of what is asked for together comes within this step.
        queueMicrotask(next);
      });
      try {
        return await work();
      } finally {
        busy -= 1;
        next();
      }
    },
  };
}
