// Settings: small choices that are not film data, in settings.json through `conf`. A damaged file is
// set aside and the defaults stand: settings never keep the studio from opening.
import { existsSync, renameSync } from "node:fs";
import path from "node:path";
import Conf from "conf";
import { z } from "zod";

const settingsSchema = z.object({
  theme: z.enum(["dark", "light", "system"]).default("dark"),
  exportFolder: z.string().min(1).nullable().default(null),
  firstRunDone: z.boolean().default(false),
  /** Another farm than this computer's; its token is a secret, not a setting. */
  farmUrl: z.url().nullable().default(null),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface SettingsStore {
  read(): Settings;
  change(patch: Partial<Settings>): Settings;
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
  const read = (): Settings => {
    const parsed = settingsSchema.safeParse(conf.store);
    return parsed.success ? parsed.data : settingsSchema.parse({});
  };
  return {
    read,
    change(patch) {
      const next = { ...read(), ...patch };
      conf.store = next;
      return next;
    },
  };
}
