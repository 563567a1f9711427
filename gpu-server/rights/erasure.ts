// The end of an account: everything that the farm holds of it goes, in an order in which a kill at any place leaves less than
// before and nothing that the next try does not find. Devices and keys go first, so that nothing new comes; then open work ends
// and its holds close; then the account's key is destroyed, which makes files and requests unreadable before they are deleted;
// then files, rows and the names in the ledger. The certificate and its letter are the last act.
import type { AccountId, ArtifactId, IdMaker, JobId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { Counters } from "../identity/counters.ts";
import { keepAddress } from "../identity/erasure.ts";
import type { MailPort } from "../identity/mail.ts";
import type { Outbox } from "../identity/outbox.ts";
import type { Keyring } from "../jobs/keyring.ts";
import { type ArtifactStore, type Bus, type Clock, subjects } from "../ports.ts";
import { type Certificate, type CertificateKey, certificateText, inPlainWords } from "./certificate.ts";

/** Rows of a table that go in one transaction. */
const rowsAtOnce = 2000;
const filesAtOnce = 500;

/** Said to every coordinator, so that it forgets the key in its memory. Payload: the account's id. */
export const accountErased = "account.erased";

export interface ErasureDeps {
  /** The tables' owner: past every wall, and the only one who may take names out of the ledger. */
  owner: Database;
  keyring: Pick<Keyring, "forget">;
  store: Pick<ArtifactStore, "remove">;
  counters: Pick<Counters, "forget">;
  outbox: Outbox;
  mail: Pick<MailPort, "forget">;
  bus: Bus;
  clock: Clock;
  newId: IdMaker;
  key: CertificateKey;
  /** Days that the operator keeps backups. */
  backupDays: number;
  /** Files of the account beside artifacts and exports: uploads. Twice is once. */
  removeUploads?: (accountId: AccountId) => Promise<void>;
  /** Called between steps; a test ends the work there. */
  reached?: (step: string) => void | Promise<void>;
}

interface RequestRow extends Record<string, unknown> {
  account: AccountId;
  sealed: Buffer | null;
  asked: Date;
}

/** Erases the account of an erasure; one that is done already stays as it is. Returns the row of the last letter, to be sent soon. */
export async function erase(erasureId: string, deps: ErasureDeps): Promise<string | null> {
  const { owner, outbox } = deps;
  const reached = deps.reached ?? (() => undefined);
  const find = async () =>
    (
      await owner.query<RequestRow>(
        "select account_id as account, sealed, requested_at as asked from identity.erasure_request where erasure_id = $1",
        [erasureId],
      )
    )[0];
  const first = await find();
  if (first === undefined) return null;
  const { account, asked } = first;
  // A farm that was killed between the wish and the account's end finds the row there still.
  if (first.sealed === null) await keepAddress(owner, outbox, account);
  const sealed = (await find())?.sealed ?? null;
  const address = sealed === null ? null : outbox.open(sealed).to;

  await reached("devices and keys");
  await owner.query("select identity.erase_person($1, $2)", [account, address ?? ""]);
  await reached("open jobs");
  for (const jobId of await owner.call<JobId[]>("end_open_jobs", account)) deps.bus.publish(subjects.wake, { accountId: account, jobId });
  await reached("key");
  await owner.query(
    `with gone as (delete from wrapped_key where account_id = $1 returning 1)
     select identity.count_erased($1, 'wrapped_key', (select count(*) from gone))`,
    [account],
  );
  deps.keyring.forget(account);
  deps.bus.publish(accountErased, account);
  await reached("files");
  await removeFiles(account, deps);
  await reached("letters");
  if (address !== null) await forgetAddress(account, address, deps);
  await reached("rows");
  await eraseRows(account, owner, reached);
  await reached("ledger");
  await owner.call("erase_ledger", account);
  await reached("what came meanwhile");
  await owner.query("select identity.erase_person($1, $2)", [account, address ?? ""]);
  await eraseRows(account, owner, reached);
  await owner.call("erase_ledger", account);
  await reached("certificate");
  return finish(erasureId, { account, asked, address }, deps);
}

async function removeFiles(account: AccountId, { owner, store, removeUploads }: ErasureDeps): Promise<void> {
  for (let after: ArtifactId | undefined = "00000000-0000-0000-0000-000000000000" as ArtifactId; after !== undefined;) {
    const files: ArtifactId[] = await owner.call<ArtifactId[]>("files_of_account", account, after, filesAtOnce);
    for (const id of files) await store.remove(id);
    after = files.at(-1);
  }
  await removeUploads?.(account);
}

async function forgetAddress(account: AccountId, address: string, { owner, outbox, mail, counters }: ErasureDeps): Promise<void> {
  const count = (what: string, gone: number) => owner.query("select identity.count_erased($1, $2, $3)", [account, what, gone]);
  await count("letter", (await outbox.forget(address)) + (await mail.forget(address)));
  await count("counter", await counters.forget(address));
}

async function eraseRows(account: AccountId, owner: Database, reached: (step: string) => void | Promise<void>): Promise<void> {
  while (Number(await owner.call<string>("erase_rows", account, rowsAtOnce)) > 0) await reached("some rows");
}

async function finish(
  erasureId: string,
  { account, asked, address }: { account: AccountId; asked: Date; address: string | null },
  { owner, outbox, clock, newId, key, backupDays }: ErasureDeps,
): Promise<string | null> {
  const [row] = await owner.query<{ counts: Record<string, number> }>("select counts from identity.erasure_request where erasure_id = $1", [
    erasureId,
  ]);
  if (row === undefined) return null;
  const certificate = key.sign({
    id: newId<"certificate">(),
    account: key.pseudonym(account),
    askedAt: asked.toISOString(),
    erasedAt: new Date(clock.now()).toISOString(),
    erased: Object.entries(row.counts)
      .filter(([, count]) => count > 0)
      .map(([table, count]) => ({ what: inPlainWords(table), count }))
      .toSorted((a, b) => a.what.localeCompare(b.what)),
    kept: [
      { what: "Movements of credits, under a number that leads to nobody", why: "the farm's books must add up" },
      { what: "This certificate", why: "so that it can be shown" },
    ],
    backups: `What was backed up before stays in the farm's backups, encrypted, until they are deleted: ${backupDays} days from now at the latest.`,
  });
  const letter =
    address === null ? null : outbox.seal({ kind: "erased", to: address, certificate: certificateText(certificate, key.publicKey) });
  const [done] = await owner.query<{ letter: string | null }>("select identity.finish_erasure($1, $2, $3, $4, $5) as letter", [
    erasureId,
    certificate.body.id,
    JSON.stringify(certificate.body),
    certificate.signature,
    letter,
  ]);
  return done?.letter ?? null;
}

/** Erasures that wait longer than a minute: what a killed farm left is found by the next. */
export async function openErasures(owner: Database): Promise<string[]> {
  const rows = await owner.query<{ id: string }>(
    `select erasure_id as id from identity.erasure_request
     where done_at is null and requested_at < farm.farm_now() - interval '1 minute' order by requested_at limit 100`,
  );
  return rows.map(({ id }) => id);
}

/** The certificate of that id, or null. */
export async function findCertificate(owner: Database, id: string): Promise<Certificate | null> {
  const [row] = await owner.query<Certificate & Record<string, unknown>>(
    "select body, signature from identity.erasure_certificate where certificate_id = $1",
    [id],
  );
  return row ?? null;
}
