// The time as screens say it ("today 14:20"): one clock for the page that ticks twice a minute.
import { useSyncExternalStore } from "react";

let now = new Date();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  timer ??= setInterval(() => {
    now = new Date();
    for (const listener of listeners) listener();
  }, 30_000);
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The current time, half a minute old at most. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}
