// The same migrations with every account's table spread by hash(account_id): PostgreSQL itself refuses a primary, unique or
// foreign key that lacks the account. Jobs live their lives on it, and the invariants hold.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JobId } from "../../shared/domain/ids.ts";
import { claimed, testFarm, videoSpec } from "../jobs/testing.ts";
import { checkRows } from "../operations/check.ts";
import { migrate } from "./migrate.ts";
import { type Database, openDatabase } from "./pool.ts";
import { silentLog, type TestDatabase, testDatabase } from "./testing.ts";

const partitions = 4;
const folder = mkdtempSync(join(tmpdir(), "farm-sharded-"));
const name = `sharded_${randomBytes(6).toString("hex")}`;
let base: TestDatabase;
let url: string;
const open: Database[] = [];
const database: Pick<TestDatabase, "open"> = {
  open(role, max = 4) {
    const pool = openDatabase(url, role, silentLog, max);
    open.push(pool);
    return pool;
  },
};

/** A migration whose tables with an account are spread over partitions. */
function spread(sql: string): string {
  return sql.replaceAll(/create table (\w+) \(\n([\s\S]*?)\n\);/g, (whole, table: string, columns: string) => {
    if (!/^ {2}account_id uuid/m.test(columns)) return whole;
    const parts = Array.from(
      { length: partitions },
      (_, part) => `create table ${table}_${part} partition of ${table} for values with (modulus ${partitions}, remainder ${part});`,
    );
    return `create table ${table} (\n${columns}\n) partition by hash (account_id);\n${parts.join("\n")}`;
  });
}

beforeAll(async () => {
  base = await testDatabase();
  await base.open(null).query(`create database ${name} template template0`);
  url = base.url.replace(/\/[^/]+$/, `/${name}`);
  const own = join(import.meta.dirname, "migrations");
  for (const file of readdirSync(own)) {
    const sql = readFileSync(join(own, file), "utf8");
    writeFileSync(join(folder, file), sql.includes("set local search_path = farm;") ? spread(sql) : sql);
  }
  await migrate(url, silentLog, folder);
});
afterAll(async () => {
  await Promise.all(open.map((pool) => pool.end()));
  await base.open(null).query(`drop database ${name} with (force)`);
  await base.close();
  rmSync(folder, { recursive: true });
});

test("the tables of accounts are spread, and the rows of one account lie together", async () => {
  const owner = database.open(null);
  const tables = await owner.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'p' and relnamespace = 'farm'::regnamespace",
  );
  expect(tables.length).toBeGreaterThanOrEqual(18);
  const farm = testFarm(database);
  const accounts = await Promise.all(Array.from({ length: 16 }, () => farm.account(20)));
  for (const account of accounts) {
    const submit = async (segments: number, more: object = {}) => {
      const [job] = await farm.submission.submit(account, randomUUID(), [videoSpec(segments, more)], { key: "film", limit: 20 });
      return job?.id as JobId;
    };
    const done = await submit(1);
    const follows = await submit(2, { after: done });
    const failed = await submit(4);
    const cancelled = await submit(1);
    const first = await claimed(farm, account.id, done);
    await farm.store.settle(done, first.epoch, { state: "succeeded", files: [farm.file("clip", 0)] });
    const second = await claimed(farm, account.id, failed);
    await farm.store.segment(failed, second.epoch, 0, [farm.file("clip", 0)]);
    await farm.store.settle(failed, second.epoch, { state: "failed", files: [] });
    await farm.jobs.cancel(account.id, cancelled);
    expect(await farm.credits.credits(account.id)).toMatchObject({ available: 20 - 1 - 1 - 2, held: 2 });
    expect((await farm.jobs.get(account.id, follows)).waiting).toBe(false);
    expect(await farm.credits.ledger(account.id, null, 10)).toHaveLength(3);
  }
  expect(await checkRows(database.open("farm_operations"))).toEqual([]);
  const places = await owner.query<{ spread: number }>("select count(distinct tableoid)::int as spread from job group by account_id");
  expect(new Set(places.map(({ spread: count }) => count))).toEqual(new Set([1]));
  const [used] = await owner.query<{ parts: number }>("select count(distinct tableoid)::int as parts from job");
  expect(used?.parts).toBeGreaterThan(1);
});

test("an account is erased from the partitions that it lies in, and from no other", async () => {
  const owner = database.open(null);
  const jobs = () =>
    owner.query<{ account: string; jobs: number }>("select account_id as account, count(*)::int as jobs from job group by 1 order by 1");
  const before = await jobs();
  const account = before[0]?.account ?? "";
  await owner.query("insert into identity.erasure_request (account_id, requested_at) values ($1, farm_now())", [account]);
  await owner.call("end_open_jobs", account);
  // Few at a time: parents wait for their children in other tables.
  let calls = 0;
  while (Number(await owner.call<string>("erase_rows", account, 2)) > 0) calls += 1;
  expect(calls).toBeGreaterThan(2);
  await owner.call("erase_ledger", account);
  expect(await jobs()).toEqual(before.slice(1));
  const left = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
     where c.relnamespace = 'farm'::regnamespace and c.relkind = 'p'`,
  );
  for (const { name: table } of left)
    expect([table, await owner.query(`select 1 from ${table} where account_id = $1`, [account])]).toEqual([table, []]);
  expect(await checkRows(database.open("farm_operations"))).toEqual([]);
});

test("a key without the account is refused", async () => {
  await expect(database.open(null).query("create unique index on job (job_id)")).rejects.toThrow();
});
