// The second wall, table by table: whoever entered as one account sees, changes and adds no row of another, also when a
// statement forgets to ask for the account.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jobRequestSchema } from "../../shared/contract/farm-http.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import { createCreditOperations } from "../credits/account.ts";
import { plans } from "../credits/plans.ts";
import { claimed, testFarm, videoSpec } from "../jobs/testing.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let database: TestDatabase;
let victim: string;
let tables: string[];
beforeAll(async () => {
  database = await testDatabase();
  const farm = testFarm(database);
  const account = await farm.account(10);
  victim = account.id;
  const send = async (spec = videoSpec(1)) => {
    const [job] = await farm.submission.submit(account, randomUUID(), [spec], { key: "film", limit: 9 });
    return job?.id as JobId;
  };
  const done = await send();
  const { epoch } = await claimed(farm, account.id, done);
  await farm.store.settle(done, epoch, { state: "succeeded", files: [farm.file("clip", 0)] });
  await send();
  const prompt = "a nude statue";
  await farm.appeals.open(account.id, await send(jobRequestSchema.parse({ kind: "image.generate", input: { prompt, seed: 1 } })), {
    text: prompt,
  });
  const operations = createCreditOperations(database.open("farm_operations"));
  await operations.setPlan(account.id, plans.pro);
  await operations.refund(done, null, "k", "late");
  const api = database.open("farm_api");
  const [consent, exported] = [randomUUID(), randomUUID()];
  await api.call("consent_give", account.id, consent, "likeness-1", "self", "general", "c".repeat(64), null, null);
  await api.call("consent_revoke", account.id, consent);
  await api.call("age_note", account.id, true, "attestation");
  await api.call("export_ask", account.id, exported);
  const owned = database.open(null);
  await owned.call("export_begin", account.id, exported);
  await owned.call("export_part", account.id, exported, 1, 0, randomUUID(), 1, 0);
  await owned.query("insert into expiry_warning values ($1, farm_now())", [account.id]);
  const upload = randomUUID();
  await owned.query(
    `insert into upload (account_id, upload_id, purpose, content_type, sha256, bytes, state, created_at, expires_at)
     values ($1, $2, 'input', 'image/png', $3, 1, 'open', farm_now(), farm_now() + interval '1 day')`,
    [account.id, upload, "d".repeat(64)],
  );
  await owned.query(
    `insert into input_file (account_id, file_id, sha256, bytes, content_type, purpose, width, height, key_id, state, used_at)
     values ($1, $2, $3, 1, 'image/png', 'input', 1, 1, 'k', 'readable', farm_now())`,
    [account.id, upload, "d".repeat(64)],
  );
  await owned.query("insert into job_input (account_id, job_id, file_id) values ($1, $2, $3)", [account.id, done, upload]);
  const rows = await database.open(null).query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
       where c.relnamespace = 'farm'::regnamespace and c.relkind = 'r' order by 1`,
  );
  tables = rows.map(({ name }) => name);
});
afterAll(() => database.close());

test("no table of an account gives, changes or takes a row for another account", async () => {
  const owner = database.open(null, 1);
  const other = new pg.Client({ connectionString: database.url, options: "-c search_path=farm -c role=farm_api" });
  await other.connect();
  const attempt = async (sql: string, values: unknown[] = []) => {
    await other.query("begin");
    try {
      await other.query("select enter($1)", [randomUUID()]);
      return { rows: (await other.query(sql, values)).rowCount };
    } catch (error) {
      return { refused: (error as { code: string }).code };
    } finally {
      await other.query("rollback");
    }
  };
  try {
    expect(tables.length).toBeGreaterThanOrEqual(18);
    for (const table of tables) {
      const [row] = await owner.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t where account_id = $1`, [victim]);
      if (row === undefined) throw new Error(`the test has no row in ${table}`);
      expect([table, await attempt(`select 1 from ${table}`)]).toEqual([table, { rows: 0 }]);
      const changed = await attempt(`update ${table} set account_id = account_id`);
      expect([table, changed.rows ?? 0]).toEqual([table, 0]);
      const removed = await attempt(`delete from ${table}`);
      expect([table, removed.rows ?? 0]).toEqual([table, 0]);
      // 42501: insufficient privilege, or a row that the policy does not let in.
      expect([table, await attempt(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [row.row])]).toEqual([
        table,
        { refused: "42501" },
      ]);
    }
  } finally {
    await other.end();
  }
});
