// npm run farm -- backup DIR: a base backup of the built-in PostgreSQL with the log that makes it consistent, the
// files, the secrets and a manifest, beside a running farm or without one. The folder appears when it is whole.
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { CodedError } from "../../shared/contract/errors.ts";
import { postgresVersion } from "../database/binaries.ts";
import { clusterFolder } from "../database/cluster.ts";
import type { Logger } from "../ports.ts";
import { type Manifest, manifestFile, packSecrets, secretsFile } from "./backup-format.ts";
import { withDatabases } from "./commands.ts";
import { copyFile, eachOf, type SavedFile, treeOf } from "./copy.ts";
import { UsageError } from "./usage.ts";

/** Folders of the data folder whose files are saved, encrypted as they lie. */
const fileFolders = ["artifacts", "uploads"];
/** Of the cluster: what PostgreSQL makes anew at its start, and what belongs to the running server alone. */
const leftOut =
  /^(postmaster\.(pid|opts)|backup_label.*|tablespace_map.*|pg_internal\.init|.*\/pg_internal\.init|(.*\/)?pgsql_tmp.*|pg_(wal|replslot|dynshmem|notify|serial|snapshots|stat_tmp|subtrans)\/.+)$/;
const walFile = /^[0-9A-F]{24}$/;

interface Saving {
  to: string;
  files: Map<string, SavedFile>;
  folders: Set<string>;
}

async function save(saving: Saving, from: string, path: string): Promise<void> {
  const copied = await copyFile(from, join(saving.to, path));
  if (copied === null) await rm(join(saving.to, path), { force: true });
  else saving.files.set(path, { path, ...copied });
}

/** Artifacts that were not saved yet (written once and never changed), and uploads as they are now. */
async function saveFiles(saving: Saving, data: string): Promise<void> {
  for (const folder of fileFolders)
    await eachOf(
      treeOf(join(data, folder), (each) => each === "partial"),
      async (path) => {
        const name = `${folder}/${path}`;
        if (!path.endsWith("/") && (folder === "uploads" || !saving.files.has(name))) await save(saving, join(data, folder, path), name);
      },
    );
}

/** The cluster as it is on the disk between start and stop of a backup, and the log of that time. */
async function saveCluster(saving: Saving, url: string, cluster: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Keeps the log of this time from being recycled; gone with the connection.
    await client.query("select pg_create_physical_replication_slot($1, true, true)", [`backup_${randomBytes(6).toString("hex")}`]);
    await client.query("select pg_backup_start('ourvidz', true)");
    await eachOf(
      treeOf(cluster, (each) => leftOut.test(each) || each === "global/pg_control"),
      async (path) => {
        if (path.endsWith("/")) saving.folders.add(`cluster/${path}`);
        else await save(saving, join(cluster, path), `cluster/${path}`);
      },
    );
    await save(saving, join(cluster, "global/pg_control"), "cluster/global/pg_control");
    const { rows } = await client.query<{ label: string; last: string }>(
      "select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(true)",
    );
    const { label = "", last = "" } = rows[0] ?? {};
    const first = /\(file ([0-9A-F]{24})\)/.exec(label)?.[1] ?? "";
    const labelFile = `${saving.to}.label`;
    await writeFile(labelFile, label, { mode: 0o600 });
    await save(saving, labelFile, "cluster/backup_label");
    await rm(labelFile);
    saving.folders.add("cluster/pg_wal/archive_status/");
    for (const name of (await readdir(join(cluster, "pg_wal"))).sort())
      if (walFile.test(name) && name >= first && name <= last) await save(saving, join(cluster, "pg_wal", name), `cluster/pg_wal/${name}`);
  } finally {
    await client.end();
  }
}

async function secretsOf(data: string): Promise<Record<string, string>> {
  const folder = join(data, "secrets");
  const names = (await readdir(folder)).filter((name) => name !== "database-url" && !name.endsWith(".new"));
  const secrets = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const));
  return Object.fromEntries([...secrets, ["/database.json", await readFile(join(data, "database.json"), "utf8")]]);
}

/** Saves the farm of `data` into the new folder `to`. Returns the lines to print. Throws UsageError and CodedError. */
export async function backup(
  data: string,
  to: string,
  { databaseUrl, passphrase }: { databaseUrl: string | undefined; passphrase: string | undefined },
  log: Logger,
): Promise<string[]> {
  if (databaseUrl !== undefined)
    throw new UsageError(
      "backup saves the built-in database. With DATABASE_URL, save the database by your PostgreSQL's own means, and the data folder's artifacts, uploads and secrets after it.",
    );
  if (await stat(to).catch(() => null)) throw new CodedError("output_exists", `${to} is there already. Choose a folder that is not.`);
  const making = `${to}.${randomBytes(4).toString("hex")}.partial`;
  await mkdir(making, { recursive: true, mode: 0o700 });
  const saving: Saving = { to: making, files: new Map(), folders: new Set() };
  try {
    await withDatabases(data, undefined, log, async ({ url, owner }) => {
      // Before the rows, so that what is removed meanwhile is there; and after them, so that what they name is.
      await saveFiles(saving, data);
      await saveCluster(saving, url, await clusterFolder(data));
      await saveFiles(saving, data);
      await writeFile(join(making, secretsFile), packSecrets(await secretsOf(data), passphrase), { mode: 0o600, flush: true });
      const [row] = await owner.query<{ newest: number }>("select max(version) as newest from farm.schema_version");
      const manifest: Manifest = {
        format: 1,
        madeAt: new Date().toISOString(),
        postgres: await postgresVersion(),
        platform: `${process.platform}-${process.arch}`,
        schema: row?.newest ?? 0,
        sealed: passphrase !== undefined,
        folders: [...saving.folders],
        files: [...saving.files.values()],
      };
      await writeFile(join(making, manifestFile), JSON.stringify(manifest), { mode: 0o600, flush: true });
    });
    await rename(making, to);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code === "ENOSPC")
      throw new CodedError("disk_full", `The disk of ${to} is full. Nothing of the backup was kept.`, { cause: error });
    throw error;
  }
  const bytes = [...saving.files.values()].reduce((sum, file) => sum + file.bytes, 0);
  return [
    `${saving.files.size} files, ${Math.ceil(bytes / 1_000_000)} MB, lie in ${to}.`,
    passphrase === undefined
      ? "Its secrets are not encrypted, and they open every file: keep it as you keep passwords, or set BACKUP_PASSPHRASE."
      : "Its secrets are encrypted by BACKUP_PASSPHRASE; mail addresses in the database are not.",
  ];
}
