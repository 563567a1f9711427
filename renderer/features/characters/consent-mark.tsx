// How a reference or a character stands with consent, on a picture or on the page: icon, word and tone.
import { CircleHelp, FileCheck2, FileWarning, FileX2, ShieldCheck, type LucideIcon } from "lucide-react";
import type { ConsentStand } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import type { Tone } from "../../ui/tone.ts";

const looks: Record<ConsentStand["state"], { icon: LucideIcon; tone: Tone }> = {
  none: { icon: CircleHelp, tone: "none" },
  fictional: { icon: ShieldCheck, tone: "ok" },
  "on-record": { icon: FileCheck2, tone: "ok" },
  unstated: { icon: CircleHelp, tone: "turn" },
  needed: { icon: FileWarning, tone: "turn" },
  expired: { icon: FileX2, tone: "fail" },
  revoked: { icon: FileX2, tone: "fail" },
};

/** The mark on a picture; `short` shows the icon alone, with its words for those who do not see it. */
export function ConsentMark({ stand, short = false }: { stand: ConsentStand; short?: boolean }) {
  if (stand.state === "none") return null;
  const { icon: Icon, tone } = looks[stand.state];
  return (
    <span className="over right-1.5 bottom-1.5" title={stand.words}>
      <Icon aria-hidden className={`tone-${tone}`} />
      <span className={short ? "sr-only" : "truncate"}>{stand.label}</span>
    </span>
  );
}

/** How it stands, where there is room for a line. */
export const standWords = (stand: ConsentStand): string => words.stand[stand.state] ?? stand.label;

/** The chip; `short` where it stands among other words. */
export function ConsentChip({ stand, short = false }: { stand: ConsentStand; short?: boolean }) {
  if (stand.state === "none") return null;
  const { icon: Icon, tone } = looks[stand.state];
  return (
    <span className={`chip chip-${tone}`} title={stand.words}>
      <Icon aria-hidden />
      {short ? stand.label : standWords(stand)}
    </span>
  );
}
