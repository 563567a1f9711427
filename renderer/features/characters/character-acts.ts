// What is done with a whole character at one press: saved as a card or to share, put into the trash and taken out again.
import { useMemo } from "react";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { go } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { useStudio } from "../../app/studio.tsx";
import { useAct } from "./use-character.ts";

/** The formats of cards, the most usual first. */
export const cardFormats = ["v3-png", "v3-json", "v2-png", "v2-json", "charx"] as const;

export interface CharacterActs {
  exportCard: (format: (typeof cardFormats)[number]) => void;
  share: () => void;
  remove: () => void;
}

/** The acts on `view`; saving offers the browser's own download where this host has no desktop. */
export function useCharacterActs(view: Pick<CharacterView, "id" | "name">, filmId: string | null): CharacterActs {
  const { link, notify } = useStudio();
  const act = useAct();
  const { id, name } = view;
  return useMemo(() => {
    const saved = (file: { hash: string; name: string; file: string; words: string } | null) => {
      if (file === null) return;
      const download = () => {
        const anchor = document.createElement("a");
        anchor.href = link.mediaUrl(file.hash);
        anchor.download = file.name;
        anchor.click();
      };
      notify({
        title: words.saved(file.name),
        text: `${file.file}. ${file.words}`,
        tone: "ok",
        ...(link.host === "browser" ? { action: { label: words.download, run: download } } : {}),
      });
    };
    const remove = async () => {
      if ((await act("remove", { characterIds: [id] })) === null) return;
      notify({
        title: words.removed(name),
        tone: "ok",
        action: { label: words.restore, run: () => void act("restore", { characterIds: [id] }) },
      });
      go({ name: "characters", filmId });
    };
    return {
      exportCard: (format) => void act("exportCard", { characterId: id, format }).then(saved),
      share: () => void act("exportShare", { characterId: id }).then(saved),
      remove: () => void remove(),
    };
  }, [act, link, notify, id, name, filmId]);
}
