// Sections of plain choices: appearance, what new work begins with, notifications.
import { useState } from "react";
import type { WorkDefaults } from "../../../shared/contract/studio/settings.ts";
import { askForNotifications, notificationState } from "../../app/notifications.ts";
import type { Settings } from "../../app/state/session.ts";
import { settingsWords as words } from "../../app/strings/settings.ts";
import { useSession, useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { errorText } from "../../app/toasts.ts";
import { strings } from "../../app/strings.ts";
import { Segments } from "../../ui/segments.tsx";
import { Select } from "../../ui/select.tsx";
import { Switch } from "../../ui/switch.tsx";
import { Row, Section } from "./rows.tsx";

/** Theme. */
export function Appearance({ settings }: { settings: Settings }) {
  const { session } = useStudio();
  return (
    <Section name="appearance">
      <Row name={words.theme}>
        <Segments
          label={words.theme}
          value={settings.theme}
          onChange={(theme) => void session.changeSettings({ theme })}
          options={(["dark", "light", "system"] as const).map((value) => ({ value, word: words.themes[value] }))}
        />
      </Row>
    </Section>
  );
}

const fields = ["quality", "shape", "seeds", "rating"] as const;
const options = {
  quality: words.work.qualities,
  shape: words.work.shapes,
  seeds: words.work.seedPolicies,
  rating: words.work.ratings,
} as const;

/** A choice of one default; with `inherited` a film may leave it to the settings. */
function Default<F extends (typeof fields)[number]>({
  field,
  value,
  inherited,
  onChange,
}: {
  field: F;
  value: WorkDefaults[F] | undefined;
  inherited: boolean;
  onChange: (value: WorkDefaults[F] | null) => void;
}) {
  const own = options[field] as Record<string, string>;
  return (
    <Row name={words.work[field]}>
      <Select<string>
        label={words.work[field]}
        className="w-[200px]"
        value={value ?? ""}
        options={inherited ? { "": words.work.asEvery, ...own } : own}
        onChange={(next) => onChange(next === "" ? null : (next as WorkDefaults[F]))}
      />
    </Row>
  );
}

function FilmDefaults({ projectId }: { projectId: string }) {
  const { link, notify } = useStudio();
  const { value, put } = useCall("app", "projectDefaults", { projectId }, projectId);
  return fields.map((field) => (
    <Default
      key={field}
      field={field}
      value={value?.own[field]}
      inherited
      onChange={(next) =>
        void link.call("app", "changeProjectDefaults", { projectId, patch: { [field]: next } }).then((changed) => {
          if (changed.ok) put(changed.value);
          else notify({ title: strings.errors.notDone, text: errorText(changed.error), tone: "fail" });
        })
      }
    />
  ));
}

/** What new work begins with: for every film, or for one. */
export function NewWork({ settings }: { settings: Settings }) {
  const { session } = useStudio();
  const projects = useSession((state) => state.projects);
  const [filmId, setFilmId] = useState("");
  const films = Object.fromEntries((projects ?? []).map((card) => [card.id, card.title]));
  return (
    <Section name="work" text={words.work.help}>
      <Row name={words.work.film}>
        <Select
          label={words.work.film}
          className="w-[200px]"
          value={filmId}
          options={{ "": words.work.everyFilm, ...films }}
          onChange={setFilmId}
        />
      </Row>
      {filmId === "" ? (
        fields.map((field) => (
          <Default
            key={field}
            field={field}
            value={settings.defaults[field]}
            inherited={false}
            onChange={(next) => void session.changeSettings({ defaults: { [field]: next } })}
          />
        ))
      ) : (
        <FilmDefaults key={filmId} projectId={filmId} />
      )}
      <Row name={words.files.alike} text={words.files.alikeHelp}>
        <Select
          label={words.files.alike}
          className="w-[200px]"
          value={settings.nearDuplicates}
          options={words.files.senses}
          onChange={(nearDuplicates) => void session.changeSettings({ nearDuplicates })}
        />
      </Row>
    </Section>
  );
}

/** Notifications: off until a person turns them on, which asks the browser. */
export function Notifications({ settings }: { settings: Settings }) {
  const { session, link } = useStudio();
  const [refused, setRefused] = useState(false);
  const { on } = settings.notifications;
  const state = link.host === "browser" ? notificationState() : "granted";
  const turn = async (wanted: boolean) => {
    const allowed = !wanted || link.host !== "browser" || (await askForNotifications());
    setRefused(wanted && !allowed);
    if (allowed) await session.changeSettings({ notifications: { on: wanted } });
  };
  const trouble = state === "unsupported" ? words.notify.unsupported : refused || (on && state === "denied") ? words.notify.refused : null;
  return (
    <Section name="notifications">
      <Row
        name={words.notify.on}
        text={
          <>
            {words.notify.onText}
            {trouble === null ? null : (
              <span className="mt-1 block text-turn" role="status">
                {trouble}
              </span>
            )}
          </>
        }
      >
        <Switch label={words.notify.on} checked={on} disabled={state === "unsupported"} onChange={(wanted) => void turn(wanted)} />
      </Row>
      {(["jobs", "exports", "trouble"] as const).map((about) => (
        <Row key={about} name={words.notify[about]}>
          <Switch
            label={words.notify[about]}
            checked={settings.notifications[about]}
            disabled={!on}
            onChange={(next) => void session.changeSettings({ notifications: { [about]: next } })}
          />
        </Row>
      ))}
    </Section>
  );
}
