// One character of the cast: picture, name, role, how close its takes stay to it.
import { Images } from "lucide-react";
import type { CharacterCard } from "../../../shared/contract/studio/character-views.ts";
import { hashOf } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { Still } from "../../ui/picture.tsx";
import { ConsentMark } from "./consent-mark.tsx";

/** Below this the bar asks for a look. */
const check = 0.8;

/** What would make it steadier, where nothing is measured yet. */
function hint({ references, missingAngles }: CharacterCard): string {
  if (references === 0) return words.noReference;
  const [most] = [...missingAngles].sort((one, other) => other.shots - one.shots);
  return most === undefined ? words.noCloseness : words.missingAngle(most.label, most.shots);
}

/** The card is a link to the character's page. */
export function CastCard({ card, filmId }: { card: CharacterCard; filmId: string | null }) {
  const scenes = card.scenes > 0 ? words.inScenes(card.scenes) : null;
  return (
    <li className="min-w-0">
      <a
        href={hashOf({ name: "characters", filmId, item: card.id })}
        data-character={card.id}
        className="group block rounded-2 outline-offset-4"
      >
        <Still hash={card.picture?.hash ?? null} className={`aspect-[4/5] ${card.picture?.drawn === true ? "picture-drawn" : ""}`}>
          <span className="over bottom-1.5 left-1.5">
            <Images aria-hidden />
            <span aria-hidden>{card.references}</span>
            <span className="sr-only">{words.references(card.references)}</span>
          </span>
          <ConsentMark stand={card.consent} />
        </Still>
        <span className="mt-2 block truncate font-film text-16 leading-[1.4rem] group-hover:text-accent-text">{card.name}</span>
        <span className="flex gap-1.5 text-12 text-text-3">
          <span className="first-up min-w-0 truncate">{card.roleLine}</span>
          <span className="ml-auto flex-none">{scenes ?? " "}</span>
        </span>
      </a>
      <div className="mt-1.5 flex items-center gap-1.5 text-12">
        {card.closeness === null ? (
          <span className="text-text-3">{hint(card)}</span>
        ) : (
          <>
            <span className="bar flex-1" role="img" aria-label={words.closeness(card.closeness)}>
              <i
                style={{
                  width: `${card.closeness * 100}%`,
                  background: card.closeness < check ? "var(--ov-stale)" : "var(--ov-text-3)",
                }}
              />
            </span>
            <span className="num text-text-2" aria-hidden>
              {card.closeness.toFixed(2)}
            </span>
          </>
        )}
      </div>
    </li>
  );
}
