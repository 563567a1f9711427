// Where pictures are made, in plain words, and the way to sign in or to another farm.
import { CircleCheck, CloudOff, Loader, Server, UserRoundX } from "lucide-react";
import type { FarmStatus } from "../../../shared/contract/studio/views.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { useSession } from "../../app/studio.tsx";
import { goSignIn } from "../../app/ui-state.ts";
import { hostOf } from "../../lib/format.ts";
import { Button } from "../../ui/button.tsx";

const looks = {
  connected: { icon: CircleCheck, tone: "chip-ok", word: strings.header.farmReady },
  connecting: { icon: Loader, tone: "", word: strings.header.farmConnecting },
  offline: { icon: CloudOff, tone: "chip-turn", word: strings.header.farmOffline },
  "signed-out": { icon: UserRoundX, tone: "chip-turn", word: strings.header.farmSignedOut },
  none: { icon: CloudOff, tone: "", word: strings.header.farmNone },
};

/** What the farm is called: where it is, or its host. */
function titleOf(farm: FarmStatus): string {
  if (farm.state === "none") return strings.start.noFarm;
  return farm.local ? strings.start.localFarm : hostOf(farm.url);
}

/** The farm that is chosen. Drafts are drawn here whatever it is. */
export function WhereMade() {
  const farm = useSession((state) => state.farm);
  if (farm === null) return null;
  const { icon: Icon, tone, word } = looks[farm.state];
  const engines = farm.engines.map((engine) => engine.id).join(", ");
  return (
    <section className="border-t border-line pt-[18px]">
      <h2 className="mb-2 font-semibold">{strings.start.where}</h2>
      <div className="flex items-start gap-2.5 rounded-3 border border-line-strong px-3 py-2.5">
        <Server size={16} strokeWidth={1.75} aria-hidden className="mt-px flex-none text-text-3" />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-2">
            <h3 className="min-w-0 font-[550] [overflow-wrap:anywhere]">{titleOf(farm)}</h3>
            <span className={`chip ${tone} ml-auto`}>
              <Icon aria-hidden />
              {word}
            </span>
          </div>
          <p className="mt-0.5 text-12 leading-[1.0625rem] text-text-2">
            {farm.message ?? strings.start.farmText[farm.state]}
            {engines === "" ? null : ` ${strings.start.farmEngines(engines)}`}
          </p>
          {farm.account === null || farm.state === "signed-out" ? null : (
            <p className="mt-0.5 text-12 leading-[1.0625rem] text-text-2 [overflow-wrap:anywhere]">
              {farm.account.localOwner ? strings.start.ownerIn : strings.start.signedInAs(farm.account.email)}
            </p>
          )}
          <div className="mt-2.5 flex flex-wrap gap-2">
            {farm.state === "signed-out" || farm.state === "none" ? (
              <Button small onClick={goSignIn}>
                {farm.state === "none" ? strings.header.connectFarm : strings.header.signIn}
              </Button>
            ) : (
              <>
                <Button small onClick={() => go({ name: "account", filmId: null })}>
                  {strings.nav.account}
                </Button>
                <Button small kind="ghost" onClick={goSignIn}>
                  {strings.header.otherFarm}
                </Button>
              </>
            )}
          </div>
        </div>
      </div>
      <p className="field-help">{strings.start.draftsHere}</p>
    </section>
  );
}
