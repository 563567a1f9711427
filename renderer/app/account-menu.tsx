// The right end of every header: what may be spent, who is signed in, and the way to sign in where nobody is.
import { Coins, CircleUserRound, LogIn, LogOut, Server } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Menu, type MenuEntry } from "../ui/menu.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { go } from "./router.ts";
import { strings } from "./strings.ts";
import { useAccount, useFilm, useSession, useStudio } from "./studio.tsx";
import { goSignIn } from "./ui-state.ts";

/** What may be spent, and what is held. */
export function Credits() {
  const credits = useSession((state) => state.farm?.credits ?? null);
  if (credits === null) return null;
  const text = strings.header.creditsHeld(credits.available, credits.held);
  return (
    <Tooltip text={text}>
      <span className="stat" role="img" aria-label={text}>
        <Coins size={14} strokeWidth={1.75} aria-hidden />
        <b>{credits.available.toLocaleString("en")}</b>{" "}
        <span className="max-[359px]:hidden">{credits.available === 1 ? "credit" : "credits"}</span>
      </span>
    </Tooltip>
  );
}

/** The account's menu, or the button that signs in. */
export function AccountMenu() {
  const studio = useStudio();
  const farm = useSession((state) => state.farm);
  const known = useAccount((state) => state.account);
  const filmId = useFilm((state) => state.filmId);
  if (farm === null || known === null) return null;
  const account = known.account ?? farm.account;
  if (known.step !== "signed-in" || account === null)
    return (
      <Button small className="mr-1 flex-none" onClick={goSignIn}>
        <LogIn size={14} strokeWidth={1.75} aria-hidden />
        {farm.state === "none" ? strings.header.connectFarm : strings.header.signIn}
      </Button>
    );
  const entries: MenuEntry[] = [
    { kind: "title", label: account.localOwner ? strings.header.owner : account.email },
    { label: strings.header.openAccount, icon: CircleUserRound, run: () => go({ name: "account", filmId }) },
    { label: strings.header.otherFarm, icon: Server, run: goSignIn },
    ...(account.localOwner
      ? []
      : ([
          { kind: "separator" },
          { label: strings.header.signOut, icon: LogOut, run: () => void studio.account.signOut() },
        ] satisfies MenuEntry[])),
  ];
  return (
    <Menu
      align="end"
      entries={entries}
      trigger={
        <Button kind="ghost" small className="flex-none !px-1.5" aria-label={strings.header.accountMenu(account.name)} title={account.name}>
          <CircleUserRound size={16} strokeWidth={1.75} aria-hidden />
        </Button>
      }
    />
  );
}
