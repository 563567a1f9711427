// The settings: what a person chose for this computer, kept at once. One page with a list of its sections.
import { useState } from "react";
import { settingsWords as words } from "../../app/strings/settings.ts";
import { strings } from "../../app/strings.ts";
import { useSession } from "../../app/studio.tsx";
import { About } from "./about.tsx";
import { Farm } from "./farm.tsx";
import { Files } from "./files.tsx";
import { Appearance, NewWork, Notifications } from "./plain.tsx";
import type { SectionName } from "./rows.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import "./settings.css";

const sections = Object.keys(words.sections) as SectionName[];

/** The screen. */
export function SettingsScreen() {
  const settings = useSession((state) => state.settings);
  const [current, setCurrent] = useState<SectionName>("appearance");
  const goTo = (name: SectionName) => {
    setCurrent(name);
    const heading = document.getElementById(`settings-${name}-title`);
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
  };
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="toolbar">
        <h1 className="text-16 font-semibold tracking-[-0.01em]">{words.title}</h1>
        <span className="truncate text-12 text-text-3">{words.saved}</span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {settings === null ? (
          <p className="p-6 text-text-3" role="status">
            {strings.common.loading}
          </p>
        ) : (
          <div className="settings-page">
            <nav className="settings-nav" aria-label={words.title}>
              {sections.map((name) => (
                <button key={name} type="button" aria-current={name === current} onClick={() => goTo(name)}>
                  {words.sections[name]}
                </button>
              ))}
            </nav>
            <div className="min-w-0">
              <Appearance settings={settings} />
              <NewWork settings={settings} />
              <Files settings={settings} />
              <Farm settings={settings} />
              <Notifications settings={settings} />
              <Shortcuts settings={settings} />
              <About />
            </div>
          </div>
        )}
      </div>
    </main>
  );
}
