// Bytes a second over the last few seconds, steady enough to be read.
/** A meter of one stream of bytes. */
export interface Rate {
  add(bytes: number, at: number): void;
  /** Null while nothing has come for a while. */
  now(at: number): number | null;
}

const windowMs = 4000;

/** A meter that has seen nothing yet. */
export function createRate(): Rate {
  let seen: { at: number; bytes: number }[] = [];
  return {
    add(bytes, at) {
      // Pieces of a fifth of a second are one entry; a clock that was set back begins anew.
      const last = seen.at(-1);
      if (last !== undefined && at < last.at) seen = [];
      if (last !== undefined && at - last.at < 200 && at >= last.at) last.bytes += bytes;
      else seen.push({ at, bytes });
      while (seen.length > 1 && at - (seen[0]?.at ?? at) > windowMs) seen.shift();
    },
    now(at) {
      const recent = seen.filter((one) => at - one.at <= windowMs && at >= one.at);
      const first = recent[0];
      if (first === undefined) return null;
      return Math.round(recent.reduce((sum, one) => sum + one.bytes, 0) / Math.max(0.2, (at - first.at) / 1000));
    },
  };
}
