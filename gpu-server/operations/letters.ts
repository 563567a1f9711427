// Commands for background work that was given up, and for the certificates of erased accounts.
import { randomBytes } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";
import { openBoss } from "../background/boss.ts";
import { deadLetters, dropLetter, retryLetters } from "../background/letters.ts";
import { secret } from "../identity/secrets.ts";
import type { Logger } from "../ports.ts";
import { certificateKey, certificateText } from "../rights/certificate.ts";
import { findCertificate } from "../rights/erasure.ts";
import { withDatabases } from "./commands.ts";

/** What to do with dead letters; `id` null: all of them. */
export type LetterAction = { do: "list" } | { do: "retry"; id: string | null } | { do: "drop"; id: string };

/** Lists dead letters (queue, id, tries, code of the last error, since when), tries them again or drops one. Throws CodedError not_found. */
export function letters(data: string, action: LetterAction, databaseUrl: string | undefined, log: Logger): Promise<string> {
  return withDatabases(data, databaseUrl, log, async ({ url, owner }) => {
    const { boss, stop } = await openBoss(url, log, "beside");
    try {
      switch (action.do) {
        case "list": {
          const found = await deadLetters(boss);
          if (found.length === 0) return "Nothing was given up.";
          return found
            .map(({ queue, id, tries, error, since }) => `${queue}  ${id}  ${tries} tries  ${error}  since ${since.toISOString()}`)
            .join("\n");
        }
        case "retry": {
          const moved = await retryLetters(boss, action.id);
          if (moved === 0) return "Nothing was given up, so nothing is tried again.";
          return `${moved} dead ${moved === 1 ? "letter is" : "letters are"} tried again by the running farm, or at its next start.`;
        }
        case "drop":
          await dropLetter(boss, action.id, async (row) => void (await owner.query("delete from identity.outgoing where id = $1", [row])));
          return `The dead letter ${action.id} is gone.`;
      }
    } finally {
      await stop(0);
    }
  });
}

/** The certificate of an erasure as people read it, checked against the farm's key. Throws CodedError not_found. */
export function certificate(data: string, id: string, databaseUrl: string | undefined, log: Logger): Promise<string> {
  return withDatabases(data, databaseUrl, log, async ({ owner }) => {
    const found = await findCertificate(owner, id);
    if (found === null) throw new CodedError("not_found", `This farm has no certificate ${id}. The letter to the person names it.`);
    const seed = await secret(data, "certificate-key", (count) => randomBytes(count));
    const key = certificateKey(Buffer.from(seed, "base64url"));
    return `${certificateText(found, key.publicKey)}\n\nThe signature is ${key.valid(found) ? "this farm's own" : "NOT this farm's"}.`;
  });
}
