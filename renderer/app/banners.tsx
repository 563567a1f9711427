// What is said over a screen: that the core or the farm is away, that nobody is signed in, what this computer lacks.
import { CloudOff, RotateCw, UserRoundX, Wrench } from "lucide-react";
import { useState } from "react";
import { errorKinds } from "../../shared/contract/errors.ts";
import { Button } from "../ui/button.tsx";
import type { Route } from "./router.ts";
import { strings } from "./strings.ts";
import { useAccount, useJobs, useSession, useStudio } from "./studio.tsx";
import { goSignIn } from "./ui-state.ts";

/** Says that the core or the farm is away, where that matters: always for the core, for the farm when something waits for it. */
export function Offline({ screen }: { screen: Route["name"] }) {
  const link = useSession((state) => state.link.state);
  const farm = useSession((state) => state.farm);
  // Why one is signed out, where it was not one's own doing.
  const over = useAccount((state) => state.account?.message ?? null);
  const waiting = useJobs((state) => (state.jobs ?? []).filter((job) => job.state === "unsent" || job.state === "unknown").length);
  if (link === "reconnecting")
    return (
      <div className="banner" role="status">
        <CloudOff size={16} strokeWidth={1.75} aria-hidden className="tone-turn flex-none" />
        <p>
          <b className="font-[550]">{strings.link.reconnecting}.</b> {strings.link.reconnectingText}
        </p>
      </div>
    );
  if (farm === null || screen === "start" || screen === "sign-in") return null;
  if (farm.state === "signed-out" || farm.state === "none") {
    const out = farm.state === "signed-out";
    // The account page says it in its own words.
    if (screen === "account" || (!out && screen !== "queue" && waiting === 0)) return null;
    return (
      <div className="banner max-md:flex-wrap" role="status">
        <UserRoundX size={16} strokeWidth={1.75} aria-hidden className="tone-turn flex-none" />
        <p className="min-w-0 flex-1">
          <b className="font-[550]">{out ? (over ?? strings.link.signedOut) : strings.link.noFarm}</b>{" "}
          {out ? strings.link.signedOutWaits(waiting) : strings.link.noFarmWaits(waiting)} {strings.link.safe}
        </p>
        <Button small className="flex-none" onClick={goSignIn}>
          {out ? strings.header.signIn : strings.header.connectFarm}
        </Button>
      </div>
    );
  }
  if (farm.state !== "offline" || (screen !== "queue" && screen !== "account" && waiting === 0)) return null;
  return (
    <div className="banner max-md:flex-wrap" role="status">
      <CloudOff size={16} strokeWidth={1.75} aria-hidden className="tone-turn flex-none" />
      <p className="min-w-0 flex-1">
        <b className="font-[550]">{strings.link.farmAway}</b>{" "}
        {farm.message === errorKinds.farm_incompatible.message ? `${farm.message} ` : ""}
        {strings.link.farmAwayText(waiting)}
      </p>
      <TryNow />
    </div>
  );
}

function TryNow() {
  const { session } = useStudio();
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await session.tryNow();
    setBusy(false);
  };
  return (
    <Button small className="flex-none" offReason={busy ? strings.header.farmConnecting : null} onClick={() => void press()}>
      <RotateCw size={14} strokeWidth={1.75} aria-hidden />
      {strings.link.tryNow}
    </Button>
  );
}

/** What this computer lacks, with the line that installs it. */
export function Lacks() {
  const lacks = useSession((state) => state.lacks);
  if (lacks === null) return null;
  return (
    <div className="banner" role="status">
      <Wrench size={16} strokeWidth={1.75} aria-hidden className="tone-turn flex-none" />
      <p className="min-w-0 break-words select-text">{lacks}</p>
    </div>
  );
}
