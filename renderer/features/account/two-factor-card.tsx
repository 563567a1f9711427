// The second factor: whether it is on, how many recovery codes are left, and the ways to change it.
import { Check } from "lucide-react";
import { useState } from "react";
import { accountWords } from "../../app/strings/account.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Card, CardWait } from "./card.tsx";
import { dateName } from "./lot-facts.ts";
import { ProofForm } from "./proof-form.tsx";
import { RecoveryCodes, SetUpTwoFactor } from "./two-factor-set-up.tsx";

const words = accountWords.twoFactor;

/** The card. `stamp` changes when the second factor did. */
export function TwoFactorCard({ stamp }: { stamp: string }) {
  const { link, notify } = useStudio();
  const now = useNow();
  const { value, error, again } = useCall("account", "twoFactor", {}, stamp);
  const [open, setOpen] = useState<"set-up" | "off" | "codes" | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => {
    setOpen(null);
    setCodes(null);
    void again();
  };
  return (
    <Card
      title={words.title}
      chip={
        value === null ? null : value.on ? (
          <span className="chip chip-ok">
            <Check aria-hidden />
            {value.since === null ? words.on : words.onSince(dateName(value.since, now))}
          </span>
        ) : (
          <span className="chip">{words.off}</span>
        )
      }
      tools={
        value === null ? undefined : value.on ? (
          <>
            <Button small kind="ghost" onClick={() => setOpen("off")}>
              {words.turnOff}
            </Button>
            <Button small onClick={() => setOpen("codes")}>
              {words.newCodes}
            </Button>
          </>
        ) : (
          <Button small onClick={() => setOpen("set-up")}>
            {words.turnOn}
          </Button>
        )
      }
    >
      {value === null ? (
        <CardWait error={error} />
      ) : (
        <p className="mt-1.5 text-12 leading-[1.125rem] text-text-2">
          {value.on
            ? [words.onText, value.recoveryCodesLeft === null ? "" : words.left(value.recoveryCodesLeft), words.asks].join(" ")
            : words.offText}
        </p>
      )}
      <SetUpTwoFactor open={open === "set-up"} onClose={close} />
      <Dialog open={open === "off"} onClose={close} title={words.offTitle} text={words.offAsk}>
        <ProofForm
          withCode
          danger
          word={words.turnOff}
          send={(proof) => link.call("account", "turnOffTwoFactor", proof)}
          onCancel={close}
          onDone={() => {
            notify({ title: words.offToast, tone: "ok" });
            close();
          }}
        />
      </Dialog>
      <Dialog
        open={open === "codes"}
        onClose={close}
        stays={codes !== null}
        title={codes === null ? words.newTitle : words.codesTitle}
        text={codes === null ? words.newText : words.codesText}
      >
        {codes === null ? (
          <ProofForm
            withCode
            word={words.make}
            send={(proof) => link.call("account", "newRecoveryCodes", proof)}
            onCancel={close}
            onDone={(made) => setCodes(made.recoveryCodes)}
          />
        ) : (
          <RecoveryCodes codes={codes} onKept={close} />
        )}
      </Dialog>
    </Card>
  );
}
