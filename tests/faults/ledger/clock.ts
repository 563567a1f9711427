// Clocks that step: the coordinator's, forwards and back while clients work, and the database's own (farm_now).
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "../../../gpu-server/database/testing.ts";
import { faultyFarm } from "./coordinator.ts";
import { load } from "./database.ts";
import { compileShim } from "./shim.ts";
import { type FaultRow, tell } from "./table.ts";
import { film, witness } from "./witness.ts";

const hour = 3_600_000;

/** Steps of the coordinator's clock against the real one, in ms. */
const steps = [hour, -hour, 12 * hour, 0, -2 * hour, 60_000, -60_000, 0];

/** Jobs are made while the coordinator's clock, and then the database's, jumps. */
export async function clockSteps(times: number): Promise<FaultRow> {
  const shim = compileShim();
  const folder = mkdtempSync(join(tmpdir(), "clock-"));
  const file = join(folder, "offset");
  /** In place: the coordinator has the file mapped. */
  const set = (ms: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(ms) * 1_000_000n);
    writeFileSync(file, bytes, { flag: "r+" });
  };
  writeFileSync(file, Buffer.alloc(8));
  const database = await testDatabase();
  const farm = await faultyFarm({ databaseUrl: database.url, env: { LD_PRELOAD: shim.file, CLOCK_FILE: file } });
  try {
    if (!(await farm.start())) throw new Error(farm.log());
    await farm.node();
    const people = witness(farm);
    const at = async () => Date.parse((await farm.once("GET", "/healthz")).headers.get("date") ?? "");
    const before = await at();
    set(hour);
    // The date of answers is made once a second.
    await sleep(1500);
    if ((await at()) - before < hour / 2) throw new Error("the coordinator's clock does not step");
    let done = false;
    const working = load(people, 4, () => done);
    working.catch(() => (done = true));
    for (let turn = 0; turn < times && !done; turn += 1) {
      set(steps[turn % steps.length] ?? 0);
      const [job] = await people.submit([film(["well", "b"])]);
      await people.ended(job?.id ?? "");
      // The database's clock goes on by itself, never back: leases lapse, and what runs is taken again.
      if (turn % 3 === 2) await database.stepClock(20_000);
    }
    done = true;
    await working;
    set(0);
    const judged = await people.judge(database.open("farm_operations", 2));
    return tell({ fault: "clocks stepped, of the coordinator and in SQL", tried: times, ...judged });
  } finally {
    await farm.close();
    await database.close();
    shim.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
