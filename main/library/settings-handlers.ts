// The settings' methods: read, change, a film's own defaults, and settings as a file that carries no secret.
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Handlers } from "../../shared/contract/studio/index.ts";
import { settingsChangeSchema, type SettingsChange, type SettingsView, type WorkDefaults } from "../../shared/contract/studio/settings.ts";
import type { Events } from "../events.ts";
import type { Settings, SettingsStore } from "./settings.ts";
import type { StorageQueries } from "./storage/storage-queries.ts";

interface SettingsPorts {
  settings: SettingsStore;
  queries: StorageQueries;
  events: Events;
  /** Where finished films go until the creator chooses. */
  exportFolder: string;
  /** Throws CodedError not_found where there is no such film. */
  knownProject: (projectId: string) => void;
}

export type SettingsMethods = Pick<
  Handlers["app"],
  "settings" | "changeSettings" | "projectDefaults" | "changeProjectDefaults" | "exportSettings" | "importSettings"
>;

/** Names the file's own kind, so that another JSON is told apart. */
const fileKind = "ourvidz-studio-settings";
/** What a settings file carries: folders, farm and first run belong to one computer. */
const carried = [
  "theme",
  "bandwidth",
  "notifications",
  "singleKeys",
  "shortcuts",
  "nearDuplicates",
  "defaults",
  "backups",
  "sweepAfterHours",
] as const;
const fileSchema = z.object({ kind: z.literal(fileKind), version: z.number(), settings: z.record(z.string(), z.unknown()) });

/** Members without those that are absent. */
function given<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<T>;
}

/** Handlers of the settings. */
export function createSettingsHandlers({ settings, queries, events, exportFolder, knownProject }: SettingsPorts): SettingsMethods {
  const view = (): SettingsView => {
    const { farmUrl: _farm, version: _version, ...rest } = settings.read();
    return { ...rest, exportFolder: rest.exportFolder ?? exportFolder };
  };
  const change = (patch: SettingsChange): SettingsView => {
    const now = settings.read();
    const { notifications, shortcuts, defaults, ...plain } = patch;
    const keys = { ...now.shortcuts };
    for (const [action, own] of Object.entries(shortcuts ?? {})) {
      if (own === null) delete keys[action];
      else keys[action] = own;
    }
    settings.change({
      ...given(plain),
      notifications: { ...now.notifications, ...given(notifications ?? {}) },
      shortcuts: keys,
      defaults: { ...now.defaults, ...given(defaults ?? {}) },
    } as Partial<Settings>);
    const next = view();
    events.send("settings.changed", { settings: next });
    return next;
  };
  const defaultsOf = (projectId: string) => {
    knownProject(projectId);
    const own = queries.projectDefaults(projectId);
    return { own, holds: { ...settings.read().defaults, ...own } };
  };
  return {
    settings: view,
    changeSettings: change,
    projectDefaults: ({ projectId }) => defaultsOf(projectId),
    changeProjectDefaults: ({ projectId, patch }) => {
      const own: Record<string, unknown> = { ...defaultsOf(projectId).own };
      for (const [name, value] of Object.entries(given(patch))) {
        if (value === null) delete own[name];
        else own[name] = value;
      }
      queries.putProjectDefaults(projectId, own as Partial<WorkDefaults>);
      return defaultsOf(projectId);
    },
    exportSettings: () => {
      const { version, ...now } = settings.read();
      const own = Object.fromEntries(carried.map((name) => [name, now[name]]));
      return { name: "ourvidz-settings.json", text: `${JSON.stringify({ kind: fileKind, version, settings: own }, null, 2)}\n` };
    },
    importSettings: ({ text }) => {
      const refuse = (message: string) => new CodedError("invalid_input", message, { fields: [{ path: "text", message }] });
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        throw refuse("This file is not JSON. Choose a settings file that a studio wrote; nothing was changed.");
      }
      const file = fileSchema.safeParse(value);
      if (!file.success) throw refuse("This is not a settings file of the studio. Choose one that a studio wrote; nothing was changed.");
      const taken: Record<string, unknown> = {};
      const left: string[] = [];
      for (const [name, member] of Object.entries(file.data.settings)) {
        const known = carried.some((one) => one === name);
        const parsed = known ? settingsChangeSchema.safeParse({ [name]: member }) : null;
        if (parsed?.success === true) Object.assign(taken, parsed.data);
        else left.push(known ? `${name}: its value cannot be used` : `${name}: this studio does not know it`);
      }
      return { settings: change(taken as SettingsChange), taken: Object.keys(taken).length, left };
    },
  };
}
