// Every table is classified, and its keys and walls are what its class asks for. A new table that is not
// in the list fails here.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBoss } from "../background/boss.ts";
import type { Database } from "./pool.ts";
import { silentLog, type TestDatabase, testDatabase } from "./testing.ts";

/** Rows of one account, behind row-level security; keys begin with account_id. */
const accountTables = [
  "account_export",
  "account_export_part",
  "account_plan",
  "age_check",
  "artifact",
  "balance",
  "budget",
  "consent",
  "consent_revocation",
  "entry",
  "expiry_warning",
  "hold",
  "hold_lot",
  "idempotency",
  "input_file",
  "job",
  "job_event",
  "job_input",
  "ledger_tx",
  "lot",
  "moderation_case",
  "plan_period",
  "policy_decision",
  "refund",
  "upload",
  "wrapped_key",
];
/** Spread by a hash of the account; a key holds the bucket and the account. */
const bucketTables = ["ready"];
/** The same for everybody. */
const sharedTables = ["schema_version"];
/** Schemas whose tables are not of accounts: people's sign-in and what leads to mail, and queues of background work (ids alone). */
const otherSchemas = ["identity", "pgboss"];

let database: TestDatabase;
let owner: Database;
beforeAll(async () => {
  database = await testDatabase();
  owner = database.open(null);
});
afterAll(() => database.close());

test("every table has a class", async () => {
  const rows = await owner.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'farm'");
  expect(rows.map(({ name }) => name).sort()).toEqual([...accountTables, ...bucketTables, ...sharedTables].sort());
});

test("identity's tables and the queues of background work are no part of the API's and the scheduler's world", async () => {
  await (await openBoss(database.url, silentLog, "beside")).stop(0);
  const rows = await owner.query<{ schema: string }>(
    "select distinct schemaname as schema from pg_tables where schemaname !~ '^pg_' and schemaname <> 'information_schema'",
  );
  expect(rows.map(({ schema }) => schema).sort()).toEqual(["farm", ...otherSchemas]);
  const reached = await owner.query<{ what: string }>(
    `select r.rolname || ' ' || t.schemaname || '.' || t.tablename as what from pg_tables t, pg_roles r
     where t.schemaname = any ($1) and r.rolname in ('farm_api', 'farm_scheduler', 'farm_operations')
       and (has_table_privilege(r.oid, format('%I.%I', t.schemaname, t.tablename), 'insert, update, delete, truncate')
         or t.schemaname = 'pgboss' and has_table_privilege(r.oid, format('%I.%I', t.schemaname, t.tablename), 'select'))`,
    [otherSchemas],
  );
  expect(reached).toEqual([]);
});

test("every primary, unique and foreign key of work and money begins with the account", async () => {
  const keys = await owner.query<{ table: string; key: string; first: string; columns: string[] }>(
    `select c.relname as table, i.relname as key, a.attname as first, array_agg(b.attname) as columns
     from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
       join pg_attribute b on b.attrelid = c.oid and b.attnum = any (x.indkey)
     where c.relnamespace = 'farm'::regnamespace and x.indisunique group by 1, 2, 3`,
  );
  for (const { table, key, first, columns } of keys) {
    if (accountTables.includes(table)) expect(`${key}: ${first}`).toBe(`${key}: account_id`);
    if (bucketTables.includes(table)) expect(columns).toContain("account_id");
  }
  const foreign = await owner.query<{ name: string; columns: string[] }>(
    `select o.conname as name, array_agg(a.attname) as columns from pg_constraint o join pg_attribute a on a.attrelid = o.conrelid and a.attnum = any (o.conkey)
     where o.contype = 'f' and o.connamespace = 'farm'::regnamespace group by 1`,
  );
  expect(foreign.length).toBeGreaterThan(5);
  for (const { columns } of foreign) expect(columns).toContain("account_id");
});

test("the tables of accounts are behind row-level security with a policy for the API", async () => {
  const rows = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'farm'::regnamespace and c.relrowsecurity
       and exists (select 1 from pg_policies p where p.schemaname = 'farm' and p.tablename = c.relname and p.policyname = 'own_rows'
         and p.qual like '%current_account()%' and p.with_check like '%current_account()%')`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual([...accountTables, ...bucketTables].sort());
});

test("the API may write no secret of the identity library and no other account's row", async () => {
  const api = database.open("farm_api");
  for (const sql of [
    `select 1 from identity.account`,
    `update identity.session set token = 'x'`,
    "insert into balance values (gen_random_uuid(), 5, 0, now())",
    "update entry set amount = 1",
  ]) {
    await expect(api.query(sql)).rejects.toMatchObject({ code: "internal" });
  }
});
