// Small pictures of other assets, each a way to it.
import type { AssetCard } from "../../../shared/contract/studio/library-views.ts";
import { AssetPicture } from "../../ui/asset-picture.tsx";

/** Small pictures of other assets, each a way to it. */
export function Neighbours({ cards, onGo }: { cards: readonly AssetCard[]; onGo: (card: AssetCard) => void }) {
  return (
    <div className="flex flex-wrap gap-1.5">
      {cards.map((card) => (
        <button key={card.id} type="button" aria-label={card.name} className="rounded-2" onClick={() => onGo(card)}>
          <AssetPicture card={card} className="size-10" />
        </button>
      ))}
    </div>
  );
}
