// pg-boss, opened: background work lies in a schema of its own, which pg-boss makes and brings up to date under the lock that
// all migrations of a farm share. Payloads carry ids alone, and what a failure leaves behind is a code.
import { PgBoss } from "pg-boss";
import { underMigrationLock } from "../database/migrate.ts";
import type { Logger } from "../ports.ts";
import { deadQueue, type QueueName, queueNames, queues } from "./queues.ts";

/** Dead letters and their letters' rows are kept so long. */
const deadSeconds = 30 * 24 * 3600;
/** What is done is kept for a day, so that whoever looks sees it. */
const doneSeconds = 24 * 3600;

/** The connection pool of background work. */
const poolSize = 3;

/** What each queue's entries carry: ids. */
export interface Payloads {
  mail: { id: string };
  export: { exportId: string };
  erasure: { erasureId: string };
  sweep: object;
  retention: object;
  "clean-up": object;
  "expiry-warning": object;
}

export interface OpenBoss {
  boss: PgBoss;
  /** Has work done soon; work with a key that waits or runs already is not doubled. */
  queue<Name extends QueueName>(name: Name, data: Payloads[Name], key?: string): Promise<void>;
  /** This process's worker of each queue, once there is one: it is woken when work is queued here. */
  workers: Map<QueueName, string>;
  /** Waits at most `ms` for work in hand; what is not done by then is tried again later. Twice is once. */
  stop: (ms: number) => Promise<void>;
}

/** A name for an error that says nothing of what was worked on. */
export function codeOf(error: unknown): string {
  const { code, name } = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown; name?: unknown };
  return typeof code === "string" ? code : typeof name === "string" ? name : "unknown";
}

/**
 * Who opens it: a farm that has the database to itself (its data folder is locked), one of several coordinators, or a command
 * beside them, which works on nothing and keeps no schedule.
 */
export type BossRole = "alone" | "one-of-several" | "beside";

/** Opens background work on the database at `url`; the queues are there afterwards. */
export async function openBoss(url: string, log: Logger, role: BossRole): Promise<OpenBoss> {
  const runs = role !== "beside";
  const boss = new PgBoss({
    connectionString: url,
    schema: "pgboss",
    application_name: "farm background",
    max: poolSize,
    supervise: runs,
    schedule: runs,
    // Neither hosts nor process ids are noted in the database.
    registerInstance: false,
    persistWarnings: false,
    monitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 1,
  });
  // Without a listener a restart of PostgreSQL would end this process.
  boss.on("error", (error) => log.warn("background work met an error and goes on", { reason: codeOf(error) }));
  boss.on("warning", ({ message }) => log.warn("background work warns", { reason: message }));
  await underMigrationLock(url, async () => {
    await boss.start();
    try {
      for (const name of queueNames) await makeQueue(boss, name);
      if (role === "alone") await takeOver(boss);
    } catch (error) {
      await boss.stop({ graceful: false });
      throw error;
    }
  });
  const workers = new Map<QueueName, string>();
  let stopping: Promise<void> | undefined;
  return {
    boss,
    workers,
    async queue(name, data, key) {
      await boss.send(name, data, key === undefined ? {} : { singletonKey: key });
      const worker = workers.get(name);
      if (worker !== undefined) boss.notifyWorker(worker);
    },
    async stop(ms) {
      stopping ??= boss.stop({ graceful: true, timeout: ms });
      await stopping;
    },
  };
}

/** What a farm before this one was working on when it was killed is tried again at once, and not only when its time is over. */
async function takeOver(boss: PgBoss): Promise<void> {
  await boss
    .getDb()
    .executeSql("update pgboss.job set state = 'retry', start_after = now() where state = 'active' and name = any ($1)", [queueNames]);
}

async function makeQueue(boss: PgBoss, name: QueueName): Promise<void> {
  const { policy, ...options } = queues[name];
  await boss.createQueue(deadQueue(name), { retentionSeconds: deadSeconds, deleteAfterSeconds: doneSeconds });
  const settings = {
    ...options,
    retryBackoff: true,
    retentionSeconds: deadSeconds,
    deleteAfterSeconds: doneSeconds,
    deadLetter: deadQueue(name),
  };
  await boss.createQueue(name, { ...settings, policy });
  // A queue that a farm of before made gets today's settings.
  await boss.updateQueue(name, settings);
}
