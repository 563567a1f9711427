// What the farm does by itself from time to time: forgets requests and files that are due, account by
// account. The row is marked first and the file removed second.
import { type ArtifactId, timeOfId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { ArtifactStore, Clock, Logger } from "../ports.ts";

const accountsAtOnce = 200;
const pause = 10 * 60 * 1000;
/** A running job's files wait for their row at most this long, in ms. */
const youngestOrphan = 24 * 60 * 60 * 1000;

/** Visits every account once. Returns how many files were removed. */
export async function retireAll(operations: Database, artifacts: Pick<ArtifactStore, "remove">): Promise<number> {
  let removed = 0;
  let after: string | null = null;
  for (;;) {
    const accounts: string[] = await operations.call<string[]>("accounts_after", after, accountsAtOnce);
    for (const account of accounts) {
      await operations.call("retire_cases", account);
      for (const artifact of await operations.call<ArtifactId[]>("retire", account)) {
        await artifacts.remove(artifact);
        removed += 1;
      }
    }
    const last = accounts.at(-1);
    if (last === undefined || accounts.length < accountsAtOnce) return removed;
    after = last;
  }
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

/** Runs `retireAll`, `removeOrphans` and `more` (each says how many files went) now and every ten minutes; returns what stops it. */
export function startUpkeep(
  operations: Database,
  artifacts: ArtifactStore,
  clock: Clock,
  log: Logger,
  more: () => Promise<number>,
): () => void {
  const work = async () =>
    (await retireAll(operations, artifacts)) + (await more()) + (await removeOrphans(operations, artifacts, clock.now()));
  const run = () => {
    work().then(
      (removed) => removed > 0 && log.info("files removed that are due", { removed }),
      (error: unknown) => log.warn("the upkeep failed and is tried again later", { reason: (error as Error).message }),
    );
  };
  run();
  const timer = setInterval(run, pause);
  return () => clearInterval(timer);
}
