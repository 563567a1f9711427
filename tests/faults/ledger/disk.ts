// Disks that are really full, on small file systems of their own: the database's files, its log, and the artifacts'. While it
// lasts clients are told 507 or 503, and once there is room all goes on.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../../../gpu-server/database/pool.ts";
import { silentLog, testDatabase } from "../../../gpu-server/database/testing.ts";
import { faultyFarm, type FaultyFarm } from "./coordinator.ts";
import { load, ownDatabaseUrl } from "./database.ts";
import { type FaultRow, tell } from "./table.ts";
import { film, untilServed, witness } from "./witness.ts";

/** Why no small disk can be made here; null where one can. */
export const noDisk = ((): string | null => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "only root on Linux may mount a small disk";
  const probe = mkdtempSync(join(tmpdir(), "disk-probe-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", probe], { stdio: "pipe" });
    execFileSync("umount", [probe]);
    return null;
  } catch {
    return "mounting is not allowed here";
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
})();

/** Fills `disk` but for `leave` bytes; the returned function makes room again. */
function fill(disk: string, leave: number): () => void {
  const file = join(disk, "filler");
  const piece = Buffer.alloc(1024 * 1024);
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(file, "");
    for (let left = bavail * bsize - leave; left > 0; left -= piece.length)
      writeFileSync(file, piece.subarray(0, Math.min(left, piece.length)), { flag: "a" });
  } catch {
    // Somebody else took the last of it.
  }
  return () => rmSync(file, { force: true });
}

/** Waits until a client was told that the disk is full or the database away; the answer's status. */
async function untilRefused(farm: FaultyFarm): Promise<number> {
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    const answer = await farm
      .once("POST", "/v1/jobs", film(["well"]), { token: farm.token(), key: randomBytes(8).toString("hex") })
      .catch(() => null);
    if (answer !== null && answer.status >= 500) return answer.status;
    await sleep(5);
  }
  throw new Error("the disk is full and nobody was told");
}

const wholeDisk = { fault: "the database's disk full", leave: 0, switchLog: false };
const logDisk = { fault: "the database's disk full for its log", leave: 10 * 1024 * 1024, switchLog: true };

/** A full disk under the database, `times` times: of its tables, or with room for those and none for a new file of the log. */
export async function databaseDiskFull(which: "tables" | "log", times: number): Promise<FaultRow> {
  const { fault, leave, switchLog } = which === "tables" ? wholeDisk : logDisk;
  const disk = mkdtempSync(join(tmpdir(), "disk-database-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", disk], { stdio: "pipe" });
  const data = mkdtempSync(join(tmpdir(), "farm-disk-"));
  chmodSync(disk, 0o777);
  const record = { base: "/var/lib/ourvidz", cluster: join(disk, "cluster"), password: randomBytes(24).toString("base64url") };
  writeFileSync(join(data, "database.json"), JSON.stringify(record), { mode: 0o600 });
  const farm = await faultyFarm({ data });
  try {
    if (!(await farm.start())) throw new Error(farm.log());
    const people = witness(farm);
    const statuses = new Set<number>();
    let done = false;
    let recovery = 0;
    const working = load(people, 4, () => done);
    working.catch(() => (done = true));
    for (let turn = 0; turn < times && !done; turn += 1) {
      await sleep(300);
      const empty = fill(disk, leave);
      if (switchLog) {
        const owner = openDatabase(ownDatabaseUrl(farm), null, silentLog, 1);
        // Each call ends a file of the log: soon there is no room for the next.
        for (let file = 0; file < 12; file += 1) await owner.query("select pg_switch_wal()").catch(() => []);
        await owner.end();
      }
      statuses.add(await untilRefused(farm));
      await sleep(300);
      const from = performance.now();
      empty();
      recovery = Math.max(recovery, await untilServed(farm, from));
    }
    done = true;
    await working;
    const operations = openDatabase(ownDatabaseUrl(farm), "farm_operations", silentLog, 2);
    const judged = await people.judge(operations);
    await operations.end();
    return tell({ fault, tried: times, ...judged, recovery, note: `told ${[...statuses].join(" and ")}` });
  } finally {
    await farm.close();
    execFileSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true, force: true });
    rmSync(`${record.cluster}.owner`, { force: true });
  }
}

/** A full disk under the artifacts while jobs run: they wait, and all of them succeed once there is room. */
export async function artifactDiskFull(jobs: number): Promise<FaultRow> {
  const database = await testDatabase();
  const data = mkdtempSync(join(tmpdir(), "farm-disk-"));
  const disk = join(data, "artifacts");
  mkdirSync(disk);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], { stdio: "pipe" });
  const farm = await faultyFarm({ databaseUrl: database.url, data });
  try {
    if (!(await farm.start())) throw new Error(farm.log());
    const people = witness(farm);
    await farm.node();
    const empty = fill(disk, 0);
    const made = (await people.submit(Array.from({ length: jobs }, () => film(["well", "b"])))).map(({ id }) => id);
    await sleep(2500);
    const early = await Promise.all(made.map((id) => people.job(id)));
    const from = performance.now();
    empty();
    const ended = await Promise.all(made.map((id) => people.ended(id)));
    const recovery = (performance.now() - from) / 1000;
    for (const job of ended) await people.read(job);
    const judged = await people.judge(database.open("farm_operations"));
    const failed = ended.filter(({ state }) => state !== "succeeded").length;
    const note = `${early.filter(({ state }) => state === "succeeded").length} done while it was full, ${failed} failed`;
    return tell({ fault: "the artifacts' disk full", tried: jobs, lost: judged.lost + failed, doubled: judged.doubled, recovery, note });
  } finally {
    await farm.stop("SIGTERM");
    execFileSync("umount", ["-l", disk]);
    await farm.close();
    await database.close();
  }
}
