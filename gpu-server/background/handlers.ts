// The handlers of background work over the farm's parts. Each may run twice, and each that is killed is begun again.
import type { Database } from "../database/pool.ts";
import type { Identity } from "../identity/open.ts";
import type { MailPort } from "../identity/mail.ts";
import type { ArtifactStore, Clock, Logger } from "../ports.ts";
import { erase, type ErasureDeps, openErasures } from "../rights/erasure.ts";
import { type ExportMakeDeps, makeExport } from "../rights/export-make.ts";
import type { OpenBoss } from "./boss.ts";
import { removeOrphans, retireAll, warnOfExpiry } from "./retention.ts";
import type { Handlers } from "./work.ts";

/** Letters in the farm's own folder are kept so long, in ms. */
const lettersKept = 30 * 24 * 3600 * 1000;

export interface HandlerDeps {
  background: Pick<OpenBoss, "queue">;
  identity: Pick<Identity, "deliver" | "outbox" | "tidy">;
  mail: MailPort;
  /** Origin that links in letters begin with. */
  publicUrl: string;
  databases: Record<"operations" | "owner", Database>;
  artifacts: ArtifactStore;
  rights: { exporting: ExportMakeDeps; erasing: ErasureDeps };
  clock: Clock;
  log: Logger;
  /** Other files that go by time; says how many went. */
  retireMore?: () => Promise<number>;
}

/** The handlers; from now on a letter that is noted is queued at once. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { background, identity, mail, artifacts, clock, log, rights } = deps;
  const { operations, owner } = deps.databases;
  // One that cannot be queued now, for the database is gone for a moment, is found by the sweep.
  identity.outbox.onNoted((id) => void background.queue("mail", { id }).catch(() => undefined));
  return {
    mail: ({ id }) => identity.deliver(id, mail, deps.publicUrl),
    async export({ exportId }, { signal, last }) {
      try {
        await makeExport(exportId, rights.exporting, signal);
      } catch (error) {
        // The farm's end is no failure: the next start goes on.
        if (last && !signal.aborted) await failExport(operations, exportId);
        throw error;
      }
    },
    async erasure({ erasureId }) {
      const letter = await erase(erasureId, rights.erasing);
      if (letter !== null) await background.queue("mail", { id: letter });
    },
    async sweep() {
      for (const id of await undriven(owner)) await background.queue("mail", { id });
      for (const { exportId } of await operations.call<{ exportId: string }[]>("exports_open"))
        await background.queue("export", { exportId }, exportId);
      for (const erasureId of await openErasures(owner)) await background.queue("erasure", { erasureId }, erasureId);
    },
    async retention(_data, { signal }) {
      const more = (await deps.retireMore?.()) ?? 0;
      const removed = more + (await retireAll(operations, artifacts, signal)) + (await removeOrphans(operations, artifacts, clock.now()));
      if (removed > 0) log.info("files removed that are due", { removed });
    },
    async "clean-up"() {
      await identity.tidy();
      await mail.forgetBefore(clock.now() - lettersKept);
    },
    async "expiry-warning"() {
      await warnOfExpiry(operations, owner, (letter) => identity.outbox.enqueue(letter));
    },
  };
}

/** Letters noted more than a minute ago that lie neither in the queue nor in its dead letters: a kill between row and queue leaves them. */
async function undriven(owner: Database): Promise<string[]> {
  const rows = await owner.query<{ id: string }>(
    `select id from identity.outgoing o where created_at < farm.farm_now() - interval '1 minute' and not exists (
       select 1 from pgboss.job j where j.name in ('mail', 'mail-dead') and j.state < 'completed' and j.data ->> 'id' = o.id::text) limit 1000`,
  );
  return rows.map(({ id }) => id);
}

async function failExport(operations: Database, exportId: string): Promise<void> {
  const [row] = await operations.query<{ account: string }>("select account_id as account from account_export where export_id = $1", [
    exportId,
  ]);
  if (row !== undefined) await operations.call("export_fail", row.account, exportId);
}
