// The consent log: what was agreed to for a reference, and its revocation. Rows are only ever added.
import type { z } from "zod";
import type { Consent, consentRequestSchema } from "../../shared/contract/farm-rights.ts";
import { CodedError } from "../../shared/contract/errors.ts";
import type { AccountId, IdMaker } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";

export interface Consents {
  /** Throws CodedError invalid_input. */
  give(accountId: AccountId, request: z.output<typeof consentRequestSchema>): Promise<Consent>;
  /** Newest first, before the id. */
  list(accountId: AccountId, before: string | null, limit: number): Promise<Consent[]>;
  /** Twice is once. Throws CodedError not_found. */
  revoke(accountId: AccountId, id: string): Promise<Consent>;
}

/** Consents over the API's database role. */
export function createConsents(database: Database, newId: IdMaker): Consents {
  return {
    async give(accountId, { textVersion, subject, scope, referenceHash, evidenceHash, expiresAt }) {
      if (subject === "other" && evidenceHash === undefined) {
        const message = "Another person's consent needs its evidence: the SHA-256 of the signed form or recording.";
        throw new CodedError("invalid_input", message, { fields: [{ path: "evidenceHash", message }] });
      }
      const values = [newId<"consent">(), textVersion, subject, scope, referenceHash, evidenceHash ?? null, expiresAt ?? null];
      return database.call<Consent>("consent_give", accountId, ...values);
    },
    list: (accountId, before, limit) => database.call<Consent[]>("consent_list", accountId, before, limit),
    revoke: (accountId, id) => database.call<Consent>("consent_revoke", accountId, id),
  };
}
