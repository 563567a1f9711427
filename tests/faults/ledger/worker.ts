// A node's process that is stopped past its lease, of the real draft engine, under the real coordinator with its real times.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "../../../gpu-server/database/testing.ts";
import { faultyFarm } from "./coordinator.ts";
import { type FaultRow, tell } from "./table.ts";
import { film, witness } from "./witness.ts";

const agent = join(import.meta.dirname, "../../../gpu-server/nodes/agent.ts");

/** SIGSTOP in the middle of a job until another node has done it, then SIGCONT; `times` times. */
export async function stoppedWorkers(times: number): Promise<FaultRow> {
  const database = await testDatabase();
  const farm = await faultyFarm({ databaseUrl: database.url });
  const children: ChildProcess[] = [];
  const start = (name: string) => {
    const env = { FARM_URL: farm.url, NODE_TOKEN_FILE: join(farm.data, "secrets/node-token"), NODE_NAME: name };
    const child = spawn(process.execPath, [agent], {
      env: { ...process.env, ...env, NODE_DATA: join(farm.data, name), NODE_SPOOL: join(farm.data, "spool") },
      stdio: "ignore",
    });
    children.push(child);
    return child;
  };
  try {
    if (!(await farm.start())) throw new Error(farm.log());
    const people = witness(farm);
    const operations = database.open("farm_operations", 2);
    let doubled = 0;
    let lost = 0;
    let recovery = 0;
    for (let turn = 0; turn < times; turn += 1) {
      const first = start(`first-${turn}`);
      const [job] = await people.submit([film(["A boat", "The sea", "A harbour"])]);
      const id = job?.id ?? "";
      while ((await people.job(id)).artifacts.length === 0) await sleep(50);
      first.kill("SIGSTOP");
      const from = performance.now();
      const second = start(`second-${turn}`);
      const ended = await people.ended(id);
      recovery = Math.max(recovery, (performance.now() - from) / 1000);
      const events = async () => (await operations.query("select 1 from job_event where job_id = $1", [id])).length;
      const before = await events();
      first.kill("SIGCONT");
      await sleep(4000);
      doubled += (await events()) - before;
      lost += ended.state === "succeeded" && ended.artifacts.filter(({ kind }) => kind === "clip").length === 3 ? 0 : 1;
      for (const child of [first, second]) child.kill("SIGKILL");
    }
    const judged = await people.judge(operations);
    return tell({
      fault: "a node stopped past its lease",
      tried: times,
      lost: lost + judged.lost,
      doubled: doubled + judged.doubled,
      recovery,
      note: "the lease of 15 s and the work included",
    });
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await farm.close();
    await database.close();
  }
}
