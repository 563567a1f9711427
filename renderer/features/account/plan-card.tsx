// The plan: what it gives and allows, when its next credits come, and the other plans to compare.
import { useState } from "react";
import type { AccountState, PlanView } from "../../../shared/contract/studio/account.ts";
import { accountWords } from "../../app/strings/account.ts";
import { strings } from "../../app/strings.ts";
import { useCall } from "../../app/use-call.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { planName } from "./lot-facts.ts";

const words = accountWords.plan;

function Tags({ plan }: { plan: PlanView }) {
  return plan.entitlements.map((entitlement) => (
    <span key={entitlement} className="tag">
      {entitlement}
    </span>
  ));
}

function Plans({ mine }: { mine: string }) {
  const { value, error } = useCall("account", "plans", {}, mine);
  if (value === null)
    return (
      <p className="mt-3 text-text-3" role="status">
        {error?.message ?? strings.common.loading}
      </p>
    );
  return (
    <ul className="mt-3">
      {value.plans.map((plan) => (
        <li key={plan.name} className="border-t border-line py-3 first:border-t-0">
          <div className="flex flex-wrap items-center gap-2">
            <h3 className="text-14 font-[550]">{planName(plan.name)}</h3>
            {plan.name === mine ? <span className="chip chip-ok">{words.yours}</span> : null}
            <Tags plan={plan} />
            <span className="ml-auto text-12 text-text-2 tabular-nums">{words.price(plan.centsPerMonth)}</span>
          </div>
          <p className="mt-1 text-12 leading-[1.125rem] text-text-2">{plan.words}</p>
        </li>
      ))}
    </ul>
  );
}

/** The card. */
export function PlanCard({ account }: { account: NonNullable<AccountState["account"]> }) {
  const [open, setOpen] = useState(false);
  const { plan } = account;
  return (
    <section className="card flex flex-wrap items-center gap-x-4 gap-y-2.5 px-4 py-3" aria-label={words.label}>
      <div className="min-w-[220px] flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-14 font-[550]">{planName(plan.name)}</h2>
          <Tags plan={plan} />
        </div>
        <p className="mt-1 text-12 leading-[1.125rem] text-text-2">{plan.words}</p>
      </div>
      {account.localOwner ? null : (
        <Button small onClick={() => setOpen(true)}>
          {words.compare}
        </Button>
      )}
      <Dialog open={open} onClose={() => setOpen(false)} title={words.compare} text={words.compareText} wide>
        <Plans mine={plan.name} />
      </Dialog>
    </section>
  );
}
