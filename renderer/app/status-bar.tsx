// The foot of a wide window: the keys that work on this screen, and whether everything is kept.
import { Check, CloudUpload, Lock, TriangleAlert } from "lucide-react";
import { keyName } from "./keys.ts";
import type { Route } from "./router.ts";
import { strings } from "./strings.ts";
import { useAccount, useFilm, useSession } from "./studio.tsx";

export interface Hint {
  keys: string[];
  word: string;
}

function Saved() {
  const edits = useFilm((state) => state.edits);
  const link = useSession((state) => state.link.state);
  const all = Object.values(edits);
  const [Icon, word, tone] =
    link === "reconnecting" || all.some((edit) => edit.error !== null)
      ? [TriangleAlert, link === "reconnecting" ? strings.link.reconnecting : strings.status.waiting, "tone-turn"]
      : all.length > 0
        ? [CloudUpload, strings.status.saving, ""]
        : [Check, strings.status.saved, ""];
  return (
    <span className={`hint ml-auto ${tone}`} role="status">
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {word}
    </span>
  );
}

/** Where the key of the account lies. */
function Kept() {
  const place = useAccount((state) => state.account?.keptIn ?? null);
  if (place === null) return null;
  return (
    <span className="hint ml-auto min-w-0">
      <Lock size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
      <span className="truncate">{strings.status.keptIn(place)}</span>
    </span>
  );
}

/** The status bar with a screen's hints. */
export function StatusBar({ screen, hints, onKeys }: { screen: Route["name"]; hints: Hint[]; onKeys: () => void }) {
  return (
    <footer className="app-status">
      {hints.map((hint) => (
        <span key={hint.word} className="hint">
          {hint.keys.map((key) => (
            <kbd key={key}>{keyName(key)}</kbd>
          ))}
          {hint.word}
        </span>
      ))}
      <button type="button" className="hint min-h-6 hover:text-text" onClick={onKeys}>
        <kbd>?</kbd>
        {strings.status.allKeys}
      </button>
      {screen === "sign-in" || screen === "account" ? <Kept /> : <Saved />}
    </footer>
  );
}
