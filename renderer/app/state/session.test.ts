// What a person chose while the screens still ask is not undone by an older answer.
import { expect, test } from "vitest";
import type { SettingsView } from "../../../shared/contract/studio/settings.ts";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import { createLink } from "../../lib/link.ts";
import { createSession } from "./session.ts";

test("a theme that is chosen while the start is still asked for stays", async () => {
  const settings: SettingsView = {
    theme: "dark",
    exportFolder: "/films",
    firstRunDone: true,
    bandwidth: null,
    notifications: { on: false, jobs: true, exports: true, trouble: true },
    singleKeys: true,
    shortcuts: {},
    nearDuplicates: "usual",
    defaults: { quality: "draft", shape: "wide", seeds: "new", rating: "general" },
    backups: 3,
    sweepAfterHours: 24,
  };
  const waiting: (() => void)[] = [];
  const late = new Promise<CallResult>((resolve) => {
    waiting.push(() => resolve({ ok: false, error: { code: "internal", message: "The core is busy." } }));
  });
  const link = createLink({
    host: "browser",
    call: (namespace, method) => {
      if (method === "settings") return Promise.resolve({ ok: true, value: settings });
      if (method === "changeSettings") return Promise.resolve({ ok: true, value: { ...settings, theme: "light" } });
      return namespace === "app" ? late : Promise.resolve({ ok: true, value: { projects: [] } });
    },
    onEvent: () => () => undefined,
    media: () => "",
    status: () => ({ state: "connecting" }),
    onStatus: () => () => undefined,
  });
  const session = createSession(link, () => undefined);
  const loaded = session.load();
  await session.changeSettings({ theme: "light" });
  for (const answer of waiting) answer();
  await loaded;
  expect(session.store.getState().settings?.theme).toBe("light");
});
