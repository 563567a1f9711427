// Power cuts: PostgreSQL and the coordinator are killed at once, and everything that was written and not synced is taken out of
// their files. With synchronous_commit=off the same cut must lose what was acknowledged: that the method can see it.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { installBinaries } from "../../../gpu-server/database/binaries.ts";
import { openDatabase } from "../../../gpu-server/database/pool.ts";
import { databaseUser } from "../../../gpu-server/database/system-user.ts";
import { silentLog } from "../../../gpu-server/database/testing.ts";
import { faultyFarm } from "./coordinator.ts";
import { load } from "./database.ts";
import { compileShim } from "./shim.ts";
import { type FaultRow, tell } from "./table.ts";
import { film, untilServed, witness } from "./witness.ts";

/** Takes everything that was not synced out of the files below `root`. */
function forget(root: string, shadow: string): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const kept = join(shadow, relative(root, file));
    // In place, so that owner and mode stay.
    if (existsSync(kept)) execFileSync("cp", ["--no-preserve=all", kept, file]);
    else truncateSync(file, 0);
  }
}

/** A PostgreSQL of the shipped programs under the shim. */
async function postgresUnder(shim: string, root: string, shadow: string, settings: string[]) {
  const user = await databaseUser();
  const { initdb, postgres } = await installBinaries(user ? "/var/lib/ourvidz" : root);
  const cluster = join(root, "cluster");
  const password = randomBytes(12).toString("hex");
  const passwordFile = join(root, "password");
  writeFileSync(passwordFile, password);
  mkdirSync(cluster, { mode: 0o700 });
  if (user) for (const path of [cluster, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = [
    "-D",
    cluster,
    "-U",
    "farm",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
    "--wal-segsize=1",
  ];
  execFileSync(initdb, args, { ...user, cwd: "/", stdio: "pipe" });
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  const url = (name: string) => `postgres://farm:${password}@127.0.0.1:${port}/${name}`;
  const options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", `port=${port}`, "shared_buffers=16MB", ...settings];
  let child: ReturnType<typeof spawn> | undefined;
  return {
    url: url("farm"),
    async start() {
      rmSync(join(cluster, "postmaster.pid"), { force: true });
      child = spawn(postgres, ["-D", cluster, ...options.flatMap((option) => ["-c", option])], {
        ...user,
        cwd: "/",
        env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC", LD_PRELOAD: shim, CUT_ROOT: root, CUT_SHADOW: shadow },
        stdio: "ignore",
        detached: true,
      });
      for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
        const database = openDatabase(url("postgres"), null, silentLog, 1);
        try {
          const known = await database.query("select 1 from pg_database where datname = 'farm'");
          if (known.length === 0) await database.query("create database farm");
          return;
        } catch {
          // Not yet.
        } finally {
          await database.end();
        }
      }
      throw new Error("PostgreSQL does not start");
    },
    /** Ends every process of it in one moment. */
    async cut() {
      if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      process.kill(-child.pid, "SIGKILL");
      await gone;
      await sleep(50);
    },
  };
}

/** `times` power cuts under four clients and a node. `durable` false is the control. */
export async function powerCuts(times: number, durable: boolean): Promise<FaultRow> {
  const shim = compileShim();
  const root = mkdtempSync(join(tmpdir(), "power-"));
  const shadow = mkdtempSync(join(tmpdir(), "power-shadow-"));
  chmodSync(root, 0o755);
  chmodSync(shadow, 0o777);
  const settings = durable ? [] : ["synchronous_commit=off", "wal_writer_delay=10s"];
  const database = await postgresUnder(shim.file, root, shadow, settings);
  const env = { LD_PRELOAD: shim.file, CUT_ROOT: root, CUT_SHADOW: shadow };
  const farm = await faultyFarm({ databaseUrl: database.url, data: join(root, "farm"), env });
  const baseline = () => {
    rmSync(shadow, { recursive: true, force: true });
    cpSync(root, shadow, { recursive: true });
    execFileSync("chmod", ["-R", "a+rwX", shadow]);
  };
  try {
    await database.start();
    if (!(await farm.start())) throw new Error(farm.log());
    // What stands now has been on the disk for long: a checkpoint, and both at rest.
    await farm.stop("SIGTERM");
    const owner = openDatabase(database.url, null, silentLog, 1);
    await owner.query("checkpoint");
    await owner.end();
    await database.cut();
    baseline();
    await database.start();
    if (!(await farm.start())) throw new Error(farm.log());
    if (durable) await farm.node();
    const people = witness(farm);
    let [lost, doubled, recovery] = [0, 0, 0];
    for (let cut = 0; cut < times; cut += 1) {
      let done = false;
      const working = load(people, 4, () => done);
      // In the control what was told is gone, so that clients meet jobs that are not there.
      const met = working.catch((error: unknown) => {
        if (durable) throw error;
      });
      met.catch(() => undefined);
      const made = durable ? people.submit([film(["well", "b"])]).then(([job]) => people.ended(job?.id ?? "")) : null;
      if (made !== null) await people.read(await made);
      else await sleep(500);
      await Promise.all([database.cut(), farm.stop("SIGKILL")]);
      forget(root, shadow);
      const from = performance.now();
      await database.start();
      if (!(await farm.start())) throw new Error(farm.log());
      recovery = Math.max(recovery, await untilServed(farm, from));
      done = true;
      await met;
    }
    const operations = openDatabase(database.url, "farm_operations", silentLog, 2);
    if (durable) {
      const judged = await people.judge(operations);
      [lost, doubled] = [judged.lost, judged.doubled];
    } else lost = await people.missing(operations);
    await operations.end();
    const fault = durable ? "a power cut" : "control: the same with synchronous_commit=off, which must lose";
    return tell({ fault, tried: times, lost, doubled, recovery });
  } finally {
    await farm.close();
    await database.cut();
    for (const folder of [root, shadow]) rmSync(folder, { recursive: true, force: true });
    shim.remove();
  }
}
