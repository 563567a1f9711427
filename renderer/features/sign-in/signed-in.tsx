// What stands in place of the forms while somebody is signed in: who, and the ways on.
import { ArrowRight, CircleUserRound } from "lucide-react";
import type { AccountState } from "../../../shared/contract/studio/account.ts";
import { go } from "../../app/router.ts";
import { signInWords as words } from "../../app/strings/sign-in.ts";
import { Button, LinkButton } from "../../ui/button.tsx";

interface SignedInProps {
  account: NonNullable<AccountState["account"]>;
  onGoOn: () => void;
  onOtherAccount: () => void;
  onOtherFarm: () => void;
}

/** The account that is signed in here. */
export function SignedIn({ account, onGoOn, onOtherAccount, onOtherFarm }: SignedInProps) {
  return (
    <>
      <div className="mt-5 flex items-start gap-3 rounded-3 border border-line-strong bg-panel px-4 py-3.5">
        <CircleUserRound size={20} strokeWidth={1.6} aria-hidden className="mt-px flex-none text-accent-text" />
        <div className="min-w-0 flex-1">
          <p className="font-[550] [overflow-wrap:anywhere]">{words.signedInAs(account.name)}</p>
          {account.localOwner ? null : <p className="text-12 text-text-2 [overflow-wrap:anywhere]">{account.email}</p>}
          {account.localOwner ? <p className="mt-0.5 text-12 leading-[1.125rem] text-text-2">{words.owner}</p> : null}
        </div>
      </div>
      <div className="mt-4 flex gap-2 max-md:flex-col">
        <Button kind="primary" className="!h-[38px] flex-1 max-md:!h-11 max-md:flex-none" onClick={onGoOn}>
          {words.goOnWorking}
          <ArrowRight size={16} strokeWidth={1.75} aria-hidden />
        </Button>
        <Button className="!h-[38px] max-md:!h-11" onClick={() => go({ name: "account", filmId: null })}>
          {words.toAccount}
        </Button>
      </div>
      <p className="mt-4 flex flex-wrap gap-x-5 gap-y-1 text-12">
        <LinkButton onClick={onOtherFarm}>{words.otherFarm}</LinkButton>
        <LinkButton onClick={onOtherAccount}>{words.otherAccount}</LinkButton>
      </p>
    </>
  );
}
