// Turning two-factor on: the password, then the QR code and a first code, then the recovery codes, shown once.
import { useRef, useState, type FormEvent } from "react";
import type { Output } from "../../../shared/contract/studio/index.ts";
import { useFirstFocus, useForm } from "../../app/form.ts";
import { accountWords } from "../../app/strings/account.ts";
import { signInWords } from "../../app/strings/sign-in.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCopy } from "../../app/use-copy.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { CodeField } from "../../ui/code-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { ProofForm } from "./proof-form.tsx";
import { QrCode } from "./qr-code.tsx";
import { SecretText } from "./secret-text.tsx";

const words = accountWords.twoFactor;
type SetUp = Output<"account", "setUpTwoFactor">;

/** A secret in groups of four, to be read and typed. */
function grouped(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, "$1 ");
}

/** The recovery codes, and the button that says they are kept. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  return (
    <>
      <SecretText
        className="mt-4"
        label={words.codesLabel}
        text={codes.join("\n")}
        copy={words.copyCodes}
        copied={words.copied}
        notCopied={words.notCopied}
        save={{ word: words.saveCodes, file: words.fileName }}
      />
      <div className="mt-4 flex justify-end">
        <Button kind="primary" onClick={onKept}>
          {words.kept}
        </Button>
      </div>
    </>
  );
}

function Scan({ setUp, onConfirmed, onCancel }: { setUp: SetUp; onConfirmed: () => void; onCancel: () => void }) {
  const { link } = useStudio();
  const copy = useCopy();
  const form = useRef<HTMLFormElement>(null);
  const [code, setCode] = useState("");
  const state = useForm(form, ["code"], { code_invalid: "code" });
  useFirstFocus(form);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (code.length < 6) return state.fail("code", signInWords.codeShort);
    if ((await state.send(() => link.call("account", "confirmTwoFactor", { code }))) !== null) onConfirmed();
  };
  return (
    <form ref={form} noValidate className="mt-3" onSubmit={(event) => void submit(event)}>
      <div className="flex gap-4 max-sm:flex-col">
        <div className="size-[176px] flex-none">
          <QrCode text={setUp.uri} label={words.qr} />
        </div>
        <div className="min-w-0">
          <p className="text-12 leading-[1.125rem] text-text-2">{words.scanText}</p>
          <p className="field-label mt-3 !mb-1">{words.secret}</p>
          <p className="num text-12 leading-5 select-all [overflow-wrap:anywhere]">{grouped(setUp.secret)}</p>
          <LinkButton className="text-12" onClick={() => void copy(setUp.secret, words.copied, words.notCopied)}>
            {words.copySecret}
          </LinkButton>
        </div>
      </div>
      <div className="mt-4">
        <CodeField label={words.confirmCode} value={code} onChange={setCode} error={state.at("code")} />
      </div>
      <FormError text={state.whole} wait={state.wait} />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button kind="ghost" onClick={onCancel}>
          {strings.common.cancel}
        </Button>
        <Button kind="primary" type="submit" disabled={state.busy} offReason={state.wait > 0 ? strings.common.waitShort(state.wait) : null}>
          {words.confirm}
        </Button>
      </div>
    </form>
  );
}

/** The dialog, from the password to the codes. */
export function SetUpTwoFactor({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { link, notify } = useStudio();
  const [setUp, setSetUp] = useState<SetUp | null>(null);
  const [on, setOn] = useState(false);
  const close = () => {
    setSetUp(null);
    setOn(false);
    onClose();
  };
  const [title, text] =
    setUp === null ? [words.setUp, words.setUpText] : on ? [words.codesTitle, words.codesText] : [words.scan, undefined];
  return (
    <Dialog open={open} onClose={close} stays={on} title={title} {...(text === undefined ? {} : { text })}>
      {setUp === null ? (
        <ProofForm
          withCode={false}
          word={words.next}
          send={({ password }) => link.call("account", "setUpTwoFactor", { password })}
          onCancel={close}
          onDone={setSetUp}
        />
      ) : on ? (
        <RecoveryCodes codes={setUp.recoveryCodes} onKept={close} />
      ) : (
        <Scan
          setUp={setUp}
          onCancel={close}
          onConfirmed={() => {
            setOn(true);
            notify({ title: words.doneToast, tone: "ok" });
          }}
        />
      )}
    </Dialog>
  );
}
