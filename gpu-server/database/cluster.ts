// The supervised PostgreSQL: made at the first start, started on a random port of 127.0.0.1, started
// again with back-off when it dies, ended with the farm. An orphan of a killed farm is ended first.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Logger } from "../ports.ts";
import { type Binaries, installBinaries } from "./binaries.ts";
import { databaseUser, type SystemUser } from "./system-user.ts";

const run = promisify(execFile);
const recordSchema = z.object({ base: z.string(), cluster: z.string(), password: z.string() });
type ClusterRecord = z.infer<typeof recordSchema>;

const superuser = "farm";
const firstPause = 250;
const longestPause = 10_000;
/** Time to end politely before it is ended at once; PostgreSQL then replays its log at the next start. */
const graceToEnd = 6000;

/** A running PostgreSQL. */
export interface Cluster {
  /** Address with user and password, for the database `farm`. */
  url: string;
  /** The postmaster's process id; undefined while it is down. */
  pid(): number | undefined;
  /** Ends PostgreSQL and waits until it is gone. */
  stop(): Promise<void>;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise<void>((done) => server.close(() => done()));
  if (address === null || typeof address === "string") throw new Error("No free port on 127.0.0.1.");
  return address.port;
}

/** Where the cluster lies: in the data folder, or for root in a folder outside the home that PostgreSQL's user can traverse. */
async function recordOf(data: string, user: SystemUser | null, password = randomBytes(24).toString("base64url")): Promise<ClusterRecord> {
  const file = join(data, "database.json");
  const known = await readFile(file, "utf8").catch(() => null);
  if (known !== null) return recordSchema.parse(JSON.parse(known));
  const id = createHash("sha256").update(resolve(data)).update(randomBytes(8)).digest("hex").slice(0, 16);
  const base = user ? "/var/lib/ourvidz" : join(data, "database");
  const record = {
    base,
    cluster: user ? join(base, `cluster-${id}`) : join(base, "cluster"),
    password,
  };
  const fresh = `${file}.new`;
  await writeFile(fresh, JSON.stringify(record), { mode: 0o600, flush: true });
  await rename(fresh, file);
  return record;
}

/** Where the cluster of a data folder lies that had a first start. */
export async function clusterFolder(data: string): Promise<string> {
  return recordSchema.parse(JSON.parse(await readFile(join(data, "database.json"), "utf8"))).cluster;
}

async function chownTree(folder: string, user: SystemUser): Promise<void> {
  await chown(folder, user.uid, user.gid);
  for (const name of await readdir(folder, { recursive: true })) await chown(join(folder, name), user.uid, user.gid);
}

/** Makes the cluster of data folder `data` out of saved files, which `fill` writes; `former` is the record of the one they are of. */
export async function placeCluster(data: string, former: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const user = await databaseUser();
  const { password } = recordSchema.parse(JSON.parse(former));
  const record = await recordOf(data, user, password);
  await mkdir(record.base, { recursive: true, mode: 0o755 });
  const fresh = `${record.cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  try {
    await fill(fresh);
    if (user) await chownTree(fresh, user);
    await rename(fresh, record.cluster);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}

async function createCluster(binaries: Binaries, record: ClusterRecord, user: SystemUser | null): Promise<void> {
  if (await stat(record.cluster).catch(() => null)) return;
  const fresh = `${record.cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  const passwordFile = `${record.cluster}.password`;
  await writeFile(passwordFile, record.password, { mode: 0o600 });
  if (user) for (const path of [fresh, passwordFile]) await chown(path, user.uid, user.gid);
  try {
    const args = [
      "-D",
      fresh,
      "-U",
      superuser,
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
      "--locale=C",
      "--no-instructions",
    ];
    await run(binaries.initdb, args, { ...user, cwd: record.base, env: childEnv() });
    await rename(fresh, record.cluster);
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true });
    throw notMade(cause, record.cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Why a cluster could not be made, in a sentence. */
function notMade(cause: unknown, folder: string): Error {
  const { stderr = "", message = "" } = cause as { stderr?: string; message?: string };
  if (/no space left|ENOSPC|disk quota/i.test(stderr + message))
    return new CodedError(
      "disk_full",
      `The disk of ${folder} is full, and the database needs about 120 MB. Free some space and start again.`,
      { cause },
    );
  const last = stderr.trim().split("\n").at(-1);
  return new Error(`The database could not be made in ${folder}: ${last || message}`, { cause });
}

function childEnv(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return { PATH, SystemRoot, LC_ALL: "C", TZ: "UTC" };
}

/** True when `pid` is a PostgreSQL; a number that another program got since is left alone. */
async function isPostgres(pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() =>
    run("ps", ["-o", "comm=", "-p", String(pid)]).then(
      ({ stdout }) => stdout,
      () => "",
    ),
  );
  return name.includes("postgres");
}

/**
 * Ends what farms on deleted data folders left running. As root a cluster lies outside its data folder, so PostgreSQL
 * does not notice that the folder is gone; its files stay, for the folder may lie on a disk that is only unplugged.
 */
async function endForgotten(base: string, log: Logger): Promise<void> {
  for (const name of await readdir(base).catch(() => [])) {
    if (!name.endsWith(".owner")) continue;
    const data = await readFile(join(base, name), "utf8").catch(() => null);
    const gone = data !== null && !(await stat(join(data, "database.json")).catch(() => null));
    const cluster = join(base, name.slice(0, -".owner".length));
    if (gone) await endOrphan(cluster, log);
    if (gone && !(await stat(cluster).catch(() => null))) await rm(join(base, name), { force: true });
  }
}

/** Ends a postmaster that a killed farm left on this cluster. */
async function endOrphan(cluster: string, log: Logger): Promise<void> {
  const file = join(cluster, "postmaster.pid");
  const pid = Number((await readFile(file, "utf8").catch(() => "")).split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (alive(pid) && (await isPostgres(pid))) {
    log.warn("an earlier farm left its database running; ending it", { pid });
    await endProcess(pid);
  }
  await rm(file, { force: true });
}

async function endProcess(pid: number): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one.
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < graceToEnd; waited += 20) {
      if (!alive(pid)) return;
      await sleep(20);
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Makes the cluster of data folder `data` where missing, starts it and keeps it running.
 * Throws an Error with a sentence when it cannot be made or started within 60 s.
 */
export async function startCluster(data: string, log: Logger): Promise<Cluster> {
  const user = await databaseUser();
  const record = await recordOf(data, user);
  await mkdir(record.base, { recursive: true, mode: 0o755 });
  if (user) await chmod(record.base, 0o755);
  const binaries = await installBinaries(record.base).catch((cause: unknown) => {
    throw notMade(cause, record.base);
  });
  await createCluster(binaries, record, user);
  if (user) {
    await writeFile(`${record.cluster}.owner`, resolve(data), { mode: 0o600 });
    await endForgotten(record.base, log);
  }
  await endOrphan(record.cluster, log);

  const port = await freePort();
  const address = (name: string) => `postgres://${superuser}:${record.password}@127.0.0.1:${port}/${name}`;
  const logs = join(data, "logs");
  await mkdir(logs, { recursive: true });
  // A file of its own and not a pipe: an orphan goes on writing without us.
  const output = await open(join(logs, "postgres.log"), "a");
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    `port=${port}`,
    "max_connections=100",
    "shared_buffers=64MB",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
    // Statements may carry what people wrote; the log never does.
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
    // The words of a statement's error repeat values too; who made it is told them, and the farm's log names its class.
    "log_min_messages=log",
    "log_error_verbosity=terse",
    "log_checkpoints=off",
  ];
  let child: ChildProcess | undefined;
  let gone: Promise<void> = Promise.resolve();
  let pause = firstPause;
  let stopping = false;

  const begin = () => {
    const startedAt = performance.now();
    const started = spawn(binaries.postgres, ["-D", record.cluster, ...settings.flatMap((setting) => ["-c", setting])], {
      ...user,
      cwd: record.cluster,
      env: childEnv(),
      stdio: ["ignore", output.fd, output.fd],
      // Its own group: a Ctrl-C in the terminal ends the farm, and the farm ends the database in order.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    child = started;
    gone = new Promise((done) => {
      const ended = (reason: string) => {
        child = undefined;
        done();
        if (stopping) return;
        if (performance.now() - startedAt > 30_000) pause = firstPause;
        log.warn("the database stopped and is started again", { reason, pauseMs: pause });
        setTimeout(() => !stopping && begin(), pause);
        pause = Math.min(pause * 2, longestPause);
      };
      started.once("exit", (code, signal) => ended(String(signal ?? code)));
      started.once("error", (error) => ended(error.message));
    });
  };

  const stop = async () => {
    stopping = true;
    const pid = child?.pid;
    if (pid !== undefined) {
      if (process.platform === "win32") await run(binaries.pgCtl, ["stop", "-D", record.cluster, "-m", "fast"]).catch(() => undefined);
      await Promise.race([gone, endProcess(pid)]);
      await gone;
    }
    await output.close();
  };

  begin();
  const deadline = performance.now() + 60_000;
  while (!(await answers(address("postgres")))) {
    if (performance.now() > deadline) {
      await stop();
      throw new Error(`The database does not start. Its log is ${join(logs, "postgres.log")}.`);
    }
    await sleep(25);
  }
  await createDatabase(address("postgres"), "farm");
  log.info("database ready", { port, pid: child?.pid });
  return { url: address("farm"), pid: () => child?.pid, stop };
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database "${name}"`);
  } finally {
    await client.end();
  }
}
