// The account page: plan and credits with every movement at the left; spending, two-factor, devices, keys, name and
// data at the right. Signed out it says what still works, and how to sign in.
import { LogOut } from "lucide-react";
import type { AccountState } from "../../../shared/contract/studio/account.ts";
import { accountWords as words } from "../../app/strings/account.ts";
import { strings } from "../../app/strings.ts";
import { useAccount, useSession, useStudio } from "../../app/studio.tsx";
import { goSignIn } from "../../app/ui-state.ts";
import { useCall } from "../../app/use-call.ts";
import { when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Balance } from "./balance.tsx";
import { BudgetsCard } from "./budgets-card.tsx";
import { waitWords } from "./card.tsx";
import { DataCard } from "./data-card.tsx";
import { DevicesCard } from "./devices-card.tsx";
import { KeysCard } from "./keys-card.tsx";
import { Movements } from "./movements.tsx";
import { PlanCard } from "./plan-card.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { SpendCard } from "./spend-card.tsx";
import { TwoFactorCard } from "./two-factor-card.tsx";
import "./account.css";

function Credits({ stamp }: { stamp: string }) {
  const { value, error } = useCall("account", "credits", {}, stamp);
  if (value !== null) return <Balance credits={value} />;
  return (
    <p className="min-h-[160px] text-text-3" role="status">
      {waitWords(error)}
    </p>
  );
}

function Page({ account }: { account: NonNullable<AccountState["account"]> }) {
  // Credits moved when what is free or held changed; the rest when the account did.
  const credits = useSession((state) => state.farm?.credits ?? null);
  const connected = useSession((state) => state.farm?.state === "connected");
  const moved = `${account.id} ${connected} ${credits?.available ?? ""} ${credits?.held ?? ""}`;
  const changed = `${account.id} ${connected} ${account.twoFactor}`;
  return (
    <div className="account-grid">
      <div className="grid min-w-0 grid-cols-1 gap-4">
        <PlanCard account={account} />
        <Credits stamp={moved} />
        <Movements stamp={moved} />
      </div>
      <div className="grid min-w-0 grid-cols-1 gap-3.5">
        <SpendCard since={account.createdAt} stamp={moved} />
        <BudgetsCard stamp={moved} />
        {account.localOwner ? null : <TwoFactorCard stamp={changed} />}
        <DevicesCard stamp={changed} />
        <KeysCard stamp={changed} />
        <ProfileCard account={account} />
        <DataCard account={account} stamp={changed} />
      </div>
    </div>
  );
}

function Out({ state }: { state: AccountState }) {
  const none = state.step === "no-farm";
  return (
    <div className="grid flex-1 place-items-center p-6 max-md:p-4">
      <div className="max-w-[560px]">
        <h2 className="font-film text-34 tracking-[-0.015em] max-md:text-26">{none ? words.out.noFarm : words.out.title}</h2>
        {state.message === null ? null : <p className="mt-2 text-14 text-text">{state.message}</p>}
        <p className="mt-2 text-14 text-text-2">
          {words.out.text} {words.out.safe}
        </p>
        <Button kind="primary" className="mt-5" onClick={goSignIn}>
          {none ? words.connect : words.signIn}
        </Button>
      </div>
    </div>
  );
}

/** The screen. */
export function AccountScreen() {
  const { account: accounts } = useStudio();
  const state = useAccount((store) => store.account);
  const now = useNow();
  const account = state?.step === "signed-in" ? state.account : null;
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="toolbar">
        <h1 className="text-16 font-semibold tracking-[-0.01em]">{words.title}</h1>
        {account === null ? null : (
          <span className="min-w-0 truncate text-12 text-text-3" title={account.email}>
            {account.localOwner ? strings.header.owner : account.email}
          </span>
        )}
        {account === null || account.localOwner ? null : (
          <Button small kind="ghost" className="ml-auto flex-none" onClick={() => void accounts.signOut()}>
            <LogOut size={16} strokeWidth={1.75} aria-hidden />
            {words.signOut}
          </Button>
        )}
      </div>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {account !== null && !account.live ? (
          <p className="mx-5 mt-3 text-12 text-text-2 max-md:mx-4" role="status">
            {words.asOf(when(account.asOf, now))}
          </p>
        ) : null}
        {state === null ? (
          <p className="p-6 text-text-3" role="status">
            {strings.common.loading}
          </p>
        ) : account === null ? (
          <Out state={state} />
        ) : (
          <Page key={account.id} account={account} />
        )}
      </div>
    </main>
  );
}
