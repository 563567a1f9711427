// After a restore: an account that was erased after the backup was made is there again. Its certificate names it by a keyed hash,
// which this farm alone can tell an account from.
import { randomBytes } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";
import { askForErasure } from "../identity/erasure.ts";
import { createOutbox } from "../identity/outbox.ts";
import { secret } from "../identity/secrets.ts";
import type { Logger } from "../ports.ts";
import { certificateKey } from "../rights/certificate.ts";
import { withDatabases } from "./commands.ts";

const accountsAtOnce = 1000;

/** Notes that the account of a certificate is to be erased (again). Returns a sentence. Throws CodedError not_found and conflict. */
export function eraseAgain(data: string, pseudonym: string, databaseUrl: string | undefined, log: Logger): Promise<string> {
  return withDatabases(data, databaseUrl, log, async ({ owner }) => {
    const random = (count: number) => randomBytes(count);
    const key = certificateKey(Buffer.from(await secret(data, "certificate-key", random), "base64url"));
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const page = await owner.query<{ id: string }>(`select id from identity."user" where id > $1 order by id limit ${accountsAtOnce}`, [
        after,
      ]);
      const found = page.find(({ id }) => key.pseudonym(id) === pseudonym);
      if (found !== undefined) {
        const team = await askForErasure(owner, createOutbox(owner, await secret(data, "identity", random), random), found.id);
        if (team !== null)
          throw new CodedError("conflict", `The team ${team} would lose its only owner. Make someone else its owner first.`);
        return "The account is erased within two minutes by the running farm, or after its next start.";
      }
      const last = page.at(-1);
      if (last === undefined)
        throw new CodedError("not_found", "This farm has no account that the certificate names: there is nothing to erase.");
      after = last.id;
    }
  });
}
