// Commands for whoever decides on blocks: the open cases, one case with the text that its owner sent for people to read, and the
// decision with its reason.
import { randomBytes } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import { secret } from "../identity/secrets.ts";
import { createKeyring } from "../jobs/keyring.ts";
import type { Logger } from "../ports.ts";
import { withDatabases } from "./commands.ts";
import type { OpenDatabases } from "./open.ts";

/** What a decision does to the block: it stays, or what was held goes out (a text may be sent again, a result is handed out). */
export type Decision = "upheld" | "released";

interface CaseRow extends Record<string, unknown> {
  account: AccountId;
  id: string;
  job: string;
  kind: string;
  rule: string;
  field: string;
  state: string;
  at: string;
  sealed: Buffer | null;
}

const columns = `account_id as account, case_id as id, job_id as job, kind, rule, field, state, farm.rfc3339(created_at) as at, sealed`;

async function caseOf({ operations }: OpenDatabases, id: string): Promise<CaseRow> {
  const [row] = await operations.query<CaseRow>(`select ${columns} from moderation_case where case_id = $1`, [id]);
  if (row === undefined) throw new CodedError("not_found", `There is no case ${id}. npm run farm -- cases lists the open ones.`);
  return row;
}

const line = ({ id, at, kind, rule, field, job }: CaseRow) => `${id}  ${at}  ${kind}  ${rule}  ${field}  job ${job}`;

/** The open cases, oldest first, a line each; with `id` that case and its text. Throws CodedError not_found. */
export function cases(data: string, id: string | null, databaseUrl: string | undefined, log: Logger): Promise<string> {
  return withDatabases(data, databaseUrl, log, async (databases) => {
    if (id === null) {
      const open = await databases.operations.query<CaseRow>(
        `select ${columns} from moderation_case where state = 'open' order by created_at, case_id limit 200`,
      );
      return open.length === 0 ? "No case is open." : open.map(line).join("\n");
    }
    const row = await caseOf(databases, id);
    const random = (count: number) => randomBytes(count);
    const keyring = createKeyring(databases.api, Buffer.from(await secret(data, "master-key", random), "base64url"), random);
    const lines = [`${line(row)}  ${row.state}`];
    if (row.sealed === null) lines.push("It has no text: a check of outputs opened it, or the text is gone since.");
    else {
      const { text, statement } = JSON.parse(await keyring.openInput(row.account, id, row.sealed)) as { text: string; statement: string };
      lines.push(`Text: ${text}`, ...(statement === "" ? [] : [`Its owner says: ${statement}`]));
    }
    return lines.join("\n");
  });
}

/** Decides a case, once. Returns a sentence. Throws CodedError not_found and conflict. */
export function decide(
  data: string,
  { id, decision, reason }: { id: string; decision: Decision; reason: string },
  databaseUrl: string | undefined,
  log: Logger,
): Promise<string> {
  return withDatabases(data, databaseUrl, log, async (databases) => {
    const { account, kind } = await caseOf(databases, id);
    await databases.operations.call("decide_case", account, id, decision, reason);
    if (decision === "upheld") return `The case ${id} is closed: the block stays.`;
    const effect = kind === "hold" ? "what the check held is its owner's now" : "its owner may send the text again";
    return `The case ${id} is closed: ${effect}.`;
  });
}
