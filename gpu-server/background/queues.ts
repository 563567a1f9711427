// The queues of background work: how often each is tried, how long a try may take, and when it runs by itself.

/** Tries after the first double their pause from `retryDelay`; then the work lies in the dead-letter queue. */
interface QueueRules {
  /** `exclusive`: at most one a key waits or is worked on. */
  policy: "standard" | "exclusive";
  retryLimit: number;
  /** s */
  retryDelay: number;
  /** s */
  retryDelayMax: number;
  /** s; a try that takes longer is given to another. */
  expireInSeconds: number;
  /** s between signs of life of long work: without one it is given to another. */
  heartbeatSeconds?: number;
}

const periodic = {
  policy: "exclusive",
  retryLimit: 3,
  retryDelay: 10,
  retryDelayMax: 300,
  expireInSeconds: 3600,
  heartbeatSeconds: 30,
} as const;
const long = {
  policy: "exclusive",
  retryLimit: 12,
  retryDelay: 5,
  retryDelayMax: 3600,
  expireInSeconds: 6 * 3600,
  heartbeatSeconds: 30,
} as const;

export const queues = {
  /** {id} of a letter's row; about half a day of tries. */
  mail: { policy: "standard", retryLimit: 15, retryDelay: 2, retryDelayMax: 4 * 3600, expireInSeconds: 120 },
  /** {accountId, exportId} */
  export: long,
  /** {erasureId} */
  erasure: long,
  /** Work whose row is there and whose queue entry got lost. */
  sweep: periodic,
  /** Requests, previews and files past their time. */
  retention: periodic,
  /** Sessions, counters, codes and invites that are over. */
  "clean-up": periodic,
  /** Letters about files that expire soon. */
  "expiry-warning": periodic,
} as const satisfies Record<string, QueueRules>;

export type QueueName = keyof typeof queues;
export const queueNames = Object.keys(queues) as QueueName[];

/** When work runs by itself (UTC), once however many coordinators there are. */
export const schedules = {
  sweep: "* * * * *",
  retention: "*/10 * * * *",
  "clean-up": "7 * * * *",
  "expiry-warning": "20 8 * * *",
} as const satisfies Partial<Record<QueueName, string>>;

/** Where work lies that was given up. */
export function deadQueue(name: QueueName): string {
  return `${name}-dead`;
}
