// Which farm one signs in to, how it answers, and the way to another one.
import { CircleCheck, CloudOff, Loader, LockOpen } from "lucide-react";
import type { FarmStatus } from "../../../shared/contract/studio/views.ts";
import { signInWords as words } from "../../app/strings/sign-in.ts";
import { hostOf } from "../../lib/format.ts";
import { LinkButton } from "../../ui/button.tsx";

/** How the farm answers, in words, icon and tone; `secure` is false where somebody on the way could read along. */
function lookOf(farm: FarmStatus, secure: boolean | null): { icon: typeof CircleCheck; word: string; tone: string } {
  if (farm.state === "connecting") return { icon: Loader, word: words.farm.looking, tone: "" };
  if (farm.state === "offline") return { icon: CloudOff, word: words.farm.away, tone: "tone-turn" };
  if (farm.local) return { icon: CircleCheck, word: words.farm.here, tone: "tone-ok" };
  if (secure === false) return { icon: LockOpen, word: words.farm.open, tone: "tone-turn" };
  return { icon: CircleCheck, word: farm.url.startsWith("https:") ? words.farm.secure : words.farm.answers, tone: "tone-ok" };
}

interface FarmLineProps {
  farm: FarmStatus | null;
  /** Null until the farm has said. */
  secure: boolean | null;
  onChange: (() => void) | null;
}

/** One line over a form. */
export function FarmLine({ farm, secure, onChange }: FarmLineProps) {
  const known = farm !== null && farm.state !== "none";
  const look = known ? lookOf(farm, secure) : { icon: CloudOff, word: words.farm.none, tone: "tone-turn" };
  const Icon = look.icon;
  return (
    <div className="mb-3.5 flex min-h-6 items-center gap-2 text-12 text-text-2">
      <Icon size={14} strokeWidth={1.75} aria-hidden className={`flex-none ${look.tone}`} />
      <span className="flex min-w-0 flex-wrap gap-x-2" role="status">
        {known ? <span className="num min-w-0 [overflow-wrap:anywhere]">{hostOf(farm.url)}</span> : null}
        <span className="text-text-3">{look.word}</span>
      </span>
      {onChange === null ? null : (
        <LinkButton className="ml-auto flex-none" onClick={onChange}>
          {words.farm.change}
        </LinkButton>
      )}
    </div>
  );
}
