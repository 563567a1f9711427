// Settings: what a person chose for this computer, and what new work in one film begins with.
import { z } from "zod";
import { qualities, ratings } from "../../domain/job.ts";

const id = z.uuid();
const none = z.strictObject({});

/** Sizes that new pictures begin with: the film's own format, or a square or an upright one. */
export const pictureShapes = ["wide", "square", "upright"] as const;
/** `keep`: a rerun takes the seed of what it repeats. `new`: every picture gets its own. */
export const seedPolicies = ["keep", "new"] as const;
/** How alike two pictures are before they count as near-duplicates. */
export const duplicateSenses = ["off", "strict", "usual", "loose"] as const;

/** What new work begins with. */
export const workDefaultsSchema = z.object({
  quality: z.enum(qualities),
  shape: z.enum(pictureShapes),
  seeds: z.enum(seedPolicies),
  rating: z.enum(ratings),
});
export type WorkDefaults = z.infer<typeof workDefaultsSchema>;

/** Keys as `renderer/app/keys.ts` writes them: "a", "shift+a", "mod+k", "ArrowLeft". Empty: the action has no key. */
const keysSchema = z
  .string()
  .max(40)
  .regex(/^$|^(mod\+)?(shift\+)?[^\s+]{1,16}$|^(mod\+)?(shift\+)?\+$/, "Press one key, alone or with Shift and Control.");

/** All settings as the screens show them. */
export const settingsViewSchema = z.object({
  theme: z.enum(["dark", "light", "system"]),
  exportFolder: z.string(),
  firstRunDone: z.boolean(),
  /** Downloads together take no more than this, in KB (1,000 bytes) a second; null: no limit. */
  bandwidth: z.number().int().nullable(),
  notifications: z.object({
    /** Asked for by a person; nothing is shown before. */
    on: z.boolean(),
    jobs: z.boolean(),
    exports: z.boolean(),
    trouble: z.boolean(),
  }),
  /** Whether keys of one letter act. */
  singleKeys: z.boolean(),
  /** Keys of actions that a person changed, by the action's id. */
  shortcuts: z.record(z.string(), z.string()),
  nearDuplicates: z.enum(duplicateSenses),
  defaults: workDefaultsSchema,
  /** Copies of the library from before an update that are kept. */
  backups: z.number().int(),
  /** Files that nothing uses are kept for so many hours. */
  sweepAfterHours: z.number().int(),
});
export type SettingsView = z.infer<typeof settingsViewSchema>;

/** A change: absent members stay. */
export const settingsChangeSchema = z.strictObject({
  theme: z.enum(["dark", "light", "system"]).optional(),
  exportFolder: z.string().min(1).max(4000).optional(),
  firstRunDone: z.boolean().optional(),
  bandwidth: z
    .number()
    .int()
    .min(16, "The slowest limit is 16 KB a second.")
    .max(10_000_000, "The highest limit is 10,000,000 KB a second.")
    .nullable()
    .optional(),
  notifications: z
    .strictObject({
      on: z.boolean().optional(),
      jobs: z.boolean().optional(),
      exports: z.boolean().optional(),
      trouble: z.boolean().optional(),
    })
    .optional(),
  singleKeys: z.boolean().optional(),
  /** Replaces the keys of the actions that it names; null gives an action its own keys back. */
  shortcuts: z.record(z.string().min(1).max(60), keysSchema.nullable()).optional(),
  nearDuplicates: z.enum(duplicateSenses).optional(),
  defaults: workDefaultsSchema.partial().optional(),
  backups: z.number().int().min(1, "At least one copy is kept.").max(50, "At most 50 copies are kept.").optional(),
  sweepAfterHours: z
    .number()
    .int()
    .min(1, "Files that nothing uses are kept for an hour at least.")
    .max(24 * 365, "The longest time is a year.")
    .optional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** A film's own defaults, and what holds for it: its own before those of the settings. */
const projectDefaultsSchema = z.object({ own: workDefaultsSchema.partial(), holds: workDefaultsSchema });

/** The settings' methods of the namespace `app`. */
export const settingsMethods = {
  settings: { input: none, output: settingsViewSchema },
  changeSettings: { input: settingsChangeSchema, output: settingsViewSchema },
  projectDefaults: { input: z.strictObject({ projectId: id }), output: projectDefaultsSchema },
  /** Null takes a default of the film away, so that the one of the settings holds. */
  changeProjectDefaults: {
    input: z.strictObject({
      projectId: id,
      patch: z.strictObject({
        quality: z.enum(qualities).nullable().optional(),
        shape: z.enum(pictureShapes).nullable().optional(),
        seeds: z.enum(seedPolicies).nullable().optional(),
        rating: z.enum(ratings).nullable().optional(),
      }),
    }),
    output: projectDefaultsSchema,
  },
  /** The settings as a file's text, without secrets and without folders of this computer. */
  exportSettings: { input: none, output: z.object({ name: z.string(), text: z.string() }) },
  /** Takes over what it can of a settings file; `left` names in words what it could not use. */
  importSettings: {
    input: z.strictObject({ text: z.string().max(1_000_000, "A settings file is smaller than 1 MB.") }),
    output: z.object({ settings: settingsViewSchema, taken: z.number().int(), left: z.array(z.string()) }),
  },
} as const;

/** Events of this part, from core to screens. */
export const settingsEvents = {
  "settings.changed": z.object({ settings: settingsViewSchema }),
  /** Something ended that a person may want to hear of: shown outside of the window while it has no focus. */
  notification: z.object({ about: z.enum(["job", "export", "trouble"]), title: z.string(), text: z.string() }),
} as const;
