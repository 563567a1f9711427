// Sends pictures of the library to a character as references, and asks where they come from when nobody has said it yet.
import { UsersRound } from "lucide-react";
import { useState } from "react";
import type { CharacterCard } from "../../../shared/contract/studio/character-views.ts";
import { go } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Still } from "../../ui/picture.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { StatementDialog } from "./statement-dialog.tsx";
import { useAct } from "./use-character.ts";
import { useAddReferences } from "./use-references.ts";

interface Props {
  /** The pictures; null while the dialog is closed. */
  assetIds: readonly string[] | null;
  filmId: string | null;
  onClose: () => void;
}

function Choice({ onChoose }: { onChoose: (card: CharacterCard) => void }) {
  const [text, setText] = useState("");
  const { value, error } = useCall("characters", "list", {}, "");
  if (value === null) return <p className="mt-3 text-text-3">{error?.message ?? strings.common.loading}</p>;
  if (value.characters.length === 0) return <p className="mt-3 text-text-2">{words.emptyText}</p>;
  const found = value.characters.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <div className="mt-3 grid gap-3">
      {value.characters.length < 6 ? null : <TextField label={words.sendFind} value={text} onChange={setText} autoComplete="off" />}
      {found.length === 0 ? <p className="text-text-2">{words.sendNobody}</p> : null}
      <ul className="grid gap-1">
        {found.map((card) => (
          <li key={card.id}>
            <button
              type="button"
              className="flex w-full items-center gap-3 rounded-2 px-2 py-1.5 text-left hover:bg-hover"
              onClick={() => onChoose(card)}
            >
              {card.picture === null ? (
                <UsersRound size={20} strokeWidth={1.5} aria-hidden className="m-2 flex-none text-text-3" />
              ) : (
                <Still
                  hash={card.picture.hash}
                  className={`h-[45px] w-9 flex-none !rounded-1 ${card.picture.drawn ? "picture-drawn" : ""}`}
                />
              )}
              <span className="min-w-0 flex-1">
                <span className="block truncate font-[550]">{card.name}</span>
                <span className="block truncate text-12 text-text-3">{words.references(card.references)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The dialog. */
export function SendToCharacter({ assetIds, filmId, onClose }: Props) {
  const { notify } = useStudio();
  const act = useAct();
  const addTo = useAddReferences();
  const [asking, setAsking] = useState<{ characterId: string; referenceIds: string[] } | null>(null);
  const send = async (card: CharacterCard) => {
    const sources = (assetIds ?? []).map((assetId) => ({ assetId }));
    onClose();
    const view = await act("open", { characterId: card.id });
    if (view === null) return;
    const { count, unsaid } = await addTo(view, sources, null);
    if (count > 0)
      notify({
        title: words.sent(count, card.name),
        tone: "ok",
        action: { label: words.importOpen, run: () => go({ name: "characters", filmId, item: `${card.id}/references` }) },
      });
    if (unsaid.length > 0) setAsking({ characterId: card.id, referenceIds: unsaid });
  };
  return (
    <>
      <Dialog open={assetIds !== null} onClose={onClose} title={words.sendTo(assetIds?.length ?? 1)} text={words.sendToText}>
        {assetIds === null ? null : <Choice onChoose={(card) => void send(card)} />}
      </Dialog>
      <StatementDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        characterId={asking?.characterId ?? ""}
        referenceIds={asking?.referenceIds ?? []}
        filmId={filmId}
      />
    </>
  );
}
