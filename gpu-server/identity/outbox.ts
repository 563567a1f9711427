// Mail on its way: whoever has a letter only notes it, sealed under the farm's secret, and background work sends it.
// Requests that lead to mail are noted too, so that they answer alike for addresses that are known and not.
//
// The row stays the truth and pg-boss drives it, by the row's id alone. The content in pg-boss instead would lie, tokens and all,
// in its table for a day after it was sent, in its dead letters for a month, and in the output of each failure; here it is one
// sealed row that goes with the letter. The row also comes before the drive: a crash in between loses nothing, since the sweep
// of background work finds rows that nothing drives.
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import type { Database } from "../database/pool.ts";
import type { RandomBytes } from "./secrets.ts";

/** A letter, or a request that may become one. */
export type Outgoing =
  | { kind: "verify" | "reset"; to: string; token: string }
  | { kind: "account-exists"; to: string }
  | { kind: "invitation"; to: string; team: string; from: string }
  | { kind: "expiry"; to: string; files: number; first: string }
  | { kind: "erased"; to: string; certificate: string }
  | { kind: "reset-request"; to: string }
  | { kind: "verify-request"; to: string };

export interface Outbox {
  enqueue(item: Outgoing): Promise<void>;
  /** What `enqueue` stores of an item, for a statement of the caller's own. */
  seal(item: Outgoing): Buffer;
  /** Opens what `seal` made. */
  open(sealed: Buffer): Outgoing;
  /** Called with the row's id whenever something was noted; must not throw. */
  onNoted(drive: (id: string) => void): void;
  /** Has `handle` send the item of a row, and forgets the row once it did. An item that is gone was sent. Throws what `handle` throws. */
  send(id: string, handle: (item: Outgoing) => Promise<void>): Promise<void>;
  /** Forgets an item unsent. */
  drop(id: string): Promise<void>;
  /** Forgets every item to an address, unsent. Returns how many. */
  forget(address: string): Promise<number>;
  /** Forgets letters that are a month old, and addresses of clients that were counted more than a day ago. */
  tidy(): Promise<void>;
}

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
  let noted: (id: string) => void = () => undefined;
  const drop = async (id: string) => void (await database.query("delete from identity.outgoing where id = $1", [id]));

  return {
    seal,
    open: unseal,
    drop,
    onNoted(drive) {
      noted = drive;
    },
    async enqueue(item) {
      const [row] = await database.query<{ id: string }>(
        "insert into identity.outgoing (sealed, created_at) values ($1, farm.farm_now()) returning id",
        [seal(item)],
      );
      if (row !== undefined) noted(row.id);
    },
    async send(id, handle) {
      const [row] = await database.query<{ sealed: Buffer }>("select sealed from identity.outgoing where id = $1", [id]);
      if (row === undefined) return;
      await handle(unseal(row.sealed));
      await drop(id);
    },
    async forget(address) {
      const wanted = address.toLowerCase();
      let gone = 0;
      for (const { id, sealed } of await database.query<{ id: string; sealed: Buffer }>("select id, sealed from identity.outgoing")) {
        if (unseal(sealed).to.toLowerCase() !== wanted) continue;
        await drop(id);
        gone += 1;
      }
      return gone;
    },
    tidy: async () => void (await database.query("select identity.tidy_outgoing()")),
  };
}
