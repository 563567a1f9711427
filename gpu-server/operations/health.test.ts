// Ready part by part: each part that fails is named with a sentence, and comes back by itself.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../database/pool.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { createReadiness } from "./health.ts";

const folder = mkdtempSync(join(tmpdir(), "farm-health-"));
const partial = join(folder, "partial");
let database: TestDatabase;
let owner: Database;
let ending = false;
beforeAll(async () => {
  mkdirSync(partial);
  database = await testDatabase();
  owner = database.open(null, 2);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

test("database, schema, artifact folder and the end are each told of, and heal", async () => {
  const readiness = createReadiness({ database: database.open("farm_api", 1), owner, artifactFolder: folder, ending: () => ending });
  const failing = async () => {
    const { ready, parts } = await readiness();
    const names = Object.keys(parts).filter((name) => parts[name]?.ok === false);
    expect(ready).toBe(names.length === 0);
    for (const name of names) expect(parts[name]?.message).toMatch(/\.$/);
    return names;
  };
  expect(await failing()).toEqual([]);
  rmSync(partial, { recursive: true });
  expect(await failing()).toEqual(["artifacts"]);
  mkdirSync(partial);
  await owner.query("update farm.schema_version set version = -version where version = (select max(version) from farm.schema_version)");
  expect(await failing()).toEqual(["schema"]);
  await owner.query("update farm.schema_version set version = abs(version)");
  ending = true;
  expect(await failing()).toEqual(["running"]);
  ending = false;
  expect(await failing()).toEqual([]);
  const silent = { query: () => new Promise<never>(() => undefined) };
  const unanswered = createReadiness({ database: silent, owner, artifactFolder: folder, ending: () => false });
  expect(await unanswered()).toMatchObject({ ready: false, parts: { database: { ok: false }, schema: { ok: true } } });
});
