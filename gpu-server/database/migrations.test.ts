// Migrations run while an older coordinator on the same database still serves: each is read and held to the rule of
// docs/operating.md (expand first, contract one version later), and one is applied under submissions.
import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startCoordinator } from "../operations/coordinator.ts";
import { faultsOf } from "./migration-rules.ts";
import { migrate } from "./migrate.ts";
import { silentLog, testDatabase } from "./testing.ts";

const folder = join(import.meta.dirname, "migrations");
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .sort();
/** Those of before there was a second version that could still serve. */
const beforeTheRule = 20;

test("every migration can be applied under a running coordinator of the version before", () => {
  const all: string[] = [];
  const faults = files.flatMap((name) => {
    const sql = readFileSync(join(folder, name), "utf8");
    const found = Number(name.slice(0, 3)) <= beforeTheRule ? [] : faultsOf(sql, all.join("\n"));
    all.push(sql);
    return found.map((fault) => `${name}: ${fault}`);
  });
  expect(faults).toEqual([]);
});

const before = `
create table film (account_id uuid not null, title text not null, primary key (account_id));
create function film_get(p_account uuid, p_limit integer) returns jsonb language sql as $$ select '{}'::jsonb $$;`;

test.each([
  ["alter table film drop column title", "drops a column"],
  ["drop table film", "drops a table"],
  ["drop function film_get(uuid, integer)", "drops a function"],
  ["alter table film rename column title to name", "renames"],
  ["alter table film rename to movie", "renames"],
  ["alter function film_get(uuid, integer) rename to get_film", "renames"],
  ["alter table film add column made_at timestamptz not null", "not null without a default"],
  ["alter table film alter column title set not null", "sets not null"],
  ["alter table film alter column title type varchar(10)", "changes a type"],
  ["create or replace function film_get(p_account uuid) returns jsonb language sql as $$ select '{}'::jsonb $$", "with other arguments"],
  [
    "create or replace function film_get(p_account uuid, p_limit integer) returns text language sql as $$ select '' $$",
    "with another result",
  ],
  ["alter table film add constraint short check (length(title) < 10)", "narrows"],
  ["lock table film in access exclusive mode", "locks a table"],
  ["begin; select 1; commit", "ends its transaction"],
])("the rule finds: %s", (sql, words) => {
  expect(faultsOf(sql, before).join()).toContain(words);
});

test.each([
  ["alter table film add column made_at timestamptz"],
  ["alter table film add column shots integer not null default 0"],
  ["create table scene (account_id uuid not null, place text not null)"],
  ["create or replace function film_get(p_account uuid, p_limit integer default 5) returns jsonb language sql as $$ select '1'::jsonb $$"],
  ["create function film_list(p_account uuid) returns jsonb language plpgsql as $$ begin drop table nothing; end $$"],
  ["-- contracts: the column title, which no version since the last one reads\nalter table film drop column title"],
  ["create table scene (account_id uuid not null, place text); alter table scene alter column place set not null"],
])("the rule lets pass: %s", (sql) => {
  expect(faultsOf(sql, before)).toEqual([]);
});

test("a second start migrates while the first coordinator takes submissions: no answer is a fault of the farm", async () => {
  const data = mkdtempSync(join(tmpdir(), "farm-migrate-"));
  const database = await testDatabase();
  const farm = await startCoordinator(
    { data, port: 0, databaseUrl: database.url, publicUrl: undefined, prices: "test", localNode: true },
    silentLog,
  );
  const statuses: number[] = [];
  let going = true;
  let clients: Promise<void>[] = [];
  try {
    const token = readFileSync(farm.tokenFile, "utf8");
    const later = join(data, "migrations");
    cpSync(folder, later, { recursive: true });
    writeFileSync(
      join(later, "990-later.sql"),
      `set local search_path = farm;
       alter table job add column later text;
       alter table balance add column later integer not null default 0;
       alter table job_event add column later text;
       create index job_later on job (account_id, later);
       select pg_sleep(0.3);`,
    );
    clients = [0, 1, 2].map(async () => {
      while (going) {
        const answer = await fetch(`${farm.url}/v1/jobs`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": randomUUID() },
          body: JSON.stringify({ kind: "text.enhance", input: { prompt: "A boat at sea" } }),
        });
        statuses.push(answer.status);
        await answer.arrayBuffer();
      }
    });
    while (statuses.length < 20) await new Promise((done) => setImmediate(done));
    const sentBefore = statuses.length;
    await migrate(database.url, silentLog, later);
    const during = statuses.length - sentBefore;
    while (statuses.length < sentBefore + during + 20) await new Promise((done) => setImmediate(done));
    going = false;
    await Promise.all(clients);
    // 429: so many jobs wait that the account may have no more. That is an answer of the rules.
    expect(statuses.filter((status) => status !== 201 && status !== 429)).toEqual([]);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(20);
    const [row] = await database.open(null, 1).query<{ newest: number }>("select max(version) as newest from farm.schema_version");
    expect(row?.newest).toBe(990);
  } finally {
    going = false;
    await Promise.allSettled(clients);
    await farm.stop();
    await database.close();
    rmSync(data, { recursive: true });
  }
});
