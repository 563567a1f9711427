// Keeps one PostgreSQL for a whole test run, as a process of its own: node testing-keeper.ts FOLDER PID.
// Ends with the process PID, and leaves nothing behind.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openBoss } from "../background/boss.ts";
import { startCluster } from "./cluster.ts";
import { migrate } from "./migrate.ts";

const [folder = "", watched = ""] = process.argv.slice(2);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const cluster = await startCluster(folder, silent);
const { cluster: files } = JSON.parse(readFileSync(join(folder, "database.json"), "utf8")) as { cluster: string };
try {
  await migrate(cluster.url, silent);
  // The queues of background work are there too, so that no test waits for them to be made.
  await (await openBoss(cluster.url, silent, "beside")).stop(0);
  writeFileSync(join(folder, "url.new"), cluster.url, { mode: 0o600 });
  renameSync(join(folder, "url.new"), join(folder, "url"));
  while (lives(Number(watched))) await sleep(300);
} finally {
  await cluster.stop();
  rmSync(files, { recursive: true, force: true });
  rmSync(`${files}.owner`, { force: true });
  rmSync(folder, { recursive: true, force: true });
}
