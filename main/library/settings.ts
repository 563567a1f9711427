// Settings: what a person chose for this computer, in settings.json through `conf`. A damaged file is set
// aside, one damaged value falls back to its default: settings never keep the studio from opening.
import { existsSync, renameSync } from "node:fs";
import path from "node:path";
import Conf from "conf";
import { z } from "zod";
import { duplicateSenses, pictureShapes, seedPolicies } from "../../shared/contract/studio/settings.ts";
import { qualities, ratings } from "../../shared/domain/job.ts";

/** The newest form of the file. */
const settingsVersion = 2;

/** A value that falls back alone when it is damaged. */
const kept = <S extends z.ZodType>(schema: S, fallback: z.output<S>) => schema.default(fallback as never).catch(fallback as never);

const defaultsSchema = z.object({
  quality: kept(z.enum(qualities), "draft"),
  shape: kept(z.enum(pictureShapes), "wide"),
  seeds: kept(z.enum(seedPolicies), "new"),
  rating: kept(z.enum(ratings), "general"),
});
const notificationsSchema = z.object({
  on: kept(z.boolean(), false),
  jobs: kept(z.boolean(), true),
  exports: kept(z.boolean(), true),
  trouble: kept(z.boolean(), true),
});

const settingsSchema = z.object({
  version: z.literal(settingsVersion).default(settingsVersion).catch(settingsVersion),
  theme: kept(z.enum(["dark", "light", "system"]), "dark"),
  exportFolder: kept(z.string().min(1).nullable(), null),
  firstRunDone: kept(z.boolean(), false),
  /** Another farm than this computer's; its token is a secret, not a setting. */
  farmUrl: kept(z.url().nullable(), null),
  /** KB a second for all downloads together; null: no limit. */
  bandwidth: kept(z.number().int().min(16).max(10_000_000).nullable(), null),
  notifications: notificationsSchema.default(() => notificationsSchema.parse({})).catch(() => notificationsSchema.parse({})),
  singleKeys: kept(z.boolean(), true),
  /** By the action's id; an empty text: no key. */
  shortcuts: kept(z.record(z.string(), z.string().max(40)), {}),
  nearDuplicates: kept(z.enum(duplicateSenses), "usual"),
  defaults: defaultsSchema.default(() => defaultsSchema.parse({})).catch(() => defaultsSchema.parse({})),
  /** Copies of the library from before an update that are kept. */
  backups: kept(z.number().int().min(1).max(50), 5),
  sweepAfterHours: kept(z.number().int().min(1).max(8760), 24),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface SettingsStore {
  read(): Settings;
  change(patch: Partial<Settings>): Settings;
}

/** Forms of the file before this one: entry n brings version n + 1 to n + 2. A file without a version is of the first. */
const steps: ((old: Record<string, unknown>) => Record<string, unknown>)[] = [
  // The first form had theme, exportFolder, firstRunDone and farmUrl alone.
  (old) => ({ ...old, version: 2 }),
];

/** A settings file of any age in the newest form. What a newer studio wrote is read as far as it is understood. */
function upgraded(stored: Record<string, unknown>): Settings {
  const from = typeof stored.version === "number" && stored.version >= 1 ? Math.floor(stored.version) : 1;
  let value = stored;
  for (const step of steps.slice(from - 1)) value = step(value);
  return settingsSchema.parse(value);
}

/** Opens `<folder>/settings.json`. */
export function openSettings(folder: string): SettingsStore {
  const make = () => new Conf<Record<string, unknown>>({ cwd: folder, configName: "settings", projectName: "ourvidz-studio" });
  let conf: ReturnType<typeof make>;
  try {
    conf = make();
  } catch {
    const file = path.join(folder, "settings.json");
    if (existsSync(file)) renameSync(file, `${file}.damaged`);
    conf = make();
  }
  let now = upgraded(conf.store);
  return {
    read: () => now,
    change(patch) {
      const next = upgraded({ ...now, ...patch });
      // Members that only a newer studio knows stay where they are.
      conf.store = { ...conf.store, ...next };
      now = next;
      return next;
    },
  };
}
