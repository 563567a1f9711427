// The check finds what is broken, and names it: a check that finds nothing proves nothing by itself.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { testFarm, videoSpec } from "../jobs/testing.ts";
import { checkRows } from "./check.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const farm = testFarm(database);
  const account = await farm.account(10);
  await farm.submission.submit(account, randomUUID(), [videoSpec(2)], { key: "film", limit: 5 });
});
afterAll(() => database.close());

test.each([
  [
    "I1",
    "alter table entry disable trigger user; update entry set amount = amount + 1 where book = 'platform'; alter table entry enable trigger user",
  ],
  ["I2", "update balance set posted = posted + 1"],
  ["I2", "update budget set held = held + 1"],
  ["I4", "update hold set state = 'void'"],
  ["I5", "update job set captured = 1"],
  ["I8", "update job set last_seq = last_seq + 1"],
  ["I8", "delete from job_event"],
  ["I9", "drop trigger entry_append_only on entry"],
  ["I13", "update job set state = 'failed', ended_at = farm_now() - interval '2 days'"],
  ["ready", "delete from ready"],
])("%s is found broken after: %s", async (invariant, sql) => {
  const owner = database.open(null, 1);
  expect(await checkRows(owner)).toEqual([]);
  await owner.query(`begin; ${sql}`);
  expect((await checkRows(owner)).map((finding) => finding.invariant)).toContain(invariant);
  await owner.query("rollback");
});
