// What the farm does by itself from time to time: forgets requests and files that are due, account by
// account. The row is marked first and the file removed second.
import type { ArtifactId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { ArtifactStore, Logger } from "../ports.ts";

const accountsAtOnce = 200;
const pause = 10 * 60 * 1000;

/** Visits every account once. Returns how many files were removed. */
export async function retireAll(operations: Database, artifacts: Pick<ArtifactStore, "remove">): Promise<number> {
  let removed = 0;
  let after: string | null = null;
  for (;;) {
    const accounts: string[] = await operations.call<string[]>("accounts_after", after, accountsAtOnce);
    for (const account of accounts) {
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

/** Runs `retireAll` now and every ten minutes; returns what stops it. */
export function startUpkeep(operations: Database, artifacts: Pick<ArtifactStore, "remove">, log: Logger): () => void {
  const run = () => {
    retireAll(operations, artifacts).then(
      (removed) => removed > 0 && log.info("expired files removed", { removed }),
      (error: unknown) => log.warn("the upkeep failed and is tried again later", { reason: (error as Error).message }),
    );
  };
  run();
  const timer = setInterval(run, pause);
  return () => clearInterval(timer);
}
