// The items of the workspace large, one alone or up to four side by side, in the studio's one lightbox.
import { Check, X } from "lucide-react";
import { useMemo, useState } from "react";
import type { AssetCard, AssetDetail } from "../../../shared/contract/studio/library-views.ts";
import { go } from "../../app/router.ts";
import { workspace as words } from "../../app/strings/workspace.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import type { AssetSource } from "../../ui/asset-source.ts";
import { Button } from "../../ui/button.tsx";
import { Lightbox } from "../../ui/lightbox.tsx";
import { RecipeFacts } from "./recipe-panel.tsx";

/** A list that stands as it is. */
function fixedSource(cards: readonly AssetCard[]): AssetSource {
  const state = { total: cards.length, bytes: 0, took: 0, indexing: null, groups: [], error: null, version: 1 };
  const placeOf = (id: string) => {
    const at = cards.findIndex((card) => card.id === id);
    return at < 0 ? null : at;
  };
  return {
    state: () => state,
    subscribe: () => () => undefined,
    at: (index) => cards[index],
    heldPlace: placeOf,
    want: () => undefined,
    ids: (from, to) => Promise.resolve(cards.slice(from, to + 1).map((card) => card.id)),
    place: (id) => Promise.resolve(placeOf(id)),
  };
}

interface WorkspaceLightboxProps {
  /** Everything that can be looked at, in reading order. */
  assetIds: readonly string[];
  at: string;
  compare: readonly string[];
  filmId: string | null;
  onClose: () => void;
}

/** The lightbox over `assetIds`. */
export function WorkspaceLightbox({ assetIds, at, compare, filmId, onClose }: WorkspaceLightboxProps) {
  const { workspace } = useStudio();
  const [ids] = useState(assetIds.slice(0, 500));
  const { value } = useCall("library", "cards", { ids }, "");
  const source = useMemo(() => (value === null ? null : fixedSource(value.assets)), [value]);
  const [moved, setMoved] = useState<number | null>(null);
  const [beside, setBeside] = useState(compare);
  if (source === null) return null;
  const decide = (key: string, asset: AssetDetail) => {
    if (key === "k") void workspace.keep([asset.id]);
    else if (key === "x") void workspace.discard([asset.id]);
    else return false;
    return true;
  };
  return (
    <Lightbox
      source={source}
      at={moved ?? source.heldPlace(at) ?? 0}
      compare={beside}
      onMove={setMoved}
      onCompare={setBeside}
      onClose={onClose}
      onKey={decide}
      about={(asset) => <RecipeFacts asset={asset} />}
      tools={(asset) => (
        <>
          <Button small onClick={() => void workspace.keep([asset.id])}>
            <Check size={14} strokeWidth={1.75} aria-hidden />
            {words.keep}
          </Button>
          <Button small onClick={() => void workspace.discard([asset.id])}>
            <X size={14} strokeWidth={1.75} aria-hidden />
            {words.discard}
          </Button>
          <Button small onClick={() => go({ name: "create", filmId, item: asset.id })}>
            {words.useRecipe}
          </Button>
        </>
      )}
    />
  );
}
