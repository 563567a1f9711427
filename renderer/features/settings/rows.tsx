// The parts that settings are made of: a section with its heading, and a row of a name, what it is, and its control.
import type { ReactNode } from "react";
import { settingsWords as words } from "../../app/strings/settings.ts";

export type SectionName = keyof typeof words.sections;

/** A section; the list at the left leads to it. */
export function Section({ name, text, children }: { name: SectionName; text?: string; children: ReactNode }) {
  return (
    <section id={`settings-${name}`} aria-labelledby={`settings-${name}-title`} className="settings-section">
      <h2 id={`settings-${name}-title`} tabIndex={-1} className="text-16 font-semibold tracking-[-0.01em] outline-none">
        {words.sections[name]}
      </h2>
      {text === undefined ? null : <p className="mt-0.5 text-12 text-text-3">{text}</p>}
      <div className="card mt-2.5">{children}</div>
    </section>
  );
}

/** One setting. `children` is its control; `below` takes the whole width under both. */
export function Row({ name, text, children, below }: { name: ReactNode; text?: ReactNode; children?: ReactNode; below?: ReactNode }) {
  return (
    <div className="settings-row">
      <div className="settings-line">
        <div className="min-w-0">
          <p className="font-[550]">{name}</p>
          {text === undefined || text === null ? null : <div className="mt-0.5 text-12 break-words text-text-3">{text}</div>}
        </div>
        {children === undefined ? null : <div className="settings-control">{children}</div>}
      </div>
      {below}
    </div>
  );
}
