// The faults that the ledger survives, in long form (npm run test:faults): a row for each, with what was lost and doubled.
import { describe, expect, test } from "vitest";
import { clockSteps } from "./ledger/clock.ts";
import { databaseKills } from "./ledger/database.ts";
import { artifactDiskFull, databaseDiskFull, noDisk } from "./ledger/disk.ts";
import { killsWhereItWaits } from "./ledger/kills.ts";
import { parallelAccounts, parallelSpends } from "./ledger/parallel.ts";
import { powerCuts } from "./ledger/power.ts";
import { noShim } from "./ledger/shim.ts";
import { badWire } from "./ledger/wires.ts";
import { stoppedWorkers } from "./ledger/worker.ts";

const nothing = { lost: 0, doubled: 0 };
const long = { timeout: 2_400_000 };

test("a coordinator killed outright at every place where it waits", long, async () => {
  // FAULT_PLACES: a regular expression, to try some of them.
  expect(await killsWhereItWaits(new RegExp(process.env["FAULT_PLACES"] ?? ""))).toMatchObject(nothing);
});
test("PostgreSQL killed under load, again and again", long, async () => {
  expect(await databaseKills(8)).toMatchObject(nothing);
});
describe.skipIf(noDisk !== null)("a full disk", () => {
  test.each(["tables", "log"] as const)("of the database: %s", long, async (which) => {
    expect(await databaseDiskFull(which, 3)).toMatchObject(nothing);
  });
  test("of the artifacts", long, async () => {
    expect(await artifactDiskFull(6)).toMatchObject(nothing);
  });
});
test.each(["client and farm", "farm and database"] as const)("the wire between %s cut, slow and half-open", long, async (between) => {
  for (const row of await badWire(between, ["cut", "slow", "silent"], 5)) expect(row).toMatchObject(nothing);
});
test("40 spends at once on a balance of 10, 1,000 times", long, async () => {
  expect(await parallelSpends(1000)).toMatchObject(nothing);
});
test("50 sign-ups and 50 sign-ins of one address at once", long, async () => {
  expect(await parallelAccounts(50)).toMatchObject(nothing);
});
test("a node stopped past its lease", long, async () => {
  expect(await stoppedWorkers(3)).toMatchObject(nothing);
});
describe.skipIf(noShim !== null)("with the shim", () => {
  test("power cuts", long, async () => {
    expect(await powerCuts(10, true)).toMatchObject(nothing);
  });
  test("power cuts lose what was not synced", long, async () => {
    expect((await powerCuts(2, false)).lost).toBeGreaterThan(0);
  });
  test("clocks that step", long, async () => {
    expect(await clockSteps(16)).toMatchObject(nothing);
  });
});
