// An account's artifacts as the file routes ask for them: facts from the row, the key from the account's.
import type { ArtifactRef } from "../../shared/contract/farm-http.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { ArtifactFacts, ArtifactRows } from "../artifacts/rows.ts";
import type { Database } from "../database/pool.ts";
import { fileKeyPurpose, type Keyring } from "./keyring.ts";

type FoundRow = ArtifactRef & { keyId: string; expiresAt: string; state: string; expired: boolean };

/** Rows over the API's database role. */
export function createArtifactRows(database: Database, keyring: Keyring): ArtifactRows {
  return {
    async find(accountId, id) {
      const row = await database.call<FoundRow | null>("artifact_get", accountId, id);
      if (row === null || row.state !== "readable" || row.expired) return null;
      const { sha256, bytes, contentType, kind, index, keyId, expiresAt } = row;
      const key = await keyring.keyFor(accountId as AccountId, fileKeyPurpose(keyId));
      return { sha256, bytes, contentType, kind, index, keyId, key, expiresAt };
    },
    look: (accountId, id) => database.call<ArtifactFacts | null>("artifact_look", accountId, id),
    list: (accountId, { job, expiring, after, limit }) =>
      expiring === null
        ? database.call<ArtifactFacts[]>("artifact_list", accountId, job, null, after, limit)
        : database.call<ArtifactFacts[]>("artifact_list_expiring", accountId, job, expiring, after, limit),
  };
}
