// The supervised PostgreSQL where people really put it: as root and as a plain user, with a home that is
// empty, in a folder with a very long path.
import { execFile } from "node:child_process";
import { accessSync, chmodSync, chownSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { startCluster } from "./cluster.ts";
import { migrate } from "./migrate.ts";
import { silentLog, testDatabase } from "./testing.ts";

const run = promisify(execFile);
const root = process.getuid?.() === 0;
const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "farm-cluster-"));
  folders.push(made);
  return made;
}
function forget(data: string): void {
  const record = join(data, "database.json");
  if (!existsSync(record)) return;
  const { cluster } = JSON.parse(readFileSync(record, "utf8")) as { cluster: string };
  for (const file of [cluster, `${cluster}.owner`]) rmSync(file, { recursive: true, force: true });
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("a path of 200 characters, with blanks and quotes; what is committed is there after the next start", async () => {
  const base = join(folder(), 'a film\'s "folder"');
  const data = join(base, "x".repeat(200 - base.length));
  mkdirSync(data, { recursive: true });
  const first = await startCluster(data, silentLog);
  await ask(first.url, "create table kept as select 7 as number");
  await first.stop();
  expect(first.pid()).toBeUndefined();
  const second = await startCluster(data, silentLog);
  try {
    expect(await ask(second.url, "select number from kept")).toEqual([{ number: 7 }]);
    // Loopback only, with a password, and data that survives a power cut.
    expect(await ask(second.url, "select current_setting('listen_addresses') as at, current_setting('fsync') as fsync")).toEqual([
      { at: "127.0.0.1", fsync: "on" },
    ]);
    await expect(ask(second.url.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toThrow(/password/);
    if (process.platform !== "win32") expect(statSync(join(data, "database.json")).mode & 0o077).toBe(0);
  } finally {
    await second.stop();
    forget(data);
  }
});

test("the database's own processes are ended, not left, when the farm ends", async () => {
  const data = folder();
  const cluster = await startCluster(data, silentLog);
  const pid = cluster.pid() ?? 0;
  process.kill(pid, 0);
  await cluster.stop();
  expect(() => process.kill(pid, 0)).toThrow();
  forget(data);
});

test.runIf(root)("a database whose data folder was deleted under it is ended by the next farm's start", async () => {
  const data = folder();
  const killed = `const { startCluster } = await import(${JSON.stringify(join(import.meta.dirname, "cluster.ts"))});
    const cluster = await startCluster(process.argv[1], { info() {}, warn() {}, error() {} });
    console.log(cluster.pid());
    process.kill(process.pid, "SIGKILL");`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", killed, data]).catch((error: { stdout: string }) => error);
  const orphan = Number(stdout);
  process.kill(orphan, 0);
  const { cluster } = JSON.parse(readFileSync(join(data, "database.json"), "utf8")) as { cluster: string };
  rmSync(data, { recursive: true });
  const other = folder();
  const next = await startCluster(other, silentLog);
  await next.stop();
  forget(other);
  expect(() => process.kill(orphan, 0)).toThrow();
  expect(existsSync(cluster)).toBe(true);
  for (const file of [cluster, `${cluster}.owner`]) rmSync(file, { recursive: true, force: true });
});

const program = `
  const { startCluster } = await import(${JSON.stringify(join(import.meta.dirname, "cluster.ts"))});
  const log = { info() {}, warn() {}, error() {} };
  const cluster = await startCluster(process.argv[1], log);
  console.log(JSON.stringify({ uid: process.getuid(), pid: cluster.pid() }));
  await cluster.stop();
`;

test("a plain user with an empty home keeps the cluster in the data folder", async (context) => {
  const node = process.execPath;
  const nobody = 65_534;
  if (root) {
    // Another user must be able to read the program; a checkout in root's home is not such a place.
    const readable = await run("setpriv", [
      `--reuid=${nobody}`,
      "--clear-groups",
      "test",
      "-r",
      import.meta.filename,
      "-a",
      "-x",
      node,
    ]).then(
      () => true,
      () => false,
    );
    if (!readable) context.skip("the checkout cannot be read by a plain user here");
  }
  accessSync(node, constants.X_OK);
  const home = folder();
  chmodSync(home, 0o700);
  if (root) chownSync(home, nobody, nobody);
  const data = join(home, "data");
  mkdirSync(data, { mode: 0o700 });
  if (root) chownSync(data, nobody, nobody);
  const { stdout } = await run(node, ["--input-type=module", "-e", program, data], {
    env: { PATH: process.env.PATH, HOME: home },
    ...(root ? { uid: nobody, gid: nobody } : {}),
  });
  expect(JSON.parse(stdout)).toMatchObject({ uid: root ? nobody : process.getuid?.() });
  expect(existsSync(join(data, "database", "cluster", "PG_VERSION"))).toBe(true);
});

test("two first starts at once migrate once, and a newer database is refused", async () => {
  const database = await testDatabase();
  const owner = database.open(null);
  await owner.query("drop schema farm cascade");
  await owner.query("drop schema identity cascade");
  await Promise.all([migrate(database.url, silentLog), migrate(database.url, silentLog)]);
  await owner.query("insert into farm.schema_version values (999, 'from tomorrow', now())");
  await expect(migrate(database.url, silentLog)).rejects.toMatchObject({ code: "data_newer" });
  await database.close();
});
