// Mail on its way: whoever has a letter only notes it, sealed under the farm's secret, and a loop sends it.
// Requests that lead to mail are noted too, so that they answer alike for addresses that are known and not.
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import type { Database } from "../database/pool.ts";
import type { Logger } from "../ports.ts";
import type { RandomBytes } from "./secrets.ts";

/** A letter, or a request that may become one. */
export type Outgoing =
  | { kind: "verify" | "reset"; to: string; token: string }
  | { kind: "account-exists"; to: string }
  | { kind: "invitation"; to: string; team: string; from: string }
  | { kind: "reset-request"; to: string }
  | { kind: "verify-request"; to: string };

export interface Outbox {
  enqueue(item: Outgoing): Promise<void>;
  /** Sends what is due, now and whenever something is noted, until stopped. `handle` sends or throws. Returns what stops it, after the item at hand. */
  run(handle: (item: Outgoing) => Promise<void>, log: Logger): () => Promise<void>;
}

/** Tries of one item: with doubled pauses from 2 s that is about a day. */
const mostAttempts = 16;
const lookEvery = 2000;

/** The outbox over identity's tables. */
export function createOutbox(database: Database, secret: string, random: RandomBytes): Outbox {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "identity outbox", 32));
  const seal = (item: Outgoing) => {
    const nonce = Buffer.from(random(12));
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const body = Buffer.concat([cipher.update(JSON.stringify(item)), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  };
  const unseal = (sealed: Buffer) => {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString()) as Outgoing;
  };
  let wake: () => void = () => undefined;

  /** Takes one due item, out of the way of other processes for two minutes. */
  const take = async () => {
    const [row] = await database.query<{ id: string; sealed: Buffer; attempts: number }>(
      `update identity.outgoing set attempts = attempts + 1, due_at = farm.farm_now() + interval '2 minutes'
       where id = (select id from identity.outgoing where failed_at is null and due_at <= farm.farm_now() order by due_at limit 1 for update skip locked)
       returning id, sealed, attempts`,
    );
    return row;
  };

  return {
    async enqueue(item) {
      await database.query("insert into identity.outgoing (sealed, due_at, created_at) values ($1, farm.farm_now(), farm.farm_now())", [
        seal(item),
      ]);
      wake();
    },
    run(handle, log) {
      let stopped = false;
      const work = async () => {
        while (!stopped) {
          const item = await take();
          if (item === undefined) return;
          try {
            await handle(unseal(item.sealed));
            await database.query("delete from identity.outgoing where id = $1", [item.id]);
          } catch (error) {
            const last = item.attempts >= mostAttempts;
            // The reason is a class of error, not its words: a mail server repeats addresses in them.
            log.warn(last ? "a mail could not be sent and is given up" : "a mail could not be sent and is tried again", {
              outgoingId: item.id,
              attempts: item.attempts,
              reason: (error as { code?: string }).code ?? (error as Error).name,
            });
            await database.query(
              `update identity.outgoing set due_at = farm.farm_now() + make_interval(secs => least(2 ^ attempts, 14400)),
                 failed_at = case when $2 then farm.farm_now() end where id = $1`,
              [item.id, last],
            );
          }
        }
      };
      let running: Promise<void> = Promise.resolve();
      let again = false;
      let busy = false;
      const start = () => {
        again = true;
        if (busy || stopped) return;
        busy = true;
        running = (async () => {
          while (again && !stopped) {
            again = false;
            await work().catch((error: unknown) => log.warn("the outbox is looked at again later", { reason: (error as Error).name }));
          }
          busy = false;
        })();
      };
      wake = start;
      const timer = setInterval(start, lookEvery);
      start();
      return async () => {
        stopped = true;
        clearInterval(timer);
        await running;
      };
    },
  };
}
