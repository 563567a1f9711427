// Named queries over what a person decided about files and films' defaults (studio.db, step 7).
import { type WorkDefaults, workDefaultsSchema } from "../../../shared/contract/studio/settings.ts";
import type { Recipe } from "../../../shared/domain/recipe.ts";
import type { ShotSnapshot } from "../../../shared/domain/shot.ts";
import type { Connection } from "../database.ts";

export type StorageQueries = ReturnType<typeof storageQueries>;

/** Prepares the queries on the open databases. */
export function storageQueries(database: Connection, cache: Connection) {
  const pauses = database.prepare<unknown[], string>("SELECT artifact_id FROM transfer_pause").pluck();
  const putPause = database.prepare<unknown[]>("INSERT INTO transfer_pause (artifact_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const dropPause = database.prepare<unknown[]>("DELETE FROM transfer_pause WHERE artifact_id = ?");
  const dropPauses = database.prepare<unknown[]>("DELETE FROM transfer_pause");
  const defaultsOf = database.prepare<unknown[], string>("SELECT defaults_json FROM project_defaults WHERE project_id = ?").pluck();
  const putDefaults = database.prepare<unknown[]>(
    "INSERT INTO project_defaults (project_id, defaults_json) VALUES (?, ?) ON CONFLICT (project_id) DO UPDATE SET defaults_json = excluded.defaults_json",
  );
  const missing = database.prepare<unknown[], { hash: string; used: string; at: number }>(
    "SELECT hash, used_by_json AS used, found_at AS at FROM missing_file ORDER BY found_at DESC, hash",
  );
  const putMissing = database.prepare<unknown[]>(
    "INSERT INTO missing_file (hash, used_by_json, found_at) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET used_by_json = excluded.used_by_json",
  );
  const dropMissing = database.prepare<unknown[]>("DELETE FROM missing_file WHERE hash = ?");
  const frame = database.prepare<unknown[], { recipe: string; language: string }>(
    "SELECT take.recipe_json AS recipe, project.language AS language FROM take JOIN project ON project.id = take.project_id WHERE take.kind = 'frame' AND take.still = ? LIMIT 1",
  );
  const note = cache.prepare<unknown[], string>("SELECT value FROM note WHERE name = ?").pluck();
  const putNote = cache.prepare<unknown[]>(
    "INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  const tables = database.transaction((work: () => void) => work());

  return {
    pauses: () => new Set(pauses.all()),
    pause: (ids: readonly string[], at: number): void => tables.immediate(() => ids.forEach((id) => putPause.run(id, at))),
    resume: (ids: readonly string[]): void => tables.immediate(() => ids.forEach((id) => dropPause.run(id))),
    resumeAll: (): void => void dropPauses.run(),
    /** A film's own defaults. */
    projectDefaults(projectId: string): Partial<WorkDefaults> {
      const text = defaultsOf.get(projectId);
      const parsed = workDefaultsSchema.partial().safeParse(text === undefined ? {} : JSON.parse(text));
      return parsed.success ? (parsed.data as Partial<WorkDefaults>) : {};
    },
    putProjectDefaults: (projectId: string, own: Partial<WorkDefaults>): void => void putDefaults.run(projectId, JSON.stringify(own)),
    /** What a frame that the core drew was drawn from; null where the picture is no such frame. */
    frameOf(hash: string): { snapshot: ShotSnapshot; language: string } | null {
      const found = frame.get(hash);
      const shot = found === undefined ? undefined : (JSON.parse(found.recipe) as Recipe).shot;
      return found === undefined || shot === undefined ? null : { snapshot: shot, language: found.language };
    },
    note: (name: string): string | null => note.get(name) ?? null,
    putNote: (name: string, value: string): void => void putNote.run(name, value),
    missing: () => missing.all().map(({ hash, used, at }) => ({ hash, usedBy: JSON.parse(used) as string[], at })),
    putMissing: (files: readonly { hash: string; usedBy: readonly string[] }[], at: number): void =>
      tables.immediate(() => files.forEach(({ hash, usedBy }) => putMissing.run(hash, JSON.stringify(usedBy), at))),
    found: (hashes: readonly string[]): void => tables.immediate(() => hashes.forEach((hash) => dropMissing.run(hash))),
  };
}
