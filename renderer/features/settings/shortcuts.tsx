// Shortcuts: every action with its keys, each to be changed by pressing others, taken away, or put back.
import { RotateCcw, X } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { actionId, keyGroups } from "../../app/key-groups.ts";
import { keyName, pressed } from "../../app/keys.ts";
import type { Settings } from "../../app/state/session.ts";
import { settingsWords as words } from "../../app/strings/settings.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Switch } from "../../ui/switch.tsx";
import { Row, Section } from "./rows.tsx";

interface Action {
  id: string;
  screen: string | null;
  /** Without a change. */
  keys: string;
  word: string;
}

const actions: Action[] = keyGroups.flatMap(({ screen, keys }) =>
  keys.flatMap(([each, word]) =>
    each.map((key) => ({ id: actionId(screen, key), screen, keys: key, word: each.length > 1 ? `${word} ${keyName(key)}` : word })),
  ),
);

/** The section. */
export function Shortcuts({ settings }: { settings: Settings }) {
  const { session } = useStudio();
  const [asking, setAsking] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const own = settings.shortcuts;
  const nowOf = (action: Action) => own[action.id] ?? action.keys;
  const change = (shortcuts: Record<string, string | null>) => void session.changeSettings({ shortcuts });
  const take = useEffectEvent((event: KeyboardEvent) => {
    if (asking === null || ["Shift", "Control", "Meta", "Alt"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setAsking(null);
    const action = actions.find((one) => one.id === asking);
    const keys = pressed(event);
    if (action === undefined || keys === "Escape" || keys === nowOf(action)) return;
    // Two actions of one screen never have the same keys.
    const other = actions.find(
      (one) => one.id !== asking && nowOf(one) === keys && (one.screen === action.screen || one.screen === null || action.screen === null),
    );
    setSaid(other === undefined ? null : words.keys.taken(keyName(keys), other.word));
    change({ [asking]: keys === action.keys ? null : keys, ...(other === undefined ? {} : { [other.id]: "" }) });
  });
  useEffect(() => {
    if (asking === null) return;
    const listen = (event: KeyboardEvent) => take(event);
    window.addEventListener("keydown", listen, true);
    return () => window.removeEventListener("keydown", listen, true);
  }, [asking]);

  return (
    <Section name="shortcuts" text={words.keys.help}>
      <Row name={strings.status.singleKeys} text={strings.status.singleKeysHelp}>
        <Switch
          label={strings.status.singleKeys}
          checked={settings.singleKeys}
          onChange={(singleKeys) => void session.changeSettings({ singleKeys })}
        />
      </Row>
      <p className={said === null ? "sr-only" : "settings-row text-12 text-text-2"} role="status">
        {said}
      </p>
      {keyGroups.map((group) => (
        <Row
          key={group.title}
          name={group.screen === null ? words.keys.anywhere : group.title}
          below={
            <ul className="settings-keys">
              {actions
                .filter((action) => action.screen === group.screen)
                .map((action) => {
                  const keys = nowOf(action);
                  const changed = own[action.id] !== undefined;
                  return (
                    <li key={action.id} className="settings-key">
                      <span className="min-w-0 flex-1 truncate text-text-2">{action.word}</span>
                      {changed ? (
                        <IconButton label={words.keys.resetOne(action.word)} onClick={() => change({ [action.id]: null })}>
                          <RotateCcw size={14} strokeWidth={1.75} aria-hidden />
                        </IconButton>
                      ) : null}
                      {keys === "" ? null : (
                        <IconButton label={words.keys.clearOne(action.word)} onClick={() => change({ [action.id]: "" })}>
                          <X size={14} strokeWidth={1.75} aria-hidden />
                        </IconButton>
                      )}
                      <button
                        type="button"
                        data-action={action.id}
                        aria-label={words.keys.change(action.word, keyName(keys))}
                        aria-pressed={asking === action.id}
                        className="min-h-7 min-w-[72px] rounded-1 border border-line px-2 text-center text-12 text-text-2 hover:border-control hover:text-text aria-pressed:border-accent"
                        onClick={() => setAsking(asking === action.id ? null : action.id)}
                      >
                        {asking === action.id ? "…" : keys === "" ? words.keys.none : keyName(keys)}
                      </button>
                    </li>
                  );
                })}
            </ul>
          }
        />
      ))}
      <Row name={asking === null ? "" : words.keys.press}>
        <Button
          small
          offReason={Object.keys(own).length === 0 ? "No key was changed." : null}
          onClick={() => change(Object.fromEntries(Object.keys(own).map((id) => [id, null])))}
        >
          {words.keys.resetAll}
        </Button>
      </Row>
    </Section>
  );
}
