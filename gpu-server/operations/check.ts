// npm run farm -- check: the ledger's invariants (docs/ledger.md) over rows and files. I7 and I10 are
// about calls and not about rows: the property tests hold them.
import type { ArtifactId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { ArtifactStore } from "../ports.ts";

/** One broken invariant. */
export interface Finding {
  invariant: string;
  /** Ids and numbers. */
  what: string;
}

/** Each query returns a row for every break, with a text that names it. */
const queries: [string, string][] = [
  [
    "I1",
    "select tx_id || ' sums to ' || sum(amount) as what from entry group by account_id, tx_id having sum(amount) <> 0 or count(*) <> 2",
  ],
  [
    "I1",
    "select tx_id || ' has no entries' as what from ledger_tx t where not exists (select 1 from entry e where (e.account_id, e.tx_id) = (t.account_id, t.tx_id))",
  ],
  [
    "I2",
    `select b.account_id || ' has posted ' || posted || ', held ' || held as what from balance b
     where posted <> coalesce((select sum(amount) from entry e where e.account_id = b.account_id and book = 'credits'), 0)
        or held <> coalesce((select sum(amount) from hold h where h.account_id = b.account_id and state = 'open'), 0)
        or posted <> coalesce((select sum(amount - spent - expired) from lot l where l.account_id = b.account_id), 0)
        or held <> coalesce((select sum(l.held) from lot l where l.account_id = b.account_id), 0)`,
  ],
  [
    "I2",
    `select account_id || ' budget ' || budget_key as what from budget b
     where held <> coalesce((select sum(amount) from hold h where (h.account_id, h.budget_key) = (b.account_id, b.budget_key) and state = 'open'), 0)
        or captured <> coalesce((select sum(h.captured - coalesce((select sum(r.amount) from refund r
          where (r.account_id, r.job_id) = (h.account_id, h.job_id)), 0))
          from hold h where (h.account_id, h.budget_key) = (b.account_id, b.budget_key)), 0)`,
  ],
  ["I3", "select account_id || ' has posted ' || posted || ', held ' || held as what from balance where held < 0 or held > posted"],
  [
    "I4",
    `select j.job_id || ' is ' || j.state || ' with hold ' || coalesce(h.state, 'none') as what from job j left join hold h using (account_id, job_id)
     where (h.state = 'open') <> (j.state in ('queued', 'running') and j.price > 0)
        or (h.state is null and j.price > 0) or coalesce(h.captured, 0) <> j.captured`,
  ],
  [
    "refund",
    `select j.job_id || ' captured ' || j.captured || ' and was given back ' || sum(r.amount) as what from job j join refund r using (account_id, job_id)
     group by j.account_id, j.job_id, j.captured having sum(r.amount) > j.captured or sum(r.amount) <> coalesce((select sum(e.amount) from ledger_tx t
       join entry e using (account_id, tx_id) where t.account_id = j.account_id and t.job_id = j.job_id and t.kind = 'refund' and e.book = 'credits'), 0)`,
  ],
  [
    "grace",
    `select t.tx_key || ' came back as ' || coalesce(g.amount::text, 'nothing') as what from ledger_tx t join entry e using (account_id, tx_id)
     left join (ledger_tx gt join entry g using (account_id, tx_id))
       on gt.account_id = t.account_id and gt.tx_key = 'grace' || substr(t.tx_key, 6) and g.book = 'credits'
     where t.tx_key like 'lapse:%' and e.book = 'credits' and g.amount is distinct from -e.amount`,
  ],
  [
    "chain",
    `select j.job_id || ' waits for ' || coalesce(p.state, 'nothing') as what from job j left join job p on p.account_id = j.account_id and p.job_id = j.after_job
     where j.waiting and (j.state <> 'queued' or p.state is null or p.state not in ('queued', 'running'))`,
  ],
  [
    "I5",
    `select job_id || ' captured ' || captured || ' without a delivered unit' as what from job j where captured > 0
     and not exists (select 1 from artifact a where (a.account_id, a.job_id) = (j.account_id, j.job_id) and a.kind = j.unit_kind
       and (a.state = 'readable' or a.state = 'removed'))`,
  ],
  [
    "I6",
    `select account_id || ' ' || plan || ' ' || period_start as what from plan_period p
     where (select count(*) from ledger_tx t where t.account_id = p.account_id and t.kind = 'grant'
       and t.tx_key = 'plan:' || p.plan || ':' || to_char(p.period_start at time zone 'UTC', 'YYYY-MM')) > 1`,
  ],
  [
    "I8",
    `select j.job_id || ' has ' || count(e.seq) || ' events, last ' || j.last_seq as what from job j left join job_event e using (account_id, job_id)
     group by j.account_id, j.job_id having count(e.seq) <> j.last_seq or max(e.seq) is distinct from j.last_seq or min(e.seq) <> 1`,
  ],
  [
    "I9",
    `select wanted || ' is missing or off' as what from unnest(array['entry_append_only', 'entry_no_truncate', 'ledger_tx_append_only', 'ledger_tx_no_truncate']) wanted
     where not exists (select 1 from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
       where c.relnamespace = 'farm'::regnamespace and t.tgname = wanted and t.tgenabled = 'O' and p.proname = 'refuse_change'
         and p.prosrc like '%raise exception%')`,
  ],
  [
    "I9",
    `select grantee || ' may ' || privilege_type || ' ' || table_name as what from information_schema.role_table_grants
     where table_schema = 'farm' and table_name in ('entry', 'ledger_tx') and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
       and grantee in ('farm_api', 'farm_scheduler', 'farm_operations', 'PUBLIC')`,
  ],
  [
    "I13",
    `select a.artifact_id || ' (' || a.kind || ') is readable past 24 hours' as what from artifact a join job j using (account_id, job_id)
     where a.state = 'readable' and (a.kind = 'preview' or j.kind = 'text.chat') and j.ended_at < farm_now() - interval '24 hours 15 minutes'`,
  ],
  [
    "I13",
    `select job_id || ' keeps its request past 24 hours' as what from job
     where input is not null and ((state = 'blocked' and started_at is null) or ended_at < farm_now() - interval '24 hours 15 minutes')`,
  ],
  [
    "ready",
    `select coalesce(r.job_id, j.job_id) || ' is listed as ' || coalesce(r.state, 'nothing') || ' and is ' || coalesce(j.state, 'nothing') as what
     from ready r full join (select * from job where state in ('queued', 'running')) j using (account_id, job_id)
     where r.state is distinct from j.state or r.epoch is distinct from j.lease_epoch or r.bucket <> bucket_of(account_id)`,
  ],
];

const allQueries = queries
  .map(([invariant, query]) => `select '${invariant}' as invariant, what::text from (${query}) breaks`)
  .join(" union all ");

/** Breaks of the invariants over rows, by one statement. `operations` sees all accounts. */
export function checkRows(operations: Database): Promise<Finding[]> {
  return operations.query<Finding & Record<string, unknown>>(allQueries);
}

/**
 * Breaks of I12: what farm and identity hold of accounts that are gone and whose erasure is over. Only the ledger's rows may name an
 * account that nobody has. `owner` sees every schema.
 */
export async function checkErased(owner: Database): Promise<Finding[]> {
  const tables = await owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped
     where n.nspname in ('farm', 'identity') and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname not in ('balance', 'lot', 'ledger_tx', 'entry', 'erasure_request') order by 1`,
  );
  const gone = `not exists (select 1 from identity."user" u where u.id = t.account_id)
    and not exists (select 1 from identity.erasure_request r where r.account_id = t.account_id)`;
  const each = tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name} t where ${gone}`);
  const left = await owner.query<{ name: string; rows: number }>(`select * from (${each.join(" union all ")}) found where rows > 0`);
  return left.map(({ name, rows }) => ({ invariant: "I12", what: `${rows} rows of ${name} are of accounts that are gone` }));
}

/** Files of the store that no row names: a crash between file and row leaves some, and retention removes them. */
export async function orphanFiles(operations: Database, artifacts: ArtifactStore): Promise<ArtifactId[]> {
  const orphans: ArtifactId[] = [];
  for await (const id of artifacts.ids()) {
    if (!(await operations.call<boolean>("stored_file_known", id))) orphans.push(id);
  }
  return orphans;
}
