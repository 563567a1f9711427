// Whether this farm can serve, part by part: its database, the database's schema, the folder of its files,
// and that it is not ending. Alive is another question: the process answers.
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newestMigration } from "../database/migrate.ts";
import type { Database } from "../database/pool.ts";
import type { Readiness } from "../ports.ts";

/** A part that does not answer within this, in ms, is not ready. */
const patience = 3000;

export interface HealthPorts {
  database: Pick<Database, "query">;
  /** Whose connections may read the version of the schema. */
  owner: Pick<Database, "query">;
  artifactFolder: string;
  /** True from the moment that the farm was told to end. */
  ending: () => boolean;
}

const late = () => new Promise<never>((_, fail) => setTimeout(() => fail(new Error("late")), patience).unref());

export function createReadiness({ database, owner, artifactFolder, ending }: HealthPorts): Readiness {
  const checks: Record<string, { work: () => Promise<boolean>; message: string }> = {
    database: {
      work: async () => (await database.query("select 1")).length === 1,
      message: "The database does not answer. The farm goes on trying; look at logs/postgres.log, or at the server of DATABASE_URL.",
    },
    schema: {
      async work() {
        const [row] = await owner.query<{ newest: number }>("select max(version) as newest from farm.schema_version");
        return (row?.newest ?? 0) >= (await newestMigration());
      },
      message: "The database's schema is older than this farm. Start the farm again: it brings it up to date.",
    },
    artifacts: {
      async work() {
        const file = join(artifactFolder, "partial", `ready-${randomUUID()}`);
        await writeFile(file, "x", { flag: "wx", mode: 0o600 });
        await rm(file);
        return true;
      },
      message: "The folder of artifacts cannot be written. Free some space, or look at its owner.",
    },
    running: { work: async () => !ending(), message: "The farm is ending. Try its next start." },
  };
  return async () => {
    const parts = await Promise.all(
      Object.entries(checks).map(async ([name, { work, message }]) => {
        const ok = await Promise.race([work(), late()]).catch(() => false);
        return [name, ok ? { ok } : { ok, message }] as const;
      }),
    );
    return { ready: parts.every(([, { ok }]) => ok), parts: Object.fromEntries(parts) };
  };
}
