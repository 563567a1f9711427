// Pictures and clips for a draft, from wherever they come: tiles of the library and the workspace, and files.
import { useState, type DragEvent } from "react";
import type { AssetCard } from "../../../shared/contract/studio/library-views.ts";
import type { DraftFile } from "../../../shared/contract/studio/draft.ts";
import { strings } from "../../app/strings.ts";
import { create as words } from "../../app/strings/create.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { carriesAssets, droppedAssets } from "../../lib/drag.ts";
import { takeFiles } from "../../lib/take-files.ts";

export const fileOf = (card: Pick<AssetCard, "id" | "hash">): DraftFile => ({ hash: card.hash, assetId: card.id });

/** Brings assets or files into a draft; what cannot be used is said. */
export function useTakeIn(): { byIds: (ids: string[]) => Promise<AssetCard[]>; byFiles: (files: File[]) => Promise<AssetCard[]> } {
  const { link, notify } = useStudio();
  const byIds = async (ids: string[]) => {
    const answer = await link.call("library", "cards", { ids });
    if (answer.ok) return answer.value.assets;
    notify({ title: strings.errors.notDone, text: errorText(answer.error), tone: "fail" });
    return [];
  };
  return {
    byIds,
    byFiles: async (files) => {
      const taken = await takeFiles(link, files);
      if (taken.error !== null) notify({ title: words.notImported, text: taken.error, tone: "fail" });
      return taken.assetIds.length === 0 ? [] : byIds(taken.assetIds);
    },
  };
}

/** Makes an element a place to drop pictures or clips on. */
export function useDrop(take: (cards: AssetCard[]) => void) {
  const [over, setOver] = useState(false);
  const { byIds, byFiles } = useTakeIn();
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!carriesAssets(event.dataTransfer)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = "copy";
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!carriesAssets(event.dataTransfer)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        const ids = droppedAssets(event.dataTransfer);
        const files = [...event.dataTransfer.files];
        void (ids.length > 0 ? byIds(ids) : byFiles(files)).then((cards) => cards.length > 0 && take(cards));
      },
    },
  };
}
