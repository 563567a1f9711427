// Every version of a character, what one changed, and the way back to it.
import { useState } from "react";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useCall } from "../../app/use-call.ts";
import { when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useAct, useDone } from "./use-character.ts";

function Changes({ characterId, from, to }: { characterId: string; from: number; to: number }) {
  const { value, error } = useCall("characters", "compareVersions", { characterId, from, to }, "");
  if (value === null) return <p className="px-3 pb-2 text-12 text-text-3">{error?.message ?? strings.common.loading}</p>;
  return (
    <dl className="grid gap-2 px-3 pb-3 text-12">
      {value.changes.map((change) => (
        <div key={change.field}>
          <dt className="font-[550] text-text-2">{change.label}</dt>
          <dd className="mt-0.5 grid gap-0.5">
            <span className="text-text-3 [overflow-wrap:anywhere]">
              {words.before}: {change.before || words.nothingSaid}
            </span>
            <span className="[overflow-wrap:anywhere]">
              {words.after}: {change.after || words.nothingSaid}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Versions({ view, stamp }: { view: CharacterView; stamp: string }) {
  const { value, error } = useCall("characters", "versions", { characterId: view.id }, stamp);
  const [shown, setShown] = useState<number | null>(null);
  const act = useAct();
  const done = useDone();
  const now = useNow();
  const bringBack = async (number: number) => {
    if ((await act("bringBack", { characterId: view.id, number })) !== null) done(words.broughtBack(number));
  };
  if (value === null) return <p className="text-text-3">{error?.message ?? strings.common.loading}</p>;
  return (
    <ol className="options mt-2">
      {value.versions.map((version) => (
        <li key={version.number} className={`!block !p-0 ${version.current ? "option-chosen" : ""}`}>
          <div className="flex items-center gap-3 px-3 py-2">
            <button
              type="button"
              aria-expanded={shown === version.number}
              disabled={version.number === 1}
              className="min-w-0 flex-1 text-left"
              onClick={() => setShown(shown === version.number ? null : version.number)}
            >
              <span className="block truncate font-[550]">
                {words.version(version.number)}: {version.label}
              </span>
              <span className="block text-12 text-text-2">
                {when(version.at, now)}
                {version.takes > 0 ? `, ${words.takesUsed(version.takes)}` : ""}
              </span>
            </button>
            {version.current ? (
              <span className="text-12 text-text-2">{words.current}</span>
            ) : (
              <Button small onClick={() => void bringBack(version.number)}>
                {words.bringBack}
              </Button>
            )}
          </div>
          {shown === version.number ? <Changes characterId={view.id} from={version.number - 1} to={version.number} /> : null}
        </li>
      ))}
    </ol>
  );
}

/** The dialog. */
export function VersionsDialog({ open, onClose, view, stamp }: { open: boolean; onClose: () => void; view: CharacterView; stamp: string }) {
  return (
    <Dialog open={open} onClose={onClose} title={words.versionsTitle} text={words.versionsText} wide>
      {open ? <Versions view={view} stamp={stamp} /> : null}
    </Dialog>
  );
}
