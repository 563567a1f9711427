// The bus of a farm that is one process: subjects to listeners, in memory. Lossy by design, as every
// bus of the farm: a listener that missed something reads it from PostgreSQL.
import type { Bus, Logger } from "../ports.ts";

type Listener = (payload: unknown, subject: string) => unknown;

/** One subscription with what it has not been given yet. */
interface Subscription {
  listener: Listener;
  waiting: { payload: unknown; subject: string }[];
  stopped: boolean;
}

/** `ev.a.b` is heard by `ev.a.b` and `ev.a.*`: the star stands for exactly one part, as in NATS. */
function heardBy(subject: string): [string, string] {
  const dot = subject.lastIndexOf(".");
  return [subject, dot < 0 ? "*" : `${subject.slice(0, dot)}.*`];
}

/**
 * A bus inside this process. Listeners are called after the publisher has gone on, each in its own turn of the event
 * loop, in the order of publishing; one that throws or rejects is logged and keeps its subscription.
 */
export function createLocalBus(logger: Logger): Bus {
  const subscriptions = new Map<string, Set<Subscription>>();

  const failed = (subject: string, error: unknown) =>
    logger.error("a bus listener failed", {
      subject: subject.split(".")[0],
      error: error instanceof Error ? error.message : String(error),
    });

  const deliver = (subscription: Subscription) => {
    const next = subscription.waiting.shift();
    if (subscription.stopped || next === undefined) return;
    if (subscription.waiting.length > 0) setImmediate(deliver, subscription);
    try {
      Promise.resolve(subscription.listener(next.payload, next.subject)).catch((error: unknown) => failed(next.subject, error));
    } catch (error) {
      failed(next.subject, error);
    }
  };

  return {
    publish(subject, payload) {
      for (const pattern of heardBy(subject)) {
        for (const subscription of subscriptions.get(pattern) ?? []) {
          subscription.waiting.push({ payload, subject });
          if (subscription.waiting.length === 1) setImmediate(deliver, subscription);
        }
      }
    },
    subscribe(subject, listener) {
      const subscription: Subscription = { listener, waiting: [], stopped: false };
      const group = subscriptions.get(subject) ?? new Set();
      subscriptions.set(subject, group.add(subscription));
      return () => {
        subscription.stopped = true;
        group.delete(subscription);
        if (group.size === 0 && subscriptions.get(subject) === group) subscriptions.delete(subject);
      };
    },
  };
}
