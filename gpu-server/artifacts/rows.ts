// What the file routes ask of the database: one artifact of one account with the key that opens it, and lists of facts.
import type { ArtifactDetail } from "../../shared/contract/farm-artifacts.ts";
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

/** An artifact's facts, to which the routes add links. */
export type ArtifactFacts = Omit<ArtifactDetail, "url" | "variants"> & { variants: Omit<ArtifactDetail["variants"][number], "url">[] };

export interface ArtifactFilter {
  job: string | null;
  /** Only what expires within so many days, the soonest first; else the newest first. */
  expiring: number | null;
  /** Id of the last one of the page before. */
  after: string | null;
  limit: number;
}

/** Implemented by jobs/. Another account's, an unknown, an expired and a quarantined artifact are not there. */
export interface ArtifactRows {
  find(accountId: string, id: string): Promise<ArtifactRow | null>;
  look(accountId: string, id: string): Promise<ArtifactFacts | null>;
  list(accountId: string, filter: ArtifactFilter): Promise<ArtifactFacts[]>;
}
