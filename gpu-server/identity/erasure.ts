// Where an erasure begins and ends in identity's tables: the wish, noted before the account's row goes, and what is left of it
// when everything else is erased. The work between is rights/erasure.ts.
import type { Database } from "../database/pool.ts";
import type { Outbox } from "./outbox.ts";

/**
 * Notes that an account is to be erased, with its address for the last letter (sealed, gone with the erasure). Returns the name
 * of a team that it must hand over first; then nothing was noted. Twice is once.
 */
export async function askForErasure(database: Database, outbox: Outbox, accountId: string): Promise<string | null> {
  const [row] = await database.query<{ team: string | null }>("select identity.prepare_erasure($1) as team", [accountId]);
  if (row !== undefined && row.team !== null) return row.team;
  await keepAddress(database, outbox, accountId);
  return null;
}

/** The erasure of an account, or null. */
export async function erasureOf(database: Database, accountId: string): Promise<string | null> {
  const [row] = await database.query<{ id: string }>("select erasure_id as id from identity.erasure_request where account_id = $1", [
    accountId,
  ]);
  return row?.id ?? null;
}

/** Seals the account's address into its erasure while the account's row is there. */
export async function keepAddress(database: Database, outbox: Outbox, accountId: string): Promise<void> {
  const [user] = await database.query<{ email: string }>(`select email from identity."user" where id = $1`, [accountId]);
  if (user === undefined) return;
  const sealed = outbox.seal({ kind: "erased", to: user.email, certificate: "" });
  await database.query("select identity.note_erasure($1, $2)", [accountId, sealed]);
}
