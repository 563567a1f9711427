// The owner's calls on the export of an account: ask for one, look at it, read the finished file.
import { CodedError } from "../../shared/contract/errors.ts";
import type { AccountExport } from "../../shared/contract/farm-rights.ts";
import type { AccountId, ArtifactId, IdMaker } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { Keyring } from "../jobs/keyring.ts";
import type { ArtifactStore } from "../ports.ts";

/** What the database knows; the link is made by the route. */
export type ExportState = Omit<AccountExport, "url">;

/** A finished export. */
export interface ExportFile {
  bytes: number;
  sha256: string;
  /** Plain bytes of [start, end] (inclusive). */
  read(range: { start: number; end: number }): AsyncIterable<Uint8Array>;
}

export interface Exports {
  /** Throws CodedError conflict while one is made, rate_limited after three in a day. */
  ask(accountId: AccountId): Promise<ExportState>;
  /** The newest that is not over, or null. */
  state(accountId: AccountId): Promise<ExportState | null>;
  /** Null for another account's, an unknown one and one that is over. */
  file(accountId: AccountId, id: string): Promise<ExportFile | null>;
}

/** Purpose of the key that an export's parts are encrypted under. */
export function exportKeyPurpose(exportId: string): string {
  return `export:${exportId}`;
}

export interface ExportsDeps {
  database: Database;
  keyring: Keyring;
  store: Pick<ArtifactStore, "read">;
  newId: IdMaker;
  /** Has it made soon. What is lost here is found by the next look at open exports. */
  queue: (id: string) => Promise<void>;
}

/** Exports over the API's database role. */
export function createExports({ database, keyring, store, newId, queue }: ExportsDeps): Exports {
  return {
    async ask(accountId) {
      const asked = await database.call<ExportState | { wait: number }>("export_ask", accountId, newId<"export">());
      if ("wait" in asked)
        throw new CodedError("rate_limited", "An account has three exports a day. Wait for the time that Retry-After gives.", {
          retryAfter: asked.wait,
        });
      await queue(asked.id);
      return asked;
    },
    state: (accountId) => database.call<ExportState | null>("export_state", accountId),
    async file(accountId, id) {
      const found = await database.call<{ bytes: number; sha256: string; parts: { id: ArtifactId; bytes: number }[] } | null>(
        "export_file",
        accountId,
        id,
      );
      if (found === null) return null;
      const key = await keyring.keyFor(accountId, exportKeyPurpose(id));
      return {
        bytes: found.bytes,
        sha256: found.sha256,
        async *read({ start, end }) {
          let at = 0;
          for (const part of found.parts) {
            const [from, to] = [Math.max(start - at, 0), Math.min(end - at, part.bytes - 1)];
            if (from <= to) yield* store.read(part.id, key, { start: from, end: to });
            at += part.bytes;
          }
        },
      };
    },
  };
}
