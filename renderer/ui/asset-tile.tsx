// An asset in the grid: its picture, what lies on it, and its words for those who do not see it; and the same as a
// line of a table. Few elements each, because many stand in the page.
import { memo, type CSSProperties } from "react";
import type { AssetCard } from "../../shared/contract/studio/library-views.ts";
import { libraryWords } from "../app/strings/library.ts";
import { useStudio } from "../app/studio.tsx";
import { bytes, length, sentence, when } from "../lib/format.ts";
import { useNow } from "../lib/now.ts";
import { placeholderOf } from "./thumb-hash.ts";

interface TileProps {
  id: string;
  index: number;
  column: number;
  /** Undefined until it has come. */
  card: AssetCard | undefined;
  chosen: boolean;
  /** Keys go on from here. */
  current: boolean;
}

const playing = (card: AssetCard) => (card.duration === null ? null : `${card.duration.toFixed(1)} s`);

/** "Harbour at night, clip, 5.0 s, 3 stars". */
function wordsOf(card: AssetCard): string {
  const parts = [
    card.name,
    libraryWords.kinds[card.kind].toLowerCase(),
    playing(card),
    card.stars > 0 ? libraryWords.stars(card.stars) : null,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** The small picture of a card, or the sign of its kind. */
function Thumb({ card }: { card: AssetCard }) {
  const { link } = useStudio();
  if (card.thumb) return <img src={link.mediaUrl(`thumb/${card.hash}`)} alt="" draggable={false} decoding="async" />;
  return card.thumbhash === null ? <i className={`asset-sign asset-sign-${card.kind}`} /> : null;
}

const backOf = (card: AssetCard): CSSProperties => {
  const placeholder = placeholderOf(card.thumbhash);
  return placeholder === null ? {} : { backgroundImage: `url(${placeholder})` };
};

/** A tile. */
export const AssetTile = memo(function AssetTile({ id, index, column, card, chosen, current }: TileProps) {
  const className = `asset-tile ${current ? "asset-current" : ""}`;
  if (card === undefined)
    return (
      <div
        role="gridcell"
        id={id}
        aria-colindex={column + 1}
        aria-busy
        aria-label={libraryWords.coming}
        data-index={index}
        className={className}
      />
    );
  const plays = playing(card);
  return (
    <div
      role="gridcell"
      id={id}
      aria-colindex={column + 1}
      aria-selected={chosen}
      aria-label={wordsOf(card)}
      data-index={index}
      data-asset={card.id}
      draggable
      className={className}
      style={backOf(card)}
    >
      <Thumb card={card} />
      {card.kind === "audio" || card.kind === "document" ? (
        <span aria-hidden className="asset-name">
          {card.name}
        </span>
      ) : null}
      {card.stars > 0 ? (
        <span aria-hidden className="over asset-stars">
          {card.stars}
        </span>
      ) : null}
      {plays === null ? null : (
        <span aria-hidden data-text={plays} className={`over num asset-length ${card.kind === "audio" ? "asset-length-sound" : ""}`} />
      )}
    </div>
  );
});

interface LineProps extends Omit<TileProps, "column"> {
  /** Number in the table, from 1. */
  row: number;
  /** Pixels from the top of its group. */
  top: number;
}

/** A line of the table. */
export const AssetLine = memo(function AssetLine({ id, index, card, chosen, current, row, top }: LineProps) {
  const now = useNow();
  const className = `asset-line ${current ? "asset-current" : ""}`;
  if (card === undefined)
    return (
      <div role="row" id={id} aria-rowindex={row} aria-busy data-index={index} className={className} style={{ top }}>
        <span role="gridcell" aria-label={libraryWords.coming} />
      </div>
    );
  const cells = [
    libraryWords.kinds[card.kind],
    card.duration === null ? "" : length(card.duration),
    card.engine ?? "",
    card.stars === 0 ? "" : "★".repeat(card.stars),
    sentence(when(card.addedAt, now)),
    bytes(card.bytes),
  ];
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={row}
      aria-selected={chosen}
      aria-label={wordsOf(card)}
      data-index={index}
      data-asset={card.id}
      draggable
      className={className}
      style={{ top }}
    >
      <span role="gridcell" className="asset-line-name">
        <span className="asset-line-thumb" style={backOf(card)}>
          <Thumb card={card} />
        </span>
        <span className="truncate">{card.name}</span>
      </span>
      {cells.map((text, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the columns keep their places
        <span role="gridcell" key={at} className={at === 1 || at >= 4 ? "num" : "truncate"}>
          {text}
        </span>
      ))}
    </div>
  );
});
