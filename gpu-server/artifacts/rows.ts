// What the file routes ask of the database: one artifact of one account, with the key that opens it.
import type { ArtifactKind } from "../../shared/contract/farm-http.ts";

export interface ArtifactRow {
  /** Of the plain bytes. */
  sha256: string;
  bytes: number;
  contentType: string;
  kind: ArtifactKind;
  index: number;
  keyId: string;
  /** Data key of the file, 32 bytes: what the node was given for the lease that made it. */
  key: Uint8Array;
  /** RFC 3339, UTC. */
  expiresAt: string;
}

/** Implemented by jobs/. Null for another account's, an unknown, an expired and a quarantined artifact. */
export interface ArtifactRows {
  find(accountId: string, id: string): Promise<ArtifactRow | null>;
}
