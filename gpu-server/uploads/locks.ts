// One request at a time works on an upload. Who comes second asks the first to let go, which a connection that hangs half open
// would never do by itself, and waits in line.
import { ERRORS, type Lock, type Locker, type RequestRelease } from "@tus/server";

interface Held {
  release: RequestRelease;
  line: (() => void)[];
}

/** Locks of this process. `patienceMs`: how long one waits. */
export function createLocks(patienceMs = 30_000): Locker {
  const held = new Map<string, Held>();
  const lockOf = (id: string): Lock => ({
    async lock(signal, release) {
      const holder = held.get(id);
      if (holder === undefined) {
        held.set(id, { release, line: [] });
        return;
      }
      void holder.release();
      await new Promise<void>((resolve, reject) => {
        const end = (error?: object) => {
          clearTimeout(timer);
          signal.removeEventListener("abort", giveUp);
          const place = holder.line.indexOf(turn);
          if (place >= 0) holder.line.splice(place, 1);
          if (error === undefined) resolve();
          else reject(error);
        };
        const turn = () => {
          holder.release = release;
          end();
        };
        const giveUp = () => end(ERRORS.ERR_LOCK_TIMEOUT);
        const timer = setTimeout(giveUp, patienceMs);
        signal.addEventListener("abort", giveUp, { once: true });
        holder.line.push(turn);
      });
    },
    unlock() {
      const next = held.get(id)?.line[0];
      if (next === undefined) held.delete(id);
      else next();
      return Promise.resolve();
    },
  });
  return { newLock: lockOf };
}
