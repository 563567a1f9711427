// Retention: what the farm forgets, account by account. The row is marked first and the file removed second; files that lost
// their rows go too. And the letter before: a week ahead, at most one a week.
import { type AccountId, type ArtifactId, timeOfId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { Outgoing } from "../identity/outbox.ts";
import { isFarmAddress } from "../identity/owner.ts";
import type { ArtifactStore } from "../ports.ts";

const accountsAtOnce = 200;
/** A running job's files wait for their row at most this long, in ms. */
const youngestOrphan = 24 * 60 * 60 * 1000;

/** Every account, in the order of ids. */
async function* accounts(operations: Database): AsyncGenerator<AccountId> {
  let after: string | null = null;
  for (;;) {
    const page: AccountId[] = await operations.call<AccountId[]>("accounts_after", after, accountsAtOnce);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < accountsAtOnce) return;
    after = last;
  }
}

/** Visits every account once. Returns how many files were removed. Ends early, to be begun again, when `signal` says so. */
export async function retireAll(operations: Database, artifacts: Pick<ArtifactStore, "remove">, signal?: AbortSignal): Promise<number> {
  let removed = 0;
  for await (const account of accounts(operations)) {
    signal?.throwIfAborted();
    await operations.call("retire_cases", account);
    for (const query of ["retire", "retire_exports"]) {
      for (const file of await operations.call<ArtifactId[]>(query, account)) {
        await artifacts.remove(file);
        removed += 1;
      }
    }
  }
  return removed;
}

/**
 * Removes files that no row names and that are older than a day: a crash between file and row leaves them. Returns how many.
 * `now` in ms.
 */
export async function removeOrphans(operations: Database, artifacts: Pick<ArtifactStore, "ids" | "remove">, now: number): Promise<number> {
  let removed = 0;
  for await (const id of artifacts.ids()) {
    if (timeOfId(id) > now - youngestOrphan) continue;
    if (await operations.call<boolean>("stored_file_known", id)) continue;
    await artifacts.remove(id);
    removed += 1;
  }
  return removed;
}

/** Notes a letter for each account whose files expire within a week; at most one a week. Returns how many. */
export async function warnOfExpiry(operations: Database, owner: Database, enqueue: (letter: Outgoing) => Promise<void>): Promise<number> {
  let written = 0;
  for await (const account of accounts(operations)) {
    const warning = await operations.call<{ files: number; first: string } | null>("warn_of_expiry", account);
    if (warning === null) continue;
    const [person] = await owner.query<{ email: string }>(`select email from identity."user" where id = $1`, [account]);
    if (person === undefined || isFarmAddress(person.email)) continue;
    await enqueue({ kind: "expiry", to: person.email, files: warning.files, first: warning.first });
    written += 1;
  }
  return written;
}
