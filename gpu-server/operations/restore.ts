// npm run farm -- restore DIR: a new data folder out of a backup. Every file is held against its hash before
// anything is written; the next start of the farm replays the log.
import { readdir, readFile, rm, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import { postgresVersion } from "../database/binaries.ts";
import { placeCluster } from "../database/cluster.ts";
import { newestMigration } from "../database/migrate.ts";
import { keepSecret } from "../identity/secrets.ts";
import { type Manifest, manifestFile, manifestSchema, secretsFile, unpackSecrets } from "./backup-format.ts";
import { copyFile, eachOf, hashOf, type SavedFile } from "./copy.ts";

const inside = (path: string) => !path.startsWith("/") && !path.split("/").includes("..");

/** What a text of JSON says; null where it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function manifestOf(from: string): Promise<Manifest> {
  const text = await readFile(join(from, manifestFile), "utf8").catch(() => null);
  const parsed = text === null ? null : manifestSchema.safeParse(jsonOf(text));
  if (!parsed?.success || !parsed.data.files.every(({ path }) => inside(path)) || !parsed.data.folders.every(inside))
    throw new CodedError("invalid_input", `${from} is not a backup of a farm: it has no manifest that can be read.`);
  return parsed.data;
}

/** Throws CodedError when this farm cannot use the backup or a file of it is not what was saved. */
async function verify(from: string, manifest: Manifest): Promise<void> {
  const major = (version: string) => version.split(".")[0];
  const here = `${process.platform}-${process.arch}`;
  if (major(manifest.postgres) !== major(await postgresVersion()) || manifest.platform !== here)
    throw new CodedError(
      "conflict",
      `This backup is of PostgreSQL ${manifest.postgres} on ${manifest.platform}; this farm has ${await postgresVersion()} on ${here}. Restore it there.`,
    );
  if (manifest.schema > (await newestMigration()))
    throw new CodedError(
      "data_newer",
      `This backup is of version ${manifest.schema} of the schema, and this farm is older. Update the farm.`,
    );
  await eachOf(manifest.files, async ({ path, sha256 }) => {
    if ((await hashOf(join(from, path))) !== sha256)
      throw new CodedError("conflict", `${path} of this backup is missing or damaged. Use another one; nothing was written.`);
  });
}

/** Makes the data folder `data` out of the backup `from`. Returns the lines to print. */
export async function restore(from: string, data: string, passphrase: string | undefined): Promise<string[]> {
  const there = await readdir(data).catch(() => []);
  if (there.length > 0) throw new CodedError("output_exists", `${data} has something in it. Restore into a new folder with --data.`);
  const manifest = await manifestOf(from);
  const secrets = unpackSecrets(await readFile(join(from, secretsFile), "utf8"), manifest.sealed, passphrase);
  await verify(from, manifest);
  await mkdir(data, { recursive: true, mode: 0o700 });
  try {
    for (const [name, value] of Object.entries(secrets)) if (!name.startsWith("/")) await keepSecret(data, name, value);
    const ofCluster = ({ path }: SavedFile) => path.startsWith("cluster/");
    await eachOf(
      manifest.files.filter((file) => !ofCluster(file)),
      ({ path }) => copyFile(join(from, path), join(data, path)),
    );
    await placeCluster(data, secrets["/database.json"] ?? "", async (folder) => {
      const inCluster = (path: string) => join(folder, path.slice("cluster/".length));
      for (const path of manifest.folders) await mkdir(inCluster(path), { recursive: true, mode: 0o700 });
      await eachOf(manifest.files.filter(ofCluster), ({ path }) => copyFile(join(from, path), inCluster(path)));
    });
  } catch (error) {
    await rm(data, { recursive: true, force: true });
    throw error;
  }
  return [
    `The farm of ${manifest.madeAt} lies in ${data}. Start it there, then hold it against its invariants: npm run farm -- check --data ${data}`,
    "Who was erased after the backup was made is in it again: erase them again.",
  ];
}
