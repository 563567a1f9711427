// The check finds what is broken, and names it: a check that finds nothing proves nothing by itself.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { testFarm, videoSpec } from "../jobs/testing.ts";
import { checkErased, checkRows } from "./check.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const farm = testFarm(database);
  const account = await farm.account(10);
  await farm.submission.submit(account, randomUUID(), [videoSpec(2)], { key: "film", limit: 5 });
});
afterAll(() => database.close());

/** Statements that take every check off a table, so that a row can break what it holds. */
const dropChecks = (table: string) => `do $$ declare c text; begin
  for c in select conname from pg_constraint where conrelid = '${table}'::regclass and contype = 'c' loop execute format('alter table ${table} drop constraint %I', c); end loop;
end $$`;

test.each([
  [
    "I1",
    "alter table entry disable trigger user; update entry set amount = amount + 1 where book = 'platform'; alter table entry enable trigger user",
  ],
  [
    "I1",
    "insert into ledger_tx select (jsonb_populate_record(t, jsonb_build_object('tx_id', gen_random_uuid(), 'tx_key', 'x'))).* from ledger_tx t",
  ],
  ["I2", "update balance set posted = posted + 1"],
  ["I2", "update budget set held = held + 1"],
  ["I3", `${dropChecks("balance")}; update balance set held = posted + 1`],
  ["I3", `${dropChecks("balance")}; update balance set held = -1`],
  ["I4", "update hold set state = 'void'"],
  ["I4", "update job set state = 'cancelled'; delete from ready"],
  ["I5", "update job set captured = 1"],
  [
    "I6",
    `alter table ledger_tx drop constraint ledger_tx_account_id_tx_key_key;
     insert into plan_period select (jsonb_populate_record(null::plan_period, jsonb_build_object('account_id', account_id, 'plan', 'pro',
       'period_start', '2026-01-01T00:00:00Z', 'period_end', '2026-02-01T00:00:00Z'))).* from balance;
     insert into ledger_tx select (jsonb_populate_record(t, jsonb_build_object('tx_id', gen_random_uuid(), 'kind', 'grant', 'tx_key', 'plan:pro:2026-01'))).*
     from ledger_tx t, generate_series(1, 2)`,
  ],
  ["I8", "update job set last_seq = last_seq + 1"],
  ["I8", "delete from job_event"],
  ["I9", "drop trigger entry_append_only on entry"],
  ["I9", "alter table ledger_tx disable trigger ledger_tx_append_only"],
  ["I9", "create or replace function refuse_change() returns trigger language plpgsql as $$ begin return new; end $$"],
  ["I9", "grant update on entry to farm_operations"],
  ["I13", "update job set state = 'failed', ended_at = farm_now() - interval '2 days'"],
  [
    "I13",
    `insert into artifact select account_id, gen_random_uuid(), job_id, 'preview', 0, 'image/webp', repeat('0', 64), 1, 'x', 'readable', now(), now() + interval '30 days' from job;
     update job set state = 'failed', input = null, ended_at = farm_now() - interval '2 days'`,
  ],
  ["ready", "delete from ready"],
])("%s is found broken after: %s", async (invariant, sql) => {
  const owner = database.open(null, 1);
  expect(await checkRows(owner)).toEqual([]);
  await owner.query(`begin; ${sql}`);
  expect((await checkRows(owner)).map((finding) => finding.invariant)).toContain(invariant);
  await owner.query("rollback");
});

test("I12 is found broken when a table still names an account that is gone, and not for one that is there or being erased", async () => {
  const owner = database.open(null, 1);
  await owner.query("begin");
  // The account of this file's rows has no user: to the check it is gone.
  const broken = (await checkErased(owner)).map(({ invariant, what }) => `${invariant} ${what}`);
  expect(broken).toContain("I12 1 rows of farm.wrapped_key are of accounts that are gone");
  expect(broken).toContain("I12 1 rows of farm.job are of accounts that are gone");
  await owner.query("insert into identity.erasure_request (account_id, requested_at) select account_id, now() from balance");
  expect(await checkErased(owner)).toEqual([]);
  await owner.query("rollback");
});
