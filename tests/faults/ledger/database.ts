// PostgreSQL killed under load: the postmaster outright, and a server process of it, which makes it start over.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { silentLog } from "../../../gpu-server/database/testing.ts";
import { openDatabase } from "../../../gpu-server/database/pool.ts";
import { faultyFarm, type FaultyFarm } from "./coordinator.ts";
import { type FaultRow, tell } from "./table.ts";
import { film, untilServed, type Witness, witness } from "./witness.ts";

/** Clients that submit, cancel and look without a pause until `stopped` says so. */
export function load(people: Witness, clients: number, stopped: () => boolean): Promise<unknown> {
  return Promise.all(
    Array.from({ length: clients }, async () => {
      while (!stopped()) {
        const [first] = await people.submit([film(["well"])]);
        if (first) await people.cancel(first.id);
        await sleep(10);
      }
    }),
  );
}

/** Address of the database that a farm started for itself. */
export function ownDatabaseUrl(farm: FaultyFarm): string {
  return readFileSync(join(farm.data, "secrets/database-url"), "utf8");
}

/** Kills PostgreSQL `times` times under eight clients. */
export async function databaseKills(times: number): Promise<FaultRow> {
  const farm = await faultyFarm();
  try {
    if (!(await farm.start())) throw new Error(farm.log());
    const { cluster } = JSON.parse(readFileSync(join(farm.data, "database.json"), "utf8")) as { cluster: string };
    const people = witness(farm);
    const operations = openDatabase(ownDatabaseUrl(farm), "farm_operations", silentLog, 2);
    let done = false;
    let recovery = 0;
    const working = load(people, 8, () => done);
    working.catch(() => (done = true));
    for (let kill = 0; kill < times && !done; kill += 1) {
      await sleep(400);
      const from = performance.now();
      if (kill % 2 === 0) {
        const [pid] = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
        process.kill(Number(pid), "SIGKILL");
      } else {
        const [backend] = await operations.query<{ pid: number }>(
          "select pid from pg_stat_activity where datname = 'farm' and pid <> pg_backend_pid() and state = 'active' limit 1",
        );
        if (backend) process.kill(backend.pid, "SIGKILL");
      }
      await sleep(50);
      recovery = Math.max(recovery, await untilServed(farm, from));
    }
    done = true;
    await working;
    const judged = await people.judge(operations);
    await operations.end();
    return tell({ fault: "PostgreSQL killed under eight clients", tried: times, ...judged, recovery });
  } finally {
    await farm.close();
  }
}
