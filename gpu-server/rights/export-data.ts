// What an export holds: documents in JSON, made row by row so that no account is too large, and the list of files. Secrets are
// left out: the farm has them only as hashes or sealed, and they say nothing to a person.
import type { CreditAccounts } from "../credits/account.ts";
import type { AccountId, ArtifactId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { Keyring } from "../jobs/keyring.ts";

export interface ExportDataDeps {
  /** Identity's tables. */
  owner: Database;
  /** All accounts' rows. */
  operations: Database;
  credits: Pick<CreditAccounts, "ledger" | "credits" | "budgets">;
  keyring: Keyring;
}

export interface Profile {
  email: string;
  name: string;
  createdAt: string;
}

/** A document of the export. `rows` yields JSON values of an array. */
export interface ExportDocument {
  name: string;
  /** What it is, for people. */
  words: string;
  rows: () => AsyncIterable<unknown>;
}

/** A file that the farm still has: of a job, or brought as a reference or an input. */
export interface ExportedFile {
  id: ArtifactId;
  /** Null for a file that was brought. */
  jobId: string | null;
  kind: string;
  index: number;
  contentType: string;
  bytes: number;
  keyId: string;
  /** Null for a file that is kept while jobs use it. */
  expiresAt: string | null;
}

const page = 200;
/** Left out: the wrapped key and the planner's list say nothing of a person; the rest is in documents and files of its own. */
const elsewhere = ["account_export_part", "entry", "idempotency", "job", "ledger_tx", "ready", "wrapped_key"];

const tableWords: Record<string, string> = {
  artifact: "Every file that your jobs made, also those that are gone: kind, size, hash, when it expires.",
  job_event: "What happened to your jobs, event by event.",
  lot: "Your credits by where they came from and when they expire.",
  hold: "Credits that were set aside for jobs.",
  budget: "Spending limits of your films.",
  consent: "Consents that you recorded for references.",
  consent_revocation: "Consents that you revoked.",
  moderation_case: "Cases about your work that people decide.",
  policy_decision: "What the safety rules blocked: the rule and the field, never the text.",
  age_check: "Whether you are an adult, as you attested. The date itself is not kept.",
  audit_log: "What was done to your account by whoever runs the farm.",
  plan_period: "Months of your plan.",
};

/** The person behind an account, or null when it is gone. */
export async function profileOf({ owner }: Pick<ExportDataDeps, "owner">, accountId: AccountId): Promise<Profile | null> {
  const [user] = await owner.query<{ email: string; name: string; at: Date }>(
    `select email, name, "createdAt" as at from identity."user" where id = $1`,
    [accountId],
  );
  return user ? { email: user.email, name: user.name, createdAt: user.at.toISOString() } : null;
}

/** All documents of an account. */
export async function documentsOf(deps: ExportDataDeps, accountId: AccountId): Promise<ExportDocument[]> {
  const { operations } = deps;
  const tables = await operations.query<{ name: string; key: string[]; hidden: string[] }>(
    `select c.relname as name,
       (select array_agg(a.attname::text order by array_position(i.indkey::smallint[], a.attnum)) from pg_index i
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey) where i.indrelid = c.oid and i.indisprimary) as key,
       coalesce((select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.atttypid = 'bytea'::regtype), '{}') as hidden
     from pg_class c where c.relnamespace = 'farm'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> all ($1) and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id')
     order by c.relname`,
    [elsewhere],
  );
  return [
    { name: "account.json", words: "Who you are here: profile, devices, keys, teams, credits.", rows: () => accountRows(deps, accountId) },
    { name: "ledger.json", words: "Every movement of your credits, with an explanation.", rows: () => ledgerRows(deps, accountId) },
    {
      name: "jobs.json",
      words: "Your jobs; of those that ended within the last day also what you asked for.",
      rows: () => jobRows(deps, accountId),
    },
    ...tables.map(({ name, key, hidden }) => ({
      name: `data/${name}.json`,
      words: tableWords[name] ?? `Rows about your account: ${name.replaceAll("_", " ")}.`,
      rows: () => tableRows(operations, accountId, name, key, hidden),
    })),
  ];
}

async function* accountRows({ owner, credits }: ExportDataDeps, accountId: AccountId): AsyncGenerator<unknown> {
  const [profile] = await owner.query<Record<string, unknown>>(
    `select id, email, name, "emailVerified", "createdAt", "updatedAt", coalesce("twoFactorEnabled", false) as "twoFactor"
     from identity."user" where id = $1`,
    [accountId],
  );
  const devices = await owner.query(
    `select id, "userAgent" as device, "ipAddress" as address, "createdAt", "updatedAt" as "lastUsedAt", "expiresAt"
     from identity.session where "userId" = $1 order by "createdAt"`,
    [accountId],
  );
  const keys = await owner.query(
    `select id, name, prefix, scopes, per_minute as "perMinute", uses, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt"
     from identity.api_key where account_id = $1 order by created_at`,
    [accountId],
  );
  const teams = await owner.query(
    `select o.id, o.name, m.role, m."createdAt" as since from identity.member m join identity.organization o on o.id = m."organizationId"
     where m."userId" = $1 order by m."createdAt"`,
    [accountId],
  );
  yield { profile, devices, keys, teams, credits: await credits.credits(accountId), budgets: await credits.budgets(accountId) };
}

async function* ledgerRows({ credits }: ExportDataDeps, accountId: AccountId): AsyncGenerator<unknown> {
  let cursor: { at: string; id: string } | null = null;
  for (;;) {
    const lines: Awaited<ReturnType<CreditAccounts["ledger"]>> = await credits.ledger(accountId, cursor, page);
    yield* lines;
    const last = lines.at(-1);
    if (last === undefined || lines.length < page) return;
    cursor = { at: last.at, id: last.id };
  }
}

async function* jobRows({ operations, keyring }: ExportDataDeps, accountId: AccountId): AsyncGenerator<unknown> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const jobs = await operations.query<{ id: string; row: object; input: Buffer | null }>(
      `select job_id as id, job_json(job) as row, input from job where account_id = $1 and job_id > $2 order by job_id limit 50`,
      [accountId, after],
    );
    for (const { id, row, input } of jobs) {
      yield { ...row, request: input === null ? null : (JSON.parse(await keyring.openInput(accountId, id, input)) as unknown) };
    }
    const last = jobs.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

async function* tableRows(
  operations: Database,
  accountId: AccountId,
  table: string,
  key: string[],
  hidden: string[],
): AsyncGenerator<unknown> {
  const name = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const columns = key.map((column) => `t.${name(column)}`).join(", ");
  const last = key.map((column) => `(r.at).${name(column)}`).join(", ");
  let after: string | null = null;
  for (;;) {
    const rows: { row: object; place: string }[] = await operations.query<{ row: object; place: string }>(
      `select to_jsonb(t) - $3::text[] as row, to_jsonb(t)::text as place from ${name(table)} t,
         (select jsonb_populate_record(null::${name(table)}, $2::jsonb) as at) r
       where t.account_id = $1 and ($2::jsonb is null or (${columns}) > (${last})) order by ${columns} limit ${page}`,
      [accountId, after, hidden],
    );
    for (const { row } of rows) yield row;
    const end = rows.at(-1);
    if (end === undefined || rows.length < page) return;
    after = end.place;
  }
}

/** The files that the farm still has of an account, oldest first. */
export function filesOf({ operations }: Pick<ExportDataDeps, "operations">, accountId: AccountId): Promise<ExportedFile[]> {
  return operations.query<ExportedFile & Record<string, unknown>>(
    `select artifact_id as id, job_id as "jobId", kind, idx as index, content_type as "contentType", bytes::float8 as bytes, key_id as "keyId",
       rfc3339(expires_at) as "expiresAt"
     from artifact where account_id = $1 and state = 'readable' and expires_at > farm_now()
     union all
     select file_id, null, purpose, 0, content_type, bytes::float8, key_id, null from input_file where account_id = $1 and state = 'readable'
     order by 1`,
    [accountId],
  );
}
