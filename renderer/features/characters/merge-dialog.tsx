// Two characters that are one: the other's references, looks and places in films come here.
import { useState } from "react";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useCall } from "../../app/use-call.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Face } from "./who-is-where.tsx";
import { useAct, useDone } from "./use-character.ts";

function Choices({ view, onClose }: { view: CharacterView; onClose: () => void }) {
  const { value, error } = useCall("characters", "list", {}, "");
  const [fromId, setFromId] = useState<string | null>(null);
  const act = useAct();
  const done = useDone();
  const others = (value?.characters ?? []).filter((card) => card.id !== view.id);
  const merge = async () => {
    if (fromId === null || (await act("merge", { intoId: view.id, fromId })) === null) return;
    done(words.merged(view.name));
    onClose();
  };
  return (
    <>
      {value === null ? <p className="text-text-3">{error?.message ?? strings.common.loading}</p> : null}
      <div role="radiogroup" aria-label={words.mergeWith} className="options mt-3 max-h-[320px] overflow-y-auto">
        {others.map((card) => (
          <label key={card.id} className={`!items-center ${fromId === card.id ? "option-chosen" : ""}`}>
            <input
              type="radio"
              name="merge"
              className="accent-[var(--ov-accent)]"
              checked={fromId === card.id}
              onChange={() => setFromId(card.id)}
            />
            <Face hash={card.picture?.hash ?? null} size={28} />
            <span className="min-w-0 flex-1 truncate">{card.name}</span>
            <span className="text-12 text-text-3">{words.references(card.references)}</span>
          </label>
        ))}
      </div>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{strings.common.cancel}</Button>
        <Button kind="primary" disabled={fromId === null} onClick={() => void merge()}>
          {words.mergeDo}
        </Button>
      </div>
    </>
  );
}

/** The dialog. */
export function MergeDialog({ open, onClose, view }: { open: boolean; onClose: () => void; view: CharacterView }) {
  return (
    <Dialog open={open} onClose={onClose} title={words.mergeTitle(view.name)} text={words.mergeText}>
      {open ? <Choices view={view} onClose={onClose} /> : null}
    </Dialog>
  );
}
