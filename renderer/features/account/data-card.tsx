// What the farm holds of a person: a copy of all of it, and the end of the account.
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import type { AccountExportView, AccountState } from "../../../shared/contract/studio/account.ts";
import { accountWords } from "../../app/strings/account.ts";
import { strings } from "../../app/strings.ts";
import { useJobs, useSession, useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { useCall } from "../../app/use-call.ts";
import { liveJobs } from "../../app/state/jobs.ts";
import { bytes } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { Card, waitWords } from "./card.tsx";
import { dateName } from "./lot-facts.ts";
import { ProofForm } from "./proof-form.tsx";

const words = accountWords.data;
/** Milliseconds between two looks at a copy in the making. */
const lookMs = 2000;

/** How far a copy is, in words. */
function about(made: AccountExportView | null, now: Date): string {
  if (made === null) return words.takeText;
  if (made.state === "queued") return words.queued;
  if (made.state === "making") return words.making(made.percent);
  if (made.state === "failed") return words.failed;
  return words.ready(bytes(made.bytes ?? 0), made.expiresAt === null ? "" : dateName(made.expiresAt, now));
}

/** Asking for the copy, its making, and bringing it here. */
function Take({ stamp }: { stamp: string }) {
  const { link, notify } = useStudio();
  const now = useNow();
  const { value, error, again, put } = useCall("account", "exportState", {}, stamp);
  const [busy, setBusy] = useState(false);
  const made = value?.export ?? null;
  const coming = made?.state === "queued" || made?.state === "making";
  useEffect(() => {
    if (!coming) return;
    const timer = setInterval(() => void again(), lookMs);
    return () => clearInterval(timer);
  }, [coming, again]);
  const ask = async () => {
    setBusy(true);
    const asked = await link.call("account", "requestExport", {});
    setBusy(false);
    if (asked.ok) put(asked.value);
    else notify({ title: strings.errors.notDone, text: errorText(asked.error), tone: "fail" });
  };
  const fetch = async () => {
    setBusy(true);
    const saved = await link.call("account", "saveExport", {});
    setBusy(false);
    if (saved.ok) notify({ title: words.fetched, text: saved.value.file, tone: "ok" });
    else notify({ title: strings.errors.notDone, text: errorText(saved.error), tone: "fail" });
  };
  return (
    <div className="mt-1.5 flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <h3 className="font-[550]">{words.take}</h3>
        <p className="mt-0.5 text-12 leading-[1.125rem] text-text-2" role={coming ? "status" : undefined}>
          {value === null && error !== null ? waitWords(error) : about(made, now)}
        </p>
        {coming ? <ProgressBar className="mt-2" label={words.take} value={(made?.percent ?? 0) / 100} /> : null}
      </div>
      {made?.state === "ready" ? (
        <Button small className="flex-none" disabled={busy} onClick={() => void fetch()}>
          <Download size={14} strokeWidth={1.75} aria-hidden />
          {busy ? words.fetching : words.fetch}
        </Button>
      ) : (
        <Button small className="flex-none" disabled={busy || coming || value === null} onClick={() => void ask()}>
          {words.ask}
        </Button>
      )}
    </div>
  );
}

/** The end of the account, after what it means was said. */
function Leave({ account }: { account: NonNullable<AccountState["account"]> }) {
  const { account: accounts, link, notify } = useStudio();
  const credits = useSession((state) => state.farm?.credits ?? null);
  const jobs = useJobs((state) => liveJobs(state.jobs).length);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <div className="mt-3 flex items-start gap-3 border-t border-line pt-3">
      <div className="min-w-0 flex-1">
        <h3 className="font-[550]">{words.remove}</h3>
        <p className="mt-0.5 text-12 leading-[1.125rem] text-text-2">
          {words.removeText(jobs, (credits?.available ?? 0) + (credits?.held ?? 0))}
        </p>
      </div>
      <Button small className="flex-none !text-fail" onClick={() => setOpen(true)}>
        {words.removeAsk}
      </Button>
      <Dialog open={open} onClose={close} title={words.removeTitle} text={words.removeWarn}>
        <ProofForm
          withCode={account.twoFactor}
          danger
          word={words.removeNow}
          send={(proof) => link.call("account", "erase", proof)}
          onCancel={close}
          onDone={(state) => {
            notify({ title: words.removed, text: words.removedText, tone: "ok" });
            accounts.put(state);
          }}
        />
      </Dialog>
    </div>
  );
}

/** The card. `stamp` changes when the farm is there again. */
export function DataCard({ account, stamp }: { account: NonNullable<AccountState["account"]>; stamp: string }) {
  return (
    <Card title={words.title}>
      <Take stamp={stamp} />
      {account.localOwner ? null : <Leave account={account} />}
    </Card>
  );
}
