// Stars from one to five, pressed or by arrows; the one that is pressed again takes them away.
import { Star } from "lucide-react";
import { libraryWords as words } from "../../app/strings/library.ts";

/** The stars of an asset, or (null) of several that differ. */
export function Stars({ value, onChange }: { value: number | null; onChange: (stars: number) => void }) {
  const now = value ?? 0;
  return (
    <div role="group" aria-label={words.starsLabel} className="-ml-1 flex items-center">
      {[1, 2, 3, 4, 5].map((stars) => (
        <button
          key={stars}
          type="button"
          aria-label={words.rate(stars)}
          aria-pressed={now === stars}
          className="grid size-7 place-items-center rounded-1 text-text-3 hover:text-text max-md:size-11"
          onClick={() => onChange(now === stars ? 0 : stars)}
        >
          <Star size={16} strokeWidth={1.75} aria-hidden className={stars <= now ? "fill-current text-text" : ""} />
        </button>
      ))}
    </div>
  );
}
