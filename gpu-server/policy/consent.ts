// Consent at submission: a reference whose consent was revoked, or is over, is used by no new job.
import type { Database } from "../database/pool.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import { policyVersion } from "../../shared/domain/policy/rules.ts";
import type { NamedFile } from "../jobs/inputs.ts";
import type { Blocked } from "./preflight.ts";

/** The block of the first file in `named` whose consent is withdrawn; null where all may be used. Asks the database only where a job names files. */
export async function withdrawn(database: Database, accountId: AccountId, named: readonly NamedFile[]): Promise<Blocked | null> {
  if (named.length === 0) return null;
  const gone = new Set(await database.call<string[]>("references_withdrawn", accountId, [...new Set(named.map(({ sha256 }) => sha256))]));
  const found = named.find(({ sha256 }) => gone.has(sha256));
  if (found === undefined) return null;
  return {
    finding: {
      rule: "consent.withdrawn",
      category: "floor",
      field: found.path,
      span: { start: 0, end: found.sha256.length },
      message: "The consent for this reference was revoked or is over. Use another reference, or record a new consent.",
      appealable: false,
      version: policyVersion,
    },
    text: found.sha256,
  };
}
