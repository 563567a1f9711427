// Cards and shared characters from files: chosen or dropped, each taken in whole or said why not.
import { Check, TriangleAlert } from "lucide-react";
import { useRef, useState, type RefObject } from "react";
import type { Output } from "../../../shared/contract/studio/index.ts";
import { go } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useAct, useSources } from "./use-character.ts";

type Cards = Output<"characters", "importCards">["cards"];

interface Import {
  input: RefObject<HTMLInputElement | null>;
  cards: Cards | null;
  choose: () => void;
  take: (files: Iterable<File>) => Promise<void>;
  close: () => void;
}

/** The state of an import: `choose` opens the system's file dialog. */
export function useImport(): Import {
  const input = useRef<HTMLInputElement>(null);
  const [cards, setCards] = useState<Cards | null>(null);
  const act = useAct();
  const sources = useSources();
  return {
    input,
    cards,
    choose: () => input.current?.click(),
    take: async (files) => {
      const chosen = await sources(files);
      if (chosen.length === 0) return;
      const answer = await act("importCards", { files: chosen });
      if (answer !== null) setCards(answer.cards);
    },
    close: () => setCards(null),
  };
}

/** The hidden file field, and what came of the last import. */
export function ImportCards({
  input,
  cards,
  onTake,
  onClose,
  filmId,
}: Pick<Import, "input" | "cards"> & { onTake: (files: File[]) => void; onClose: () => void; filmId: string | null }) {
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={words.import}
        accept=".json,.png,.charx,.zip,.ovcharacter"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          onTake(files);
        }}
      />
      <Dialog
        open={cards !== null}
        onClose={onClose}
        title={words.importTitle(cards?.length ?? 0)}
        actions={<Button onClick={onClose}>{strings.common.close}</Button>}
      >
        <ul className="mt-2 grid gap-2">
          {(cards ?? []).map((card, index) => (
            <li key={index} className="card flex items-start gap-3 px-3 py-2.5">
              {card.characterId === null ? (
                <TriangleAlert size={16} strokeWidth={1.75} aria-hidden className="mt-px flex-none tone-fail" />
              ) : (
                <Check size={16} strokeWidth={1.75} aria-hidden className="mt-px flex-none tone-ok" />
              )}
              <span className="min-w-0 flex-1">
                <span className="block truncate font-[550]">{card.name}</span>
                <span className="block text-12 text-text-2">
                  {card.characterId === null ? `${words.importFailed}: ${card.reason ?? ""}` : [card.format, ...card.notes].join(". ")}
                </span>
              </span>
              {card.characterId === null ? null : (
                <Button
                  small
                  onClick={() => {
                    onClose();
                    go({ name: "characters", filmId, item: card.characterId });
                  }}
                >
                  {words.importOpen}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
