// The picture of an asset outside of the grid: the whole of it in a well, its length on it.
import { Play, AudioLines, FileText } from "lucide-react";
import type { AssetCard } from "../../shared/contract/studio/library-views.ts";
import { useStudio } from "../app/studio.tsx";
import { placeholderOf } from "./thumb-hash.ts";

/** `large`: with its length, and an image at its full size. */
export function AssetPicture({ card, large = false, className = "" }: { card: AssetCard; large?: boolean; className?: string }) {
  const { link } = useStudio();
  const placeholder = placeholderOf(card.thumbhash);
  const Sign = card.kind === "audio" ? AudioLines : card.kind === "document" ? FileText : null;
  return (
    <span
      className={`picture ${className}`}
      style={placeholder === null || large ? {} : { background: `center / cover url(${placeholder})` }}
    >
      {card.thumb || (large && card.kind === "image") ? (
        <img
          src={link.mediaUrl(card.thumb ? `thumb/${card.hash}` : card.hash)}
          alt=""
          draggable={false}
          decoding="async"
          className={`size-full ${large ? "object-contain" : "object-cover"}`}
        />
      ) : Sign === null ? null : (
        <span className="grid size-full place-items-center text-text-3">
          <Sign size={large ? 36 : 18} strokeWidth={1.5} aria-hidden />
        </span>
      )}
      {large && card.duration !== null ? (
        <span className="over num right-1.5 bottom-1.5">
          <Play aria-hidden />
          {card.duration.toFixed(1)} s
        </span>
      ) : null}
    </span>
  );
}
