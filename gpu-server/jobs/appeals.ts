// An appeal against a block: the owner sends the text again, with consent that people read it. It is stored only encrypted
// under the account's key, and only when it is the text that was blocked.
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
}

/** Appeals over the API's database role. */
export function createAppeals(database: Database, keyring: Keyring, newId: IdMaker): Appeals {
  return {
    async open(accountId, jobId, { text, statement = "" }) {
      const caseId = newId<"case">();
      const sealed = await keyring.sealInput(accountId, caseId, JSON.stringify({ text, statement }));
      return database.call<Appeal>("appeal", accountId, jobId, caseId, sealed, await keyring.hash(accountId, text));
    },
  };
}
