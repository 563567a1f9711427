// An appeal against a block: the owner sends the text again, with consent that people read it. It is stored only encrypted
// under the account's key, and only when it is the text that was blocked.
import { CodedError } from "../../shared/contract/errors.ts";
import type { Appeal } from "../../shared/contract/farm-http.ts";
import type { AccountId, IdMaker, JobId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { Keyring } from "./keyring.ts";

export interface Appeals {
  /**
   * Opens the job's appeal, or gives the one that is open. Throws CodedError not_found, conflict (the job is not blocked),
   * forbidden (the rule is of the floor) and invalid_input (another text).
   */
  open(accountId: AccountId, jobId: JobId, request: { text: string; statement?: string | undefined }): Promise<Appeal>;
  /** The job's case (its appeal, or what a check of outputs opened) with what was decided. Throws CodedError not_found. */
  of(accountId: AccountId, jobId: JobId): Promise<Appeal>;
}

/** Appeals over the API's database role. */
export function createAppeals(database: Database, keyring: Keyring, newId: IdMaker): Appeals {
  return {
    async open(accountId, jobId, { text, statement = "" }) {
      const caseId = newId<"case">();
      const sealed = await keyring.sealInput(accountId, caseId, JSON.stringify({ text, statement }));
      return database.call<Appeal>("appeal", accountId, jobId, caseId, sealed, await keyring.hash(accountId, text));
    },
    async of(accountId, jobId) {
      const found = await database.call<Appeal | null>("case_of", accountId, jobId);
      if (found === null) throw new CodedError("not_found", "There is no case of this job.");
      return found;
    },
  };
}
