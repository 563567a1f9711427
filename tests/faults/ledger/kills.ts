// kill -9 of a coordinator at every place where it waits for the world, in the middle of everything that it does: people sign
// up, sign in and go; jobs are sent, follow one another, are made, cancelled, blocked, paused; files come and expire. The places
// are not a list that is kept by hand: a first life without a kill notes all that it comes by.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type TestDatabase, testDatabase } from "../../../gpu-server/database/testing.ts";
import { newPerson, password } from "../../../gpu-server/testing/people.ts";
import { type FaultyFarm, faultyFarm } from "./coordinator.ts";
import { type FaultRow, tell } from "./table.ts";
import { film, untilServed, type Witness, witness } from "./witness.ts";

const failpoints = new URL("failpoints.mjs", import.meta.url).href;
const preload = { NODE_OPTIONS: `--import ${failpoints}` };
/** A place that is not come by in this time after its start is taken to be rare, in ms. */
const longestLife = 12_000;

/** One round of what people and nodes do. */
async function round(farm: FaultyFarm, people: Witness, owner: TestDatabase, accounts: boolean): Promise<void> {
  const [first, second] = await people.submit([film(["well", "b"]), film(["well"], { after: "#0" })]);
  const [waits] = await people.submit([film(["slow", "b"])]);
  const [blocked] = await people.submit([film(["explicit sexual content with a minor"])]);
  if (blocked?.state !== "blocked") throw new Error(`not blocked: ${blocked?.state}`);
  const token = farm.token();
  const [paused] = await people.submit([film(["well"])]);
  if (paused) {
    await farm.send("POST", `/v1/jobs/${paused.id}/pause`, undefined, { token });
    await farm.send("POST", `/v1/jobs/${paused.id}/resume`, undefined, { token });
    await people.cancel(paused.id);
  }
  const made = first && (await people.ended(first.id));
  if (made?.state === "succeeded") await people.read(made);
  if (waits) {
    await people.cancel(waits.id);
    await people.ended(waits.id);
  }
  if (second) await people.ended(second.id);
  await farm.send("GET", "/v1/credits", undefined, { token });
  await farm.send("GET", "/v1/ledger", undefined, { token });
  if (!accounts) return;
  // An address that was tried too often meanwhile is told to wait a quarter of an hour: then it is somebody else's turn.
  const person = await newPerson(
    (method, path, body, more) => farm.send(method, path, body, { ...more, impatient: true }),
    farm.data,
  ).catch(() => null);
  if (person === null) return;
  const credits = await farm.send("GET", "/v1/credits", undefined, { token: person.token });
  if (credits.status !== 200) throw new Error(`a person who signed in is not known: ${credits.text}`);
  await farm.send("DELETE", "/v1/account", { password }, { token: person.token });
  // A file is due: the next start removes it. Nobody was told that it stays.
  await owner
    .open(null, 1)
    .query(
      "update farm.artifact set expires_at = farm.farm_now() where artifact_id = (select artifact_id from farm.artifact where state = 'readable' and kind = 'clip' and idx = 1 limit 1)",
    );
}

/** The places that a coordinator comes by in two lives of everything that happens. */
async function placesOf(farm: FaultyFarm, people: Witness, database: TestDatabase): Promise<string[]> {
  const log = join(farm.data, "places");
  for (let life = 1; life <= 2; life += 1) {
    if (!(await farm.start({ ...preload, FAULT_LOG: log }))) throw new Error(farm.log());
    if (life === 1) await farm.node();
    await round(farm, people, database, true);
    await farm.stop("SIGTERM");
  }
  return [...new Set(readFileSync(log, "utf8").trim().split("\n"))];
}

/** Lives one after the other, each with its place to die: the named ones, or those of all that there are which
 * `named` fits. `missed`: places that no life came by. */
export async function killsWhereItWaits(named: string[] | RegExp): Promise<FaultRow & { missed: string[] }> {
  const database = await testDatabase();
  const farm = await faultyFarm({ databaseUrl: database.url });
  try {
    const people = witness(farm);
    const all = named instanceof RegExp;
    const places = all ? (await placesOf(farm, people, database)).filter((place) => named.test(place)) : named;
    if (!all) {
      await farm.start();
      await farm.node();
      await farm.stop("SIGKILL");
    }
    let stopped = false;
    let recovery = 0;
    const missed: string[] = [];
    let failed: unknown;
    const rounds = (async () => {
      while (!stopped) await round(farm, people, database, all);
    })();
    // A round that fails ends the lives, and is what the caller hears of.
    rounds.catch((error: unknown) => (failed = error));
    for (const place of places) {
      if (failed !== undefined) break;
      const from = performance.now();
      const started = await farm.start({ ...preload, FAULT_AT: place });
      if (started) recovery = Math.max(recovery, await untilServed(farm, from).catch(() => 0));
      const life = farm.child();
      for (const until = Date.now() + longestLife; Date.now() < until && life.signalCode === null && failed === undefined;) await sleep(10);
      if (life.signalCode === null) {
        missed.push(place);
        await farm.stop("SIGKILL");
      }
    }
    if (!(await farm.start())) throw new Error(`it does not start any more: ${farm.log()}`);
    stopped = true;
    await rounds;
    const judged = await people.judge(database.open("farm_operations"));
    const note = missed.length === 0 ? "at a place each" : `killed at another moment, for these were not come by: ${missed.join(", ")}`;
    return { ...tell({ fault: "kill -9 of a coordinator where it waits", tried: places.length, ...judged, recovery, note }), missed };
  } finally {
    await farm.close();
    await database.close();
  }
}
