// The faults that the ledger survives, in short form; `npm run test:faults` runs the long one. Each prints what was tried, lost
// and doubled.
import { expect, test } from "vitest";
import { databaseKills } from "./ledger/database.ts";
import { databaseDiskFull, noDisk } from "./ledger/disk.ts";
import { killsWhereItWaits } from "./ledger/kills.ts";
import { parallelAccounts, parallelSpends } from "./ledger/parallel.ts";
import { triesOfABrokenJob } from "./ledger/retry.ts";
import { badWire } from "./ledger/wires.ts";

const nothing = { lost: 0, doubled: 0 };

test("a coordinator killed outright where it waits loses and doubles nothing", async () => {
  const places = ["submit sent", "file rename after", "settle sent"];
  expect(await killsWhereItWaits(places)).toMatchObject({ ...nothing, tried: places.length, missed: [] });
});
test("PostgreSQL killed under load", async () => {
  expect(await databaseKills(1)).toMatchObject(nothing);
});
test.skipIf(noDisk !== null)("the database's disk full", async () => {
  expect(await databaseDiskFull("tables", 1)).toMatchObject(nothing);
});
test("the wire between farm and database cut", async () => {
  for (const row of await badWire("farm and database", ["cut"], 1)) expect(row).toMatchObject(nothing);
});
test("40 spends at once on a balance of 10 sell 10", async () => {
  expect(await parallelSpends(3)).toMatchObject(nothing);
});
test("sign-ups and sign-ins of one address at once make one account", async () => {
  expect(await parallelAccounts(6)).toMatchObject(nothing);
});
test("an engine that fails gets the job once more, not before the wait of its class", async () => {
  const events = await triesOfABrokenJob();
  expect(events.map(({ event }) => event.type)).toEqual(["queued", "started", "queued", "started", "failed"]);
  const [, , again, second] = events;
  if (again?.event.type !== "queued") throw new Error("no second try");
  expect(again.event.retry?.code).toBe("engine_failed");
  expect(Date.parse(again.event.retryAt ?? "") - Date.parse(again.at)).toBe(3000);
  expect(second?.at.localeCompare(again.event.retryAt ?? "")).toBe(1);
});
