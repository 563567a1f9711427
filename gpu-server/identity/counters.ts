// Attempts by account and requests by address, counted in PostgreSQL so that every process of a farm
// counts together. What is stored is a keyed hash: no address lies in these tables.
import { createHash, createHmac } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Database } from "../database/pool.ts";

export interface Counters {
  /** Counts an attempt to prove that one is the account at `email`, before it is made. Returns the seconds to wait, 0 for none. */
  attempt(email: string): Promise<number>;
  /** The password was right, the code is still to come. */
  half(email: string): Promise<void>;
  /** The attempt succeeded: the account's failures are forgotten. */
  succeeded(email: string): Promise<void>;
  /** Counts one of `most` requests in `seconds` for a subject. Throws CodedError rate_limited. */
  limit(what: string, subject: string, most: number, seconds: number): Promise<void>;
  /** Forgets everything that was counted by an address: it is erased. Returns how much there was. */
  forget(email: string): Promise<number>;
  /** Notes that a code of the second factor was shown; false when it was before. */
  spendCode(accountId: string, code: string): Promise<boolean>;
}

/** Counters over identity's tables; `secret` keys the hashes. */
export function createCounters(database: Database, secret: string): Counters {
  const hashOf = (what: string, subject: string) =>
    createHmac("sha256", secret).update(`${what}\0${subject.trim().toLowerCase()}`).digest();
  const one = async <T>(sql: string, values: unknown[]) => (await database.query<{ value: T }>(`select ${sql} as value`, values))[0]?.value;
  return {
    attempt: async (email) => (await one<number>("identity.attempt($1)", [hashOf("attempt", email)])) ?? 0,
    half: async (email) => void (await one("identity.attempt_half($1)", [hashOf("attempt", email)])),
    async succeeded(email) {
      await database.query("delete from identity.sign_in_counter where subject = $1", [hashOf("attempt", email)]);
    },
    async limit(what, subject, most, seconds) {
      const wait = (await one<number>("identity.rate($1, $2, $3)", [hashOf(what, subject), most, seconds])) ?? 0;
      if (wait > 0) throw new CodedError("rate_limited", undefined, { retryAfter: wait });
    },
    async forget(email) {
      const subjects = ["attempt", "sign-up", "verify-request", "reset-request"].map((what) => hashOf(what, email));
      const attempts = await database.query("delete from identity.sign_in_counter where subject = any ($1) returning 1", [subjects]);
      const windows = await database.query("delete from identity.rate_window where subject = any ($1) returning 1", [subjects]);
      return attempts.length + windows.length;
    },
    spendCode: async (accountId, code) =>
      (await one<boolean>("identity.spend_code($1, $2)", [accountId, createHash("sha256").update(code).digest()])) ?? false,
  };
}
